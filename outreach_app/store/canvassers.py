"""People who work at the doors, and their teams."""

from sqlmodel import Session

from outreach_app.domain.rows import CanvasserRow
from outreach_app.store.database import run, run_one

_SELECT = "SELECT id, name, role, phone, agency, team, code, ends_on, agency_kind, duty FROM canvasser"


def list_canvassers(session: Session, *, with_removed: bool = False) -> list[CanvasserRow]:
    """List everybody who works here, by name; who was taken off the list only when asked for."""
    where = "" if with_removed else " WHERE removed IS NULL"
    return [CanvasserRow(*row) for row in run(session, f"{_SELECT}{where} ORDER BY name, made, id")]


def read_canvasser(session: Session, canvasser: bytes) -> CanvasserRow | None:
    """Read one person by id."""
    row = run_one(session, f"{_SELECT} WHERE id = :id", id=canvasser)
    return CanvasserRow(*row) if row else None


def list_teams(session: Session) -> list[str]:
    """List the names of the teams."""
    return [
        row[0] for row in run(session, "SELECT name FROM team WHERE removed IS NULL ORDER BY name, made, id")
    ]


def read_team_name(session: Session, team: bytes | None = None) -> str:
    """Name a team, or the only team there is; empty when there is none or several."""
    rows = run(session, "SELECT id, name FROM team WHERE removed IS NULL")
    chosen = [row[1] for row in rows if team is None or row[0] == team]
    return chosen[0] if len(chosen) == 1 else ""
