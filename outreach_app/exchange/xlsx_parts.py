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
_FAR_PLACE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})\d')
_LAST_ROW = re.compile(rb'\br="[A-Z]{0,3}(\d{1,7})"')

Fonts = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class SheetParts:
    """One sheet's used rows and columns, and the font of each cell (row, column from 0) in a legacy font."""

    rows: int
    columns: int
    fonts: Fonts = field(default_factory=lambda: MappingProxyType({}))


def read_parts(path: Path) -> dict[str, SheetParts]:
    """Look into every sheet of an .xlsx that `identify_container` has passed; a binary workbook (.xlsb) gives nothing.

    Damage raises ValueError, KeyError, zipfile.BadZipFile or ParseError.
    """
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        fonts = dict(_legacy_styles(archive))
        return {name: _look(archive.read(part), fonts) for name, part in _sheet_files(archive)}


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


def _look(xml: bytes, legacy: Mapping[int, str]) -> SheetParts:
    columns = max((_column_number(letters) for letters in set(_FAR_PLACE.findall(xml))), default=0)
    last = _LAST_ROW.search(xml, max(xml.rfind(b"<row "), xml.rfind(b":row "), 0))
    return SheetParts(int(last[1]) if last else 0, columns, dict(_fonts(xml, legacy)) if legacy else {})


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
