"""A filled worksheet form as PDF: the same cells, lines and words as the worksheet, on pages of A4."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from outreach_app.documents.fonts import INK, Style
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import CENTRE, LEFT, MM, RIGHT, Geometry, Pen
from outreach_app.domain.form_layouts import (
    Band,
    CellStyle,
    CellValue,
    FilledSheet,
    SheetLayout,
    break_pages,
    fill_text,
)
from outreach_app.i18n import Catalogue

_PIXEL = 0.75  # points
_SHRUNK = 0.86  # our letters are wider than those the forms were made for
_LEAST = 3.6
_PADDING = 1.6
_SIDES = {"center": CENTRE, "right": RIGHT}
_LANDSCAPE = Geometry(297 * MM, 210 * MM, side=10 * MM, top=11 * MM, bottom=9 * MM)
_PORTRAIT = Geometry(210 * MM, 297 * MM, side=10 * MM, top=11 * MM, bottom=9 * MM)


def render_sheet_form(layout: SheetLayout, sheets: Sequence[FilledSheet], words: Catalogue) -> bytes:
    """Print filled sheets one after the other, as wide as the paper; the same content gives the same bytes."""
    paper = _LANDSCAPE if layout.landscape else _PORTRAIT
    pen = Pen(paper, title=layout.title, language="vi")
    for place, sheet in enumerate(sheets):
        if place:
            pen.turn_page()
        _Sheet(layout, sheet, pen, words).draw()
    return pen.finish()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet being drawn."""

    layout: SheetLayout
    filled: FilledSheet
    pen: Pen
    words: Catalogue

    @property
    def scale(self) -> float:
        """Points on paper for each point of the worksheet."""
        return self.pen.geometry.room / (sum(self.layout.columns) * _PIXEL)

    @property
    def edges(self) -> list[float]:
        """Where each column begins, and where the last one ends."""
        found = [self.pen.geometry.left]
        for width in self.layout.columns:
            found.append(found[-1] + width * _PIXEL * self.scale)
        return found

    def draw(self) -> None:
        """Draw head, rows, sums and foot over as many pages as they take."""
        layout = self.layout
        empty: tuple[CellValue, ...] = ("",) * len(layout.columns)
        rows = [*self.filled.rows, *[empty] * max(layout.row.least - len(self.filled.rows), 0)]
        heights = [self._measure(row, at) for at, row in enumerate(rows)]
        breaks = self._find_breaks(heights)
        y = self._draw_band(layout.head, self.pen.geometry.top)
        for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
            if at in breaks:
                self.pen.turn_page()
                y = self._draw_repeated(self.pen.geometry.top)
            self._draw_row(row, y, height, layout.row.style(strong=at in self.filled.strong))
            y += height
        y = self._draw_total(y)
        self._draw_band(layout.foot, y)

    def _find_breaks(self, heights: Sequence[float]) -> set[int]:
        layout, paper, scale = self.layout, self.pen.geometry, self.scale
        total = layout.total.height * scale if layout.total else 0.0
        return set(
            break_pages(
                heights,
                room=paper.height - paper.top - paper.bottom,
                first=sum(layout.head.heights) * scale,
                repeated=layout.head.heights[layout.repeat] * scale,
                last=total + sum(layout.foot.heights) * scale,
            )
        )

    def _measure(self, row: Sequence[CellValue], at: int) -> float:
        """The height of a row in which every wrapped text is whole."""
        styles = self.layout.row.style(strong=at in self.filled.strong)
        needed = [self.layout.row.height * self.scale]
        for cell, style, left, right in zip(row, styles, self.edges, self.edges[1:], strict=False):
            if isinstance(cell, str) and cell and style.wrap:
                look = self._look(style)
                needed.append(
                    len(wrap(cell, look, width=right - left - 2 * _PADDING)) * look.leading + _PADDING
                )
        return max(needed)

    def _look(self, style: CellStyle) -> Style:
        return Style("SemiBold" if style.bold else "Regular", style.size * self.scale * _SHRUNK, spread=1.2)

    # ------------------------------------------------------------------------------------------------------- bands
    def _draw_band(self, band: Band, y: float) -> float:
        tops = [y]
        for height in band.heights:
            tops.append(tops[-1] + height * self.scale)
        for cell in band.cells:
            box = (self.edges[cell.left], tops[cell.top], self.edges[cell.right + 1], tops[cell.bottom + 1])
            text = fill_text(cell.text, self.filled.fields, self.layout.blanks)
            self._draw_cell(str(text), cell.style, box)
        return tops[-1]

    def _draw_repeated(self, y: float) -> float:
        repeat = self.layout.repeat
        height = self.layout.head.heights[repeat] * self.scale
        for cell in self.layout.head.cells:
            if cell.top == cell.bottom == repeat:
                box = (self.edges[cell.left], y, self.edges[cell.right + 1], y + height)
                self._draw_cell(str(cell.text), cell.style, box)
        return y + height

    def _draw_row(
        self, row: Iterable[CellValue], y: float, height: float, styles: Iterable[CellStyle]
    ) -> None:
        for cell, style, left, right in zip(row, styles, self.edges, self.edges[1:], strict=False):
            self._draw_cell(self._write(cell), style, (left, y, right, y + height))

    def _draw_total(self, y: float) -> float:
        total = self.layout.total
        if total is None:
            return y
        height = total.height * self.scale
        told: Mapping[int, CellValue] = {total.column: total.label} | dict(self.filled.totals)
        cells = [told.get(column, "") for column in range(len(total.styles))]
        self._draw_row(cells, y, height, total.styles)
        return y + height

    def _write(self, cell: CellValue) -> str:
        if isinstance(cell, Decimal):
            return self.words.decimal(cell)
        return self.words.number(cell) if isinstance(cell, int) else cell

    def _draw_cell(self, text: str, style: CellStyle, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        if style.border:
            self.pen.frame((left, top, right - left, bottom - top), INK, thick=0.4)
        if not text:
            return
        width = right - left - 2 * _PADDING
        look = self._fit(text, self._look(style), style, (width, bottom - top))
        lines = wrap(text, look, width=width) if style.wrap else [text]
        side = _SIDES.get(style.align, LEFT)
        x = left + _PADDING + side * width
        y = top + ((bottom - top) - len(lines) * look.leading) / 2 + look.size
        for line in lines:
            self.pen.write(x, y, line, look, align=side)
            y += look.leading

    def _fit(self, text: str, look: Style, style: CellStyle, room: tuple[float, float]) -> Style:
        """Letters in which the text stays inside its cell: no word broken, no line too many."""
        width, height = room
        if not style.wrap:
            return fit(text, look, width=width, smallest=_LEAST)
        for word in text.split():
            look = min(look, fit(word, look, width=width, smallest=_LEAST), key=lambda each: each.size)
        while look.size > _LEAST and len(wrap(text, look, width=width)) * look.leading > height:
            look = look.sized(look.size * 0.94)
        return look
