"""Putting rows right after the journal, and reading what can still be read out of a damaged database."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence

import zstandard
from sqlmodel import Session

from outreach_app.domain.operations import Operation
from outreach_app.errors import OutreachError
from outreach_app.store import blocks, check, derived, derived_check, engine, exchange, heads, journal
from outreach_app.store.check import Difference, Expected
from outreach_app.store.database import Database, run
from outreach_app.store.tables import REPLICATED, TableSpec

_UNREADABLE = (OutreachError, engine.DriverError, zstandard.ZstdError, ValueError, KeyError, TypeError)


def restore_rows(database: Database) -> Counter[str]:
    """Give every row what its history says, take out rows without one, and build derived tables anew.

    Returns how many rows of which table. All in one transaction, which is taken back (StoreUnavailable) unless tables
    and history agree at its end.
    """
    with database.mend() as session:
        found = list(check.find_differences(session))
        expected = check.replay_rows(session, {(each.table, each.row) for each in found})
        for difference in found:
            if difference.kind != "heads":
                _restore_row(session, difference, expected.get((difference.table, difference.row)))
        _restore_heads(session, [each for each in found if each.kind == "heads"])
        run(session, "UPDATE write_guard SET recorded = written")
        derived_check.rebuild_known(session)
        derived.rebuild(session)
        if any(check.compare_with_journal(session)):
            session.rollback()
            raise engine.damaged()
    return Counter(table for table, _ in {(each.table, each.row) for each in found})


def _restore_heads(session: Session, found: Sequence[Difference]) -> None:
    if not found:
        return
    standing = check.replay_heads(session)
    heads.forget_rows(session, [each.row for each in found])
    for each in found:
        fields = standing.get((each.table, each.row), {})
        heads.write_many_heads(
            session, {(each.table, each.row, name): edits for name, edits in fields.items()}
        )


def _restore_row(session: Session, difference: Difference, expected: Expected | None) -> None:
    spec, connection = REPLICATED[difference.table], session.connection()
    if expected is None:
        connection.exec_driver_sql(f"DELETE FROM {spec.name} WHERE id = ?", (difference.row,))
        heads.forget_rows(session, [difference.row])
        return
    columns = _columns_of(spec, expected)
    if difference.kind == "missing":
        number = connection.exec_driver_sql(f"SELECT coalesce(max(number), 0) + 1 FROM {spec.name}")
        row = {"number": number.scalar_one(), "id": difference.row} | columns
        names, marks = ", ".join(row), engine.placeholders(len(row))
        connection.exec_driver_sql(f"INSERT INTO {spec.name} ({names}) VALUES ({marks})", tuple(row.values()))
    else:
        assignments = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {spec.name} SET {assignments} WHERE id = ?"
        connection.exec_driver_sql(statement, (*columns.values(), difference.row))
    heads.forget_rows(session, [difference.row])
    standing = {(spec.name, difference.row, name): edits for name, edits in expected.heads.items()}
    heads.write_many_heads(session, standing)


def _columns_of(spec: TableSpec, expected: Expected) -> dict[str, object]:
    values = {name: journal.to_column(spec, name, value) for name, value in expected.values.items()}
    return {"made": expected.time, "author": expected.author} | values


def salvage_operations(database: Database) -> Iterator[Operation]:
    """Read every operation that a damaged database still gives out, block by block; what cannot be read is left out."""
    with _bearing(), database.read() as session:
        for number in [row[0] for row in run(session, "SELECT id FROM block ORDER BY id")]:
            with _bearing():
                yield from blocks.read_block(session, number)
    with _bearing(), database.read() as session:
        yield from journal.read_tail(session)


def salvage_sent(database: Database, incarnation: bytes) -> int:
    """How far a damaged database knows an incarnation's operations to stand on files; 0 when it cannot say."""
    told = [0]
    with _bearing(), database.read() as session:
        told.append(exchange.read_sent(session, incarnation))
    return told[-1]


@contextlib.contextmanager
def _bearing() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE:
        return
    except Exception as error:  # what the driver raised through the toolkit
        if engine.explain(error) is None:
            raise
