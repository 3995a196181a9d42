"""What sign-ups and covers tell, read in few passes for the reports: who joined, who went on, who is covered."""

from typing import Any

from sqlmodel import Session

from outreach_app.domain.periods import Period
from outreach_app.store.engine import sqlite

_HOME = (
    " JOIN person p ON p.id = coalesce((SELECT m.survivor FROM merged m WHERE m.row = {0}.person), {0}.person)"
    " JOIN household h ON h.id = p.household WHERE {0}.removed IS NULL AND p.removed IS NULL"
)
_SIGN_UPS = (
    "SELECT p.id, e.scheme, e.kind, h.village, e.canvasser FROM enrolment e"
    f"{_HOME.format('e')} AND e.signed_on BETWEEN ? AND ? ORDER BY e.signed_on, e.made, e.id"
)
_LISTED = (
    f"SELECT p.id, h.village, t.scheme, t.starts, t.ends, p.deceased FROM membership t{_HOME.format('t')}"
)
_SIGNED = (
    "SELECT p.id, h.village, e.scheme, e.first_month, e.months, e.kind, p.deceased FROM enrolment e"
    f"{_HOME.format('e')} AND e.months > 0"
)


def read_sign_ups(session: Session, within: Period) -> list[tuple[Any, ...]]:
    """Read the sign-ups of a period: person, scheme, kind, village, canvasser; those taken back are none."""
    bound = (within.first.isoformat(), within.last.isoformat())
    return sqlite.fetch_rows(session.connection(), _SIGN_UPS, bound)


def read_listed(session: Session) -> list[tuple[Any, ...]]:
    """Read the periods that lists told of: person, village, scheme, first and last day in ISO form or nil, dead."""
    return sqlite.fetch_rows(session.connection(), _LISTED)


def read_signed(session: Session) -> list[tuple[Any, ...]]:
    """Read the months that sign-ups pay for: person, village, scheme, first month (YYYY-MM), months, kind, dead."""
    return sqlite.fetch_rows(session.connection(), _SIGNED)
