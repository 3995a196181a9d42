"""An old workbook (.xls) measured before the reader lays it out, and made one that cannot lead it astray.

The reader takes memory for whatever a record claims, and ends the program where there is none. It gets a new container
around the records, which say here nothing that the bytes do not bear out.
"""

import re
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach_app.exchange import compound
from outreach_app.exchange.containers import refuse_far_cells, refuse_large, refuse_protected

_EOF, _CONTINUE, _FILE_PASS, _BOUND_SHEET, _SST, _NAME = 0x0A, 0x3C, 0x2F, 0x85, 0xFC, 0x18
_FORMULA, _MUL_RK, _LABEL_SST, _DIMENSIONS, _MERGED = 0x06, 0xBD, 0xFD, 0x200, 0xE5
_LABEL, _STRING, _RICH_STRING, _NUMBER, _TRUTH, _RK = 0x204, 0x207, 0xD6, 0x203, 0x205, 0x27E
_IGNORED = 0xFFFF
_CELLS = {
    _LABEL_SST: 10, _RK: 10, _MUL_RK: 12, _NUMBER: 14, _LABEL: 8, _RICH_STRING: 8, _TRUTH: 8, _FORMULA: 22,
}  # fmt: skip
"""The records that fill a cell, and the bytes each has at least; blank cells are never laid out."""
_LABELS = (_LABEL, _RICH_STRING)
_FORMULA_LENGTH = 20
_MOST_COLUMNS = 256
_MOST_TEXT = 64 * 2**20
_MOST_EMPTY, _MOST_THINNED = 4_000_000, 4  # empty cells of no list: each takes 90 bytes while it is laid out
_MOST_MERGED = 100_000
_MOST_WALKS = 4  # sheets lie side by side; many that share their records are made to blow up
_MOST_SHEETS = 1_000
_HEAD = 4
_SHORT = rb"(?:\xfd\x00|\x7e\x02)\x0a\x00.{10}"  # a text of the table or a short number
_LONG = rb"\x03\x02\x0e\x00.{14}"  # a long number
_EMPTY = rb"\x01\x02\x06\x00.{6}|\x08\x02\x10\x00.{16}"  # a blank cell or the head of a row
_ALIKE = re.compile(b"(?:%b|%b|%b){1,65536}+" % (_SHORT, _LONG, _EMPTY), re.DOTALL)
_SORTED = re.compile(b"((?:%b)++)|((?:%b)++)|(?:%b)++" % (_SHORT, _LONG, _EMPTY), re.DOTALL)


@dataclass(slots=True)
class _Sum:
    """What the sheets so far take, in cells, characters, merged areas, bytes; and how far the one at hand reaches."""

    area: int = 0
    filled: int = 0
    text: int = 0
    merged: int = 0
    read: int = 0
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def read_sound(path: Path, *, most: int) -> bytes:
    """Read an .xls as bytes that are safe to lay out; ValueError for damage, UnreadableFile for what is too much.

    `most` is how many cells its sheets may have together. Formulas and names are left out: cells hold their results.
    """
    try:
        stream = bytearray(compound.read_stream(path.read_bytes(), "Workbook")) + bytes(_HEAD)
        sheets, sizes = _read_globals(stream, path.name, most)
        total = _measure(stream, sheets, array("H", [max(sizes, default=0)]))
        if total.text > _MOST_TEXT:  # if each were as long as the longest; now each by its own length
            total = _measure(stream, sheets, sizes)
    except (struct.error, IndexError) as damage:
        raise ValueError("a record that is too short") from damage
    if max(total.area, total.filled) > most or total.area > _MOST_EMPTY + _MOST_THINNED * total.filled:
        raise refuse_far_cells(path.name)
    if total.text > _MOST_TEXT:
        raise refuse_large(path.name)
    del stream[-_HEAD:]
    return compound.make_compound(bytes(stream), "Workbook")


def _walk(stream: bytearray) -> Iterator[tuple[int, int, int]]:
    """Where each record of the first part begins, its kind and its length."""
    place = kind = 0
    while place < len(stream) - _HEAD and kind != _EOF:
        kind, size = _read_head(stream, place)
        yield place, kind, size
        place += 4 + size


def _read_head(stream: bytearray, place: int) -> tuple[int, int]:
    size = _short(stream, place + 2)
    if place + 4 + size > len(stream) - _HEAD:
        raise ValueError("a record that is cut short")
    return _short(stream, place), size


def _read_globals(stream: bytearray, name: str, most: int) -> tuple[list[int], Sequence[int]]:
    """Where the sheets begin, and the length of each shared text."""
    sheets: list[int] = []
    sizes: Sequence[int] = ()
    for place, kind, size in _walk(stream):
        if kind == _FILE_PASS:
            raise refuse_protected(name)
        if kind == _BOUND_SHEET:
            sheets.append(_start_of(stream, place, size))
            if len(sheets) > _MOST_SHEETS:
                raise ValueError("more sheets than anybody has")
        elif kind == _SST:
            sizes = _read_sizes(stream, place, most)
        elif kind == _NAME:
            struct.pack_into("<H", stream, place, _IGNORED)
    return sheets, sizes


def _start_of(stream: bytearray, place: int, size: int) -> int:
    (start,) = struct.unpack_from("<I", stream, place + 4)
    if size < 8 or start >= len(stream):
        raise ValueError("a sheet that is not there")
    return int(start)


# ------------------------------------------------------------------------------------------------------- shared texts
def _read_sizes(stream: bytearray, place: int, most: int) -> Sequence[int]:
    """The characters of every shared text ([MS-XLS] 2.4.265, 2.5.293), which may go on in the records behind it."""
    pieces = list(_pieces(stream, place))
    (count,) = struct.unpack_from("<I", stream, place + 8)
    if count > most or count * 3 > sum(end - start for start, end in pieces):
        raise ValueError("more texts than there are bytes for")
    pieces[0] = (pieces[0][0] + 8, pieces[0][1])
    texts = _Texts(stream, iter(pieces))
    return array("H", texts.pass_all(count))


def _pieces(stream: bytearray, place: int) -> Iterator[tuple[int, int]]:
    kind = _SST
    while kind in (_SST, _CONTINUE):
        (size,) = struct.unpack_from("<H", stream, place + 2)
        yield place + 4, min(place + 4 + size, len(stream))
        place += 4 + size
        kind = int.from_bytes(stream[place : place + 2], "little") if place + 4 < len(stream) else _EOF
        kind = _EOF if kind == _SST else kind


class _Texts:
    """Goes through the shared texts, from one piece to the next."""

    def __init__(self, stream: bytearray, pieces: Iterator[tuple[int, int]]) -> None:
        self._stream, self._pieces = stream, pieces
        self._place, self._end = next(pieces)

    def pass_all(self, count: int) -> Iterator[int]:
        """Give the characters of each text; the plain ones that lie in one piece are passed quickly."""
        read_head = struct.Struct("<HB").unpack_from
        for _ in range(count):
            if self._place + 3 < self._end:
                letters, flags = read_head(self._stream, self._place)
                after = self._place + 3 + (letters << flags)
                if flags < 2 and after <= self._end:
                    self._place = after
                    yield letters
                    continue
            yield self.pass_one()

    def pass_one(self) -> int:
        """Go past a text with its formatting; returns its characters."""
        if self._place >= self._end:
            self._turn()
        count, flags = struct.unpack_from("<HB", self._stream, self._place)
        self._place += 3
        behind = 0
        if flags & 8:
            behind += 4 * self._take("<H", 2)
        if flags & 4:
            behind += self._take("<I", 4)
        self._pass_letters(count, flags & 1)
        self._pass_bytes(behind)
        return int(count)

    def _take(self, spelt: str, size: int) -> int:
        (number,) = struct.unpack_from(spelt, self._stream, self._place)
        self._place += size
        return int(number)

    def _turn(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            raise ValueError("texts that end too early")
        self._place, self._end = piece

    def _pass_letters(self, left: int, wide: int) -> None:
        while True:
            passed = min(left, max(self._end - self._place, 0) >> wide)
            self._place += passed << wide
            left -= passed
            if not left:
                return
            self._turn()
            wide = self._take("<B", 1) & 1

    def _pass_bytes(self, left: int) -> None:
        while left:
            if self._place >= self._end:
                self._turn()
            passed = min(left, max(self._end - self._place, 0))
            self._place += passed
            left -= passed


# ------------------------------------------------------------------------------------------------------------- sheets
def _measure(stream: bytearray, sheets: Sequence[int], sizes: Sequence[int]) -> _Sum:
    """Go through all sheets; one size is that of every text."""
    total = _Sum()
    for start in sheets:
        _measure_sheet(stream, start, sizes, total)
        if total.read > _MOST_WALKS * len(stream) or total.merged > _MOST_MERGED:
            raise ValueError("more than the file can hold")
    return total


def _measure_sheet(stream: bytearray, start: int, sizes: Sequence[int], total: _Sum) -> None:
    """Add a sheet to the sum; formulas, and what the sheet says of its own size, are taken out of the stream."""
    total.rows = total.columns = 0
    place, end, kind = start, len(stream) - _HEAD, 0
    while place < end and kind != _EOF:
        run = _ALIKE.match(stream, place, end)
        if run:
            _count_alike(run[0], sizes, total)
            place = run.end()
        else:
            kind, size = _read_head(stream, place)
            _look_closer(stream, place, kind, size, total)
            place += 4 + size
    if total.columns > _MOST_COLUMNS:
        raise ValueError("a column beyond the last one")
    total.area += total.rows * total.columns
    total.read += place - start


def _count_alike(run: bytes, sizes: Sequence[int], total: _Sum) -> None:
    """Count a run of the records that most lists are made of, without going through them one by one."""
    for pieces, shorts in zip(zip(*_SORTED.findall(run), strict=True), (7, 9), strict=True):
        words = array("H", b"".join(pieces))
        if sys.byteorder == "big":
            words.byteswap()
        if words:
            total.reach(max(words[2::shorts]), max(words[3::shorts]))
            total.filled += len(words) // shorts
        if shorts == 7:
            total.text += _count_text(words, sizes)


def _count_text(words: Sequence[int], sizes: Sequence[int]) -> int:
    if len(sizes) == 1:
        return len(words) // 7 * sizes[0]
    places = zip(words[0::7], words[5::7], words[6::7], strict=True)
    numbers = (high << 16 | low for kind, low, high in places if kind == _LABEL_SST)
    return sum(sizes[number] for number in numbers if number < len(sizes))


def _look_closer(stream: bytearray, place: int, kind: int, size: int, total: _Sum) -> None:
    """Count a record of cells, or what stands between the cells."""
    if kind in _CELLS:
        if size < _CELLS[kind]:
            raise ValueError("a cell that is too short")
        _count_cells(stream, place, kind, size, total)
    elif kind == _STRING:
        total.filled += 1
        total.text += _short(stream, place + 4)
    elif kind == _DIMENSIONS:
        stream[place + 4 : place + 4 + size] = bytes(size)
    elif kind == _MERGED:
        areas = _short(stream, place + 4)
        if 2 + 8 * areas > size:
            raise ValueError("more merged areas than there are bytes for")
        total.merged += areas


def _count_cells(stream: bytearray, place: int, kind: int, size: int, total: _Sum) -> None:
    row, column, cells = _short(stream, place + 4), _short(stream, place + 6), 1
    if kind == _MUL_RK:
        cells, rest = divmod(size - 6, 6)
        if rest:
            raise ValueError("a number that is cut short")
    elif kind == _FORMULA:
        struct.pack_into("<H", stream, place + 4 + _FORMULA_LENGTH, 0)
    elif kind in _LABELS:
        total.text += _short(stream, place + 10)
    total.filled += cells
    total.reach(row, column + cells - 1)


def _short(stream: bytearray, place: int) -> int:
    return stream[place] | stream[place + 1] << 8
