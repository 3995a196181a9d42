"""The declaration TK1-TS as PDF: one A4 page for each person, what is not known left as a dotted line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach_app.documents.flow import Block, draw_page, paginate_tightly
from outreach_app.documents.fonts import INK, INK_2, Style, measure
from outreach_app.documents.lines import Run, fit, wrap, wrap_runs
from outreach_app.documents.page import CENTRE, MM, Geometry, Pen
from outreach_app.domain.declarations import Declaration, DeclarationLayout, FormLine, Part, Words
from outreach_app.domain.form_layouts import fill_text

PAPER = Geometry(210 * MM, 297 * MM, side=20 * MM, top=12 * MM, bottom=10 * MM)
PLAIN = Style("Regular", 10.5)
BOLD = Style("SemiBold", 10.5)
HINT = Style("Regular", 10, INK_2)
VALUE = Style("Medium", 10.5)
CORNER = Style("Regular", 8, INK_2)
SMALL = Style("Regular", 8, INK_2)
LEADING = 17.5
_GAP = 5.0
_BOX = 8.5
_LEAST = 7.5
_BETWEEN = 10.0


def render_declarations(
    layout: DeclarationLayout, declarations: Sequence[Declaration], *, language: str = "vi"
) -> bytes:
    """Print the declarations one after the other, each beginning on a page of its own."""
    pen = Pen(PAPER, title=layout.title, language=language)
    first = True
    for declaration in declarations:
        blocks = [_lay(line, declaration.fields, layout.blanks) for line in layout.lines]
        for page in paginate_tightly(blocks, room=PAPER.height - PAPER.top - PAPER.bottom):
            if not first:
                pen.turn_page()
            first = False
            draw_page(pen, page, top=PAPER.top)
    return pen.finish()


def _lay(line: FormLine, fields: Mapping[str, str], blanks: Mapping[str, str]) -> Block:
    if line.kind == "fields":
        block = _lay_fields(line.parts, fields)
    elif line.kind == "number":
        block = _lay_number(line, fields)
    elif line.kind == "signatures":
        block = _lay_signatures(line, fields, blanks)
    else:
        block = _SIMPLE[line.kind](line)
    return replace(block, space=line.space)


# ------------------------------------------------------------------------------------------------------------ words
def _lay_corner(line: FormLine) -> Block:
    lines = (line.bold, *line.text)
    widest = max(measure(text, CORNER) for text in lines)
    middle = PAPER.right - widest / 2

    def draw(pen: Pen, y: float) -> None:
        for at, text in enumerate(lines):
            style = CORNER if at else Style("SemiBold", CORNER.size, INK)
            pen.write(middle, y + CORNER.size + at * CORNER.leading, text, style, align=CENTRE)

    return Block(len(lines) * CORNER.leading + 2, draw)


def _lay_centre(line: FormLine) -> Block:
    style = fit(line.bold, Style("Bold", line.size), width=PAPER.room, smallest=8)

    def draw(pen: Pen, y: float) -> None:
        pen.write(PAPER.width / 2, y + style.size, line.bold, style, align=CENTRE)
        if line.ruled:
            wide = measure(line.bold, style)
            pen.rule((PAPER.width - wide) / 2, y + style.size + 5, wide, INK, thick=0.8)

    return Block(style.leading + (4 if line.ruled else 0), draw)


def _lay_heading(line: FormLine) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.write(PAPER.left, y + 12.5, line.bold, BOLD)

    return Block(LEADING, draw, keeps_next=True)


def _lay_plain(line: FormLine) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.write(PAPER.left, y + 12.5, " ".join(line.text), PLAIN)

    return Block(LEADING, draw, keeps_next=True)


def _lay_paragraph(line: FormLine) -> Block:
    return _lay_runs(line, BOLD, HINT, leading=14.5)


def _lay_small(line: FormLine) -> Block:
    return _lay_runs(line, Style("SemiBold", SMALL.size, INK_2), SMALL, leading=SMALL.leading)


def _lay_runs(line: FormLine, bold: Style, hint: Style, *, leading: float) -> Block:
    lines = wrap_runs([Run(f"{line.bold} ", bold), Run(line.hint, hint)], width=PAPER.room)

    def draw(pen: Pen, y: float) -> None:
        pen.write_runs(PAPER.left, y + hint.size + 2, lines, leading=leading)

    return Block(len(lines) * leading + 4, draw)


def _lay_dots(line: FormLine) -> Block:
    def draw(pen: Pen, y: float) -> None:
        pen.dots(PAPER.left, y + 14, PAPER.room)

    return Block(LEADING, draw)


# ----------------------------------------------------------------------------------------------------------- fields
def _lay_number(line: FormLine, fields: Mapping[str, str]) -> Block:
    label, value = Style("SemiBold", 12), Style("Medium", 12)
    dotted = 170.0
    told = fields.get(line.field, "")

    def draw(pen: Pen, y: float) -> None:
        wide = measure(line.bold, label)
        left = (PAPER.width - wide - _GAP - dotted) / 2
        pen.write(left, y + 13, line.bold, label)
        pen.dots(left + wide + _GAP, y + 15, dotted)
        pen.write(left + wide + _GAP + 6, y + 13, told, value)

    return Block(19, draw)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A field ready to be drawn: its label's lines, where the value begins on the last of them, the value's lines."""

    labels: list[tuple[Run, ...]]
    start: float
    values: list[str]
    style: Style
    below: bool

    @property
    def lines(self) -> int:
        more = len(self.values) if self.below else len(self.values) - 1
        return len(self.labels) + more


def _lay_fields(parts: Sequence[Part], fields: Mapping[str, str]) -> Block:
    widths = [
        part.share * PAPER.room - (_BETWEEN if at < len(parts) - 1 else 0) for at, part in enumerate(parts)
    ]
    laid = [
        _lay_part(part, fields.get(part.field, ""), width) for part, width in zip(parts, widths, strict=True)
    ]
    height = max(each.lines for each in laid) * LEADING

    def draw(pen: Pen, y: float) -> None:
        x = PAPER.left
        for part, each, width in zip(parts, laid, widths, strict=True):
            pen.write_runs(x, y + 12.5, each.labels, leading=LEADING)
            if part.boxes:
                _draw_boxes(pen, x + each.start, y + 12.5, part, fields.get(part.field, ""))
            else:
                _draw_value(pen, (x, y + 12.5 + (len(each.labels) - 1) * LEADING), each, width)
            x += part.share * PAPER.room

    return Block(height, draw)


def _lay_part(part: Part, value: str, width: float) -> _Laid:
    runs = [Run(part.label, PLAIN), *([Run(f" {part.hint}", HINT)] if part.hint else [])]
    labels = wrap_runs(runs, width=width)
    start = sum(run.width for run in labels[-1]) + _GAP
    style = fit(value, VALUE, width=max(width - start, 1), smallest=_LEAST)
    if part.boxes or measure(value, style) <= width - start:
        return _Laid(labels, start, [value], style, below=False)
    return _Laid(labels, start, wrap(value, VALUE, width=width), VALUE, below=True)


def _draw_value(pen: Pen, place: tuple[float, float], laid: _Laid, width: float) -> None:
    x, y = place
    if width - laid.start > 12:
        pen.dots(x + laid.start, y + 2, width - laid.start)
    if not laid.below:
        pen.write(x + laid.start, y, laid.values[0], laid.style)
        return
    for at, line in enumerate(laid.values, start=1):
        pen.dots(x, y + at * LEADING + 2, width)
        pen.write(x, y + at * LEADING, line, laid.style)


def _draw_boxes(pen: Pen, x: float, y: float, part: Part, chosen: str) -> None:
    for box in part.boxes:
        pen.frame((x, y - _BOX + 0.5, _BOX, _BOX), INK, thick=0.7)
        if box.value == chosen:
            pen.write(x + _BOX / 2, y - 0.8, "x", Style("Bold", 9.5), align=CENTRE)
        x = pen.write(x + _BOX + 4, y, box.text, PLAIN) + 14


# ------------------------------------------------------------------------------------------------------- signatures
def _lay_signatures(line: FormLine, fields: Mapping[str, str], blanks: Mapping[str, str]) -> Block:
    half = PAPER.room / 2
    sides = [_wrap_side(words, fields, blanks, width=half - 24) for words in (line.left, line.right)]
    height = max(len(side) for side in sides) * 14.5

    def draw(pen: Pen, y: float) -> None:
        for at, side in enumerate(sides):
            for row, (text, style) in enumerate(side):
                pen.write(PAPER.left + (at + 0.5) * half, y + 11 + row * 14.5, text, style, align=CENTRE)

    return Block(height, draw)


def _wrap_side(
    words: Sequence[Words], fields: Mapping[str, str], blanks: Mapping[str, str], *, width: float
) -> list[tuple[str, Style]]:
    wrapped: list[tuple[str, Style]] = []
    for each in words:
        style = BOLD if each.bold else HINT
        text = str(fill_text(each.bold or each.hint, fields, blanks))
        wrapped += [(part, style) for part in wrap(text, style, width=width)]
    return wrapped


_SIMPLE: dict[str, Callable[[FormLine], Block]] = {
    "corner": _lay_corner,
    "centre": _lay_centre,
    "heading": _lay_heading,
    "plain": _lay_plain,
    "paragraph": _lay_paragraph,
    "small": _lay_small,
    "dots": _lay_dots,
}
