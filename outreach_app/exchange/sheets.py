"""Any spreadsheet file as plain rows of cells: .xlsx, .xls and .ods by python-calamine, text tables by the csv module.

Text comes out in NFC and, where it was TCVN3 or VNI, in Unicode; empty cells are ''.
"""

import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from xml.etree.ElementTree import ParseError

import python_calamine as calamine

from outreach_app.domain.legacy_text import Encoding, detect_legacy, repair_legacy
from outreach_app.errors import UnreadableFile, say
from outreach_app.exchange import containers, ods_parts, xls_parts, xlsx_parts
from outreach_app.exchange.containers import Container
from outreach_app.exchange.delimited import read_delimited
from outreach_app.files import trouble_reading

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = tuple[Cell, ...]

MAX_CELLS = 16_000_000
_DAMAGE = (
    ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, ParseError, NotImplementedError, RuntimeError,
)  # fmt: skip
_SAMPLES = 4000


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged area, its corners included; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: `rows[n]` is row n + 1 of the file; `legacy` names the old encoding its text was repaired from."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedRange, ...] = ()
    legacy: Encoding | None = None


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """The cell in a column counted from 0; '' where the row is shorter, as the rows of a sheet may be."""
    return row[column] if column < len(row) else ""


def read_sheets(path: Path) -> tuple[RawSheet, ...]:
    """Read every visible sheet that holds anything; UnreadableFile says why a file cannot be read and what to do."""
    path = Path(path)
    container = containers.identify_container(path)
    try:
        if container is Container.CSV:
            sheets = [repair_sheet(path.stem, read_delimited(path))]
        else:
            sheets = list(_read_workbook(path, container))
    except OSError as error:  # it was there a moment ago: a stick was pulled out
        raise trouble_reading(path, error) from error
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        said = say("The file {name} has no filled cells.", name=path.name)
        raise containers.refuse("empty_file", said, say("Ask for the file again, or save it again in Excel."))
    return filled


def repair_sheet(
    name: str,
    rows: Iterable[Iterable[Cell]],
    *,
    merged: tuple[MergedRange, ...] = (),
    fonts: xlsx_parts.Fonts | None = None,
) -> RawSheet:
    """Make a sheet of rows as read: legacy text repaired, NFC, cells that are no number (NaN) emptied."""
    cells = [list(row) for row in rows]
    while cells and not any(_is_filled(cell) for cell in cells[-1]):
        cells.pop()
    told = _repair_fonts(cells, fonts) if fonts else None
    found = told or detect_legacy(islice(_texts(cells), _SAMPLES))
    if found:
        _repair_texts(cells, found, fonts or {})
    return RawSheet(name, tuple(tuple(map(_compose, row)) for row in cells), merged, found)


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _compose(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return cell if isfinite(cell) else ""
    if not isinstance(cell, str) or cell.isascii():
        return cell
    return unicodedata.normalize("NFC", cell)


# ----------------------------------------------------------------------------------------------- legacy encodings
def _repair_fonts(cells: list[list[Cell]], fonts: xlsx_parts.Fonts) -> Encoding | None:
    """Repair the cells whose font names their encoding; returns the last encoding met."""
    legacy = None
    for (row, column), font in fonts.items():
        text = cells[row][column] if row < len(cells) and column < len(cells[row]) else ""
        if isinstance(text, str) and not text.isascii():
            repaired = repair_legacy(text, font=font)
            cells[row][column] = repaired.text
            legacy = repaired.encoding or legacy
    return legacy


def _texts(cells: Iterable[Iterable[Cell]]) -> Iterator[str]:
    return (cell for row in cells for cell in row if isinstance(cell, str) and not cell.isascii())


def _repair_texts(cells: list[list[Cell]], encoding: Encoding, fonts: xlsx_parts.Fonts) -> None:
    """Repair what no font named: a list may mix columns and cells of today with old ones."""
    for column in range(max(map(len, cells), default=0)):
        texts = {row[column] for row in cells if column < len(row)}
        told = _column_encoding(list(_texts([texts])), encoding)
        repaired = {text: repair_legacy(text, encoding=told).text for text in _texts([texts])}
        for number, row in enumerate(cells):
            text = cell_at(row, column)
            if text in repaired and isinstance(text, str) and (number, column) not in fonts:
                row[column] = repaired[text]


def _column_encoding(texts: list[str], encoding: Encoding) -> Encoding | None:
    """A column that tells nothing is like the rest of its sheet; letters no old font has make it one of today."""
    told = detect_legacy(texts[:_SAMPLES])
    if told or any(sign > "\u00ff" and sign.isalpha() for text in texts for sign in text):
        return told
    return encoding


# ------------------------------------------------------------------------------------------------------ workbooks
def _read_workbook(path: Path, container: Container) -> Iterator[RawSheet]:
    parts = _look_inside(path, container)
    source = _read_old(path) if container is Container.XLS else path
    try:
        with calamine.load_workbook(source) as workbook:
            for about in workbook.sheets_metadata:
                if (
                    about.visible is calamine.SheetVisibleEnum.Visible
                    and about.typ is calamine.SheetTypeEnum.WorkSheet
                ):
                    yield _read_sheet(workbook, about.name, parts.get(about.name))
    except calamine.PasswordError as locked:
        raise containers.refuse_protected(path.name) from locked
    except (KeyboardInterrupt, SystemExit, GeneratorExit, UnreadableFile):
        raise
    except BaseException as damage:  # a panic inside the reader is no Exception
        if isinstance(damage, MemoryError):
            raise containers.refuse_far_cells(path.name) from damage
        if "assword" in str(damage):
            raise containers.refuse_protected(path.name) from damage
        raise containers.refuse_broken(path.name) from damage


def _look_inside(path: Path, container: Container) -> dict[str, xlsx_parts.SheetParts]:
    """Refuse a sheet whose used area would not fit into memory, before the reader lays it out."""
    parts: dict[str, xlsx_parts.SheetParts] = {}
    try:
        if container is Container.ODS and not ods_parts.is_within(path, most=MAX_CELLS):
            raise containers.refuse_far_cells(path.name)
        if container is Container.XLSX:
            parts = xlsx_parts.read_parts(path, most=MAX_CELLS)
    except _DAMAGE as damage:
        raise containers.refuse_broken(path.name) from damage
    if any(sheet.rows * sheet.columns > MAX_CELLS for sheet in parts.values()):
        raise containers.refuse_far_cells(path.name)
    return parts


def _read_old(path: Path) -> BytesIO:
    try:
        return BytesIO(xls_parts.read_sound(path, most=MAX_CELLS))
    except ValueError as damage:
        raise containers.refuse_broken(path.name) from damage


def _read_sheet(
    workbook: calamine.CalamineWorkbook, name: str, parts: xlsx_parts.SheetParts | None
) -> RawSheet:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    ranges = sheet.merged_cell_ranges or []
    merged = tuple(MergedRange(top, left, bottom, right) for (top, left), (bottom, right) in ranges)
    return repair_sheet(name, rows, merged=merged, fonts=parts.fonts if parts else None)
