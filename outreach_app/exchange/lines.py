"""What each row below the header is: a person, a heading for a village or household, or nothing to bring in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from outreach_app.domain.text import fold, normalize
from outreach_app.exchange.cells import cell_text
from outreach_app.exchange.columns import ColumnMatch, is_numbering
from outreach_app.exchange.sheets import Cell, RawSheet, Row, cell_at
from outreach_app.exchange.wordings import HOUSEHOLD_FIELDS, Field
from outreach_app.exchange.words import read_place

_SUBTOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|toàn thôn|toàn bản|toàn xã|tong cong|tong so|cong)"
    r"(?:\s*[:(\d.].*|\s+(?:thôn|bản|hộ|khẩu|nhân khẩu|số|trang|tổ|xã|toàn|người|danh sách|ds).*)?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:nguoi (?:lap|tong hop|kiem tra|ghi|viet|ke khai|dieu tra)|can bo|lap bieu|tm |thay mat|uy ban nhan dan|"
    r"ubnd|kt |chu tich|pho chu tich|truong (?:thon|ban|xom|khu|ap|buon|cong an)|to truong|bi thu|cong an xa|"
    r"xac nhan|ky |thu truong|giam doc|ke toan|phu trach|noi nhan|ghi chu|luu y|dai dien|"
    r"danh sach (?:co|gom|nay)|q truong|quyen )"
)
_SIGNING_DATE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_VILLAGE_WORD = r"(?:thôn|bản|tổ dân phố|tdp|ấp|khu phố|khu dân cư|buôn|xóm|khóm|tiểu khu|làng|bon|plei)"
_VILLAGE = re.compile(
    rf"(?:(?:[IVXLC]+|\d+|[A-Z])\s*[.)/:\-–]+\s*)?({_VILLAGE_WORD})\s*[:.]?\s+(.+)", re.IGNORECASE
)
_TITLE_VILLAGE = re.compile(rf"\b({_VILLAGE_WORD})\s*[:.]?\s+([^,;()\-–]+)", re.IGNORECASE)
_COUNT_TAIL = re.compile(r"\s*[(:,\-–]?\s*\d+\s*(?:hộ|khẩu|người|nhân khẩu)\b.*$", re.IGNORECASE)
_HOUSEHOLD = re.compile(
    r"hộ\s*(?:số|thứ)?\s*[:.]?\s*(\d+[A-Za-z]?)\b.*|(?:chủ\s+hộ|hộ\s+(?:ông|bà|gia\s+đình))\s*[:.]?\s*\D+",
    re.IGNORECASE,
)
_NAMES, _HEADS = (Field.NAME, Field.GIVEN_NAME), (Field.HEAD,)
_PERSON_FIELDS = (
    Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE, Field.BIRTH_YEAR, Field.CITIZEN_NUMBER, Field.INSURANCE_NUMBER,
    Field.CARD_NUMBER, Field.RELATION, Field.SEX,
)  # fmt: skip


class LineKind(StrEnum):
    """What a row is; only people and headings change what is read."""

    BLANK = "blank"
    HEADER = "header"
    SUBTOTAL = "subtotal"
    SIGNATURE = "signature"
    VILLAGE = "village"
    HOUSEHOLD = "household"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its number in the file (from 1) and the heading it gives: a village's name or a household's number."""

    row: int
    kind: LineKind
    cells: Row
    heading: str = ""


def read_lines(sheet: RawSheet, match: ColumnMatch) -> Iterator[Line]:
    """Give every row below the header with its kind; after signature lines only full rows count as people again."""
    rows = fill_merged(sheet, match)
    labels = [frozenset(map(fold, header.split(" / "))) for header in match.headers]
    footer = False
    for number in range(match.data_row, len(rows)):
        kind, heading = _judge(rows[number], match, labels)
        if kind is LineKind.SIGNATURE:
            footer = True
        elif footer and (
            kind is LineKind.HEADER or (kind is LineKind.PERSON and _is_full(rows[number], match))
        ):
            footer = False
        elif footer and kind is LineKind.PERSON:
            kind = LineKind.SIGNATURE
        yield Line(number + 1, kind, rows[number], heading)


def fill_merged(sheet: RawSheet, match: ColumnMatch) -> list[Row]:
    """Repeat merged cells down the rows they span, in the columns that belong to a whole household."""
    fields = HOUSEHOLD_FIELDS if match.columns.keys() & HOUSEHOLD_FIELDS else frozenset[Field]()
    columns = {match.columns[field] for field in fields if field in match.columns}
    rows = list(sheet.rows)
    for area in sheet.merged:
        if area.top >= match.data_row and area.left in columns and area.left == area.right:
            for number in range(area.top + 1, min(area.bottom + 1, len(rows))):
                rows[number] = _with_cell(rows[number], area.left, cell_at(rows[area.top], area.left))
    return rows


def find_title_village(sheet: RawSheet, match: ColumnMatch) -> str:
    """The village that a title row above the header or the sheet's name tells, or ''."""
    for row in sheet.rows[: match.header_row]:
        for cell in row:
            found = _TITLE_VILLAGE.search(normalize(cell)) if isinstance(cell, str) else None
            if found:
                return _village_name(found)
    named = _VILLAGE.fullmatch(normalize(sheet.name))
    return _village_name(named) if named else ""


def _with_cell(row: Row, column: int, value: Cell) -> Row:
    longer = row + ("",) * (column + 1 - len(row))
    return longer if longer[column] != "" else (*longer[:column], value, *longer[column + 1 :])


# ------------------------------------------------------------------------------------------------------ one row
def _judge(row: Row, match: ColumnMatch, labels: list[frozenset[str]]) -> tuple[LineKind, str]:
    filled = [
        (column, cell)
        for column, cell in enumerate(row)
        if cell != "" and not (isinstance(cell, str) and not cell.strip())
    ]
    if not filled or _is_only_numbered(filled, match):
        return LineKind.BLANK, ""
    if len(filled) > 5 and _has_name(row, match) and not _is_header(filled, labels):
        return (LineKind.SUBTOTAL if _is_subtotal(filled) else LineKind.PERSON), ""
    if _is_subtotal(filled):
        return LineKind.SUBTOTAL, ""
    if _is_header(filled, labels):
        return LineKind.HEADER, ""
    if _is_signature(filled, row, match):
        return LineKind.SIGNATURE, ""
    if len(filled) <= 2 or not _has_name(row, match):
        return _judge_heading(filled, row, match)
    return LineKind.PERSON, ""


def _is_only_numbered(filled: list[tuple[int, Cell]], match: ColumnMatch) -> bool:
    """Forms are numbered ahead: a row with its running number and nothing else was never filled in."""
    column = match.columns.get(Field.RUNNING_NUMBER)
    return len(filled) == 1 and filled[0][0] == column and cell_text(filled[0][1]).rstrip(".").isdigit()


def _has_name(row: Row, match: ColumnMatch) -> bool:
    fields = _NAMES if Field.NAME in match.columns or Field.GIVEN_NAME in match.columns else _HEADS
    return any(isinstance(cell := match.cell(row, field), str) and cell.strip() for field in fields)


def _is_subtotal(filled: list[tuple[int, Cell]]) -> bool:
    text = next((cell for _, cell in filled if isinstance(cell, str)), "")
    return text[:1] in "TtCc" and text[:1] != "" and _SUBTOTAL.fullmatch(normalize(text)) is not None


def _is_header(filled: list[tuple[int, Cell]], labels: list[frozenset[str]]) -> bool:
    """The header again at the top of a page: most cells stand under themselves; or its row of column numbers."""
    if len(filled) > 3 and all(is_numbering(cell) for _, cell in filled):
        return True
    strange = 0
    for column, cell in filled:
        strange += not (isinstance(cell, str) and column < len(labels) and _is_label(cell, labels[column]))
        if strange * 10 > len(filled) * 4:
            return False
    return len(filled) > 1


def _is_label(cell: str, labels: frozenset[str]) -> bool:
    return len(cell) < 80 and not cell[0].isdigit() and fold(cell) in labels


def _is_signature(filled: list[tuple[int, Cell]], row: Row, match: ColumnMatch) -> bool:
    numbers = (cell_text(match.cell(row, field)) for field in (Field.CITIZEN_NUMBER, Field.INSURANCE_NUMBER))
    if len(filled) > 5 or any(number[:1].isdigit() for number in numbers):
        return False
    dates = {
        match.columns.get(field)
        for field in (Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE, Field.HEALTH_UNTIL)
    }
    has_name = _has_name(row, match)
    for column, cell in filled:
        text = fold(cell) if isinstance(cell, str) else ""
        if _SIGNATURE.match(text + " ") or (
            _SIGNING_DATE.search(text) and not (has_name and column in dates)
        ):
            return True
    return False


def _judge_heading(filled: list[tuple[int, Cell]], row: Row, match: ColumnMatch) -> tuple[LineKind, str]:
    text = next(
        (normalize(cell) for _, cell in filled if isinstance(cell, str) and not is_numbering(cell)), ""
    )
    if village := _VILLAGE.fullmatch(text):
        return LineKind.VILLAGE, _village_name(village)
    if household := _HOUSEHOLD.fullmatch(text):
        return LineKind.HOUSEHOLD, household[1] or ""
    return LineKind.PERSON, ""


def _village_name(found: re.Match[str]) -> str:
    return read_place(f"{found[1]} {_COUNT_TAIL.sub('', found[2])}")


def _is_full(row: Row, match: ColumnMatch) -> bool:
    return _has_name(row, match) and sum(1 for field in _PERSON_FIELDS if match.cell(row, field) != "") >= 2
