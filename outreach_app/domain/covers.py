"""From which day to which somebody is covered under a scheme, and when a cover ended without another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from outreach_app.domain.periods import Period

_DAY = timedelta(days=1)
ENDLESS = date.max


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """Days of cover, both ends included (ENDLESS until further notice).

    `goes_on` is that of a sign-up written as continuing: what was between it and the cover before is no break. `by` is
    who signed it, of joined covers the last one; nobody for what a list told.
    """

    first: date
    last: date
    goes_on: bool = False
    by: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """A cover that ended: the first day without, since when it ran, when the next one began (ENDLESS: never)."""

    on: date
    since: date
    until: date = ENDLESS
    by: bytes | None = None


def join_covers(covers: Iterable[Cover], *, bridged_days: int = 0) -> list[Cover]:
    """Make one of covers that meet, follow one another, or leave at most so many days between them; by first day."""
    ordered = sorted(covers)
    if len(ordered) == 1 and ordered[0].first <= ordered[0].last:
        return ordered  # most people have one, and reports join a million of them
    joined: list[Cover] = []
    for cover in ordered:
        if cover.last < cover.first:
            continue
        before = joined[-1] if joined else None
        if before is not None and (cover.goes_on or _is_next(before, cover, bridged_days)):
            joined[-1] = replace(before, last=max(before.last, cover.last), by=cover.by or before.by)
        else:
            joined.append(cover)
    return joined


def _is_next(before: Cover, cover: Cover, bridged_days: int) -> bool:
    return before.last == ENDLESS or (cover.first - before.last).days <= bridged_days + 1


def find_cover(joined: Sequence[Cover], on: date) -> Cover | None:
    """Find the cover in which a day lies."""
    for cover in joined:  # a plain loop: a province has half a million people to look through
        if cover.first <= on <= cover.last:
            return cover
    return None


def find_stops(joined: Sequence[Cover], within: Period) -> list[Stop]:
    """List the stops within a period, the first first; whoever is covered again later has stopped all the same."""
    found = []
    for place, cover in enumerate(joined):
        if cover.last != ENDLESS and within.holds(cover.last + _DAY):
            until = joined[place + 1].first if place + 1 < len(joined) else ENDLESS
            found.append(Stop(cover.last + _DAY, cover.first, until, cover.by))
    return found
