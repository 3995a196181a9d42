"""An official report as PDF: A4 with room at the left for the files, tables and charts that flow over pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outreach_app.documents.flow import Block, draw_page, paginate
from outreach_app.documents.fonts import INK, INK_2, Style, measure, printable
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import CENTRE, LEFT, MM, RIGHT, Geometry, Pen
from outreach_app.documents.paper_charts import draw_chart
from outreach_app.documents.table import Column, lay_head, lay_row
from outreach_app.domain.official_paper import (
    Chart,
    Grid,
    Heading,
    OfficialPaper,
    Part,
    Sentence,
    is_figure,
    write_cell,
)
from outreach_app.i18n import Catalogue

PAPER = Geometry(210 * MM, 297 * MM, side=20 * MM, top=20 * MM, bottom=20 * MM, binding=10 * MM)
"""The margins of the decree on papers of offices: 30 mm at the left, 20 mm elsewhere."""
PLAIN = Style("Regular", 10.5, spread=1.42)
PART = Style("Bold", 11, spread=1.45)
SECTION = Style("SemiBold", 10.5, spread=1.45)
NATION = Style("Bold", 9.5, spread=1.4)
MOTTO = Style("Bold", 10, spread=1.4)
ABOVE = Style("Regular", 9.5, spread=1.4)
PLACE = Style("Regular", 10, INK, spread=1.4)
KIND = Style("Bold", 13, spread=1.4)
SUBJECT = Style("Bold", 11, spread=1.4)
CAPTION = Style("SemiBold", 9.5, spread=1.4)
CELL, WHOLE = Style("Regular", 9), Style("SemiBold", 9)
PAGE = Style("Regular", 10, INK_2)
COPIES, COPIES_TITLE = Style("Regular", 9), Style("SemiBold", 9.5)
NOTE = Style("Regular", 8.5, INK_2, spread=1.35)
_INDENT = 10 * MM
_AFTER = 4.0  # points between paragraphs
_SIGNING = 66.0  # room for signature and seal


def render_official_pdf(paper: OfficialPaper, words: Catalogue) -> bytes:
    """Draw a report; the same report gives the same bytes."""
    pages = paginate(_lay(paper, words), room=PAPER.height - PAPER.top - PAPER.bottom)
    pen = Pen(PAPER, title=f"{paper.kind} {paper.subject}", language=paper.language)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.turn_page()
            # In the middle of the upper margin, and not on the first page, as the decree has it.
            pen.write(PAPER.left + PAPER.room / 2, PAPER.top - 12, str(number), PAGE, align=CENTRE)
        draw_page(pen, page, top=PAPER.top)
    return pen.finish()


def _lay(paper: OfficialPaper, words: Catalogue) -> Iterator[Block]:
    yield _lay_head(paper)
    yield from _lay_addressed(paper)
    for part in paper.parts:
        yield from _lay_part(part, words)
    yield _lay_signature(paper)
    for note in paper.notes:
        yield from _lay_lines(wrap(note, NOTE, width=PAPER.room), NOTE)


def _lay_part(part: Part, words: Catalogue) -> Iterator[Block]:
    if isinstance(part, Heading):
        yield from _lay_heading(part)
    elif isinstance(part, Sentence):
        yield from _lay_sentence(part)
    elif isinstance(part, Chart):
        yield from _lay_chart(part, words)
    else:
        yield from _lay_grid(part, words)


# ------------------------------------------------------------------------------------------------------------- head
@dataclass(frozen=True, slots=True)
class _Half:
    """One half of the head: its middle, and lines with their styles; the rule stands below `ruled`."""

    middle: float
    width: float
    lines: tuple[tuple[str, Style], ...]
    ruled: float

    def draw(self, pen: Pen, y: float) -> float:
        """Write it and give back where it ends."""
        for text, style in self.lines:
            for line in wrap(text, style, width=self.width):
                y += style.leading
                pen.write(self.middle, y, line, style, align=CENTRE)
        pen.rule(self.middle - self.ruled / 2, y + 5, self.ruled, INK, thick=0.8)
        return y + 5

    @property
    def height(self) -> float:
        """Points it takes."""
        return sum(len(wrap(text, style, width=self.width)) * style.leading for text, style in self.lines) + 5


def _lay_head(paper: OfficialPaper) -> Block:
    head = paper.head
    left_width, right_width = PAPER.room * 0.42, PAPER.room * 0.56
    issuer = _Half(
        PAPER.left + left_width / 2,
        left_width,
        ((head.superior, ABOVE), (head.issuer, NATION)),
        left_width * 0.35,
    )
    nation = fit(head.nation, NATION, width=right_width, smallest=7.5)
    motto = _Half(
        PAPER.right - right_width / 2, right_width, ((head.nation, nation), (head.motto, MOTTO)),
        measure(printable(head.motto, MOTTO), MOTTO),
    )  # fmt: skip
    upper = max(issuer.height, motto.height)
    subject = wrap(paper.subject, SUBJECT, width=PAPER.room * 0.86)
    height = upper + 22 + 30 + KIND.leading + len(subject) * SUBJECT.leading + 22

    def draw(pen: Pen, y: float) -> None:
        issuer.draw(pen, y)
        motto.draw(pen, y)
        below = y + upper + 18
        pen.write(issuer.middle, below, head.number, PLACE, align=CENTRE)
        pen.write(motto.middle, below, head.place_and_day, PLACE, align=CENTRE)
        middle = PAPER.left + PAPER.room / 2
        y = below + 34
        pen.write(middle, y, paper.kind, KIND, align=CENTRE)
        for line in subject:
            y += SUBJECT.leading
            pen.write(middle, y, line, SUBJECT, align=CENTRE)
        pen.rule(middle - 40, y + 7, 80, INK, thick=0.8)

    return Block(height, draw)


def _lay_addressed(paper: OfficialPaper) -> Iterator[Block]:
    if not paper.addressed:
        return
    width = measure(printable(paper.addressing, PLAIN), PLAIN) + 6
    x = PAPER.left + PAPER.room * 0.18
    for place, name in enumerate(paper.addressed):
        last = place == len(paper.addressed) - 1
        lines = wrap(f"- {name}{'.' if last else ';'}", PLAIN, width=PAPER.right - x - width)

        def draw(pen: Pen, y: float, *, first: bool = place == 0, lines: Sequence[str] = lines) -> None:
            if first:
                pen.write(x, y + PLAIN.size, paper.addressing, PLAIN)
            pen.write_lines(x + width, y + PLAIN.size, lines, PLAIN)

        yield Block(len(lines) * PLAIN.leading + (10 if last else 0), draw, keeps_next=not last)


# ------------------------------------------------------------------------------------------------------------- text
def _lay_heading(part: Heading) -> Iterator[Block]:
    style = PART if part.level == 1 else SECTION
    lines = wrap(part.text, style, width=PAPER.room)

    def draw(pen: Pen, y: float) -> None:
        pen.write_lines(PAPER.left, y + style.size, lines, style)

    yield Block(len(lines) * style.leading + 2, draw, keeps_next=True, space=11 if part.level == 1 else 7)


def _lay_sentence(part: Sentence) -> Iterator[Block]:
    text = f"- {part.text}" if part.listed else part.text
    first = _wrap_indented(text)
    for place, line in enumerate(first):
        last = place == len(first) - 1
        indent = _INDENT if place == 0 else 0.0
        height = PLAIN.leading + (_AFTER if last else 0.0)
        yield Block(height, _justify(line, indent, last=last), keeps_next=place == 0 and not last)


def _wrap_indented(text: str) -> list[str]:
    """Lines of which the first is shorter by the indent."""
    first = wrap(text, PLAIN, width=PAPER.room - _INDENT)[0]
    rest = printable(text, PLAIN)[len(first) :].strip()
    return [first, *(wrap(rest, PLAIN, width=PAPER.room) if rest else ())]


def _justify(line: str, indent: float, *, last: bool) -> Callable[[Pen, float], None]:
    """Spread the words of a line over the whole width, as offices set their texts; the last one stays as it is."""
    pieces = line.split(" ")
    wide = sum(measure(piece, PLAIN) for piece in pieces)
    gap = (PAPER.room - indent - wide) / max(len(pieces) - 1, 1)

    def draw(pen: Pen, y: float) -> None:
        x, foot = PAPER.left + indent, y + PLAIN.size
        if last:
            pen.write(x, foot, line, PLAIN)
            return
        for piece in pieces:
            x = pen.write(x, foot, piece, PLAIN) + gap

    return draw


def _lay_lines(lines: Sequence[str], style: Style) -> Iterator[Block]:
    def draw(pen: Pen, y: float) -> None:
        pen.write_lines(PAPER.left, y + style.size, lines, style)

    yield Block(len(lines) * style.leading, draw, space=6)


# ------------------------------------------------------------------------------------------------- tables and charts
def _lay_chart(part: Chart, words: Catalogue) -> Iterator[Block]:
    yield _lay_caption(part.title)
    drawing = draw_chart(part, words, width=PAPER.room)

    def draw(pen: Pen, y: float) -> None:
        pen.place_drawing(PAPER.left, y, drawing)

    yield Block(drawing.height + 8, draw)


def _lay_grid(part: Grid, words: Catalogue) -> Iterator[Block]:
    if part.caption:
        yield _lay_caption(part.caption)
    columns = _find_columns(part)
    head = lay_head(list(part.labels), columns, geometry=PAPER)
    yield head
    for place, row in enumerate(part.rows):
        style = WHOLE if place in part.bold else CELL
        styled = [Column(each.width, each.align, style) for each in columns]
        yield lay_row([write_cell(cell, words) for cell in row], styled, geometry=PAPER, head=head)
    yield Block(6, lambda pen, y: None)


def _lay_caption(text: str) -> Block:
    lines = wrap(text, CAPTION, width=PAPER.room)

    def draw(pen: Pen, y: float) -> None:
        pen.write_lines(PAPER.left, y + CAPTION.size + 2, lines, CAPTION)

    return Block(len(lines) * CAPTION.leading + 6, draw, keeps_next=True, space=5)


def _find_columns(part: Grid) -> list[Column]:
    shares = part.widths or [1.0] * len(part.labels)
    unit = PAPER.room / sum(shares)
    return [
        Column(share * unit, RIGHT if is_figure(part, place) else LEFT) for place, share in enumerate(shares)
    ]


# -------------------------------------------------------------------------------------------------------- signature
def _lay_signature(paper: OfficialPaper) -> Block:
    left_width, right_width = PAPER.room * 0.46, PAPER.room * 0.5
    copies = [
        line
        for place, text in enumerate(paper.copies)
        for line in wrap(
            f"- {text}{'.' if place == len(paper.copies) - 1 else ';'}", COPIES, width=left_width
        )
    ]
    height = max(
        COPIES_TITLE.leading + len(copies) * COPIES.leading, len(paper.signer) * SECTION.leading + _SIGNING
    )
    middle = PAPER.right - right_width / 2

    def draw(pen: Pen, y: float) -> None:
        pen.write(PAPER.left, y + COPIES_TITLE.size, paper.copies_to, COPIES_TITLE)
        pen.write_lines(PAPER.left, y + COPIES_TITLE.leading + COPIES.size, copies, COPIES)
        for place, line in enumerate(paper.signer):
            style = PLAIN if place and line.startswith("(") else SECTION
            fitting = fit(line, style, width=right_width, smallest=7)
            pen.write(middle, y + SECTION.size + place * SECTION.leading, line, fitting, align=CENTRE)

    return Block(height, draw, space=18)
