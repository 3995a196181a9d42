"""What a sign-up lacks before an official form can carry it, in sentences; a form with a gap is not made at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.forms import FORM_NAMES, Form, adds_up
from outreach_app.domain.rows import EnrolmentRow, PersonRow
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import say

_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class FormGap:
    """What a sign-up lacks, in a sentence; `field` of the person is where it is entered, empty when it is no field."""

    told: Message
    field: str = ""

    def __str__(self) -> str:
        return str(self.told)


class FormGaps(BadInput):
    """A form cannot be made of these sign-ups; `gaps` say what each lacks."""

    key = "form_gaps"

    def __init__(self, form: Form, gaps: Sequence[FormGap]) -> None:
        told = _join([gap.told for gap in gaps])
        super().__init__(
            say("The form {form} cannot be filled in. {gaps}", form=FORM_NAMES[form], gaps=told),
            say("Complete the household, or name the sign-ups that are ready."),
        )
        self.gaps = tuple(gaps)


def find_voluntary_gaps(row: EnrolmentRow, person: PersonRow | None, *, on: date) -> Iterator[FormGap]:
    """What D05-TS lacks of a sign-up on a day."""
    yield from _find_common(row, person, on=on)
    yield from _find_number_gap(person)
    if row.income is None:
        yield FormGap(say("{name}: the chosen income is not known.", name=row.person_name))


def find_health_gaps(row: EnrolmentRow, person: PersonRow | None, *, on: date) -> Iterator[FormGap]:
    """What Mẫu số 4 lacks of a sign-up on a day."""
    yield from _find_common(row, person, on=on)
    yield from _find_number_gap(person)


def find_declaration_gaps(row: EnrolmentRow, person: PersonRow | None, *, on: date) -> Iterator[FormGap]:
    """What TK1-TS lacks of a sign-up on a day."""
    yield from _find_common(row, person, on=on)
    if person is not None and not person.citizen_number:
        yield FormGap(say("{name}: the citizen ID is not known.", name=person.name), "citizen_number")
    if person is not None and person.sex is None:
        yield FormGap(say("{name}: the sex is not known.", name=person.name), "sex")
    if row.income is None:
        yield FormGap(say("{name}: the chosen income is not known.", name=row.person_name))


def find_repeats(rows: Iterable[EnrolmentRow]) -> Iterator[FormGap]:
    """Who stands twice for the same first month."""
    seen: set[tuple[bytes, str]] = set()
    for row in rows:
        if (row.person, row.first_month) in seen:
            yield FormGap(say("{name} is signed up twice from the same month.", name=row.person_name))
        seen.add((row.person, row.first_month))


def _find_common(row: EnrolmentRow, person: PersonRow | None, *, on: date) -> Iterator[FormGap]:
    if person is None:
        yield FormGap(say("A sign-up of {day} belongs to nobody here any more.", day=row.signed_on))
        return
    if not person.name.strip():
        yield FormGap(say("A sign-up of {day} has no name.", day=row.signed_on), "name")
    if person.deceased:
        yield FormGap(say("{name} has died.", name=person.name))
    if person.born is None:
        yield FormGap(say("{name}: the birth date is not known.", name=person.name), "born")
    if not adds_up(row):
        yield FormGap(say("{name}: the stored parts do not make up the contribution.", name=person.name))
    if row.valid_until is not None and row.valid_until < on and row.money_taken < row.own:
        told = say(
            "{name}: the amounts held until {day} and were not paid in full by then.",
            name=person.name, day=row.valid_until,
        )  # fmt: skip
        yield FormGap(told)


def _find_number_gap(person: PersonRow | None) -> Iterator[FormGap]:
    if person is not None and not (person.insurance_number or person.citizen_number):
        told = say("{name}: neither insurance number nor citizen ID is known.", name=person.name)
        yield FormGap(told, "citizen_number")


def _join(gaps: Sequence[Message]) -> Message:
    """The first few gaps as one sentence after the other, and how many there are besides."""
    told = list(gaps[:_MOST_TOLD])
    if len(gaps) > _MOST_TOLD:
        told.append(say("And {count} more.", count=len(gaps) - _MOST_TOLD))
    joined = told[-1]
    for gap in reversed(told[:-1]):
        joined = say("{first} {rest}", first=gap, rest=joined)
    return joined
