"""The rows of a list that lack a word, as the file has them, for somebody to complete and bring in again."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from outreach_app.domain.listed_lines import ListedReport
from outreach_app.exchange.cells import cell_text
from outreach_app.exchange.columns import ColumnMatch
from outreach_app.exchange.lines import LineKind, find_title_village, read_lines
from outreach_app.exchange.sheets import Cell, RawSheet, Row, cell_at
from outreach_app.exchange.table_writer import Table
from outreach_app.exchange.wordings import Field
from outreach_app.i18n import Catalogue

Plain = str | int | date
_BIRTHS = frozenset({Field.BORN, Field.BORN_MALE, Field.BORN_FEMALE, Field.BIRTH_YEAR})
_BORN, _VILLAGE = "Ngày sinh", "Thôn"
"""Headings by which the program knows a column that the list has not; they are read, whatever language is spoken."""


def make_incomplete(
    found: Sequence[tuple[RawSheet, ColumnMatch]], report: ListedReport, words: Catalogue
) -> Table:
    """Copy the rows that were left out for want of a word, and those that could not be read; of other rows nothing.

    Beside the list's own columns stand those that it lacks, and what is missing in each row.
    """
    reasons = {(line.sheet, line.row): line.reason for line in report.incomplete if line.reason is not None}
    reasons |= {(row.sheet, row.row): row.reason for row in report.refused}
    match = found[0][1]
    width = max((len(match.headers), *(place + 1 for place in match.columns.values())))
    headers = (match.headers[place] if place < len(match.headers) else "" for place in range(width))
    lacks = Field.VILLAGE not in match.columns, not _BIRTHS & set(match.columns)
    added = [heading for heading, lacking in zip((_VILLAGE, _BORN), lacks, strict=True) if lacking]
    rows: list[list[Plain]] = []
    for raw, own in found:
        name = raw.name if len(found) > 1 else ""
        for row, cells, village in _list_rows(raw, own):
            if (reason := reasons.get((name, row))) is not None:
                told = [village, ""] if lacks[0] else [""]
                line = [_plain(cell_at(cells, place)) for place in range(width)]
                rows.append([*line, *told[: len(added)], words.render(reason)])
    labels = [*headers, *added, words.text("What is missing")]
    return Table(words.text("To be completed"), labels, rows)


def _list_rows(raw: RawSheet, match: ColumnMatch) -> Iterator[tuple[int, Row, str]]:
    """Every person's row with its number and the village that a heading above it tells."""
    village = find_title_village(raw, match)
    for line in read_lines(raw, match):
        if line.kind is LineKind.VILLAGE:
            village = line.heading
        elif line.kind is LineKind.PERSON:
            yield line.row, line.cells, village


def _plain(cell: Cell) -> Plain:
    """A cell as a table can hold it; a moment of midnight is a day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str | int | date) and not isinstance(cell, bool):
        return cell
    return cell_text(cell)
