"""The journal: the one way to write a replicated row, and the source of sync, history and undo.

Every create and edit is appended as an operation in the same transaction that writes the row. Operations wait in an
open tail until they are closed into blocks of compressed columns; blocks of written and imported files are the history,
so nothing is stored twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from outreach_app.domain.changes import Changes, Written
from outreach_app.domain.clock import HybridClock, stamp_of
from outreach_app.domain.erasure import Erasures
from outreach_app.domain.operations import SCHEMA, Dot, Kind, Operation
from outreach_app.domain.registers import REMOVED, Edit, FieldKey, Heads, add_edit, replaced_by_edit
from outreach_app.store import blocks, engine, erasure_orders, heads, seen
from outreach_app.store.packing import pack, unpack
from outreach_app.store.tables import REPLICATED, TableSpec

_LISTED = frozenset({"household", "name", "relation", "merged_into", "removed"})
"""What of a person the list of households shows: who belongs there, and the head's name."""

_TELLING = frozenset({"membership", "enrolment", "one_off_request"})
"""Rows that tell of somebody, by their column `person`."""

BULK_BLOCK = 50_000
"""Operations in one block of a bulk write; bounds the memory an import needs."""


@dataclass(slots=True)
class Touched:
    """What a transaction wrote, so that derived rows are refreshed once before the commit.

    Attributes: tables; made (highest row number before the first row made, by table); edited (row ids by table);
    relisted (people edited in what lists of households show); moved (households whose own row was written); homes
    (households of which that row or what lists show of a member was written); households (all of which anything was
    written); left (villages that households were taken out of, empty: none); everything (naming rows would be longer
    than looking again); unknown (rows were written that are not named here: what is kept of them has to be read anew).
    """

    tables: set[str] = field(default_factory=set)
    made: dict[str, int] = field(default_factory=dict)
    edited: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    relisted: set[bytes] = field(default_factory=set)
    moved: set[bytes] = field(default_factory=set)
    homes: set[bytes] = field(default_factory=set)
    households: set[bytes] = field(default_factory=set)
    left: set[bytes] = field(default_factory=set)
    everything: bool = False
    unknown: bool = False

    def start_over(self) -> None:
        """Forget single rows: every derived row was built anew, and everybody should look again."""
        for named in (self.made, self.edited, self.relisted, self.moved, self.homes):
            named.clear()
        self.everything = self.unknown = True

    def add_owners(self, table: str, owners: Iterable[object]) -> None:
        """Remember the households that rows of a table belong to, or belonged to."""
        known = {owner for owner in owners if isinstance(owner, bytes)}
        (self.homes if table == "person" else self.households).update(known)


@dataclass(slots=True)
class Writer:
    """One open write transaction; knows the machine's counters, its clock and who is working.

    Attributes: erasures (every order to erase somebody), rewordings (by person, notes of this machine that an order
    read in this transaction does not provide for).
    """

    session: Session
    incarnation: bytes
    last_seq: int
    clock: HybridClock
    now: datetime
    author: bytes | None
    touched: Touched = field(default_factory=Touched)
    row_writes: Counter[str] = field(default_factory=Counter)
    first_seq: int = 0
    writes_before: Mapping[str, int] = field(default_factory=dict)
    writes_after: Mapping[str, int] = field(default_factory=dict)
    erasures: Erasures = field(default_factory=Erasures)
    rewordings: dict[bytes, list[tuple[bytes, str, object]]] = field(default_factory=dict)

    @classmethod
    def open(cls, session: Session, *, now: datetime, author: bytes | None) -> "Writer":
        """Read the machine's counters inside the transaction that will move them."""
        row = session.connection().execute(text("SELECT incarnation, last_seq, last_time FROM machine")).one()
        return cls(
            session,
            row[0],
            row[1],
            HybridClock(row[2]),
            now,
            author,
            first_seq=row[1] + 1,
            writes_before=read_guard(session),
            erasures=erasure_orders.read_erasures(session),
        )

    def create(self, table: str, values: Mapping[str, object]) -> bytes:
        """Make a row and journal it; returns its id (16 bytes, made of this operation)."""
        operation = self.make_operation(Kind.CREATE, table, None, values)
        self.append(operation)
        insert_rows(self, REPLICATED[table], [operation])
        return operation.row

    def create_many(self, table: str, rows: Iterable[Mapping[str, object]]) -> list[bytes]:
        """Make many rows of one table; the operations go straight into journal blocks."""
        ids: list[bytes] = []
        for chunk in engine.in_chunks(rows, size=BULK_BLOCK):
            operations = [self.make_operation(Kind.CREATE, table, None, values) for values in chunk]
            blocks.store_block(self.session, operations, origin="own", now=self.now)
            insert_rows(self, REPLICATED[table], operations)
            ids += [operation.row for operation in operations]
        return ids

    def edit(self, table: str, row: bytes, values: Mapping[str, object], *, settles: bool = False) -> None:
        """Change fields of a row; unchanged values are dropped, `settles` closes open conflicts on these fields."""
        spec = REPLICATED[table]
        if spec.append_only:
            raise AssertionError(f"{table} rows are never edited: write a new row that supersedes")
        known = heads.read_heads(self.session, [(table, row, name) for name in values])
        current = read_values(self.session, spec, row, tuple(values))
        groups: dict[frozenset[Dot], dict[str, object]] = defaultdict(dict)
        for name, value in values.items():
            standing = known.get((table, row, name), ())
            if value != current[name] or (settles and len(standing) > 1):
                replaced = replaced_by_edit(table, name, standing, settles=settles)
                if name == REMOVED and value is not None:
                    replaced |= heads.name_edits(self.session, table, row)
                groups[replaced][name] = [value, current[name]]
        for replaced, changed in groups.items():
            self._edit_group(spec, row, changed, replaced=replaced, known=known)

    def go_on_as(self, incarnation: bytes) -> None:
        """Write the rest of this transaction under a new incarnation, from number one."""
        self.incarnation, self.last_seq, self.first_seq = incarnation, 0, 1

    def close(self) -> None:
        """Store counters and clock, and prove that every row write of this transaction was journalled."""
        connection = self.session.connection()
        connection.execute(
            text("UPDATE machine SET last_seq = :seq, last_time = :time"),
            {"seq": self.last_seq, "time": self.clock.last},
        )
        if self.last_seq >= self.first_seq:
            # By this machine's own clock: the hybrid one may follow another machine's by up to a day.
            connection.execute(
                text("UPDATE machine SET last_saved = max(last_saved, :now)"), {"now": stamp_of(self.now)}
            )
            seen.learn(self.session, self.incarnation, range(self.first_seq, self.last_seq + 1))
        for table, written in self.row_writes.items():
            connection.execute(
                text("UPDATE write_guard SET recorded = recorded + :n WHERE tbl = :t"),
                {"n": written, "t": table},
            )
        self._check_guard()

    def changes(self) -> Changes:
        """Say what this transaction touched."""
        return Changes(
            tables=frozenset(self.touched.tables),
            households=frozenset(self.touched.households),
            everything=self.touched.everything,
            written=self._name_written(),
        )

    def _name_written(self) -> Written | None:
        if self.last_seq < self.first_seq:
            return None
        return Written(self.incarnation, self.first_seq, self.last_seq)

    def _edit_group(
        self,
        spec: TableSpec,
        row: bytes,
        changed: dict[str, object],
        *,
        replaced: frozenset[Dot],
        known: Mapping[FieldKey, Heads],
    ) -> None:
        operation = self.make_operation(Kind.EDIT, spec.name, row, changed, replaced=tuple(sorted(replaced)))
        self.append(operation)
        changed = dict(operation.values)
        for name, (value, was) in _pairs(changed):
            edit = Edit(operation.dot, operation.time, value, was, replaced, self.author)
            heads.write_heads(
                self.session, spec.name, row, name, add_edit(known.get((spec.name, row, name), ()), edit)
            )
        set_columns(self, spec, row, {name: value for name, (value, _) in _pairs(changed)})

    def make_operation(
        self,
        kind: Kind,
        table: str,
        row: bytes | None,
        values: Mapping[str, object],
        *,
        replaced: tuple[Dot, ...] = (),
    ) -> Operation:
        """Take the next number and stamp; whoever calls this writes the operation down in this transaction.

        Somebody who was erased is taken out of it: an undo, a merge or a late draft brings nobody back.
        """
        self.last_seq += 1
        own = self.incarnation + self.last_seq.to_bytes(8, "big")
        time = self.clock.next(self.now)
        operation = Operation(
            self.incarnation,
            self.last_seq,
            time,
            kind,
            table,
            row or own,
            dict(values),
            replaced,
            self.author,
            SCHEMA,
        )
        return self.erasures.redact(operation) if self.erasures else operation

    def append(self, operation: Operation) -> None:
        """Put an operation at the end of the open tail."""
        self.session.connection().exec_driver_sql(
            "INSERT INTO operation (seq, incarnation, time, kind, tbl, row, body, replaced, author, schema_version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                operation.seq,
                operation.incarnation,
                operation.time,
                operation.kind.value,
                operation.table,
                operation.row if operation.kind is Kind.EDIT else None,
                pack(dict(operation.values)),
                pack([list(dot) for dot in operation.replaced]) if operation.replaced else None,
                operation.author,
                operation.schema,
            ),
        )

    def _check_guard(self) -> None:
        self.writes_after = after = read_guard(self.session)
        off = [t for t, n in after.items() if n - self.writes_before.get(t, 0) != self.row_writes[t]]
        if off:
            raise AssertionError(f"rows written without the journal: {off}")


def insert_rows(writer: Writer, spec: TableSpec, operations: Sequence[Operation]) -> None:
    """Write the rows that creates make, as one batch; missing fields take the table's defaults."""
    last = _note_made(writer, spec, operations)
    columns: dict[str, Sequence[object]] = {
        "number": range(last + 1, last + 1 + len(operations)),
        "id": [operation.row for operation in operations],
        "made": [operation.time for operation in operations],
        "author": [operation.author for operation in operations],
    }
    columns |= _columns_of(spec, [operation.values for operation in operations])
    engine.insert_columns(writer.session.connection(), spec.name, columns)
    writer.row_writes[spec.name] += len(operations)


def _note_made(writer: Writer, spec: TableSpec, operations: Sequence[Operation]) -> int:
    """Remember what will be made; returns the row number of the last row before."""
    touched = writer.touched
    touched.tables.add(spec.name)
    highest = writer.session.connection().exec_driver_sql(f"SELECT max(number) FROM {spec.name}")
    last = int(highest.scalar_one() or 0)
    touched.made.setdefault(spec.name, last)
    if spec.name == "household":
        touched.moved.update(operation.row for operation in operations)
    elif "household" in spec.fields:
        touched.add_owners(spec.name, (operation.values.get("household") for operation in operations))
    return last


def set_columns(writer: Writer, spec: TableSpec, row: bytes, values: Mapping[str, object]) -> None:
    """Set plain columns of a row to the values its heads show; unknown fields of a newer schema wait in the heads."""
    set_many_columns(writer, spec, {row: values})


def set_many_columns(writer: Writer, spec: TableSpec, rows: Mapping[bytes, Mapping[str, object]]) -> None:
    """Set plain columns of many rows, as `set_columns` does, in one statement for all that change the same fields."""
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    for row, values in rows.items():
        names = tuple(name for name in values if name in spec.fields)
        if names:
            alike[names].append((*(to_column(spec, name, values[name]) for name in names), row))
    for names, changes in alike.items():
        changed = [change[-1] for change in changes]
        if "person" in names and spec.name in _TELLING:
            writer.touched.unknown = True  # whose they were is told nowhere any more
        if spec.name == "household" and "village" in names:
            writer.touched.left.update(_read_villages(writer.session, changed))
        if "household" in names:
            writer.touched.add_owners(spec.name, _read_owners(writer.session, spec, changed))
        assignments = ", ".join(f"{name} = ?" for name in names)
        statement = f"UPDATE {spec.name} SET {assignments} WHERE id = ?"
        columns = list(zip(*changes, strict=True))
        writer.row_writes[spec.name] += engine.run_at_once(writer.session.connection(), statement, columns)
        writer.touched.tables.add(spec.name)
        writer.touched.edited[spec.name].update(changed)  # type: ignore[arg-type]
        if spec.name == "person" and not _LISTED.isdisjoint(names):
            writer.touched.relisted.update(changed)  # type: ignore[arg-type]


def _read_villages(session: Session, households: Sequence[object]) -> Iterator[bytes]:
    for chunk in engine.in_chunks(households):
        statement = f"SELECT village FROM household WHERE id IN ({engine.placeholders(len(chunk))})"
        yield from (row[0] or b"" for row in engine.fetch_rows(session.connection(), statement, chunk))


def _read_owners(session: Session, spec: TableSpec, rows: Sequence[object]) -> Iterator[object]:
    for chunk in engine.in_chunks(rows):
        statement = f"SELECT household FROM {spec.name} WHERE id IN ({engine.placeholders(len(chunk))})"
        yield from (row[0] for row in engine.fetch_rows(session.connection(), statement, chunk))


def read_values(session: Session, spec: TableSpec, row: bytes, names: Sequence[str]) -> dict[str, object]:
    """Read fields of one row as journal values; a row that has not arrived reads as None everywhere."""
    statement = f"SELECT {', '.join(names)} FROM {spec.name} WHERE id = ?"
    found = session.connection().exec_driver_sql(statement, (row,)).first()
    if found is None:
        return dict.fromkeys(names)
    return {name: from_column(spec, name, value) for name, value in zip(names, found, strict=True)}


def to_column(spec: TableSpec, name: str, value: object) -> object:
    """Turn a journal value into what its column holds."""
    if name in spec.packed:
        return None if value is None else pack(value)
    return int(value) if isinstance(value, bool) else value


def from_column(spec: TableSpec, name: str, value: Any) -> object:
    """Turn what a column holds into a journal value."""
    if name in spec.packed:
        return None if value is None else unpack(value)
    return bool(value) if name in spec.flags else value


def read_tail(session: Session, *, after: int = 0) -> Iterator[Operation]:
    """Read this machine's open tail in order, from the operation after a sequence number."""
    rows = session.connection().exec_driver_sql(
        "SELECT incarnation, seq, time, kind, tbl, row, body, replaced, author, schema_version"
        " FROM operation WHERE seq > ? ORDER BY seq",
        (after,),
    )
    for row in rows:
        replaced = tuple((bytes(i), s) for i, s in unpack(row[7])) if row[7] else ()
        own = row[0] + row[1].to_bytes(8, "big")
        yield Operation(
            row[0],
            row[1],
            row[2],
            Kind(row[3]),
            row[4],
            row[5] or own,
            unpack(row[6]),
            replaced,
            row[8],
            row[9],
        )


def read_operations(session: Session) -> Iterator[Operation]:
    """Read the whole journal, blocks first, then the open tail."""
    yield from blocks.read_blocks(session)
    yield from read_tail(session)


def close_tail(session: Session, *, now: datetime, source: bytes | None = None) -> int:
    """Turn the open tail into a block of the journal; returns how many operations it held."""
    operations = list(read_tail(session))
    if operations:
        blocks.store_block(session, operations, origin="own", now=now, source=source)
        session.connection().exec_driver_sql("DELETE FROM operation WHERE seq <= ?", (operations[-1].seq,))
    return len(operations)


def _columns_of(spec: TableSpec, rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    columns = {
        name: [values.get(name, default) for values in rows]
        for name, default in _column_defaults(spec.name).items()
    }
    for name in spec.packed:
        columns[name] = [None if value is None else pack(value) for value in columns[name]]
    return columns


@cache
def _column_defaults(table: str) -> Mapping[str, object]:
    # Numbers instead of yes and no: the driver binds them without asking every value how it wants to be adapted.
    flags = REPLICATED[table].flags
    return {n: int(bool(v)) if n in flags else v for n, v in blocks.defaults_of(table).items()}


def read_guard(session: Session) -> dict[str, int]:
    """How often rows of each replicated table were ever written here; it only grows."""
    return {
        row[0]: row[1] for row in session.connection().exec_driver_sql("SELECT tbl, written FROM write_guard")
    }


def _pairs(changed: Mapping[str, object]) -> Iterator[tuple[str, tuple[object, object]]]:
    for name, pair in changed.items():
        assert isinstance(pair, list)
        yield name, (pair[0], pair[1])
