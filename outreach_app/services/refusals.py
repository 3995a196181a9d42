"""Refused entries as a person looks at them: at the office those of the laptops, on a laptop its own."""

from collections.abc import Iterator

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.operations import Operation
from outreach_app.domain.rows import RefusedEntry
from outreach_app.store import blocks, exchange, journal, refused, scope, settings
from outreach_app.store.database import run
from outreach_app.sync.permission import name_reason


def list_refused(session: Session) -> list[RefusedEntry]:
    """List what was refused: entries of others that were turned away here, and own ones that the office refused."""
    return [*_turned_away_here(session), *_refused_by_the_office(session)]


def _turned_away_here(session: Session) -> Iterator[RefusedEntry]:
    names = {peer.id: peer.name for peer in exchange.list_peers(session)}
    for each in refused.list_refused(session):
        yield _make_entry(
            session, each.operation, device=names.get(each.peer, ""), reason_key=each.reason_key
        )


def _refused_by_the_office(session: Session) -> Iterator[RefusedEntry]:
    rows = run(session, "SELECT incarnation, seq, reason_key FROM refused_row ORDER BY incarnation, seq")
    reasons = {(row[0], row[1]): row[2] for row in rows}
    if not reasons:
        return
    own = settings.read_machine(session).device_name
    tail = {o.dot: o for o in journal.read_tail(session) if o.dot in reasons}
    for dot, operation in sorted({**blocks.read_dots(session, reasons), **tail}.items()):
        yield _make_entry(session, operation, device=own, reason_key=reasons[dot])


def _make_entry(session: Session, operation: Operation, *, device: str, reason_key: str) -> RefusedEntry:
    home = operation.values.get("household")
    household = operation.row if operation.table == "household" else home
    row = household if isinstance(household, bytes) else operation.row
    code = run(session, "SELECT code FROM household WHERE id = :i", i=row)
    return RefusedEntry(
        device, operation.table, operation.row, operation.kind.value, moment_of(operation.time),
        code[0][0] if code else "", scope.read_villages(session, [row]).get(row), reason_key,
        name_reason(reason_key),
    )  # fmt: skip
