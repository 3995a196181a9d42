"""Which days of a laptop never reached the office: what can be known of them, and where else to look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from outreach_app.domain.clock import VIETNAM

MOST_DAYS = 60
"""So many days are named at most, the newest; a machine may have been silent for a year."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come of a machine: visits by day (ISO), the newest entry, how many are missing before it, open lists."""

    visits: Mapping[str, int] = field(default_factory=dict)
    newest: datetime | None = None
    missing: int = 0
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LostDay:
    """A day of which the office lacks something, and how many visits of it did come."""

    day: date
    came: int


@dataclass(frozen=True, slots=True)
class LostDays:
    """What never came of a laptop.

    `days` go from the day of its newest entry, of which the rest may be missing, to the last one it was used on as far
    as anybody knows; `files` are numbers of files missing in between and `entries` how many entries are known to be
    missing; `lists` are codes of visit lists that are out on paper, whose rows can be typed back.
    """

    device: str
    newest: datetime | None
    last_file: int
    files: tuple[int, ...]
    entries: int
    days: tuple[LostDay, ...]
    lists: tuple[str, ...]

    @property
    def first(self) -> date | None:
        """The first day that may be incomplete; None when nothing ever came."""
        return self.days[0].day if self.days else None


def find_lost_days(
    device: str, arrived: Iterable[Arrived], *, last_file: int, files: tuple[int, ...], until: date
) -> LostDays:
    """Put together what is known of a laptop that is gone since, or was last used on, `until`."""
    told = list(arrived)
    visits: Counter[str] = Counter()
    for each in told:
        visits.update(each.visits)
    newest = max((each.newest for each in told if each.newest is not None), default=None)
    first = newest.astimezone(VIETNAM).date() if newest is not None else until
    span = [first + timedelta(number) for number in range(max(0, (until - first).days) + 1)]
    return LostDays(
        device, newest, last_file, files, sum(each.missing for each in told),
        tuple(LostDay(day, visits[day.isoformat()]) for day in span[-MOST_DAYS:]),
        tuple(sorted(code for each in told for code in each.lists)),
    )  # fmt: skip
