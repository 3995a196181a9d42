"""What waits for a person after a division: households of a village, villages of a commune; nothing is guessed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.lanes import split_house
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory_steps import Step, StepKind, StepLevel, find_divisions
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.territory_carrying import move_village
from outreach_app.services.territory_data import read_units
from outreach_app.services.village_merging import Renaming
from outreach_app.store import merged, territory, village_rows, villages
from outreach_app.store.journal import Writer
from outreach_app.store.territory import WaitingHome

DIVIDED = "divided"
"""The reason in a village that was divided and holds nobody any more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where somebody may belong: a village's id in hexadecimal or a commune's code, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Households that stand together: a neighbour group and lane, with the lowest and highest house number."""

    neighbour_group: str
    lane: str
    low: int | None
    high: int | None
    households: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A village whose households, or (of a divided commune) that as a whole, a person must place."""

    village: VillageRow
    level: StepLevel
    on: date
    decision: str
    candidates: tuple[Candidate, ...]
    groups: tuple[WaitingGroup, ...]
    households: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which households of a village go where; without any narrowing all that wait.

    `to` is a candidate's key; `numbers` the house numbers from and to, both included; `codes` household codes.
    """

    village: bytes
    to: str
    neighbour_group: str | None = None
    lane: str | None = None
    numbers: tuple[int, int] | None = None
    codes: frozenset[str] = frozenset()

    def takes(self, home: WaitingHome) -> bool:
        """Whether a household is meant."""
        lane, number = split_house(home.address)
        return (
            (self.neighbour_group is None or fold(home.neighbour_group) == fold(self.neighbour_group))
            and (self.lane is None or fold(lane) == fold(self.lane))
            and (
                self.numbers is None or (number is not None and self.numbers[0] <= number <= self.numbers[1])
            )
            and (not self.codes or home.code in self.codes)
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """How many households were placed, and how many of the village still wait; `deed` takes it back."""

    households: int
    left: int
    deed: str = ""


def list_waiting(session: Session, today: date) -> list[Waiting]:
    """List what waits: villages of divided communes first, then divided villages, by name."""
    steps = territory.list_steps(session)
    return [*_waiting_of_communes(session, steps, today), *_waiting_of_villages(session, steps)]


def place(writer: Writer, choice: Choice, today: date) -> Placed:
    """Place what a choice means; NotFound when nothing of the village waits, BadInput `no_candidate`."""
    session = writer.session
    steps = territory.list_steps(session)
    division = find_divisions(steps, StepLevel.VILLAGE).get(choice.village.hex())
    if division:
        return _place_homes(writer, choice, division)
    row = villages.read_village(session, choice.village)
    of_commune = find_divisions(steps, StepLevel.UNIT).get(row.commune_code) if row is not None else None
    if row is None or not of_commune or _is_placed(row, of_commune, steps):
        raise _nothing_waits()
    step = _choose(of_commune, choice.to)
    move_village(writer, row, step, today)
    return Placed(territory.count_homes(session)[row.id], 0)


def tell_mark(session: Session, household: bytes) -> Message | None:
    """Say of a household that waits which village was divided, and when."""
    found = territory.read_placing(session, household)
    if found is None:
        return None
    village, placed_by = found
    division = find_divisions(territory.list_steps(session), StepLevel.VILLAGE).get(village.hex())
    if not division or placed_by in {step.id for step in division}:
        return None
    return say(
        "{village} was divided on {day}: where this household belongs is not settled yet.",
        village=division[0].old.full_name, day=division[0].on,
    )  # fmt: skip


def find_waiting(session: Session, homes: Collection[bytes]) -> set[bytes]:
    """Which of some households wait for somebody to say where they belong."""
    divisions = find_divisions(territory.list_steps(session), StepLevel.VILLAGE)
    if not divisions:
        return set()
    chosen = {key: {step.id for step in division} for key, division in divisions.items()}
    return {
        home
        for home, village, placed_by in territory.list_placings(session, homes)
        if village.hex() in chosen and placed_by not in chosen[village.hex()]
    }


def _waiting_of_villages(session: Session, steps: Sequence[Step]) -> list[Waiting]:
    found = []
    for key, division in find_divisions(steps, StepLevel.VILLAGE).items():
        row = villages.read_village(session, bytes.fromhex(key))
        homes = territory.list_waiting(session, bytes.fromhex(key), {step.id for step in division})
        if row is not None and homes:
            found.append(
                Waiting(row, StepLevel.VILLAGE, division[0].on, division[0].decision, _candidates(division),
                        _gather(homes), len(homes), tuple(home.code for home in homes))
            )  # fmt: skip
    return sorted(found, key=lambda each: fold(each.village.name))


def _waiting_of_communes(session: Session, steps: Sequence[Step], today: date) -> list[Waiting]:
    units, homes, found = read_units(session), territory.count_homes(session), []
    for code, division in find_divisions(steps, StepLevel.UNIT).items():
        named = {step.new.key: units.unit(step.new.key, step.new.vintage, today) for step in division}
        candidates = tuple(Candidate(key, unit.full_name if unit else key) for key, unit in named.items())
        found += [
            Waiting(row, StepLevel.UNIT, division[0].on, division[0].decision, candidates, (), homes[row.id])
            for row in territory.list_in_commune(session, code, division[0].old.vintage)
            if not _is_placed(row, division, steps)
        ]
    return found


def _is_placed(row: VillageRow, division: Sequence[Step], steps: Iterable[Step]) -> bool:
    """Whether a village was given a commune since its former one was divided."""
    return any(
        step.kind is StepKind.MOVED and step.old.key == row.id.hex() and step.on >= division[0].on
        and step.decision == division[0].decision
        for step in steps
    )  # fmt: skip


def _candidates(division: Sequence[Step]) -> tuple[Candidate, ...]:
    return tuple(Candidate(step.new.key, step.new.full_name) for step in division)


def _gather(homes: Iterable[WaitingHome]) -> tuple[WaitingGroup, ...]:
    numbers: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for home in homes:
        lane, number = split_house(home.address)
        numbers[home.neighbour_group, lane].append(number)
    return tuple(
        WaitingGroup(group, lane, min(told, default=None), max(told, default=None), len(known))
        for (group, lane), known in sorted(numbers.items())
        for told in [[number for number in known if number is not None]]
    )


def _place_homes(writer: Writer, choice: Choice, division: Sequence[Step]) -> Placed:
    session, ids = writer.session, {step.id for step in division}
    waiting = territory.list_waiting(session, choice.village, ids)
    step = _choose(division, choice.to)
    meant = [home for home in waiting if choice.takes(home)]
    if not meant:
        raise _nothing_waits()
    unknown = choice.codes - {home.code for home in waiting}
    if unknown:
        raise NotFound(
            say("These households do not wait there: {codes}.", codes=", ".join(sorted(unknown))),
            say("Look at the list of what waits."), key="not_waiting",
        )  # fmt: skip
    _move_homes(writer, meant, step)
    _close_village(writer, choice.village, division)
    return Placed(len(meant), len(waiting) - len(meant))


def _move_homes(writer: Writer, homes: Iterable[WaitingHome], step: Step) -> None:
    """Put households into the village of a step; a group whose name others have there goes on under another one."""
    session = writer.session
    left = merged.read_villages_left(session)
    village = left.get(step.new.village, step.new.village)
    there = village_rows.list_groups(session, village, but_placed_by=step.id)
    names = Renaming(there if step.new.key != step.old.key else set(), step.old.name)
    for home in homes:
        told: dict[str, object] = {"village": village, "placed_by": step.id}
        if (called := names.rename(home.neighbour_group)) != home.neighbour_group:
            told["neighbour_group"] = called
        writer.edit("household", home.household, told)


def _close_village(writer: Writer, village: bytes, division: Sequence[Step]) -> None:
    """A divided village that holds nobody any more and is no part of itself is taken off the lists."""
    stays = any(step.new.key == village.hex() for step in division)
    if not stays and not village_rows.list_homes(writer.session, village):
        writer.edit("village", village, {"removed": DIVIDED})


def _choose(division: Collection[Step], key: str) -> Step:
    for step in division:
        if step.new.key == key:
            return step
    raise BadInput(
        say("This is no part of the divided place."), say("Choose one of the places it was divided into."),
        key="no_candidate",
    )  # fmt: skip


def _nothing_waits() -> NotFound:
    return NotFound(
        say("Nothing there waits to be placed."), say("Look at the list of what waits."), key="nothing_waits"
    )
