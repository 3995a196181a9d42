"""What the weeks of a unit came to: visits, outcomes, sign-ups; and where the numbers were read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Road(StrEnum):
    """Where weekly numbers come from: the workspace as it stands, or an export as it stood when it was written."""

    WORKSPACE = "workspace"
    EXPORT = "export"


Visited = tuple[str, date, int, int]
"""Commune, a day or the Monday of its week, visits, visits at which somebody was spoken to."""
Kept = tuple[str, date, str, int]
"""Commune, a day or the Monday of its week, a key (outcome, or kind of sign-up), how many."""


@dataclass(slots=True)
class WeekRow:
    """One week of a commune, from Monday to Sunday: outcomes of people and sign-ups by their keys."""

    commune: str
    monday: date
    visits: int = 0
    spoken: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sign_ups: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """The weeks of some days by commune; of an export when it was written and how many people are not in it."""

    road: Road
    rows: tuple[WeekRow, ...]
    names: Mapping[str, str]
    written_at: str | None = None
    left_out: int = 0


def add_up_weeks(
    visited: Iterable[Visited], outcomes: Iterable[Kept], sign_ups: Iterable[Kept]
) -> tuple[WeekRow, ...]:
    """Add numbers of days, or of weeks already, up to weeks; by commune, then by week."""
    rows = _Rows()
    for commune, day, visits, spoken in visited:
        row = rows.find(commune, day)
        row.visits += visits
        row.spoken += spoken
    for commune, day, key, count in outcomes:
        rows.find(commune, day).outcomes[key] += count
    for commune, day, key, count in sign_ups:
        rows.find(commune, day).sign_ups[key] += count
    return rows.sorted()


class _Rows:
    def __init__(self) -> None:
        self._found: dict[str, dict[date, WeekRow]] = defaultdict(dict)
        self._mondays: dict[date, date] = {}

    def find(self, commune: str, day: date) -> WeekRow:
        monday = self._mondays.get(day)
        if monday is None:
            monday = self._mondays[day] = day - timedelta(days=day.weekday())
        weeks = self._found[commune]
        row = weeks.get(monday)
        if row is None:
            row = weeks[monday] = WeekRow(commune, monday)
        return row

    def sorted(self) -> tuple[WeekRow, ...]:
        return tuple(weeks[monday] for _, weeks in sorted(self._found.items()) for monday in sorted(weeks))
