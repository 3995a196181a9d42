"""An official report as a text that officials edit: real headings and tables, charts as pictures that are described."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from outreach_app.documents import docx_parts as parts
from outreach_app.documents.pictures import picture_chart
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

_ROOM = 160.0  # millimetres between the margins
_CHART = 440.0  # points


def render_official_docx(paper: OfficialPaper, words: Catalogue) -> bytes:
    """Write a report; the same report gives the same bytes."""
    text = parts.open_text(paper.language)
    _write_head(text, paper)
    _write_addressed(text, paper)
    for part in paper.parts:
        _write_part(text, part, words)
    _write_signature(text, paper)
    for note in paper.notes:
        parts.write_line(text, note, size=parts.SMALL, align=WD_ALIGN_PARAGRAPH.LEFT)
    return parts.close_text(text, title=f"{paper.kind} {paper.subject}", day=paper.day)


def _write_head(text: Document, paper: OfficialPaper) -> None:
    head = paper.head
    left, right = parts.add_halves(text, 72, 98)
    parts.write_line(left, head.superior, size=12)
    parts.write_line(left, head.issuer, size=12, bold=True)
    parts.draw_rule(left, indent=22, after=6)
    parts.write_line(left, head.number)
    parts.write_line(right, head.nation, size=12, bold=True)
    parts.write_line(right, head.motto, bold=True)
    parts.draw_rule(right, indent=21, after=6)
    parts.write_line(right, head.place_and_day, italic=True)
    for cell in (left, right):
        parts.start_cell(cell)
    parts.write_line(text, paper.kind, size=14, bold=True).paragraph_format.space_before = Mm(7)
    subject = parts.write_line(text, paper.subject, size=14, bold=True)
    subject.paragraph_format.keep_with_next = True
    parts.draw_rule(text, indent=58, after=14)


def _write_addressed(text: Document, paper: OfficialPaper) -> None:
    for place, name in enumerate(paper.addressed):
        told = f"{paper.addressing} - " if place == 0 else "- "
        end = "." if place == len(paper.addressed) - 1 else ";"
        line = parts.write_line(text, f"{told}{name}{end}", align=WD_ALIGN_PARAGRAPH.LEFT, after=2)
        line.paragraph_format.left_indent = Mm(48)
        line.paragraph_format.first_line_indent = Mm(0 if place else -21)


def _write_part(text: Document, part: Part, words: Catalogue) -> None:
    if isinstance(part, Heading):
        text.add_heading(part.text, level=part.level)
    elif isinstance(part, Sentence):
        line = text.add_paragraph(f"- {part.text}" if part.listed else part.text)
        line.alignment, line.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(10)
    elif isinstance(part, Chart):
        text.add_paragraph(part.title, style="Caption")
        picture = picture_chart(part, words, width=_CHART)
        parts.add_picture(text, picture, width=_CHART, spoken=part.spoken or part.title)
    else:
        _write_grid(text, part, words)


def _write_grid(text: Document, grid: Grid, words: Catalogue) -> None:
    if grid.caption:
        text.add_paragraph(grid.caption, style="Caption")
    shares = grid.widths or [1.0] * len(grid.labels)
    unit = _ROOM / sum(shares)
    parts.add_table(
        text, grid.labels, [[write_cell(cell, words) for cell in row] for row in grid.rows],
        widths=[share * unit for share in shares], figures=[is_figure(grid, n) for n in range(len(grid.labels))],
        bold=grid.bold,
    )  # fmt: skip
    parts.write_line(text, "", size=6, after=4)


def _write_signature(text: Document, paper: OfficialPaper) -> None:
    parts.write_line(text, "", size=6, after=6)
    left, right = parts.add_halves(text, 75, 85)
    side = WD_ALIGN_PARAGRAPH.LEFT
    parts.write_line(left, paper.copies_to, size=12, bold=True, italic=True, align=side)
    for place, name in enumerate(paper.copies):
        end = "." if place == len(paper.copies) - 1 else ";"
        parts.write_line(left, f"- {name}{end}", size=parts.SMALL, align=side)
    for place, line in enumerate(paper.signer):
        hint = place > 0 and line.startswith("(")
        parts.write_line(right, line, bold=not hint, italic=hint)
    for _ in range(4):
        parts.write_line(right, "")
    for cell in (left, right):
        parts.start_cell(cell)
