"""The results of some days held once: from them every place below the own unit is told without reading anew."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.covers import ENDLESS
from outreach_app.domain.facts import Event, Facts
from outreach_app.domain.overviews import Course, Months, Spot, TeamWork, VisitLine, last_months
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure, ReportRow
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Subject
from outreach_app.domain.teams import MemberRow, TeamRow
from outreach_app.services.desk import Desk
from outreach_app.services.result_lines import Lines, find_places, read_lines
from outreach_app.services.territory_data import read_standing
from outreach_app.store import canvassers, overviews

MONTHS = 12
_TALLIES = {
    Figure.NEW: Tally(new=1), Figure.WON_BACK: Tally(won_back=1), Figure.CONTINUING: Tally(continuing=1),
    Figure.LAPSED: Tally(lapsed=1),
}  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that was counted for some days, day by day, for those of the year before and by month."""

    lines: Lines
    course: Course
    course_before: Course
    months: Months

    @property
    def period(self) -> Period:
        """The days that count."""
        return self.lines.period

    @property
    def on(self) -> date:
        """The last of them that has come."""
        return self.lines.on


@dataclass(frozen=True, slots=True)
class Level:
    """A unit and what lies right under it, the whole first; `villages` are those whose numbers add up to each."""

    rows: tuple[ReportRow, ...]
    villages: Mapping[Subject, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in a village: its visits there, and who was signed up by its people, by scheme."""

    work: TeamWork
    tallies: Mapping[Scheme, Tally]


@dataclass(frozen=True, slots=True)
class Overviews:
    """Reads only."""

    desk: Desk

    def read(self, period: Period) -> Overview:
        """Count some days, the same days of the year before, and the last twelve months."""
        today = self.desk.today
        with self.desk.read() as session:
            lines = read_lines(session, period, today=today)
        facts, months = lines.counts.facts, last_months(lines.on, MONTHS)
        # One pass over everybody's covers for all that is told of stops.
        spread = Period(min(months[0].first, lines.before.first, period.first), max(lines.on, period.first))
        stops = {scheme: list(facts.list_every_stop(scheme, spread)) for scheme in OFFERED_SCHEMES}
        return Overview(
            lines, _follow(facts, stops, period, today=today), _follow(facts, stops, lines.before, today=today),
            _count_months(facts, stops, months),
        )  # fmt: skip

    def lay_level(self, overview: Overview, unit_code: str) -> Level:
        """Tell a unit and what lies right under it (villages, communes) for each scheme that is offered."""
        lines = overview.lines
        with self.desk.read() as session:
            territory = read_standing(session)
            places = find_places(session, territory, unit_code)
        # Counted by village for everybody at once: going down to another place finds its numbers counted already.
        narrow = lines.about(territory, places[0])
        rows = tuple(narrow.make(place, scheme) for scheme in OFFERED_SCHEMES for place in places)
        return Level(rows, {place.subject: place.villages for place in places})

    def list_teams(self, overview: Overview, village: bytes) -> list[TeamLine]:
        """List who worked in a village: each team with its visits and sign-ups, whoever has no team last."""
        counts = overview.lines.counts
        with self.desk.read() as session:
            visits = overviews.list_visits(session, village, overview.period)
            own = {each.id: each.team for each in canvassers.list_canvassers(session)}
        known = _Membership(counts.teams, own)
        made: dict[bytes | None, list[VisitLine]] = defaultdict(list)
        for visit in visits:
            made[known.find(visit.canvasser_id, visit.on)].append(visit)
        signed: dict[bytes | None, dict[Scheme, Tally]] = defaultdict(dict)
        for scheme in OFFERED_SCHEMES:
            for event in counts.list_sign_ups(scheme, overview.period):
                if counts.facts.homes.get(event.person) == village:
                    tallies = signed[known.find(event.canvasser, event.on)]
                    tallies[scheme] = tallies.get(scheme, Tally()) + _TALLIES[event.figure]
        lines = [
            TeamLine(TeamWork(team, known.name(team), tuple(made.get(team, ()))), signed.get(team, {}))
            for team in made.keys() | signed.keys()
        ]
        return sorted(lines, key=lambda line: (line.work.team is None, line.work.name))


class _Membership:
    """Which team somebody belonged to on a day."""

    def __init__(self, known: Sequence[TeamRow], own: Mapping[bytes, bytes | None]) -> None:
        self._names = {team.id: team.name for team in known}
        self._own = own
        self._members: dict[bytes, list[MemberRow]] = defaultdict(list)
        for team in known:
            for member in team.members:
                self._members[member.canvasser].append(member)

    def find(self, canvasser: bytes | None, on: date) -> bytes | None:
        """Find the team; None for whoever had none."""
        there = [each for each in self._members.get(canvasser or b"", ()) if each.is_in(on)]
        # Whoever leads one team and helps in another is counted where they lead.
        team = min(there, key=lambda each: not each.leads).team if there else self._own.get(canvasser or b"")
        return team if team in self._names else None

    def name(self, team: bytes | None) -> str:
        """Name a team; empty for none."""
        return self._names.get(team or b"", "")


_Stops = Mapping[Scheme, Sequence[Event]]


def _follow(facts: Facts, stops: _Stops, period: Period, *, today: date) -> Course:
    days: dict[Spot, dict[date, Tally]] = defaultdict(dict)
    begun: Counter[Spot] = Counter()
    steps: dict[Spot, Counter[date]] = defaultdict(Counter)
    past = period.until(today) or Period(period.first, period.first)
    for scheme in OFFERED_SCHEMES:
        for event in _list_events(facts, stops[scheme], scheme, period.until(today)):
            _note(days[scheme, facts.homes[event.person]], event.on, event)
        if period.first <= today:
            _follow_covers(facts, scheme, past, begun=begun, steps=steps)
    return Course(past, days, begun, steps)


def _list_events(facts: Facts, stops: Sequence[Event], scheme: Scheme, past: Period | None) -> list[Event]:
    """Who signed up and who stopped within days that have passed, as the reports count them: everybody's last stop."""
    if past is None:
        return []
    last = {each.person: each for each in stops if past.holds(each.on)}
    return [*facts.list_sign_ups(scheme, past), *last.values()]


def _follow_covers(
    facts: Facts, scheme: Scheme, past: Period, *, begun: Counter[Spot], steps: dict[Spot, Counter[date]]
) -> None:
    eve = past.first - _DAY
    for person, known in facts.covers.get(scheme, {}).items():
        if person in facts.dead:
            continue
        spot = (scheme, facts.homes[person])
        for cover in known:
            if cover.first <= eve <= cover.last:
                begun[spot] += 1
            if past.holds(cover.first):
                steps[spot][cover.first] += 1
            if cover.last != ENDLESS and past.holds(cover.last + _DAY):
                steps[spot][cover.last + _DAY] -= 1


def _count_months(facts: Facts, stops: _Stops, months: tuple[Period, ...]) -> Months:
    tallies: dict[Spot, dict[date, Tally]] = defaultdict(dict)
    whole = Period(months[0].first, months[-1].last)
    for scheme in OFFERED_SCHEMES:
        for month in months:
            for event in facts.list_sign_ups(scheme, month):
                _note(tallies[scheme, facts.homes[event.person]], month.first, event)
        inside = [each for each in stops[scheme] if whole.holds(each.on)]
        for (person, first), event in {
            (each.person, each.on.replace(day=1)): each for each in inside
        }.items():
            _note(tallies[scheme, facts.homes[person]], first, event)
    return Months(months, tallies)


def _note(tallies: dict[date, Tally], day: date, event: Event) -> None:
    tallies[day] = tallies.get(day, Tally()) + _TALLIES[event.figure]
