"""Teams with their members, as they stand."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from outreach_app.domain.teams import AgencyKind, Duty, MemberRow, Part, TeamKind, TeamRow
from outreach_app.domain.text import sort_key
from outreach_app.store import engine
from outreach_app.store.database import run
from outreach_app.store.households import read_date

_TEAMS = "SELECT id, name, kind, commune_code, starts_on, ends_on FROM team WHERE removed IS NULL"
_MEMBERS = (
    "SELECT m.id, m.team, m.canvasser, coalesce(c.name, ''), m.part, m.leads, c.phone, coalesce(c.agency, ''),"
    " c.agency_kind, c.duty, m.starts_on, m.ends_on FROM team_member m LEFT JOIN canvasser c ON c.id = m.canvasser"
    " WHERE m.removed IS NULL AND m.team IS NOT NULL AND m.canvasser IS NOT NULL"
)
_PARTS = tuple(Part)


def list_teams(session: Session) -> list[TeamRow]:
    """List the teams by name, each with everybody who is, was or will be in it."""
    members: dict[bytes, list[MemberRow]] = defaultdict(list)
    for row in run(session, _MEMBERS):
        member = _make_member(row)
        members[member.team].append(member)
    return [
        TeamRow(
            row[0], row[1], TeamKind.SHOCK if row[2] == TeamKind.SHOCK else TeamKind.THREE_PART, row[3],
            read_date(row[4]), read_date(row[5]), tuple(sorted(members[row[0]], key=_place)),
        )
        for row in run(session, f"{_TEAMS} ORDER BY name, made, id")
    ]  # fmt: skip


def read_team(session: Session, team: bytes) -> TeamRow | None:
    """Read one team."""
    return next((each for each in list_teams(session) if each.id == team), None)


def read_member(session: Session, member: bytes) -> MemberRow | None:
    """Read one place in a team."""
    rows = run(session, f"{_MEMBERS} AND m.id = :id", id=member)
    return _make_member(rows[0]) if rows else None


def are_foreign(
    session: Session, named: Collection[bytes], *, member: bytes | None = None, area: Collection[bytes]
) -> bool:
    """Tell whether one of these teams, or that of a known member, is surely of a commune no village of the area is of.

    Codes are compared within one vintage only; a team that is not known here may be of any commune.
    """
    connection = session.connection()
    wanted = set(named)
    if member is not None:
        rows = engine.fetch_rows(connection, "SELECT team FROM team_member WHERE id = ?", (member,))
        wanted.update(row[0] for row in rows if row[0])
    told: set[tuple[str, str]] = set()
    for chunk in engine.in_chunks(sorted(area)):
        marks = engine.placeholders(len(chunk))
        told.update(
            engine.fetch_rows(
                connection, f"SELECT commune_vintage, commune_code FROM village WHERE id IN ({marks})", chunk
            )
        )
    vintages = {vintage for vintage, _ in told}
    marks = engine.placeholders(len(wanted))
    rows = engine.fetch_rows(
        connection, f"SELECT commune_vintage, commune_code FROM team WHERE id IN ({marks})", sorted(wanted)
    )
    return any(row[1] and row[0] in vintages and tuple(row) not in told for row in rows)


def _make_member(row: Any) -> MemberRow:
    # A word that a newer program wrote is shown as 'other', or not at all.
    return MemberRow(
        row[0], row[1], row[2], row[3], Part(row[4]) if row[4] in _PARTS else Part.OTHER, bool(row[5]), row[6], row[7],
        AgencyKind(row[8]) if row[8] in tuple(AgencyKind) else None, Duty(row[9]) if row[9] in tuple(Duty) else None,
        read_date(row[10]), read_date(row[11]),
    )  # fmt: skip


def _place(member: MemberRow) -> tuple[bool, int, str]:
    return not member.leads, _PARTS.index(member.part), sort_key(member.name)
