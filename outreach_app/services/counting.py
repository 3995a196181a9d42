"""Our own numbers for the reports: read once, then counted by village, by who signed and by team for any days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial

from sqlmodel import Session

from outreach_app.domain.covers import ENDLESS, Cover, join_covers
from outreach_app.domain.facts import (
    RENEWED_WITHIN,
    Axis,
    Crowd,
    Event,
    Facts,
    SignUp,
    sum_tallies,
    tally_events,
)
from outreach_app.domain.lapses import LapseReason, ToldLapse
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.teams import TeamRow
from outreach_app.store import results
from outreach_app.wire.columns import collector_paused

_CARDS = frozenset({Scheme.HOUSEHOLD_HEALTH.value, Scheme.HEALTH.value})
_FIGURES = {"new": Figure.NEW, "re_registered": Figure.WON_BACK, "continuing": Figure.CONTINUING}
_SCHEMES = frozenset(scheme.value for scheme in Scheme)
_REASONS = frozenset(reason.value for reason in LapseReason)
_Asked = tuple[Scheme, Period, SubjectKind]
_Memberships = dict[bytes, list[tuple[bytes, Callable[[date], bool]]]]
"""Of whoever was ever in a team: the team, and whether a day was one of theirs in it."""


def read_facts(session: Session) -> Facts:
    """Read everybody's covers, sign-ups and told reasons, each table once."""
    with collector_paused():
        return _read_facts(session)


def _read_facts(session: Session) -> Facts:
    facts = Facts()
    residents = results.read_residents(session)
    gathered: dict[str, dict[bytes, list[Cover]]] = defaultdict(lambda: defaultdict(list))
    for person, village, scheme, starts, ends, died in results.read_listed(session, residents):
        _note(facts, person, village, died)
        gathered[scheme][person].append(
            Cover(_read_day(starts) if starts else date.min, _read_day(ends) if ends else ENDLESS)
        )
    facts.sign_ups = _read_sign_ups(session, facts, residents, gathered)
    for scheme, people in gathered.items():
        if scheme in _SCHEMES:
            bridged = RENEWED_WITHIN.days if scheme in _CARDS else 0
            facts.covers[Scheme(scheme)] = {
                person: join_covers(known, bridged_days=bridged) for person, known in people.items()
            }
    told: dict[tuple[bytes, Scheme], list[ToldLapse]] = defaultdict(list)
    for person, scheme, reason, day in results.read_told_reasons(session):
        if scheme in _SCHEMES and reason in _REASONS:
            told[person, Scheme(scheme)].append(ToldLapse(LapseReason(reason), _read_day(day)))
    facts.told = told
    return facts


def _read_sign_ups(
    session: Session,
    facts: Facts,
    residents: results.Residents,
    gathered: Mapping[str, Mapping[bytes, list[Cover]]],
) -> Mapping[Scheme, Sequence[SignUp]]:
    found: dict[str, list[SignUp]] = {scheme: [] for scheme in _SCHEMES}
    signed = results.read_signed(session, residents)
    for person, village, scheme, first_month, months, kind, day, who, died, _ in signed:
        _note(facts, person, village, died)
        if months > 0:
            first, last = _find_months(first_month, months)
            gathered[scheme][person].append(Cover(first, last, goes_on=kind == "continuing", by=who))
        if scheme in _SCHEMES and kind in _FIGURES:
            found[scheme].append(SignUp(person, _FIGURES[kind], _read_day(day), who))
    return {Scheme(scheme): sign_ups for scheme, sign_ups in found.items()}


# A province tells of a million covers, on a few thousand different days and in a few hundred months.
_read_day = lru_cache(20_000)(date.fromisoformat)


@lru_cache(20_000)
def _find_months(first_month: str, months: int) -> tuple[date, date]:
    first = date.fromisoformat(f"{first_month}-01")
    return first, last_of_month(add_months(first, months - 1))


def _note(facts: Facts, person: bytes, village: bytes | None, died: object) -> None:
    facts.homes[person] = village or b""
    if died:
        facts.dead.add(person)


@dataclass(slots=True)
class Counts:
    """What is counted of some villages (none named: of all), each number once; what lies after today has not happened.

    Counted is by key: the village somebody lives in, who signed them (nobody: empty), the teams that person was in.
    """

    facts: Facts
    today: date
    teams: Sequence[TeamRow] = ()
    inside: frozenset[bytes] | None = None
    _tallies: dict[_Asked, Mapping[bytes, Tally]] = field(default_factory=dict)
    _stops: dict[_Asked, Mapping[bytes, Sequence[Event]]] = field(default_factory=dict)
    _members: dict[tuple[Crowd | Scheme, date, SubjectKind], Counter[bytes]] = field(default_factory=dict)
    _axes: dict[SubjectKind, Axis] = field(init=False)

    def __post_init__(self) -> None:
        memberships: _Memberships = defaultdict(list)
        for team in self.teams:
            for member in team.members:
                memberships[member.canvasser].append((team.id, member.is_in))
        self._axes = {
            SubjectKind.VILLAGE: self._find_village,
            SubjectKind.COLLECTOR: _find_collector,
            SubjectKind.TEAM: partial(_find_teams, memberships),
        }

    def within(self, villages: Iterable[bytes]) -> "Counts":
        """Count the same facts in some villages only."""
        return Counts(self.facts, self.today, self.teams, frozenset(villages))

    def holds(self, person: bytes) -> bool:
        """Whether somebody is counted here."""
        return self.inside is None or self.facts.homes.get(person) in self.inside

    def list_sign_ups(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who signed up within a period."""
        return [each for each in self.facts.list_sign_ups(scheme, period) if self.holds(each.person)]

    def list_stops(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who stopped within a period; of health cards alone: whose card was of no known group."""
        past = period.until(self.today)
        if past is None:
            return []
        unknown = scheme is Scheme.HEALTH
        found = self.facts.list_unknown_stops(past) if unknown else self.facts.list_stops(scheme, past)
        return [each for each in found if self.holds(each.person)]

    def tally(self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]) -> Tally:
        """Add up what happened under some keys."""
        signed = self.tally_sign_ups(scheme, period, kind, keys=keys)
        stopped = self._sort_stops(scheme, period, kind)
        lapsed = sum(len(stopped.get(key, ())) for key in keys)
        return Tally(signed.new, signed.won_back, signed.continuing, lapsed)

    def tally_sign_ups(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> Tally:
        """Add up who signed up under some keys; who stopped is left out."""
        asked = (scheme, period, kind)
        if asked not in self._tallies:
            self._tallies[asked] = tally_events(self.list_sign_ups(scheme, period), self._axes[kind])
        return sum_tallies(self._tallies[asked], keys)

    def pick_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> list[Event]:
        """Pick those who stopped under some keys."""
        stopped = self._sort_stops(scheme, period, kind)
        return [each for key in keys for each in stopped.get(key, ())]

    def count_members(
        self, scheme: Crowd | Scheme, on: date, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> int:
        """Count the members of a day (of a later one: of today) under some keys, by who signed their cover last."""
        day = min(on, self.today)
        asked = (scheme, day, kind)
        if asked not in self._members:
            axis = self._axes[kind]
            self._members[asked] = Counter(
                key for person, by in self.list_members(scheme, day) for key in axis(person, by, day)
            )
        counted = self._members[asked]
        return sum(counted[key] for key in keys)

    def list_members(self, scheme: Crowd | Scheme, on: date) -> Iterator[tuple[bytes, bytes | None]]:
        """List the members whom `count_members` counts, each with who signed them last."""
        if isinstance(scheme, Crowd):
            found: Iterable[tuple[bytes, Cover]] = self.facts.list_crowd(scheme, on).items()
        else:
            found = self.facts.list_members(scheme, on)
        return ((who, cover.by) for who, cover in found if self.holds(who))

    def belongs(self, event: Event, kind: SubjectKind, *, keys: frozenset[bytes]) -> bool:
        """Whether an event is counted under one of some keys."""
        return not keys.isdisjoint(self._axes[kind](event.person, event.canvasser, event.on))

    def _sort_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind
    ) -> Mapping[bytes, Sequence[Event]]:
        asked = (scheme, period, kind)
        if asked not in self._stops:
            found: dict[bytes, list[Event]] = defaultdict(list)
            for each in self.list_stops(scheme, period):
                for key in self._axes[kind](each.person, each.canvasser, each.on):
                    found[key].append(each)
            self._stops[asked] = found
        return self._stops[asked]

    def _find_village(self, person: bytes, by: bytes | None, on: date) -> Sequence[bytes]:
        return (self.facts.homes.get(person, b""),)


def _find_collector(person: bytes, by: bytes | None, on: date) -> Sequence[bytes]:
    return (by or b"",)


def _find_teams(memberships: _Memberships, person: bytes, by: bytes | None, on: date) -> Sequence[bytes]:
    """The teams somebody was in on a day; of nobody and of whoever was in none the empty key."""
    found = tuple(dict.fromkeys(team for team, was_in in memberships.get(by or b"", ()) if was_in(on)))
    return found or (b"",)
