"""What has come of one machine's own entries: visits by day, the newest entry, its open visit lists, holes."""

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.lost_days import Arrived
from outreach_app.domain.seen import Seen
from outreach_app.store import engine, seen
from outreach_app.store.tables import REPLICATED

_HIGHEST = b"\xff" * 8
_VISITS = """
SELECT v.visited_on, count(*) FROM visit v JOIN visit_fact f ON f.visit = v.number
WHERE v.id > ? AND v.id <= ? AND f.current GROUP BY v.visited_on
"""
_LISTS = "SELECT code FROM sheet WHERE id > ? AND id <= ? AND finished_on IS NULL AND removed IS NULL ORDER BY code"


def read_arrived(session: Session, incarnation: bytes) -> Arrived:
    """Read what is here of the entries that a machine made under one incarnation."""
    connection, own = session.connection(), (incarnation, incarnation + _HIGHEST)
    newest = max(
        engine.fetch_rows(
            connection, f'SELECT coalesce(max(made), 0) FROM "{table}" WHERE id > ? AND id <= ?', own
        )[0][0]
        for table in REPLICATED
    )
    refused = engine.fetch_rows(
        connection, "SELECT seq FROM turned_away WHERE incarnation = ?", (incarnation,)
    )
    known = seen.read_seen(session).get(incarnation, Seen()).add(row[0] for row in refused)
    return Arrived(
        dict(engine.fetch_rows(connection, _VISITS, own)),
        moment_of(newest) if newest else None,
        sum(high - low + 1 for low, high in known.gaps),
        tuple(row[0] for row in engine.fetch_rows(connection, _LISTS, own)),
    )
