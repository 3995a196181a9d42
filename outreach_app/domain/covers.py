"""From which day to which somebody is covered under a scheme, and when a cover ended without another one.

Days are whole numbers here (`date.toordinal`): a province tells of a million covers, and numbers pack into arrays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

ALWAYS = date.min.toordinal()
ENDLESS = date.max.toordinal()


class Cover(NamedTuple):
    """Days of cover by number, both ends included (ALWAYS: nobody told the first; ENDLESS: until further notice).

    `goes_on` is that of a sign-up written as continuing: what was between it and the cover before is no break. `by` is
    who signed it, of joined covers the last one; nobody for what a list told.
    """

    first: int
    last: int
    goes_on: bool = False
    by: bytes | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A cover that ended: the first day without, since when it ran, when the next one began (`date.max`: never)."""

    on: date
    since: date
    until: date = date.max


_ORDER = itemgetter(0, 1, 2)


def join_covers(covers: Iterable[Cover], *, bridged_days: int = 0) -> list[Cover]:
    """Make one of covers that meet, follow one another, or leave at most so many days between them; by first day."""
    joined: list[Cover] = []
    for cover in sorted(covers, key=_ORDER):
        if cover.last < cover.first:
            continue
        before = joined[-1] if joined else None
        if before is not None and (cover.goes_on or cover.first - before.last <= bridged_days + 1):
            joined[-1] = Cover(
                before.first, max(before.last, cover.last), before.goes_on, cover.by or before.by
            )
        else:
            joined.append(cover)
    return joined


def find_cover(joined: Sequence[Cover], on: int) -> Cover | None:
    """Find the cover in which a day lies."""
    return next((cover for cover in joined if cover.first <= on <= cover.last), None)


def subtract_covers(covers: Iterable[Cover], others: Iterable[Cover]) -> list[Cover]:
    """Leave of joined covers the days that none of the others holds."""
    left = list(covers)
    for other in others:
        left = [
            piece
            for cover in left
            for piece in (
                cover._replace(last=min(cover.last, other.first - 1)),
                cover._replace(first=max(cover.first, other.last + 1)),
            )
            if piece.first <= piece.last
        ]
    return left
