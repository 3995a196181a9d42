"""Small files that ask for endless memory or time: each is made here, and read by the reader it is meant for."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import zstandard

from outreach_app.app import App
from outreach_app.sync import envelope
from outreach_app.sync.age import seal_to
from outreach_app.sync.frame import SYNC_MAGIC, join_frame
from outreach_app.sync.keys import public_half, recipient_id
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from outreach_app.wire.cells import LISTS, PICKS, SAME, STEPS
from outreach_app.wire.columns import CELLS_LIMIT, OPERATIONS_LIMIT, VERSION
from outreach_app.wire.packing import pack
from tests.data_makers import untidy_registers
from tests.robustness.old_books import OLD_WORKBOOKS
from tests.workspaces import cards, door, write

MIB = 1 << 20
START = 1_795_000_000_000


@dataclass(frozen=True, slots=True)
class Insider:
    """What a certified laptop that turned hostile has: its keys, its permission, and a good file of its own."""

    good: bytes
    pins: Pins

    def seal(self, payload: bytes, *, squeezed: bytes | None = None, declared: int | None = None) -> bytes:
        """Seal and sign a payload as the program does, or with other bytes in place of the compressed ones."""
        clear = envelope.read_clear(self.good)
        seals = [self.pins.office.seal, self.pins.escrow]
        named = {
            "kind": "sync", "office": clear.office_id, "sender": public_half(self.pins.own.sign_seed),
            "incarnation": clear.incarnation, "recipients": [recipient_id(seal) for seal in seals], "number": 2,
            "previous": envelope.hash_file(self.good),
        }  # fmt: skip
        scheme = "zstd" if squeezed is not None else "stored"
        size = len(payload) if declared is None else declared
        told = (pack(named), self.pins.binding, scheme, size, hashlib.sha256(payload).digest())
        inner = pack(dict(zip(envelope._INNER_KEYS, told, strict=True)))
        body = len(inner).to_bytes(4, "big") + inner + (payload if squeezed is None else squeezed)
        sealed = seal_to(seals, body)
        header = pack(named | {"sealed_bytes": len(sealed), "sealed_sha256": hashlib.sha256(sealed).digest()})
        return join_frame(
            SYNC_MAGIC, header, body=sealed, tag=b"go-cua sync file v1", seed=self.pins.own.sign_seed
        )

    def pack(self, *blocks: bytes) -> bytes:
        """Seal blocks of operations in a sound payload."""
        return self.seal(Payload(START, 1, blocks, 1, 1 << 40).pack())


def make_insider(one: App, stick: Path) -> Insider:
    """Let a laptop write a file, and take its keys."""
    one.visits.log(door(cards(one)[0]))
    (sent,) = write(one, stick)
    with one.desk.read() as session:
        return Insider(sent.read_bytes(), Pins.read(session))


# ----------------------------------------------------------------------------------------------- sealed and signed
def block_of(count: int, *, first: int = 2, cells: int = CELLS_LIMIT, field: object = None) -> bytes:
    """A block of so many rows in a few bytes: every column is one value, or the last one plus one."""
    spine = [
        [SAME, 0], [STEPS, first, [SAME, 1]], [STEPS, START + first, [SAME, 1]], [SAME, 0], [SAME, None],
        [SAME, 1], [SAME, 0],
    ]  # fmt: skip
    node = field if field is not None else [SAME, "x"]
    group = ["trusted_person", 0, True, ["name"], None, [LISTS, [SAME, 0], None], [[None, node]]]
    return pack([VERSION, count, cells, b"bombbomb", spine, [group]])


def swelling(insider: Insider) -> bytes:
    plain = bytes(60 * MIB)
    return insider.seal(plain, squeezed=zstandard.ZstdCompressor(level=1).compress(plain))


def lying_of_its_size(insider: Insider) -> bytes:
    plain = bytes(30 * MIB)
    writer = zstandard.ZstdCompressor(level=1).compressobj()  # a frame that tells no size of its content
    return insider.seal(plain, squeezed=writer.compress(plain) + writer.flush(), declared=60_000)


def wide_window(insider: Insider) -> bytes:
    shape = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    writer = zstandard.ZstdCompressor(compression_params=shape).compressobj()
    return insider.seal(b"x" * 9, squeezed=writer.compress(b"x" * 9) + writer.flush())


def rows_without_end(insider: Insider) -> bytes:
    return insider.pack(*(block_of(OPERATIONS_LIMIT, first=2 + n * OPERATIONS_LIMIT) for n in range(2_000)))


def cells_without_end(insider: Insider) -> bytes:
    lists = [LISTS, [SAME, 120], [SAME, "x"]]
    return insider.pack(
        *(block_of(OPERATIONS_LIMIT, first=2 + n * OPERATIONS_LIMIT, field=lists) for n in range(500))
    )


def blocks_of_cells(insider: Insider) -> bytes:
    """Few rows, but each block spends the most cells that one may."""
    lists = [LISTS, [SAME, CELLS_LIMIT // 8], [SAME, "x"]]
    return insider.pack(*(block_of(4, first=2 + n * 4, field=lists) for n in range(4_000)))


def deep(insider: Insider) -> bytes:
    return insider.seal(b"\x91" * 2_000_000)


def announcing(insider: Insider) -> bytes:
    """Lists in lists that each announce four thousand million entries."""
    return insider.seal(b"\xdd\xff\xff\xff\xff" * 200_000)


def picks_of_nothing(insider: Insider) -> bytes:
    table = pack([b"x" * 1000 * n for n in range(3)])
    return insider.pack(block_of(OPERATIONS_LIMIT, field=[PICKS, 1 << 62, table, [SAME, 0]]))


# ------------------------------------------------------------------------------------------------- lists and zips
def rezip(path: Path, parts: dict[str, bytes]) -> Path:
    """Write a zipped file's parts again, some of them changed."""
    with zipfile.ZipFile(path) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (there | parts).items():
            archive.writestr(name, data)
    return path


def part_of(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def plain_book(folder: Path) -> Path:
    rows = [untidy_registers.PLAIN_HEADER, *untidy_registers.PLAIN_ROWS]
    return untidy_registers.write_xlsx(folder / "bomb.xlsx", rows)


SHEET = "xl/worksheets/sheet1.xml"


def far_row(spelt: str) -> Callable[[Path], Path]:
    """A cell in the last row and column, however its place is spelt."""

    def make(folder: Path) -> Path:
        path = plain_book(folder)
        cell = f"<row {spelt}</row>".encode()
        return rezip(path, {SHEET: part_of(path, SHEET).replace(b"<sheetData>", b"<sheetData>" + cell)})

    return make


def laughs(part: str) -> Callable[[Path], Path]:
    """A thousand million laughs: entities of entities in a part of a workbook."""

    def make(folder: Path) -> Path:
        path = plain_book(folder)
        names = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
        told = f'<!DOCTYPE x [<!ENTITY l0 "ha ha ha">{"".join(names)}]>'.encode()
        xml = part_of(path, part)
        start = xml.find(b"?>") + 2 if xml.startswith(b"<?") else 0
        laughing = xml[start:].replace(
            b"<sheetData>", b'<sheetData><row r="9"><c t="str"><v>&l9;</v></c></row>'
        )
        return rezip(path, {part: xml[:start] + told + laughing})

    return make


def repeats(old: bytes, new: bytes, count: int = -1) -> Callable[[Path], Path]:
    """An OpenDocument list in which something is repeated."""

    def make(folder: Path) -> Path:
        path = untidy_registers.village_sheets(folder)
        xml = part_of(path, "content.xml")
        assert old in xml
        return rezip(path, {"content.xml": xml.replace(old, new, count)})

    return make


def nothing_but(text: bytes, times: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "bomb.csv").write_bytes(b"Ho va ten\n" + text * times)
        return folder / "bomb.csv"

    return make


def many_names(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "bomb.zip", "w") as archive:
        for number in range(45_000):
            archive.writestr(f"{number}.gocua", b"")
    return folder / "bomb.zip"


def swelling_entry(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.gocua", SYNC_MAGIC + bytes(30 * MIB))
    return folder / "bomb.zip"


def zips_in_zips(folder: Path) -> Path:
    data = b""
    for _ in range(60):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", data)
            archive.writestr("b.gocua", data)
        data = inner.getvalue()
    (folder / "bomb.zip").write_bytes(data)
    return folder / "bomb.zip"


REPEATED = b'<table:table-cell office:value-type="string"'
SEALED: dict[str, tuple[Callable[[Insider], bytes], set[str]]] = {
    "a file that swells two hundredfold": (swelling, {"bomb"}),
    "a file that lies of its size": (lying_of_its_size, {"bomb", "damaged"}),
    "a file that wants a wide window": (wide_window, {"bomb", "damaged"}),
    "rows without end": (rows_without_end, {"bomb"}),
    "cells without end": (cells_without_end, {"bomb"}),
    "blocks full of cells": (blocks_of_cells, {"bomb"}),
    "lists in lists in lists": (deep, {"damaged"}),
    "lists that announce millions": (announcing, {"damaged"}),
    "a table that is not there": (picks_of_nothing, {"damaged", "bomb"}),
}
LISTS_OF_PEOPLE: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "a workbook that swells": (untidy_registers.zip_bomb, {"bomb"}),
    "a workbook that lies of its size": (untidy_registers.lying_bomb, {"bomb"}),
    "a far cell": (untidy_registers.far_cell, {"far_cells"}),
    "a far cell before the others": (
        far_row('r="1048576"><c r="XFD1048576" t="str"><v>x</v></c>'),
        {"far_cells", "damaged_file"},
    ),
    "a far cell in single quotes": (
        far_row("r='1048576'><c r='XFD1048576' t='str'><v>x</v></c>"),
        {"far_cells", "damaged_file"},
    ),
    "a far cell spelt with spaces": (
        far_row('r = "1048576"><c\nt="str" r = "XFD1048576"><v>x</v></c>'),
        {"far_cells", "damaged_file"},
    ),
    "a thousand million laughs": (laughs("xl/workbook.xml"), {"damaged_file"}),
    "laughs among the cells": (laughs(SHEET), {"damaged_file"}),
    "a cell a million times": (
        repeats(
            REPEATED,
            b'<table:table-cell table:number-columns-repeated="1000000" office:value-type="string"',
            1,
        ),
        {"far_cells", "damaged_file"},
    ),
    "a cell a million times in single quotes": (
        repeats(
            REPEATED,
            b"<table:table-cell table:number-columns-repeated='1000000' office:value-type='string'",
            1,
        ),
        {"far_cells", "damaged_file"},
    ),
    "999 cells in each of 9,999 rows, many times": (
        repeats(
            b"<table:table-row>",
            b'<table:table-row table:number-rows-repeated="9999"><table:table-cell'
            b' table:number-columns-repeated="999" office:value-type="float" office:value="1"/></table:table-row>'
            b"<table:table-row>",
        ),
        {"far_cells", "damaged_file"},
    ),
    "a million filled rows under another prefix": (
        repeats(b"<table:table-row>", b'<table:table-row   table:number-rows-repeated = "1000000">', 2),
        {"far_cells", "damaged_file"},
    ),
    "commas and nothing else": (nothing_but(b",", 60 * MIB), {"far_cells"}),
    "lines and nothing else": (nothing_but(b"\n", 60 * MIB), {"far_cells"}),
    **OLD_WORKBOOKS,
}
ZIPS: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "a zip of too many names": (many_names, {"zip_too_large"}),
    "an entry that swells": (swelling_entry, {"bomb"}),
    "a zip in a zip in a zip": (zips_in_zips, {"nested_zip", "damaged"}),
}
