"""Who looked at, printed, exported or searched for a person on this machine: local rows of ids, never a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.store.engine import sqlite


class AccessAct(StrEnum):
    """What was done with somebody's data."""

    OPENED = "opened"
    EXPORTED = "exported"
    PRINTED = "printed"
    SEARCHED = "searched"


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One look: when, by whom (row id of who was working), at whom, what."""

    at: datetime
    canvasser: bytes | None
    person: bytes
    act: str
    canvasser_name: str = ""


def write_entries(session: Session, entries: Iterable[AccessEntry]) -> None:
    """Write entries down."""
    sqlite.run_many(
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
    rows = sqlite.fetch_rows(
        session.connection(),
        "SELECT a.at, a.canvasser, a.person, a.act, coalesce(c.name, '') FROM access_log a"
        f" LEFT JOIN canvasser c ON c.id = a.canvasser {where} ORDER BY a.at DESC, a.id DESC LIMIT ?",
        (*values, limit),
    )
    return [AccessEntry(moment_of(at), who, person, act, name) for at, who, person, act, name in rows]
