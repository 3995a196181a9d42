"""The monthly report of a unit: read, put into words, and handed over as PDF, as a text to edit or as a workbook."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from outreach_app.domain.absences import judge_calls
from outreach_app.domain.monthly_rows import ComingWork, MonthlyReport, Sender
from outreach_app.domain.monthly_words import write_monthly
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.official_paper import OfficialPaper
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period, month_of
from outreach_app.domain.renewal_reasons import CLASS_OF, RenewalClass
from outreach_app.domain.results import Tally
from outreach_app.domain.territory import Level
from outreach_app.exchange.table_writer import Table, write_xlsx
from outreach_app.i18n import Catalogue
from outreach_app.services.committees import Committees
from outreach_app.services.dated_places import UnitsAs
from outreach_app.services.desk import Desk
from outreach_app.services.field_reports import FieldReports
from outreach_app.services.lunar_years import load_lunar_years
from outreach_app.services.overviews import Overviews
from outreach_app.services.renewals import Renewals
from outreach_app.services.reports import Reports
from outreach_app.services.territory_data import read_standing
from outreach_app.services.training_report import TrainingReports
from outreach_app.services.unit_villages import Area, read_area
from outreach_app.store import absences, coming, settings, teams, villages


class PaperKind(StrEnum):
    """How a report is handed over, named as the end of the file."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class MonthlyReports:
    """Reads only; a day after today has not happened."""

    desk: Desk

    def list_units(self) -> list[tuple[str, str]]:
        """List code and name of the units a report can be made of: the own one first, then the communes known here."""
        with self.desk.read() as session:
            territory = read_standing(session)
            own = settings.read_machine(session).unit_code
            here = sorted({row.commune_code for row in villages.list_villages(session) if row.commune_code})
        known = ((code, territory.unit(code, territory.present)) for code in dict.fromkeys((own, *here)))
        return [(code, unit.full_name) for code, unit in known if unit is not None]

    def collect(self, unit_code: str, day: date, *, units: UnitsAs = UnitsAs.END) -> MonthlyReport:
        """Read the report of the month of a day; NotFound for a code that no unit has.

        `units` says by which places the results stand; what was heard and taught is told of the unit of today.
        """
        month, desk = month_of(day), self.desk
        progress = Reports(desk).collect(unit_code, month, units=units)
        with desk.read() as session:
            area = read_area(session, unit_code)
            there = [each for each in teams.list_teams(session) if each.commune_code in area.communes]
            sender = find_sender(session, desk.today)
        return MonthlyReport(
            sender, progress, self._read_months(month, area.villages), FieldReports(desk).worries(unit_code, month),
            FieldReports(desk).questions(unit_code, month),
            TrainingReports(desk).read(unit_code, first=month.first, last=month.last),
            Committees(desk).list_all(unit_code), there, self._find_coming(unit_code, month, area),
        )  # fmt: skip

    def write(
        self, unit_code: str, day: date, kind: PaperKind, words: Catalogue, *, units: UnitsAs = UnitsAs.END
    ) -> bytes:
        """Write the report of a month; the same rows on the same day give the same bytes."""
        return render_paper(write_monthly(self.collect(unit_code, day, units=units), words), kind, words)

    def _read_months(
        self, month: Period, villages: Collection[bytes]
    ) -> Mapping[Scheme, Sequence[tuple[Period, Tally]]]:
        months = Overviews(self.desk).read(month).months
        return {scheme: months.sum_up(scheme, villages) for scheme in OFFERED_SCHEMES}

    def _find_coming(self, unit_code: str, month: Period, area: Area) -> ComingWork:
        following = month_of(add_months(first_of_month(month.first), 1))
        if following.last < self.desk.today or not area.villages:
            return ComingWork(following)
        with self.desk.read() as session:
            away = judge_calls(absences.list_away(session), self.desk.today, years=load_lunar_years())
            promised, returned = (
                coming.count_promises(session, following.last),
                coming.count_returned(session),
            )
        home = [each for each in away if each.due_on is not None and each.due_on <= following.last]
        return ComingWork(
            following,
            promised=sum(promised[village] for village in area.villages),
            renewals=self._count_renewals(unit_code, following.first),
            home=sum(each.who.village in area.villages for each in home),
            returned=sum(returned[village] for village in area.villages),
        )

    def _count_renewals(self, unit_code: str, on: date) -> Mapping[RenewalClass, int]:
        counts = Renewals(self.desk).list_renewals(on=on, unit=unit_code, limit=0).counts
        return {
            group: sum(count for reason, count in counts.items() if CLASS_OF[reason] is group)
            for group in RenewalClass
        }


def render_paper(paper: OfficialPaper, kind: PaperKind, words: Catalogue) -> bytes:
    """Hand a paper over as a file of a kind; as a workbook its tables alone, one on each worksheet."""
    if kind is PaperKind.PDF:
        from outreach_app.documents.official_pdf import render_official_pdf

        return render_official_pdf(paper, words)
    if kind is PaperKind.DOCX:
        from outreach_app.documents.official_docx import render_official_docx

        return render_official_docx(paper, words)
    tables = [
        Table(f"{place} {grid.name}", grid.labels, grid.rows)
        for place, grid in enumerate(paper.grids, start=1)
    ]
    return write_xlsx(tables, day=paper.day)


def find_sender(session: Session, today: date) -> Sender:
    """The office that reports, as its unit lies today: under a province's office, or under that of the country."""
    machine, territory = settings.read_machine(session), read_standing(session)
    unit = territory.unit(machine.unit_code, machine.unit_vintage)
    if unit is None or unit.level is not Level.COMMUNE:
        return Sender("Bảo hiểm xã hội Việt Nam", unit.name if unit else "", today)
    above = territory.unit(unit.parent_code, unit.vintage)
    return Sender(f"Bảo hiểm xã hội {above.full_name if above else ''}".strip(), unit.name, today)
