"""The beginning of a sheet for somebody who says by hand which column is what: its first rows, and what is proposed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.rows import ListColumn
from outreach_app.errors import BadInput, say
from outreach_app.exchange.cells import cell_text
from outreach_app.exchange.column_choices import (
    NO_HEADINGS,
    ColumnChoice,
    column_letter,
    match_chosen_header,
    name_headers,
    place_columns,
)
from outreach_app.exchange.columns import ColumnMatch, match_header
from outreach_app.exchange.sheets import Cell, RawSheet, cell_at

SHOWN_ROWS = 14
_FEWEST_ROWS = 2
_SEARCHED_ROWS, _DEPTHS = 60, (1, 2, 3)
_SAMPLED, _WIDEST = 40, 60
_NAME = re.compile(r"[^\W\d_]+(?:[ '’][^\W\d_]+){1,5}")
_DAY = re.compile(r"(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d")
_CITIZEN, _INSURANCE = re.compile(r"\d{12}"), re.compile(r"\d{10}")
_PHONE = re.compile(r"0[35789]\d{8}")
_MOST = 0.7

HeadingReader = Callable[[ColumnMatch], Mapping[str, int]]
"""What the headings of one kind of list tell: field -> column from 0."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The first rows of a sheet as text, and its columns with the fields that are proposed for them.

    `sheets` are all sheets of the file, `header_row` is where the headings are taken to stand (from 1, 0 nowhere).
    """

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[ListColumn, ...]


def look_at_head(
    sheets: Sequence[RawSheet],
    read: HeadingReader,
    *,
    fields: Collection[str],
    choice: ColumnChoice | None = None,
) -> SheetHead:
    """Show how a file begins, with what its headings and its cells propose, under what was chosen before.

    BadInput `no_header` for a single row: that is no list.
    """
    told = choice or ColumnChoice()
    sheet = next((each for each in sheets if each.name == told.sheet), max(sheets, key=lambda s: len(s.rows)))
    if len(sheet.rows) < _FEWEST_ROWS:
        raise BadInput(
            say("No column of names was found in the list."),
            say("Check that a row above the people names the columns, or name the columns yourself."),
            key="no_header",
        )
    header_row = _find_headings(sheet, read) if told.header_row is None else told.header_row
    match = match_chosen_header(sheet, header_row)
    found = {name: place for name, place in read(match).items() if name in fields}
    found |= _guess(sheet, match, found, fields)
    wanted = {name: column for name, column in told.columns.items() if name in fields}
    places = {place: name for name, place in place_columns(found, wanted, match.headers).items()}
    width = min(_WIDEST, max((len(row) for row in sheet.rows[: _SEARCHED_ROWS + _SAMPLED]), default=0))
    headers = (*match.headers, *("",) * width)
    return SheetHead(
        sheets=tuple(each.name for each in sheets),
        sheet=sheet.name,
        header_row=header_row,
        rows=tuple(tuple(map(cell_text, row[:width])) for row in sheet.rows[:SHOWN_ROWS]),
        columns=tuple(ListColumn(column_letter(n), headers[n], places.get(n, "")) for n in range(width)),
    )


def find_known_header(sheets: Sequence[RawSheet], known: Collection[bytes]) -> tuple[bytes, int] | None:
    """Find a header whose name is known, with its row (from 1): of a list that the program may not read by itself."""
    for sheet in sheets if known else ():
        for top, match in _headers(sheet):
            if (name := name_headers(match.headers)) in known:
                return name, top + 1
    return None


def _headers(sheet: RawSheet) -> Iterator[tuple[int, ColumnMatch]]:
    for top in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        for depth in _DEPTHS:
            if (match := match_header(sheet, top, depth=depth)) is not None:
                yield top, match


def _find_headings(sheet: RawSheet, read: HeadingReader) -> int:
    """The row whose words tell most columns; where none tells any, the one above the first row of people."""
    told = [(len(read(match)), -top) for top, match in _headers(sheet)]
    most, place = max(told, default=(0, 0))
    if most:
        return 1 - place
    for top, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        texts = [cell_text(cell) for cell in row]
        if any(map(_NAME.fullmatch, texts)) and any(map(_is_told_number, row)):
            has_words = top > 0 and match_header(sheet, top - 1) is not None
            return top if has_words else NO_HEADINGS
    return next((top + 1 for top, _ in _headers(sheet)), NO_HEADINGS)


def _is_told_number(cell: Cell) -> bool:
    text = cell_text(cell)
    return isinstance(cell, date) or any(each.fullmatch(text) for each in (_DAY, _CITIZEN, _INSURANCE))


def _guess(
    sheet: RawSheet, match: ColumnMatch, found: Mapping[str, int], fields: Collection[str]
) -> dict[str, int]:
    """Propose columns that no heading tells by what stands in their cells.

    Of several that look alike the one with most different values, then the leftmost: names differ, shops do not.
    """
    rows = sheet.rows[match.data_row : match.data_row + _SAMPLED]
    taken = set(found.values())
    proposed: dict[str, tuple[int, int]] = {}
    for place in range(min(_WIDEST, max((len(row) for row in rows), default=0))):
        cells = [cell for row in rows if cell_text(cell := cell_at(row, place))]
        name = _look_of(cells, fields) if cells and place not in taken else ""
        if name and name not in found:
            proposed[name] = max(proposed.get(name, (0, 0)), (len(set(map(cell_text, cells))), -place))
    return {name: -place for name, (_, place) in proposed.items()}


def _look_of(cells: Sequence[Cell], fields: Collection[str]) -> str:
    """The field of the list whose values most cells look like; '' when they look like none."""
    for name, is_like in _LOOKS.items():
        if name in fields and sum(map(is_like, cells)) >= _MOST * len(cells):
            return name
    return ""


_LOOKS: dict[str, Callable[[Cell], bool]] = {
    "citizen_number": lambda cell: _CITIZEN.fullmatch(cell_text(cell)) is not None,
    "phone": lambda cell: _PHONE.fullmatch(cell_text(cell)) is not None,
    "insurance_number": lambda cell: _INSURANCE.fullmatch(cell_text(cell)) is not None,
    "number": lambda cell: any(each.fullmatch(cell_text(cell)) for each in (_CITIZEN, _INSURANCE)),
    "born": lambda cell: isinstance(cell, date) or _DAY.fullmatch(cell_text(cell)) is not None,
    "name": lambda cell: _NAME.fullmatch(cell_text(cell)) is not None,
}
