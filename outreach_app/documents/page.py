"""The sheet of paper: opening a PDF whose bytes repeat, and drawing on it with y counted downwards in points.

Every document is `render_...(...) -> bytes`; writing files safely is the business of the services.
"""

import io
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from outreach_app.documents import signs
from outreach_app.documents.fonts import INK, Style, measure, printable, register_fonts
from outreach_app.documents.lines import Line
from outreach_app.i18n import Catalogue

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

MM = 72 / 25.4
LEFT, RIGHT, CENTRE = 0.0, 1.0, 0.5
LINES_KEPT = 4096
QR_MASK = 3  # A fixed mask takes a fifth of the time of trying all eight, and reads as well.


@dataclass(frozen=True, slots=True)
class Geometry:
    """A paper size with its margins, all in points; `binding` is more room at the left, where pages are filed."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    binding: float = 0.0

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.side + self.binding

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.width - self.side

    @property
    def room(self) -> float:
        """Width between the side margins."""
        return self.right - self.left


A4 = Geometry(210 * MM, 297 * MM, side=15 * MM, top=12 * MM, bottom=12 * MM)
A5 = Geometry(148 * MM, 210 * MM, side=9 * MM, top=9 * MM, bottom=8 * MM)


class Pen:
    """Draws one document; x and y are points from the upper left corner, y of a text is the foot of its letters.

    Attributes: geometry (paper and margins), page (number of the current page, from 1).
    """

    def __init__(self, geometry: Geometry, *, title: str, language: str) -> None:
        register_fonts()
        self.geometry = geometry
        self.page = 1
        self._stamps: dict[Hashable, str] = {}
        self._lines: dict[Hashable, tuple[float, str, str]] = {}
        self._written = io.BytesIO()
        # invariant leaves clock and chance out; without a first font of our own a Helvetica would be listed.
        self._canvas = Canvas(
            self._written,
            pagesize=(geometry.width, geometry.height),
            invariant=1,
            pageCompression=1,
            initialFontName=Style().font,
            initialFontSize=Style().size,
            lang=language,
        )
        self._describe(title)

    def _describe(self, title: str) -> None:
        """Say what kind of document it is and nothing else: a file's properties travel further than the paper."""
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("Gõ Cửa")

    def turn_page(self) -> None:
        """Begin the next page."""
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """Close the document and hand it over."""
        self._canvas.showPage()
        self._canvas.save()
        return self._written.getvalue()

    # ------------------------------------------------------------------------------------------------------- text
    def write(self, x: float, y: float, text: str, style: Style, *, align: float = LEFT) -> float:
        """Write one line, with x at its left end, middle or right end; give back where it ends."""
        width, ink, shown = self._set_text(text, style)
        x -= align * width
        self._canvas.addLiteral(f"{ink} BT {x:.2f} {self.geometry.height - y:.2f} Td {shown} ET")
        return x + width

    def _set_text(self, text: str, style: Style) -> tuple[float, str, str]:
        """Width, colour and letters of a line as they stand in the file; the same words come again on many pages."""
        key = (text, style.face, style.size, style.digits, style.colour)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) >= LINES_KEPT:
                self._lines.clear()
            shown = printable(text, style)
            colour = "{:.4g} {:.4g} {:.4g} rg".format(*style.colour.rgb())
            found = self._lines[key] = measure(shown, style), colour, self._encode(shown, style)
        return found

    def _encode(self, text: str, style: Style) -> str:
        # What Canvas.drawString does for a font of subsets, without its measuring and shaping of every line.
        font, document = pdfmetrics.getFont(style.font), self._canvas._doc  # noqa: SLF001 - subsets belong to it
        return " ".join(
            f"{font.getSubsetInternalName(subset, document)} {style.size:.6g} Tf <{letters.hex()}> Tj"
            for subset, letters in font.splitString(text, document)
        )

    def write_lines(self, x: float, y: float, lines: Iterable[str], style: Style) -> float:
        """Write lines one under the other and give back the y of the line that would follow."""
        for line in lines:
            self.write(x, y, line, style)
            y += style.leading
        return y

    def write_runs(self, x: float, y: float, lines: Iterable[Line], *, leading: float) -> float:
        """Write lines of several styles and give back the y of the line that would follow."""
        for line in lines:
            end = x
            for run in line:
                end = self.write(end, y, run.text, run.style)
            y += leading
        return y

    def write_upwards(self, x: float, y: float, text: str, style: Style) -> None:
        """Write one line from the bottom up, beginning at its foot."""
        self._canvas.saveState()
        self._canvas.translate(x, self.geometry.height - y)
        self._canvas.rotate(90)
        self._canvas.setFillColor(style.colour)
        self._canvas.setFont(style.font, style.size)
        self._canvas.drawString(0, 0, printable(text, style))
        self._canvas.restoreState()

    # ------------------------------------------------------------------------------------------------------ shapes
    def rule(self, x: float, y: float, length: float, colour: Color, *, thick: float = 0.7) -> None:
        """Draw a horizontal line to the right."""
        self._stroke(colour, thick)
        self._canvas.line(x, self.geometry.height - y, x + length, self.geometry.height - y)

    def bar(self, x: float, y: float, width: float, height: float, *, fill: Color) -> None:
        """Fill a rectangle from its upper left corner."""
        self._canvas.setFillColor(fill)
        self._canvas.rect(x, self.geometry.height - y - height, width, height, stroke=0, fill=1)

    def frame(
        self,
        box: tuple[float, float, float, float],
        colour: Color,
        *,
        thick: float = 0.7,
        fill: Color | None = None,
        radius: float = 0,
        dashed: bool = False,
    ) -> None:
        """Frame a box of (x, y, width, height) from its upper left corner; dashed means 'unconfirmed' everywhere."""
        x, y, width, height = box
        self._stroke(colour, thick)
        self._canvas.setDash([2.6, 2] if dashed else [])
        if fill is not None:
            self._canvas.setFillColor(fill)
        bottom = self.geometry.height - y - height
        self._canvas.roundRect(x, bottom, width, height, radius, stroke=1, fill=fill is not None)
        self._canvas.setDash([])

    def dashes(self, start: tuple[float, float], end: tuple[float, float], colour: Color) -> None:
        """Draw the broken line that paper is cut along, between two points (x, y)."""
        self._stroke(colour, 0.5)
        self._canvas.setDash([4, 3])
        self._canvas.line(start[0], self.geometry.height - start[1], end[0], self.geometry.height - end[1])
        self._canvas.setDash([])

    def place_drawing(self, x: float, y: float, drawing: "Drawing") -> None:
        """Draw a chart from its upper left corner; its letters must be in our fonts."""
        from reportlab.graphics import renderPDF

        renderPDF.draw(drawing, self._canvas, x, self.geometry.height - y - drawing.height)

    def dots(self, x: float, y: float, length: float) -> None:
        """Draw the dotted line somebody writes on by hand."""
        self._stroke(INK, 0.5)
        self._canvas.setDash([0.6, 1.8])
        self._canvas.line(x, self.geometry.height - y, x + length, self.geometry.height - y)
        self._canvas.setDash([])

    def sign(self, name: str, box: tuple[float, float, float], colour: Color) -> None:
        """Draw an icon into a square of (x, y, size) from its upper left corner; its outline is in the file once."""
        x, y, size = box
        form = self._stamps.get((name, colour))
        if form is None:
            form = self._stamps[name, colour] = f"sign{len(self._stamps)}"
            self._keep_sign(form, name, colour)
        scale = size / signs.GRID
        self._place(form, f"{scale:.5f} 0 0 {scale:.5f} {x:.2f} {self.geometry.height - y - size:.2f}")

    def _keep_sign(self, form: str, name: str, colour: Color) -> None:
        edge = signs.STROKE  # of strokes on the border of the grid
        self._canvas.beginForm(form, -edge, -edge, signs.GRID + edge, signs.GRID + edge)
        self._stroke(colour, signs.STROKE)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(self._outline(name), stroke=1, fill=0)
        self._canvas.endForm()

    def _outline(self, name: str) -> object:
        path = self._canvas.beginPath()
        draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
        for command, numbers in signs.load_sign(name):
            draw[command](*(signs.GRID - n if i % 2 else n for i, n in enumerate(numbers)))
        return path

    def stamp(self, key: Hashable, y: float, draw: Callable[["Pen", float], None]) -> None:
        """Draw from `y` downwards what comes again on other pages: in the file it stands once, under its key."""
        form = self._stamps.get(key)
        if form is None:
            form = self._stamps[key] = f"stamp{len(self._stamps)}"
            self._canvas.beginForm(form)
            draw(self, 0.0)
            self._canvas.endForm()
        self._place(form, f"1 0 0 1 0 {-y:.2f}")

    def _place(self, form: str, matrix: str) -> None:
        self._canvas.addLiteral(f"q {matrix} cm")
        self._canvas.doForm(form)
        self._canvas.addLiteral("Q")

    def code(self, text: str, box: tuple[float, float, float]) -> None:
        """Draw a QR code of a text into a square of (x, y, size), its quiet zone of 2 modules inside."""
        x, y, size = box
        rows = segno.make(text, error="m", mask=QR_MASK, micro=False).matrix
        module = size / (len(rows) + 4)
        left, top = x + 2 * module, self.geometry.height - y - 2 * module
        # Whole modules counted downwards: a code is some hundred short rectangles, too many for exact decimals.
        spans = (
            f"{start} {place} {length} 1 re"
            for place, row in enumerate(rows)
            for start, length in _dark_spans(row)
        )
        self._canvas.saveState()
        self._canvas.setFillColor(INK)
        self._canvas.transform(module, 0, 0, -module, left, top)
        self._canvas.addLiteral(" ".join((*spans, "f")))
        self._canvas.restoreState()

    def _stroke(self, colour: Color, thick: float) -> None:
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(thick)


def _dark_spans(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Join the dark modules of a row into (first, length), so that a code is a few hundred rectangles."""
    start: int | None = None
    for place, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def page_of(catalogue: Catalogue, page: int, *, pages: int) -> str:
    """Write which page of how many this is."""
    return catalogue.context("print", "Page {page} of {pages}", page=page, pages=pages)
