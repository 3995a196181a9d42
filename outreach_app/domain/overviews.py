"""Results by day and by month, held once for a stretch of days, and what a village's teams did within it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Aim
from outreach_app.domain.visits import Outcome

Spot = tuple[Scheme, bytes]
"""A scheme and the id of a village: where something is counted."""


@dataclass(frozen=True, slots=True)
class Course:
    """What happened on which day of a period, everybody counted once, and how the number of members went.

    `begun` are the members on the day before the first one, `steps` by how many more or fewer a day had than the one
    before it.
    """

    period: Period
    days: Mapping[Spot, Mapping[date, Tally]]
    begun: Mapping[Spot, int]
    steps: Mapping[Spot, Mapping[date, int]]

    def follow(self, scheme: Scheme, villages: Iterable[bytes], aim: Aim) -> list[tuple[date, int]]:
        """Add up day by day what a target counts: the days on which it changed, and the first and the last one."""
        spots = [(scheme, village) for village in villages]
        changes: dict[date, int] = {self.period.first: 0, self.period.last: 0}
        for spot in spots:
            told = self.steps.get(spot, {}) if aim is Aim.STOCK else self._count(spot, aim)
            for day, count in told.items():
                changes[day] = changes.get(day, 0) + count
        reached = sum(self.begun.get(spot, 0) for spot in spots) if aim is Aim.STOCK else 0
        line = []
        for day in sorted(changes):
            reached += changes[day]
            line.append((day, reached))
        return line

    def _count(self, spot: Spot, aim: Aim) -> dict[date, int]:
        return {day: tally.count(aim) for day, tally in self.days.get(spot, {}).items()}


@dataclass(frozen=True, slots=True)
class Months:
    """What happened in each of some calendar months, the last one as far as it has come."""

    periods: tuple[Period, ...]
    tallies: Mapping[Spot, Mapping[date, Tally]]

    def sum_up(self, scheme: Scheme, villages: Iterable[bytes]) -> list[tuple[Period, Tally]]:
        """Add up some villages month by month; the tallies are kept by the first day of their month."""
        told = [self.tallies.get((scheme, village), {}) for village in villages]
        return [
            (period, sum((each[period.first] for each in told if period.first in each), Tally()))
            for period in self.periods
        ]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a list: where, when, what came of it, and who was there."""

    id: bytes
    household: bytes
    head: str
    code: str
    on: date
    outcome: Outcome | None
    spoken: bool
    canvasser: str
    canvasser_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class TeamWork:
    """What a team did in a village within some days; no id stands for everybody who is in no team."""

    team: bytes | None
    name: str
    visits: tuple[VisitLine, ...] = ()

    @property
    def doors(self) -> int:
        """At how many doors it was."""
        return len({each.household for each in self.visits})

    @property
    def spoken_to(self) -> int:
        """At how many doors somebody was spoken to."""
        return len({each.household for each in self.visits if each.spoken})


def last_months(on: date, count: int) -> tuple[Period, ...]:
    """List the calendar months up to a day, the last one cut there; the oldest first."""
    found: list[Period] = []
    last = on
    for _ in range(count):
        first = last.replace(day=1)
        found.append(Period(first, last))
        last = first - timedelta(days=1)
    return tuple(reversed(found))
