"""Why a door should not be given to somebody for a day: it was knocked, stands on a list, or is somebody else's."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from outreach_app.domain.assignments import Hindrance, Obstacle
from outreach_app.store import assignments, engine, sheets
from outreach_app.store.assignments import Assigned
from outreach_app.store.database import run
from outreach_app.store.withheld import SILENT

_KNOCKED = (
    "SELECT f.household, coalesce(c.name, '') FROM visit_fact f JOIN visit v ON v.number = f.visit"
    " LEFT JOIN canvasser c ON c.id = v.canvasser WHERE f.current AND f.visited_on = :day AND v.channel = 'door'"
    " ORDER BY v.made"
)


def find_obstacles(
    session: Session, doors: Collection[bytes], *, day: date, canvasser: bytes | None
) -> dict[bytes, Obstacle]:
    """Tell of doors that should not be given to somebody for a day why not; one on a list that is out stays there."""
    assigned = assignments.read_assigned(session, day, doors)
    teams = assignments.list_teams_of(session, canvasser, day)
    names = _read_names(session)
    found = {
        door: Obstacle(Hindrance.ASSIGNED, ", ".join(sorted(names.get(each, "?") for each in _list_who(who))))
        for door, who in assigned.items()
        if not who.is_for(canvasser, teams)
    }
    for sheet in sheets.list_open(session):
        found |= {
            door: Obstacle(Hindrance.ON_SHEET, sheet.canvasser_name, sheet.code)
            for door in sheet.households
            if door in doors
        }
    knocked = run(session, _KNOCKED, day=day.isoformat())
    found |= {door: Obstacle(Hindrance.KNOCKED, name) for door, name in knocked if door in doors}
    return found | {door: Obstacle(Hindrance.DO_NOT_CONTACT) for door in _list_closed(session, doors)}


def _list_who(who: Assigned) -> frozenset[bytes]:
    return who.canvassers or who.teams


def _read_names(session: Session) -> dict[bytes, str]:
    return {
        row[0]: row[1] for row in run(session, "SELECT id, name FROM canvasser UNION ALL SELECT id, name FROM team")
    }  # fmt: skip


def _list_closed(session: Session, doors: Collection[bytes]) -> list[bytes]:
    found = list[bytes]()
    for chunk in engine.in_chunks(sorted(doors), size=5_000):
        marks = engine.placeholders(len(chunk))
        statement = f"SELECT id FROM household WHERE (do_not_contact OR id IN {SILENT}) AND id IN ({marks})"
        found += [row[0] for row in engine.fetch_rows(session.connection(), statement, chunk)]
    return found
