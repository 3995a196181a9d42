"""Lists of people who stopped and have not joined again: the layout C21a-TS of Decision 366/QĐ-BHXH.

Its column B is the commune of the employer's seat, never the person's; nobody is looked for by it. The guide's third
example ticks column 3 for somebody who had health insurance only, a slip: a tick counts for the column it stands in.
The layout has no reason; where an office has added a column "Lý do", it is read as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from outreach_app.domain.codes import InvalidNumber
from outreach_app.domain.identity import parse_citizen_number, parse_insurance_number
from outreach_app.domain.lapses import read_lapse_words
from outreach_app.domain.months import first_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.stopped import StoppedMember
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, Message, say
from outreach_app.exchange import numbers, words
from outreach_app.exchange.cells import Unusable, cell_text, read_last_day
from outreach_app.exchange.column_choices import (
    ColumnChoice,
    choose_sheets,
    match_chosen_header,
    place_columns,
)
from outreach_app.exchange.columns import ColumnMatch, match_header
from outreach_app.exchange.sheets import Cell, RawSheet, Row, cell_at, read_sheets
from outreach_app.i18n import N_

_SEARCHED_ROWS = 40
_HEADER_DEPTH = 3
_CITIZEN_DIGITS = (11, 12)
_YEAR_ALONE = re.compile(r"\d{4}")
_SUMS = frozenset({"cong", "tong", "tong cong", "tong so"})


class Column(StrEnum):
    """What a column of the list holds."""

    EMPLOYER_COMMUNE = "employer_commune"
    NAME = "name"
    NUMBER = "number"
    COMPULSORY = "compulsory"
    VOLUNTARY = "voluntary"
    HEALTH = "health"
    UNEMPLOYMENT = "unemployment"
    STOPPED = "stopped"
    EMPLOYER = "employer"
    ADDRESS = "address"
    PHONE = "phone"
    REASON = "reason"


COLUMN_NAMES: dict[Column, str] = {
    Column.NAME: N_("full name"),
    Column.NUMBER: N_("insurance number or citizen ID"),
    Column.STOPPED: N_("month in which it stopped"),
    Column.COMPULSORY: N_("tick for compulsory insurance"),
    Column.VOLUNTARY: N_("tick for voluntary insurance"),
    Column.HEALTH: N_("tick for health insurance"),
    Column.UNEMPLOYMENT: N_("tick for unemployment insurance"),
    Column.ADDRESS: N_("address"),
    Column.PHONE: N_("phone"),
    Column.REASON: N_("why it stopped"),
    Column.EMPLOYER: N_("code of the employer"),
    Column.EMPLOYER_COMMUNE: N_("commune of the employer"),
}
_COLUMN_BY_LABEL = {
    "ma xa": Column.EMPLOYER_COMMUNE,
    "ho va ten": Column.NAME,
    "ho ten": Column.NAME,
    "ma so bhxh": Column.NUMBER,
    "ma so": Column.NUMBER,
    "bat buoc": Column.COMPULSORY,
    "tu nguyen": Column.VOLUNTARY,
    "bhyt": Column.HEALTH,
    "bhtn": Column.UNEMPLOYMENT,
    "thang dung tham gia": Column.STOPPED,
    "thang dung": Column.STOPPED,
    "ma don vi tai thoi diem dung": Column.EMPLOYER,
    "ma don vi": Column.EMPLOYER,
    "dia chi": Column.ADDRESS,
    "so dien thoai": Column.PHONE,
    "ly do": Column.REASON,
    "ly do dung": Column.REASON,
    "ly do dung tham gia": Column.REASON,
}
_NEEDED = frozenset({Column.NAME, Column.NUMBER, Column.STOPPED})
_SCHEMES = {
    Column.COMPULSORY: Scheme.COMPULSORY,
    Column.VOLUNTARY: Scheme.VOLUNTARY,
    Column.HEALTH: Scheme.HEALTH,
    Column.UNEMPLOYMENT: Scheme.UNEMPLOYMENT,
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What was wrong with a row: its number in the file (from 1), why, with a key that stays."""

    row: int
    key: str
    reason: Message


@dataclass(frozen=True, slots=True)
class StoppedList:
    """What a list holds: the people, rows that were refused, and rows taken in with a value dropped.

    `columns` names the header under which each column was found, `places` where it stands (from 0); `headers` are all.
    """

    sheet: str
    members: tuple[StoppedMember, ...]
    refused: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)


def read_stopped_list(path: Path, *, today: date) -> StoppedList:
    """Read a file; UnreadableFile when it cannot be opened, BadInput when no sheet is laid out like C21a-TS."""
    return parse_stopped_list(read_sheets(path), today=today)


def parse_stopped_list(
    sheets: Sequence[RawSheet], *, choice: ColumnChoice | None = None, today: date
) -> StoppedList:
    """Read sheets that are in memory already: the first one with the columns of C21a-TS, or as they were chosen."""
    for sheet in choose_sheets(sheets, choice):
        found = _choose_header(sheet, choice) if choice is not None else _find_header(sheet)
        if found is not None:
            return _read(sheet, found, today)
    raise BadInput(
        say("No sheet of the file is laid out like the list C21a-TS."),
        say("It needs the columns “Họ và tên”, “Mã số BHXH” and “Tháng dừng tham gia”."),
        key="no_header",
    )


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Mapping[Column, int]
    first_row: int
    labels: Mapping[str, str]
    headers: tuple[str, ...] = ()


def _choose_header(sheet: RawSheet, choice: ColumnChoice) -> _Header | None:
    """The header as somebody named its columns; the name or the number has to stand in one of them."""
    if choice.header_row is None:
        found = _find_header(sheet) or _Header({}, 0, {})
    else:
        match = match_chosen_header(sheet, choice.header_row)
        found = _Header(read_headings(match), match.data_row, {}, match.headers)
    told = {Column(name): column for name, column in choice.columns.items()}
    columns = place_columns(found.columns, told, found.headers)
    headings = {
        column.value: found.headers[place] if place < len(found.headers) else ""
        for column, place in columns.items()
    }
    return replace(found, columns=columns, labels=headings) if Column.NAME in columns else None


def read_headings(match: ColumnMatch) -> dict[Column, int]:
    """What the headings of a list tell of its columns; the lowest label tells what a column is."""
    columns: dict[Column, int] = {}
    for place, header in enumerate(match.headers):
        known = _COLUMN_BY_LABEL.get(fold(header.rsplit(" / ", 1)[-1]))
        if known is not None:
            columns.setdefault(known, place)
    return columns


def _find_header(sheet: RawSheet) -> _Header | None:
    """The columns under a header of up to three rows; its lowest label tells what a column is."""
    for top in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        labels = [fold(cell_text(cell)) for cell in sheet.rows[top]]
        if not any(_COLUMN_BY_LABEL.get(label) is Column.NAME for label in labels):
            continue
        columns: dict[Column, int] = {}
        told: dict[str, str] = {}
        for row in sheet.rows[top : top + _HEADER_DEPTH]:
            for place, cell in enumerate(row):
                known = _COLUMN_BY_LABEL.get(fold(cell_text(cell)))
                if known is not None:
                    columns.setdefault(known, place)
                    told.setdefault(known.value, cell_text(cell))
        if columns.keys() >= _NEEDED:
            found = match_header(sheet, top)
            return _Header(columns, top + 1, told, found.headers if found is not None else ())
    return None


@dataclass(slots=True)
class _Reader:
    header: _Header
    today: date
    warnings: list[RowProblem] = field(default_factory=list)

    def cell(self, row: Row, column: Column) -> Cell:
        place = self.header.columns.get(column)
        return "" if place is None else cell_at(row, place)

    def text(self, row: Row, column: Column) -> str:
        return cell_text(self.cell(row, column))

    def read(self, at: int, row: Row) -> StoppedMember:
        """Read one person; Unusable without any tick, since then nobody knows what was stopped."""
        schemes = tuple(
            scheme for column, scheme in _SCHEMES.items() if words.is_marked(self.text(row, column))
        )
        if not schemes:
            raise Unusable("no_scheme", say("No insurance is ticked in the row."))
        return StoppedMember(
            row=at,
            name=words.read_name(self.text(row, Column.NAME)),
            number=self._number(at, row),
            schemes=schemes,
            stopped=self._month(at, row),
            employer=self.text(row, Column.EMPLOYER),
            address=words.read_place(self.text(row, Column.ADDRESS)),
            phone=self._phone(at, row),
            why=read_lapse_words(self.text(row, Column.REASON)),
        )

    def _number(self, at: int, row: Row) -> str:
        """The insurance number, or the citizen ID that has stood for it since August 2025; empty when unusable."""
        told = self.text(row, Column.NUMBER)
        if not told:
            return ""
        try:
            digits = sum(sign.isdigit() for sign in told)
            return (
                parse_citizen_number(told).digits
                if digits in _CITIZEN_DIGITS
                else parse_insurance_number(told)
            )
        except InvalidNumber as problem:
            self.warnings.append(RowProblem(at, "number", problem.message))
            return ""

    def _month(self, at: int, row: Row) -> date | None:
        try:
            if _YEAR_ALONE.fullmatch(self.text(row, Column.STOPPED)):
                raise Unusable("no_month", say("The month in which it was stopped is not told."))
            day = read_last_day(self.cell(row, Column.STOPPED), today=self.today)
        except Unusable as problem:
            self.warnings.append(RowProblem(at, problem.key, problem.reason))
            return None
        return first_of_month(day) if day else None

    def _phone(self, at: int, row: Row) -> str | None:
        try:
            return numbers.read_phone(self.cell(row, Column.PHONE))
        except Unusable as problem:
            self.warnings.append(RowProblem(at, problem.key, problem.reason))
            return None


def _read(sheet: RawSheet, header: _Header, today: date) -> StoppedList:
    reader = _Reader(header, today)
    members, refused = [], []
    for at, row in _people_rows(sheet, header, reader):
        try:
            members.append(reader.read(at, row))
        except Unusable as problem:
            refused.append(RowProblem(at, problem.key, problem.reason))
    warnings = tuple(reader.warnings)
    places = {column.value: place for column, place in header.columns.items()}
    return StoppedList(
        sheet.name, tuple(members), tuple(refused), warnings, header.labels, header.headers, places
    )


def _people_rows(sheet: RawSheet, header: _Header, reader: _Reader) -> Iterator[tuple[int, Row]]:
    """Rows with a name of more than a letter (the row of column letters is none) and anything beside it."""
    for at, row in enumerate(sheet.rows[header.first_row :], start=header.first_row + 1):
        name = reader.text(row, Column.NAME)
        told = [reader.text(row, column) for column in header.columns if column is not Column.NAME]
        if sum(map(str.isalpha, name)) > 1 and any(told) and fold(name) not in _SUMS:
            yield at, row
