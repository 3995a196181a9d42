"""What an OpenDocument table says it repeats, so that none is laid out that no memory holds."""

import re
import zipfile
from pathlib import Path

_ATTRIBUTES = rb"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_PREFIX = rb"<(?:[\w.-]+:)?"
_TABLE_OR_ROW = re.compile(_PREFIX + rb"(table|table-row)(?=[\s/>])(" + _ATTRIBUTES + rb")>")
_CELL = re.compile(_PREFIX + rb"(?:covered-)?table-cell(?=[\s/>])(" + _ATTRIBUTES + rb")>")
_TIMES = re.compile(rb"""(?:columns|rows)-repeated\s*=\s*["']\s*\+?(\d+)""")
_MOST_ROWS_ALIKE = 10_000
_MOST_CELLS_ALIKE = 1_000
_BEYOND = 1 << 40
_CONTENT = re.compile(rb"value|<(?:[\w.-]+:)?p(?=[\s/>])")


def is_within(path: Path, *, most: int) -> bool:
    """Tell whether each table up to its last filled row and cell has at most so many cells, repeated ones counted."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("content.xml")
    heads = list(_TABLE_OR_ROW.finditer(xml))
    ends = [head.start() for head in heads[1:]] + [len(xml)]
    rows = width = 0
    for head, end in zip(heads, ends, strict=True):
        if head[1] == b"table":
            rows = width = 0
            continue
        times = _times(head[2])
        rows += times
        if _CONTENT.search(xml, head.end(), end):
            width = max(width, _width(xml[head.end() : end]))
            if times > _MOST_ROWS_ALIKE or rows * width > most:
                return False
    return True


def _width(row: bytes) -> int:
    """How far a row reaches: up to its last cell with anything in it; no list repeats a filled cell by the thousand."""
    reach = filled = 0
    cells = list(_CELL.finditer(row))
    ends = [cell.start() for cell in cells[1:]] + [len(row)]
    for cell, end in zip(cells, ends, strict=True):
        times = _times(cell[1])
        reach += times
        if _CONTENT.search(row, cell.start(), end):
            filled = reach if times <= _MOST_CELLS_ALIKE else _BEYOND
    return filled


def _times(attributes: bytes) -> int:
    told = _TIMES.search(attributes)
    return int(told[1][-18:]) if told else 1
