"""Reading both rows of waiting pairs with what stands around them, many in one pass."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from outreach_app.domain.duplicates import COMPARED
from outreach_app.store import engine
from outreach_app.store.withheld import SHOWN_CATEGORY

_AROUND = "h.id, h.code, coalesce(s.head_name, ''), coalesce(v.name, '')"
_HOME = "LEFT JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village"
_STATEMENTS = {
    "person": (
        f"SELECT t.id, t.made, t.author, {_AROUND}, t.name, t.sex, t.born, t.relation, t.citizen_number,"
        " t.insurance_number, t.phone FROM person t LEFT JOIN merged m ON m.row = t.household"
        f" LEFT JOIN household h ON h.id = coalesce(m.survivor, t.household) {_HOME}"
    ),
    "household": (
        f"SELECT h.id, h.made, h.author, {_AROUND}, s.head_name, s.members, h.address, h.neighbour_group,"
        f" h.register_key, h.phone, {SHOWN_CATEGORY} FROM household h {_HOME}"
    ),
}
"""Id, stamp, author and household of a row, then its compared fields in their order."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row of a pair: its household and where that stands, and the compared values as text."""

    id: bytes
    made: int
    author: bytes | None
    household: bytes
    code: str
    head: str
    village_name: str
    values: Mapping[str, str]


def read_sides(session: Session, subject: str, rows: Collection[bytes]) -> dict[bytes, SideRow]:
    """Read rows of one subject, 'person' or 'household', by id."""
    found: dict[bytes, SideRow] = {}
    alias = "t" if subject == "person" else "h"
    for chunk in engine.in_chunks(rows):
        statement = f"{_STATEMENTS[subject]} WHERE {alias}.id IN ({engine.placeholders(len(chunk))})"
        for row in engine.fetch_rows(session.connection(), statement, chunk):
            found[row[0]] = _make_side(subject, row)
    return found


def _make_side(subject: str, row: Sequence[Any]) -> SideRow:
    values = {n: str(v) if v is not None else "" for n, v in zip(COMPARED[subject], row[7:], strict=True)}
    return SideRow(row[0], row[1], row[2], row[3] or b"", row[4] or "", row[5], row[6], values)


def read_places(session: Session, homes: Collection[bytes]) -> dict[bytes, dict[str, object]]:
    """Read what comparing needs of households: village, number on the list, phone and address."""
    names = ("village", "register_key", "phone", "address")
    found: dict[bytes, dict[str, object]] = {}
    for chunk in engine.in_chunks(homes, size=5_000):
        statement = (
            f"SELECT id, {', '.join(names)} FROM household WHERE id IN ({engine.placeholders(len(chunk))})"
        )
        for row in engine.fetch_rows(session.connection(), statement, chunk):
            found[row[0]] = dict(zip(names, row[1:], strict=True))
    return found
