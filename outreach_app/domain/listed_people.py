"""Finding the people of a list from outside among those of the register, each with the reason why it is them.

A number counts with the name that belongs to it. A name counts with the whole birth date, or with the year and the
village; less than that is for a person to settle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.eligibility import Occupation
from outreach_app.domain.name_likeness import NameKeys
from outreach_app.domain.people import PartialDate
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.stopped import Finding, Villager, Villagers
from outreach_app.domain.text import fold
from outreach_app.errors import Message
from outreach_app.i18n import say


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of a list, as far as it is needed: who, where (as the list has it), and what the list tells of them.

    `until` is the last day of the insurance the list is about; `has_card` None when no column tells it; `employees` are
    those of the firm or shop the row is of, as many as the list tells.
    """

    row: int
    name: str
    born: PartialDate | None = None
    citizen_number: str | None = None
    insurance_number: str | None = None
    place: str = ""
    until: date | None = None
    work: Occupation | None = None
    has_card: bool | None = None
    sheet: str = ""
    employees: int | None = None
    insured_employees: int | None = None


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """Where somebody of a list was found: one person when it is sure, those to choose among when it is not."""

    listed: ListedPerson
    finding: Finding
    people: tuple[PersonRow, ...]
    reason_key: str

    @property
    def person(self) -> PersonRow | None:
        """Who it is for sure."""
        return self.people[0] if self.finding is Finding.FOUND else None


def match_listed(listed: ListedPerson, known: Villagers) -> ListedMatch:
    """Look somebody up: by citizen ID, by insurance number, then by name with birth and village."""
    for number in (listed.citizen_number, listed.insurance_number):
        there = known.by_number.get(number, ()) if number else ()
        if there:
            return _judge_number(listed, there, known.keys, citizen=number == listed.citizen_number)
    # Whoever was born in another year is somebody else: of a common name hundreds are left aside at once.
    namesakes = (
        known.list_namesakes(listed.name)
        if listed.born is None
        else known.list_born(listed.name, listed.born.year)
    )
    return _judge_name(listed, [each for each in namesakes if not _is_somebody_else(listed, each)])


def tell_match(reason_key: str, people: Sequence[PersonRow]) -> Message:
    """Say why somebody was found, or why a person has to decide."""
    if reason_key == "other_name":
        return say("The number belongs to {name} here.", name=people[0].name if people else "")
    if reason_key == "several_names":
        return say("{count} people here have this name.", count=len(people))
    return _REASONS[reason_key]


_REASONS = {
    "citizen_number": say("Citizen ID and name agree."),
    "insurance_number": say("Insurance number and name agree."),
    "number_twice": say("Several people here have this number."),
    "name_and_birth": say("Name and birth date agree, of nobody else here."),
    "name_birth_village": say("Name, birth date and village agree."),
    "name_year_village": say("Name, year of birth and village agree."),
    "name_and_year": say("Name and year of birth agree, the village is not told or another one."),
    "name_and_village": say("Name and village agree, the birth date is not known."),
    "other_birth": say("The name agrees, but not the birth date."),
    "only_name": say("Only the name agrees."),
    "not_here": say("Nobody here has this number or name."),
    "chosen": say("Chosen by hand."),
    "entered": say("Not in the register so far: entered with the list."),
}


def _judge_number(
    listed: ListedPerson, there: Sequence[Villager], keys: NameKeys, *, citizen: bool
) -> ListedMatch:
    same = [each for each in there if keys[each.person.name] == keys[listed.name]]
    if len(same) == 1:
        return _make(listed, Finding.FOUND, same, "citizen_number" if citizen else "insurance_number")
    return _make(listed, Finding.DOUBTFUL, same or there, "number_twice" if same else "other_name")


def _judge_name(listed: ListedPerson, namesakes: Sequence[Villager]) -> ListedMatch:
    if not namesakes:
        return _make(listed, Finding.ABSENT, (), "not_here")
    born_alike = [each for each in namesakes if _agree(listed.born, each.person.born)]
    near = [each for each in born_alike if _lives_at(each, listed.place)]
    if len(near) == 1:
        whole = _is_whole(listed.born) and _is_whole(near[0].person.born)
        return _make(listed, Finding.FOUND, near, "name_birth_village" if whole else "name_year_village")
    if len(born_alike) == 1 and _is_whole(listed.born) and _is_whole(born_alike[0].person.born):
        return _make(listed, Finding.FOUND, born_alike, "name_and_birth")
    if born_alike:
        key = "name_and_year" if len(born_alike) == 1 else "several_names"
        return _make(listed, Finding.DOUBTFUL, near or born_alike, key)
    open_births = [each for each in namesakes if listed.born is None or each.person.born is None]
    if not open_births:
        # Another year is another person; only a slip within the year, such as day and month turned round, is looked at.
        slips = [each for each in namesakes if _is_same_year(listed, each)]
        return _make(
            listed,
            Finding.DOUBTFUL if slips else Finding.ABSENT,
            slips,
            "other_birth" if slips else "not_here",
        )
    near = [each for each in open_births if _lives_at(each, listed.place)]
    if near:
        return _make(
            listed, Finding.DOUBTFUL, near, "name_and_village" if len(near) == 1 else "several_names"
        )
    return _make(
        listed, Finding.DOUBTFUL, open_births, "only_name" if len(open_births) == 1 else "several_names"
    )


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates of birth can be the same: as far as both are known."""
    if one is None or other is None or one.year != other.year:
        return False
    months = one.month is None or other.month is None or one.month == other.month
    days = one.day is None or other.day is None or one.day == other.day
    return months and days


def _is_whole(born: PartialDate | None) -> bool:
    return born is not None and born.day is not None


def _is_same_year(listed: ListedPerson, each: Villager) -> bool:
    born = each.person.born
    return listed.born is not None and born is not None and born.year == listed.born.year


def _is_somebody_else(listed: ListedPerson, each: Villager) -> bool:
    """Whether a namesake is known by another number of the same kind."""
    pairs = (
        (listed.citizen_number, each.person.citizen_number),
        (listed.insurance_number, each.person.insurance_number),
    )
    return any(told and known and told != known for told, known in pairs)


def _lives_at(each: Villager, place: str) -> bool:
    village = fold(each.village)
    return bool(village) and f" {village} " in f" {fold(place)} "


def _make(listed: ListedPerson, finding: Finding, people: Iterable[Villager], key: str) -> ListedMatch:
    return ListedMatch(listed, finding, tuple(each.person for each in people), key)
