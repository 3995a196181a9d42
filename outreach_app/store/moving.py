"""An office's rows carried from one engine to another, whole and in one transaction, and proved at their new place."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from outreach_app.domain.operations import Operation
from outreach_app.errors import StoreUnavailable, say
from outreach_app.store import (
    check,
    derived,
    engine,
    journal,
    local_tables,
    settings,
)
from outreach_app.store.database import Database, run, run_one
from outreach_app.store.packing import pack
from outreach_app.store.sealed import seal, seal_text, unseal, unseal_text

RECOVERY_BOUND = "recovery_code"
"""What the codes that open laptops again are sealed under."""

_MOVED = "moved_to"
_ROWS = 5_000
_REBUILT = frozenset({*local_tables.DERIVED, "withheld", "write_guard"})
"""Derived rows are built at the new place; how often rows were written is counted there from the start."""

_BLOCKS = "likeness_bucket"
Row = tuple[Any, ...]


def carry_office(source: Session, target: Session) -> None:
    """Carry every row of an office into an empty database, build what is derived, and prove it by its journal.

    `target` belongs to a transaction of its own that the caller ends. StoreUnavailable `move_unproved` when the copy's
    journal is another, or replaying it does not give its rows.
    """
    carry_rows(source, target)
    derived.rebuild(target)
    if digest_journal(source) != digest_journal(target) or any(check.compare_with_journal(target)):
        raise StoreUnavailable(
            say("The office could not be moved: its rows and its history disagree at the new place."),
            say("Nothing was changed. Repair the workspace first: outreach check --repair."),
            key="move_unproved",
        )


def carry_rows(source: Session, target: Session) -> None:
    """Carry every row of an office into an empty database as it is, right or wrong; what is derived is left out."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in _REBUILT:
            _carry_table(source, target, table)
    _carry(source, target, _BLOCKS, ["bucket", "entries"])
    connection = target.connection()
    engine.resume_numbers(connection, [table.name for table in SQLModel.metadata.sorted_tables])
    run(target, "UPDATE write_guard SET recorded = written")


def digest_journal(session: Session) -> bytes:
    """Digest every operation of a journal in the order of their names, so that two journals are compared."""
    digests = sorted(_digest(operation) for operation in journal.read_operations(session))
    return hashlib.blake2b(b"".join(digests), digest_size=32).digest()


def _digest(operation: Operation) -> bytes:
    told = [
        *operation.dot, operation.time, operation.kind.value, operation.table, operation.row,
        sorted(operation.values.items()), sorted(operation.replaced), operation.author,
    ]  # fmt: skip
    return hashlib.blake2b(pack(told), digest_size=16).digest()


def is_empty(database: Database) -> bool:
    """Tell whether no office stands in a database whose tables are there."""
    with database.read() as session:
        return run_one(session, "SELECT 1 FROM machine") is None


def was_left(database: Database) -> bool:
    """Tell whether the office in a database has moved elsewhere since."""
    with database.read() as session:
        return bool(settings.read_setting(session, _MOVED))


def note_moved(session: Session, place: str) -> None:
    """Note in the place an office leaves where it went: nobody opens it there any more."""
    settings.write_setting(session, _MOVED, place)


def note_here(session: Session) -> None:
    """Note that the office is here: it came back, or it came."""
    settings.write_setting(session, _MOVED, None)


def need_here(session: Session) -> None:
    """Refuse a place that the office has left; StoreUnavailable `office_moved` tells where it went."""
    place = settings.read_setting(session, _MOVED)
    if place:
        raise office_moved(str(place))


def office_moved(place: str) -> StoreUnavailable:
    """What is said in a place that an office has left."""
    return StoreUnavailable(
        say("The office has moved to {place}.", place=place),
        say("Open it there: outreach --workspace {place}", place=place),
        key="office_moved",
    )


def clear_office(session: Session) -> None:
    """Empty every table of a place the office has left, so that it can come again."""
    for table in reversed(SQLModel.metadata.sorted_tables):
        if table.name != "write_guard":
            run(session, f"DELETE FROM {table.name}")
    connection = session.connection()
    engine.clear_search(connection)
    engine.clear_likeness(connection)
    run(session, "UPDATE write_guard SET written = 0, recorded = 0")


def _carry_table(source: Session, target: Session, table: Table) -> None:
    names = [column.name for column in table.columns]
    change: Callable[[Row], Row] | None = None
    if table.name == "setting":
        change = _reseal_setting(source, target)
    elif table.name == "peer":
        change = _reseal_peer(source, target, names.index("recovery_code"))
    _carry(source, target, table.name, names, change=change)


def _carry(
    source: Session,
    target: Session,
    table: str,
    names: list[str],
    *,
    change: Callable[[Row], Row] | None = None,
) -> None:
    names = [f'"{name}"' for name in names]  # some are words of SQL
    rows: Iterable[Row] = engine.stream_rows(source.connection(), f"SELECT {', '.join(names)} FROM {table}")
    for chunk in _cut(map(change, rows) if change else rows):
        engine.insert_columns(
            target.connection(), table, dict(zip(names, zip(*chunk, strict=True), strict=True))
        )


def _cut(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, _ROWS)):
        yield chunk


def _reseal_setting(source: Session, target: Session) -> Callable[[Row], Row]:
    def change(row: Row) -> Row:
        name, value = row
        return name, seal(target, unseal(source, value, bound=name), bound=name)

    return change


def _reseal_peer(source: Session, target: Session, place: int) -> Callable[[Row], Row]:
    def change(row: Row) -> Row:
        code = unseal_text(source, row[place], bound=RECOVERY_BOUND)
        return (*row[:place], seal_text(target, code, bound=RECOVERY_BOUND), *row[place + 1 :])

    return change
