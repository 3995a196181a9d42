"""Where people work on a day: the villages they, or the teams they are in, are sent to."""

from collections import defaultdict
from datetime import date

from sqlmodel import Session

from outreach_app.store.database import run

_SENT = (
    "SELECT a.canvasser, a.team, a.village FROM assignment a WHERE a.removed IS NULL AND a.village IS NOT NULL"
    " AND a.starts_on <= :day AND (a.ends_on IS NULL OR a.ends_on >= :day)"
)


def read_sent(session: Session, day: date) -> dict[bytes, set[bytes]]:
    """Read to which villages canvassers and teams are sent on a day, by their id."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for canvasser, team, village in run(session, _SENT, day=day.isoformat()):
        for who in (canvasser, team):
            if who is not None:
                found[who].add(village)
    return found
