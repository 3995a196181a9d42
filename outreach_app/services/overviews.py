"""The results of some days held once: from them every place below the own unit is told without reading anew."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from outreach_app.domain.facts import Facts
from outreach_app.domain.overviews import Course, Months, Spot, TeamWork, VisitLine, last_months
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure, ReportRow
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.domain.teams import MemberRow, TeamRow
from outreach_app.domain.village_facts import Event, VillageFacts
from outreach_app.services.counting import Counts
from outreach_app.services.desk import Desk
from outreach_app.services.result_lines import Lines, find_places, read_lines
from outreach_app.services.territory_data import read_standing
from outreach_app.store import canvassers, overviews

MONTHS = 12
_TALLIES = {
    Figure.NEW: Tally(new=1), Figure.WON_BACK: Tally(won_back=1), Figure.CONTINUING: Tally(continuing=1),
    Figure.LAPSED: Tally(lapsed=1),
}  # fmt: skip


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
    """A team in a village: its visits there, and who was signed up by its people or stopped since, by scheme."""

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
        facts = lines.counts.facts
        return Overview(
            lines, _follow(facts, period, today=today), _follow(facts, lines.before, today=today),
            _count_months(facts, last_months(lines.on, MONTHS)),
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
            for event in _pick_events(counts, scheme, overview.period, village):
                tallies = signed[known.find(event.canvasser, event.on)]
                tallies[scheme] = tallies.get(scheme, Tally()) + _TALLIES[event.figure]
        lines = [
            TeamLine(TeamWork(team, known.name(team), tuple(made.get(team, ()))), signed.get(team, {}))
            for team in made.keys() | signed.keys()
        ]
        return sorted(lines, key=lambda line: (line.work.team is None, line.work.name))


def _pick_events(counts: Counts, scheme: Scheme, period: Period, village: bytes) -> list[Event]:
    """Who signed in a village, and who stopped and was signed last by somebody known here."""
    signed = counts.pick_sign_ups(scheme, period, SubjectKind.VILLAGE, keys=(village,))
    stopped = counts.pick_stops(scheme, period, SubjectKind.VILLAGE, keys=(village,))
    return [*signed, *(each for each in stopped if each.canvasser is not None)]


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


@dataclass(frozen=True, slots=True)
class _Days:
    """What one village's people did day by day under one scheme, and how the number of members went."""

    tallies: Mapping[date, Tally]
    begun: int
    steps: Mapping[date, int]


def _follow(facts: Facts, period: Period, *, today: date) -> Course:
    past = period.until(today) or Period(period.first, period.first)
    begun_yet = period.first <= today
    told: dict[Spot, _Days] = {}
    for key, village in facts.villages.items():
        for scheme in OFFERED_SCHEMES:
            if begun_yet:
                told[scheme, key] = village.keep(
                    (scheme, past, "days"), partial(_count_days, village, scheme, past)
                )
    return Course(
        past, {spot: days.tallies for spot, days in told.items() if days.tallies},
        {spot: days.begun for spot, days in told.items() if days.begun},
        {spot: days.steps for spot, days in told.items() if days.steps},
    )  # fmt: skip


def _count_days(village: VillageFacts, scheme: Scheme, past: Period) -> _Days:
    tallies: dict[date, Tally] = {}
    for event in chain(village.list_sign_ups(scheme, past), village.list_stops(scheme, past)):
        _note(tallies, event.on, event)
    firsts, lasts = village.list_bounds(scheme)
    first, last = past.first.toordinal(), past.last.toordinal()
    steps = Counter(firsts[bisect_left(firsts, first) : bisect_right(firsts, last)])
    ended = lasts[bisect_left(lasts, first - 1) : bisect_left(lasts, last)]
    steps.subtract(day + 1 for day in ended)
    days = {date.fromordinal(day): step for day, step in steps.items()}
    return _Days(tallies, village.count_members(scheme, first - 1), days)


def _count_months(facts: Facts, months: tuple[Period, ...]) -> Months:
    return Months(
        months,
        {
            (scheme, key): told
            for key, village in facts.villages.items()
            for scheme in OFFERED_SCHEMES
            if (
                told := village.keep(
                    (scheme, months, "months"), partial(_count_each, village, scheme, months)
                )
            )
        },
    )


def _count_each(village: VillageFacts, scheme: Scheme, months: tuple[Period, ...]) -> dict[date, Tally]:
    told: dict[date, Tally] = {}
    for month in months:
        for event in chain(village.list_sign_ups(scheme, month), village.list_stops(scheme, month)):
            _note(told, month.first, event)
    return told


def _note(tallies: dict[date, Tally], day: date, event: Event) -> None:
    before, one = tallies.get(day), _TALLIES[event.figure]
    tallies[day] = before + one if before else one
