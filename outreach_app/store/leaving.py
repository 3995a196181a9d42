"""Rows that leave this machine's area: taken out whole, with their history, once nothing of them waits to be sent.

Other machines and the office keep them; should they come into the area again they come with everything, which is why
their operations must not be known here any longer.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from outreach_app.domain.operations import Operation
from outreach_app.store import blocks, derived, duplicates, engine, heads, scope, seen
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import LeavingRow
from outreach_app.store.tables import REPLICATED


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the office's stream of return files, by which the later of two words about a row is told."""

    incarnation: bytes
    number: int
    made_at: int

    def is_after(self, other: "Mark") -> bool:
        """Tell which file was written later."""
        if self.incarnation == other.incarnation:
            return self.number > other.number
        return self.made_at > other.made_at


def keep_out(session: Session, operations: Sequence[Operation], mark: Mark) -> list[Operation]:
    """Leave out what an earlier file brings of rows that a later one told to leave; a later file lets them in again."""
    marks = _read_marks(session)
    if not marks:
        return list(operations)
    back = {o.row for o in operations if o.row in marks and mark.is_after(marks[o.row])}
    _forget_marks(session, back)
    return [o for o in operations if o.row not in marks or o.row in back]


def note_leaving(session: Session, rows: Iterable[bytes], mark: Mark) -> None:
    """Remember which rows are to leave; of the newest return file only."""
    engine.run_many(
        session.connection(),
        "INSERT INTO leaving_row (row, incarnation, number, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (row) DO UPDATE SET incarnation = excluded.incarnation, number = excluded.number,"
        " made_at = excluded.made_at",
        [(row, mark.incarnation, mark.number, mark.made_at) for row in rows],
    )


def let_go(writer: Writer, read_unsent: Callable[[Session], Sequence[Operation]]) -> int:
    """Take out the rows that are to leave and of whose household nothing waits; returns how many rows went."""
    session = writer.session
    waiting = _present(session, set(_read_marks(session)))
    if not waiting:
        return 0
    homes = _read_homes(session, waiting)
    busy = _homes_in_use(session, read_unsent(session))
    going = {row for row in waiting if homes.get(row, row) not in busy}
    if going:
        remove_rows(writer, going)
    return len(going)


def remove_rows(writer: Writer, rows: Collection[bytes]) -> None:
    """Take rows out of tables, heads, derived rows and the journal; their operations are not known here any more."""
    session = writer.session
    dots = scope.name_operations(session, rows, seen.read_seen(session))
    gone = blocks.drop_rows(session, set(rows), dots)
    seen.forget(session, gone)
    heads.forget_rows(session, rows)
    for table in REPLICATED:
        for chunk in engine.in_chunks(rows):
            marks = engine.placeholders(len(chunk))
            cursor = session.connection().exec_driver_sql(
                f"DELETE FROM {table} WHERE id IN ({marks})", tuple(chunk)
            )
            writer.row_writes[table] += cursor.rowcount
            writer.touched.tables.add(table)
    derived.rebuild(session)
    duplicates.start_anew(session)  # row numbers are given again, to other people
    writer.touched.start_over()


def _read_marks(session: Session) -> dict[bytes, Mark]:
    rows = session.exec(select(LeavingRow)).all()
    return {row.row: Mark(row.incarnation, row.number, row.made_at) for row in rows}


def _forget_marks(session: Session, rows: Collection[bytes]) -> None:
    engine.run_many(session.connection(), "DELETE FROM leaving_row WHERE row = ?", [(row,) for row in rows])


def _present(session: Session, rows: Collection[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in engine.in_chunks(rows):
        marks = engine.placeholders(len(chunk))
        for table in scope.PLACES:
            there = engine.fetch_rows(
                session.connection(), f"SELECT id FROM {table} WHERE id IN ({marks})", chunk
            )
            found.update(row[0] for row in there)
    return found


def _read_homes(session: Session, rows: Collection[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(sorted(rows)):
        marks = engine.placeholders(len(chunk))
        for source, _, home in scope.PLACES.values():
            statement = f"SELECT t.id, {home} FROM {source} WHERE t.id IN ({marks})"
            found.update(
                (row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk)
            )
    return found


def _homes_in_use(session: Session, unsent: Sequence[Operation]) -> set[bytes]:
    """Households of which something typed here is not safely at the office yet, drafts included."""
    touched = {operation.row for operation in unsent}
    for operation in unsent:
        touched.update(v for v in operation.values.values() if isinstance(v, bytes) and len(v) == 16)
    drafts = engine.fetch_rows(
        session.connection(),
        "SELECT household FROM draft WHERE household IS NOT NULL UNION SELECT household FROM sign_up_draft",
    )
    touched.update(row[0] for row in drafts)
    return touched | set(_read_homes(session, touched).values())
