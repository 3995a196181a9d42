"""What sign-ups, covers and told reasons come to: who joined, went on, stopped and is a member, each with their id.

Everything is counted from the same lists of people, so that parts come to their whole and every number can be opened.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.covers import Cover, Stop, find_cover, find_stops
from outreach_app.domain.lapses import LapseReason, ToldLapse, find_reason
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.results import NOTHING, Tally

_DAY = timedelta(days=1)
RENEWED_WITHIN = timedelta(days=89)
"""A health card that is renewed within 90 days keeps what the law grants to unbroken cover: nobody has stopped."""

_STRENGTH = {Figure.NEW: 0, Figure.WON_BACK: 1, Figure.CONTINUING: 2}


class Crowd(StrEnum):
    """Members of more than one scheme, everybody once, or (UNKNOWN_CARD) by a health card of no known group alone."""

    ANY = "any_scheme"
    SOCIAL = "both_social"
    ANY_CARD = "any_card"
    UNKNOWN_CARD = "unknown_card"


_SCHEMES_OF: Mapping[Crowd, tuple[Scheme, ...]] = {
    Crowd.ANY: tuple(Scheme),
    Crowd.SOCIAL: (Scheme.COMPULSORY, Scheme.VOLUNTARY),
    Crowd.ANY_CARD: (Scheme.HEALTH, Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH),
}


def schemes_of(counted: Crowd | Scheme) -> tuple[Scheme, ...]:
    """The schemes of which somebody counted is a member of one at least."""
    if isinstance(counted, Crowd):
        return _SCHEMES_OF.get(counted, (Scheme.HEALTH,))
    return (counted,)


_CARDS_OF_KNOWN_KIND = (Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH, Scheme.COMPULSORY)
"""What tells of which group a health card is; compulsory members have theirs from their work."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """One sign-up: what it makes of somebody (new, won back, continuing), on which day, and by whom."""

    person: bytes
    figure: Figure
    on: date
    canvasser: bytes | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to somebody within some days under one scheme; a reason is that of a stop."""

    person: bytes
    figure: Figure
    on: date
    canvasser: bytes | None = None
    reason: LapseReason | None = None


@dataclass(slots=True)
class Facts:
    """What is known of everybody: joined covers, sign-ups in the order of their days, reasons, villages, the dead.

    Whoever has died is no member, though nobody has told the end of the cover; who stopped before that has stopped.
    """

    covers: dict[Scheme, dict[bytes, list[Cover]]] = field(default_factory=lambda: defaultdict(dict))
    sign_ups: Mapping[Scheme, Sequence[SignUp]] = field(default_factory=dict)
    told: Mapping[tuple[bytes, Scheme], Sequence[ToldLapse]] = field(default_factory=dict)
    homes: dict[bytes, bytes] = field(default_factory=dict)
    dead: set[bytes] = field(default_factory=set)

    def list_sign_ups(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who signed up within a period, everybody once: whoever joined and went on within it has joined."""
        best: dict[bytes, SignUp] = {}
        signed = self.sign_ups.get(scheme, ())
        start = bisect_left(signed, period.first, key=_day_of)
        for each in signed[start : bisect_right(signed, period.last, key=_day_of)]:
            known = best.get(each.person)
            if known is None or _STRENGTH[each.figure] < _STRENGTH[known.figure]:
                best[each.person] = each
        return [Event(each.person, each.figure, each.on, each.canvasser) for each in best.values()]

    def list_stops(self, scheme: Scheme, period: Period) -> list[Event]:
        """List whose cover ended within a period, everybody once with the last stop."""
        return list({each.person: each for each in self.list_every_stop(scheme, period)}.values())

    def list_every_stop(self, scheme: Scheme, period: Period) -> Iterator[Event]:
        """List every cover that ended within a period, of one person in the order of days."""
        eve, last = period.first - _DAY, period.last - _DAY
        for person, known in self.covers.get(scheme, {}).items():
            if not any(eve <= cover.last <= last for cover in known):
                continue
            for stop in find_stops(known, period):
                if not self._has_another_card(scheme, person, stop):
                    yield self._make_stop(scheme, person, stop)

    def list_members(self, scheme: Scheme, on: date) -> Iterator[tuple[bytes, Cover]]:
        """List who is covered under a scheme on a day, each with the cover."""
        for person, known in self.covers.get(scheme, {}).items():
            if person not in self.dead and (cover := find_cover(known, on)) is not None:
                yield person, cover

    def list_crowd(self, crowd: Crowd, on: date) -> dict[bytes, Cover]:
        """List who belongs to a crowd on a day, each with a cover that tells it."""
        if crowd is Crowd.UNKNOWN_CARD:
            return {
                person: cover
                for person, cover in self.list_members(Scheme.HEALTH, on)
                if not any(self._is_member(scheme, person, on) for scheme in _CARDS_OF_KNOWN_KIND)
            }
        return dict(found for scheme in _SCHEMES_OF[crowd] for found in self.list_members(scheme, on))

    def list_unknown_stops(self, period: Period) -> list[Event]:
        """List whose card of no known group ended within a period without a card of any kind within 90 days."""
        return [
            each
            for each in self.list_stops(Scheme.HEALTH, period)
            if not any(self._renewed(scheme, each.person, each.on) for scheme in _CARDS_OF_KNOWN_KIND)
        ]

    def _is_member(self, scheme: Scheme, person: bytes, on: date) -> bool:
        return find_cover(self.covers.get(scheme, {}).get(person, ()), on) is not None

    def _renewed(self, scheme: Scheme, person: bytes, ended: date) -> bool:
        known = self.covers.get(scheme, {}).get(person, ())
        return any(cover.first <= ended + RENEWED_WITHIN and cover.last >= ended for cover in known)

    def _has_another_card(self, scheme: Scheme, person: bytes, stop: Stop) -> bool:
        # The list that tells of the next card does not tell its kind: most likely the household went on.
        return scheme is Scheme.HOUSEHOLD_HEALTH and self._renewed(Scheme.HEALTH, person, stop.on)

    def _make_stop(self, scheme: Scheme, person: bytes, stop: Stop) -> Event:
        told = self.told.get((person, scheme), ())
        if scheme is Scheme.HEALTH:
            told = (*told, *self.told.get((person, Scheme.HOUSEHOLD_HEALTH), ()))
        elif scheme is Scheme.HOUSEHOLD_HEALTH:
            told = (*told, *self.told.get((person, Scheme.HEALTH), ()))
        reason = find_reason(stop, told) or (LapseReason.DIED if person in self.dead else None)
        return Event(person, Figure.LAPSED, stop.on, stop.by, reason)


def _day_of(sign_up: SignUp) -> date:
    return sign_up.on


Axis = Callable[[bytes, bytes | None, date], Collection[bytes]]
"""By what is counted: the keys of a person whom somebody signed, on a day; several when they overlap, as teams may."""


def tally_events(events: Iterable[Event], axis: Axis) -> dict[bytes, Tally]:
    """Count events by key."""
    counted: dict[bytes, Counter[Figure]] = defaultdict(Counter)
    for each in events:
        for key in axis(each.person, each.canvasser, each.on):
            counted[key][each.figure] += 1
    return {
        key: Tally(
            told[Figure.NEW], told[Figure.WON_BACK], told[Figure.CONTINUING], told[Figure.LAPSED]
        )
        for key, told in counted.items()
    }  # fmt: skip


def sort_reasons(events: Iterable[Event]) -> dict[LapseReason | None, list[bytes]]:
    """Put those who stopped under the reason that was told, in the order of the reasons; None comes last."""
    found: dict[LapseReason | None, list[bytes]] = defaultdict(list)
    for each in events:
        if each.figure is Figure.LAPSED:
            found[each.reason].append(each.person)
    return {reason: sorted(found[reason]) for reason in (*LapseReason, None) if reason in found}


def sum_tallies(tallies: Mapping[bytes, Tally], keys: Iterable[bytes]) -> Tally:
    """Add up what was counted under some keys."""
    return sum((tallies[key] for key in keys if key in tallies), NOTHING)
