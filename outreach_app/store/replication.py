"""Writing what the merge decided, and reading what is to be sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlmodel import Session

from outreach_app.domain.operations import Dot, Operation
from outreach_app.domain.registers import FieldKey, Heads, find_shown
from outreach_app.store import blocks, engine, heads, journal, scope, seen
from outreach_app.store.journal import Writer
from outreach_app.store.tables import REPLICATED


def drop_known(session: Session, operations: Iterable[Operation]) -> list[Operation]:
    """Leave out operations that were taken in before, and repeats."""
    operations = tuple(operations)
    if not operations:
        return []
    known = seen.read_seen(session)
    fresh: dict[tuple[bytes, int], Operation] = {}
    for operation in operations:
        there = known.get(operation.incarnation)
        if there is None or operation.seq not in there:
            fresh.setdefault(operation.dot, operation)
    return list(fresh.values())


def write_decision(
    writer: Writer,
    operations: Sequence[Operation],
    *,
    creates: Mapping[str, list[Operation]],
    changed: Mapping[FieldKey, Heads],
    origin: str,
    source: bytes | None,
) -> None:
    """Write new operations as the merge decided: rows, heads, shown values, and their journal blocks."""
    closed = close_blocks(operations, origin=origin, source=source)
    write_closed(writer, operations, creates=creates, changed=changed, closed=closed)


def close_blocks(
    operations: Iterable[Operation], *, origin: str, source: bytes | None = None
) -> list[blocks.Closed]:
    """Spell operations as blocks of the journal."""
    chunks = engine.in_chunks(operations, size=journal.BULK_BLOCK)
    return [blocks.close_block(chunk, origin=origin, source=source) for chunk in chunks]


def write_closed(
    writer: Writer,
    operations: Sequence[Operation],
    *,
    creates: Mapping[str, list[Operation]],
    changed: Mapping[FieldKey, Heads],
    closed: Iterable[blocks.Closed],
) -> None:
    """Write new operations as the merge decided, with the blocks that spell the same operations already."""
    session = writer.session
    for name, spec in REPLICATED.items():
        if creates.get(name):
            journal.insert_rows(writer, spec, creates[name])
    heads.write_many_heads(session, changed)
    made = {
        operation.row for name, rows in creates.items() for operation in rows if not _is_append_only(name)
    }
    earlier = _read_waiting_heads(session, made)
    _show(writer, {**earlier, **changed})
    seen.learn_dots(session, (operation.dot for operation in operations))
    writer.clock.follow_all((operation.time for operation in operations), writer.now)
    blocks.store_blocks(session, closed, now=writer.now)


def read_own_after(session: Session, incarnation: bytes, seq: int) -> Iterator[Operation]:
    """Read this machine's own operations after a sequence number, closed blocks first, then the open tail."""
    yield from blocks.read_after(session, incarnation, seq)
    yield from (o for o in journal.read_tail(session, after=seq) if o.incarnation == incarnation)


def read_in_scope(session: Session, villages: Collection[bytes]) -> Iterator[Operation]:
    """Read every operation on rows that belong to these villages, and on what every machine has."""
    rows = scope.read_rows(session, villages)
    yield from (operation for operation in journal.read_operations(session) if operation.row in rows)


def read_named(session: Session, dots: Collection[Dot]) -> list[Operation]:
    """Read operations by name, in the order of names; ones that stand in no closed block are absent."""
    found = blocks.read_dots(session, dots)
    return [found[dot] for dot in sorted(found)]


def _read_waiting_heads(session: Session, made: Collection[bytes]) -> dict[FieldKey, Heads]:
    # Edits may arrive before the row they change; the row then shows them as soon as it is there.
    return heads.read_row_heads(session, made) if heads.is_any(session) else {}


def _is_append_only(table: str) -> bool:
    return table in REPLICATED and REPLICATED[table].append_only


def _show(writer: Writer, changed: Mapping[FieldKey, Heads]) -> None:
    by_table: dict[str, dict[bytes, dict[str, object]]] = defaultdict(lambda: defaultdict(dict))
    for (table, row, name), standing in changed.items():
        if table in REPLICATED and standing:
            by_table[table][row][name] = find_shown(table, name, standing).value
    for table, rows in by_table.items():
        journal.set_many_columns(writer, REPLICATED[table], rows)
