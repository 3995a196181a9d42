"""Reports: results against plans and earlier days by unit, team, organisation and collector, and official figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.contrasts import ModelContrast, Side, contrast
from outreach_app.domain.crowds import Crowd
from outreach_app.domain.official_figures import Gap, Measure, check_distinct, find_rests
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.progress_paper import write_models, write_progress, write_ranking
from outreach_app.domain.published import PublishedScheme, judge_scheme
from outreach_app.domain.report_rows import DistinctPeople, FigureReport, ProgressReport, ReportRow
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.domain.territory import Territory
from outreach_app.errors import NotFound
from outreach_app.exchange.table_writer import Table, TableKind, write_csv, write_xlsx
from outreach_app.i18n import Catalogue
from outreach_app.services.counting import Counts, read_facts
from outreach_app.services.dated_places import UnitsAs, has_changed, read_dated
from outreach_app.services.desk import Desk
from outreach_app.services.report_tables import make_models, make_ranking, make_table, make_tables
from outreach_app.services.result_lines import Lines, Whose, find_groups, find_places
from outreach_app.services.table_pages import render_pages
from outreach_app.services.territory_data import read_standing
from outreach_app.store import campaigns, model_marks, settings

GROUPS = (SubjectKind.TEAM, SubjectKind.AGENCY, SubjectKind.COLLECTOR)
"""By what results are grouped beside the places."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reads only; every number comes from rows that people entered."""

    desk: Desk

    def own_unit(self) -> str:
        """The code of the unit this workspace was made for."""
        with self.desk.read() as session:
            return settings.read_machine(session).unit_code

    def progress(self, unit_code: str, period: Period, *, units: UnitsAs = UnitsAs.END) -> list[ReportRow]:
        """Results of a unit and of what lies right under it (villages, communes), for each scheme that is offered."""
        with self.desk.read() as session:
            read = read_dated(session, unit_code, period, today=self.desk.today, units=units)
        return make_rows(read.lines, read.places)

    def group(self, unit_code: str, period: Period, kind: SubjectKind) -> list[ReportRow]:
        """Results of a unit by team, organisation or collector: the whole first, what nobody is named for last.

        Left out is who has nothing to show and no plan.
        """
        with self.desk.read() as session:
            read = read_dated(session, unit_code, period, today=self.desk.today)
            return make_groups(session, read.lines, read.places[0], kind)

    def collect(self, unit_code: str, period: Period, *, units: UnitsAs = UnitsAs.END) -> ProgressReport:
        """Everything the report of a unit says, out of one reading; by which units where they changed says `units`."""
        with self.desk.read() as session:
            read = read_dated(session, unit_code, period, today=self.desk.today, units=units)
            places, lines, whole = read.places, read.lines, read.places[0]
            rows = make_rows(lines, places)
            groups = {kind: make_groups(session, lines, whole, kind) for kind in GROUPS}
            office = settings.read_machine(session).office_name
            models = contrast_models(session, rows)
            figures = self._judge_figures(
                session, whole.subject, whole.name, until=lines.on, counts=lines.counts
            )
        return ProgressReport(
            office, whole.name, period, lines.on, rows, figures, groups, models, count_distinct(lines, whole),
            read.notes,
        )  # fmt: skip

    def has_changed(self, period: Period) -> bool:
        """Whether the units of the start of some days differ from those of their end."""
        with self.desk.read() as session:
            return has_changed(session, period, today=self.desk.today)

    def print_progress(
        self, unit_code: str, period: Period, catalogue: Catalogue, *, units: UnitsAs = UnitsAs.END
    ) -> bytes:
        """Render the report of a unit as a PDF."""
        return self.write_table(self.collect(unit_code, period, units=units), TableKind.PDF, catalogue)

    def write_table(self, report: ProgressReport, kind: TableKind, words: Catalogue) -> bytes:
        """Write a report as a workbook with all its tables, as pages, or its rows alone as comma-separated text."""
        if kind is TableKind.PDF:
            return render_pages(write_progress(report, words), words)
        if kind is TableKind.CSV:
            return write_csv(make_table(report, words))
        return write_xlsx(make_tables(report, words), day=report.on)

    def write_ranking(
        self, report: ProgressReport, rows: Sequence[ReportRow], kind: TableKind, words: Catalogue
    ) -> bytes:
        """Write who stands where and whom to praise; `rows` are of one scheme, the whole first."""
        if kind is TableKind.PDF:
            return render_pages(write_ranking(report, rows, words), words)
        return _write(make_ranking(rows, words), kind, day=report.on)

    def write_models(self, report: ProgressReport, kind: TableKind, words: Catalogue) -> bytes:
        """Write model places beside the others; as comma-separated text in one table."""
        if kind is TableKind.PDF:
            return render_pages(write_models(report, words), words)
        return _write([make_models(report, words)], kind, day=report.on)

    def figures(self, subject: Subject, name: str, *, until: date) -> FigureReport:
        """Official figures of a unit up to a day, with growth, plans behind percentages, targets passed, and ours."""
        with self.desk.read() as session:
            return self._judge_figures(session, subject, name, until=until)

    def _judge_figures(
        self, session: Session, subject: Subject, name: str, *, until: date, counts: Counts | None = None
    ) -> FigureReport:
        territory = read_standing(session)
        told = [each for each in campaigns.list_figures(session) if each.on <= until]
        own = [each for each in told if each.subject == subject]
        known = [
            each for each in told if each.subject == subject or _is_below(each.subject, subject, territory)
        ]
        targets = campaigns.list_targets(session, subject)
        schemes = sorted({each.scheme for each in own}, key=lambda scheme: scheme.value if scheme else "")
        judged = tuple(
            judge_scheme(scheme, known, targets, below=lambda other: other != subject) for scheme in schemes
        )
        latest = max((each.on for each in own if each.scheme is None), default=None)
        gaps: tuple[Gap, ...] = ()
        # Everybody's covers are read only where a published number of members stands to be compared with.
        if any(each.measure is Measure.STOCK for each in own) and (
            whole := find_unit(session, subject, until)
        ):
            counts = counts or Counts(read_facts(session), self.desk.today)
            gaps = tuple(gap for each in judged if (gap := find_gap(each, counts, whole)))
        distinct = check_distinct([each for each in own if each.on == latest]) if latest else None
        return FigureReport(subject, name, until, judged, gaps, distinct, tuple(find_rests(own)))


def _write(tables: Sequence[Table], kind: TableKind, *, day: date) -> bytes:
    return write_csv(tables[0]) if kind is TableKind.CSV else write_xlsx(tables, day=day)


def make_rows(lines: Lines, places: Sequence[Whose]) -> list[ReportRow]:
    """Make a line of each place under each scheme that is offered."""
    return [lines.make(place, scheme) for scheme in OFFERED_SCHEMES for place in places]


def make_groups(session: Session, lines: Lines, whole: Whose, kind: SubjectKind) -> list[ReportRow]:
    """Make the lines of a unit's teams, organisations or collectors: the whole first, nobody named last."""
    inside = lines.within(whole)
    found = find_groups(session, kind, known=lines.counts.teams, on=lines.on)
    rows = []
    for scheme in OFFERED_SCHEMES:
        rows.append(lines.make(whole, scheme))
        rows += [row for each in found if _tells(row := inside.make(each, scheme))]
    return rows


def _tells(row: ReportRow) -> bool:
    now, year = row.tally, row.to_date
    told = now.total or now.lapsed or year.total or year.lapsed
    return bool(told or row.active or row.last_year or row.plans or row.running)


def contrast_models(session: Session, rows: Sequence[ReportRow]) -> tuple[ModelContrast, ...]:
    """Compare the model places right under a unit with the others, scheme by scheme; nothing where none is marked."""
    marks = model_marks.list_marks(session)
    found = []
    for scheme in OFFERED_SCHEMES:
        whole, *parts = [row for row in rows if row.scheme is scheme]
        sides = [(row.subject, Side(1, row.adults or 0, row.tally, row.active)) for row in parts]
        if (each := contrast(scheme, whole.elapsed, sides, marks=marks)) is not None:
            found.append(each)
    return tuple(found)


def count_distinct(lines: Lines, whole: Whose) -> DistinctPeople:
    """Count the different people who are members of any scheme beside the members of each."""
    counts, kind, keys = lines.counts, SubjectKind.VILLAGE, whole.keys
    told = {
        scheme: counts.count_members(scheme, lines.on, kind, keys=keys)
        for scheme in Scheme
        if scheme is not Scheme.HEALTH
    }
    unknown = counts.count_members(Crowd.UNKNOWN_CARD, lines.on, kind, keys=keys)
    people = counts.count_members(Crowd.ANY, lines.on, kind, keys=keys)
    schemes = tuple((scheme, count) for scheme, count in told.items() if count)
    return DistinctPeople(whole.subject, whole.name, lines.on, schemes, people, unknown)


def find_unit(session: Session, subject: Subject, until: date) -> Whose | None:
    """Find a unit of the list in force on a day with its villages; None for any other and where no village is known."""
    territory = read_standing(session)
    if subject.kind is not SubjectKind.UNIT or subject.vintage != territory.vintage_on(until):
        return None
    try:
        whole = find_places(session, territory, subject.key)[0]
    except NotFound:
        return None
    return whole if whole.keys else None


_CROWDS: Mapping[Scheme | None, Crowd] = {
    None: Crowd.ANY, Scheme.SOCIAL: Crowd.SOCIAL, Scheme.HEALTH: Crowd.ANY_CARD,
}  # fmt: skip


def crowd_of(scheme: Scheme | None) -> Crowd | Scheme:
    """Whom a published number of members counts: of health insurance as a whole everybody with a card of any kind."""
    return _CROWDS.get(scheme) or Scheme(scheme or "")


def find_gap(published: PublishedScheme, counts: Counts, whole: Whose) -> Gap | None:
    """Put our number of members beside the latest published one; None without one."""
    stocks = [each for each in published.figures if each.measure is Measure.STOCK]
    if not stocks:
        return None
    latest = max(stocks, key=lambda each: each.on)
    counted = crowd_of(published.scheme)
    ours = counts.count_members(counted, latest.on, SubjectKind.VILLAGE, keys=whole.keys)
    return Gap(ours, latest)


def _is_below(lower: Subject, upper: Subject, territory: Territory) -> bool:
    """Whether a unit lies right under another one of the same list of units."""
    if lower.kind is not SubjectKind.UNIT or lower.vintage != upper.vintage:
        return False
    unit = territory.unit(lower.key, lower.vintage)
    return unit is not None and unit.parent_code == upper.key
