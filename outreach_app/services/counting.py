"""Our own numbers for the reports: read once, then counted by village, by who signed and by team for any days.

What was read is kept as long as the workspace is open and brought up to date from what was written since.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlmodel import Session

from outreach_app.domain.crowds import Crowd
from outreach_app.domain.facts import Axis, Facts, sum_tallies, tally_events
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.teams import TeamRow
from outreach_app.domain.village_facts import Event, VillageFacts
from outreach_app.garbage import collector_paused
from outreach_app.services.gathering import gather_facts
from outreach_app.store import fact_changes, results
from outreach_app.store.trail import KEPT, Kept, Step, read_state

_Asked = tuple[Scheme, Period, SubjectKind]
_Memberships = dict[bytes, list[tuple[bytes, Callable[[date], bool]]]]
"""Of whoever was ever in a team: the team, and whether a day was one of theirs in it."""
_NOBODY = VillageFacts()
_MOST_VILLAGES = 200
"""Where more of them changed everybody is read anew, in the order of the tables."""


def read_facts(session: Session) -> Facts:
    """Read everybody's covers, sign-ups and told reasons as this session sees them; only what changed is read again."""
    kept: Kept | None = session.info.get(KEPT)
    if kept is None:
        return read_anew(session)
    with kept.one_at_a_time:
        state = read_state(session)
        before = kept.value if isinstance(kept.value, Facts) else None
        if before is not None and kept.state == state:
            return before
        steps = kept.trail.follow(kept.state, state) if before is not None and kept.state else None
        facts = _bring_up(session, before, steps) if before is not None and steps is not None else None
        facts = facts or read_anew(session)
        if before is None or kept.state is None or sum(kept.state) < sum(state):
            kept.state, kept.value = state, facts  # a session that began before the last one sees less
        return facts


def read_anew(session: Session) -> Facts:
    """Read everybody, each table once."""
    with collector_paused():
        return gather_facts(session, results.read_residents(session))


def _bring_up(session: Session, facts: Facts, steps: Sequence[Step]) -> Facts | None:
    """Read the villages again in which anything was written; None where they are too many."""
    people = fact_changes.find_people(session, steps)
    if people is None:
        return None
    changed = fact_changes.find_villages(session, steps) | results.find_villages(session, people)
    changed |= facts.find_villages(people)
    if not changed:
        return facts
    if len(changed) > max(_MOST_VILLAGES, len(facts.villages) // 8):
        return None
    return facts.replace(changed, gather_facts(session, results.read_residents(session, changed)))


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
    _people: frozenset[bytes] | None = None
    _axes: dict[SubjectKind, Axis] = field(init=False)

    def __post_init__(self) -> None:
        memberships: _Memberships = defaultdict(list)
        for team in self.teams:
            for member in team.members:
                memberships[member.canvasser].append((team.id, member.is_in))
        self._axes = {
            SubjectKind.COLLECTOR: _find_collector,
            SubjectKind.TEAM: partial(_find_teams, memberships),
        }
        if self.inside is not None:
            self.facts = self.facts.within(self.inside)

    def within(self, villages: Iterable[bytes]) -> "Counts":
        """Count the same facts in some villages only."""
        return Counts(self.facts, self.today, self.teams, frozenset(villages))

    def holds(self, person: bytes) -> bool:
        """Whether somebody is counted here."""
        if self.inside is None:
            return True
        if self._people is None:
            self._people = frozenset(self.facts.list_people())
        return person in self._people

    def list_sign_ups(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who signed up within a period."""
        return self.facts.list_sign_ups(scheme, period)

    def list_stops(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who stopped within a period; of health cards alone: whose card was of no known group."""
        return [
            event for each in self.facts.villages.values() for event in self._list_stops(each, scheme, period)
        ]

    def _list_stops(self, village: VillageFacts, scheme: Scheme, period: Period) -> list[Event]:
        past = period.until(self.today)
        if past is None:
            return []
        unknown = scheme is Scheme.HEALTH
        return village.list_unknown_stops(past) if unknown else village.list_stops(scheme, past)

    def tally(self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]) -> Tally:
        """Add up what happened under some keys."""
        signed = self.tally_sign_ups(scheme, period, kind, keys=keys)
        lapsed = self.count_stops(scheme, period, kind, keys=keys)
        return Tally(signed.new, signed.won_back, signed.continuing, lapsed)

    def tally_sign_ups(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> Tally:
        """Add up who signed up under some keys; who stopped is left out."""
        if kind is SubjectKind.VILLAGE:
            return sum_tallies(each.tally_sign_ups(scheme, period) for each in self._find(keys))
        asked = (scheme, period, kind)
        if asked not in self._tallies:
            self._tallies[asked] = tally_events(self.list_sign_ups(scheme, period), self._axes[kind])
        tallies = self._tallies[asked]
        return sum_tallies(tallies[key] for key in keys if key in tallies)

    def count_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> int:
        """Count who stopped under some keys."""
        if kind is SubjectKind.VILLAGE:
            return sum(
                len(people)
                for each in self._find(keys)
                for people in self._sort_of_village(each, scheme, period).values()
            )
        stopped = self._sort_stops(scheme, period, kind)
        return sum(len(stopped.get(key, ())) for key in keys)

    def sort_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> dict[LapseReason | None, list[bytes]]:
        """Put those who stopped under some keys under the reason that was told, in its order; None comes last."""
        found: dict[LapseReason | None, list[bytes]] = defaultdict(list)
        if kind is SubjectKind.VILLAGE:
            for each in self._find(keys):
                for reason, people in self._sort_of_village(each, scheme, period).items():
                    found[reason] += people
        else:
            for event in self.pick_stops(scheme, period, kind, keys=keys):
                found[event.reason].append(event.person)
        return {reason: sorted(found[reason]) for reason in (*LapseReason, None) if reason in found}

    def pick_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> list[Event]:
        """Pick those who stopped under some keys."""
        if kind is SubjectKind.VILLAGE:
            return [event for each in self._find(keys) for event in self._list_stops(each, scheme, period)]
        stopped = self._sort_stops(scheme, period, kind)
        return [each for key in keys for each in stopped.get(key, ())]

    def count_members(
        self, scheme: Crowd | Scheme, on: date, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> int:
        """Count the members of a day (of a later one: of today) under some keys, by who signed their cover last."""
        day = min(on, self.today)
        if kind is SubjectKind.VILLAGE:
            number = day.toordinal()
            return sum(each.count_members(scheme, number) for each in self._find(keys))
        asked = (scheme, day, kind)
        if asked not in self._members:
            axis = self._axes[kind]
            signers = Counter(by for _, by in self.list_members(scheme, day))
            counted: Counter[bytes] = Counter()
            for by, count in signers.items():
                for key in axis(by, day):
                    counted[key] += count
            self._members[asked] = counted
        return sum(self._members[asked][key] for key in keys)

    def list_members(self, scheme: Crowd | Scheme, on: date) -> Iterator[tuple[bytes, bytes | None]]:
        """List the members whom `count_members` counts, each with who signed them last."""
        return self._list_members(self.facts.villages.values(), scheme, on)

    def pick_members(
        self, scheme: Crowd | Scheme, on: date, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> list[tuple[bytes, bytes | None]]:
        """Pick the members under some keys."""
        if kind is SubjectKind.VILLAGE:
            return list(self._list_members(self._find(keys), scheme, on))
        axis, wanted = self._axes[kind], frozenset(keys)
        return [told for told in self.list_members(scheme, on) if not wanted.isdisjoint(axis(told[1], on))]

    def pick_sign_ups(
        self, scheme: Scheme, period: Period, kind: SubjectKind, *, keys: Collection[bytes]
    ) -> list[Event]:
        """Pick those who signed up under some keys."""
        if kind is SubjectKind.VILLAGE:
            return [event for each in self._find(keys) for event in each.list_sign_ups(scheme, period)]
        axis, wanted = self._axes[kind], frozenset(keys)
        signed = self.list_sign_ups(scheme, period)
        return [each for each in signed if not wanted.isdisjoint(axis(each.canvasser, each.on))]

    def _list_members(
        self, villages: Iterable[VillageFacts], scheme: Crowd | Scheme, on: date
    ) -> Iterator[tuple[bytes, bytes | None]]:
        number = on.toordinal()
        return (told for each in villages for told in each.list_members(scheme, number))

    def _find(self, keys: Iterable[bytes]) -> Iterator[VillageFacts]:
        return (self.facts.villages.get(key, _NOBODY) for key in keys)

    def _sort_of_village(
        self, village: VillageFacts, scheme: Scheme, period: Period
    ) -> Mapping[LapseReason | None, tuple[bytes, ...]]:
        past = period.until(self.today)
        return village.sort_stops(scheme, past, unknown=scheme is Scheme.HEALTH) if past else {}

    def _sort_stops(
        self, scheme: Scheme, period: Period, kind: SubjectKind
    ) -> Mapping[bytes, Sequence[Event]]:
        asked = (scheme, period, kind)
        if asked not in self._stops:
            found: dict[bytes, list[Event]] = defaultdict(list)
            for each in self.list_stops(scheme, period):
                for key in self._axes[kind](each.canvasser, each.on):
                    found[key].append(each)
            self._stops[asked] = found
        return self._stops[asked]


def _find_collector(by: bytes | None, on: date) -> Sequence[bytes]:
    return (by or b"",)


def _find_teams(memberships: _Memberships, by: bytes | None, on: date) -> Sequence[bytes]:
    """The teams somebody was in on a day; of nobody and of whoever was in none the empty key."""
    found = tuple(dict.fromkeys(team for team, was_in in memberships.get(by or b"", ()) if was_in(on)))
    return found or (b"",)
