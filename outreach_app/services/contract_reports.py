"""B15a-UQ: what organisations and their collectors reached against their contract targets, as a worksheet or as PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from outreach_app import assets
from outreach_app.domain.contract_rows import ContractLine, list_contract_lines, sum_contracts
from outreach_app.domain.form_layouts import FilledSheet, SheetLayout, choose_layout, read_sheet_layout
from outreach_app.domain.periods import month_of
from outreach_app.domain.targets import SubjectKind
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.desk import Desk
from outreach_app.services.monthly import PaperKind, find_sender
from outreach_app.services.reports import Reports

_FORM, _NAME = "b15a", "B15a-UQ"
KINDS = (PaperKind.XLSX, PaperKind.PDF)
"""How the form is handed over."""
BY_HAND = ("codes", "compulsory", "accident", "note")
"""What the program has no numbers of: those columns stay empty for the hand."""


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """A filled form: its bytes, and how many organisations and collectors are named in it."""

    data: bytes
    organisations: int
    collectors: int


@dataclass(frozen=True, slots=True)
class ContractReports:
    """Fills the form of a month in; targets are those of the whole year, as contracts set them."""

    desk: Desk

    def write(self, unit_code: str, day: date, kind: PaperKind) -> ContractPaper:
        """Write the form of the month of a day in the layout of its last day; BadInput for a month before the form."""
        month, words = month_of(day), open_catalogue("vi")
        layout = choose_layout(_load_layouts(), _FORM, on=month.last, name=_NAME)
        report = Reports(self.desk).collect(unit_code, month)
        groups = {
            group: [row for row in report.groups.get(group, ()) if row.subject.kind is group]
            for group in (SubjectKind.AGENCY, SubjectKind.COLLECTOR)
        }
        lines = list_contract_lines(groups[SubjectKind.AGENCY], groups[SubjectKind.COLLECTOR], layout.words)
        sheet = _fill(layout, lines, self._write_head(report.office_name, day))
        data = _render(layout, sheet, kind, words=words, day=self.desk.today)
        named = [line.strong for line in lines if line.named]
        return ContractPaper(data, sum(named), len(named) - sum(named))

    def _write_head(self, office: str, day: date) -> Mapping[str, str]:
        with self.desk.read() as session:
            sender = find_sender(session, self.desk.today)
        signed = sender.day
        return {
            "above": sender.above.upper(), "office": office.upper(), "month": f"{day.month:02d}",
            "year": str(day.year), "place": sender.place, "signed_day": f"{signed.day:02d}",
            "signed_month": f"{signed.month:02d}", "signed_year": str(signed.year),
        }  # fmt: skip


@cache
def _load_layouts() -> tuple[SheetLayout, ...]:
    names = (name for name in assets.list_names("forms", ending=".toml") if name.startswith(f"{_FORM}-"))
    return tuple(read_sheet_layout(assets.read_text(f"forms/{name}")) for name in names)


def _fill(layout: SheetLayout, lines: Sequence[ContractLine], fields: Mapping[str, str]) -> FilledSheet:
    strong = frozenset(place for place, line in enumerate(lines) if line.strong)
    rows = tuple(line.cells for line in lines)
    return FilledSheet(layout.title, fields, rows, sum_contracts(lines), strong)


def _render(
    layout: SheetLayout, sheet: FilledSheet, kind: PaperKind, *, words: Catalogue, day: date
) -> bytes:
    if kind is PaperKind.PDF:
        from outreach_app.documents.sheet_form import render_sheet_form

        return render_sheet_form(layout, [sheet], words)
    from outreach_app.exchange.form_writer import write_form

    return write_form(layout, [sheet], day=day)
