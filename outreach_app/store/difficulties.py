"""Difficulties reported to the office, and how somebody erased is taken out of their words."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session

from outreach_app.domain.difficulties import Difficulty, Handling
from outreach_app.domain.registers import FieldKey
from outreach_app.domain.territory import name_village
from outreach_app.store import engine
from outreach_app.store.absence_columns import read_key
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date

TABLE = "difficulty"
TEXTS = ("text", "done")
_SELECT = (
    "SELECT d.id, d.village, coalesce(v.name, ''), coalesce(v.kind, ''), d.text, d.reported_on, coalesce(c.name, ''),"
    " d.handling, d.done, d.done_on FROM difficulty d LEFT JOIN village v ON v.id = d.village"
    " LEFT JOIN canvasser c ON c.id = d.canvasser WHERE d.removed IS NULL"
)


def list_difficulties(session: Session, *, villages: Collection[bytes] | None = None) -> list[Difficulty]:
    """List difficulties, the open ones first, each kind by the day it was reported.

    `villages` keeps their own and those of the whole area.
    """
    rows = [_make(row) for row in run(session, f"{_SELECT} ORDER BY d.reported_on, d.made, d.id")]
    kept = [row for row in rows if villages is None or row.village is None or row.village in villages]
    return sorted(kept, key=lambda row: not row.is_open)


def read_difficulty(session: Session, difficulty: bytes) -> Difficulty | None:
    """Read one difficulty; None for one that is not here or was taken back."""
    row = run_one(session, f"{_SELECT} AND d.id = :id", id=difficulty)
    return _make(row) if row else None


def list_texts(session: Session, homes: Sequence[bytes]) -> dict[FieldKey, str]:
    """Read the words of the difficulties of these homes' villages and of the whole area, taken back or not."""
    marks = engine.placeholders(len(homes))
    rows = engine.fetch_rows(
        session.connection(),
        f"SELECT id, {', '.join(TEXTS)} FROM {TABLE} WHERE village IS NULL"
        f" OR village IN (SELECT village FROM household WHERE id IN ({marks}))",
        homes,
    )
    return {(TABLE, row[0], name): text for row in rows for name, text in zip(TEXTS, row[1:], strict=True)}


def _make(row: Any) -> Difficulty:
    name = name_village(row[3], row[2])
    reported = read_date(row[5])
    assert reported is not None, "a day that files must have"
    return Difficulty(
        row[0], row[1], name, row[4], reported, row[6], read_key(Handling, row[7]) or Handling.OPEN, row[8],
        read_date(row[9]),
    )  # fmt: skip
