"""What matching a list against the workspace needs to know, read in few passes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.text import fold
from outreach_app.store import engine
from outreach_app.store.households import make_person
from outreach_app.store.local_tables import ListImport, Stretch

_PERSON = (
    "SELECT p.id, p.household, p.name, p.relation, p.sex, p.born, p.citizen_number, p.insurance_number, p.phone,"
    " p.away, p.deceased, p.do_not_contact, h.village FROM person p JOIN household h ON h.id = p.household"
    " WHERE p.removed IS NULL AND h.removed IS NULL"
)
_HOME = (
    "SELECT id, village, register_key, category, address, neighbour_group, phone FROM household"
    " WHERE removed IS NULL"
)


@dataclass(frozen=True, slots=True)
class KnownHome:
    """A household as matching sees it; `number` is an earlier list's number for it."""

    id: bytes
    village: bytes | None
    number: str | None
    category: str
    address: str
    neighbour_group: str
    phone: str | None


@dataclass(slots=True)
class Known:
    """People who may be on the list already: by number, and by village and folded name; households with members."""

    people: dict[bytes, PersonRow] = field(default_factory=dict)
    homes: dict[bytes, KnownHome] = field(default_factory=dict)
    members: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    by_citizen: dict[str, bytes] = field(default_factory=dict)
    by_insurance: dict[str, bytes] = field(default_factory=dict)
    by_name: dict[tuple[bytes, str], list[bytes]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[tuple[bytes, str], bytes] = field(default_factory=dict)
    covered: set[tuple[bytes, str]] = field(default_factory=set)

    def take(self, person: PersonRow, village: bytes) -> None:
        """Learn of one more person."""
        self.people[person.id] = person
        self.members[person.household].append(person.id)
        if person.citizen_number:
            self.by_citizen.setdefault(person.citizen_number, person.id)
        if person.insurance_number:
            self.by_insurance.setdefault(person.insurance_number, person.id)
        self.by_name[village, fold(person.name)].append(person.id)

    def take_home(self, home: KnownHome) -> None:
        """Learn of one more household."""
        self.homes[home.id] = home
        if home.number and home.village is not None:
            self.by_number.setdefault((home.village, home.number), home.id)


def read_known(
    session: Session,
    villages: Collection[bytes],
    *,
    citizen_numbers: Collection[str],
    insurance_numbers: Collection[str],
) -> Known:
    """Read everybody of these villages, and whoever elsewhere carries one of these numbers."""
    known = Known()
    for home in _read_in(session, f"{_HOME} AND village IN ({{marks}}) ORDER BY number", villages):
        known.take_home(KnownHome(*home))
    for column, values in (
        ("h.village", villages),
        ("p.citizen_number", citizen_numbers),
        ("p.insurance_number", insurance_numbers),
    ):
        for row in _read_in(session, f"{_PERSON} AND {column} IN ({{marks}}) ORDER BY p.number", values):
            if row[0] not in known.people:
                known.take(make_person(row), row[12])
    covers = "SELECT person, ends FROM membership WHERE removed IS NULL AND person IN ({marks})"
    known.covered = {(row[0], row[1] or "") for row in _read_in(session, covers, known.people)}
    return known


def _read_in(session: Session, statement: str, values: Collection[object]) -> Iterator[Sequence[Any]]:
    # No index leads to a whole number, so every chunk is a pass over all people: few large ones.
    for chunk in engine.in_chunks(values, size=30_000):
        marks = engine.placeholders(len(chunk))
        yield from engine.fetch_rows(session.connection(), statement.format(marks=marks), chunk)


def find_import(session: Session, file_hash: bytes) -> datetime | None:
    """Tell when a file with exactly these bytes was brought in before, unless that was taken back since."""
    undone = select(Stretch.id).where(Stretch.undone == True)  # noqa: E712
    earlier = select(ListImport).where(ListImport.hash == file_hash, ListImport.id.not_in(undone))  # type: ignore[attr-defined]
    found = session.exec(earlier).first()
    return moment_of(found.made_at) if found else None


def list_imports(session: Session) -> list[ListImport]:
    """List what was brought in, newest first."""
    return list(session.exec(select(ListImport).order_by(ListImport.made_at.desc())).all())  # type: ignore[attr-defined]


def add_import(session: Session, row: ListImport) -> None:
    """Remember that a file was brought in."""
    session.add(row)
    session.flush()
