"""What a list of stopped members adds to what is known of somebody: a period that ended, an end that was missing, or
nothing, since it is known already or the person has joined again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.joining import HEALTH_CARDS
from outreach_app.domain.months import last_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import OPEN_STAGES, Stage

STOPPED_REASON = "stopped"
"""Why somebody of such a list is to be won back, as a prospect tells it."""

_BELONGED = "compulsory"
"""Why a list marked somebody as not to be asked, which a stop ends."""

_OFFERED = {
    Scheme.COMPULSORY: Scheme.VOLUNTARY,
    Scheme.VOLUNTARY: Scheme.VOLUNTARY,
    Scheme.HEALTH: Scheme.HOUSEHOLD_HEALTH,
}


class Verdict(StrEnum):
    """What a stop of one scheme comes to."""

    NEW = "new"
    ENDS = "ends"
    KNOWN = "known"
    AGAIN = "again"
    LATER = "later"


class ProspectStep(StrEnum):
    """What becomes of the person's prospect."""

    MAKE = "make"
    RENAME = "rename"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class HeldPeriod:
    """A period that is known here; `row` is empty while it is only planned, an `ends` of None tells of no end."""

    row: bytes
    scheme: Scheme
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class HeldProspect:
    """The newest prospect of a scheme; `row` is empty while it is only planned."""

    row: bytes
    reason: str
    stage: Stage


@dataclass(slots=True)
class Holdings:
    """What is known of one person: periods of lists, last days of sign-ups with their scheme, prospects by scheme."""

    periods: list[HeldPeriod] = field(default_factory=list)
    signed: list[tuple[Scheme, date]] = field(default_factory=list)
    prospects: dict[Scheme, HeldProspect] = field(default_factory=dict)

    def of_kind(self, scheme: Scheme) -> list[HeldPeriod]:
        """The periods that count for a scheme: of a health card those of every kind of card."""
        kinds = kinds_of(scheme)
        return [each for each in self.periods if each.scheme in kinds]

    def lasts_beyond(self, scheme: Scheme, day: date) -> bool:
        """Whether any cover of a scheme lasts longer than a day, or nobody knows how long."""
        listed = any(each.ends is None or each.ends > day for each in self.of_kind(scheme))
        return listed or any(kind in kinds_of(scheme) and ends > day for kind, ends in self.signed)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a stop comes to: periods whose end it tells (`ended`), and until when somebody is covered against it."""

    verdict: Verdict
    ended: tuple[HeldPeriod, ...] = ()
    until: date | None = None


def kinds_of(scheme: Scheme) -> frozenset[Scheme]:
    """The schemes that stand for one another: every kind of health card, else the scheme alone."""
    return HEALTH_CARDS if scheme in HEALTH_CARDS else frozenset({scheme})


def last_day_of(stopped: date) -> date:
    """The last covered day of somebody who stopped in a month: the month itself is no longer paid for."""
    return stopped.replace(day=1) - timedelta(days=1)


def offer_after(scheme: Scheme) -> Scheme | None:
    """What to win somebody for who stopped a scheme; None for one that nobody joins at the door."""
    return _OFFERED.get(scheme)


def judge_stop(
    scheme: Scheme, stopped: date, held: Holdings, *, today: date, certain: bool = False
) -> Judgement:
    """Weigh one stop against what is known; `certain`: somebody has looked at it, and a later end gives way."""
    last, month_end = last_day_of(stopped), last_of_month(stopped)
    signed = [ends for kind, ends in held.signed if kind in kinds_of(scheme) and ends > month_end]
    if signed:
        return Judgement(Verdict.AGAIN, until=max(signed))
    periods = held.of_kind(scheme)
    again = [each for each in periods if each.starts is not None and each.starts > last]
    if again:
        return Judgement(Verdict.AGAIN, until=_latest(again))
    endless = tuple(each for each in periods if each.ends is None)
    later = tuple(each for each in periods if each.ends is not None and each.ends > month_end)
    running = tuple(each for each in later if each.ends is not None and each.ends >= today)
    if running and not certain:
        return Judgement(Verdict.LATER, until=_latest(running))
    if endless or running:
        return Judgement(Verdict.ENDS, ended=(*endless, *running))
    if any(each.ends is not None and last <= each.ends <= month_end for each in periods):
        return Judgement(Verdict.KNOWN)
    return Judgement(Verdict.AGAIN, until=_latest(later)) if later else Judgement(Verdict.NEW)


def step_prospect(scheme: Scheme, held: Holdings, *, last: date, fresh: bool) -> ProspectStep:
    """Tell what becomes of the prospect for a scheme; who has refused or was put aside before is left in peace.

    `fresh`: the list told something new. Whoever is covered by the scheme after `last` is nobody to win.
    """
    known = held.prospects.get(scheme)
    if held.lasts_beyond(scheme, last_of_month(last + timedelta(days=1))):
        return ProspectStep.LEAVE
    if known is None:
        return ProspectStep.MAKE
    if known.stage is Stage.WON or (known.stage is Stage.CLOSED and known.reason == _BELONGED):
        return ProspectStep.MAKE if fresh else ProspectStep.LEAVE
    renamed = fresh and known.stage in OPEN_STAGES and known.reason != STOPPED_REASON
    return ProspectStep.RENAME if renamed else ProspectStep.LEAVE


def _latest(periods: Iterable[HeldPeriod] | Sequence[HeldPeriod]) -> date | None:
    return max((each.ends for each in periods if each.ends is not None), default=None)
