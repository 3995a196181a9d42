"""Tables as pages: what a workbook holds, laid out to be read, with a title and what it is about."""

from collections.abc import Sequence

from outreach_app.domain.official_paper import Cell, Grid, Heading, Part, Sentence
from outreach_app.domain.table_paper import TablePaper
from outreach_app.exchange.table_writer import Table
from outreach_app.i18n import Catalogue


def render_pages(paper: TablePaper, words: Catalogue) -> bytes:
    """Render a report of tables as a PDF; the same report gives the same bytes."""
    from outreach_app.documents.table_paper import render_table_paper

    return render_table_paper(paper, words)


def lay_table(
    table: Table, words: Catalogue, *, banded: bool = False, bold: frozenset[int] = frozenset()
) -> list[Part]:
    """A table as a part of a page; one without a row says so below its heading."""
    if not table.rows:
        return [Heading(table.name, 2), Sentence(words.text("Nobody and nothing to list here."))]
    rows = [[None if cell == "" else cell for cell in row] for row in table.rows]
    return [Grid(table.name, table.name, table.labels, rows, bold=bold, banded=banded)]


def drop_empty(table: Table, *, first: int) -> Table:
    """Leave out the columns after the first ones in which nothing was ever counted."""
    kept = [
        place for place in range(len(table.labels)) if place < first or any(row[place] for row in table.rows)
    ]
    rows: list[list[Cell]] = [[row[place] for place in kept] for row in table.rows]
    return Table(table.name, [table.labels[place] for place in kept], rows)


def lay_pages(
    title: str, tables: Sequence[Table], words: Catalogue, *, office: str, about: Sequence[str]
) -> TablePaper:
    """Put any tables on pages, one below the other."""
    parts = [part for table in tables for part in lay_table(table, words)]
    return TablePaper(title, office, about, parts)
