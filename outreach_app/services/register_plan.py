"""Matching a register against the workspace: which people are new, which are known, which values fill a gap.

A list never overwrites what somebody typed: it fills what is missing, and says where it disagrees.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.people import HEAD, Category, PartialDate
from outreach_app.domain.rows import PersonRow, RefusedListRow
from outreach_app.domain.text import fold, is_same_name
from outreach_app.errors import say
from outreach_app.exchange.register import RegisterHousehold, RegisterPerson
from outreach_app.store.registers import Known, KnownHome


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One member of the list: new, or known (`person`) with what fills gaps; `covers` is a card's last day to note."""

    listed: RegisterPerson
    person: bytes | None
    fills: Mapping[str, object]
    covers: date | None


@dataclass(frozen=True, slots=True)
class PlannedHousehold:
    """One household of the list: known (`household`) with what fills gaps, or to be made in a village."""

    listed: RegisterHousehold
    village: bytes
    household: bytes | None
    fills: Mapping[str, object]
    members: tuple[PlannedPerson, ...]


@dataclass(slots=True)
class Plan:
    """What bringing in a list would do, and what somebody should look at."""

    households: list[PlannedHousehold] = field(default_factory=list)
    refused: list[RefusedListRow] = field(default_factory=list)
    warnings: list[RefusedListRow] = field(default_factory=list)

    def count(self) -> tuple[int, int, int]:
        """Count people who are new, changed and unchanged."""
        counts = Counter(
            "new" if member.person is None else "changed" if member.fills or member.covers else "unchanged"
            for home in self.households
            for member in home.members
        )
        return counts["new"], counts["changed"], counts["unchanged"]


def make_plan(homes: Iterable[tuple[RegisterHousehold, bytes]], known: Known) -> Plan:
    """Match every household of a list, each with its village, against what is known.

    Households are matched first, by how many of their members fit, each known one at most once; then people inside
    them. So namesakes in one village stay apart, and the same list brings nothing the second time.
    """
    listed = list(homes)
    matching = _Matching(known, listed)
    matching.match_numbers()
    matching.pair_households()
    matching.match_members()
    matching.match_moved()
    plan = Plan()
    for place, (home, village) in enumerate(listed):
        plan.households.append(_plan_household(home, village, place, matching=matching, plan=plan))
    return plan


class _Matching:
    """Who of the list is whom: `people` by place of household and member, `homes` by place of household."""

    def __init__(self, known: Known, listed: Sequence[tuple[RegisterHousehold, bytes]]) -> None:
        self.known = known
        self.listed = listed
        self.people: dict[tuple[int, int], PersonRow] = {}
        self.homes: dict[int, bytes] = {}
        self._taken: set[bytes] = set()

    def match_numbers(self) -> None:
        """A citizen or insurance number tells who somebody is, wherever they live now."""
        for place, member in self._unmatched():
            person = self._find_by_number(member)
            if person is not None:
                self._match(place, person)

    def pair_households(self) -> None:
        """Give each household of the list the known one of its village that most of its members fit."""
        scores = [
            (-score, place, home)
            for place, (listed, village) in enumerate(self.listed)
            for home, score in self._score(place, listed, village).items()
            if score > 1 or not self._is_numbered_otherwise(listed, home)
        ]
        scores.sort(key=lambda each: each[:2])
        used: set[bytes] = set()
        for _, place, home in scores:
            if place not in self.homes and home not in used:
                self.homes[place] = home
                used.add(home)

    def match_members(self) -> None:
        """Match by name inside the paired households; a birth date that agrees goes before one that is missing."""
        for sure in (True, False):
            for (place, number), member in self._unmatched():
                inside = self.known.members.get(self.homes.get(place, b""), ())
                self._match_first((place, number), member, inside, sure=sure)

    def match_moved(self) -> None:
        """Match who lives in another household of the village by now, if name and full birth date agree."""
        for (place, number), member in self._unmatched():
            if member.born is not None and member.born.day is not None:
                village = self.listed[place][1]
                namesakes = self.known.by_name.get((village, fold(member.name)), ())
                self._match_first((place, number), member, namesakes, sure=True)

    def _unmatched(self) -> Iterator[tuple[tuple[int, int], RegisterPerson]]:
        for place, (home, _) in enumerate(self.listed):
            for number, member in enumerate(home.members):
                if (place, number) not in self.people:
                    yield (place, number), member

    def _match(self, place: tuple[int, int], person: PersonRow) -> None:
        self.people[place] = person
        self._taken.add(person.id)

    def _match_first(
        self, place: tuple[int, int], member: RegisterPerson, candidates: Iterable[bytes], *, sure: bool
    ) -> None:
        for candidate in candidates:
            person = self.known.people[candidate]
            if candidate in self._taken or fold(person.name) != fold(member.name):
                continue
            if _fits(member, person) and (not sure or _is_confirmed(member, person)):
                self._match(place, person)
                return

    def _find_by_number(self, member: RegisterPerson) -> PersonRow | None:
        for number, index in (
            (member.citizen_number, self.known.by_citizen),
            (member.insurance_number, self.known.by_insurance),
        ):
            found = index.get(number) if number else None
            if found is not None and found not in self._taken:
                return self.known.people[found]
        return None

    def _score(self, place: int, listed: RegisterHousehold, village: bytes) -> Counter[bytes]:
        scores: Counter[bytes] = Counter()
        for number, member in enumerate(listed.members):
            person = self.people.get((place, number))
            if person is not None:
                scores[person.household] += 3
                continue
            best: dict[bytes, int] = {}
            for candidate in self.known.by_name.get((village, fold(member.name)), ()):
                namesake = self.known.people[candidate]
                if candidate not in self._taken and _fits(member, namesake):
                    weight = 2 if _is_confirmed(member, namesake) else 1
                    best[namesake.household] = max(weight, best.get(namesake.household, 0))
            scores.update(best)
        numbered = self.known.by_number.get((village, listed.number)) if listed.number else None
        if numbered is not None and (numbered in scores or self._has_same_head(numbered, listed)):
            scores[numbered] += 2
        inside = {home for home in scores if home in self.known.homes}
        return Counter({home: scores[home] for home in inside if self.known.homes[home].village == village})

    def _has_same_head(self, household: bytes, listed: RegisterHousehold) -> bool:
        members = (self.known.people[each] for each in self.known.members.get(household, ()))
        return any(p.relation == HEAD and is_same_name(p.name, listed.head) for p in members)

    def _is_numbered_otherwise(self, listed: RegisterHousehold, home: bytes) -> bool:
        number = self.known.homes[home].number
        return bool(listed.number and number and listed.number != number)


def _fits(listed: RegisterPerson, person: PersonRow) -> bool:
    """A namesake may be the same person unless a number or the birth date says otherwise."""
    numbers = (
        (listed.citizen_number, person.citizen_number),
        (listed.insurance_number, person.insurance_number),
    )
    if any(ours and theirs and ours != theirs for theirs, ours in numbers):
        return False
    return _dates_agree(listed.born, person.born)


def _dates_agree(listed: PartialDate | None, ours: PartialDate | None) -> bool:
    if listed is None or ours is None:
        return True
    pairs = ((listed.year, ours.year), (listed.month, ours.month), (listed.day, ours.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _is_confirmed(listed: RegisterPerson, person: PersonRow) -> bool:
    return listed.born is not None and person.born is not None and _dates_agree(listed.born, person.born)


def _plan_household(
    home: RegisterHousehold, village: bytes, place: int, *, matching: _Matching, plan: Plan
) -> PlannedHousehold:
    known = matching.known
    matches = [matching.people.get((place, number)) for number in range(len(home.members))]
    household = matching.homes.get(place)
    if household is None and all(matches):
        # Everybody on it is known elsewhere: there is nothing to make, and nobody is moved behind anybody's back.
        household = next((match.household for match in matches if match), None)
        fills: Mapping[str, object] = {}
    else:
        fills = _fill_home(home, known.homes[household]) if household is not None else {}
    for member, match in zip(home.members, matches, strict=True):
        if match is not None and match.household != matching.homes.get(place):
            plan.warnings.append(_note_moved(member, match))
    members = tuple(
        _plan_person(member, match, known, plan=plan)
        for member, match in zip(home.members, matches, strict=True)
    )
    return PlannedHousehold(home, village, household, fills, members)


def _note_moved(listed: RegisterPerson, match: PersonRow) -> RefusedListRow:
    return RefusedListRow(
        listed.row,
        say("{name} stands in another household here and was left there.", name=match.name),
        "other_household",
    )


def _fill_home(listed: RegisterHousehold, home: KnownHome) -> dict[str, object]:
    pairs = (
        ("register_key", listed.number, home.number),
        ("address", listed.address, home.address),
        ("neighbour_group", listed.neighbour_group, home.neighbour_group),
        ("phone", listed.phone, home.phone),
    )
    fills: dict[str, object] = {name: theirs for name, theirs, ours in pairs if theirs and not ours}
    if listed.category not in (None, Category.OTHER) and home.category == Category.OTHER:
        fills["category"] = str(listed.category)
    return fills


def _plan_person(
    listed: RegisterPerson, match: PersonRow | None, known: Known, *, plan: Plan
) -> PlannedPerson:
    until = listed.health_until
    if match is None:
        return PlannedPerson(listed, None, {}, until)
    fills: dict[str, object] = {}
    for name, theirs, ours in _pairs(listed, match):
        if theirs and not ours:
            fills[name] = str(theirs)
        elif theirs and ours and str(theirs) != str(ours):
            _note_difference(name, listed, fills, match, plan)
    covers = until if until is not None and (match.id, until.isoformat()) not in known.covered else None
    if fold(listed.name) != fold(match.name):
        _note_difference("name", listed, fills, match, plan)
    return PlannedPerson(listed, match.id, fills, covers)


def _pairs(listed: RegisterPerson, match: PersonRow) -> tuple[tuple[str, object, object], ...]:
    return (
        ("sex", listed.sex, match.sex),
        ("born", listed.born, match.born),
        ("citizen_number", listed.citizen_number, match.citizen_number),
        ("insurance_number", listed.insurance_number, match.insurance_number),
        ("phone", listed.phone, match.phone),
    )


def _note_difference(
    name: str, listed: RegisterPerson, fills: dict[str, object], match: PersonRow, plan: Plan
) -> None:
    if name == "born" and listed.born and match.born and _dates_agree(listed.born, match.born):
        if str(listed.born) > str(match.born):
            fills["born"] = str(listed.born)
        return
    plan.warnings.append(
        RefusedListRow(
            listed.row,
            say("The list differs from what is stored for {name}; what is stored was kept.", name=match.name),
            f"differs_{name}",
        )
    )
