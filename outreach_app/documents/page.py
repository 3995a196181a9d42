"""The sheet of paper: opening a PDF whose bytes repeat, and drawing on it with y counted downwards in points.

Every document is `render_...(...) -> bytes`; writing files safely is the business of the services.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from outreach_app.documents import signs
from outreach_app.documents.fonts import INK, Style, measure, printable, register_fonts
from outreach_app.documents.lines import Line, wrap
from outreach_app.i18n import Catalogue

MM = 72 / 25.4
LEFT, RIGHT, CENTRE = 0.0, 1.0, 0.5
QR_MASK = 3  # A fixed mask takes a fifth of the time of trying all eight, and reads as well.


@dataclass(frozen=True, slots=True)
class Geometry:
    """A paper size with its margins, all in points."""

    width: float
    height: float
    side: float
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.side

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.width - self.side

    @property
    def room(self) -> float:
        """Width between the side margins."""
        return self.width - 2 * self.side


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
        shown = printable(text, style)
        width = measure(shown, style)
        x -= align * width
        self._canvas.setFillColor(style.colour)
        self._canvas.setFont(style.font, style.size)
        self._canvas.drawString(x, self.geometry.height - y, shown)
        return x + width

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

    def write_wrapped(self, x: float, y: float, text: str, style: Style, *, width: float) -> float:
        """Write a text over as many lines as it needs and give back the y of the line that would follow."""
        return self.write_lines(x, y, wrap(text, style, width=width), style)

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

    def dots(self, x: float, y: float, length: float) -> None:
        """Draw the dotted line somebody writes on by hand."""
        self._stroke(INK, 0.5)
        self._canvas.setDash([0.6, 1.8])
        self._canvas.line(x, self.geometry.height - y, x + length, self.geometry.height - y)
        self._canvas.setDash([])

    def sign(self, name: str, box: tuple[float, float, float], colour: Color) -> None:
        """Draw an icon into a square of (x, y, size) from its upper left corner."""
        x, y, size = box
        scale = size / signs.GRID
        self._stroke(colour, signs.STROKE * scale)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(self._outline(name, x, y, scale), stroke=1, fill=0)
        self._canvas.setLineCap(0)
        self._canvas.setLineJoin(0)

    def _outline(self, name: str, x: float, y: float, scale: float) -> object:
        path = self._canvas.beginPath()
        draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
        top = self.geometry.height - y
        for command, numbers in signs.load_sign(name):
            draw[command](*(top - n * scale if i % 2 else x + n * scale for i, n in enumerate(numbers)))
        return path

    def code(self, text: str, box: tuple[float, float, float]) -> None:
        """Draw a QR code of a text into a square of (x, y, size), its quiet zone of 2 modules inside."""
        x, y, size = box
        rows = list(segno.make(text, error="m", mask=QR_MASK, micro=False).matrix)
        module = size / (len(rows) + 4)
        path = self._canvas.beginPath()
        for place, row in enumerate(rows):
            bottom = self.geometry.height - y - (place + 3) * module
            for start, length in _dark_spans(row):
                path.rect(x + (start + 2) * module, bottom, length * module, module)
        self._canvas.setFillColor(INK)
        self._canvas.drawPath(path, stroke=0, fill=1)

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
