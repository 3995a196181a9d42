"""Everything that is held about one person, table by table as stored: what a copy of somebody's data is made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from outreach_app.store import engine, journal, merged
from outreach_app.store.tables import REPLICATED, TableSpec

Row = dict[str, object]
"""Field by field; ids as bytes, packed fields as lists."""

_AFTER_SIGN_UP = ("receipt", "dossier_state")


def read_everything(session: Session, person: bytes) -> dict[str, list[Row]]:
    """Read every row about a person or about rows that gave way to it, by table; the household's own row as well.

    Tables that name people join by themselves: every table with a field `person`, and visits that name them inside.
    """
    survivor = merged.read_survivor(session, person)
    family = sorted({survivor, *merged.read_absorbed(session, (survivor,))})
    found = {"person": _read(session, "person", "id", family)}
    homes = {row["household"] for row in found["person"] if isinstance(row["household"], bytes)}
    found["household"] = _read(session, "household", "id", homes)
    for name, spec in REPLICATED.items():
        if "person" in spec.fields and name != "erasure":
            found[name] = _read(session, name, "person", family)
    found["visit"] = [row for each in family for row in _read_visits(session, each)]
    signed = [row["id"] for row in found["enrolment"]]
    for name in _AFTER_SIGN_UP:
        found[name] = _read(session, name, "enrolment", signed)
    return {name: rows for name, rows in found.items() if rows}


def _read(session: Session, table: str, field: str, wanted: Iterable[object]) -> list[Row]:
    spec = REPLICATED[table]
    rows: list[Row] = []
    for chunk in engine.in_chunks(wanted):
        where = f"{field} IN ({engine.placeholders(len(chunk))})"
        rows += _fetch(session, spec, where, chunk)
    return rows


def _read_visits(session: Session, person: bytes) -> list[Row]:
    # An id stands in a packed list as it is; of a visit only what was told of this person is handed out.
    rows = _fetch(
        session, REPLICATED["visit"], "instr(outcomes, ?) > 0 OR instr(met, ?) > 0 OR instr(lapses, ?) > 0",
        (person,) * 3,
    )  # fmt: skip
    return [_keep_own(row, person) for row in rows]


def _keep_own(row: Row, person: bytes) -> Row:
    outcomes: Any = row["outcomes"] or []
    met: Any = row["met"] or []
    lapses: Any = row["lapses"] or []
    others = {each[0] for each in (*outcomes, *lapses)} | set(met)
    row["outcomes"] = [list(each[1:]) for each in outcomes if each[0] == person]
    row["lapses"] = [list(each[1:]) for each in lapses if each[0] == person]
    row["met"] = person in met
    if others - {person}:
        row["met_others"] = ""
    return row


def _fetch(session: Session, spec: TableSpec, where: str, values: Iterable[object]) -> list[Row]:
    columns = ", ".join(("id", *spec.fields))
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT {columns} FROM {spec.name} WHERE {where} ORDER BY made, id",
        tuple(values),
    )
    return [
        {
            "id": row[0],
            **{n: journal.from_column(spec, n, value) for n, value in zip(spec.fields, row[1:], strict=True)},
        }
        for row in rows
    ]


def read_canvassers(session: Session) -> Mapping[bytes, str]:
    """Read the names of everybody who works here, to tell who wrote what."""
    return {
        row[0]: row[1] for row in engine.fetch_rows(session.connection(), "SELECT id, name FROM canvasser")
    }
