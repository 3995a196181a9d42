"""Machines in memory for the state machine: what each knows, what it wrote, its clock, its area and its backups."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from outreach_app.domain.inverses import find_restorations
from outreach_app.domain.operations import SCHEMA, Dot, Kind, Operation
from outreach_app.domain.registers import (
    REMOVED,
    Edit,
    FieldKey,
    merge_heads,
    replaced_by_all,
    replaced_by_edit,
    split_edit,
)
from outreach_app.sync.merge import MemoryState
from tests.sync.histories import Oracle

START = 1_795_000_000_000
"""A morning in November 2026, in milliseconds since 1970."""
DAY = 86_400_000
NEWER = 7
"""The schema of a program that knows the table and the field which the others do not."""
VILLAGES = (0, 1, 2)


@dataclass
class Unit:
    """One machine: its state, what it has written and not yet sent, and what it was told."""

    name: str
    incarnation: bytes
    area: set[int]
    state: MemoryState = field(default_factory=MemoryState)
    log: dict[Dot, Operation] = field(default_factory=dict)
    tail: list[Operation] = field(default_factory=list)
    batches: list[set[Dot]] = field(default_factory=list)
    ignored: set[Dot] = field(default_factory=set)
    skew: int = 0
    seq: int = 0
    last: int = 0

    def copy(self) -> "Unit":
        """Copy the disk."""
        there = copy(self)
        there.state = MemoryState(dict(self.state.made), dict(self.state.heads), set(self.state.seen))
        there.log, there.tail = dict(self.log), list(self.tail)
        there.batches, there.ignored, there.area = list(self.batches), set(self.ignored), set(self.area)
        return there

    def take(self, operations: Iterable[Operation]) -> None:
        """Take operations in; the clock follows a stamp unless it is more than a day ahead."""
        there = [o for o in operations if o.dot not in self.state.seen]
        self.state.apply(there)
        self.log |= {o.dot: o for o in there}
        near = [o.time for o in there if o.time <= (START + self.skew + DAY) * 4096]
        self.last = max([self.last, *near])

    def forget(self, rows: set[bytes]) -> None:
        """Let go of rows with everything known of them, so that they are taken again when they come back."""
        self.state.made = {key: o for key, o in self.state.made.items() if key[1] not in rows}
        self.state.heads = {key: h for key, h in self.state.heads.items() if key[1] not in rows}
        self.state.seen -= {dot for dot, o in self.log.items() if o.row in rows}
        self.log = {dot: o for dot, o in self.log.items() if o.row not in rows}


@dataclass
class Fleet:
    """The machines, everything ever written, where each row lies, and the oracle's book."""

    units: dict[str, Unit]
    written: dict[Dot, Operation] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    oracle: Oracle = field(default_factory=Oracle)
    incarnations: int = 0

    def fresh_incarnation(self) -> bytes:
        """Name a machine that never wrote."""
        self.incarnations += 1
        return b"unit%04d" % self.incarnations

    def create(self, unit: Unit, table: str, values: Mapping[str, object], *, village: int) -> None:
        row = unit.incarnation + (unit.seq + 1).to_bytes(8, "big")
        self.places[row] = village
        self._write(unit, Kind.CREATE, table, row, values)

    def edit(
        self, unit: Unit, table: str, row: bytes, values: Mapping[str, object], *, settles: bool
    ) -> None:
        """Edit fields as their author was shown them: one operation for each set of replaced edits."""
        groups: dict[frozenset[Dot], dict[str, object]] = {}
        for name, value in values.items():
            standing = unit.state.heads.get((table, row, name), ())
            replaced = replaced_by_edit(table, name, standing, settles=settles)
            groups.setdefault(replaced, {})[name] = [value, unit.state.value(table, row, name)]
        for replaced, changed in groups.items():
            known = set(unit.state.seen)
            operation = self._write(unit, Kind.EDIT, table, row, changed, replaced=replaced)
            self.oracle.note(operation, known, settles=settles)

    def remove(self, unit: Unit, table: str, row: bytes, reason: str) -> None:
        """Take a row away: the edit names every edit of the row that its author knew."""
        whole = replaced_by_all(e for key, h in unit.state.heads.items() if key[1] == row for e in h)
        pair = {REMOVED: [reason, unit.state.value(table, row, REMOVED)]}
        known = set(unit.state.seen)
        operation = self._write(unit, Kind.EDIT, table, row, pair, replaced=whole)
        self.oracle.note(operation, known, settles=True)

    def restore(self, unit: Unit, backup: Unit) -> set[Dot]:
        """Put a backup in a machine's place under a new incarnation; returns what only the former disk has."""
        found = backup.copy()
        found.incarnation, found.seq = self.fresh_incarnation(), 0
        self.units[unit.name] = found
        return {o.dot for o in unit.tail}

    def undo(self, unit: Unit) -> dict[FieldKey, object]:
        """Take the newest import back; returns what untouched fields must show: as if it had never come."""
        undone = unit.batches.pop()
        unit.ignored |= undone
        edits = [e for e in self._edits_of(unit).items() if {x.dot for x in e[1]} & undone]
        expected: dict[FieldKey, object] = {}
        for key, known in edits:
            made = unit.state.made.get((key[0], key[1]))
            if made is None or made.dot in undone:
                continue
            value = made.values.get(key[2])
            without = [e for e in known if e.dot not in unit.ignored]
            if not any(e.replaced & undone for e in without):
                alone = MemoryState(dict(unit.state.made), {key: merge_heads((), without)})
                expected[key] = alone.value(*key)
            self._lead_back(unit, key, known, value)
        return expected

    def _lead_back(self, unit: Unit, key: FieldKey, known: Sequence[Edit], made: object) -> None:
        found = find_restorations(known, unit.ignored.__contains__, made=made, removal=key[2] == REMOVED)
        for each in found:
            values = {key[2]: [each.value, unit.state.value(*key)]}
            operation = self._write(unit, Kind.EDIT, key[0], key[1], values, replaced=each.replaced)
            unit.ignored.add(operation.dot)
            own = self.oracle.edits[key]
            self.oracle.direct[key, operation.dot] = frozenset(each.replaced & set(own))
            own[operation.dot] = operation

    def _edits_of(self, unit: Unit) -> dict[FieldKey, list[Edit]]:
        found: dict[FieldKey, list[Edit]] = {}
        for operation in unit.log.values():
            if operation.kind is Kind.EDIT:
                for name, edit in split_edit(operation):
                    found.setdefault((operation.table, operation.row, name), []).append(edit)
        return found

    def _write(
        self, unit: Unit, kind: Kind, table: str, row: bytes, values: Mapping[str, object],
        *, replaced: frozenset[Dot] = frozenset(),
    ) -> Operation:  # fmt: skip
        unit.seq += 1
        unit.last = max(unit.last + 1, (START + unit.skew + len(self.written)) * 4096)
        newer = table == "caravan" or "wants_messages" in values
        operation = Operation(
            unit.incarnation, unit.seq, unit.last, kind, table, row, dict(values), tuple(sorted(replaced)),
            schema=NEWER if newer else SCHEMA,
        )  # fmt: skip
        assert operation.dot not in self.written, "a number was used twice"
        self.written[operation.dot] = operation
        unit.take([operation])
        unit.tail.append(operation)
        return operation

    def in_area(self, operations: Iterable[Operation], area: set[int]) -> list[Operation]:
        """Keep the operations on rows that lie in an area."""
        return [o for o in operations if self.places[o.row] in area]
