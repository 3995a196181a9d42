"""People as the search for duplicates reads them from the store: row number, id, traits, and the names of their kin."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from outreach_app.domain import likeness
from outreach_app.domain.likeness import Traits
from outreach_app.domain.name_likeness import core_key, read_name
from outreach_app.store import engine

_BATCH = 5_000

_PEOPLE = (
    "SELECT p.number, p.id, p.name, p.sex, p.born, p.citizen_number, p.insurance_number, coalesce(p.phone, h.phone),"
    " p.relation, h.village, coalesce(m.survivor, p.household), h.register_key, h.address"
    " FROM person p LEFT JOIN merged m ON m.row = p.household"
    " LEFT JOIN household h ON h.id = coalesce(m.survivor, p.household)"
    " WHERE p.removed IS NULL AND p.id NOT IN (SELECT row FROM merged)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as the search sees one: row number, id and traits."""

    number: int
    id: bytes
    traits: Traits


def read_candidates(session: Session, numbers: Iterable[int]) -> dict[int, Candidate]:
    """Read people by row number, ready for comparing; who was removed or gave way to another is left out."""
    found: dict[int, Candidate] = {}
    for chunk in engine.in_chunks(sorted(numbers), size=_BATCH):
        statement = f"{_PEOPLE} AND p.number IN ({engine.placeholders(len(chunk))})"
        for row in engine.fetch_rows(session.connection(), statement, chunk):
            found[row[0]] = Candidate(row[0], row[1], _make_traits(row))
    return found


def walk_candidates(session: Session, after: int, last: int) -> Iterator[tuple[int, Traits]]:
    """Read everybody whose row number lies behind `after`, `last` included, some thousand at a time."""
    statement = f"{_PEOPLE} AND p.number > ? AND p.number <= ? ORDER BY p.number"
    for low in range(after, last, _BATCH):
        rows = engine.fetch_rows(session.connection(), statement, (low, min(low + _BATCH, last)))
        for row in rows:
            yield row[0], _make_traits(row)


def read_kin(session: Session, homes: Collection[bytes]) -> dict[object, list[str]]:
    """Read the core names of everybody in these households."""
    found: dict[object, list[str]] = defaultdict(list)
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT household, name FROM person WHERE removed IS NULL"
            f" AND household IN ({engine.placeholders(len(chunk))})",
            chunk,
        )
        for home, name in rows:
            found[home].append(core_key(read_name(name)))
    return found


def _make_traits(row: Sequence[Any]) -> Traits:
    return likeness.make_traits(
        row[2], sex=row[3], born=row[4], citizen=row[5], insurance=row[6], phone=row[7], relation=row[8],
        village=row[9], home=row[10], home_key=row[11], address=row[12] or "",
    )  # fmt: skip
