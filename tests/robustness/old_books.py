"""Old workbooks (.xls) in whose records something is written that no honest program writes."""

import random
import struct
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

import xlwt

from outreach_app.exchange.compound import make_compound, read_stream
from tests.data_makers import untidy_registers

EOF, FORMULA, MERGED, BOUND_SHEET, TEXT, TEXTS = 0x0A, 0x06, 0xE5, 0x85, 0xFD, 0xFC
LONG, LABEL, DIMENSIONS = 0x203, 0x204, 0x200
TOLD = (
    FORMULA,
    MERGED,
    BOUND_SHEET,
    TEXT,
    TEXTS,
    LONG,
    LABEL,
    DIMENSIONS,
    0x3C,
    0xBD,
    0x205,
    0x207,
    0x27E,
    0x18,
)
NUMBERS = (0, 1, 255, 256, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)

Record = tuple[int, bytes]


def read_records(path: Path) -> list[Record]:
    """The kind and the bytes of each record of a sound workbook."""
    return list(_split(read_stream(path.read_bytes(), "Workbook")))


def _split(stream: bytes) -> Iterator[Record]:
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def write_records(path: Path, records: list[Record]) -> Path:
    """Write records as an .xls; what stands before the first sheet must keep its length."""
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    path.write_bytes(make_compound(stream, "Workbook"))
    return path


def mixed_book(folder: Path) -> Path:
    """Two sheets with texts, numbers, formulas, truths and a merged area."""
    book = xlwt.Workbook()
    first, second = book.add_sheet("Danh sách"), book.add_sheet("Bản 2")
    for column, title in enumerate(untidy_registers.PLAIN_HEADER):
        first.write(1, column, title)
    first.write_merge(0, 0, 0, 3, "DANH SÁCH HỘ")
    for row in range(2, 20):
        first.write(row, 0, row)
        first.write(row, 1, f"Nguyễn Văn {row}")
        first.write(row, 2, row * 1.3)
        first.write(row, 3, xlwt.Formula(f"A{row}*2"))
        first.write(row, 4, row % 2 == 0)
        second.write(row, 0, "Bản Nà Cà, xã Nà Tấu" * 40 + str(row))
    book.save(str(folder / "mixed.xls"))
    return folder / "mixed.xls"


def spoil_record(data: bytes, chance: random.Random) -> bytes:
    """Write other numbers, kinds and lengths into a few records of an old workbook."""
    stream = bytearray(read_stream(data, "Workbook"))
    places, place = [], 0
    for kind, told in _split(bytes(stream)):
        places += [place] * (9 if kind in TOLD else 1)
        place += 4 + len(told)
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.choice(places)
        target = place + chance.choice((0, 2, *range(4, 18)))
        number = chance.choice((*NUMBERS, chance.choice(TOLD), chance.getrandbits(16)))
        if target + 2 <= len(stream):
            struct.pack_into("<H", stream, target, number)
    return make_compound(bytes(stream), "Workbook")


# --------------------------------------------------------------------------------------------------------------- bombs
def change(kind: int, alter: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    """A workbook in which the last record of a kind says something else."""

    def make(folder: Path) -> Path:
        records = read_records(mixed_book(folder))
        place = max(number for number, record in enumerate(records) if record[0] == kind)
        records[place] = (kind, alter(records[place][1]))
        return write_records(folder / "bomb.xls", records)

    return make


def put(at: int, *numbers: int) -> Callable[[bytes], bytes]:
    """Two-byte numbers written into a record."""
    return lambda data: data[:at] + struct.pack(f"<{len(numbers)}H", *numbers) + data[at + 2 * len(numbers) :]


def fill(*cells: Record, times: int, text: str = "") -> Callable[[Path], Path]:
    """A sheet whose cells are so many times the same."""

    def make(folder: Path) -> Path:
        book = xlwt.Workbook()
        book.add_sheet("A").write(0, 0, text or "x")
        book.save(str(folder / "plain.xls"))
        records = read_records(folder / "plain.xls")
        last = max(number for number, record in enumerate(records) if record[0] == TEXT)
        many = chain.from_iterable(repeat(cells, times))
        return write_records(folder / "bomb.xls", [*records[:last], *many, *records[last:]])

    return make


def shared_cells(folder: Path) -> Path:
    """A hundred sheets that all begin at the same place."""
    book = xlwt.Workbook()
    for number in range(100):
        book.add_sheet(f"{number}")
    for row in range(2_000):
        book.get_sheet(99).write(row, 0, "x")
    book.save(str(folder / "plain.xls"))
    records = read_records(folder / "plain.xls")
    last = next(data for kind, data in reversed(records) if kind == BOUND_SHEET)
    same = [(kind, last[:4] + data[4:] if kind == BOUND_SHEET else data) for kind, data in records]
    return write_records(folder / "bomb.xls", same)


def chains_of(number: int) -> Callable[[Path], Path]:
    """A container whose sectors are all followed by the same one."""

    def make(folder: Path) -> Path:
        data = bytearray(mixed_book(folder).read_bytes())
        (table,) = struct.unpack_from("<I", data, 76)
        start = (table + 1) * 512
        data[start : start + 512] = struct.pack("<I", number) * 128
        (folder / "bomb.xls").write_bytes(data)
        return folder / "bomb.xls"

    return make


def _cell(row: int, column: int) -> bytes:
    return struct.pack("<3H", row, column, 0)


OLD_WORKBOOKS: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "an old workbook with a column that is none": (change(TEXT, put(2, 0xFFFE)), {"damaged_file"}),
    "an old workbook filled to its last cell": (
        fill((LONG, _cell(0, 0) + bytes(8)), (LONG, _cell(65_535, 255) + bytes(8)), times=1), {"far_cells"},
    ),
    "an old workbook with a far cell": (fill((LONG, _cell(65_535, 169) + bytes(8)), times=1), {"far_cells"}),
    "an old workbook of texts without end": (change(TEXTS, put(4, 0xFFFF, 0x7FFF)), {"damaged_file"}),
    "an old workbook with a long text in each cell": (
        fill((TEXT, _cell(9, 0) + bytes(4)), times=60_000, text="x" * 30_000), {"too_large"},
    ),
    "an old workbook whose cells claim long texts": (
        fill((LABEL, _cell(9, 0) + b"\xff\xff\0\0"), times=60_000), {"too_large"},
    ),
    "an old workbook whose sheets share their cells": (shared_cells, {"damaged_file"}),
    "an old workbook whose sectors go round": (chains_of(1), {"damaged_file"}),
    "an old workbook whose sectors lie far away": (chains_of(0xFFFFFFF0), {"damaged_file"}),
}  # fmt: skip
