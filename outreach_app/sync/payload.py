"""What a sync or return file carries inside: operations, and what was received from the other side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from outreach_app.domain.operations import Operation
from outreach_app.domain.seen import Seen
from outreach_app.wire.columns import OPERATIONS_LIMIT, decode_operations, encode_operations
from outreach_app.wire.packing import need_bytes, need_list, need_number, need_text, pack, unpack_map
from outreach_app.wire.refusals import refuse

_KEYS = ("made_at", "schema", "operations", "low", "high", "acknowledgement")
_ACK_KEYS = ("incarnation", "number", "watermark", "beyond", "merged", "refused")
_MOST_RANGES = 100_000
_MOST_BLOCKS = 4_096
_BIG = 1 << 62


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the office has of one machine: its last file in order, the operations seen, and what became of some.

    `merged` are edits that met another machine's edit of the same field; `refused` are [sequence number, reason key].
    """

    incarnation: bytes
    number: int
    seen: Seen
    merged: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()

    def pack(self) -> bytes:
        """Spell it canonically."""
        ranges = [list(each) for each in self.seen.beyond]
        refused = [[seq, key] for seq, key in self.refused]
        values = (self.incarnation, self.number, self.seen.watermark, ranges, list(self.merged), refused)
        return pack(dict(zip(_ACK_KEYS, values, strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _ACK_KEYS)
        ranges = [_need_pair(each) for each in need_list(found["beyond"], _MOST_RANGES)]
        return cls(
            need_bytes(found["incarnation"], 8),
            need_number(found["number"], 0, _BIG),
            Seen(
                need_number(found["watermark"], 0, _BIG),
                tuple((need_number(low, 1, _BIG), need_number(high, 1, _BIG)) for low, high in ranges),
            ),
            tuple(need_number(seq, 1, _BIG) for seq in need_list(found["merged"], _MOST_RANGES)),
            tuple(
                (need_number(seq, 1, _BIG), need_text(key, 80))
                for seq, key in (_need_pair(each) for each in need_list(found["refused"], _MOST_RANGES))
            ),
        )


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of one file: blocks of operations, the sender's own range `low`..`high`, and an acknowledgement.

    `made_at` is the sender's clock in milliseconds since 1970; an empty range is 1..0.
    """

    made_at: int
    schema: int
    blocks: tuple[bytes, ...]
    low: int
    high: int
    acknowledgement: Acknowledgement | None = None

    def pack(self) -> bytes:
        """Spell it canonically."""
        told = self.acknowledgement.pack() if self.acknowledgement else None
        values = (self.made_at, self.schema, list(self.blocks), self.low, self.high, told)
        return pack(dict(zip(_KEYS, values, strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _KEYS)
        told = found["acknowledgement"]
        return cls(
            need_number(found["made_at"], 0, _BIG),
            need_number(found["schema"], 1, 1 << 31),
            tuple(need_bytes(block) for block in need_list(found["operations"], _MOST_BLOCKS)),
            need_number(found["low"], 0, _BIG),
            need_number(found["high"], 0, _BIG),
            None if told is None else Acknowledgement.unpack(need_bytes(told)),
        )

    def operations(self) -> list[Operation]:
        """Decode every block."""
        return [operation for block in self.blocks for operation in decode_operations(block)]


def _need_pair(value: object) -> tuple[object, object]:
    pair = need_list(value, 2)
    if len(pair) != 2:
        raise refuse("damaged")
    return pair[0], pair[1]


def make_blocks(operations: Iterable[Operation]) -> tuple[bytes, ...]:
    """Encode operations into as few blocks as fit."""
    chunk: list[Operation] = []
    found: list[bytes] = []
    for operation in operations:
        chunk.append(operation)
        if len(chunk) == OPERATIONS_LIMIT // 2:
            found.append(encode_operations(chunk))
            chunk = []
    return (*found, encode_operations(chunk)) if chunk else tuple(found)


def count_operations(blocks: Sequence[bytes]) -> int:
    """Count the operations of packed blocks."""
    return sum(len(decode_operations(block)) for block in blocks)
