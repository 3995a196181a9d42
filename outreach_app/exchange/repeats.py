"""Rows that say again what an earlier row of the same list said."""

from dataclasses import replace

from outreach_app.domain.people import PartialDate
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say
from outreach_app.exchange.cells import Unusable
from outreach_app.exchange.people import RegisterPerson, RowNote
from outreach_app.exchange.wordings import Field

_Place = tuple[str, int]  # sheet ('' when only one is read) and row


class Repeats:
    """Remembers everybody read so far; numbers that two people share are reported in `notes` and dropped."""

    def __init__(self, notes: list[RowNote]) -> None:
        self._notes = notes
        self._numbers: dict[tuple[Field, str], tuple[_Place, str]] = {}
        self._people: dict[tuple[str, PartialDate | None, str], list[tuple[_Place, RegisterPerson]]] = {}

    def check(self, person: RegisterPerson, *, household: str, village: str, sheet: str) -> RegisterPerson:
        """Take in a person; Unusable when an earlier row is the same person, without a number that belongs to another.

        The same person: the same number and name; the same name and birth date in one household; or, in another
        household of the village, every cell the same and a whole birth date or a number among them.
        """
        place, name = (sheet, person.row), fold(person.name)
        for field, number in _numbers(person):
            first = self._numbers.setdefault((field, number), (place, name))
            if first[0] != place:
                person = self._settle(person, field, first, name=name, place=place)
        for where in (household, f"\0{fold(village)}"):
            known = self._people.setdefault((name, person.born, where), [])
            for first_place, other in known:
                if _agrees(person, other) and (where == household or _is_told_alike(person, other)):
                    raise Unusable("repeated", _repeats(first_place, place))
            known.append((place, person))
        return person

    def _settle(
        self, person: RegisterPerson, field: Field, first: tuple[_Place, str], *, name: str, place: _Place
    ) -> RegisterPerson:
        if first[1] == name:
            raise Unusable("repeated", _repeats(first[0], place))
        said = say("The same number stands in row {row} beside another name.", row=first[0][1])
        self._notes.append(RowNote(person.row, "number_taken", said, field, place[0]))
        if field is Field.CITIZEN_NUMBER:
            return replace(person, citizen_number=None)
        return replace(person, insurance_number=None)


def _numbers(person: RegisterPerson) -> list[tuple[Field, str]]:
    told = ((Field.CITIZEN_NUMBER, person.citizen_number), (Field.INSURANCE_NUMBER, person.insurance_number))
    return [(field, number) for field, number in told if number]


def _agrees(person: RegisterPerson, other: RegisterPerson) -> bool:
    """Two different numbers of one kind are two people, however alike the rest is."""
    pairs = (
        (person.citizen_number, other.citizen_number),
        (person.insurance_number, other.insurance_number),
        (person.sex, other.sex),
    )
    return all(not (mine and theirs and mine != theirs) for mine, theirs in pairs)


def _is_told_alike(person: RegisterPerson, other: RegisterPerson) -> bool:
    told = (
        person.citizen_number or person.insurance_number or person.phone or (person.born and person.born.day)
    )
    return bool(told) and replace(person, row=0) == replace(other, row=0)


def _repeats(first: _Place, place: _Place) -> Message:
    if first[0] and first[0] != place[0]:
        return say("The row repeats row {row} of the sheet {sheet}.", row=first[1], sheet=first[0])
    return say("The row repeats row {row}.", row=first[1])
