"""Writing a filled form as a workbook: the layout's cells, merges, widths and print area, text always as text."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from outreach_app.domain.form_layouts import (
    Band,
    CellStyle,
    CellValue,
    FilledSheet,
    LayoutCell,
    SheetLayout,
    TextBox,
    break_pages,
    fill_text,
)

FONT = "Times New Roman"
_FONT_SIZE = 11
_A4 = 9
_A4_SIDES = (595.3, 841.9)
_POINTS = 72
_PIXEL = 0.75  # points
_LETTER = 0.44  # of the font's size: what a letter of Vietnamese text takes on the average, a little too much
_LINE = 1.15
_CELL_MARGIN = 6  # pixels on both sides together


def write_form(layout: SheetLayout, sheets: Sequence[FilledSheet], *, day: date) -> bytes:
    """Write a workbook with one worksheet per filled sheet; the same content gives the same bytes."""
    written = io.BytesIO()
    look = {"font_name": FONT, "font_size": _FONT_SIZE}
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_format_properties": look})
    # The clock of the machine has no place in a form; what a file says of itself travels further than its paper.
    book.set_properties({"title": layout.title, "author": "", "created": datetime.combine(day, time())})
    pens = _Pens(book)
    for sheet in sheets:
        _Page(layout, sheet, book.add_worksheet(sheet.name), pens).write()
    book.close()
    return written.getvalue()


class _Pens:
    """The workbook's formats, one for each style that is used."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[CellStyle, Format] = {}

    def of(self, style: CellStyle) -> Format:
        if style not in self._made:
            self._made[style] = self._book.add_format(_describe(style))
        return self._made[style]


def _describe(style: CellStyle) -> dict[str, object]:
    look: dict[str, object] = {
        "font_name": FONT, "font_size": style.size, "bold": style.bold, "italic": style.italic,
        "underline": int(style.underline), "valign": style.valign, "text_wrap": style.wrap, "shrink": style.shrink,
        "border": int(style.border),
    }  # fmt: skip
    return look | ({"align": style.align} if style.align else {}) | (
        {"num_format": style.number} if style.number else {}
    )  # fmt: skip


@dataclass
class _Page:
    """One worksheet being written."""

    layout: SheetLayout
    filled: FilledSheet
    sheet: Worksheet
    pens: _Pens

    def write(self) -> None:
        self._set_up()
        first_row = len(self.layout.head.heights)
        foot = first_row + len(self.rows) + (self.layout.total is not None)
        self._write_band(self.layout.head, 0)
        for at, row in enumerate(self.rows):
            self.sheet.set_row(first_row + at, self.heights[at])
            self._write_row(first_row + at, row, self.layout.row.style(strong=at in self.filled.strong))
        self._write_total(foot - 1)
        self._write_band(self.layout.foot, foot)
        for box in self.layout.boxes:
            self._write_box(box, 0 if box.band == "head" else foot)
        last = foot + len(self.layout.foot.heights) - 1
        self.sheet.print_area(0, 0, last, len(self.layout.columns) - 1)

    @cached_property
    def rows(self) -> tuple[tuple[CellValue, ...], ...]:
        """The rows of the people, and empty ones up to the number the form is printed with."""
        empty = ("",) * len(self.layout.columns)
        missing = max(self.layout.row.least - len(self.filled.rows), 0)
        return (*self.filled.rows, *(empty for _ in range(missing)))

    @cached_property
    def heights(self) -> tuple[float, ...]:
        pattern = self.layout.row
        return tuple(
            max((pattern.height, *_needed_heights(row, pattern.styles, self.layout.columns)))
            for row in self.rows
        )

    def _set_up(self) -> None:
        layout, sheet, margins = self.layout, self.sheet, self.layout.margins
        if layout.landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_paper(_A4)
        if layout.centred:
            sheet.center_horizontally()
        sheet.set_margins(margins["left"], margins["right"], margins["top"], margins["bottom"])
        sheet.set_header("", {"margin": margins["header"]})
        sheet.set_footer("", {"margin": margins["footer"]})
        for column, width in enumerate(layout.columns):
            sheet.set_column_pixels(column, column, width)
        if layout.fits:
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(layout.repeat)
            return
        breaks = self._find_breaks()
        if breaks:
            sheet.repeat_rows(layout.repeat)
            sheet.set_h_pagebreaks([len(layout.head.heights) + at for at in breaks])

    def _find_breaks(self) -> list[int]:
        layout = self.layout
        paper = min(_A4_SIDES) if layout.landscape else max(_A4_SIDES)
        total = layout.total.height if layout.total else 0.0
        return break_pages(
            self.heights,
            room=paper - (layout.margins["top"] + layout.margins["bottom"]) * _POINTS,
            first=sum(layout.head.heights),
            repeated=layout.head.heights[layout.repeat],
            last=total + sum(layout.foot.heights),
        )

    def _write_band(self, band: Band, top: int) -> None:
        for at, height in enumerate(band.heights):
            self.sheet.set_row(top + at, height)
        for cell in band.cells:
            self._write_cell(cell, top)

    def _write_cell(self, cell: LayoutCell, top: int) -> None:
        pen = self.pens.of(cell.style)
        text = fill_text(cell.text, self.filled.fields, self.layout.blanks)
        if cell.is_merged:
            self.sheet.merge_range(top + cell.top, cell.left, top + cell.bottom, cell.right, "", pen)
        self._put(top + cell.top, cell.left, text, pen)

    def _write_row(self, at: int, row: Iterable[CellValue], styles: Iterable[CellStyle]) -> None:
        for column, (value, style) in enumerate(zip(row, styles, strict=True)):
            self._put(at, column, value, self.pens.of(style))

    def _write_total(self, at: int) -> None:
        total = self.layout.total
        if total is None:
            return
        told: Mapping[int, CellValue] = {total.column: total.label} | dict(self.filled.totals)
        self.sheet.set_row(at, total.height)
        self._write_row(at, [told.get(column, "") for column in range(len(total.styles))], total.styles)

    def _put(self, row: int, column: int, value: CellValue, pen: Format) -> None:
        """Text stays text, whatever it begins with: `=`, a leading zero, or what looks like a date."""
        if value == "":
            self.sheet.write_blank(row, column, None, pen)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, pen)
        else:
            self.sheet.write_number(row, column, value, pen)

    def _write_box(self, box: TextBox, top: int) -> None:
        style = box.style
        look = {
            "x_offset": box.offset[0], "y_offset": box.offset[1], "width": box.size[0], "height": box.size[1],
            "font": {"name": FONT, "size": style.size, "bold": style.bold, "italic": style.italic},
            "align": {"text": style.align, "vertical": "top"},
            "fill": {"none": True}, "line": {"none": True},
        }  # fmt: skip
        self.sheet.insert_textbox(top + box.row, box.column, box.text, look)


def _needed_heights(
    row: Iterable[CellValue], styles: Iterable[CellStyle], widths: Iterable[int]
) -> Iterable[float]:
    """Points each wrapped text of a row takes, by the usual width of a letter: no font is at hand to measure with."""
    for value, style, width in zip(row, styles, widths, strict=True):
        if isinstance(value, str) and value and style.wrap:
            room = int((width - _CELL_MARGIN) * _PIXEL / (style.size * _LETTER))
            yield _count_lines(value, max(room, 1)) * style.size * _LINE + 2


def _count_lines(text: str, letters: int) -> int:
    """How many lines of so many letters a text takes; a word that is longer than a line is broken."""
    lines, used = 1, 0
    for word in text.split(" "):
        if used and used + 1 + len(word) > letters:
            lines, used = lines + 1, 0
        elif used:
            used += 1
        used += len(word)
        lines += max(used - 1, 0) // letters
        used = (used - 1) % letters + 1 if used else 0
    return lines
