"""What entering people of a list into the register looks out for: households with a head, and with somebody erased."""

from sqlmodel import Session

from outreach_app.store.database import run


def read_headed_homes(session: Session) -> frozenset[bytes]:
    """Read the households that have a head among those who live there."""
    statement = "SELECT household FROM person WHERE removed IS NULL AND relation = 'head'"
    return frozenset(row[0] for row in run(session, statement))


def read_erased_homes(session: Session) -> dict[bytes, int]:
    """Count the people who were erased, by their household; those who gave way to another are no second person."""
    statement = "SELECT household, count(*) FROM person WHERE removed = 'erased' GROUP BY household"
    return {row[0]: row[1] for row in run(session, statement)}
