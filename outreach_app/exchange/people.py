"""One row of a register as a person: what is wrong with an optional cell costs that cell, never the person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from outreach_app.domain.identity import CitizenNumber
from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.errors import Message, say
from outreach_app.exchange import cells, numbers, words
from outreach_app.exchange.cells import Unusable, cell_text
from outreach_app.exchange.columns import ColumnMatch
from outreach_app.exchange.sheets import Cell, Row
from outreach_app.exchange.wordings import Field

T = TypeVar("T")
_CATEGORY_BY_TICK = ((Field.POOR, Category.POOR), (Field.NEAR_POOR, Category.NEAR_POOR))
_SEX_BY_COLUMN = (
    (Field.MALE, Sex.MALE),
    (Field.FEMALE, Sex.FEMALE),
    (Field.BORN_MALE, Sex.MALE),
    (Field.BORN_FEMALE, Sex.FEMALE),
)


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A member as the list has it; `row` is the row of the file (from 1), `relation` a key of RELATIONS."""

    row: int
    name: str
    relation: str
    sex: Sex | None = None
    born: PartialDate | None = None
    citizen_number: str | None = None
    insurance_number: str | None = None
    phone: str | None = None
    health_until: date | None = None


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something about a row that somebody should look at: a value that was dropped (`field`) or that does not fit."""

    row: int
    key: str
    reason: Message
    field: Field | None = None
    sheet: str = ""


@dataclass(slots=True)
class PersonReader:
    """Reads the cells of one sheet's rows.

    Attributes: match (columns), today (births after it are refused), notes (grows with every dropped value).
    """

    match: ColumnMatch
    today: date
    notes: list[RowNote]
    sheet: str = ""

    def read(self, row: int, line: Row) -> RegisterPerson:
        """Read a person (relation '' where none is told); Unusable without a name or with an impossible birth date."""
        name = self.name(line)
        if not name:
            raise Unusable("no_name", say("The row has no name."))
        born = self._born(line)
        relation = self._relation(row, line)
        citizen = self._citizen(row, line, born)
        told = self._sex(row, line) or words.sex_of_relation(relation)
        for problem in citizen.problems_against(told, born.year if born else None) if citizen else ():
            self.note(row, "doubtful_citizen_number", problem)
        return RegisterPerson(
            row=row,
            name=name,
            relation=relation,
            sex=told or (citizen.sex if citizen else None),
            born=born,
            citizen_number=citizen.digits if citizen else None,
            insurance_number=self._insurance_number(row, line),
            phone=self._optional(row, line, Field.PHONE, numbers.read_phone),
            health_until=self._optional(row, line, Field.HEALTH_UNTIL, self._last_day),
        )

    def name(self, line: Row) -> str:
        """The person's name from one column or two; in a list of heads the head's."""
        if Field.FAMILY_NAME in self.match.columns:
            parts = (self.match.cell(line, Field.FAMILY_NAME), self.match.cell(line, Field.GIVEN_NAME))
            return words.read_name(" ".join(filter(None, map(cell_text, parts))))
        field = Field.NAME if Field.NAME in self.match.columns else Field.HEAD
        text = cell_text(self.match.cell(line, field))
        return words.read_name(text) if any(map(str.isalpha, text)) else ""

    def head_name(self, line: Row) -> str:
        """The name of the household's head that the row tells beside the person, or ''."""
        return words.read_name(cell_text(self.match.cell(line, Field.HEAD)))

    def relation_word(self, line: Row) -> str | None:
        """The relation the row tells, None when it tells none or one we do not know."""
        return words.read_relation(cell_text(self.match.cell(line, Field.RELATION)))

    def place(self, line: Row, field: Field) -> str:
        """A village, group or address, cleaned."""
        return words.read_place(cell_text(self.match.cell(line, field)))

    def category(self, line: Row) -> Category | None:
        """The household's category from its words or its ticks."""
        for field, category in _CATEGORY_BY_TICK:
            if field in self.match.columns and words.is_marked(cell_text(self.match.cell(line, field))):
                return category
        return words.read_category(cell_text(self.match.cell(line, Field.CATEGORY)))

    def note(self, row: int, key: str, reason: Message, field: Field | None = None) -> None:
        """Remember that a row has something to look at."""
        self.notes.append(RowNote(row, key, reason, field, self.sheet))

    # ------------------------------------------------------------------------------------------------ single cells
    def _optional(self, row: int, line: Row, field: Field, read: Callable[[Cell], T | None]) -> T | None:
        cell = self.match.cell(line, field)
        if cell == "":
            return None
        try:
            return read(cell)
        except Unusable as problem:
            self.note(row, problem.key, problem.reason, field)
            return None

    def _born(self, line: Row) -> PartialDate | None:
        columns = self.match.columns
        if Field.BIRTH_YEAR in columns:
            parts = (
                self.match.cell(line, part) for part in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)
            )
            return cells.join_birth_date(*parts, today=self.today)
        for field in (Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE):
            cell = self.match.cell(line, field)
            if cell != "" and cell_text(cell):
                return cells.read_birth_date(cell, today=self.today)
        return None

    def _last_day(self, cell: Cell) -> date | None:
        return cells.read_last_day(cell, today=self.today)

    def _citizen(self, row: int, line: Row, born: PartialDate | None) -> CitizenNumber | None:
        def read(cell: Cell) -> CitizenNumber | None:
            return numbers.read_citizen_number(cell, birth_year=born.year if born else None)

        citizen = self._optional(row, line, Field.CITIZEN_NUMBER, read)
        if citizen and citizen.kind == "old_id":
            said = say(
                "The number {number} is that of an old identity card of 9 digits.", number=citizen.digits
            )
            self.note(row, "old_id_card", said, Field.CITIZEN_NUMBER)
        return citizen

    def _relation(self, row: int, line: Row) -> str:
        text = cell_text(self.match.cell(line, Field.RELATION))
        found = words.read_relation(text) if text else ""
        if found is None:
            said = say("This relation to the head is not known: {text}.", text=text)
            self.note(row, "unknown_relation", said, Field.RELATION)
            return "other"
        return found

    def _sex(self, row: int, line: Row) -> Sex | None:
        text = cell_text(self.match.cell(line, Field.SEX))
        if text:
            found = words.read_sex(text)
            if found is None:
                said = say("This is neither male nor female: {text}.", text=text)
                self.note(row, "unknown_sex", said, Field.SEX)
            return found
        return next((sex for field, sex in _SEX_BY_COLUMN if cell_text(self.match.cell(line, field))), None)

    def _insurance_number(self, row: int, line: Row) -> str | None:
        """A health card's number ends in the insurance number, so either column will do."""
        for field in (Field.INSURANCE_NUMBER, Field.CARD_NUMBER):
            number = self._optional(row, line, field, numbers.read_insurance_number)
            if number:
                return number
        return None
