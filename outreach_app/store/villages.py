"""Villages and how far each is."""

from collections.abc import Collection

from sqlmodel import Session

from outreach_app.domain.rows import Coverage, VillageRow
from outreach_app.store import engine
from outreach_app.store.database import run, run_one

_COLUMNS = "id, name, kind, prefix, commune_code, commune_vintage, merged_into"


def list_villages(session: Session, *, with_merged: bool = False) -> list[VillageRow]:
    """List the villages in force by name; merged ones only when asked for."""
    standing = "removed IS NULL" + ("" if with_merged else " AND merged_into IS NULL")
    return [
        VillageRow(*row)
        for row in run(session, f"SELECT {_COLUMNS} FROM village WHERE {standing} ORDER BY name")
    ]


def read_village(session: Session, village: bytes) -> VillageRow | None:
    """Read one village, merged or not."""
    row = run_one(session, f"SELECT {_COLUMNS} FROM village WHERE id = :id", id=village)
    return VillageRow(*row) if row else None


def read_places(session: Session, villages: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
    """Read the commune codes and the kinds of some villages by village id."""
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, commune_code, kind FROM village WHERE id IN ({engine.placeholders(len(villages))})",
        villages,
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def count_households(session: Session, village: bytes) -> int:
    """Count every household row ever made in a village, for numbering the next one."""
    row = run_one(session, "SELECT count(*) FROM household WHERE village = :v", v=village)
    return int(row[0]) if row else 0


def read_codes(session: Session, prefix: str) -> list[str]:
    """List the household codes that begin with a village's letters."""
    rows = run(
        session,
        "SELECT code FROM household WHERE code >= :low AND code < :high",
        low=f"{prefix}-",
        high=f"{prefix}.",
    )
    return [row[0] for row in rows]


def read_coverage(session: Session) -> list[Coverage]:
    """Count per village the households known, doors knocked and doors where somebody was spoken to."""
    rows = run(
        session,
        "SELECT v.id, v.name, v.kind, v.prefix, v.commune_code, v.commune_vintage, v.merged_into,"
        " count(s.household), coalesce(sum(s.knocked), 0), coalesce(sum(s.spoken), 0)"
        " FROM village v LEFT JOIN household_state s ON s.village = v.id AND NOT s.hidden"
        " WHERE v.removed IS NULL AND v.merged_into IS NULL GROUP BY v.number ORDER BY v.name",
    )
    return [Coverage(VillageRow(*row[:7]), *row[7:]) for row in rows]
