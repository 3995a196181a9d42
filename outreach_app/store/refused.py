"""Entries of other machines that were not taken in, kept whole so that a person can look at them and decide anew."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.operations import Dot, Operation
from outreach_app.store import engine
from outreach_app.store.database import run
from outreach_app.store.local_tables import TurnedAway
from outreach_app.wire.columns import decode_operations, encode_operations


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused entry: whose, from which file (hash), why and when, and the entry itself."""

    peer: bytes
    file: bytes
    reason_key: str
    at: datetime
    operation: Operation


def add_refused(
    session: Session, refused: Sequence[tuple[Operation, str]], *, peer: bytes, file: bytes, now: datetime
) -> None:
    """Keep refused entries; one that was refused before keeps its first reason."""
    engine.run_many(
        session.connection(),
        "INSERT INTO turned_away (incarnation, seq, peer, file, reason_key, tbl, row, at, entry)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (incarnation, seq) DO NOTHING",
        [
            (*o.dot, peer, file, reason, o.table, o.row, stamp_of(now), encode_operations([o]))
            for o, reason in refused
        ],
    )


def list_refused(session: Session, *, peer: bytes | None = None) -> list[Refused]:
    """List refused entries in the order of writing, of one machine or of all."""
    wanted = select(TurnedAway).order_by(TurnedAway.incarnation, TurnedAway.seq)  # type: ignore[arg-type]
    rows = session.exec(wanted if peer is None else wanted.where(TurnedAway.peer == peer)).all()
    return [_make_refused(row) for row in rows]


def find_refused(session: Session, dots: Collection[Dot]) -> list[Refused]:
    """Read those of these entries that stand refused, in the order of writing."""
    wanted, found = set(dots), list[Refused]()
    incarnations = sorted({incarnation for incarnation, _ in wanted})
    for chunk in engine.in_chunks(incarnations):
        statement = select(TurnedAway).where(TurnedAway.incarnation.in_(chunk))  # type: ignore[attr-defined]
        rows = session.exec(statement.order_by(TurnedAway.incarnation, TurnedAway.seq)).all()  # type: ignore[arg-type]
        found += [_make_refused(row) for row in rows if (row.incarnation, row.seq) in wanted]
    return found


def read_reasons(session: Session, incarnation: bytes) -> list[tuple[int, str]]:
    """Tell which operations of a machine stand refused, with the reason keys, in order."""
    statement = "SELECT seq, reason_key FROM turned_away WHERE incarnation = :i ORDER BY seq"
    return [(row[0], row[1]) for row in run(session, statement, i=incarnation)]


def read_rows(session: Session) -> set[bytes]:
    """Name the rows whose making was refused: what points to them has no place either."""
    rows = engine.fetch_rows(session.connection(), "SELECT incarnation, seq, row FROM turned_away")
    return {row[2] for row in rows if row[2] == row[0] + row[1].to_bytes(8, "big")}


def forget_refused(session: Session, dots: Iterable[Dot]) -> None:
    """Drop entries that were taken in after all."""
    rows = engine.fetch_rows(session.connection(), "SELECT incarnation, seq FROM turned_away")
    standing = {(row[0], row[1]) for row in rows}
    gone = [dot for dot in dots if dot in standing] if standing else []
    engine.run_many(session.connection(), "DELETE FROM turned_away WHERE incarnation = ? AND seq = ?", gone)


def _make_refused(row: TurnedAway) -> Refused:
    return Refused(row.peer, row.file, row.reason_key, moment_of(row.at), decode_operations(row.entry)[0])
