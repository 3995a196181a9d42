"""Tables that leave the program: a worksheet or comma-separated text in which no cell ever becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST, _NARROWEST = 60, 8
_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")


class TableKind(StrEnum):
    """How a table is written, named as the end of the file; pages are laid out by the documents, not here."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: labels of its columns, and rows of as many cells; whole numbers, decimals and days stay such."""

    name: str
    labels: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_csv(table: Table) -> bytes:
    """Write one table as UTF-8 with a mark that spreadsheet programs know it by.

    A text that such a program would take for a formula gets an apostrophe in front; numbers are left as they are.
    """
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([_guard(label) for label in table.labels])
    lines.writerows([_as_text(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def write_xlsx(tables: Sequence[Table], *, day: date) -> bytes:
    """Write a workbook with a worksheet for each table; texts stay texts, the same tables give the same bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"author": "", "created": datetime.combine(day, time())})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "vcenter"})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, table in enumerate(tables):
        sheet = book.add_worksheet(_name_sheet(table.name, place))
        _write_sheet(sheet, table, head=head, days=days)
    book.close()
    return written.getvalue()


def _write_sheet(sheet: Worksheet, table: Table, *, head: Format, days: Format) -> None:
    for column, label in enumerate(table.labels):
        sheet.write_string(0, column, label, head)
        sheet.set_column(column, column, _width(label, (row[column] for row in table.rows)))
    for line, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, (line, column), cell, days)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.labels) - 1)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, days: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime.combine(cell, time()), days)
    elif cell is not None:
        sheet.write_number(*place, float(cell) if isinstance(cell, Decimal) else cell)


def _width(label: str, cells: Iterable[Cell]) -> int:
    longest = max((len(_as_text(cell)) for cell in cells), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, (len(label) + 1) // 2) + 2))


def _name_sheet(name: str, place: int) -> str:
    """A name that every spreadsheet program takes: short, without signs of paths; never empty."""
    return name.translate(_NOT_IN_NAMES).strip()[:_NAME_LENGTH] or str(place + 1)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return _guard(cell) if isinstance(cell, str) else str(cell)


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
