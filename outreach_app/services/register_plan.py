"""Matching a register against the workspace: which people are new, which are known, which values fill a gap.

A list never overwrites what somebody typed: it fills what is missing, and says where it disagrees.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outreach_app.domain.people import PartialDate
from outreach_app.domain.rows import PersonRow, RefusedListRow
from outreach_app.domain.text import fold, is_same_name
from outreach_app.errors import say
from outreach_app.exchange.register import RegisterHousehold, RegisterPerson
from outreach_app.store.registers import Known


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One member of the list: known (`person`) with the values that fill gaps, or new."""

    listed: RegisterPerson
    person: bytes | None
    fills: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PlannedHousehold:
    """One household of the list: known, or to be made in a village."""

    listed: RegisterHousehold
    village: bytes
    household: bytes | None
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
            "new" if member.person is None else "changed" if member.fills else "unchanged"
            for home in self.households
            for member in home.members
        )
        return counts["new"], counts["changed"], counts["unchanged"]


def make_plan(homes: Iterable[tuple[RegisterHousehold, bytes]], known: Known) -> Plan:
    """Match every household of a list, each with its village, against what is known."""
    plan = Plan()
    taken: set[bytes] = set()
    for listed, village in homes:
        matches = [_match_person(member, village, known, taken) for member in listed.members]
        taken.update(match.id for match in matches if match)
        household = _match_household(listed, village, matches, known)
        members = tuple(
            _plan_person(member, match, plan) for member, match in zip(listed.members, matches, strict=True)
        )
        plan.households.append(PlannedHousehold(listed, village, household, members))
    return plan


def _match_person(
    listed: RegisterPerson, village: bytes, known: Known, taken: set[bytes]
) -> PersonRow | None:
    for number, index in (
        (listed.citizen_number, known.by_citizen),
        (listed.insurance_number, known.by_insurance),
    ):
        found = index.get(number) if number else None
        if found is not None and found not in taken:
            return known.people[found]
    candidates = (
        known.people[each]
        for each in known.by_name.get((village, fold(listed.name)), ())
        if each not in taken
    )
    return next((person for person in candidates if _fits(listed, person)), None)


def _fits(listed: RegisterPerson, person: PersonRow) -> bool:
    """The same name in the same village is the same person unless a number or the birth date says otherwise."""
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


def _match_household(
    listed: RegisterHousehold, village: bytes, matches: list[PersonRow | None], known: Known
) -> bytes | None:
    homes = Counter(match.household for match in matches if match)
    if homes:
        return homes.most_common(1)[0][0]
    numbered = known.by_number.get((village, listed.number)) if listed.number else None
    if numbered is None:
        return None
    heads = [p for p in known.people.values() if p.household == numbered and p.relation == "head"]
    return numbered if any(is_same_name(head.name, listed.head) for head in heads) else None


def _plan_person(listed: RegisterPerson, match: PersonRow | None, plan: Plan) -> PlannedPerson:
    if match is None:
        return PlannedPerson(listed, None, {})
    fills: dict[str, object] = {}
    for name, theirs, ours in _pairs(listed, match):
        if theirs and not ours:
            fills[name] = str(theirs)
        elif theirs and ours and str(theirs) != str(ours):
            _note_difference(name, listed, fills, match, plan)
    return PlannedPerson(listed, match.id, fills)


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
