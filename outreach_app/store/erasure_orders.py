"""The orders to erase people as stored: what every write and every file that is read is held against."""

from collections.abc import Iterable

from sqlmodel import Session

from outreach_app.domain.erasure import Erasures, Order
from outreach_app.domain.operations import Kind, Operation
from outreach_app.store import engine
from outreach_app.store.packing import unpack

TABLE = "erasure"


def read_erasures(session: Session) -> Erasures:
    """Read every order known here; nearly always there is none, and this costs one look at an empty table."""
    return Erasures.of(read_orders(session))


def read_orders(session: Session) -> list[Order]:
    """Read the orders in the order of their making."""
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT id, made, person, texts FROM erasure WHERE person IS NOT NULL ORDER BY made, id",
    )
    return [Order(row[0], row[1], row[2], _make_texts(unpack(row[3]) if row[3] else ())) for row in rows]


def find_orders(operations: Iterable[Operation]) -> list[Order]:
    """Find the orders among operations."""
    return [
        Order(each.row, each.time, person, _make_texts(each.values.get("texts") or ()))
        for each in operations
        if each.table == TABLE and each.kind is Kind.CREATE
        and isinstance(person := each.values.get("person"), bytes)
    ]  # fmt: skip


def _make_texts(packed: object) -> tuple[tuple[bytes, str, object], ...]:
    assert isinstance(packed, list | tuple)
    return tuple(
        (row, name, value)
        for row, name, value in (each for each in packed if isinstance(each, list) and len(each) == 3)
        if isinstance(row, bytes) and isinstance(name, str)
    )
