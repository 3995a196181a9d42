"""Closed stretches of the journal: compressed columns of operations, in the form files carry them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

import zstandard
from sqlmodel import Session, SQLModel

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.operations import Dot, Operation
from outreach_app.domain.seen import Seen
from outreach_app.store.tables import REPLICATED
from outreach_app.wire.columns import decode_operations, encode_operations

_LEVEL = 9


def store_block(
    session: Session,
    operations: Sequence[Operation],
    *,
    origin: str,
    now: datetime,
    source: bytes | None = None,
) -> int:
    """Store operations as one block with an index of what it holds; returns the block's number.

    `origin` is 'own', 'file' or 'kit'; `source` the hash of the file it came from or went into.
    """
    payload = zstandard.ZstdCompressor(level=_LEVEL).compress(encode_operations(operations))
    cursor = session.connection().exec_driver_sql(
        "INSERT INTO block (made_at, origin, source, operations, payload) VALUES (?, ?, ?, ?, ?)",
        (stamp_of(now), origin, source, len(operations), payload),
    )
    block = int(cursor.lastrowid)
    for incarnation, seqs in _seqs_by_machine(operations).items():
        session.connection().exec_driver_sql(
            "INSERT INTO block_span (block, incarnation, low, high, operations) VALUES (?, ?, ?, ?, ?)",
            (block, incarnation, min(seqs), max(seqs), len(seqs)),
        )
    return block


def read_blocks(session: Session) -> Iterator[Operation]:
    """Read every block's operations, one block in memory at a time."""
    numbers = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM block ORDER BY id")]
    for number in numbers:
        yield from read_block(session, number)


def read_block(session: Session, number: int) -> list[Operation]:
    """Read one block's operations."""
    row = session.connection().exec_driver_sql("SELECT payload FROM block WHERE id = ?", (number,)).one()
    return list(decode_operations(zstandard.ZstdDecompressor().decompress(row[0])))


def read_after(session: Session, incarnation: bytes, seq: int) -> Iterator[Operation]:
    """Read one machine's operations after a sequence number, from the blocks that reach beyond it."""
    rows = session.connection().exec_driver_sql(
        "SELECT block FROM block_span WHERE incarnation = ? AND high > ? ORDER BY low", (incarnation, seq)
    )
    for number in [row[0] for row in rows]:
        yield from (o for o in read_block(session, number) if o.incarnation == incarnation and o.seq > seq)


def read_dots(session: Session, dots: Collection[Dot]) -> dict[Dot, Operation]:
    """Read stored operations by name; names that stand in no block are absent."""
    wanted = set(dots)
    found: dict[Dot, Operation] = {}
    for number in _blocks_with(session, wanted):
        found |= {o.dot: o for o in read_block(session, number) if o.dot in wanted}
    return found


def _blocks_with(session: Session, dots: Collection[Dot]) -> list[int]:
    """The blocks that may hold one of these operations, by the spans of their numbers."""
    seqs = defaultdict[bytes, list[int]](list)
    for incarnation, seq in dots:
        seqs[incarnation].append(seq)
    blocks: set[int] = set()
    for incarnation, numbers in seqs.items():
        numbers.sort()
        rows = session.connection().exec_driver_sql(
            "SELECT block, low, high FROM block_span WHERE incarnation = ? AND high >= ? AND low <= ?",
            (incarnation, numbers[0], numbers[-1]),
        )
        blocks.update(
            block for block, low, high in rows if bisect_left(numbers, low) < bisect_right(numbers, high)
        )
    return sorted(blocks)


def count_after(seen: Seen, seq: int) -> int:
    """Count the operations of a machine known beyond a sequence number."""
    known = max(0, seen.watermark - seq)
    return known + sum(high - max(low, seq + 1) + 1 for low, high in seen.beyond if high > seq)


@cache
def defaults_of(table: str) -> Mapping[str, object]:
    """Tell what a field of a table holds when its create does not name it."""
    columns = SQLModel.metadata.tables[table].columns
    return {
        name: (columns[name].default.arg if columns[name].default is not None else None)  # type: ignore[union-attr]
        for name in REPLICATED[table].fields
    }


def _seqs_by_machine(operations: Sequence[Operation]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = {}
    for operation in operations:
        found.setdefault(operation.incarnation, []).append(operation.seq)
    return found
