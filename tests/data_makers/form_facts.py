"""Measures the layout of a form, so that ours can be compared with the official one without having its file.

    python -m tests.data_makers.form_facts d05 OFFICIAL.xlsx  > tests/data/forms/d05-2026.json
    python -m tests.data_makers.form_facts mau4 OFFICIAL.docx > tests/data/forms/mau4-2026.json
    python -m tests.data_makers.form_facts tk1 OFFICIAL.docx > tests/data/forms/tk1-2026.json

The official files come with Decision 366/QĐ-BHXH of 29 April 2026; they are not kept here.
"""

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_SIDES = ("left", "right", "top", "bottom")
_DIGIT = 7  # pixels of a digit in the font that widths are counted in
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def measure_sheet(path: Path, *, sheet: int = 0) -> dict[str, Any]:
    """Everything a reader of the paper could see of one worksheet, inside its print area."""
    page = load_workbook(path).worksheets[sheet]
    left, top, right, bottom = range_boundaries(page.print_area.rpartition("!")[2].replace("$", ""))
    return {
        "title": page.title,
        "print_area": [left, top, right, bottom],
        "orientation": page.page_setup.orientation,
        "paper": int(page.page_setup.paperSize),
        "scaled": bool(page.sheet_properties.pageSetUpPr and page.sheet_properties.pageSetUpPr.fitToPage),
        "margins": {side: round(getattr(page.page_margins, side), 4) for side in (*_SIDES, "header", "footer")},
        "columns": _widths(page, right),
        "heights": [float(page.row_dimensions[row].height or 15.0) for row in range(top, bottom + 1)],
        "merges": sorted(
            str(each) for each in page.merged_cells.ranges if each.max_col <= right and each.max_row <= bottom
        ),
        "cells": {
            cell.coordinate: _describe(cell)
            for row in page.iter_rows(top, bottom, left, right)
            for cell in row
            if cell.value is not None or _borders(cell)
        },
        "boxes": _read_boxes(path, sheet),
    }  # fmt: skip


def _widths(page: Worksheet, last: int) -> list[int]:
    """Widths in pixels; a description may stand for several columns."""
    found: dict[int, int] = {}
    for about in page.column_dimensions.values():
        for column in range(about.min, min(about.max, last) + 1):
            found[column] = round(about.width * _DIGIT)
    return [found[column] for column in range(1, last + 1)]


def _describe(cell: Any) -> list[Any]:
    """Text; font name, size, bold, italic; alignment across, down, wrapped; borders."""
    text = "" if cell.value is None else str(cell.value)
    if not text:
        return ["", _borders(cell)]
    font, align = cell.font, cell.alignment
    look = [font.name, float(font.sz), bool(font.b), bool(font.i)]
    return [text, _borders(cell), look, [align.horizontal or "", align.vertical or "", bool(align.wrap_text)]]


def _borders(cell: Any) -> str:
    return "".join(side[0] for side in _SIDES if getattr(cell.border, side).style == "thin")


def _read_boxes(path: Path, sheet: int) -> list[str]:
    name = f"xl/drawings/drawing{sheet + 1}.xml"
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            return []
        root = fromstring(archive.read(name))
    return [
        "".join(each.itertext()).strip()
        for each in root.iter(f"{_DRAWING}p")
        if "".join(each.itertext()).strip()
    ]


def measure_text(path: Path) -> dict[str, Any]:
    """The paper, the table of people with its grid, and the words of a form that is a text document."""
    with zipfile.ZipFile(path) as archive:
        body = fromstring(archive.read("word/document.xml"))
    size = next(body.iter(f"{_WORD}pgSz")).attrib
    tables = list(body.iter(f"{_WORD}tbl"))
    people = max(tables, key=lambda table: len(list(table.iter(f"{_WORD}gridCol"))))
    grid = [int(column.attrib[f"{_WORD}w"]) for column in people.iter(f"{_WORD}gridCol")]
    return {
        "twips": [int(size[f"{_WORD}w"]), int(size[f"{_WORD}h"])],
        "columns": grid,
        "table": [_row_of(row) for row in people.iter(f"{_WORD}tr")][:3],
        "words": list(dict.fromkeys(_paragraphs(body))),
    }


def measure_words(path: Path) -> dict[str, Any]:
    """The paper of a form that is a text document, and its words in their order."""
    with zipfile.ZipFile(path) as archive:
        body = fromstring(archive.read("word/document.xml"))
    size = next(body.iter(f"{_WORD}pgSz")).attrib
    return {
        "twips": [int(size[f"{_WORD}w"]), int(size[f"{_WORD}h"])],
        "words": list(dict.fromkeys(_paragraphs(body))),
    }


def _row_of(row: Element) -> list[list[Any]]:
    """Text, columns wide, and whether it goes on from the row above, of each cell."""
    cells = []
    for cell in row.iter(f"{_WORD}tc"):
        span = cell.find(f".//{_WORD}gridSpan")
        merged = cell.find(f".//{_WORD}vMerge")
        goes_on = merged is not None and merged.get(f"{_WORD}val") != "restart"
        text = " ".join(part for part in (_text_of(p) for p in cell.iter(f"{_WORD}p")) if part)
        cells.append([text, int(span.get(f"{_WORD}val") or 1) if span is not None else 1, goes_on])
    return cells


def _paragraphs(body: Element) -> list[str]:
    found = []
    for each in body.iter(f"{_WORD}p"):
        if len(list(each.iter(f"{_WORD}p"))) > 1:  # it only anchors a text box
            continue
        text = _text_of(each)
        if text.startswith("HƯỚNG DẪN LẬP"):
            break
        if text:
            found.append(text)
    return found


def _text_of(paragraph: Element) -> str:
    pieces = []
    for each in paragraph.iter():
        if each.tag == f"{_WORD}t":
            pieces.append(each.text or "")
        elif each.tag in (f"{_WORD}br", f"{_WORD}tab"):
            pieces.append(" ")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


if __name__ == "__main__":
    measure = {"d05": measure_sheet, "mau4": measure_text, "tk1": measure_words}[sys.argv[1]]
    made = measure(Path(sys.argv[2]))
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in made.items())
    print("{", ",\n".join(lines), "}", sep="\n")
