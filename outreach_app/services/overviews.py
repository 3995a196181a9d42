"""The results of some days held once: from them every place below the own unit is told without counting anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from outreach_app.domain.covers import ENDLESS, find_lapses
from outreach_app.domain.official_figures import OfficialFigure
from outreach_app.domain.overviews import Course, Months, Spot, TeamWork, VisitLine, last_months
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import FigureReport, ReportRow
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Subject, Target
from outreach_app.domain.teams import MemberRow, TeamRow
from outreach_app.services.counting import Covers, Numbers, count_numbers, read_covers
from outreach_app.services.desk import Desk
from outreach_app.services.reports import Reports, find_places, make_row, same_days
from outreach_app.services.territory_data import load_territory
from outreach_app.store import campaigns, canvassers, overviews, teams

MONTHS = 12
_STRENGTH = ("new", "re_registered", "continuing")
_TALLIES = {
    "new": Tally(new=1), "re_registered": Tally(won_back=1), "continuing": Tally(continuing=1),
    "lapsed": Tally(lapsed=1),
}  # fmt: skip
_DAY = timedelta(days=1)
_Event = tuple[bytes, Scheme, str, bytes, date]
"""Somebody's sign-up: person, scheme, kind, village, day."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that was counted for some days, as far as they have come (`on`)."""

    period: Period
    on: date
    now: Numbers
    before: Numbers
    course: Course
    course_before: Course
    months: Months
    targets: Sequence[Target]
    figures: Sequence[OfficialFigure]


@dataclass(frozen=True, slots=True)
class Level:
    """A unit and what lies right under it, the whole first; `villages` are those whose numbers add up to each."""

    rows: tuple[ReportRow, ...]
    villages: Mapping[Subject, tuple[bytes, ...]]
    figures: FigureReport


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
        on, months = min(period.last, today), last_months(min(period.last, today), MONTHS)
        earlier = same_days(period, today)
        with self.desk.read() as session:
            covers = read_covers(session)
            now = count_numbers(session, covers, period, today=today)
            before = count_numbers(session, covers, earlier, today=today)
            spread = Period(min(months[0].first, earlier.first), max(period.last, on))
            events = _read_events(session, spread)
            targets, figures = campaigns.list_targets(session), campaigns.list_figures(session)
        return Overview(
            period, on, now, before,
            _follow(events, covers, period, today=today), _follow(events, covers, earlier, today=today),
            _count_months(events, covers, months), targets, figures,
        )  # fmt: skip

    def lay_level(self, overview: Overview, unit_code: str) -> Level:
        """Tell a unit and what lies right under it (villages, communes) for each scheme that is offered."""
        with self.desk.read() as session:
            places = find_places(session, load_territory(), unit_code)
        rows = tuple(
            make_row(
                place, scheme, overview.now, overview.before, targets=overview.targets, figures=overview.figures,
                on=overview.on,
            )
            for scheme in OFFERED_SCHEMES
            for place in places
        )  # fmt: skip
        figures = Reports(self.desk).figures(rows[0].subject, rows[0].name, until=overview.on)
        return Level(rows, {place.subject: place.villages for place in places}, figures)

    def list_teams(self, overview: Overview, village: bytes) -> list[TeamLine]:
        """List who worked in a village: each team with its visits and sign-ups, whoever has no team last."""
        with self.desk.read() as session:
            visits = overviews.list_visits(session, village, overview.period)
            known = _Membership(
                teams.list_teams(session),
                {each.id: each.team for each in canvassers.list_canvassers(session)},
            )
        made: dict[bytes | None, list[VisitLine]] = defaultdict(list)
        for visit in visits:
            made[known.find(visit.canvasser_id, visit.on)].append(visit)
        signed: dict[bytes | None, dict[Scheme, Tally]] = defaultdict(dict)
        for each in overview.now.sign_ups:
            if each.village == village:
                tallies = signed[known.find(each.canvasser, overview.on)]
                tallies[each.scheme] = tallies.get(each.scheme, Tally()) + _TALLIES.get(each.kind, Tally())
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


def _read_events(session: Session, within: Period) -> list[_Event]:
    known = {scheme.value: scheme for scheme in OFFERED_SCHEMES}
    rows: list[tuple[Any, ...]] = overviews.read_sign_ups(session, within)
    return [
        (person, known[scheme], kind, village or b"", date.fromisoformat(day))
        for person, scheme, kind, village, day in rows
        if scheme in known
    ]


def _find_strongest(events: Iterable[_Event]) -> dict[tuple[bytes, Scheme], _Event]:
    """Keep of everybody under each scheme the first sign-up of the strongest kind, as the reports count them."""
    best: dict[tuple[bytes, Scheme], _Event] = {}
    for event in events:
        known = best.get(event[:2])
        if known is None or _rank(event[2]) < _rank(known[2]):
            best[event[:2]] = event
    return best


def _rank(kind: str) -> int:
    return _STRENGTH.index(kind) if kind in _STRENGTH else len(_STRENGTH)


def _follow(events: Sequence[_Event], covers: Covers, period: Period, *, today: date) -> Course:
    days: dict[Spot, dict[date, Tally]] = defaultdict(dict)
    inside = (event for event in events if period.holds(event[4]))
    for _, scheme, kind, village, day in _find_strongest(inside).values():
        _note(days[scheme, village], day, kind)
    begun: Counter[Spot] = Counter()
    steps: dict[Spot, Counter[date]] = defaultdict(Counter)
    past = period.until(today)
    if past is None:
        return Course(Period(period.first, period.first), days, begun, steps)
    for scheme in OFFERED_SCHEMES:
        _follow_covers(covers, scheme, past, days=days, begun=begun, steps=steps)
    return Course(past, days, begun, steps)


def _follow_covers(
    covers: Covers, scheme: Scheme, past: Period, *, days: dict[Spot, dict[date, Tally]], begun: Counter[Spot],
    steps: dict[Spot, Counter[date]],
) -> None:  # fmt: skip
    eve = past.first - _DAY
    for person, known in covers.by_scheme.get(scheme, {}).items():
        spot = (scheme, covers.homes[person])
        if stopped := find_lapses(known, past):
            _note(days[spot], stopped[0], "lapsed")
        if person in covers.dead:
            continue
        for cover in known:
            if cover.first <= eve <= cover.last:
                begun[spot] += 1
            if past.holds(cover.first):
                steps[spot][cover.first] += 1
            if cover.last != ENDLESS and past.holds(cover.last + _DAY):
                steps[spot][cover.last + _DAY] -= 1


def _count_months(events: Sequence[_Event], covers: Covers, months: tuple[Period, ...]) -> Months:
    tallies: dict[Spot, dict[date, Tally]] = defaultdict(dict)
    by_month: dict[date, list[_Event]] = defaultdict(list)
    for event in events:
        by_month[event[4].replace(day=1)].append(event)
    for month in months:
        for _, scheme, kind, village, _ in _find_strongest(by_month.get(month.first, ())).values():
            _note(tallies[scheme, village], month.first, kind)
    whole = Period(months[0].first, months[-1].last)
    for scheme in OFFERED_SCHEMES:
        for person, known in covers.by_scheme.get(scheme, {}).items():
            for first in {day.replace(day=1) for day in find_lapses(known, whole)}:
                _note(tallies[scheme, covers.homes[person]], first, "lapsed")
    return Months(months, tallies)


def _note(tallies: dict[date, Tally], day: date, kind: str) -> None:
    tallies[day] = tallies.get(day, Tally()) + _TALLIES.get(kind, Tally())
