"""Who looked at, printed, exported or searched for a person on this machine: local rows of ids, never a name."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from outreach_app.domain.access import AccessEntry
from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.store import engine


def write_entries(session: Session, entries: Iterable[AccessEntry]) -> None:
    """Write entries down."""
    engine.run_many(
        session.connection(),
        "INSERT INTO access_log (at, canvasser, person, act) VALUES (?, ?, ?, ?)",
        [(stamp_of(entry.at), entry.canvasser, entry.person, entry.act) for entry in entries],
    )


def prune_entries(session: Session, *, before: datetime) -> int:
    """Forget entries older than a moment; returns how many."""
    found = session.connection().exec_driver_sql("DELETE FROM access_log WHERE at < ?", (stamp_of(before),))
    return int(found.rowcount)


def list_entries(session: Session, person: bytes | None = None, *, limit: int = 1_000) -> list[AccessEntry]:
    """Read the newest entries, of everybody or of one person."""
    where, values = ("WHERE a.person = ?", (person,)) if person is not None else ("", ())
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT a.at, a.canvasser, a.person, a.act, coalesce(c.name, '') FROM access_log a"
        f" LEFT JOIN canvasser c ON c.id = a.canvasser {where} ORDER BY a.at DESC, a.id DESC LIMIT ?",
        (*values, limit),
    )
    return [AccessEntry(moment_of(at), who, person, act, name) for at, who, person, act, name in rows]
