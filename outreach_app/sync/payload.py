"""What a sync or return file carries inside: operations, and what each side tells of what it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from outreach_app.domain.operations import SCHEMA, Operation
from outreach_app.domain.seen import Seen
from outreach_app.sync.statements import Holdings, Orders, need_pair, need_seen
from outreach_app.wire.columns import (
    CELLS_LIMIT,
    OPERATIONS_LIMIT,
    decode_operations,
    encode_operations,
    measure_block,
)
from outreach_app.wire.packing import need_bytes, need_list, need_number, need_text, pack, unpack_map
from outreach_app.wire.refusals import refuse

_KEYS = ("made_at", "schema", "operations", "low", "high", "acknowledgements", "holdings", "orders")
_REDACTED_KEYS = (*_KEYS, "redacted")
_ORIGIN_KEYS = ("hash", "sender", "incarnation", "number", "previous", "binding")
_ACK_KEYS = ("incarnation", "number", "watermark", "beyond", "merged", "refused")
_MOST_RANGES = 100_000
_MOST_BLOCKS = 4_096
_MOST_ACKNOWLEDGEMENTS = 1_000
_BIG = 1 << 62
_LATEST = 1000 * int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
_OPERATIONS_FREE = 4 * OPERATIONS_LIMIT
_CELLS_FREE = 2 * CELLS_LIMIT
_CELLS_EACH = 64
UNDONE = "undone"
"""The reason key of operations that the office has taken in and taken back."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the office has of one machine: its last file in order, the operations seen, and what became of some.

    `merged` are edits that met another machine's edit of the same field; `refused` are [sequence number, reason key],
    among them with the key `undone` those of files that the office has read and taken back.
    """

    incarnation: bytes
    number: int
    seen: Seen
    merged: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def undone(self) -> frozenset[int]:
        """What the office has taken back: it is not received any more until its file is read again."""
        return frozenset(seq for seq, key in self.refused if key == UNDONE)

    @property
    def returned(self) -> tuple[tuple[int, str], ...]:
        """What the office has refused for good, with the reason keys."""
        return tuple((seq, key) for seq, key in self.refused if key != UNDONE)

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
        return cls(
            need_bytes(found["incarnation"], 8),
            need_number(found["number"], 0, _BIG),
            need_seen(found["watermark"], found["beyond"]),
            tuple(need_number(seq, 1, _BIG) for seq in need_list(found["merged"], _MOST_RANGES)),
            tuple(
                (need_number(seq, 1, _BIG), need_text(key, 80))
                for seq, key in (need_pair(each) for each in need_list(found["refused"], _MOST_RANGES))
            ),
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a redacted copy stands for: its hash, by which chain and ledgers know it, and its sender."""

    file_hash: bytes
    sender: bytes
    incarnation: bytes
    number: int
    previous_hash: bytes
    binding: bytes | None

    def pack(self) -> bytes:
        """Spell it canonically."""
        values = (
            self.file_hash, self.sender, self.incarnation, self.number, self.previous_hash, self.binding,
        )  # fmt: skip
        return pack(dict(zip(_ORIGIN_KEYS, values, strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _ORIGIN_KEYS)
        return cls(
            need_bytes(found["hash"], 32),
            need_bytes(found["sender"], 32),
            need_bytes(found["incarnation"], 8),
            need_number(found["number"], 1, _BIG),
            need_bytes(found["previous"], 32),
            None if found["binding"] is None else need_bytes(found["binding"]),
        )


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of one file: blocks of operations, the sender's own range `low`..`high`, and what is told beside.

    `made_at` is the sender's clock in milliseconds since 1970; an empty range is 1..0. A laptop tells its holdings; the
    office acknowledges, once for each incarnation, and gives its orders. `redacted` tells of a copy from which somebody
    was taken out which file it stands for; other files have no such key.
    """

    made_at: int
    schema: int
    blocks: tuple[bytes, ...]
    low: int
    high: int
    acknowledgements: tuple[Acknowledgement, ...] = ()
    holdings: Holdings | None = None
    orders: Orders | None = None
    redacted: Origin | None = None

    def pack(self) -> bytes:
        """Spell it canonically."""
        told = [each.pack() for each in self.acknowledgements]
        holdings = self.holdings.pack() if self.holdings else None
        orders = self.orders.pack() if self.orders else None
        values = (self.made_at, self.schema, list(self.blocks), self.low, self.high, told, holdings, orders)
        named = dict(zip(_KEYS, values, strict=True))
        return pack(named | {"redacted": self.redacted.pack()} if self.redacted else named)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _KEYS, longer=_REDACTED_KEYS)
        holdings, orders, redacted = found["holdings"], found["orders"], found.get("redacted")
        schema = need_number(found["schema"], 1, 1 << 31)
        blocks = tuple(need_bytes(block) for block in need_list(found["operations"], _MOST_BLOCKS))
        if schema <= SCHEMA:
            _need_bearable(blocks)
        return cls(
            need_number(found["made_at"], 0, _LATEST),
            schema,
            blocks,
            need_number(found["low"], 0, _BIG),
            need_number(found["high"], 0, _BIG),
            tuple(
                Acknowledgement.unpack(need_bytes(told))
                for told in need_list(found["acknowledgements"], _MOST_ACKNOWLEDGEMENTS)
            ),
            None if holdings is None else Holdings.unpack(need_bytes(holdings)),
            None if orders is None else Orders.unpack(need_bytes(orders)),
            None if redacted is None else Origin.unpack(need_bytes(redacted)),
        )

    def operations(self) -> list[Operation]:
        """Decode every block."""
        return [operation for block in self.blocks for operation in decode_operations(block)]


def _need_bearable(blocks: Sequence[bytes]) -> None:
    """Raise UnreadableFile `bomb` when blocks of few bytes would come to more operations than any memory holds.

    An operation of ours costs a byte at the very least, once there are many.
    """
    measured = [measure_block(block) for block in blocks]
    operations, cells = sum(count for count, _ in measured), sum(cells for _, cells in measured)
    if operations > max(_OPERATIONS_FREE, sum(map(len, blocks))):
        raise refuse("bomb")
    if cells > max(_CELLS_FREE, _CELLS_EACH * operations):
        raise refuse("bomb")


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
