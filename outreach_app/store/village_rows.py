"""What lies in a village: the rows that go along when it is merged into another one."""

from sqlmodel import Session

from outreach_app.store import engine
from outreach_app.store.database import run
from outreach_app.store.packing import unpack

CARRIED = ("sheet", "assignment", "trusted_person", "meeting", "difficulty")
"""Tables whose rows name their village themselves and are edited when it changes; households come apart."""
_COUNTED = ("target", "official_figure", "model_mark")


def list_carried(session: Session, village: bytes) -> list[tuple[str, bytes]]:
    """List what lies in a village, visit lists to difficulties, with their tables."""
    return [
        (table, row[0])
        for table in CARRIED
        for row in run(session, f"SELECT id FROM {table} WHERE village = :v AND removed IS NULL", v=village)
    ]


def list_counted(session: Session, village: bytes) -> list[tuple[str, bytes]]:
    """List the targets, official figures and marks about a village, with their tables."""
    return [
        (table, row[0])
        for table in _COUNTED
        for row in run(
            session,
            f"SELECT id FROM {table} WHERE subject_kind = 'village' AND subject_key = :v AND removed IS NULL",
            v=village.hex(),
        )
    ]


def list_homes(session: Session, village: bytes) -> list[tuple[bytes, str, bool]]:
    """List every household of a village with its neighbour group, and whether it still stands on lists."""
    rows = run(
        session,
        "SELECT h.id, h.neighbour_group, coalesce(s.hidden, FALSE) FROM household h"
        " LEFT JOIN household_state s ON s.household = h.id WHERE h.village = :v ORDER BY h.number",
        v=village,
    )
    return [(row[0], row[1] or "", not row[2]) for row in rows]


def list_groups(session: Session, village: bytes, *, but_placed_by: bytes) -> set[str]:
    """The neighbour groups of a village, those of households left out that a step of a division brought there."""
    rows = run(
        session,
        "SELECT DISTINCT neighbour_group FROM household WHERE village = :v AND neighbour_group <> ''"
        " AND coalesce(placed_by, x'') <> :step",
        v=village, step=but_placed_by,
    )  # fmt: skip
    return {row[0] for row in rows}


def read_group_names(session: Session, gone: bytes, into: bytes) -> dict[str, str]:
    """Under which names the neighbour groups of a merged village go on in the other one, by their former names."""
    moved = engine.fetch_rows(
        session.connection(),
        "SELECT h.id, h.neighbour_group, v.was, g.was FROM household h"
        " JOIN head v ON v.row = h.id AND v.tbl = 'household' AND v.field = 'village'"
        " LEFT JOIN head g ON g.row = h.id AND g.tbl = 'household' AND g.field = 'neighbour_group'"
        " WHERE h.village = ? ORDER BY h.number DESC",
        (into,),
    )
    return {
        former: group
        for _, group, was, renamed in moved
        if unpack(was) == gone and (former := unpack(renamed) if renamed else group)
    }


def read_group(session: Session, assignment: bytes) -> str:
    """The neighbour group that an assignment is about; empty when it is about something else."""
    rows = run(session, "SELECT neighbour_group FROM assignment WHERE id = :id", id=assignment)
    return next((row[0] or "" for row in rows), "")
