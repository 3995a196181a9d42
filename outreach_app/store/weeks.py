"""Visits, outcomes and sign-ups of each day and commune."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.periods import Period
from outreach_app.domain.weeks import Kept, Visited
from outreach_app.store import engine, results

_VISITED = (
    "SELECT f.household, f.visited_on, f.spoken FROM visit_fact f WHERE f.current AND {0} BETWEEN ? AND ?"
)
_OUTCOMES = (
    "SELECT o.person, f.visited_on, o.outcome FROM visit_outcome o JOIN visit_fact f ON f.visit = o.visit"
    " WHERE f.current AND {0} BETWEEN ? AND ?"
)
_LONG = 120
"""Of so many days most visits are wanted: read in the order of the table they cost less than looked up day by day."""
_SIGN_UPS = (
    "SELECT person, signed_on, kind FROM enrolment WHERE removed IS NULL AND signed_on BETWEEN ? AND ?"
)
_COMMUNES = "SELECT id, commune_code FROM village"


@dataclass(frozen=True, slots=True)
class Communes:
    """The commune of every household and person: looked up here, a million visits cost less than by joins."""

    homes: Mapping[bytes, str]
    people: Mapping[bytes, str]


def read_communes(session: Session) -> Communes:
    """Read in which commune everybody lives; whoever gave way to another is where that one is."""
    connection = session.connection()
    communes = dict(engine.fetch_rows(connection, _COMMUNES))
    residents = results.read_residents(session)
    homes = engine.stream_rows(connection, "SELECT id, village FROM household WHERE village IS NOT NULL")
    people = {who: communes[village] for who, village in residents.villages.items() if village in communes}
    led = {row: people[left] for row, left in residents.survivors.items() if left in people}
    return Communes({home: communes[village] for home, village in homes if village in communes}, people | led)


def count_visits(session: Session, within: Period, communes: Communes) -> list[Visited]:
    """Count the visits of each commune and day, and those at which somebody was spoken to."""
    visits: Counter[tuple[str, str]] = Counter()
    spoken: Counter[tuple[str, str]] = Counter()
    homes = communes.homes
    for home, day, talked in engine.stream_rows(
        session.connection(), _in_order(_VISITED, within), _days(within)
    ):
        if home in homes:
            key = (homes[home], day)
            visits[key] += 1
            if talked:
                spoken[key] += 1
    return [(key[0], date.fromisoformat(key[1]), count, spoken[key]) for key, count in visits.items()]


def count_outcomes(session: Session, within: Period, communes: Communes) -> list[Kept]:
    """Count the outcomes of people by key for each commune and day."""
    return _count(session, _in_order(_OUTCOMES, within), within, communes)


def count_sign_ups(session: Session, within: Period, communes: Communes) -> list[Kept]:
    """Count the sign-ups by kind for each commune and day."""
    return _count(session, _SIGN_UPS, within, communes)


def _count(session: Session, statement: str, within: Period, communes: Communes) -> list[Kept]:
    people = communes.people
    rows = engine.stream_rows(session.connection(), statement, _days(within))
    counted = Counter((people[person], day, key) for person, day, key in rows if person in people)
    return [(commune, date.fromisoformat(day), key, count) for (commune, day, key), count in counted.items()]


def _in_order(statement: str, within: Period) -> str:
    return statement.format("+f.visited_on" if within.days > _LONG else "f.visited_on")


def _days(within: Period) -> tuple[str, str]:
    return within.first.isoformat(), within.last.isoformat()
