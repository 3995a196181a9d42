"""The pairs that wait for a person: counted, listed, and what was judged of them before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlmodel import Session

from outreach_app.store import engine
from outreach_app.store.database import run

_OPEN = """
FROM likely_duplicate d WHERE d.one NOT IN (SELECT row FROM merged) AND d.other NOT IN (SELECT row FROM merged)
AND NOT EXISTS (
    SELECT 1 FROM judgement j WHERE j.one = d.one AND j.other = d.other AND j.verdict = 'different' AND NOT EXISTS (
        SELECT 1 FROM judgement later WHERE later.one = j.one AND later.other = j.other
        AND (later.made, later.id) > (j.made, j.id)
    )
)
"""
"""Pairs of rows that both still stand, unless the last word on them was that they are two."""


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A pair that waits: its name, 'person' or 'household', both rows, tenths of bits, and the keys of the reasons."""

    id: str
    subject: str
    one: bytes
    other: bytes
    bits: int
    reasons: tuple[str, ...]


def name_pair(one: bytes, other: bytes) -> str:
    """Name a pair of rows by 16 hexadecimal digits, whichever comes first and whatever the machine."""
    return blake2b(min(one, other) + max(one, other), digest_size=8).hexdigest()


def count_pairs(session: Session) -> dict[str, int]:
    """Count the pairs that wait, by 'person' and 'household'."""
    rows = run(session, f"SELECT d.subject, count(*) {_OPEN} GROUP BY d.subject")
    return {"person": 0, "household": 0} | {row[0]: row[1] for row in rows}


def list_pairs(
    session: Session, *, limit: int, after: str | None = None, reason: str | None = None
) -> list[WaitingPair]:
    """List what waits, households first, then the surest; `after` is the last pair seen, `reason` a key they all have.

    Pages go on where they ended even when the last pair seen was settled meanwhile, as long as it is still known.
    """
    last = run(
        session,
        "SELECT CASE WHEN subject = 'person' THEN 1 ELSE 0 END, -bits, id FROM likely_duplicate WHERE id = :i",
        i=after or "",
    )
    place: Sequence[Any] = last[0] if last else (-1, 0, "")
    rows = run(
        session,
        f"SELECT d.id, d.subject, d.one, d.other, d.bits, d.reasons {_OPEN}"
        " AND (CASE WHEN d.subject = 'person' THEN 1 ELSE 0 END, -d.bits, d.id) > (:s, :b, :i)"
        " AND (:r IS NULL OR instr(',' || d.reasons || ',', ',' || :r || ',') > 0)"
        " ORDER BY d.subject = 'person', -d.bits, d.id LIMIT :n",
        s=place[0], b=place[1], i=place[2], r=reason, n=limit,
    )  # fmt: skip
    return [_make_pair(row) for row in rows]


def read_pairs(session: Session, ids: Collection[str]) -> dict[str, WaitingPair]:
    """Read waiting pairs by name; those that are settled or gone are left out."""
    found: dict[str, WaitingPair] = {}
    for chunk in engine.in_chunks(ids):
        rows = engine.fetch_rows(
            session.connection(),
            f"SELECT d.id, d.subject, d.one, d.other, d.bits, d.reasons {_OPEN}"
            f" AND d.id IN ({engine.placeholders(len(chunk))})",
            chunk,
        )
        found |= {row[0]: _make_pair(row) for row in rows}
    return found


def count_with_any(session: Session, people: Collection[bytes]) -> int:
    """Count the pairs of people that wait and involve any of these."""
    ids: set[str] = set()
    for chunk in engine.in_chunks(people):
        marks = engine.placeholders(len(chunk))
        for side in ("one", "other"):
            statement = f"SELECT d.id {_OPEN} AND d.subject = 'person' AND d.{side} IN ({marks})"
            ids.update(row[0] for row in engine.fetch_rows(session.connection(), statement, chunk))
    return len(ids)


def _make_pair(row: Sequence[Any]) -> WaitingPair:
    return WaitingPair(row[0], row[1], row[2], row[3], row[4], tuple(row[5].split(",")) if row[5] else ())
