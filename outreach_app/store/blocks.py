"""Closed stretches of the journal: compressed columns of operations, in the form files carry them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import zstandard
from sqlmodel import Session, SQLModel

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.operations import Dot, Operation
from outreach_app.garbage import collector_paused
from outreach_app.store import engine
from outreach_app.store.tables import REPLICATED
from outreach_app.wire.columns import decode_operations, encode_operations

_LEVEL = 9
_KEPT = "blocks kept"
_MOST_KEPT = 150_000
"""Operations that `keep_read` holds in memory at most, unless one block has more; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Operations and the block of columns that spells them; `origin` is 'own', 'file' or 'kit'.

    `source` is the hash of the file the block came from or went into; `packed` is the block as it is stored, if known.
    """

    operations: Sequence[Operation]
    block: bytes
    origin: str
    source: bytes | None = None
    packed: bytes | None = None


def pack_block(block: bytes) -> bytes:
    """Give a block the form in which it is stored."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(block)


def close_block(operations: Sequence[Operation], *, origin: str, source: bytes | None = None) -> Closed:
    """Spell operations as one block."""
    return Closed(operations, encode_operations(operations), origin, source)


def store_block(
    session: Session,
    operations: Sequence[Operation],
    *,
    origin: str,
    now: datetime,
    source: bytes | None = None,
) -> None:
    """Store operations as one block with an index of what it holds."""
    store_blocks(session, [close_block(operations, origin=origin, source=source)], now=now)


def store_blocks(session: Session, closed: Iterable[Closed], *, now: datetime) -> None:
    """Store blocks with an index of what each holds."""
    for each in closed:
        packed = each.packed if each.packed is not None else pack_block(each.block)
        made = session.connection().exec_driver_sql(
            "INSERT INTO block (made_at, origin, source, operations, payload) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (stamp_of(now), each.origin, each.source, len(each.operations), packed),
        )
        _write_spans(session, int(made.scalar_one()), each.operations)


def _write_spans(session: Session, block: int, operations: Sequence[Operation]) -> None:
    spans = [
        (block, incarnation, min(seqs), max(seqs), len(seqs))
        for incarnation, seqs in _seqs_by_machine(operations).items()
    ]
    engine.run_many(
        session.connection(),
        "INSERT INTO block_span (block, incarnation, low, high, operations) VALUES (?, ?, ?, ?, ?)",
        spans,
    )


def renew_spans(session: Session, number: int) -> None:
    """Write the index of what a block holds anew, after the block itself."""
    session.connection().exec_driver_sql("DELETE FROM block_span WHERE block = ?", (number,))
    _write_spans(session, number, read_block(session, number))


def read_blocks(session: Session) -> Iterator[Operation]:
    """Read every block's operations, one block in memory at a time."""
    numbers = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM block ORDER BY id")]
    for number in numbers:
        yield from read_block(session, number)


def read_block(session: Session, number: int) -> list[Operation]:
    """Read one block's operations."""
    kept = session.info.get(_KEPT, {})
    if number in kept:
        return list(kept[number])
    row = session.connection().exec_driver_sql("SELECT payload FROM block WHERE id = ?", (number,)).one()
    operations = list(decode_operations(zstandard.ZstdDecompressor().decompress(row[0])))
    if _KEPT in session.info:
        _keep(kept, number, operations)
    return operations


@contextmanager
def keep_read(session: Session) -> Iterator[None]:
    """Keep what is read meanwhile, so that several looks at the same rows open each block once; may be nested.

    The collector is paused: going over so many operations it would hold up every thread for a third of a second.
    """
    if _KEPT in session.info:
        yield
        return
    session.info[_KEPT] = {}
    try:
        with collector_paused():
            yield
    finally:
        del session.info[_KEPT]


def _keep(kept: dict[int, Sequence[Operation]], number: int, operations: Sequence[Operation]) -> None:
    while kept and sum(map(len, kept.values())) + len(operations) > _MOST_KEPT:
        del kept[next(iter(kept))]
    kept[number] = operations


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
    for number in find_blocks(session, wanted):
        found |= {o.dot: o for o in read_block(session, number) if o.dot in wanted}
    return found


def replace_block(session: Session, number: int, operations: Sequence[Operation]) -> None:
    """Store other values under the same operations of a block."""
    session.connection().exec_driver_sql(
        "UPDATE block SET payload = ? WHERE id = ?",
        (pack_block(encode_operations(operations)), number),
    )
    if number in (kept := session.info.get(_KEPT, {})):
        kept[number] = operations


def drop_rows(session: Session, rows: Collection[bytes], dots: Collection[Dot]) -> set[Dot]:
    """Take the operations on some rows out of the blocks; `dots` names them at least. Returns those that went."""
    gone: set[Dot] = set()
    connection = session.connection()
    for number in find_blocks(session, dots):
        stored = read_block(session, number)
        kept = [operation for operation in stored if operation.row not in rows]
        if len(kept) == len(stored):
            continue
        gone.update(operation.dot for operation in stored if operation.row in rows)
        connection.exec_driver_sql("DELETE FROM block_span WHERE block = ?", (number,))
        if kept:
            connection.exec_driver_sql(
                "UPDATE block SET operations = ?, payload = ? WHERE id = ?",
                (len(kept), pack_block(encode_operations(kept)), number),
            )
            _write_spans(session, number, kept)
        else:
            connection.exec_driver_sql("DELETE FROM block WHERE id = ?", (number,))
    return gone


def find_blocks(session: Session, dots: Collection[Dot]) -> list[int]:
    """Find the blocks that may hold one of these operations, by the spans of their numbers."""
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
