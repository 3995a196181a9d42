"""What differences between machines are about: whose rows, which machines, who wrote, and on which visit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.store import engine, machines, settings

_SUBJECTS = {
    "household": "SELECT h.id, h.id, s.head_name FROM household h LEFT JOIN household_state s ON s.household = h.id"
    " WHERE h.id",
    "person": "SELECT id, household, name FROM person WHERE id",
    "membership": "SELECT m.id, p.household, p.name FROM membership m LEFT JOIN person p ON p.id = m.person WHERE m.id",
    "prospect": "SELECT r.id, r.household, p.name FROM prospect r LEFT JOIN person p ON p.id = r.person WHERE r.id",
    "enrolment": "SELECT e.id, e.household, p.name FROM enrolment e LEFT JOIN person p ON p.id = e.person WHERE e.id",
    "village": "SELECT id, NULL, name FROM village WHERE id",
    "team": "SELECT id, NULL, name FROM team WHERE id",
    "canvasser": "SELECT id, NULL, name FROM canvasser WHERE id",
    "sheet": "SELECT id, NULL, code FROM sheet WHERE id",
    "team_member": "SELECT m.id, NULL, c.name FROM team_member m LEFT JOIN canvasser c ON c.id = m.canvasser"
    " WHERE m.id",
    "trusted_person": "SELECT id, NULL, name FROM trusted_person WHERE id",
    "assignment": "SELECT a.id, a.household, coalesce(c.name, t.name, '') FROM assignment a"
    " LEFT JOIN canvasser c ON c.id = a.canvasser LEFT JOIN team t ON t.id = a.team WHERE a.id",
    "meeting": "SELECT id, NULL, topic FROM meeting WHERE id",
    "meeting_guest": "SELECT g.id, g.household, coalesce(p.name, c.name, b.name, '') FROM meeting_guest g"
    " LEFT JOIN person p ON p.id = g.person LEFT JOIN canvasser c ON c.id = g.canvasser"
    " LEFT JOIN committee_member b ON b.id = g.committee_member WHERE g.id",
    "difficulty": "SELECT d.id, NULL, coalesce(v.name, '') FROM difficulty d LEFT JOIN village v ON v.id = d.village"
    " WHERE d.id",
    "committee": "SELECT id, NULL, decision FROM committee WHERE id",
    "committee_member": "SELECT id, NULL, name FROM committee_member WHERE id",
    "report_recipient": "SELECT id, NULL, name FROM report_recipient WHERE id",
}
"""Row, household and name of what is called by its own name, table by table."""


@dataclass(frozen=True, slots=True)
class Home:
    """The household a difference belongs to, as far as it has arrived."""

    id: bytes
    code: str
    head: str
    village: bytes | None
    village_name: str


@dataclass(frozen=True, slots=True)
class Device:
    """A machine that wrote under some incarnation, as the office named it."""

    name: str
    own: bool = False
    is_office: bool = False


def read_subjects(
    session: Session, rows: Iterable[tuple[str, bytes]]
) -> dict[tuple[str, bytes], tuple[bytes | None, str]]:
    """Read of rows (table, id) the household they belong to and what they are called; unknown ones are absent."""
    by_table: dict[str, set[bytes]] = defaultdict(set)
    for table, row in rows:
        by_table[table].add(row)
    found: dict[tuple[str, bytes], tuple[bytes | None, str]] = {}
    for table, ids in by_table.items():
        if table in _SUBJECTS:
            for row, household, name in _read_in(session, _SUBJECTS[table], ids):
                found[table, row] = (household, name or "")
    return found


def read_homes(session: Session, households: Collection[bytes]) -> dict[bytes, Home]:
    """Read code, head and village of households, removed ones too."""
    statement = (
        "SELECT h.id, h.code, coalesce(s.head_name, ''), h.village, coalesce(v.name, '') FROM household h"
        " LEFT JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village WHERE h.id"
    )
    return {row[0]: Home(*row) for row in _read_in(session, statement, households)}


def read_names(session: Session, rows: Collection[bytes]) -> dict[bytes, str]:
    """Read what rows of any kind are called that a field may point to: households by code, the others by name."""
    found: dict[bytes, str] = {}
    for table, column in (("household", "code"), ("person", "name"), ("village", "name"), ("team", "name")):
        named = _read_in(session, f"SELECT id, {column} FROM {table} WHERE id", rows)
        found |= {row[0]: row[1] for row in named}
    return found


def read_authors(session: Session, authors: Collection[bytes]) -> dict[bytes, str]:
    """Read the names of people who wrote."""
    rows = _read_in(session, "SELECT id, name FROM canvasser WHERE id", authors)
    return {row[0]: row[1] for row in rows}


def read_devices(session: Session) -> dict[bytes, Device]:
    """Read which machine wrote under which incarnation, as far as files have told."""
    machine, connection = settings.read_machine(session), session.connection()
    found: dict[bytes, Device] = {}
    for incarnation, name, kind in connection.exec_driver_sql(
        "SELECT DISTINCT f.incarnation, coalesce(p.name, ''), f.kind FROM in_file f LEFT JOIN peer p ON p.id = f.peer"
        " WHERE f.incarnation IS NOT NULL"
    ):
        from_office = kind == "return"
        found[incarnation] = Device(machine.office_name if from_office else name, is_office=from_office)
    peers = connection.exec_driver_sql("SELECT incarnation, name FROM peer WHERE incarnation IS NOT NULL")
    for incarnation, name in peers:
        found.setdefault(incarnation, Device(name))
    for incarnation, (_, name) in machines.read_machines(session).items():
        if not found.get(incarnation, Device("")).name:
            found[incarnation] = Device(name)
    former = [row[0] for row in connection.exec_driver_sql("SELECT DISTINCT incarnation FROM out_file")]
    own = Device(machine.device_name or machine.office_name, own=True, is_office=machine.role == "office")
    return found | dict.fromkeys([*former, machine.incarnation], own)


def read_visit_days(session: Session, households: Collection[bytes]) -> set[tuple[bytes, bytes, date]]:
    """Read on which days which incarnation logged a visit at these households."""
    rows = _read_in(session, "SELECT household, id, made FROM visit WHERE household", households)
    return {(household, visit[:8], moment_of(made).date()) for household, visit, made in rows}


def read_merged_rows(session: Session, *, limit: int) -> list[tuple[str, bytes]]:
    """List the rows whose fields stand as different machines edited them, the latest first."""
    rows = session.connection().exec_driver_sql(
        "SELECT tbl, row FROM head GROUP BY tbl, row"
        " HAVING count(DISTINCT incarnation) > 1 AND count(DISTINCT field) > 1 ORDER BY max(time) DESC LIMIT ?",
        (limit,),
    )
    return [(row[0], row[1]) for row in rows]


def _read_in(session: Session, statement: str, ids: Collection[bytes]) -> Iterator[Sequence[Any]]:
    for chunk in engine.in_chunks(ids, size=5_000):
        marks = engine.placeholders(len(chunk))
        yield from engine.fetch_rows(session.connection(), f"{statement} IN ({marks})", chunk)
