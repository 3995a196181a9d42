"""Lists of people to be asked out of spreadsheets, read by their layout: no more of a row than it takes to find them.

Telephones, addresses in full, sums and whatever else such lists hold are not kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach_app.domain.codes import InvalidNumber
from outreach_app.domain.eligibility import Occupation
from outreach_app.domain.identity import parse_citizen_number
from outreach_app.domain.list_layouts import LayoutBook, ListLayout
from outreach_app.domain.listed_lines import Staff
from outreach_app.domain.listed_people import ListedPerson
from outreach_app.domain.progress import Watch, tell_progress, unwatched
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, say
from outreach_app.exchange import words
from outreach_app.exchange.cells import Unusable, cell_text, read_digits, read_last_day
from outreach_app.exchange.column_choices import (
    NO_HEADINGS,
    ColumnChoice,
    correct_match,
    keep_alike,
    match_chosen_header,
)
from outreach_app.exchange.columns import ColumnMatch, match_header
from outreach_app.exchange.lines import LineKind, find_title_village, read_lines
from outreach_app.exchange.people import PersonReader, RowNote
from outreach_app.exchange.register import RefusedRow
from outreach_app.exchange.sheets import RawSheet, Row
from outreach_app.exchange.wordings import Field

READ = "read"
_SEARCHED_ROWS = 60
_MOST_EMPLOYEES = 1_000_000
_FIRM = (Field.TAX_NUMBER, Field.BUSINESS)
_CITIZEN_DIGITS = 12
_NO = frozenset("khong ko chua 0 no false".split())
_WEIGHTS = {Field.NAME: 3.0, Field.BORN: 2.0, Field.CITIZEN_NUMBER: 2.0, Field.RUNNING_NUMBER: 0.5}


@dataclass(frozen=True, slots=True)
class ProspectList:
    """What a list holds: people, rows that were refused, rows read with a value dropped; `sheets` were read."""

    match: ColumnMatch
    people: tuple[ListedPerson, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[RowNote, ...]
    sheets: tuple[str, ...]
    staff: Staff | None = None


def find_columns(
    sheets: Sequence[RawSheet], layout: ListLayout, *, choice: ColumnChoice | None = None
) -> list[tuple[RawSheet, ColumnMatch]]:
    """Find the sheets that are laid out alike, with their columns; BadInput when none has a column of names."""
    wanted = choice.sheet if choice is not None else None
    named = [sheet for sheet in sheets if wanted in (None, sheet.name)]
    found = [(sheet, _match_sheet(sheet, layout, choice)) for sheet in named]
    usable = [(sheet, match) for sheet, match in found if match.usable and len(match.columns) > 1]
    if not usable:
        raise BadInput(
            say("No column of names was found in the list."),
            say("Check that a row above the people names the columns, or name the columns yourself."),
            key="no_header",
        )
    usable = keep_alike(usable, choice)
    main = max(usable, key=lambda each: (len(each[1].columns), len(each[0].rows)))
    return [each for each in usable if each[1].layout == main[1].layout]


def read_headings(match: ColumnMatch, layout: ListLayout) -> dict[Field, int]:
    """What the headings of a list tell of its columns."""
    return dict(_reread(match, layout).columns)


def read_people(
    found: Sequence[tuple[RawSheet, ColumnMatch]],
    layout: ListLayout,
    book: LayoutBook,
    *,
    today: date,
    watch: Watch = unwatched,
) -> ProspectList:
    """Read the people of sheets whose columns are known; `watch` is told the step `read` row by row."""
    several = len(found) > 1
    readers = [_Reader(sheet, match, layout, book, today, several) for sheet, match in found]
    people = [person for reader in readers for person in reader.read(watch)]
    return ProspectList(
        match=found[0][1],
        people=tuple(people),
        refused=tuple(each for reader in readers for each in reader.refused),
        warnings=tuple(each for reader in readers for each in reader.notes),
        sheets=tuple(sheet.name for sheet, _ in found),
        staff=_count_staff(readers),
    )


# ------------------------------------------------------------------------------------------------------- columns
def _match_sheet(sheet: RawSheet, layout: ListLayout, choice: ColumnChoice | None) -> ColumnMatch:
    if choice is not None and choice.header_row == NO_HEADINGS:
        return correct_match(match_chosen_header(sheet, NO_HEADINGS), choice)
    tops, told = range(min(_SEARCHED_ROWS, len(sheet.rows))), False
    if choice is not None and choice.header_row is not None:
        tops, told = range(choice.header_row - 1, min(choice.header_row, len(sheet.rows))), True
    best, best_score = ColumnMatch(0, 0, {}, (), (), 0.0), float("-inf") if told else 0.0
    for top in tops:
        for depth in (1, 2, 3):
            match = match_header(sheet, top, depth=depth)
            read = _reread(match, layout) if match is not None else None
            if read is not None and (read.usable or told) and _score(read) > best_score:
                best, best_score = read, _score(read)
    return correct_match(best, choice) if choice is not None and best.headers else best


def _reread(match: ColumnMatch, layout: ListLayout) -> ColumnMatch:
    """Let the layout's own headings come before the general ones: a tax number is no insurance number."""
    told = {
        place: name
        for place, header in enumerate(match.headers)
        if (name := _word(header, layout)) is not None
    }
    taken = {Field(name) for name in told.values() if name}
    columns = {
        field: place for field, place in match.columns.items() if place not in told and field not in taken
    }
    for place, name in told.items():
        if name:
            columns.setdefault(Field(name), place)
    if Field.NAME in columns:
        columns.pop(Field.HEAD, None)
    columns.pop(Field.ETHNICITY, None)
    known = {match.headers[place] for place in (*columns.values(), *told)}
    unknown = tuple(header for header in match.unknown if header not in known)
    headed = sum(map(bool, match.headers))
    return replace(
        match,
        columns=dict(sorted(columns.items(), key=lambda each: each[1])),
        unknown=unknown,
        confidence=(headed - len(unknown)) / headed if headed else 0.0,
    )


def _word(header: str, layout: ListLayout) -> str | None:
    """The field that the layout has for a heading, whole or its lowest part, '' to leave it out."""
    parts = header.split(" / ")
    bare = [part.split("(")[0] for part in (header, parts[-1])]
    return next((layout.wordings[key] for text in bare if (key := fold(text)) in layout.wordings), None)


def _score(match: ColumnMatch) -> float:
    return sum(_WEIGHTS.get(field, 1.0) for field in match.columns) - 0.25 * len(match.unknown)


def _count_staff(readers: Sequence["_Reader"]) -> Staff | None:
    """Sum the employees of the firms; None where no row tells any."""
    told = [each for reader in readers for each in reader.staff.values()]
    if not told:
        return None
    both = [(all_of_them, insured) for all_of_them, insured in told if None not in (all_of_them, insured)]
    return Staff(
        firms=len(told),
        employees=sum(each[0] or 0 for each in told),
        insured=sum(each[1] or 0 for each in told) if any(each[1] is not None for each in told) else None,
        uninsured=sum(max(0, (each[0] or 0) - (each[1] or 0)) for each in both) if both else None,
    )


# --------------------------------------------------------------------------------------------------------- people
class _Reader:
    """Reads the people of one sheet; `refused` and `notes` grow."""

    def __init__(
        self,
        sheet: RawSheet,
        match: ColumnMatch,
        layout: ListLayout,
        book: LayoutBook,
        today: date,
        several: bool,
    ) -> None:
        self.refused: list[RefusedRow] = []
        self.notes: list[RowNote] = []
        self._sheet, self._match, self._layout, self._book, self._today = sheet, match, layout, book, today
        self._name = sheet.name if several else ""
        # What is told of sex, relation and telephone is not needed and so not read.
        narrow = {field: place for field, place in match.columns.items() if field not in _NOT_READ}
        self._places = [field for field in (Field.VILLAGE, Field.ADDRESS) if field in match.columns]
        self.staff: dict[str, tuple[int | None, int | None]] = {}
        self._people = PersonReader(replace(match, columns=narrow), today, self.notes, self._name)

    def read(self, watch: Watch) -> Iterator[ListedPerson]:
        village = find_title_village(self._sheet, self._match)
        rows = len(self._sheet.rows) - self._match.data_row
        for line in tell_progress(read_lines(self._sheet, self._match), watch, READ, total=rows):
            if line.kind is LineKind.VILLAGE:
                village = line.heading
            elif line.kind is LineKind.PERSON:
                try:
                    yield self._read_person(line.row, line.cells, village)
                except Unusable as problem:
                    self.refused.append(RefusedRow(line.row, problem.reason, problem.key, self._name))

    def _read_person(self, row: int, cells: Row, village: str) -> ListedPerson:
        told = self._people.read(row, cells)
        where = [words.read_place(self._text(cells, field)) for field in self._places]
        return ListedPerson(
            row=row,
            name=told.name,
            born=told.born,
            citizen_number=told.citizen_number or self._tax_number(cells),
            insurance_number=told.insurance_number,
            place=", ".join(filter(None, (*where, village))),
            until=self._until(row, cells),
            work=self._work(cells),
            has_card=self._has_card(cells),
            sheet=self._name,
            **self._staff(row, cells),
        )

    def _staff(self, row: int, cells: Row) -> dict[str, int | None]:
        """The employees of the firm a row is of: a firm that stands in many rows is counted once."""
        places = (Field.EMPLOYEES, Field.INSURED_EMPLOYEES)
        if not any(field in self._match.columns for field in places):
            return {}
        told = [self._count(row, cells, field) for field in places]
        firm = next(filter(None, (fold(self._text(cells, field)) for field in _FIRM)), f"r{row}")
        if any(count is not None for count in told):
            self.staff.setdefault(f"{self._name}/{firm}", (told[0], told[1]))
        return {"employees": told[0], "insured_employees": told[1]}

    def _count(self, row: int, cells: Row, field: Field) -> int | None:
        text = self._text(cells, field).replace(".", "").replace(" ", "")
        if not text:
            return None
        if not text.isdecimal() or int(text) > _MOST_EMPLOYEES:
            said = say("This is no number of employees: {text}.", text=text)
            self._people.note(row, "no_count", said, field)
            return None
        return int(text)

    def _text(self, cells: Row, field: Field) -> str:
        return cell_text(self._match.cell(cells, field))

    def _tax_number(self, cells: Row) -> str | None:
        """The citizen ID that a personal tax number is since July 2025; an older one is nobody's number here."""
        if Field.TAX_NUMBER not in self._match.columns:
            return None
        try:
            digits = read_digits(self._match.cell(cells, Field.TAX_NUMBER))
            return parse_citizen_number(digits).digits if len(digits) == _CITIZEN_DIGITS else None
        except (Unusable, InvalidNumber):
            return None

    def _until(self, row: int, cells: Row) -> date | None:
        if not self._layout.until:
            return None
        try:
            return read_last_day(self._match.cell(cells, Field(self._layout.until)), today=self._today)
        except Unusable as problem:
            self._people.note(row, problem.key, problem.reason, Field(self._layout.until))
            return None

    def _work(self, cells: Row) -> Occupation | None:
        owner = self._book.find_owner(self._text(cells, Field.TAX_METHOD))
        return owner or self._book.find_work(self._text(cells, Field.POSITION)) or self._layout.work

    def _has_card(self, cells: Row) -> bool | None:
        # Read as it stands: elsewhere the word for "none" is an empty cell.
        text = fold(str(self._match.cell(cells, Field.HAS_CARD)))
        if not text:
            return None
        return not any(word in _NO for word in text.split())


_NOT_READ = frozenset({Field.PHONE, Field.RELATION, Field.SEX, Field.HEALTH_UNTIL})
