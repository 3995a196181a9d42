"""Lists of accepted and returned papers out of spreadsheets, as offices keep them: headings by data, rows strictly."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from outreach_app import assets
from outreach_app.domain.codes import InvalidNumber
from outreach_app.domain.dossier_lists import (
    DossierColumn,
    DossierLayout,
    ListedDossier,
    parse_dossier_layout,
)
from outreach_app.domain.dossiers import DossierStep
from outreach_app.domain.identity import parse_citizen_number, parse_insurance_number
from outreach_app.domain.people import PartialDate
from outreach_app.domain.text import fold, normalize_note
from outreach_app.errors import BadInput, say
from outreach_app.exchange import words
from outreach_app.exchange.cells import Unusable, cell_text, read_birth_date, read_last_day
from outreach_app.exchange.column_choices import (
    ColumnChoice,
    choose_sheets,
    match_chosen_header,
    place_columns,
)
from outreach_app.exchange.columns import ColumnMatch, match_header
from outreach_app.exchange.sheets import Cell, RawSheet, Row, cell_at
from outreach_app.exchange.stopped_list import RowProblem

_SEARCHED_ROWS = 40
_INSURANCE_DIGITS = 10
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]|\*")
_SUMS = frozenset({"cong", "tong", "tong cong", "tong so"})
_WHO = frozenset({DossierColumn.NAME, DossierColumn.INSURANCE_NUMBER, DossierColumn.CITIZEN_NUMBER})
_WHAT = frozenset({DossierColumn.STATE, DossierColumn.WHY, DossierColumn.CODE})


@dataclass(frozen=True, slots=True)
class DossierList:
    """What a list holds: its rows, those that were refused, those read with a value dropped.

    `columns` names the heading of each field, `places` its column (from 0); `headers` are all headings.
    """

    rows: tuple[ListedDossier, ...]
    refused: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)


@cache
def load_dossier_layout() -> DossierLayout:
    """Read the layout that comes with the program."""
    return parse_dossier_layout(assets.read_text("lists/dossiers.toml"))


def parse_dossier_list(
    sheets: Sequence[RawSheet], *, choice: ColumnChoice | None = None, today: date
) -> DossierList:
    """Read the first sheet that tells who and what; BadInput `no_header` when none does."""
    layout = load_dossier_layout()
    for sheet in choose_sheets(sheets, choice):
        found = _choose_header(sheet, layout, choice) if choice is not None else _find_header(sheet, layout)
        if found is not None:
            return _Reader(sheet, found, layout, today).read()
    raise BadInput(
        say("No sheet of the file tells whose papers were accepted or returned."),
        say("It needs a column of names or numbers, and one of “Trạng thái”, “Mã hồ sơ” or “Lý do trả”."),
        key="no_header",
    )


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Mapping[DossierColumn, int]
    match: ColumnMatch


def _choose_header(sheet: RawSheet, layout: DossierLayout, choice: ColumnChoice) -> _Header | None:
    """The header as somebody named its columns; who it is about has to stand in one of them."""
    if choice.header_row is not None:
        match = match_chosen_header(sheet, choice.header_row)
        found = _Header(read_headings(match, layout), match)
    else:
        found = _find_header(sheet, layout) or _Header({}, ColumnMatch(0, 0, {}, (), (), 0.0))
    told = {DossierColumn(name): column for name, column in choice.columns.items()}
    columns = place_columns(found.columns, told, found.match.headers)
    return _Header(columns, found.match) if columns.keys() & _WHO else None


def _find_header(sheet: RawSheet, layout: DossierLayout) -> _Header | None:
    """The header that names most columns, of up to three rows."""
    best: _Header | None = None
    for top in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        for depth in (1, 2, 3):
            match = match_header(sheet, top, depth=depth)
            found = _name_columns(match, layout) if match is not None else None
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _name_columns(match: ColumnMatch, layout: DossierLayout) -> _Header | None:
    columns = read_headings(match, layout)
    return _Header(columns, match) if columns.keys() & _WHO and columns.keys() & _WHAT else None


def read_headings(match: ColumnMatch, layout: DossierLayout) -> dict[DossierColumn, int]:
    """What the headings of a list tell of its columns.

    Of several headings for one column the one that the layout names first; its lowest line counts, or all of it.
    """
    ranks = {word: rank for rank, word in enumerate(layout.columns)}
    found: dict[DossierColumn, tuple[int, int]] = {}
    for place, header in enumerate(match.headers):
        texts = (fold(_IN_BRACKETS.sub(" ", text)) for text in (header, header.rsplit(" / ", 1)[-1]))
        word = next((text for text in texts if text in ranks), None)
        if word is not None:
            column = layout.columns[word]
            found[column] = min(found.get(column, (len(ranks), 0)), (ranks[word], place))
    return {column: place for column, (_, place) in found.items()}


@dataclass(slots=True)
class _Reader:
    sheet: RawSheet
    header: _Header
    layout: DossierLayout
    today: date
    refused: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)

    def read(self) -> DossierList:
        """Read every row that is about somebody."""
        match, rows = self.header.match, list[ListedDossier]()
        whole = self._find_title_step()
        for at, row in self._rows(match.data_row):
            try:
                rows.append(self._read_row(at, row, whole))
            except Unusable as problem:
                self.refused.append(RowProblem(at, problem.key, problem.reason))
        places = {column.value: place for column, place in self.header.columns.items()}
        told = {
            name: match.headers[place] if place < len(match.headers) else "" for name, place in places.items()
        }
        return DossierList(
            tuple(rows), tuple(self.refused), tuple(self.warnings), told, match.headers, places
        )

    def _find_title_step(self) -> DossierStep | None:
        """What the whole list is of where no column tells: its titles, or the name of the sheet."""
        titles = [cell_text(cell) for row in self.sheet.rows[: self.header.match.header_row] for cell in row]
        told = (self.layout.find_step_inside(text) for text in (*titles, self.sheet.name) if text)
        return next((step for step in told if step is not None), None)

    def _rows(self, first: int) -> Iterator[tuple[int, Row]]:
        for at, row in enumerate(self.sheet.rows[first:], start=first + 1):
            name = self._text(row, DossierColumn.NAME)
            told = [self._text(row, column) for column in self.header.columns]
            letters = sum(map(str.isalpha, name)) > 1 or any(
                self._text(row, each) for each in _WHO - {DossierColumn.NAME}
            )
            if letters and sum(map(bool, told)) > 1 and fold(name) not in _SUMS:
                yield at, row

    def _cell(self, row: Row, column: DossierColumn) -> Cell:
        place = self.header.columns.get(column)
        return "" if place is None else cell_at(row, place)

    def _text(self, row: Row, column: DossierColumn) -> str:
        return cell_text(self._cell(row, column))

    def _read_row(self, at: int, row: Row, whole: DossierStep | None) -> ListedDossier:
        step = self._step(row, whole)
        why = normalize_note(self._text(row, DossierColumn.WHY))
        if step is DossierStep.RETURNED and not why:
            raise Unusable("no_reason", say("It was returned, and the list does not say why."))
        scheme = self._text(row, DossierColumn.SCHEME)
        insurance, citizen = (
            self._number(at, row, column)
            for column in (DossierColumn.INSURANCE_NUMBER, DossierColumn.CITIZEN_NUMBER)
        )
        if insurance is not None and len(insurance) > _INSURANCE_DIGITS:
            # Since August 2025 a citizen ID stands where the insurance number stood.
            insurance, citizen = None, citizen or insurance
        return ListedDossier(
            row=at,
            name=words.read_name(self._text(row, DossierColumn.NAME)),
            step=step,
            on=self._day(at, row, DossierColumn.ON) or self.today,
            born=self._born(at, row),
            insurance_number=insurance,
            citizen_number=citizen,
            scheme=self.layout.find_scheme(scheme) if scheme else None,
            code=normalize_note(self._text(row, DossierColumn.CODE)),
            why=why,
            handed_in=self._day(at, row, DossierColumn.HANDED_IN, quiet=True),
        )

    def _step(self, row: Row, whole: DossierStep | None) -> DossierStep:
        text = self._text(row, DossierColumn.STATE)
        step = self.layout.find_step(text) if text else whole
        if step is None and text:
            raise Unusable("unknown_state", say("“{word}” says neither accepted nor returned.", word=text))
        if step is None:
            raise Unusable(
                "no_state", say("The row does not say whether the papers were accepted or returned.")
            )
        return step

    def _day(self, at: int, row: Row, column: DossierColumn, *, quiet: bool = False) -> date | None:
        cell = self._cell(row, column)
        if isinstance(cell, str) and (found := _DAY.search(cell)) is not None:
            cell = found.group()
        try:
            day = read_last_day(cell, today=self.today)
        except Unusable as problem:
            if not quiet:
                self.warnings.append(RowProblem(at, problem.key, problem.reason))
            return None
        if day is not None and day > self.today and not quiet:
            raise Unusable("future_day", say("The day {day} lies in the future.", day=day))
        return day

    def _born(self, at: int, row: Row) -> PartialDate | None:
        try:
            return read_birth_date(self._cell(row, DossierColumn.BORN), today=self.today)
        except Unusable as problem:
            self.warnings.append(RowProblem(at, problem.key, problem.reason))
            return None

    def _number(self, at: int, row: Row, column: DossierColumn) -> str | None:
        """A number, or nothing: one that cannot be read does not stand in the way of the name."""
        text = self._text(row, column)
        if not text:
            return None
        try:
            if column is DossierColumn.CITIZEN_NUMBER or sum(map(str.isdigit, text)) > _INSURANCE_DIGITS:
                return parse_citizen_number(text).digits
            return parse_insurance_number(text)
        except InvalidNumber as problem:
            self.warnings.append(RowProblem(at, "number", problem.message))
            return None
