"""Steps of the territory as stored, which villages still hold what, and the households of divided villages."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory_steps import Side, Step, StepKind, StepLevel
from outreach_app.store import blocks, engine, journal, villages
from outreach_app.store.database import run
from outreach_app.store.heads import unpack_dots
from outreach_app.store.households import read_date
from outreach_app.store.journal import Writer
from outreach_app.store.packing import unpack
from outreach_app.store.village_rows import CARRIED

_SIDE = "{0}_key, {0}_vintage, {0}_name, {0}_kind, {0}_parent"
_STEP = (
    f"SELECT id, level, kind, {_SIDE.format('old')}, {_SIDE.format('new')}, holds_on, decision, document, carried_on"
    " FROM territory_change WHERE removed IS NULL ORDER BY holds_on, made, id"
)


@dataclass(frozen=True, slots=True)
class WaitingHome:
    """A household of a divided village that nobody has placed yet."""

    household: bytes
    code: str
    head: str
    neighbour_group: str
    address: str


def list_steps(session: Session) -> tuple[Step, ...]:
    """Read the steps that stand, by the day they hold from; those of a newer program's kinds are left out."""
    return tuple(
        Step(row[0], StepLevel(row[1]), StepKind(row[2]), Side(*row[3:8]), Side(*row[8:13]),
             date.fromisoformat(row[13]), row[14], row[15], read_date(row[16]))
        for row in run(session, _STEP)
        if row[1] in set(StepLevel) and row[2] in set(StepKind)
    )  # fmt: skip


def add_step(writer: Writer, step: Step) -> bytes:
    """Write a step (its id is ignored); returns the row's id."""
    told: dict[str, object] = {
        "level": step.level.value, "kind": step.kind.value, "holds_on": step.on.isoformat(),
        "decision": step.decision, "document": step.document,
        "carried_on": step.carried_on.isoformat() if step.carried_on else None,
    }  # fmt: skip
    for name, side in (("old", step.old), ("new", step.new)):
        told |= {f"{name}_key": side.key, f"{name}_vintage": side.vintage, f"{name}_name": side.name,
                 f"{name}_kind": side.kind, f"{name}_parent": side.parent}  # fmt: skip
    return writer.create("territory_change", told)


def list_left_behind(session: Session, merged: Collection[bytes]) -> list[bytes]:
    """Of these merged villages those in which rows lie all the same: a laptop wrote them before it heard of it."""
    found: set[bytes] = set()
    for chunk in engine.in_chunks(sorted(merged)):
        marks = engine.placeholders(len(chunk))
        for table in ("household", *CARRIED):
            standing = "" if table == "household" else " AND removed IS NULL"
            rows = engine.fetch_rows(
                session.connection(),
                f"SELECT DISTINCT village FROM {table} WHERE village IN ({marks}){standing}",
                chunk,
            )
            found.update(row[0] for row in rows)
    return sorted(found)


def list_waiting(session: Session, village: bytes, division: Collection[bytes]) -> list[WaitingHome]:
    """Read the households of a divided village that no step of its division was chosen for, by code."""
    rows = run(
        session,
        "SELECT h.id, h.code, coalesce(s.head_name, ''), h.neighbour_group, h.address, h.placed_by FROM household h"
        " LEFT JOIN household_state s ON s.household = h.id WHERE h.village = :v AND NOT coalesce(s.hidden, FALSE)"
        " ORDER BY h.code, h.id",
        v=village,
    )
    return [WaitingHome(*row[:5]) for row in rows if row[5] not in division]


def read_placing(session: Session, household: bytes) -> tuple[bytes, bytes | None] | None:
    """The village of a household and the step by which somebody placed it."""
    rows = run(
        session, "SELECT village, placed_by FROM household WHERE id = :h AND village IS NOT NULL", h=household
    )
    return next(((row[0], row[1]) for row in rows), None)


def list_placings(session: Session, homes: Collection[bytes]) -> list[tuple[bytes, bytes, bytes | None]]:
    """Of some households the id, the village and the step by which somebody placed it."""
    found: list[tuple[bytes, bytes, bytes | None]] = []
    for chunk in engine.in_chunks(sorted(homes)):
        marks = engine.placeholders(len(chunk))
        sql = f"SELECT id, village, placed_by FROM household WHERE id IN ({marks}) AND village IS NOT NULL"
        found += engine.fetch_rows(session.connection(), sql, chunk)
    return found


def list_made(session: Session, steps: Collection[Step]) -> set[bytes]:
    """The villages that did not stand before one of these steps: they were made when it was carried out."""
    stamps = {row[0]: row[1] for row in run(session, "SELECT id, made FROM village")}
    stamps |= {row[0]: row[1] for row in run(session, "SELECT id, made FROM territory_change")}
    return {
        step.new.village
        for step in steps
        if step.new.key and stamps.get(step.new.village, 0) > stamps.get(step.id, 0)
    }


def list_residents(session: Session, homes: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    """List everybody of some households, each with the household."""
    found: list[tuple[bytes, bytes]] = []
    for chunk in engine.in_chunks(sorted(homes)):
        marks = engine.placeholders(len(chunk))
        found += engine.fetch_rows(
            session.connection(), f"SELECT id, household FROM person WHERE household IN ({marks})", chunk
        )
    return found


def count_homes(session: Session) -> Counter[bytes]:
    """Count the households that stand on lists by village."""
    rows = run(session, "SELECT village, count(*) FROM household_state WHERE NOT hidden GROUP BY village")
    return Counter({row[0]: row[1] for row in rows if row[0]})


def count_unit_rows(session: Session, code: str, vintage: str) -> tuple[int, int]:
    """Count the targets and official figures about a unit."""
    counted = [
        run(
            session,
            f"SELECT count(*) FROM {table} WHERE subject_kind = 'unit' AND subject_key = :c AND subject_vintage = :v"
            " AND removed IS NULL",
            c=code, v=vintage,
        )[0][0]
        for table in ("target", "official_figure")
    ]  # fmt: skip
    return counted[0], counted[1]


def list_unit_rows(session: Session, code: str, vintage: str) -> list[tuple[str, bytes, dict[str, str]]]:
    """Rows that name a unit by its code, each with the two fields that do: targets, drives, teams, committees."""
    named = {
        "target": ("subject_key", "subject_vintage", " AND subject_kind = 'unit'"),
        "model_mark": ("subject_key", "subject_vintage", " AND subject_kind = 'unit'"),
        "campaign": ("unit_code", "unit_vintage", ""),
        "team": ("commune_code", "commune_vintage", ""),
        "committee": ("unit_code", "unit_vintage", ""),
        "report_recipient": ("unit_code", "unit_vintage", ""),
    }
    return [
        (table, row[0], {"code": key, "vintage": of})
        for table, (key, of, more) in named.items()
        for row in run(session, f"SELECT id FROM {table} WHERE {key} = :c AND {of} = :v AND removed IS NULL{more}",
                       c=code, v=vintage)
    ]  # fmt: skip


def list_in_commune(session: Session, code: str, vintage: str) -> list[VillageRow]:
    """The villages in force of a commune."""
    return [
        v for v in villages.list_villages(session) if (v.commune_code, v.commune_vintage) == (code, vintage)
    ]


def read_carried_targets(session: Session) -> dict[bytes, str]:
    """Of every target that was carried to another place the key of the place it was set for last."""
    rows = engine.fetch_rows(
        session.connection(), "SELECT row, was FROM head WHERE tbl = 'target' AND field = 'subject_key'"
    )
    return {row: was for row, packed in rows if isinstance(was := unpack(packed), str)}


def read_moves(session: Session) -> dict[bytes, list[tuple[bytes, bytes]]]:
    """Of every household that changed its village each (from, to) that its history tells, in no order."""
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT row, value, was, replaced FROM head WHERE tbl = 'household' AND field = 'village'",
    )
    found: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    earlier = {dot: row for row, _, _, replaced in rows for dot in unpack_dots(replaced)}
    pairs = [(row, unpack(was), unpack(value)) for row, value, was, _ in rows]
    known = blocks.read_dots(session, earlier) if earlier else {}
    known |= {each.dot: each for each in journal.read_tail(session) if each.dot in earlier}
    for dot, operation in known.items():
        told = operation.values.get("village")
        if isinstance(told, list):
            pairs.append((earlier[dot], told[1], told[0]))
    for row, was, value in pairs:
        if isinstance(was, bytes) and isinstance(value, bytes):
            found[row].append((was, value))
    return found
