"""Returns that somebody promised at the door and that nobody has kept yet, by who promised them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.store.database import run
from outreach_app.store.withheld import SILENT


@dataclass(frozen=True, slots=True)
class PromisedReturn:
    """A door with its village, the day that was promised, and the words written then."""

    household: bytes
    village: bytes
    on: date
    note: str


def list_promises(session: Session, canvasser: bytes) -> list[PromisedReturn]:
    """List the promises of one person that the last visit at the door still holds, oldest day first."""
    rows = run(
        session,
        "SELECT last.household, s.village, last.next_on, last.note FROM ("
        " SELECT f.household, t.next_on, t.next_step, t.note, t.canvasser,"
        "  row_number() OVER (PARTITION BY f.household ORDER BY t.visited_on DESC, t.made DESC) AS place"
        "  FROM visit_fact f JOIN visit t ON t.number = f.visit WHERE f.current"
        ") last JOIN household_state s ON s.household = last.household"
        " JOIN household h ON h.id = last.household"
        " WHERE last.place = 1 AND last.next_on IS NOT NULL AND last.next_step <> 'none'"
        f" AND NOT s.hidden AND NOT h.do_not_contact AND h.id NOT IN {SILENT} AND s.village IS NOT NULL"
        " AND coalesce((SELECT survivor FROM merged WHERE row = last.canvasser), last.canvasser) = :c"
        " ORDER BY last.next_on, h.code",
        c=canvasser,
    )
    return [
        PromisedReturn(bytes(row[0]), bytes(row[1]), date.fromisoformat(row[2]), row[3] or "") for row in rows
    ]
