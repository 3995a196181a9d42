"""Any report of tables on A4 across: title, sentences, tables whose heads come again on every page, bars."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from outreach_app.documents.column_widths import Need, measure_column, share_room, split_columns
from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, BAND, INK_2, LINE, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import LEFT, MM, RIGHT, Geometry, Pen
from outreach_app.documents.paper_charts import draw_chart
from outreach_app.documents.table import Column, lay_head, lay_row
from outreach_app.domain.official_paper import Chart, Grid, Heading, Part, Sentence, is_figure, write_cell
from outreach_app.domain.table_paper import TablePaper
from outreach_app.i18n import Catalogue

SHEET = Geometry(297 * MM, 210 * MM, side=14 * MM, top=12 * MM, bottom=10 * MM)
OFFICE = Style("Regular", 10, INK_2)
TITLE = Style("Bold", 19)
ABOUT = Style("Regular", 11)
HEADING = Style("SemiBold", 13, ACCENT)
CAPTION = Style("SemiBold", 10)
TEXT = Style("Regular", 9.5)
CELL, FIGURE = Style("Regular", 8.6), Style("Regular", 8.6, digits=True)
BAND_TEXT = Style("SemiBold", 9)
_LINE_LENGTH = 600.0
_PADDING = 2.2
_SPACE = 10.0  # between a number at the right edge of its column and a text that follows
_WHOLE_ROWS = 10  # a table of no more rows stays on one page
_TOGETHER = 3  # of a longer one so many rows stand at its beginning and end
_BAND_HEIGHT = 16.0
_DASH = "–"
_CHART_WIDTH = 560.0


def render_table_paper(paper: TablePaper, words: Catalogue) -> bytes:
    """Print a report of tables; the same report gives the same bytes."""
    about = " · ".join(paper.about)
    foot = " · ".join(part for part in (paper.title, about, paper.foot) if part)
    return print_footed(_lay(paper, words), words, title=paper.title, foot=foot, geometry=SHEET)


def _lay(paper: TablePaper, words: Catalogue) -> Iterator[Block]:
    yield _lay_title(paper)
    below = False
    for part in paper.parts:
        if isinstance(part, Sentence) and below:
            yield Block(4, _draw_nothing)
        yield from _lay_part(part, words)
        below = isinstance(part, Grid | Chart)


def _lay_title(paper: TablePaper) -> Block:
    about = " · ".join(paper.about)

    def draw(pen: Pen, y: float) -> None:
        pen.write(SHEET.left, y + 10, paper.office, fit(paper.office, OFFICE, width=SHEET.room, smallest=7))
        pen.write(SHEET.left, y + 37, paper.title, fit(paper.title, TITLE, width=SHEET.room, smallest=10))
        pen.write(SHEET.left, y + 54, about, fit(about, ABOUT, width=SHEET.room, smallest=7))

    return Block(62, draw)


def _lay_part(part: Part, words: Catalogue) -> Iterator[Block]:
    if isinstance(part, Heading):
        yield _lay_heading(part)
    elif isinstance(part, Sentence):
        yield from _lay_sentence(part)
    elif isinstance(part, Chart):
        yield from _lay_chart(part, words)
    else:
        yield from _lay_grid(part, words)


def _lay_heading(heading: Heading) -> Block:
    style = HEADING if heading.level == 1 else CAPTION

    def draw(pen: Pen, y: float) -> None:
        pen.write(SHEET.left, y + style.size, heading.text, style)
        if heading.level == 1:
            pen.rule(SHEET.left, y + style.leading + 1, SHEET.room, ACCENT, thick=0.8)

    return Block(style.leading + 5, draw, keeps_next=True, space=16 if heading.level == 1 else 11)


def _lay_sentence(sentence: Sentence) -> Iterator[Block]:
    indent = 9.0 if sentence.listed else 0.0
    for place, line in enumerate(wrap(sentence.text, TEXT, width=_LINE_LENGTH)):
        mark = _DASH if sentence.listed and not place else ""
        yield Block(TEXT.leading, _write_line(line, mark, indent), space=0 if place else 1.5)


def _write_line(line: str, mark: str, indent: float) -> Callable[[Pen, float], None]:
    def draw(pen: Pen, y: float) -> None:
        if mark:
            pen.write(SHEET.left, y + TEXT.size, mark, TEXT)
        pen.write(SHEET.left + indent, y + TEXT.size, line, TEXT)

    return draw


def _lay_chart(chart: Chart, words: Catalogue) -> Iterator[Block]:
    yield _lay_heading(Heading(chart.title, 2))
    drawing = draw_chart(chart, words, width=_CHART_WIDTH)
    yield Block(drawing.height, lambda pen, y: pen.place_drawing(SHEET.left, y, drawing))
    if chart.spoken:
        yield from _lay_sentence(Sentence(chart.spoken))


# ------------------------------------------------------------------------------------------------------------- tables
def _lay_grid(grid: Grid, words: Catalogue) -> Iterator[Block]:
    """A table; one that is wider than the sheet comes in parts, one below the other."""
    known = grid.trimmed
    cells = [[write_cell(cell, words) for cell in row] for row in known.rows]
    figures = [is_figure(known, column) for column in range(len(known.labels))]
    shown = range(1 if known.banded else 0, len(known.labels))
    face = "SemiBold" if known.bold else CELL.face
    needs = [
        measure_column(
            known.labels[place], [row[place] for row in cells], replace(_style_of(figures[place]), face=face),
            is_figure=figures[place],
        )
        for place in shown
    ]  # fmt: skip
    parts = split_columns(needs, SHEET.room, keys=known.keys)
    for number, part in enumerate(parts):
        yield _lay_heading(Heading(known.caption, 2)) if not number else Block(12, _draw_nothing)
        columns = _make_columns(
            [needs[column] for column in part], [figures[shown[column]] for column in part]
        )
        yield from _lay_table(known, cells, *_set_apart([shown[column] for column in part], columns))


def _style_of(is_figure: bool) -> Style:
    return FIGURE if is_figure else CELL


def _make_columns(needs: Sequence[Need], figures: Sequence[bool]) -> list[Column]:
    widths = share_room(needs, SHEET.room - _SPACE * sum(a and not b for a, b in pairwise(figures)))
    return [
        Column(width, RIGHT if figure else LEFT, _style_of(figure))
        for width, figure in zip(widths, figures, strict=True)
    ]


def _set_apart(places: Sequence[int], columns: Sequence[Column]) -> tuple[list[int | None], list[Column]]:
    """Put room between a column of numbers and a text right of it."""
    laid: list[tuple[int | None, Column]] = []
    for place, column in zip(places, columns, strict=True):
        if laid and column.align == LEFT and laid[-1][1].align == RIGHT:
            laid.append((None, Column(_SPACE, style=CELL)))
        laid.append((place, column))
    return [place for place, _ in laid], [column for _, column in laid]


def _lay_table(
    grid: Grid, cells: Sequence[Sequence[str]], places: Sequence[int | None], columns: Sequence[Column]
) -> Iterator[Block]:
    """A head and its rows; a place that is None is room between two columns."""
    wide = sum(column.width for column in columns)
    sheet = replace(SHEET, width=wide + 2 * SHEET.side)
    strong = [replace(column, style=replace(column.style, face="SemiBold")) for column in columns]
    head = lay_head(
        ["" if place is None else grid.labels[place] for place in places], columns, geometry=sheet
    )
    yield head
    for name, numbered in groupby(enumerate(cells), key=lambda each: each[1][0] if grid.banded else ""):
        again = head
        if grid.banded:
            above = _lay_band(name, wide, head=head)
            yield above
            again = _join(head, above)
        for row, line in numbered:
            told = strong if row in grid.bold else columns
            written = ["" if place is None else line[place] for place in places]
            block = lay_row(written, told, geometry=sheet, head=again, rule=(LINE, 0.5), padding=_PADDING)
            yield replace(block, keeps_next=_holds(row, len(cells)))


def _holds(row: int, rows: int) -> bool:
    """Whether a row stays on the page of the next one: all of a short table, the first and last ones of a long one."""
    return row < rows - 1 and (rows <= _WHOLE_ROWS or row < _TOGETHER - 1 or row >= rows - _TOGETHER)


def _lay_band(name: str, wide: float, *, head: Block) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.bar(SHEET.left, y, wide, _BAND_HEIGHT, fill=BAND)
        pen.write(SHEET.left + 3, y + 11.5, name, fit(name, BAND_TEXT, width=wide - 6, smallest=6.5))

    return Block(_BAND_HEIGHT, draw, keeps_next=True, head=head)


def _join(upper: Block, lower: Block) -> Block:
    """What stands again above a row that begins a page: the head of the table, and the band it is below."""

    def draw(pen: Pen, y: float) -> None:
        upper.draw(pen, y)
        lower.draw(pen, y + upper.height)

    return Block(upper.height + lower.height, draw)


def _draw_nothing(pen: Pen, y: float) -> None:
    """Room between the parts of a table."""
