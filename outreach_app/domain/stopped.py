"""Finding the people of a list of stopped members among those of the register, by number and name, with reasons.

The list's commune is that of the employer's seat, so it says nothing of where somebody lives and is not compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.name_likeness import NameKeys
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.text import fold
from outreach_app.errors import Message
from outreach_app.i18n import say

_INSURANCE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class StoppedMember:
    """One row of the list: who stopped which schemes in which month (its first day, None when it cannot be read).

    `number` is an insurance number of 10 digits or a citizen ID of 12, empty when there is none.
    """

    row: int
    name: str
    number: str
    schemes: tuple[Scheme, ...]
    stopped: date | None
    employer: str = ""
    address: str = ""
    phone: str | None = None
    why: LapseReason | None = None


@dataclass(frozen=True, slots=True)
class Villager:
    """Somebody of the register with the name of the village, without its kind."""

    person: PersonRow
    village: str = ""


class Finding(StrEnum):
    """What looking somebody up came to."""

    FOUND = "found"
    DOUBTFUL = "doubtful"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class StoppedMatch:
    """Where a listed person was found: one when it is sure, those to choose among when a person has to decide."""

    listed: StoppedMember
    finding: Finding
    people: tuple[PersonRow, ...]
    reason_key: str
    reason: Message

    @property
    def person(self) -> PersonRow | None:
        """Who it is for sure."""
        return self.people[0] if self.finding is Finding.FOUND else None


@dataclass(frozen=True, slots=True)
class Villagers:
    """The register made ready for looking people up: by number, by the key of the name and the year of birth."""

    by_number: Mapping[str, Sequence[Villager]]
    by_name: Mapping[str, Mapping[int | None, Sequence[Villager]]]
    keys: NameKeys

    def list_namesakes(self, name: str) -> Iterable[Villager]:
        """Everybody of this name but for filler words."""
        return chain.from_iterable(self.by_name.get(self.keys[name], {}).values())

    def list_born(self, name: str, year: int) -> Iterable[Villager]:
        """Everybody of this name who was born in a year, or nobody knows when."""
        years = self.by_name.get(self.keys[name], {})
        return chain(years.get(year, ()), years.get(None, ()))


def index_villagers(people: Iterable[Villager], keys: NameKeys | None = None) -> Villagers:
    """Index living people by both their numbers and by their names; `keys` are those worked out already."""
    known = NameKeys() if keys is None else keys
    by_number: dict[str, list[Villager]] = defaultdict(list)
    by_name: dict[str, dict[int | None, list[Villager]]] = defaultdict(dict)
    for each in people:
        if each.person.deceased:
            continue
        for number in (each.person.insurance_number, each.person.citizen_number):
            if number:
                by_number[number].append(each)
        year = each.person.born.year if each.person.born is not None else None
        by_name[known[each.person.name]].setdefault(year, []).append(each)
    return Villagers(dict(by_number), dict(by_name), known)


def match_stopped(listed: StoppedMember, known: Villagers) -> StoppedMatch:
    """Look one listed person up: the number first, which the name has to confirm, then the name with phone or place."""
    by_number = known.by_number.get(listed.number, ()) if listed.number else ()
    if by_number:
        return _judge_number(listed, by_number, known.keys)
    namesakes = [each for each in known.list_namesakes(listed.name) if not _has_other_number(listed, each)]
    return _judge_name(listed, namesakes)


def _judge_number(listed: StoppedMember, there: Sequence[Villager], keys: NameKeys) -> StoppedMatch:
    same = [each for each in there if keys[each.person.name] == keys[listed.name]]
    if len(same) == 1:
        return _make(listed, Finding.FOUND, same, "number_and_name", say("Number and name agree."))
    if same:
        return _make(
            listed, Finding.DOUBTFUL, same, "number_twice", say("Several people here have this number.")
        )
    return _make(
        listed, Finding.DOUBTFUL, there, "other_name",
        say("The number belongs to {name} here.", name=there[0].person.name),
    )  # fmt: skip


def _judge_name(listed: StoppedMember, namesakes: Sequence[Villager]) -> StoppedMatch:
    if not namesakes:
        return _make(listed, Finding.ABSENT, (), "not_here", say("Nobody here has this number or name."))
    with_phone = [each for each in namesakes if listed.phone and each.person.phone == listed.phone]
    if len(with_phone) == 1:
        return _make(listed, Finding.FOUND, with_phone, "name_and_phone", say("Name and telephone agree."))
    at_place = [each for each in namesakes if _lives_at(each, listed.address)]
    if len(at_place) == 1 and not with_phone:
        text = say("Name and village agree: {village}.", village=at_place[0].village)
        return _make(listed, Finding.FOUND, at_place, "name_and_village", text)
    if len(namesakes) == 1:
        return _make(listed, Finding.DOUBTFUL, namesakes, "only_name", say("Only the name agrees."))
    text = say("{count} people here have this name.", count=len(namesakes))
    return _make(listed, Finding.DOUBTFUL, namesakes, "several_names", text)


def _has_other_number(listed: StoppedMember, each: Villager) -> bool:
    """Whether a namesake is known by another number of the same kind, and so is somebody else."""
    if not listed.number:
        return False
    own = (
        each.person.insurance_number
        if len(listed.number) == _INSURANCE_DIGITS
        else each.person.citizen_number
    )
    return bool(own) and own != listed.number


def _lives_at(each: Villager, address: str) -> bool:
    """Whether the listed address names the village, word by word."""
    village = fold(each.village)
    return bool(village) and f" {village} " in f" {fold(address)} "


def _make(
    listed: StoppedMember, finding: Finding, people: Iterable[Villager], key: str, reason: Message
) -> StoppedMatch:
    return StoppedMatch(listed, finding, tuple(each.person for each in people), key, reason)
