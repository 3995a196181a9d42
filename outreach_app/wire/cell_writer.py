"""Chooses a node for a column: the shortest of runs, steps, dictionaries, byte planes and plain msgpack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from outreach_app.wire.cells import (
    BITS,
    DAYS,
    DEPTH_LIMIT,
    ID_BYTES,
    IDS,
    INCARNATION_BYTES,
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
    Node,
    pack_bits,
    pack_planes,
)
from outreach_app.wire.packing import pack

_SAMPLE = 1000  # so many numbers tell whether steps are shorter than the numbers themselves
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class CellWriter:
    """Turns columns into nodes and keeps what the block declares: incarnations that ids share, number of cells."""

    incarnations: dict[bytes, int] = field(default_factory=dict)
    cells: int = 0

    def encode(self, values: Sequence[object], depth: int = 0) -> Node:
        """Choose a node for a column; any msgpack value comes back as it was."""
        self.cells += len(values)
        if not values:
            return None
        kinds = set(map(type, values))
        if kinds <= set(SCALARS) and len(kinds) == 1 and values.count(values[0]) == len(values):
            return [SAME, values[0]]
        if depth >= DEPTH_LIMIT - 2 or len(kinds - {type(None)}) != 1:
            return [RAW, pack(list(values))]
        if type(None) in kinds:
            present = [v is not None for v in values]
            return [SOME, pack_bits(present), self.encode([v for v in values if v is not None], depth + 1)]
        return self._encode_one_kind(values, kinds.pop(), depth)

    def index(self, incarnation: bytes) -> int:
        """Number an incarnation in the block's table."""
        return self.incarnations.setdefault(incarnation, len(self.incarnations))

    def _encode_one_kind(self, values: Sequence[Any], kind: type, depth: int) -> Node:
        if kind is bool:
            return [BITS, pack_bits(values)]
        if kind is int:
            return self._encode_ints(values, depth)
        if kind is str:
            return self._encode_texts(values, depth)
        if kind is bytes:
            return self._encode_bytes(values, depth)
        return self._encode_lists(values, depth) if kind is list else [RAW, pack(list(values))]

    def _encode_ints(self, values: Sequence[int], depth: int) -> Node:
        least, most = min(values), max(values)
        if least < LEAST_INT or most > MOST_INT:
            raise ValueError("a number beyond 64 bits cannot travel")
        if most - least > 1 << 63:
            return [RAW, pack(list(values))]
        if most - least > 255 and len(set(values)) <= min(256, len(values) // 4):
            return self._encode_picks(values, depth)
        steps = [b - a for a, b in pairwise(values)]
        if _bits(_sample(values), least) > _bits(_sample(steps), min(steps)) + 32:
            return [STEPS, values[0], self.encode(steps, depth + 1)]
        planes = pack_planes([v - least for v in values], (most - least).bit_length())
        return [INTS, least, planes]

    def _encode_texts(self, values: Sequence[str], depth: int) -> Node:
        distinct = dict.fromkeys(values)
        if all(_is_day(v) for v in distinct):
            ordinals = {v: date.fromisoformat(v).toordinal() for v in distinct}
            return [DAYS, self.encode([ordinals[v] for v in values], depth + 1)]
        if 2 * len(distinct) <= len(values):
            return self._encode_picks(values, depth)
        joined = "\0".join(values)
        if joined.count("\0") != len(values) - 1:
            return [RAW, pack(list(values))]
        return [TEXTS, joined.encode("utf-8")]

    def _encode_bytes(self, values: Sequence[bytes], depth: int) -> Node:
        if 4 * len(set(values)) <= len(values):
            return self._encode_picks(values, depth)
        shared = {v[:INCARNATION_BYTES] for v in values}
        if any(len(v) != ID_BYTES for v in values) or 2 * len(shared) > len(values) + 1:
            return [RAW, pack(list(values))]
        origins = self.encode([self.index(v[:INCARNATION_BYTES]) for v in values], depth + 1)
        seqs = [int.from_bytes(v[INCARNATION_BYTES:], "big") for v in values]
        return [IDS, origins, self.encode(seqs, depth + 1)]

    def _encode_picks(self, values: Sequence[Any], depth: int) -> Node:
        table: dict[object, int] = {}
        picks = [table.setdefault(v, len(table)) for v in values]
        return [PICKS, len(table), pack(list(table)), self.encode(picks, depth + 1)]

    def _encode_lists(self, values: Sequence[list[object]], depth: int) -> Node:
        width = len(values[0])
        if 0 < width <= WIDEST_TUPLE and all(len(v) == width for v in values):
            return [TUPLES, [self.encode(column, depth + 1) for column in zip(*values, strict=True)]]
        lengths = self.encode([len(v) for v in values], depth + 1)
        return [LISTS, lengths, self.encode([item for v in values for item in v], depth + 1)]


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _bits(values: Sequence[int], least: int) -> int:
    return sum((v - least).bit_length() for v in values)


def _sample(values: Sequence[int]) -> Sequence[int]:
    return values[:: 1 + len(values) // _SAMPLE]
