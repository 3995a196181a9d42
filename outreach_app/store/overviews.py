"""The visits of a village, as somebody who goes down into its results looks at them."""

from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.overviews import VisitLine
from outreach_app.domain.periods import Period
from outreach_app.domain.visits import Outcome
from outreach_app.store.database import run

_VISITS = (
    "SELECT t.id, h.id, coalesce(s.head_name, ''), h.code, f.visited_on, f.outcome, f.spoken, coalesce(c.name, ''),"
    " t.canvasser FROM household h JOIN visit_fact f ON f.household = h.id JOIN visit t ON t.number = f.visit"
    " LEFT JOIN canvasser c ON c.id = t.canvasser LEFT JOIN household_state s ON s.household = h.id"
    " WHERE h.village = :village AND f.current AND f.visited_on BETWEEN :first AND :last"
    " ORDER BY f.visited_on DESC, t.made DESC"
)
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)


def list_visits(session: Session, village: bytes, within: Period) -> list[VisitLine]:
    """List the visits of a village within some days, the newest first."""
    rows = run(
        session, _VISITS, village=village, first=within.first.isoformat(), last=within.last.isoformat()
    )
    return [_make_visit(row) for row in rows]


def _make_visit(row: Any) -> VisitLine:
    outcome = Outcome(row[5]) if row[5] in _OUTCOMES else None
    return VisitLine(
        row[0], row[1], row[2], row[3], date.fromisoformat(row[4]), outcome, bool(row[6]), row[7], row[8]
    )
