"""The merge: what a set of operations does to a state, decided without touching anything.

State is a pure function of the set of operations known: `decide` gives the same rows, heads and conflicts whatever the
order, the batches or the clocks. It knows no store; `MemoryState` is the same state in plain dictionaries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.registers import (
    Edit,
    FieldKey,
    Heads,
    find_conflicts,
    find_shown,
    merge_heads,
    split_edit,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written: rows made per table, the heads of every field that moved, and what became of the edits.

    `parallel` counts rows that another machine has edited in other fields; `conflicts` are fields on which
    machines disagree now, a row's `removed` among them when it was removed by somebody who had not seen it edited;
    `merged` names the edits that met somebody else's.
    """

    creates: Mapping[str, list[Operation]]
    heads: Mapping[FieldKey, Heads]
    conflicts: tuple[FieldKey, ...]
    parallel: int
    merged: tuple[Dot, ...]


def fields_edited(operations: Iterable[Operation]) -> set[FieldKey]:
    """Name the fields whose heads `decide` must be told at least."""
    return {(o.table, o.row, name) for o in operations if o.kind is Kind.EDIT for name in o.values}


def rows_edited(operations: Iterable[Operation]) -> set[bytes]:
    """Name the rows all of whose heads `decide` should be told, so that it can tell what was edited in parallel."""
    return {operation.row for operation in operations if operation.kind is Kind.EDIT}


def decide(operations: Iterable[Operation], known: Mapping[FieldKey, Heads]) -> Decision:
    """Decide what new operations do; `known` holds the heads of the rows they edit, as far as there are any."""
    creates: dict[str, list[Operation]] = defaultdict(list)
    edits: dict[FieldKey, list[Edit]] = defaultdict(list)
    for operation in operations:
        if operation.kind is Kind.CREATE:
            creates[operation.table].append(operation)
        else:
            for name, edit in split_edit(operation):
                edits[operation.table, operation.row, name].append(edit)
    heads = {key: merge_heads(known.get(key, ()), sorted(new, key=_place)) for key, new in edits.items()}
    touched = {(table, row) for table, row, _ in heads}
    conflicts = tuple(find_conflicts({**_of_rows(known, touched), **heads}, named=heads))
    merged = tuple(sorted({e.dot for key, new in edits.items() if len(heads[key]) > 1 for e in new}))
    return Decision(dict(creates), heads, conflicts, _count_parallel(edits, known), merged)


def _of_rows(known: Mapping[FieldKey, Heads], rows: set[tuple[str, bytes]]) -> dict[FieldKey, Heads]:
    return {key: standing for key, standing in known.items() if key[:2] in rows}


def _count_parallel(edits: Mapping[FieldKey, list[Edit]], known: Mapping[FieldKey, Heads]) -> int:
    """Count the rows of new edits that another machine has edited in another field."""
    rows: dict[tuple[str, bytes], set[tuple[str, bytes]]] = defaultdict(set)
    for (table, row, name), new in edits.items():
        rows[table, row].update((name, edit.dot[0]) for edit in new)
    there: dict[tuple[str, bytes], set[tuple[str, bytes]]] = {row: set(wrote) for row, wrote in rows.items()}
    for (table, row, name), standing in known.items():
        if (table, row) in there:
            there[table, row].update((name, edit.dot[0]) for edit in standing)
    return sum(
        any(field != other and origin != author for field, origin in wrote for other, author in there[row])
        for row, wrote in rows.items()
    )


def _place(edit: Edit) -> tuple[int, Dot]:
    return (edit.time, edit.dot)


@dataclass(slots=True)
class MemoryState:
    """A replica in memory: rows as made, heads, and the dots it has taken in. Used where no database is wanted."""

    made: dict[tuple[str, bytes], Operation] = field(default_factory=dict)
    heads: dict[FieldKey, Heads] = field(default_factory=dict)
    seen: set[Dot] = field(default_factory=set)

    def apply(self, operations: Iterable[Operation]) -> Decision:
        """Take in operations; ones known already change nothing."""
        fresh = [o for o in {o.dot: o for o in operations}.values() if o.dot not in self.seen]
        decision = decide(fresh, self.heads)
        self.seen.update(o.dot for o in fresh)
        self.heads |= decision.heads
        for table, rows in decision.creates.items():
            self.made |= {(table, o.row): o for o in rows}
        return decision

    def value(self, table: str, row: bytes, name: str) -> object:
        """The value shown for a field; None when the row has not arrived or never had it."""
        standing = self.heads.get((table, row, name))
        if standing:
            return find_shown(table, name, standing).value
        made = self.made.get((table, row))
        return made.values.get(name) if made else None

    def conflicts(self) -> set[FieldKey]:
        """The fields on which machines disagree."""
        return set(find_conflicts(self.heads))

    def picture(self) -> dict[tuple[str, bytes], dict[str, object]]:
        """Every row that has arrived with every field as shown, for comparing replicas."""
        names: dict[tuple[str, bytes], set[str]] = {key: set(o.values) for key, o in self.made.items()}
        for table, row, name in self.heads:
            if (table, row) in names:
                names[table, row].add(name)
        return {
            key: {name: self.value(*key, name) for name in sorted(fields)} for key, fields in names.items()
        }
