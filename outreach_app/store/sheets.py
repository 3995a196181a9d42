"""Printed visit lists as stored."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.store.database import run, run_one
from outreach_app.store.derived import code_key
from outreach_app.store.packing import unpack


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet's own columns; `reasons` holds one [reason key, detail] pair per household."""

    id: bytes
    code: str
    village: bytes | None
    day: date
    canvasser: bytes | None
    canvasser_name: str
    households: tuple[bytes, ...]
    reasons: tuple[tuple[str | None, str], ...]
    finished_on: date | None


_SELECT = (
    "SELECT s.id, s.code, s.village, s.day, s.canvasser, coalesce(c.name, ''), s.households, s.reasons, s.finished_on"
    " FROM sheet s LEFT JOIN canvasser c ON c.id = s.canvasser"
)


def find_sheet(session: Session, code: str) -> StoredSheet | None:
    """Find a sheet by its code, whatever the hyphens and letter size."""
    found = [
        row
        for row in run(session, f"{_SELECT} WHERE s.removed IS NULL")
        if code_key(row[1]) == code_key(code)
    ]
    return _make(found[-1]) if found else None


def read_sheet(session: Session, sheet: bytes) -> StoredSheet | None:
    """Read one sheet by id."""
    row = run_one(session, f"{_SELECT} WHERE s.id = :id", id=sheet)
    return _make(row) if row else None


def list_open(session: Session) -> list[StoredSheet]:
    """List the sheets that were not finished, oldest day first."""
    return [
        _make(row)
        for row in run(
            session, f"{_SELECT} WHERE s.finished_on IS NULL AND s.removed IS NULL ORDER BY s.day, s.code"
        )
    ]


def count_of_day(session: Session, day: date) -> int:
    """Count the sheets made for a day, for numbering the next one."""
    row = run_one(session, "SELECT count(*) FROM sheet WHERE day = :d", d=day.isoformat())
    return int(row[0]) if row else 0


def _make(row: Any) -> StoredSheet:
    reasons = tuple((reason, detail) for reason, detail in unpack(row[7])) if row[7] else ()
    households = tuple(bytes(id) for id in unpack(row[6])) if row[6] else ()
    finished = date.fromisoformat(row[8]) if row[8] else None
    return StoredSheet(
        row[0], row[1], row[2], date.fromisoformat(row[3]), row[4], row[5], households, reasons, finished
    )
