"""What a text for officials is made of: page, styles, tables, lines and pictures, as Decree 30/2020/NĐ-CP has them.

Sizes are points, the paper's margins millimetres. The library's template brings styles of its own; those that are used
here are set anew, so that nothing of them shows.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY, SMALL, CELL = 13, 11, 11
_BLACK = RGBColor(0, 0, 0)
_LANGUAGES = {"vi": "vi-VN", "en": "en-US"}
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def open_text(language: str) -> Document:
    """Open an empty A4 text with the decree's margins, letters and page number."""
    text = docx.Document()
    section = text.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = Mm(10)
    _set_styles(text, language)
    _number_pages(text)
    return text


def _set_styles(text: Document, language: str) -> None:
    for name, size, bold in (
        ("Normal", BODY, None), ("Heading 1", BODY, True), ("Heading 2", BODY, True), ("Caption", 12, True),
        ("Header", BODY, None),
    ):  # fmt: skip
        style: Any = text.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.italic, style.font.color.rgb = None, _BLACK
        letters = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            letters.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            letters.set(qn(f"w:{script}"), FONT)
    _speak(text, language)
    paragraph: Any = text.styles["Normal"]
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.space_before = Pt(6), Pt(0)
    for name in ("Heading 1", "Heading 2", "Caption"):
        heading: Any = text.styles[name]
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)
        heading.paragraph_format.keep_with_next = True


def _speak(text: Document, language: str) -> None:
    """Tell the spelling checker which language it is."""
    normal: Any = text.styles["Normal"]
    rules = normal.element.get_or_add_rPr()
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), _LANGUAGES[language])
    tongue.set(qn("w:eastAsia"), _LANGUAGES[language])
    rules.append(tongue)


def _number_pages(text: Document) -> None:
    """Number pages in the middle of the upper margin, the first one not."""
    section = text.sections[0]
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = CENTRE
    run: Any = line.add_run()
    for kind, content in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = content
        run._r.append(mark)  # noqa: SLF001 - the library has no fields


def write_line(
    where: Document | _Cell, text: str, *, size: float = BODY, bold: bool = False, italic: bool = False,
    align: Any = CENTRE, after: float = 0,
) -> Paragraph:  # fmt: skip
    """Write a line of the head or the signature."""
    line = where.add_paragraph()
    line.alignment, line.paragraph_format.space_after = align, Pt(after)
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def draw_rule(where: Document | _Cell, *, indent: float, after: float) -> None:
    """Draw the line that stands below a name or title, `indent` millimetres away from both sides."""
    line = write_line(where, "", size=1, after=after)
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Mm(indent)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    rules: Any = line._p.get_or_add_pPr()  # noqa: SLF001 - the library has no borders
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    rules.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_halves(text: Document, left: float, right: float) -> tuple[_Cell, _Cell]:
    """Add two columns without lines (widths in millimetres) and give their empty cells."""
    table = text.add_table(rows=1, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _mark(table.rows[0], "w:cantSplit")
    one, two = table.rows[0].cells
    for cell, width in ((one, left), (two, right)):
        cell.width = Mm(width)
    _set_grid(table, (left, right))
    return one, two


def start_cell(cell: _Cell) -> None:
    """Take the empty paragraph away that every new cell has; call it once the cell holds another."""
    first: Any = cell.paragraphs[0]._p  # noqa: SLF001 - the library cannot remove a paragraph
    first.getparent().remove(first)


def add_table(
    text: Document, labels: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float],
    figures: Sequence[bool], bold: frozenset[int],
) -> Table:  # fmt: skip
    """Add a table with lines whose head comes again on every page; `widths` in millimetres."""
    table: Table = text.add_table(rows=1, cols=len(labels), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fill(table.rows[0], labels, [CENTRE] * len(labels), bold=True)
    _mark(table.rows[0], "w:tblHeader")
    sides = [RIGHT if figure else WD_ALIGN_PARAGRAPH.LEFT for figure in figures]
    for place, row in enumerate(rows):
        line = table.add_row()  # type: ignore[no-untyped-call]
        _fill(line, row, sides, bold=place in bold)
    for line in table.rows:
        _mark(line, "w:cantSplit")
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(width)
    _set_grid(table, widths)
    return table


def _set_grid(table: Table, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - the library has no repeated heads


def _fill(row: Any, cells: Sequence[str], sides: Sequence[Any], *, bold: bool) -> None:
    for cell, content, side in zip(row.cells, cells, sides, strict=True):
        line = cell.paragraphs[0]
        line.alignment, line.paragraph_format.space_after = side, Pt(1)
        run = line.add_run(content)
        run.font.size, run.bold = Pt(CELL), bold


def add_picture(text: Document, png: bytes, *, width: float, spoken: str) -> None:
    """Add a picture `width` points wide; `spoken` is what a screen reader says of it."""
    line = text.add_paragraph()
    line.alignment = CENTRE
    shape: Any = line.add_run().add_picture(io.BytesIO(png), width=Pt(width))
    shape._inline.docPr.set("descr", spoken)  # noqa: SLF001 - the library has no descriptions


def close_text(text: Document, *, title: str, day: date) -> bytes:
    """Hand the file over; its properties name nobody, and its bytes depend on its content alone."""
    told = text.core_properties
    moment = datetime.combine(day, time())
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.title, told.created, told.modified, told.revision = title, moment, moment, 1
    _drop_thumbnail(text)
    written = io.BytesIO()
    text.save(written)
    return _repack(written.getvalue())


def _drop_thumbnail(text: Document) -> None:
    """The template's own picture shows an empty page of somebody else's."""
    package: Any = text.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _repack(data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        for entry in source.infolist():
            told = zipfile.ZipInfo(entry.filename, _ZIP_DAY)
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(told, source.read(entry))
    return written.getvalue()
