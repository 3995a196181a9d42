"""What is known of the people of one village, packed into columns, and what is counted of it again and again.

Nothing here changes once it is made: whoever learns more of a village makes its facts anew. So reports may share them,
and what was counted once for some days stands beside them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple, TypeVar, cast

from outreach_app.domain.covers import ENDLESS, Cover, Stop, find_cover, join_covers, subtract_covers
from outreach_app.domain.crowds import CARDS_OF_KNOWN_KIND, Crowd, schemes_of
from outreach_app.domain.lapses import LapseReason, ToldLapse, find_reason
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.results import NOTHING, Tally

T = TypeVar("T")

RENEWED_WITHIN = timedelta(days=89)
"""A health card that is renewed within 90 days keeps what the law grants to unbroken cover: nobody has stopped."""

_STRENGTH = {Figure.NEW: 0, Figure.WON_BACK: 1, Figure.CONTINUING: 2}
_MOST_KEPT = 64
"""So many counts of a village are kept at most; a report asks for a dozen."""


class SignUp(NamedTuple):
    """One sign-up: what it makes of somebody (new, won back, continuing), on which day, and by whom."""

    person: bytes
    figure: Figure
    on: date
    canvasser: bytes | None = None


class Event(NamedTuple):
    """What happened to somebody within some days under one scheme; a reason is that of a stop."""

    person: bytes
    figure: Figure
    on: date
    canvasser: bytes | None = None
    reason: LapseReason | None = None


@dataclass(frozen=True, slots=True)
class Covers:
    """Joined covers under one scheme as columns: person by person, of one person in the order of days."""

    people: tuple[bytes, ...] = ()
    firsts: Sequence[int] = ()
    lasts: Sequence[int] = ()
    by: tuple[bytes | None, ...] = ()

    def sort_out(self) -> dict[bytes, list[Cover]]:
        """Give everybody their covers."""
        found: dict[bytes, list[Cover]] = defaultdict(list)
        for person, first, last, by in zip(self.people, self.firsts, self.lasts, self.by, strict=True):
            found[person].append(Cover(first, last, by=by))
        return found


CoverRow = tuple[bytes, int, int, bytes | None]
"""Somebody's cover: the person, first and last day, who signed it."""


def pack_covers(covers: Mapping[bytes, Iterable[Cover]]) -> Covers:
    """Put everybody's joined covers into columns."""
    return pack_rows(
        [(who, each.first, each.last, each.by) for who in sorted(covers) for each in covers[who]]
    )


def pack_rows(rows: Sequence[CoverRow]) -> Covers:
    """Put joined covers that stand in order into columns."""
    if not rows:
        return Covers()
    people, firsts, lasts, by = zip(*rows, strict=True)
    return Covers(people, array("i", firsts), array("i", lasts), by)


class _Stops(NamedTuple):
    """Covers that ended, by day; `renewed` are the places of those whom a card of a known kind followed."""

    days: Sequence[int]
    events: Sequence[tuple[bytes, int, bytes | None, LapseReason | None]]
    renewed: frozenset[int]


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """Of one village joined covers, sign-ups in the order of their days, reasons, and the dead.

    Whoever has died is no member, though nobody has told the end of the cover; who stopped before that has stopped.
    """

    covers: Mapping[Scheme, Covers] = field(default_factory=dict)
    sign_ups: Mapping[Scheme, Sequence[SignUp]] = field(default_factory=dict)
    told: Mapping[tuple[bytes, Scheme], Sequence[ToldLapse]] = field(default_factory=dict)
    dead: frozenset[bytes] = frozenset()
    _kept: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    _sorted: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def keep(self, key: object, count: Callable[[], T]) -> T:
        """Count something of this village once; of many counts the newest are kept."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = count()
        return cast("T", found)

    def _sort(self, key: object, sort: Callable[[], T]) -> T:
        found = self._sorted.get(key)
        if found is None:
            found = self._sorted[key] = sort()
        return cast("T", found)

    # ------------------------------------------------------------------------------------------------------- sign-ups
    def list_sign_ups(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who signed up within a period, everybody once: whoever joined and went on within it has joined."""
        best: dict[bytes, SignUp] = {}
        signed = self.sign_ups.get(scheme, ())
        start = bisect_left(signed, period.first, key=_day_of)
        for each in signed[start : bisect_right(signed, period.last, key=_day_of)]:
            known = best.get(each.person)
            if known is None or _STRENGTH[each.figure] < _STRENGTH[known.figure]:
                best[each.person] = each
        return [Event(*each) for each in best.values()]

    def tally_sign_ups(self, scheme: Scheme, period: Period) -> Tally:
        """Count who signed up within a period."""
        return self.keep((scheme, period, "signed"), lambda: self._tally_sign_ups(scheme, period))

    def _tally_sign_ups(self, scheme: Scheme, period: Period) -> Tally:
        figures = [each.figure for each in self.list_sign_ups(scheme, period)]
        if not figures:
            return NOTHING
        return Tally(*(figures.count(each) for each in (Figure.NEW, Figure.WON_BACK, Figure.CONTINUING)))

    # ---------------------------------------------------------------------------------------------------------- stops
    def list_every_stop(self, scheme: Scheme, period: Period) -> list[Event]:
        """List every cover that ended within a period, by day."""
        stops = self._list_stops(scheme)
        start, end = _cut(stops.days, period)
        return [_make_event(*told) for told in stops.events[start:end]]

    def list_stops(self, scheme: Scheme, period: Period) -> list[Event]:
        """List whose cover ended within a period, everybody once with the last stop."""
        return list({each.person: each for each in self.list_every_stop(scheme, period)}.values())

    def list_unknown_stops(self, period: Period) -> list[Event]:
        """List whose card of no known group ended within a period without a card of any kind within 90 days."""
        stops = self._list_stops(Scheme.HEALTH)
        last = {stops.events[place][0]: place for place in range(*_cut(stops.days, period))}
        return [_make_event(*stops.events[place]) for place in last.values() if place not in stops.renewed]

    def sort_stops(
        self, scheme: Scheme, period: Period, *, unknown: bool = False
    ) -> Mapping[LapseReason | None, tuple[bytes, ...]]:
        """Put those who stopped (`unknown`: as `list_unknown_stops` does) under the reason that was told, by id."""
        listed = self.list_unknown_stops if unknown else lambda days: self.list_stops(scheme, days)
        return self.keep((scheme, period, unknown), lambda: _sort_by_reason(listed(period)))

    def _list_stops(self, scheme: Scheme) -> _Stops:
        return self._sort(("stops", scheme), lambda: self._find_stops(scheme))

    def _find_stops(self, scheme: Scheme) -> _Stops:
        known = self.covers.get(scheme, Covers())
        # The list that tells of the next card does not tell its kind: most likely the household went on.
        other = self._sort_out(Scheme.HEALTH) if scheme is Scheme.HOUSEHOLD_HEALTH else {}
        found = []
        for place, (person, last) in enumerate(zip(known.people, known.lasts, strict=True)):
            if last != ENDLESS and not _is_renewed(other.get(person, ()), last + 1):
                found.append((last + 1, place, person))
        found.sort()
        events = [
            (person, on, known.by[place], self._find_reason(scheme, known, place))
            for on, place, person in found
        ]
        renewed: frozenset[int] = frozenset()
        if scheme is Scheme.HEALTH:
            cards = [self._sort_out(each) for each in CARDS_OF_KNOWN_KIND]
            renewed = frozenset(
                number
                for number, (on, _, person) in enumerate(found)
                if any(_is_renewed(card.get(person, ()), on) for card in cards)
            )
        return _Stops(array("i", (on for on, _, _ in found)), events, renewed)

    def _find_reason(self, scheme: Scheme, known: Covers, place: int) -> LapseReason | None:
        person = known.people[place]
        died = LapseReason.DIED if person in self.dead else None
        told = self.told.get((person, scheme), ())
        if scheme in _ONE_CARD:
            told = (*told, *self.told.get((person, _ONE_CARD[scheme]), ()))
        if not told:
            return died
        following = place + 1 < len(known.people) and known.people[place + 1] == person
        stop = Stop(
            date.fromordinal(known.lasts[place] + 1), date.fromordinal(known.firsts[place]),
            date.fromordinal(known.firsts[place + 1]) if following else date.max,
        )  # fmt: skip
        return find_reason(stop, told) or died

    # -------------------------------------------------------------------------------------------------------- members
    def count_members(self, counted: Crowd | Scheme, on: int) -> int:
        """Count who belongs to a scheme or a crowd on a day."""
        firsts, lasts = self.list_bounds(counted)
        return bisect_right(firsts, on) - bisect_left(lasts, on)

    def list_bounds(self, counted: Crowd | Scheme) -> tuple[Sequence[int], Sequence[int]]:
        """First and last days of the living under a scheme, or in a crowd, each in order."""
        return self._sort(("bounds", counted), lambda: self._sort_bounds(counted))

    def _sort_bounds(self, counted: Crowd | Scheme) -> tuple[Sequence[int], Sequence[int]]:
        if isinstance(counted, Crowd):
            spans = [each for covers in self._gather(counted).values() for each in covers]
            return array("i", sorted(each.first for each in spans)), array("i", sorted(e.last for e in spans))
        known = self.covers.get(counted, Covers())
        alive = [person not in self.dead for person in known.people] if self.dead else None
        return tuple(array("i", sorted(_pick(days, alive))) for days in (known.firsts, known.lasts))  # type: ignore[return-value]

    def _gather(self, crowd: Crowd) -> dict[bytes, list[Cover]]:
        """Everybody alive with the days on which they belong to a crowd."""
        if crowd is Crowd.UNKNOWN_CARD:
            cards = [self._sort_out(each) for each in CARDS_OF_KNOWN_KIND]
            return {
                person: subtract_covers(known, chain.from_iterable(card.get(person, ()) for card in cards))
                for person, known in self._sort_out(Scheme.HEALTH).items()
                if person not in self.dead
            }
        found: dict[bytes, list[Cover]] = defaultdict(list)
        for scheme in schemes_of(crowd):
            for person, known in self._sort_out(scheme).items():
                if person not in self.dead:
                    found[person] += known
        return {person: join_covers(known) if len(known) > 1 else known for person, known in found.items()}

    def list_members(self, counted: Crowd | Scheme, on: int) -> Iterator[tuple[bytes, bytes | None]]:
        """List the members whom `count_members` counts, each with who signed their cover last."""
        if counted is Crowd.UNKNOWN_CARD:
            known = {person for scheme in CARDS_OF_KNOWN_KIND for person, _ in self.list_members(scheme, on)}
            yield from (told for told in self.list_members(Scheme.HEALTH, on) if told[0] not in known)
        elif isinstance(counted, Crowd):
            yield from dict(
                chain.from_iterable(self.list_members(scheme, on) for scheme in schemes_of(counted))
            ).items()
        else:
            known_covers = self.covers.get(counted, Covers())
            columns = (known_covers.people, known_covers.firsts, known_covers.lasts, known_covers.by)
            for person, first, last, by in zip(*columns, strict=True):
                if first <= on <= last and person not in self.dead:
                    yield person, by

    def find_cover(self, scheme: Scheme, person: bytes, on: int) -> Cover | None:
        """Find the cover of somebody in which a day lies, of the dead too."""
        return find_cover(self._sort_out(scheme).get(person, ()), on)

    def _sort_out(self, scheme: Scheme) -> dict[bytes, list[Cover]]:
        return self.covers[scheme].sort_out() if scheme in self.covers else {}

    # ------------------------------------------------------------------------------------------------------ its people
    def list_people(self) -> Iterator[bytes]:
        """Everybody of whom a cover, a sign-up, a reason or a death is known; some more than once."""
        yield from chain.from_iterable(each.people for each in self.covers.values())
        yield from (each.person for signed in self.sign_ups.values() for each in signed)
        yield from chain((person for person, _ in self.told), self.dead)

    def divide(self, chosen: Collection[bytes]) -> tuple["VillageFacts", "VillageFacts"]:
        """The facts of some people, and those of the others."""
        return self._pick(lambda who: who in chosen), self._pick(lambda who: who not in chosen)

    def _pick(self, wanted: Callable[[bytes], bool]) -> "VillageFacts":
        return VillageFacts(
            {
                scheme: pack_covers({who: own for who, own in known.sort_out().items() if wanted(who)})
                for scheme, known in self.covers.items()
            },
            {
                scheme: [one for one in signed if wanted(one.person)]
                for scheme, signed in self.sign_ups.items()
            },
            {key: told for key, told in self.told.items() if wanted(key[0])},
            frozenset(filter(wanted, self.dead)),
        )


def join_villages(parts: Sequence[VillageFacts]) -> VillageFacts:
    """Make one village of several that hold different people."""
    if len(parts) == 1:
        return parts[0]
    covers: dict[Scheme, dict[bytes, list[Cover]]] = defaultdict(dict)
    signed: dict[Scheme, list[SignUp]] = defaultdict(list)
    for part in parts:
        for scheme, known in part.covers.items():
            covers[scheme].update(known.sort_out())
        for scheme, own in part.sign_ups.items():
            signed[scheme] += own
    return VillageFacts(
        {scheme: pack_covers(known) for scheme, known in covers.items()},
        {scheme: sorted(known, key=_day_of) for scheme, known in signed.items()},
        {key: told for part in parts for key, told in part.told.items()},
        frozenset(chain.from_iterable(part.dead for part in parts)),
    )


_ONE_CARD = {Scheme.HEALTH: Scheme.HOUSEHOLD_HEALTH, Scheme.HOUSEHOLD_HEALTH: Scheme.HEALTH}
"""What was told of one of these was told of the card."""


def _is_renewed(known: Iterable[Cover], ended: int) -> bool:
    return any(cover.first <= ended + RENEWED_WITHIN.days and cover.last >= ended for cover in known)


def _sort_by_reason(events: Iterable[Event]) -> dict[LapseReason | None, tuple[bytes, ...]]:
    found: dict[LapseReason | None, list[bytes]] = defaultdict(list)
    for each in events:
        found[each.reason].append(each.person)
    return {reason: tuple(sorted(people)) for reason, people in found.items()}


def _cut(days: Sequence[int], period: Period) -> tuple[int, int]:
    return bisect_left(days, period.first.toordinal()), bisect_right(days, period.last.toordinal())


def _pick(days: Sequence[int], alive: Sequence[bool] | None) -> Iterable[int]:
    return days if alive is None else (day for day, kept in zip(days, alive, strict=True) if kept)


def _make_event(person: bytes, on: int, by: bytes | None, reason: LapseReason | None) -> Event:
    return Event(person, Figure.LAPSED, date.fromordinal(on), by, reason)


def _day_of(sign_up: SignUp) -> date:
    return sign_up.on
