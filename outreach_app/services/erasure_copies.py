"""Erasing in copies of the database: one that a restore put aside, and an old backup that comes back."""

import contextlib
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.erasure import Erasures
from outreach_app.domain.operations import Operation
from outreach_app.errors import StoreUnavailable
from outreach_app.store import edits, engine, erasure_orders, erasures, replication
from outreach_app.store.database import Database
from outreach_app.sync import merge


def read_order_entries(session: Session) -> list[Operation]:
    """Read the operations by which the orders known here were given."""
    rows = [order.id for order in erasure_orders.read_orders(session)]
    return list(edits.read_operations(session, {edits.name_create(row) for row in rows}).values())


def read_order_entries_of(place: Path, data_key: bytes) -> list[Operation]:
    """Read the orders of a database that may be damaged or missing: then none."""
    if not place.is_file():
        return []
    database = Database(place, data_key)
    try:
        with contextlib.suppress(StoreUnavailable), database.read() as session:
            return read_order_entries(session)
        return []
    finally:
        database.close()


def erase_in_copy(database: Database, entries: list[Operation], *, now: datetime) -> None:
    """Make orders known to a copy and carry them out in it; orders it knows already are carried out again."""
    if not entries:
        return
    with database.write(now=now) as writer:
        fresh = replication.drop_known(writer.session, entries)
        decision = merge.decide(fresh, {})
        replication.write_decision(
            writer, fresh, creates=decision.creates, changed=decision.heads, origin="file", source=None
        )
        erasures.carry_out(writer, Erasures.of(erasure_orders.find_orders(entries)))
    with database.write_local() as session:
        engine.purge_search(session.connection())
    database.settle()
