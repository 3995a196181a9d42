"""Visits, outcomes and sign-ups of each day and commune, counted by the database."""

from datetime import date

from sqlmodel import Session

from outreach_app.domain.periods import Period
from outreach_app.domain.weeks import Kept, Visited
from outreach_app.store.engine import sqlite

_HOME = " JOIN household h ON h.id = {0} JOIN village v ON v.id = h.village"
_VISITED = (
    "SELECT v.commune_code, f.visited_on, count(*), sum(f.spoken) FROM visit_fact f"
    f"{_HOME.format('f.household')} WHERE f.current AND f.visited_on BETWEEN ? AND ? GROUP BY 1, 2"
)
_PERSON = (
    " LEFT JOIN merged m ON m.row = {0} JOIN person p ON p.id = coalesce(m.survivor, {0}) AND p.removed IS NULL"
    " LEFT JOIN merged g ON g.row = p.household" + _HOME.format("coalesce(g.survivor, p.household)")
)
_OUTCOMES = (
    "SELECT v.commune_code, f.visited_on, o.outcome, count(*) FROM visit_fact f JOIN visit_outcome o"
    f" ON o.visit = f.visit{_PERSON.format('o.person')}"
    " WHERE f.current AND f.visited_on BETWEEN ? AND ? GROUP BY 1, 2, 3"
)
_SIGN_UPS = (
    f"SELECT v.commune_code, e.signed_on, e.kind, count(*) FROM enrolment e{_PERSON.format('e.person')}"
    " WHERE e.removed IS NULL AND e.signed_on BETWEEN ? AND ? GROUP BY 1, 2, 3"
)


def count_visits(session: Session, within: Period) -> list[Visited]:
    """Count the visits of each commune and day, and those at which somebody was spoken to."""
    rows = sqlite.fetch_rows(session.connection(), _VISITED, _days(within))
    return [(commune, date.fromisoformat(day), visits, spoken or 0) for commune, day, visits, spoken in rows]


def count_outcomes(session: Session, within: Period) -> list[Kept]:
    """Count the outcomes of people by key for each commune and day."""
    return _count(session, _OUTCOMES, within)


def count_sign_ups(session: Session, within: Period) -> list[Kept]:
    """Count the sign-ups by kind for each commune and day."""
    return _count(session, _SIGN_UPS, within)


def _count(session: Session, statement: str, within: Period) -> list[Kept]:
    rows = sqlite.fetch_rows(session.connection(), statement, _days(within))
    return [(commune, date.fromisoformat(day), key, count) for commune, day, key, count in rows]


def _days(within: Period) -> tuple[str, str]:
    return within.first.isoformat(), within.last.isoformat()
