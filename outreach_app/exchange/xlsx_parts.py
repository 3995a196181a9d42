"""What the reader does not tell of an .xlsx: the area each sheet really uses, and cells in a TCVN3 or VNI font."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError, fromstring

LEGACY_FONT = re.compile(r"\.vn|vni[- ]|vni$|vntime|tcvn", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_COLUMN_TOLD = re.compile(rb"""r\s*=\s*["']([A-Za-z]+)\d""")
_LAST_ROW = re.compile(rb"""r\s*=\s*["'][A-Za-z]*(\d+)""")
_MOST_LETTERS = 3
_LAST_CELL_RECORD = 11  # 0 is the head of a row, 1 to 11 are cells

Fonts = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class SheetParts:
    """One sheet's used rows and columns, and the font of each cell (row, column from 0) in a legacy font."""

    rows: int
    columns: int
    fonts: Fonts = field(default_factory=lambda: MappingProxyType({}))


def read_parts(path: Path, *, most: int) -> dict[str, SheetParts]:
    """Look into every sheet of an .xlsx or .xlsb that `identify_container` has passed.

    Of a sheet of more than `most` cells it tells some row that is too far. Damage raises ValueError, KeyError,
    zipfile.BadZipFile or ParseError.
    """
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {name: _look_binary(archive.read(name)) for name in _binary_sheets(archive)}
        fonts = dict(_legacy_styles(archive))
        return {name: _look(archive.read(part), fonts, most) for name, part in _sheet_files(archive)}


def _sheet_files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts = set(archive.namelist())
    for sheet in _elements(archive.read("xl/workbook.xml"), "sheet"):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        part = targets.get(link, "")
        if part in parts:
            yield sheet.get("name", ""), part


def _elements(xml: bytes, tag: str) -> list[Element]:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ParseError("a document type is not allowed in a workbook")
    root = fromstring(xml)  # noqa: S314 - entities are refused above, and the size is capped
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _legacy_styles(archive: zipfile.ZipFile) -> Iterator[tuple[int, str]]:
    """Give the number of each cell style whose font is a legacy one; style 0 is that of cells without a style."""
    if "xl/styles.xml" not in archive.namelist():
        return
    xml = archive.read("xl/styles.xml")
    if LEGACY_FONT.search(xml.decode("utf-8", "replace")) is None:
        return
    names = [_font_name(font) for table in _elements(xml, "fonts") for font in table]
    formats = [format_ for table in _elements(xml, "cellXfs") for format_ in table]
    for number, format_ in enumerate(formats):
        font = int(format_.get("fontId", "0"))
        if font < len(names) and LEGACY_FONT.match(names[font]):
            yield number, names[font]


def _font_name(font: Element) -> str:
    return next((part.get("val", "") for part in font if part.tag.rpartition("}")[2] == "name"), "")


def _look(xml: bytes, legacy: Mapping[int, str], most: int) -> SheetParts:
    letters = set(_COLUMN_TOLD.findall(xml))
    if any(len(each) > _MOST_LETTERS for each in letters):
        raise ValueError("a column beyond the last one")
    columns = max((_column_number(each.upper()) for each in letters), default=0)
    rows = _far_row(xml, most // max(columns, 1)) or _last_row(xml)
    return SheetParts(rows, columns, dict(_fonts(xml, legacy)) if legacy else {})


def _binary_sheets(archive: zipfile.ZipFile) -> list[str]:
    return [
        name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".bin")
    ]


def _look_binary(data: bytes) -> SheetParts:
    """The used area by the records of rows and cells ([MS-XLSB] 2.1.4); a record that is cut short ends the sheet."""
    rows = columns = place = 0
    while place < len(data):
        kind, place = _read_count(data, place, 2)
        size, place = _read_count(data, place, 4)
        if size >= 4 and kind <= _LAST_CELL_RECORD:
            number = int.from_bytes(data[place : place + 4], "little") + 1
            rows, columns = (max(rows, number), columns) if kind == 0 else (rows, max(columns, number))
        place += size
    return SheetParts(rows, columns)


def _read_count(data: bytes, place: int, most: int) -> tuple[int, int]:
    """Seven bits of each byte, the lowest first, as long as the eighth is set; and where they end."""
    number = 0
    for turn, byte in enumerate(data[place : place + most]):
        number |= (byte & 0x7F) << 7 * turn
        if byte < 0x80:
            return number, place + turn + 1
    return number, place + most


def _far_row(xml: bytes, allowed: int) -> int:
    """The first row beyond those allowed, wherever it stands and however its place is spelt; 0 for none."""
    digits = len(str(allowed + 1))
    told = re.finditer(rb"""r\s*=\s*["'][A-Za-z]*(\d{%d,})""" % digits, xml)
    return next((row for place in told if (row := int(place[1][-18:])) > allowed), 0)


def _last_row(xml: bytes) -> int:
    last = _LAST_ROW.search(xml, max(xml.rfind(b"<row "), xml.rfind(b":row "), 0))
    return int(last[1][-18:]) if last else 0


def _fonts(xml: bytes, legacy: Mapping[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _CELL.finditer(xml):
        style = _STYLE.search(cell[1])
        font = legacy.get(int(style[1]) if style else 0)
        place = _PLACE.search(cell[1]) if font else None
        if font and place:
            yield (int(place[2]) - 1, _column_number(place[1]) - 1), font


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
