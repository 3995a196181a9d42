"""Columns as small trees of nodes: the codes of the nodes, and how flags and numbers are spelled.

A node is an array whose first entry is its code; how many cells it holds is known from outside, so that nothing a
node says can make its reader allocate more than was granted. docs/sync-format.md tells each code.
"""

from array import array
from collections.abc import Sequence
from sys import byteorder

from outreach_app.wire.packing import need_bytes
from outreach_app.wire.refusals import refuse

SAME, RAW, SOME, BITS, INTS, STEPS, PICKS, TEXTS, DAYS, IDS, LISTS, TUPLES = range(1, 13)
SCALARS = (type(None), bool, int, str, bytes)
DEPTH_LIMIT = 12
WIDEST_TUPLE = 32
ID_BYTES = 16
INCARNATION_BYTES = 8
LEAST_INT, MOST_INT = -(1 << 63), (1 << 64) - 1

_TYPECODES = {1: "B", 2: "H", 3: "I", 4: "I", 5: "Q", 6: "Q", 7: "Q", 8: "Q"}

Node = list[object] | None


def pack_bits(values: Sequence[bool]) -> bytes:
    """Pack flags eight to a byte, the first one highest, the last byte filled with zeros."""
    padded = "".join("1" if v else "0" for v in values).ljust((len(values) + 7) // 8 * 8, "0")
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


def unpack_bits(packed: object, count: int) -> list[bool]:
    """Undo `pack_bits`; UnreadableFile `damaged` for another length or a filled filler."""
    data = need_bytes(packed, (count + 7) // 8)
    bits = bin(int.from_bytes(b"\1" + data, "big"))[3:]
    if "1" in bits[count:]:
        raise refuse("damaged")
    return [b == "1" for b in bits[:count]]


def pack_planes(offsets: Sequence[int], bits: int) -> bytes:
    """Write all highest bytes, then all next ones, down to the lowest: zstd finds the quiet planes by itself."""
    width = max(1, (bits + 7) // 8)
    cells = array(_TYPECODES[width], offsets)
    if byteorder == "big":
        cells.byteswap()
    spelt = cells.tobytes()
    return b"".join(spelt[plane :: cells.itemsize] for plane in reversed(range(width)))


def unpack_planes(planes: bytes, count: int) -> list[int]:
    """Undo `pack_planes` for exactly `count` numbers; UnreadableFile `damaged` when they do not fit."""
    width, rest = divmod(len(planes), count)
    if rest or width not in _TYPECODES:
        raise refuse("damaged")
    cells = array(_TYPECODES[width])
    spelt = bytearray(cells.itemsize * count)
    for plane in range(width):
        start = (width - 1 - plane) * count
        spelt[plane :: cells.itemsize] = planes[start : start + count]
    cells.frombytes(spelt)
    if byteorder == "big":
        cells.byteswap()
    return cells.tolist()
