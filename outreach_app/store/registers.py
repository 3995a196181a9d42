"""What matching a list against the workspace needs to know, read in few passes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.text import fold
from outreach_app.store.engine import sqlite
from outreach_app.store.households import make_person
from outreach_app.store.tables import ListImport

_PERSON = (
    "SELECT p.id, p.household, p.name, p.relation, p.sex, p.born, p.citizen_number, p.insurance_number, p.phone,"
    " p.away, p.deceased, p.do_not_contact, h.village FROM person p JOIN household h ON h.id = p.household"
    " WHERE p.removed IS NULL AND p.merged_into IS NULL AND h.removed IS NULL"
)


@dataclass(slots=True)
class Known:
    """People who may be on the list already: by number, and by village and folded name; households by list number."""

    people: dict[bytes, PersonRow] = field(default_factory=dict)
    by_citizen: dict[str, bytes] = field(default_factory=dict)
    by_insurance: dict[str, bytes] = field(default_factory=dict)
    by_name: dict[tuple[bytes, str], list[bytes]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[tuple[bytes, str], bytes] = field(default_factory=dict)
    covered: set[tuple[bytes, str]] = field(default_factory=set)

    def take(self, person: PersonRow, village: bytes) -> None:
        """Learn of one more person."""
        self.people[person.id] = person
        if person.citizen_number:
            self.by_citizen.setdefault(person.citizen_number, person.id)
        if person.insurance_number:
            self.by_insurance.setdefault(person.insurance_number, person.id)
        self.by_name[village, fold(person.name)].append(person.id)


def read_known(
    session: Session,
    villages: Collection[bytes],
    *,
    citizen_numbers: Collection[str],
    insurance_numbers: Collection[str],
) -> Known:
    """Read everybody of these villages, and whoever elsewhere carries one of these numbers."""
    known = Known()
    connection = session.connection()
    for column, values in (
        ("h.village", list(villages)),
        ("p.citizen_number", list(citizen_numbers)),
        ("p.insurance_number", list(insurance_numbers)),
    ):
        for chunk in sqlite.in_chunks(values, size=5_000):
            rows = connection.exec_driver_sql(
                f"{_PERSON} AND {column} IN ({sqlite.placeholders(len(chunk))})", tuple(chunk)
            )
            for row in rows:
                if row[0] not in known.people:
                    known.take(make_person(row), row[12])
    for chunk in sqlite.in_chunks(villages, size=5_000):
        marks = sqlite.placeholders(len(chunk))
        for row in connection.exec_driver_sql(
            "SELECT village, register_key, id FROM household WHERE register_key IS NOT NULL AND removed IS NULL"
            f" AND village IN ({marks})",
            tuple(chunk),
        ):
            known.by_number.setdefault((row[0], row[1]), row[2])
        for row in connection.exec_driver_sql(
            "SELECT m.person, m.ends FROM membership m JOIN person p ON p.id = m.person"
            f" JOIN household h ON h.id = p.household WHERE m.removed IS NULL AND h.village IN ({marks})",
            tuple(chunk),
        ):
            known.covered.add((row[0], row[1] or ""))
    return known


def find_import(session: Session, file_hash: bytes) -> datetime | None:
    """Tell when a file with exactly these bytes was brought in before."""
    found = session.exec(select(ListImport).where(ListImport.hash == file_hash)).first()
    return moment_of(found.made_at) if found else None


def list_imports(session: Session) -> list[ListImport]:
    """List what was brought in, newest first."""
    return list(session.exec(select(ListImport).order_by(ListImport.made_at.desc())).all())  # type: ignore[attr-defined]


def add_import(session: Session, row: ListImport) -> None:
    """Remember that a file was brought in."""
    session.add(row)
    session.flush()
