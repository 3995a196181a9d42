"""The people who may explain a difference from an official number as a table to work through."""

from collections.abc import Mapping

from outreach_app.domain.gap_words import CAUSE_STEPS, is_ours, name_scheme, tell_gap
from outreach_app.domain.report_rows import CAUSE_NAMES, GapReport
from outreach_app.exchange.table_writer import Cell, Table, TableKind, write_csv, write_xlsx
from outreach_app.i18n import Catalogue
from outreach_app.services.table_pages import lay_pages, render_pages

_PEOPLE = ("Why", "Counted by", "Number", "Name", "Village", "Day", "What can be done")
_NUMBERS = ("Unit", "Scheme", "Day", "Source", "Official", "Ours", "Difference")


def write_gap_tables(
    report: GapReport, kind: TableKind, words: Catalogue, *, villages: Mapping[bytes, str], office: str
) -> bytes:
    """Write people and numbers as one workbook or as pages (PDF); as comma-separated text the people alone."""
    people, numbers = _make_people(report, words, villages), _make_numbers(report, words)
    if kind is TableKind.CSV:
        return write_csv(people)
    if kind is TableKind.PDF:
        about = [report.name, words.date(report.gap.official.on), *map(words.render, tell_gap(report))]
        title = words.text("Who may explain the difference")
        return render_pages(lay_pages(title, [numbers, people], words, office=office, about=about), words)
    return write_xlsx([people, numbers], day=report.gap.official.on)


def _make_people(report: GapReport, words: Catalogue, villages: Mapping[bytes, str]) -> Table:
    ours, theirs = words.text("us, perhaps not the office"), words.text("perhaps the office, not us")
    rows: list[list[Cell]] = [
        [
            words.text(CAUSE_NAMES[cause]), ours if is_ours(cause) else theirs, who.code, who.name,
            villages.get(who.village, ""), who.on, words.text(CAUSE_STEPS[cause]),
        ]
        for who, cause in ((each.person, each.cause) for each in report.people)
    ]  # fmt: skip
    return _table(words, "Likely, never sure", _PEOPLE, rows)


def _make_numbers(report: GapReport, words: Catalogue) -> Table:
    gap, official = report.gap, report.gap.official
    row: list[Cell] = [
        report.name, name_scheme(official.scheme, words), official.on, official.source, official.value, gap.ours,
        gap.difference,
    ]  # fmt: skip
    return _table(words, "The numbers", _NUMBERS, [row])


def _table(words: Catalogue, name: str, labels: tuple[str, ...], rows: list[list[Cell]]) -> Table:
    return Table(words.context("gap", name), [words.context("gap", label) for label in labels], rows)
