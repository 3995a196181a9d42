"""Reports: results against plans and the year before by unit, and official figures with what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.official_figures import (
    Gap,
    Measure,
    OfficialFigure,
    check_distinct,
)
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import PublishedScheme, judge_scheme
from outreach_app.domain.report_rows import FigureReport, ProgressReport, ReportRow
from outreach_app.domain.results import Progress
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.targets import Subject, SubjectKind, Target
from outreach_app.domain.territory import VILLAGE_KINDS, Level, Territory
from outreach_app.errors import NotFound, say
from outreach_app.exchange.table_writer import TableKind, write_csv, write_xlsx
from outreach_app.i18n import Catalogue
from outreach_app.services.counting import Covers, Numbers, count_numbers, read_covers
from outreach_app.services.desk import Desk
from outreach_app.services.report_tables import make_table
from outreach_app.services.territory_data import load_territory
from outreach_app.store import campaigns, settings, villages

_BASE_OF = {Scheme.VOLUNTARY: Measure.WORKFORCE, Scheme.COMPULSORY: Measure.WORKFORCE}
"""What members of a scheme are a share of; of any other one the population."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reads only; every number comes from rows that people entered."""

    desk: Desk

    def own_unit(self) -> str:
        """The code of the unit this workspace was made for."""
        with self.desk.read() as session:
            return settings.read_machine(session).unit_code

    def progress(self, unit_code: str, period: Period) -> list[ReportRow]:
        """Results of a unit and of what lies right under it (villages, communes), for each scheme that is offered."""
        territory = load_territory()
        with self.desk.read() as session:
            places = find_places(session, territory, unit_code)
            covers = read_covers(session)
            today = self.desk.today
            now = count_numbers(session, covers, period, today=today)
            before = count_numbers(session, covers, same_days(period, today), today=today)
            targets, figures = campaigns.list_targets(session), campaigns.list_figures(session)
        on = min(period.last, today)
        return [
            make_row(place, scheme, now, before, targets=targets, figures=figures, on=on)
            for scheme in OFFERED_SCHEMES
            for place in places
        ]

    def collect(self, unit_code: str, period: Period) -> ProgressReport:
        """Everything the printed report of a unit says."""
        rows = self.progress(unit_code, period)
        whole = rows[0]
        on = min(period.last, self.desk.today)
        with self.desk.read() as session:
            office = settings.read_machine(session).office_name
        figures = self.figures(whole.subject, whole.name, until=on)
        return ProgressReport(office, whole.name, period, on, rows, figures)

    def print_progress(self, unit_code: str, period: Period, catalogue: Catalogue) -> bytes:
        """Render the report of a unit as an A4 PDF."""
        from outreach_app.documents.progress_report import render_progress_report

        return render_progress_report(self.collect(unit_code, period), catalogue)

    def write_table(self, report: ProgressReport, kind: TableKind, words: Catalogue) -> bytes:
        """Write the rows of a report as a worksheet or as comma-separated text."""
        table = make_table(report, words)
        return write_csv(table) if kind is TableKind.CSV else write_xlsx([table], day=report.on)

    def figures(self, subject: Subject, name: str, *, until: date) -> FigureReport:
        """Official figures of a unit up to a day, with growth, plans behind percentages, targets passed, and ours."""
        with self.desk.read() as session:
            told = [each for each in campaigns.list_figures(session) if each.on <= until]
            targets = campaigns.list_targets(session, subject)
            own = [each for each in told if each.subject == subject]
            # Everybody's covers are read only where a published number of members stands to be compared with.
            compared = any(each.measure is Measure.STOCK for each in own)
            ours = _count_ours(session, subject, until=min(until, self.desk.today)) if compared else None
        known = [each for each in told if each.subject == subject or _is_below(each.subject, subject)]
        schemes = sorted({each.scheme for each in own}, key=lambda scheme: scheme.value if scheme else "")
        latest = max((each.on for each in own if each.scheme is None), default=None)
        judged = tuple(
            judge_scheme(scheme, known, targets, below=lambda other: other != subject) for scheme in schemes
        )
        gaps = (_find_gap(each, ours) for each in judged)
        distinct = check_distinct([each for each in own if each.on == latest]) if latest else None
        return FigureReport(subject, name, until, judged, tuple(gap for gap in gaps if gap), distinct)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, village or part of one that results are told of, with the villages whose numbers add up to its own."""

    subject: Subject
    name: str
    villages: tuple[bytes, ...]


def same_days(period: Period, today: date) -> Period:
    """Give the same days of the year before, as far as this period has come."""
    return (period.until(today) or period).year_before


def find_places(session: Session, territory: Territory, unit_code: str) -> list[Place]:
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
    whole = Place(
        Subject(SubjectKind.UNIT, unit.code, unit.vintage), unit.full_name, tuple(row.id for row in rows)
    )
    if unit.level is Level.COMMUNE:
        return [whole, *(_village_place(row) for row in rows)]
    by_commune: dict[str, list[bytes]] = {}
    for row in rows:
        by_commune.setdefault(row.commune_code, []).append(row.id)
    return [whole, *(_commune_place(territory, code, tuple(ids)) for code, ids in sorted(by_commune.items()))]


def _village_place(row: VillageRow) -> Place:
    name = f"{VILLAGE_KINDS.get(row.kind, row.kind)} {row.name}"
    return Place(Subject(SubjectKind.VILLAGE, row.id.hex()), name, (row.id,))


def _commune_place(territory: Territory, code: str, ids: tuple[bytes, ...]) -> Place:
    unit = territory.commune(code)
    return Place(Subject(SubjectKind.UNIT, code, territory.present), unit.full_name if unit else code, ids)


def make_row(
    place: Place, scheme: Scheme, now: Numbers, before: Numbers, *, targets: Sequence[Target],
    figures: Sequence[OfficialFigure], on: date,
) -> ReportRow:  # fmt: skip
    """Put a place's own numbers together with its targets for exactly these days, the year before and its base."""
    tally, active = now.sum_tally(scheme, place.villages), now.sum_active(scheme, place.villages)
    plans = tuple(
        Progress(each, tally.count(each.aim, stock=active), on)
        for each in targets
        if (each.subject, each.scheme, each.period) == (place.subject, scheme, now.period)
    )
    base = _find_latest(figures, place.subject, _BASE_OF.get(scheme, Measure.POPULATION), on)
    return ReportRow(
        place.subject, place.name, scheme, now.period, tally, active,
        before.sum_tally(scheme, place.villages).joined, plans, base.value if base else None,
    )  # fmt: skip


def _find_latest(
    figures: Sequence[OfficialFigure], subject: Subject, measure: Measure, on: date
) -> OfficialFigure | None:
    fitting = (
        each for each in figures if (each.subject, each.measure) == (subject, measure) and each.on <= on
    )
    return max(fitting, key=lambda each: each.on, default=None)


def _count_ours(session: Session, subject: Subject, *, until: date) -> tuple[Covers, frozenset[bytes]] | None:
    """Our covers, and the villages of a unit of today; None for a unit of earlier days."""
    territory = load_territory()
    if subject.kind is not SubjectKind.UNIT or subject.vintage != territory.vintage_on(until):
        return None
    try:
        whole = find_places(session, territory, subject.key)[0]
    except NotFound:
        return None
    return (read_covers(session), frozenset(whole.villages)) if whole.villages else None


def _find_gap(published: PublishedScheme, ours: tuple[Covers, frozenset[bytes]] | None) -> Gap | None:
    stocks = [each for each in published.figures if each.measure is Measure.STOCK]
    if ours is None or not stocks:
        return None
    covers, inside = ours
    latest = max(stocks, key=lambda each: each.on)
    scheme = published.scheme
    counted = covers.count_active(scheme, latest.on) if scheme else covers.count_distinct(latest.on)
    return Gap(sum(count for village, count in counted.items() if village in inside), latest)


def _is_below(lower: Subject, upper: Subject) -> bool:
    """Whether a unit lies right under another one of the same list of units."""
    if lower.kind is not SubjectKind.UNIT or lower.vintage != upper.vintage:
        return False
    unit = load_territory().unit(lower.key, lower.vintage)
    return unit is not None and unit.parent_code == upper.key
