"""Neighbour groups: a text that households of a village share."""

from collections.abc import Collection

from sqlmodel import Session

from outreach_app.store import engine
from outreach_app.store.database import run


def list_groups(session: Session, village: bytes) -> list[tuple[str, int]]:
    """List the groups of a village with their doors; the empty name stands for doors in none, and comes last."""
    rows = run(
        session,
        "SELECT h.neighbour_group, count(*) FROM household_state s JOIN household h ON h.id = s.household"
        " WHERE NOT s.hidden AND s.village = :v GROUP BY h.neighbour_group"
        " ORDER BY h.neighbour_group = '', h.neighbour_group",
        v=village,
    )
    return [(row[0], row[1]) for row in rows]


def list_households(session: Session, village: bytes, group: str) -> list[bytes]:
    """List the households of one group, those that gave way to others as well."""
    rows = run(
        session, "SELECT id FROM household WHERE village = :v AND neighbour_group = :g", v=village, g=group
    )
    return [row[0] for row in rows]


def list_assignments(session: Session, village: bytes, group: str) -> list[bytes]:
    """List the assignments of one group."""
    rows = run(
        session,
        "SELECT id FROM assignment WHERE village = :v AND neighbour_group = :g AND household IS NULL"
        " AND removed IS NULL",
        v=village,
        g=group,
    )
    return [row[0] for row in rows]


def read_groups(session: Session, village: bytes, households: Collection[bytes]) -> dict[bytes, str]:
    """Tell of those of these households that lie in a village in which group they are."""
    found: dict[bytes, str] = {}
    for chunk in engine.in_chunks(sorted(households), size=5_000):
        marks = engine.placeholders(len(chunk))
        statement = f"SELECT id, neighbour_group FROM household WHERE village = ? AND id IN ({marks})"
        found.update(engine.fetch_rows(session.connection(), statement, (village, *chunk)))
    return found
