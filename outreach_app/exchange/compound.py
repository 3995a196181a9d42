"""Compound files ([MS-CFB]): a stream taken out of one, however it is spoilt, and a sound one made around a stream."""

import struct
from collections.abc import Iterator, Sequence
from itertools import islice

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = 512
_ENTRY = 128
_MINI = 64
_MINI_BELOW = 4096
_FIRST_TABLES = 109
_TABLE, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_NUMBERS_KEPT = 0xFFFFFFFA  # from here on a number is a mark, not a sector
_WIDE = 4096
_STREAM, _ROOT = 2, 5


class _Sectors:
    """Pieces of equal size, and for each the number of the next one."""

    def __init__(self, data: memoryview, size: int, nexts: Sequence[int] = ()) -> None:
        self.data, self.size, self.nexts = data, size, nexts
        self.count = -(-len(data) // size)

    def read(self, number: int) -> memoryview:
        if number >= self.count:
            raise ValueError("a sector beyond the end of the file")
        return self.data[number * self.size : (number + 1) * self.size]

    def walk(self, number: int) -> Iterator[memoryview]:
        """Follow a chain to its end; ValueError where it leaves the file, comes back to itself or has no next."""
        for _ in range(self.count):
            if number >= _NUMBERS_KEPT:
                return
            yield self.read(number)
            if number >= len(self.nexts):
                raise ValueError("a sector that no table knows")
            number = self.nexts[number]
        if number < _NUMBERS_KEPT:
            raise ValueError("a chain without an end")

    def read_chain(self, number: int, length: int) -> bytes:
        """The first bytes of a chain; ValueError where it is shorter."""
        pieces = list(islice(self.walk(number), -(-length // self.size)))
        if sum(map(len, pieces)) < length:
            raise ValueError("a stream that ends too early")
        return b"".join(pieces)[:length]


def read_stream(data: bytes, name: str) -> bytes:
    """Take a stream out of a compound file; damage raises ValueError, and takes no more memory than the file."""
    if len(data) < _HEADER or not data.startswith(_SIGNATURE):
        raise ValueError("no compound file")
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError("sectors of a size that nobody uses")
    sectors = _Sectors(memoryview(data)[1 << shift :], 1 << shift)
    sectors.nexts = _read_table(sectors, data)
    directory = b"".join(sectors.walk(_number(data, 48)))
    places = range(0, len(directory) - _ENTRY + 1, _ENTRY)
    entries = (directory[place : place + _ENTRY] for place in places)
    found = next((each for each in entries if each[66] == _STREAM and _name_of(each) == name), None)
    if found is None:
        raise ValueError("the stream is not there")
    length = _number(found, 120)
    if length < _MINI_BELOW:
        sectors = _read_minis(sectors, data, directory)
    return sectors.read_chain(_number(found, 116), length)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _name_of(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").partition("\0")[0]


def _read_table(sectors: _Sectors, header: bytes) -> list[int]:
    """The number after each sector, out of the tables that the header and the sectors after it name."""
    needed = -(-sectors.count // (sectors.size // 4))
    tables = _marked(struct.unpack_from(f"<{_FIRST_TABLES}I", header, 76))
    more = _number(header, 68)
    while more < _NUMBERS_KEPT and len(tables) < needed:
        *named, more = _numbers(sectors.read(more))
        if not _marked(named):
            raise ValueError("a chain of tables that names none")
        tables += _marked(named)
    return [number for table in tables[:needed] for number in _numbers(sectors.read(table))]


def _marked(numbers: Sequence[int]) -> list[int]:
    return [number for number in numbers if number < _NUMBERS_KEPT]


def _numbers(sector: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _read_minis(sectors: _Sectors, header: bytes, root: bytes) -> _Sectors:
    """The small sectors, in which streams of less than 4,096 bytes are kept."""
    if root[66] != _ROOT:
        raise ValueError("a directory without a root")
    data = sectors.read_chain(_number(root, 116), _number(root, 120))
    needed = -(-len(data) // _MINI * 4 // sectors.size) + 1
    table = b"".join(islice(sectors.walk(_number(header, 60)), needed))
    return _Sectors(memoryview(data), _MINI, _numbers(table))


def make_compound(stream: bytes, name: str) -> bytes:
    """Make a compound file of one stream, filled up with zeros; it may be as long as 400 MB."""
    padded = stream.ljust(_MINI_BELOW, b"\0")
    padded += bytes(-len(padded) % _WIDE)
    count, per_table = len(padded) // _WIDE, _WIDE // 4
    tables = next(
        number for number in range(1, _FIRST_TABLES + 1) if number * per_table >= number + 1 + count
    )
    first = tables + 1
    nexts = [_TABLE] * tables + [_END, *range(first + 1, first + count), _END]
    nexts += [_FREE] * (tables * per_table - len(nexts))
    directory = _entry("Root Entry", _ROOT, child=1, start=_END, length=0) + _entry(
        name, _STREAM, child=_FREE, start=first, length=len(padded)
    )
    places = [*range(tables), *[_FREE] * (_FIRST_TABLES - tables)]
    header = _SIGNATURE + struct.pack(
        f"<16x5H6x9I{_FIRST_TABLES}I", 0x3E, 3, 0xFFFE, 12, 6,
        0, tables, tables, 0, _MINI_BELOW, _END, 0, _END, 0, *places,
    )  # fmt: skip
    return b"".join((
        header.ljust(_WIDE, b"\0"), struct.pack(f"<{len(nexts)}I", *nexts), directory.ljust(_WIDE, b"\0"), padded,
    ))  # fmt: skip


def _entry(name: str, kind: int, *, child: int, start: int, length: int) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    numbers = struct.pack("<HBB3I36xIQ", len(spelt), kind, 1, _FREE, _FREE, child, start, length)
    return spelt.ljust(64, b"\0") + numbers
