"""Letting refused entries in later: a person at the office decides, and they stand as if allowed at first.

An entry keeps its own name, stamp and author, and becomes part of the journal as a block of the file that brought it.
So replay, taking that reading back and reading it again treat it like the rest of the file; nothing else is recorded.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.operations import Dot, Operation
from outreach_app.store import blocks, erasure_orders, exchange, heads, refused, replication
from outreach_app.store.exchange import LetIn
from outreach_app.store.journal import Writer
from outreach_app.store.refused import Refused
from outreach_app.sync import merge

UNDONE, ERASURE = "undone", "erasure"
"""Why an entry cannot be let in: its file was taken back, or it orders what the office alone orders."""
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was let in: the entries in order of writing, and the fields on which machines disagree now."""

    entries: tuple[Refused, ...]
    conflicts: int


def find_hindrances(session: Session, entries: Sequence[Refused]) -> dict[Dot, str]:
    """Tell which entries cannot be let in as things stand, and why, by key."""
    standing = {file: exchange.find_in_file(session, file) is not None for file in {e.file for e in entries}}
    found = {}
    for entry in entries:
        if entry.operation.table == erasure_orders.TABLE:
            found[entry.operation.dot] = ERASURE
        elif not standing[entry.file]:
            found[entry.operation.dot] = UNDONE
    return found


def find_needed(session: Session, chosen: Sequence[Refused]) -> list[Refused]:
    """Find the refused entries that made what the chosen ones are about or point to; they come along."""
    known = {entry.operation.dot for entry in chosen}
    found: list[Refused] = []
    fresh = list(chosen)
    while fresh:
        dots = {dot for entry in fresh for dot in _name_makers(entry.operation)} - known
        fresh = refused.find_refused(session, dots)
        known |= dots
        found += fresh
    return found


def accept_entries(writer: Writer, entries: Sequence[Refused]) -> Accepted:
    """Merge refused entries into the open transaction; what is known already is only no longer refused."""
    session = writer.session
    operations = writer.erasures.redact_all([entry.operation for entry in entries])
    fresh = replication.drop_known(session, operations)
    files = {entry.operation.dot: entry.file for entry in entries}
    decision = merge.decide(fresh, heads.read_row_heads(session, merge.rows_edited(fresh)))
    by_file: dict[bytes, list[Operation]] = defaultdict(list)
    for operation in sorted(fresh, key=lambda operation: operation.dot):
        by_file[files[operation.dot]].append(operation)
    replication.write_closed(
        writer, fresh, creates=decision.creates, changed=decision.heads, closed=_close(by_file)
    )
    for file, brought in by_file.items():
        exchange.note_let_in(session, file, _count(brought, decision))
    refused.forget_refused(session, (operation.dot for operation in operations))
    writer.touched.everything = True
    return Accepted(tuple(entries), len(decision.conflicts))


def _close(by_file: Mapping[bytes, Sequence[Operation]]) -> Iterator[blocks.Closed]:
    for file, operations in by_file.items():
        yield from replication.close_blocks(operations, origin="file", source=file)


def _count(operations: Sequence[Operation], decision: merge.Decision) -> LetIn:
    made = {operation.dot for rows in decision.creates.values() for operation in rows}
    visits = {operation.dot for operation in decision.creates.get("visit", ())}
    dots = {operation.dot for operation in operations}
    return LetIn(
        tuple(sorted(dots)), tuple(dot for dot in decision.merged if dot in dots),
        new=len(dots & made), changed=len(dots - made), visits=len(dots & visits),
    )  # fmt: skip


def _name_makers(operation: Operation) -> Iterator[Dot]:
    for row in (operation.row, *_find_ids(list(operation.values.values()))):
        if (dot := (row[:8], int.from_bytes(row[8:], "big"))) != operation.dot:
            yield dot


def _find_ids(value: object) -> Iterator[bytes]:
    if isinstance(value, bytes) and len(value) == _ID_BYTES:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _find_ids(each)
