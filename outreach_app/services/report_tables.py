"""The results of a unit as tables to calculate with: places, why people stopped, teams, organisations, collectors."""

from collections.abc import Sequence

from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.report_words import name_reason, name_row
from outreach_app.domain.targets import SubjectKind
from outreach_app.exchange.table_writer import Cell, Table
from outreach_app.i18n import Catalogue

_LABELS = (
    "Scheme", "Plan", "New", "Won back", "Continuing", "Stopped", "Net",
    "% of plan", "Members", "New last year", "Coverage %", "Members before", "Members at year end",
    "New since 1 January", "Stopped since 1 January", "Forecast", "Adults", "New per 100 adults",
    "Cards of unknown kind",
)  # fmt: skip
_SHEETS = {
    SubjectKind.TEAM: "By team", SubjectKind.AGENCY: "By organisation", SubjectKind.COLLECTOR: "By collector",
}  # fmt: skip


def make_table(report: ProgressReport, words: Catalogue) -> Table:
    """Lay the rows of a report out, the unit as a whole first."""
    return _make_table("Results", report.rows, words)


def make_tables(report: ProgressReport, words: Catalogue) -> list[Table]:
    """Lay everything out that a workbook of a report holds; tables without a row are left out."""
    groups = [_make_table(_SHEETS[kind], rows, words) for kind, rows in report.groups.items()]
    return [
        make_table(report, words),
        *(each for each in (_make_reasons(report, words), *groups) if each.rows),
    ]


def _make_table(name: str, rows: Sequence[ReportRow], words: Catalogue) -> Table:
    labels = [words.context("report", "Unit"), *(words.context("report", label) for label in _LABELS)]
    return Table(words.context("report", name), labels, [_make_line(row, words) for row in rows])


def _make_line(row: ReportRow, words: Catalogue) -> list[Cell]:
    plan, tally, forecast = row.plan, row.tally, row.forecast
    return [
        name_row(words, row), words.text(SCHEME_NAMES[row.scheme]), plan.target.people if plan else None, tally.joined,
        tally.won_back, tally.continuing, tally.lapsed, tally.net, plan.percent if plan else None, row.active,
        row.last_year, row.coverage, row.began, row.year_end, row.to_date.joined, row.to_date.lapsed,
        forecast.people if forecast else None, row.adults, row.per_hundred_adults, row.unknown_cards,
    ]  # fmt: skip


def _make_reasons(report: ProgressReport, words: Catalogue) -> Table:
    labels = [words.context("report", label) for label in ("Unit", "Scheme", "Why they stopped", "Stopped")]
    lines: list[list[Cell]] = [
        [
            name_row(words, row),
            words.text(SCHEME_NAMES[row.scheme]),
            name_reason(words, each),
            len(each.people),
        ]
        for row in report.rows
        for each in row.reasons
    ]
    return Table(words.context("report", "Why they stopped"), labels, lines)
