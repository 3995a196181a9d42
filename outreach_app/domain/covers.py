"""From which day to which somebody is covered under a scheme, and on which days a cover ended without another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outreach_app.domain.periods import Period

_DAY = timedelta(days=1)
ENDLESS = date.max


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """Days of cover, both ends included (ENDLESS until further notice).

    `goes_on` is that of a sign-up written as continuing: what was between it and the cover before is no break.
    """

    first: date
    last: date
    goes_on: bool = False


def join_covers(covers: Iterable[Cover], *, bridged_days: int = 0) -> list[Cover]:
    """Make one of covers that meet, follow one another, or leave at most so many days between them; by first day."""
    joined: list[Cover] = []
    for cover in sorted(covers):
        if cover.last < cover.first:
            continue
        before = joined[-1] if joined else None
        if before is not None and (cover.goes_on or _is_next(before, cover, bridged_days)):
            joined[-1] = replace(before, last=max(before.last, cover.last))
        else:
            joined.append(cover)
    return joined


def _is_next(before: Cover, cover: Cover, bridged_days: int) -> bool:
    return before.last == ENDLESS or (cover.first - before.last).days <= bridged_days + 1


def is_covered(joined: Sequence[Cover], on: date) -> bool:
    """Whether a day lies in one of the covers."""
    return any(cover.first <= on <= cover.last for cover in joined)


def find_lapses(joined: Sequence[Cover], within: Period) -> list[date]:
    """List the first days without cover within a period; whoever is covered again later has lapsed all the same."""
    ended = (cover.last + _DAY for cover in joined if cover.last != ENDLESS)
    return [day for day in ended if within.holds(day)]
