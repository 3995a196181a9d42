"""Headings and tables of printed summaries, as blocks that flow over pages with their head repeated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK, INK_2, LINE, Style
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import LEFT, Geometry, Pen

HEADING = Style("SemiBold", 11.5)
HEADING_NOTE = Style("Regular", 11, INK_2)
HEAD = Style("Regular", 9, INK_2, spread=1.25)
CELL = Style("Regular", 10)
SECTION_SPACE = 17.0
PADDING = 3.6


@dataclass(frozen=True, slots=True)
class Column:
    """One column: width in points, side it is aligned to, style of its cells."""

    width: float
    align: float = LEFT
    style: Style = CELL


def lay_heading(text: str, geometry: Geometry, *, note: str = "") -> Block:
    """A section heading, never alone at the foot of a page, with an explaining note in a lighter hand."""

    def draw(pen: Pen, y: float) -> None:
        end = pen.write(geometry.left, y + 11, text, HEADING)
        if note:
            pen.write(end + 5, y + 11, note, HEADING_NOTE)

    return Block(17.0, draw, keeps_next=True, space=SECTION_SPACE)


def lay_head(labels: Sequence[str], columns: Sequence[Column], *, geometry: Geometry) -> Block:
    """The head of a table: labels over as many lines as they need, standing on a thick rule."""
    styled = [_head_of(label, column) for label, column in zip(labels, columns, strict=True)]
    cells = _broken(labels, styled)
    height = max(len(lines) for lines in cells) * HEAD.leading + 6

    def draw(pen: Pen, y: float) -> None:
        for x, lines, column in zip(_edges(styled, geometry), cells, styled, strict=True):
            top = y + height - 6 - len(lines) * HEAD.leading + HEAD.size
            _write_cell(pen, x, top, lines, column)
        pen.rule(geometry.left, y + height, geometry.room, INK, thick=1)

    return Block(height, draw, keeps_next=True)


def _head_of(label: str, column: Column) -> Column:
    """The column with a label style in which its longest word stays whole."""
    fitting = (fit(word, HEAD, width=column.width - 6, smallest=6.5) for word in label.split(" "))
    return replace(column, style=min(fitting, key=lambda style: style.size))


def lay_row(
    cells: Sequence[str],
    columns: Sequence[Column],
    *,
    geometry: Geometry,
    head: Block | None = None,
    rule: tuple[Color, float] = (LINE, 0.7),
    padding: float = PADDING,
) -> Block:
    """A row of a table over a rule, `padding` points from it; a cell takes as many lines as its text needs."""
    broken = _broken(cells, columns)
    heights = (len(lines) * column.style.leading for lines, column in zip(broken, columns, strict=True))
    height = max(heights) + 2 * padding

    def draw(pen: Pen, y: float) -> None:
        for x, lines, column in zip(_edges(columns, geometry), broken, columns, strict=True):
            _write_cell(pen, x, y + padding + column.style.size, lines, column)
        pen.rule(geometry.left, y + height, geometry.room, rule[0], thick=rule[1])

    return Block(height, draw, head=head)


def _broken(cells: Sequence[str], columns: Sequence[Column]) -> list[list[str]]:
    return [
        wrap(cell, column.style, width=column.width - 6) for cell, column in zip(cells, columns, strict=True)
    ]


def _edges(columns: Iterable[Column], geometry: Geometry) -> list[float]:
    """Where the text of each column stands: its left edge, or right edge less a hair."""
    edges: list[float] = []
    x = geometry.left
    for column in columns:
        edges.append(x + column.align * (column.width - 3))
        x += column.width
    return edges


def _write_cell(pen: Pen, x: float, y: float, lines: Sequence[str], column: Column) -> None:
    for line in lines:
        pen.write(x, y, line, column.style, align=column.align)
        y += column.style.leading
