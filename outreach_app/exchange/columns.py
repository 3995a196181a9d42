"""Which column of a sheet holds what: the header is found among title rows and read in its many wordings.

A header may stand on one row or two, with merged cells: "Năm sinh" over "Nam" and "Nữ".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outreach_app.domain.text import fold, normalize
from outreach_app.exchange.sheets import Cell, RawSheet, Row, cell_at
from outreach_app.exchange.wordings import FIELD_BY_WORDING, LEFT_ALONE, Field

_SEARCHED_ROWS = 60
_MAX_COLUMNS = 200
_NUMBERING = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})\)?(?:\s*[=+].*)?")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]|\*")
_WEIGHTS = {
    Field.NAME: 3.0, Field.HEAD: 2.0, Field.FAMILY_NAME: 2.5, Field.RUNNING_NUMBER: 0.5,
    Field.BORN: 2.0, Field.BORN_MALE: 1.5, Field.BORN_FEMALE: 1.5,
}  # fmt: skip
_NAMES = frozenset({Field.NAME, Field.HEAD, Field.FAMILY_NAME})
_PARTS: dict[Field, dict[str, Field]] = {
    Field.BORN: {
        "nam": Field.BORN_MALE, "nu": Field.BORN_FEMALE, "ngay": Field.BIRTH_DAY, "thang": Field.BIRTH_MONTH,
    },
    Field.SEX: {"nam": Field.MALE, "nu": Field.FEMALE},
    Field.NAME: {
        "ho": Field.FAMILY_NAME, "ho dem": Field.FAMILY_NAME, "ho va dem": Field.FAMILY_NAME, "ten": Field.GIVEN_NAME,
    },
    Field.CATEGORY: {
        "ho ngheo": Field.POOR, "ngheo": Field.POOR, "ho can ngheo": Field.NEAR_POOR, "can ngheo": Field.NEAR_POOR,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What was recognised: header and first data row (from 0), field -> column, headers not understood.

    `confidence` is the share of headed columns that were understood, 0 when the list has no usable name column.
    """

    header_row: int
    data_row: int
    columns: Mapping[Field, int]
    headers: tuple[str, ...]
    unknown: tuple[str, ...]
    confidence: float

    def cell(self, row: Row, field: Field) -> Cell:
        """The cell of a field in a row; '' where the sheet has no such column or the row is shorter."""
        column = self.columns.get(field)
        # Asked thirty times for each row, so not by way of `cell_at`.
        return "" if column is None or column >= len(row) else row[column]

    @property
    def usable(self) -> bool:
        """Whether the match can be read at all: somebody's name is in some column."""
        return any(field in self.columns for field in _NAMES)

    @property
    def layout(self) -> tuple[tuple[Field, int], ...]:
        """What two sheets of one list have in common."""
        return tuple(sorted(self.columns.items()))


def recognise(sheet: RawSheet) -> ColumnMatch:
    """Find the header and what its columns hold; an unusable match (confidence 0) when nothing looks like one."""
    best, best_score = ColumnMatch(0, 0, {}, (), (), 0.0), 0.0
    for top in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        for depth in (1, 2, 3):
            match = match_header(sheet, top, depth=depth)
            score = _score(match) if match else 0.0
            if match and match.usable and len(match.columns) > 1 and score > best_score:
                best, best_score = match, score
    return best


def match_header(sheet: RawSheet, top: int, *, depth: int = 1) -> ColumnMatch | None:
    """Read `depth` rows from `top` as the header; None when the rows below the first cannot belong to it."""
    if top + depth > len(sheet.rows) or not any(map(_label, sheet.rows[top])):
        return None
    paths = _header_paths(sheet, top, depth)
    if paths is None:
        return None
    columns, unknown = _assign(paths)
    headers = tuple(" / ".join(path) for path in paths)
    headed = sum(1 for header in headers if header)
    known = headed - len(unknown)
    data_row = _skip_numbering(sheet, top + depth)
    usable = any(field in columns for field in _NAMES)
    return ColumnMatch(top, data_row, columns, headers, unknown, known / headed if headed and usable else 0.0)


def _score(match: ColumnMatch) -> float:
    return sum(_WEIGHTS.get(field, 1.0) for field in match.columns) - 0.25 * len(match.unknown)


def _label(cell: Cell) -> str:
    return normalize(cell) if isinstance(cell, str) else ""


# ---------------------------------------------------------------------------------------------------- header rows
def _header_paths(sheet: RawSheet, top: int, depth: int) -> list[tuple[str, ...]] | None:
    """The labels above each column from top to bottom, merged ones repeated over the columns they span."""
    width = min(_MAX_COLUMNS, max(len(row) for row in sheet.rows[top : top + depth]))
    grid = [
        [_label(cell_at(row, column)) for column in range(width)] for row in sheet.rows[top : top + depth]
    ]
    if depth > 1 and not _is_one_header(sheet, top, grid):
        return None
    _spread_merged(sheet, top, grid)
    if depth > 1:
        _spread_unmerged(grid)
    return [tuple(dict.fromkeys(filter(None, column))) for column in zip(*grid, strict=True)]


def _is_one_header(sheet: RawSheet, top: int, grid: list[list[str]]) -> bool:
    """Below a label that stands for one column alone nothing more may stand, else the next row is already data."""
    for level in range(1, len(grid)):
        if _is_title(grid[level - 1], below=grid[level]):
            return False
        row = sheet.rows[top + level]
        if not any(grid[level]) or any(not isinstance(cell, str) for cell in row):
            return False
        for column, text in enumerate(grid[level]):
            above = grid[level - 1][column]
            if text and above and not _spans(sheet, top + level - 1, column, grid[level - 1]):
                return False
    return True


def _is_title(labels: list[str], *, below: list[str]) -> bool:
    """Words above a header belong to it when they have parts there, or one of several stands over nothing."""
    places = [column for column, label in enumerate(labels) if label]
    ends = [*places, len(labels)][1:]
    if any(_has_parts(labels[start], below[start:end]) for start, end in zip(places, ends, strict=True)):
        return False
    return len(places) == 1 or all(below[place] for place in places)


def _has_parts(label: str, below: list[str]) -> bool:
    parts = _PARTS.get(find_field(label) or Field.ETHNICITY, {})
    return any(fold(text) in parts for text in below if text)


def _spans(sheet: RawSheet, row: int, column: int, labels: list[str]) -> bool:
    wide = any(area.top <= row <= area.bottom and area.left == column < area.right for area in sheet.merged)
    return wide or (column + 1 < len(labels) and not labels[column + 1])


def _spread_merged(sheet: RawSheet, top: int, grid: list[list[str]]) -> None:
    for area in sheet.merged:
        if not (top <= area.top < top + len(grid)) or area.left >= len(grid[0]):
            continue
        text = grid[area.top - top][area.left]
        for row in range(area.top - top, min(area.bottom - top + 1, len(grid))):
            for column in range(area.left, min(area.right + 1, len(grid[0]))):
                grid[row][column] = grid[row][column] or text


def _spread_unmerged(grid: list[list[str]]) -> None:
    """A label whose right neighbour is blank above something stands for that column too."""
    for level, row in enumerate(grid[:-1]):
        for column in range(1, len(row)):
            below = grid[level + 1][column]
            if not row[column] and below and grid[level + 1][column - 1] and _can_be_parted(row[column - 1]):
                row[column] = row[column - 1]


def _can_be_parted(label: str) -> bool:
    return find_field(label) in _PARTS


def _skip_numbering(sheet: RawSheet, row: int) -> int:
    """Official forms number their columns (A, B, 1, 2 ...) in a row below the header."""
    if row >= len(sheet.rows):
        return row
    cells = [cell for cell in sheet.rows[row] if cell != ""]
    short = [cell for cell in cells if is_numbering(cell)]
    return row + 1 if len(cells) >= 3 and len(short) == len(cells) else row


def is_numbering(cell: Cell) -> bool:
    """Whether a cell numbers a column: A, (1), 7 = 4 x 5."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return 0 < cell < 100
    return isinstance(cell, str) and _NUMBERING.fullmatch(cell.strip()) is not None


# -------------------------------------------------------------------------------------------------------- wording
def _assign(paths: list[tuple[str, ...]]) -> tuple[dict[Field, int], tuple[str, ...]]:
    """Give each field its best column, the leftmost among equals; labels that mean nothing are returned apart."""
    found: dict[Field, tuple[float, int]] = {}
    unknown: list[str] = []
    for column, path in enumerate(paths):
        field, certainty = _field_of_path(path, paths)
        if field is None:
            if path and fold(path[-1]) not in LEFT_ALONE:
                unknown.append(" / ".join(path))
        elif field not in found or certainty > found[field][0]:
            found[field] = (certainty, column)
    columns = {field: column for field, (_, column) in found.items()}
    _settle_names(columns, paths)
    return dict(sorted(columns.items(), key=lambda item: item[1])), tuple(unknown)


def _settle_names(columns: dict[Field, int], paths: list[tuple[str, ...]]) -> None:
    """'Họ đệm' beside 'Tên': the plain 'Tên' is then the given name, and not the whole one."""
    name = columns.get(Field.NAME)
    if Field.FAMILY_NAME in columns and name is not None and fold(paths[name][-1]) in ("ten", "ten goi"):
        columns[Field.GIVEN_NAME] = columns.pop(Field.NAME)
    if Field.FAMILY_NAME in columns and Field.GIVEN_NAME not in columns:
        columns.pop(Field.FAMILY_NAME)


def _field_of_path(path: tuple[str, ...], paths: list[tuple[str, ...]]) -> tuple[Field | None, float]:
    if not path:
        return None, 0.0
    for above in reversed(range(len(path) - 1)):
        parted = _part_of(path[above], path[-1], paths)
        if parted is not None:
            return parted, 1.0
    field, certainty = _field_of(path[-1])
    if field is not None or len(path) == 1:
        return field, certainty
    joined, _ = _field_of(" ".join(path))
    return (joined, 0.7) if joined else (_field_of(path[0])[0], 0.5)


def _part_of(above: str, label: str, paths: list[tuple[str, ...]]) -> Field | None:
    """What a label means below another one; 'Nam' may be men or (without its mark) the year, its neighbours tell."""
    parts = _PARTS.get(find_field(above) or Field.ETHNICITY)
    if parts is None:
        return None
    folded = fold(label)
    beside = {fold(path[-1]) for path in paths if above in path}
    if folded in ("nam", "nam sinh") and "nu" not in beside:
        return Field.BIRTH_YEAR if "thang" in beside or "ngay" in beside else None
    return parts.get(folded)


def find_field(label: str) -> Field | None:
    """The field a header label means, or None."""
    return _field_of(label)[0]


@lru_cache(maxsize=4096)
def _field_of(label: str) -> tuple[Field | None, float]:
    """Match a label whole, then without what stands in brackets, then by the longest wording inside it."""
    for text, certainty in ((label, 1.0), (_IN_BRACKETS.sub(" ", label), 0.95)):
        folded = fold(text)
        if folded in LEFT_ALONE:
            return None, 0.0
        if folded in FIELD_BY_WORDING:
            return FIELD_BY_WORDING[folded], certainty
    words = fold(_IN_BRACKETS.sub(" ", label)).split()
    if len(words) > 12:
        return None, 0.0
    for phrase in _phrases(words):
        if phrase in LEFT_ALONE:
            return None, 0.0
        if phrase in FIELD_BY_WORDING and (" " in phrase or len(phrase) > 3):
            return FIELD_BY_WORDING[phrase], 0.6 + 0.2 * len(phrase) / len(" ".join(words))
    return None, 0.0


def _phrases(words: list[str]) -> Iterator[str]:
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
