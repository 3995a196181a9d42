"""Taking back what one command wrote or what files brought: new edits and rows that travel like any other write."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach_app.domain.inverses import Ignored, find_restorations
from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import REMOVED, Edit, FieldKey, Heads
from outreach_app.errors import BadInput, say
from outreach_app.store import edits, heads, stretches, supersessions
from outreach_app.store.edits import PlannedEdit
from outreach_app.store.journal import Writer
from outreach_app.store.tables import REPLICATED

UNDONE = "undone"
"""The reason that stands in a row which is gone because what brought it was undone."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking something back does: rows that go or come back by table, fields that show another value, rows kept.

    `kept` are (table, row) that somebody has touched since; they stay as they are.
    """

    removed: Mapping[str, int]
    restored: Mapping[str, int]
    fields: int
    kept: tuple[tuple[str, bytes], ...]


def built_on() -> BadInput:
    """What is said when a command stays because somebody has written on top of it."""
    return BadInput(
        say("Something was written on top of this since; it stays."),
        say("Open the record and change it by hand."),
        key="built_on",
    )


def take_back(writer: Writer, operations: Sequence[Operation], *, subject: str) -> Undoing:
    """Write what makes these operations as if they had never been, but for rows and fields that were touched since.

    The caller marks them undone afterwards, so that later takings back and bringings back leave them out.
    """
    dots = {operation.dot for operation in operations}
    ignored = stretches.read_ignored(writer.session, more=dots)
    made = {(o.table, o.row): o for o in operations if o.kind is Kind.CREATE}
    kept = find_kept(writer, made, ignored)
    gone = [key for key in made if key not in kept]
    removed = _remove_rows(writer, [key for key in gone if not REPLICATED[key[0]].append_only], ignored)
    removed += supersessions.steer(writer, [key for key in gone if REPLICATED[key[0]].append_only], ignored)
    edited = {key for key in _fields_of(operations) if key[:2] not in made}
    fields, touched = _lead_back(writer, edited, dots, ignored)
    stretches.add_stretch(writer, secrets.token_hex(8), stretches.UNDO, subject=subject)
    writer.touched.everything = True
    return Undoing(Counter(removed), Counter(), fields, tuple(sorted({*kept, *touched})))


def bring_back(writer: Writer, operations: Sequence[Operation], *, subject: str) -> Undoing:
    """Write what makes undone operations count again; the caller marks them so afterwards."""
    dots = {operation.dot for operation in operations}
    ignored = stretches.read_ignored(writer.session, but=dots)
    made = [(o.table, o.row) for o in operations if o.kind is Kind.CREATE and o.table in REPLICATED]
    keys = set(_fields_of(operations)) | {(*key, REMOVED) for key in made}
    fields, _ = _lead_back(writer, keys, (), ignored)
    restored = supersessions.steer(writer, [key for key in made if REPLICATED[key[0]].append_only], ignored)
    restored += [table for table, _ in made if not REPLICATED[table].append_only]
    stretches.add_stretch(writer, secrets.token_hex(8), stretches.UNDO, subject=subject)
    writer.touched.everything = True
    return Undoing(Counter(), Counter(restored), fields, ())


def find_kept(
    writer: Writer, made: Mapping[tuple[str, bytes], Operation], ignored: Ignored
) -> set[tuple[str, bytes]]:
    """Find the rows that somebody edited or built upon since, and the rows that those need."""
    session = writer.session
    known = [key for key in made if key[0] in REPLICATED]
    kept = {key for key in made if key[0] not in REPLICATED or not _can_go(key[0])}
    kept |= _find_edited(writer, known, ignored)
    kept |= supersessions.find_superseded(session, known, ignored)
    kept |= supersessions.find_pointed_at(session, known, ignored)
    return kept | _find_needed(made, kept)


def _can_go(table: str) -> bool:
    spec = REPLICATED[table]
    return supersessions.can_cancel(table) if spec.append_only else REMOVED in spec.fields


def _find_edited(
    writer: Writer, made: Collection[tuple[str, bytes]], ignored: Ignored
) -> set[tuple[str, bytes]]:
    standing = heads.read_row_heads(writer.session, {row for _, row in made})
    wanted = set(made)
    return {
        key[:2]
        for key, edits_of in standing.items()
        if key[:2] in wanted and not all(ignored(dot) for e in edits_of for dot in (e.dot, *e.replaced))
    }


def _find_needed(
    made: Mapping[tuple[str, bytes], Operation], kept: Iterable[tuple[str, bytes]]
) -> set[tuple[str, bytes]]:
    # A row that stays keeps what it points to: its household, its person, the visit it corrects.
    by_row = {row: (table, row) for table, row in made}
    waiting, needed = [key for key in kept if key in made], set[tuple[str, bytes]]()
    while waiting:
        values = made[waiting.pop()].values.values()
        for value in values:
            key = by_row.get(value) if isinstance(value, bytes) else None
            if key is not None and key not in needed:
                needed.add(key)
                waiting.append(key)
    return needed


def _remove_rows(writer: Writer, rows: Sequence[tuple[str, bytes]], ignored: Ignored) -> list[str]:
    standing = heads.read_row_heads(writer.session, {row for _, row in rows})
    by_row: dict[tuple[str, bytes], list[Edit]] = defaultdict(list)
    for key, known in standing.items():
        by_row[key[:2]] += known
    planned = [
        PlannedEdit(table, row, REMOVED, UNDONE, _name_all(by_row[table, row]))
        for table, row in rows
        if not _is_gone(standing.get((table, row, REMOVED), ()))
    ]
    edits.write_edits(writer, planned)
    return [edit.table for edit in planned]


def _is_gone(standing: Heads) -> bool:
    return bool(standing) and standing[-1].value is not None


def _name_all(standing: Iterable[Edit]) -> frozenset[Dot]:
    return frozenset(dot for e in standing for dot in (e.dot, *e.replaced))


def _fields_of(operations: Iterable[Operation]) -> Iterator[FieldKey]:
    for operation in operations:
        if operation.kind is Kind.EDIT:
            yield from ((operation.table, operation.row, name) for name in operation.values)


def _lead_back(
    writer: Writer, keys: Collection[FieldKey], dots: Collection[Dot], ignored: Ignored
) -> tuple[int, set[tuple[str, bytes]]]:
    """Lead fields to what they show without the ignored edits; returns how many moved, and rows touched since."""
    standing = heads.read_heads(writer.session, keys)
    history = edits.read_history(writer.session, standing)
    made = edits.read_made(writer.session, standing)
    planned: list[PlannedEdit] = []
    moved, touched = 0, set[tuple[str, bytes]]()
    for key, known in standing.items():
        there = (*history[key], *known)
        found = find_restorations(there, ignored, made=made.get(key), removal=key[2] == REMOVED)
        planned += [PlannedEdit(*key, restored.value, restored.replaced) for restored in found]
        moved += bool(found)
        if any(not ignored(e.dot) and not e.replaced.isdisjoint(dots) for e in there):
            touched.add(key[:2])
    edits.write_edits(writer, planned)
    return moved, touched
