"""Reads columns back, trusting no node: counts are granted from outside and every index is checked."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from sys import byteorder

from outreach_app.wire.cells import (
    BITS,
    DAYS,
    DEPTH_LIMIT,
    IDS,
    INTS,
    LEAST_INT,
    LISTS,
    MOST_INT,
    PICKS,
    RAW,
    SAME,
    SCALARS,
    SOME,
    STEPS,
    TEXTS,
    TUPLES,
    WIDEST_TUPLE,
    unpack_bits,
    unpack_planes,
)
from outreach_app.wire.packing import need_bytes, need_list, need_number, unpack
from outreach_app.wire.refusals import refuse


@dataclass(slots=True)
class CellReader:
    """Turns nodes back into columns within a number of cells; raises UnreadableFile `bomb` or `damaged`."""

    incarnations: Sequence[bytes]
    cells: int

    def spend(self, count: int) -> None:
        """Use up cells; UnreadableFile `bomb` when more are wanted than were declared."""
        self.cells -= count
        if self.cells < 0:
            raise refuse("bomb")

    def decode(self, node: object, count: int, depth: int = 0) -> Sequence[object]:
        """Read a column of exactly `count` cells."""
        self.spend(count)
        if count == 0 and node is None:
            return []
        if count == 0 or depth > DEPTH_LIMIT or not isinstance(node, list) or not node:
            raise refuse("damaged")
        read = _READERS.get(node[0]) if type(node[0]) is int else None
        if read is None or len(node) != read[1]:
            raise refuse("damaged")
        values: Sequence[object] = read[0](self, node, count, depth + 1)
        if len(values) != count:
            raise refuse("damaged")
        return values

    def decode_ints(self, node: object, count: int, depth: int = 0) -> Sequence[int]:
        """Read a column that must hold whole numbers only."""
        values = self.decode(node, count, depth)
        if not set(map(type, values)) <= {int}:
            raise refuse("damaged")
        return values  # type: ignore[return-value]


def _read_same(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    if type(node[1]) not in SCALARS:
        raise refuse("damaged")
    return [node[1]] * count


def _read_raw(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    return need_list(unpack(need_bytes(node[1])), count)


def _read_some(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    present = unpack_bits(node[1], count)
    values = iter(reader.decode(node[2], sum(present), depth))
    return [next(values) if p else None for p in present]


def _read_bits(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    return unpack_bits(node[1], count)


def _read_ints(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    base = need_number(node[1], LEAST_INT, MOST_INT)
    offsets = unpack_planes(need_bytes(node[2]), count)
    return [base + v for v in offsets] if base else offsets


def _read_steps(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    first = need_number(node[1], LEAST_INT, MOST_INT)
    values = list(accumulate(reader.decode_ints(node[2], count - 1, depth), initial=first))
    need_number(min(values), LEAST_INT, MOST_INT)
    need_number(max(values), LEAST_INT, MOST_INT)
    return values


def _read_picks(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    table = need_list(unpack(need_bytes(node[2])), count)
    if len(table) != node[1] or any(type(v) not in SCALARS for v in table):
        raise refuse("damaged")
    picks = reader.decode_ints(node[3], count, depth)
    need_number(min(picks), 0, len(table) - 1)
    need_number(max(picks), 0, len(table) - 1)
    return [table[p] for p in picks]


def _read_texts(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    joined = need_bytes(node[1])
    if joined.count(b"\0") != count - 1:
        raise refuse("damaged")
    return joined.decode("utf-8").split("\0")


def _read_days(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    ordinals = reader.decode_ints(node[1], count, depth)
    spelt = {o: date.fromordinal(o).isoformat() for o in set(ordinals)}
    return [spelt[o] for o in ordinals]


def _read_ids(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    origins = reader.decode_ints(node[1], count, depth)
    need_number(min(origins), 0, len(reader.incarnations) - 1)
    need_number(max(origins), 0, len(reader.incarnations) - 1)
    tails = array("Q", reader.decode_ints(node[2], count, depth))
    if byteorder == "little":
        tails.byteswap()
    spelt, known = tails.tobytes(), reader.incarnations
    return [known[o] + spelt[i : i + 8] for o, i in zip(origins, range(0, 8 * count, 8), strict=True)]


def _read_lists(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    lengths = reader.decode_ints(node[1], count, depth)
    need_number(min(lengths), 0, reader.cells)
    ends = list(accumulate(lengths))
    items = list(reader.decode(node[2], ends[-1], depth))
    return [items[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _read_tuples(reader: CellReader, node: list[object], count: int, depth: int) -> Sequence[object]:
    nodes = need_list(node[1], WIDEST_TUPLE)
    if not nodes:
        raise refuse("damaged")
    columns = [reader.decode(n, count, depth) for n in nodes]
    return list(map(list, zip(*columns, strict=True)))


_Reader = Callable[[CellReader, list[object], int, int], Sequence[object]]
_READERS: dict[object, tuple[_Reader, int]] = {
    SAME: (_read_same, 2),
    RAW: (_read_raw, 2),
    SOME: (_read_some, 3),
    BITS: (_read_bits, 2),
    INTS: (_read_ints, 3),
    STEPS: (_read_steps, 3),
    PICKS: (_read_picks, 4),
    TEXTS: (_read_texts, 2),
    DAYS: (_read_days, 2),
    IDS: (_read_ids, 3),
    LISTS: (_read_lists, 3),
    TUPLES: (_read_tuples, 2),
}
