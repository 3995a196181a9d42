"""The results of a unit as tables to calculate with: places, why people stopped, teams, organisations, collectors."""

from collections.abc import Callable, Sequence

from outreach_app.domain.official_paper import Grid
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.progress_grids import (
    GROUP_NAMES,
    lay_drives,
    lay_gaps,
    lay_models,
    lay_plans,
    lay_praise,
    lay_ranking,
)
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.report_words import name_reason, name_row
from outreach_app.exchange.table_writer import Cell, Table
from outreach_app.i18n import Catalogue

_LABELS = (
    "Scheme", "Plan", "New", "Won back", "Continuing", "Stopped", "Net",
    "% of plan", "Members", "New last year", "Coverage %", "Members before", "Members at year end",
    "New since 1 January", "Stopped since 1 January", "Forecast", "Adults", "New per 100 adults",
    "Cards of unknown kind",
)  # fmt: skip


def make_table(report: ProgressReport, words: Catalogue) -> Table:
    """Lay the rows of a report out, the unit as a whole first."""
    return _make_table("Results", report.rows, words)


def make_tables(report: ProgressReport, words: Catalogue) -> list[Table]:
    """Lay everything out that a workbook of a report holds; tables without a row are left out."""
    groups = [_make_table(GROUP_NAMES[kind], rows, words) for kind, rows in report.groups.items()]
    tables = [
        _make_reasons(report, words), *groups,
        *(_join(report, lay, words) for lay in (lay_plans, lay_drives, lay_ranking, lay_praise)),
        make_models(report, words), _make_gaps(report, words),
    ]  # fmt: skip
    return [make_table(report, words), *(each for each in tables if each.rows)]


def make_ranking(rows: Sequence[ReportRow], words: Catalogue) -> list[Table]:
    """Lay out who stands where and whom to praise, of rows of one scheme with the whole first."""
    grids = [lay(rows, words) for lay in (lay_ranking, lay_praise)]
    found = [_tabulate(grid) for grid in grids if grid is not None]
    return found or [
        Table(words.context("report", "Who stands where"), [words.context("report", "Unit")], [])
    ]


def make_models(report: ProgressReport, words: Catalogue) -> Table:
    """Lay model places out beside the others, scheme by scheme."""
    laid = [(each.scheme, lay_models(each, words)) for each in report.models]
    scheme = words.context("report", "Scheme")
    labels = [scheme, *laid[0][1].labels] if laid else [scheme]
    rows = [[words.text(SCHEME_NAMES[each]), *row] for each, grid in laid for row in grid.rows]
    return Table(words.context("report", "Model places and the others"), labels, rows)


def _make_gaps(report: ProgressReport, words: Catalogue) -> Table:
    grid = lay_gaps(report.figures.gaps, words)
    return _tabulate(grid) if grid is not None else Table("", [], [])


def _join(
    report: ProgressReport, lay: Callable[[Sequence[ReportRow], Catalogue], Grid | None], words: Catalogue
) -> Table:
    """A table of every scheme out of those of each, the scheme in the first column."""
    schemes = dict.fromkeys(row.scheme for row in report.rows)
    laid = [(each, grid) for each in schemes if (grid := lay(report.list_rows(each), words)) is not None]
    if not laid:
        return Table("", [], [])
    first = laid[0][1]
    rows = [[words.text(SCHEME_NAMES[each]), *row] for each, grid in laid for row in grid.rows]
    return Table(first.name, [words.context("report", "Scheme"), *first.labels], rows)


def _tabulate(grid: Grid) -> Table:
    return Table(grid.name, grid.labels, grid.rows)


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
