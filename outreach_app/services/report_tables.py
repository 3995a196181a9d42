"""The results of a unit as a table to calculate with."""

from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.exchange.table_writer import Cell, Table
from outreach_app.i18n import Catalogue

_LABELS = (
    "Scheme", "Plan", "New", "Won back", "Continuing", "Stopped", "Net",
    "% of plan", "Members", "New last year", "Coverage %",
)  # fmt: skip


def make_table(report: ProgressReport, words: Catalogue) -> Table:
    """Lay the rows of a report out, the unit as a whole first."""
    labels = [words.context("report", "Unit"), *(words.context("report", label) for label in _LABELS)]
    name = words.context("report", "Results")
    return Table(name, labels, [_make_line(row, words) for row in report.rows])


def _make_line(row: ReportRow, words: Catalogue) -> list[Cell]:
    plan, tally = row.plan, row.tally
    return [
        row.name, words.text(SCHEME_NAMES[row.scheme]), plan.target.people if plan else None, tally.joined,
        tally.won_back, tally.continuing, tally.lapsed, tally.net, plan.percent if plan else None, row.active,
        row.last_year, row.coverage,
    ]  # fmt: skip
