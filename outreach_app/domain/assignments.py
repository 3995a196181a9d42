"""Who goes to which door on which day: the narrower assignment wins, and two people for one door are found.

Days are both included. A household is narrower than its neighbour group, that than its village; at one place a single
day is narrower than a longer time. A person of a team and the team itself are no two people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from itertools import combinations

from outreach_app.domain.periods import Period
from outreach_app.errors import Message, say
from outreach_app.i18n import N_


class Width(IntEnum):
    """How much an assignment is about, the narrowest last."""

    VILLAGE = 0
    GROUP = 1
    HOUSEHOLD = 2


Place = tuple[Width, bytes, str]
"""What an assignment is about: the width, the household or village, the neighbour group."""


@dataclass(frozen=True, slots=True)
class Door:
    """A household with where it lies."""

    household: bytes
    village: bytes
    group: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as it counts: what it is about, when, and to which person or else which team."""

    id: bytes
    village: bytes
    period: Period
    canvasser: bytes | None = None
    team: bytes | None = None
    group: str | None = None
    household: bytes | None = None

    @property
    def width(self) -> Width:
        """How much it is about."""
        if self.household is not None:
            return Width.HOUSEHOLD
        return Width.VILLAGE if self.group is None else Width.GROUP

    @property
    def place(self) -> Place:
        """What it is about, equal for two assignments of the same doors."""
        if self.household is not None:
            return Width.HOUSEHOLD, self.household, ""
        return self.width, self.village, self.group or ""

    @property
    def rank(self) -> tuple[int, bool]:
        """The greater wins."""
        return int(self.width), self.period.is_day

    @property
    def who(self) -> bytes:
        """The person, or else the team."""
        return self.canvasser or self.team or b""

    def covers(self, door: Door) -> bool:
        """Whether a door is meant."""
        if self.household is not None:
            return self.household == door.household
        return self.village == door.village and self.group in (None, door.group)


Memberships = Mapping[tuple[bytes, bytes], Sequence[Period]]
"""When a person was in a team, by person and team."""


def is_rival(one: Task, other: Task, day: date, memberships: Memberships) -> bool:
    """Whether two assignments send two people to a door on a day, if both count for it then."""
    if one.who == other.who:
        return False
    return not any(period.holds(day) for period in _find_together(one, other, memberships))


def _find_together(one: Task, other: Task, memberships: Memberships) -> Sequence[Period]:
    """When two assignments mean the same person after all: the one a team, the other somebody of it."""
    for person, team in ((one, other), (other, one)):
        if person.canvasser and not team.canvasser and team.team:
            return memberships.get((person.canvasser, team.team), ())
    return ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What counts for a door on a day: the winning assignments, and whether they send two people there."""

    tasks: tuple[Task, ...] = ()
    contested: bool = False

    def is_for(self, canvasser: bytes, teams: Iterable[bytes]) -> bool:
        """Whether this person goes there: by name, or through a team when nobody of it is named."""
        if any(task.canvasser == canvasser for task in self.tasks):
            return True
        named = any(task.canvasser for task in self.tasks)
        wanted = set(teams)
        return not named and any(task.team in wanted for task in self.tasks)


def resolve(door: Door, day: date, tasks: Iterable[Task], memberships: Memberships) -> Resolution:
    """Tell which assignments of a door count on a day."""
    there = [task for task in tasks if task.period.holds(day) and task.covers(door)]
    highest = max((task.rank for task in there), default=None)
    winning = tuple(task for task in there if task.rank == highest)
    contested = any(is_rival(one, other, day, memberships) for one, other in combinations(winning, 2))
    return Resolution(winning, contested)


class Plan:
    """Assignments sorted by place, so that many doors are resolved without looking through all of them."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.by_place: dict[Place, list[Task]] = defaultdict(list)
        for task in tasks:
            self.by_place[task.place].append(task)

    def list_for(self, door: Door) -> Iterator[Task]:
        """The assignments that mean a door, on whatever day."""
        for place in _list_places(door):
            yield from self.by_place.get(place, ())

    def resolve(self, door: Door, day: date, memberships: Memberships) -> Resolution:
        """Tell which assignments of a door count on a day."""
        return resolve(door, day, self.list_for(door), memberships)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two assignments that send two people to the same doors, the days they share, and the doors."""

    one: Task
    other: Task
    period: Period
    doors: tuple[bytes, ...]


def _list_places(door: Door) -> tuple[Place, ...]:
    return (
        (Width.HOUSEHOLD, door.household, ""),
        (Width.GROUP, door.village, door.group),
        (Width.VILLAGE, door.village, ""),
    )


def find_overlaps(
    tasks: Sequence[Task], doors: Iterable[Door], memberships: Memberships, *, since: date = date.min
) -> list[Overlap]:
    """Find every pair of assignments that on some day both win at a door and send two people there.

    A pair is told once, with every door where it happens; doors that a narrower assignment settles on all those days
    are none of them. What lies before `since` is passed over.
    """
    plan, found = Plan(tasks), list[Overlap]()
    places = [[task.place for task in each] for each in plan.by_place.values()]
    shared = {place[0] for place in places if len(place) > 1}
    if not shared:
        return []
    by_place = _sort_doors(doors, shared)
    for place in sorted(shared):
        for one, other in combinations(plan.by_place[place], 2):
            period = one.period.meet(other.period) if one.rank == other.rank else None
            period = period.meet(Period(since)) if period else None
            if period is None or one.who == other.who:
                continue
            there = tuple(
                door.household
                for door in by_place[place]
                if _is_contested(one, other, period, _find_narrower(plan, door, one), memberships)
            )
            if there:
                found.append(Overlap(one, other, period, there))
    return found


def _sort_doors(doors: Iterable[Door], places: Iterable[Place]) -> Mapping[Place, list[Door]]:
    wanted = set(places)
    found: dict[Place, list[Door]] = defaultdict(list)
    for door in doors:
        for place in _list_places(door):
            if place in wanted:
                found[place].append(door)
    return found


def _find_narrower(plan: Plan, door: Door, task: Task) -> list[Period]:
    return [each.period for each in plan.list_for(door) if each.rank > task.rank]


def _is_contested(
    one: Task, other: Task, period: Period, narrower: Sequence[Period], memberships: Memberships
) -> bool:
    left = [period]
    for other_days in (*narrower, *_find_together(one, other, memberships)):
        left = [piece for each in left for piece in each.subtract(other_days)]
    return bool(left)


class Hindrance(StrEnum):
    """Why a door is left out when doors are handed out, the first that applies."""

    DO_NOT_CONTACT = "do_not_contact"
    KNOCKED = "knocked"
    ON_SHEET = "on_sheet"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a door is left out: who has it or was there, and the code of the visit list it stands on."""

    why: Hindrance
    who: str = ""
    sheet: str = ""


HINDRANCE_NAMES: Mapping[Hindrance, str] = {
    Hindrance.DO_NOT_CONTACT: N_("wants no visit"),
    Hindrance.KNOCKED: N_("{name} was there already that day"),
    Hindrance.ON_SHEET: N_("stands on {name}'s visit list {code}"),
    Hindrance.ASSIGNED: N_("is {name}'s that day"),
}


def tell_obstacle(obstacle: Obstacle) -> Message:
    """Say why a door is left out and who has it."""
    return say(HINDRANCE_NAMES[obstacle.why], name=obstacle.who or "?", code=obstacle.sheet or "?")
