"""The lines of the reports: whose results they are, and everything that stands in one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.campaigns import Campaign, add_standing, find_drive_before, keep_those_of
from outreach_app.domain.crowds import Crowd
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Affiliation, DriveBefore, ReasonCount, ReportRow
from outreach_app.domain.results import NOTHING, Comparison, Progress, Tally
from outreach_app.domain.rows import CanvasserRow
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.domain.teams import Part, TeamRow
from outreach_app.domain.territory import Level, Territory, name_village
from outreach_app.domain.text import fold
from outreach_app.errors import NotFound, say
from outreach_app.services.counting import Counts, read_facts
from outreach_app.store import campaigns, canvassers, teams, villages

_DAY = timedelta(days=1)
_BASE_OF = {Scheme.VOLUNTARY: Measure.WORKFORCE, Scheme.COMPULSORY: Measure.WORKFORCE}
"""What members of a scheme are a share of; of any other one the population."""
_SIGN_UP_AIMS = frozenset({Aim.JOINED, Aim.CONTINUING, Aim.TOTAL})


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose results a line has: how they are counted (by village, by who signed, by team) and under which keys."""

    subject: Subject
    name: str
    kind: SubjectKind
    keys: tuple[bytes, ...]
    affiliation: Affiliation | None = None

    @property
    def villages(self) -> tuple[bytes, ...]:
        """Of a place the villages whose numbers add up to its own."""
        return self.keys if self.kind is SubjectKind.VILLAGE else ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything that lines of some days are made from, read once; `on` is the last day known."""

    period: Period
    on: date
    counts: Counts
    targets: Mapping[tuple[Subject, Scheme], Sequence[Target]]
    figures: Sequence[OfficialFigure]
    drives: Sequence[Campaign]
    adults: Mapping[bytes, int]

    @property
    def before(self) -> Period:
        """The same days of the year before, as far as these have come."""
        return (self.period.until(self.on) or self.period).year_before

    def about(self, territory: Territory, whole: Whose) -> "Lines":
        """Make lines of a unit and what lies in it, beside the drives that were held there."""
        unit = territory.unit(whole.subject.key, whole.subject.vintage)
        above = territory.ancestors(unit) if unit else ()
        units = {(each.code, each.vintage) for each in (*([unit] if unit else []), *above)}
        drives = add_standing(keep_those_of(self.drives, units), (self.on.year, self.on.year - 1))
        return replace(self, drives=drives)

    def within(self, whole: Whose) -> "Lines":
        """Make lines of what happened in some villages only: of teams, organisations and collectors."""
        return replace(self, counts=self.counts.within(whole.keys))

    def make(self, whose: Whose, scheme: Scheme) -> ReportRow:
        """Put somebody's own numbers together with their targets, earlier days and the base."""
        counts, kind, keys = self.counts, whose.kind, whose.keys
        tally = counts.tally(scheme, self.period, kind, keys=keys)
        active = counts.count_members(scheme, self.on, kind, keys=keys)
        base = _find_latest(self.figures, whose.subject, _BASE_OF.get(scheme, Measure.POPULATION), on=self.on)
        health = scheme is Scheme.HOUSEHOLD_HEALTH
        return ReportRow(
            whose.subject, whose.name, scheme, self.period, tally, active,
            counts.tally_sign_ups(scheme, self.before, kind, keys=keys).joined,
            tuple(self._list_plans(whose, scheme, tally=tally, active=active)), base.value if base else None,
            on=self.on,
            reasons=self._sort_reasons(whose, scheme),
            began=counts.count_members(scheme, self.period.first - _DAY, kind, keys=keys),
            year_end=counts.count_members(scheme, date(self.on.year - 1, 12, 31), kind, keys=keys),
            to_date=counts.tally(scheme, Period(self.on, self.on).to_date, kind, keys=keys),
            before=self._find_drive(whose, scheme, tally),
            running=tuple(self._list_running(whose, scheme)),
            adults=sum(self.adults.get(key, 0) for key in keys) if kind is SubjectKind.VILLAGE else None,
            unknown_cards=counts.count_members(Crowd.UNKNOWN_CARD, self.on, kind, keys=keys) if health else 0,
            unknown_stops=counts.count_stops(Scheme.HEALTH, self.period, kind, keys=keys) if health else 0,
            affiliation=whose.affiliation,
        )  # fmt: skip

    def _list_plans(self, whose: Whose, scheme: Scheme, *, tally: Tally, active: int) -> Iterable[Progress]:
        for each in self.targets.get((whose.subject, scheme), ()):
            if each.period == self.period:
                yield self._judge(whose, each, done=tally.count(each.aim, stock=active))

    def _list_running(self, whose: Whose, scheme: Scheme) -> Iterable[Progress]:
        for each in self.targets.get((whose.subject, scheme), ()):
            if each.period.holds(self.on) and each.period != self.period:
                yield self.judge(whose, each)

    def judge(self, whose: Whose, target: Target) -> Progress:
        """Tell how far a target has come on the last day known, counted within its own days."""
        past, kind = target.period.until(self.on), whose.kind
        tally = NOTHING
        if past is not None and target.aim in _SIGN_UP_AIMS:
            tally = self.counts.tally_sign_ups(target.scheme, past, kind, keys=whose.keys)
        elif past is not None and target.aim is Aim.NET:
            tally = self.counts.tally(target.scheme, past, kind, keys=whose.keys)
        stock = 0
        if target.aim is Aim.STOCK:
            day = min(self.on, target.period.last)
            stock = self.counts.count_members(target.scheme, day, kind, keys=whose.keys)
        return self._judge(whose, target, done=tally.count(target.aim, stock=stock))

    def _judge(self, whose: Whose, target: Target, *, done: int) -> Progress:
        if target.aim is not Aim.STOCK:
            return Progress(target, done, self.on)
        eve = target.period.first - _DAY
        began = self.counts.count_members(target.scheme, eve, whose.kind, keys=whose.keys)
        return Progress(target, done, self.on, began)

    def _sort_reasons(self, whose: Whose, scheme: Scheme) -> tuple[ReasonCount, ...]:
        stopped = self.counts.sort_stops(scheme, self.period, whose.kind, keys=whose.keys)
        return tuple(ReasonCount(reason, tuple(who)) for reason, who in stopped.items())

    def _find_drive(self, whose: Whose, scheme: Scheme, tally: Tally) -> DriveBefore | None:
        drive = find_drive_before(self.drives, self.period)
        if drive is None:
            return None
        joined = self.counts.tally_sign_ups(scheme, drive.period, whose.kind, keys=whose.keys).joined
        elapsed = self.period.until(self.on) or self.period
        return DriveBefore(drive.name, Comparison(tally.joined, elapsed, joined, drive.period))


def read_lines(session: Session, period: Period, *, today: date) -> Lines:
    """Read everything that lines of some days need: each table once."""
    on = min(period.last, today)
    by_subject: dict[tuple[Subject, Scheme], list[Target]] = defaultdict(list)
    for target in campaigns.list_targets(session):
        by_subject[target.subject, target.scheme].append(target)
    facts = read_facts(session)
    return Lines(
        period, on, Counts(facts, today, teams.list_teams(session)), by_subject, campaigns.list_figures(session),
        campaigns.list_campaigns(session), facts.count_adults(on),
    )  # fmt: skip


def find_places(session: Session, territory: Territory, unit_code: str) -> list[Whose]:
    """Find a unit and what lies right under it (villages, communes); NotFound for a code that is none."""
    unit = territory.unit(unit_code, territory.present)
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=unit_code), say("Search for the unit by its name.")
        )
    communes = (
        {unit.code}
        if unit.level is Level.COMMUNE
        else {each.code for each in territory.communes_of(unit.code)}
    )
    rows = [row for row in villages.list_villages(session) if row.commune_code in communes]
    whole = _make_place(
        Subject(SubjectKind.UNIT, unit.code, unit.vintage), unit.full_name, tuple(row.id for row in rows)
    )
    if unit.level is Level.COMMUNE:
        return [whole, *(make_village(row.id, name_village(row.kind, row.name)) for row in rows)]
    by_commune: dict[str, list[bytes]] = {}
    for row in rows:
        by_commune.setdefault(row.commune_code, []).append(row.id)
    return [whole, *(_make_commune(territory, code, tuple(ids)) for code, ids in sorted(by_commune.items()))]


def make_village(village: bytes, name: str) -> Whose:
    """Tell of one village."""
    return _make_place(Subject(SubjectKind.VILLAGE, village.hex()), name, (village,))


def _make_commune(territory: Territory, code: str, ids: tuple[bytes, ...]) -> Whose:
    unit = territory.commune(code)
    name = unit.full_name if unit else code
    return _make_place(Subject(SubjectKind.UNIT, code, territory.present), name, ids)


def _make_place(subject: Subject, name: str, ids: tuple[bytes, ...]) -> Whose:
    return Whose(subject, name, SubjectKind.VILLAGE, ids)


def find_groups(session: Session, kind: SubjectKind, *, known: Sequence[TeamRow], on: date) -> list[Whose]:
    """Find the teams, organisations or collectors there are, by name; what nobody is named for comes last."""
    if kind is SubjectKind.TEAM:
        found = [Whose(Subject(kind, each.id.hex()), each.name, kind, (each.id,)) for each in known]
        return [*found, Whose(Subject(kind, ""), "", kind, (b"",))]
    people = canvassers.list_canvassers(session, with_removed=True)
    if kind is SubjectKind.AGENCY:
        return _find_agencies(people)
    places = _find_places_in_teams(known, on)
    found = [
        Whose(Subject(kind, each.id.hex()), each.name, kind, (each.id,), _affiliate(each, places))
        for each in people
    ]
    return [*found, Whose(Subject(kind, ""), "", kind, (b"",))]


def _find_agencies(people: Iterable[CanvasserRow]) -> list[Whose]:
    by_name: dict[str, list[CanvasserRow]] = defaultdict(list)
    for each in people:
        by_name[fold(each.agency)].append(each)
    nobody = (b"", *(each.id for each in by_name.pop("", ())))
    found = [
        Whose(
            Subject(SubjectKind.AGENCY, key), rows[0].agency, SubjectKind.COLLECTOR, tuple(each.id for each in rows)
        )
        for key, rows in sorted(by_name.items())
    ]  # fmt: skip
    return [*found, Whose(Subject(SubjectKind.AGENCY, ""), "", SubjectKind.COLLECTOR, nobody)]


_Places = Mapping[bytes, Sequence[tuple[str, Part]]]


def _find_places_in_teams(known: Iterable[TeamRow], on: date) -> _Places:
    """Tell of everybody who is in a team on a day the team's name and for whom they stand there."""
    found: dict[bytes, list[tuple[str, Part]]] = defaultdict(list)
    for team in known:
        for member in team.list_in(on):
            found[member.canvasser].append((team.name, member.part))
    return found


def _affiliate(who: CanvasserRow, places: _Places) -> Affiliation:
    there = places.get(who.id, ())
    named, parts = (
        (tuple(dict.fromkeys(column)) for column in zip(*there, strict=True)) if there else ((), ())
    )
    return Affiliation(who.agency, named, parts)


def _find_latest(
    figures: Sequence[OfficialFigure], subject: Subject, measure: Measure, *, on: date
) -> OfficialFigure | None:
    fitting = (
        each for each in figures if (each.subject, each.measure) == (subject, measure) and each.on <= on
    )
    return max(fitting, key=lambda each: each.on, default=None)
