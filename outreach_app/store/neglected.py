"""Doors where nobody has been for long."""

from datetime import date

from sqlmodel import Session

from outreach_app.store.database import run


def count_neglected(session: Session, since: date) -> dict[bytes, int]:
    """Count by village the households that nobody has visited on a day or after it; never visited is among them."""
    rows = run(
        session,
        "SELECT village, count(*) FROM household_state WHERE NOT hidden AND village IS NOT NULL"
        " AND coalesce(last_visit, '') < :since GROUP BY village",
        since=since.isoformat(),
    )
    return {row[0]: int(row[1]) for row in rows}
