"""The edits of fields out of the journal, and writing many edits that each name what they replace."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import Edit, FieldKey, Heads, add_edit, find_shown, split_edit
from outreach_app.store import blocks, engine, heads, journal
from outreach_app.store.journal import Writer
from outreach_app.store.tables import REPLICATED

_MOST_IN_TAIL = 1_000
"""More operations than this written at once stand in blocks of their own, as bulk writes do."""


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """One field of a row that is to be edited: its new value, and exactly the edits that this replaces."""

    table: str
    row: bytes
    field: str
    value: object
    replaced: frozenset[Dot]

    @property
    def key(self) -> FieldKey:
        """Table, row and field."""
        return (self.table, self.row, self.field)


def read_operations(session: Session, dots: Collection[Dot]) -> dict[Dot, Operation]:
    """Read operations by name, out of blocks and the open tail; those not known here are absent."""
    if not dots:
        return {}
    wanted = frozenset(dots)
    found = blocks.read_dots(session, wanted)
    return found | {o.dot: o for o in journal.read_tail(session) if o.dot in wanted}


def read_history(session: Session, standing: Mapping[FieldKey, Heads]) -> dict[FieldKey, list[Edit]]:
    """Read the edits that the heads of some fields have replaced, field by field, without the heads themselves."""
    dots = {dot for heads_of in standing.values() for head in heads_of for dot in head.replaced}
    found: dict[FieldKey, list[Edit]] = defaultdict(list)
    for operation in read_operations(session, dots).values():
        if operation.kind is Kind.EDIT:
            for name, edit in split_edit(operation):
                found[operation.table, operation.row, name].append(edit)
    return {key: found.get(key, []) for key in standing}


def read_made(session: Session, keys: Iterable[FieldKey]) -> dict[FieldKey, object]:
    """Read the values that rows were made with; a row that has not arrived has none."""
    wanted = tuple(keys)
    creates = read_operations(session, {name_create(row) for _, row, _ in wanted})
    found: dict[FieldKey, object] = {}
    for table, row, name in wanted:
        if (made := creates.get(name_create(row))) is not None:
            defaults = blocks.defaults_of(table) if table in REPLICATED else {}
            found[table, row, name] = made.values.get(name, defaults.get(name))
    return found


def name_create(row: bytes) -> Dot:
    """Name the operation that made a row; its id is made of it."""
    return (row[:8], int.from_bytes(row[8:], "big"))


def write_edits(writer: Writer, planned: Sequence[PlannedEdit]) -> None:
    """Write edits in their order; of a field that shows nothing yet the former value is taken to be empty."""
    known = heads.read_row_heads(writer.session, {edit.row for edit in planned})
    changed: dict[FieldKey, Heads] = {}
    operations = list(_make_operations(writer, planned, known, changed))
    heads.write_many_heads(writer.session, changed)
    _show(writer, changed)
    if len(operations) <= _MOST_IN_TAIL:
        for operation in operations:
            writer.append(operation)
        return
    for chunk in engine.in_chunks(operations, size=journal.BULK_BLOCK):
        blocks.store_block(writer.session, chunk, origin="own", now=writer.now)


def _make_operations(
    writer: Writer,
    planned: Sequence[PlannedEdit],
    known: Mapping[FieldKey, Heads],
    changed: dict[FieldKey, Heads],
) -> Iterator[Operation]:
    for edit in planned:
        key = edit.key
        before = known.get(key, ())
        was = find_shown(edit.table, edit.field, before).value if before else None
        operation = writer.make_operation(
            Kind.EDIT,
            edit.table,
            edit.row,
            {edit.field: [edit.value, was]},
            replaced=tuple(sorted(edit.replaced)),
        )
        ((_, written),) = split_edit(operation)
        changed[key] = add_edit(changed.get(key, before), written)
        yield operation


def _show(writer: Writer, changed: Mapping[FieldKey, Heads]) -> None:
    by_row: dict[tuple[str, bytes], dict[str, object]] = defaultdict(dict)
    for (table, row, name), standing in changed.items():
        if table in REPLICATED:
            by_row[table, row][name] = find_shown(table, name, standing).value
    for (table, row), values in by_row.items():
        journal.set_columns(writer, REPLICATED[table], row, values)
