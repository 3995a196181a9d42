"""The hybrid clock: follows the wall clock, never runs backwards, and never follows a stamp from the far future."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain

VIETNAM = timezone(timedelta(hours=7))
"""Viet Nam keeps one zone and no summer time."""

TICKS = 4096
_DAY_MS = 24 * 60 * 60 * 1000


def stamp_of(moment: datetime) -> int:
    """Turn an aware moment into the stamp's scale (milliseconds times 4096)."""
    return int(moment.timestamp() * 1000) * TICKS


def moment_of(stamp: int) -> datetime:
    """Turn a stamp back into Vietnamese time."""
    return datetime.fromtimestamp(stamp // TICKS / 1000, UTC).astimezone(VIETNAM)


@dataclass(slots=True)
class HybridClock:
    """The last stamp given or followed; it is stored with every write so that a restart does not turn it back."""

    last: int = 0

    def next(self, now: datetime) -> int:
        """Give the next stamp, later than every stamp given or followed before."""
        self.last = max(stamp_of(now), self.last + 1)
        return self.last

    def follow_all(self, stamps: Iterable[int], now: datetime) -> None:
        """Learn from other machines' stamps, but from none that lies more than a day ahead of this machine's clock."""
        latest = stamp_of(now) + _DAY_MS * TICKS
        self.last = max(chain((self.last,), (stamp for stamp in stamps if stamp <= latest)))
