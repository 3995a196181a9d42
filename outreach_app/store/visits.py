"""Visits, their drafts, and what a day came to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import Draft, VisitRow
from outreach_app.domain.visits import Channel, NextStep, Outcome, Reaction
from outreach_app.store import merged
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date
from outreach_app.store.packing import unpack
from outreach_app.store.settings import name_own
from outreach_app.store.visit_facts import read_lapses, read_outcomes

_SELECT = (
    "SELECT t.id, f.household, t.visited_on, t.made, t.channel, t.door_outcome, t.outcomes, t.met, t.met_others,"
    " t.objection, t.note, t.next_step, t.next_on, t.canvasser, coalesce(c.name, ''), s.code, t.supersedes, t.reaction,"
    " t.meeting, t.lapses"
    " FROM visit t JOIN visit_fact f ON f.visit = t.number"
    " LEFT JOIN canvasser c ON c.id = t.canvasser LEFT JOIN sheet s ON s.id = t.sheet"
)


def list_of_household(session: Session, household: bytes) -> list[VisitRow]:
    """Read a household's visits as they stand now, newest first."""
    rows = run(
        session,
        f"{_SELECT} WHERE f.household = :h AND f.current ORDER BY t.visited_on DESC, t.made DESC, t.id DESC",
        h=household,
    )
    return _follow(session, [make_visit(row) for row in rows])


def list_of_day(session: Session, day: date) -> list[VisitRow]:
    """Read the current visits of one day, in the order they were written."""
    rows = run(
        session, f"{_SELECT} WHERE f.visited_on = :d AND f.current ORDER BY t.made, t.id", d=day.isoformat()
    )
    return _follow(session, [make_visit(row) for row in rows])


def list_due(session: Session, day: date) -> list[VisitRow]:
    """Read the visits, each its household's last, that promised to come back or call on a day."""
    rows = run(
        session,
        f"{_SELECT} WHERE f.current AND t.next_on = :d AND t.next_step IN ('return', 'call') AND NOT EXISTS"
        " (SELECT 1 FROM visit_fact later JOIN visit newer ON newer.number = later.visit"
        "  WHERE later.household = f.household AND later.current"
        "  AND (newer.visited_on, newer.made) > (t.visited_on, t.made)) ORDER BY t.made, t.id",
        d=day.isoformat(),
    )
    return _follow(session, [make_visit(row) for row in rows])


def list_of_sheet(session: Session, sheet: bytes) -> list[tuple[int, VisitRow]]:
    """Read the current visits typed back from a sheet, with the row each stands on."""
    rows = run(session, f"{_SELECT} WHERE t.sheet = :s AND f.current ORDER BY t.made, t.id", s=sheet)
    numbers = dict(run(session, "SELECT id, sheet_row FROM visit WHERE sheet = :s", s=sheet))
    found = _follow(session, [make_visit(row) for row in rows])
    return [(numbers.get(visit.id) or 0, visit) for visit in found]


def read_visit(session: Session, visit: bytes) -> VisitRow | None:
    """Read one visit, current or not."""
    row = run_one(session, f"{_SELECT} WHERE t.id = :id", id=visit)
    return _follow(session, [make_visit(row)])[0] if row else None


def read_place_on_sheet(session: Session, visit: bytes) -> tuple[bytes | None, int | None]:
    """Read from which sheet and which of its rows a visit was typed back."""
    row = run_one(session, "SELECT sheet, sheet_row FROM visit WHERE id = :id", id=visit)
    return (row[0], row[1]) if row else (None, None)


def is_told_elsewhere(session: Session, person: bytes, outcome: Outcome, *, but: bytes) -> bool:
    """Tell whether another current visit says the same of a person."""
    found = run_one(
        session,
        "SELECT 1 FROM visit_outcome o JOIN visit_fact f ON f.visit = o.visit AND f.current"
        " WHERE o.person = :p AND o.outcome = :o AND o.visit <> (SELECT number FROM visit WHERE id = :v)",
        p=person,
        o=outcome.value,
        v=but,
    )
    return found is not None


def is_current(session: Session, visit: bytes) -> bool:
    """Tell whether a visit stands: neither corrected nor cancelled by a later row."""
    row = run_one(
        session,
        "SELECT f.current FROM visit_fact f JOIN visit t ON t.number = f.visit WHERE t.id = :id",
        id=visit,
    )
    return bool(row and row[0])


def _follow(session: Session, rows: list[VisitRow]) -> list[VisitRow]:
    """Let what was told of somebody who gave way stand with the person who is left."""
    people = {person for row in rows for person in (*row.met, *(told.person for told in row.outcomes))}
    left = merged.read_survivors(session, people)
    if not left:
        return rows
    return [
        replace(
            row,
            met=tuple(dict.fromkeys(left.get(person, person) for person in row.met)),
            outcomes=tuple(replace(told, person=left.get(told.person, told.person)) for told in row.outcomes),
            lapses=tuple(replace(told, person=left.get(told.person, told.person)) for told in row.lapses),
        )
        for row in rows
    ]


def make_visit(row: Sequence[Any]) -> VisitRow:
    """Make a visit of the columns this module selects."""
    return VisitRow(
        id=row[0], household=row[1] or b"", visited_on=date.fromisoformat(row[2]), recorded_at=moment_of(row[3]),
        channel=Channel(row[4]), door_outcome=Outcome(row[5]) if row[5] else None, outcomes=read_outcomes(row[6]),
        met=tuple(bytes(p) for p in unpack(row[7])) if row[7] else (), met_others=row[8], objection=row[9],
        note=row[10], next_step=NextStep(row[11]), next_on=read_date(row[12]), canvasser=row[13],
        canvasser_name=row[14], sheet_code=row[15], supersedes=row[16],
        reaction=Reaction(row[17]) if row[17] else None, meeting=row[18],
        lapses=read_lapses(row[19]),
    )  # fmt: skip


def save_draft(session: Session, draft: str, *, household: bytes | None, content: str, saved_at: int) -> None:
    """Store what the visit form holds, replacing what it held before."""
    run(
        session,
        "INSERT INTO draft (id, household, content, saved_at) VALUES (:i, :h, :c, :s) ON CONFLICT (id)"
        " DO UPDATE SET household = excluded.household, content = excluded.content, saved_at = excluded.saved_at",
        i=name_own(session, draft), h=household, c=content, s=saved_at,
    )  # fmt: skip


def delete_draft(session: Session, draft: str) -> None:
    """Forget a draft; done in the transaction that stored the visit made of it."""
    run(session, "DELETE FROM draft WHERE id = :i", i=name_own(session, draft))


def list_drafts(session: Session) -> list[Draft]:
    """List unfinished visits, newest first; at a hub those of this account."""
    rows = run(
        session,
        "SELECT d.id, d.household, coalesce(s.head_name, ''), d.content, d.saved_at FROM draft d"
        " LEFT JOIN household_state s ON s.household = d.household ORDER BY d.saved_at DESC",
    )
    tail = name_own(session, "")
    own = [(row[0].removesuffix(tail), *row[1:]) for row in rows if row[0].endswith(tail)]
    return [Draft(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in own]
