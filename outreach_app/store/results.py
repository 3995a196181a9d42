"""What sign-ups, lists and visits tell for the reports, each read in one pass: covers, why people stopped, adults."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.months import add_months
from outreach_app.store import one_offs
from outreach_app.store.engine import sqlite
from outreach_app.store.withheld import SILENT

_PERSON = "coalesce((SELECT m.survivor FROM merged m WHERE m.row = {0}.person), {0}.person)"
_HOME = " JOIN household h ON h.id = coalesce((SELECT m.survivor FROM merged m WHERE m.row = p.household), p.household)"
_LISTED = "SELECT person, scheme, starts, ends FROM membership WHERE removed IS NULL"
_SIGNED = (
    "SELECT person, scheme, first_month, months, kind, signed_on, canvasser, id FROM enrolment WHERE removed IS NULL"
    " ORDER BY signed_on, made, id"
)
_TOLD_AT_DOORS = (
    f"SELECT {_PERSON.format('o')}, o.scheme, o.lapse, f.visited_on FROM visit_outcome o"
    " JOIN visit_fact f ON f.visit = o.visit AND f.current WHERE o.lapse IS NOT NULL ORDER BY o.visit DESC"
)
_TOLD_BY_LISTS = (
    f"SELECT {_PERSON.format('t')}, t.scheme, t.lapse_reason, t.ends FROM membership t"
    " WHERE t.removed IS NULL AND t.lapse_reason IS NOT NULL AND t.ends IS NOT NULL AND t.person IS NOT NULL"
)
_GROWN = (
    f"FROM person p{_HOME} WHERE p.removed IS NULL AND p.merged_into IS NULL"
    " AND NOT p.deceased AND (p.born IS NULL OR p.born <= ?) AND h.village IS NOT NULL"
)
_ADULTS, _ADULT_ROWS = (
    f"SELECT h.village, count(*) {_GROWN} GROUP BY h.village",
    f"SELECT p.id, h.village {_GROWN}",
)
_NAMED = (
    f"SELECT p.id, h.id, CASE WHEN p.id IN {SILENT} THEN '' ELSE p.name END, h.code, h.village FROM person p"
    f"{_HOME} WHERE p.id IN ({{marks}})"
)
_TAKEN_OFF = (
    "SELECT p.id, h.village, t.scheme, t.starts, t.ends FROM person p JOIN membership t ON t.person = p.id"
    f"{_HOME} WHERE t.removed IS NULL AND p.removed NOT IN ('undone', 'erased') AND p.merged_into IS NULL"
)
_ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class Residents:
    """Where everybody lives who stands in the lists (no village: nil), who has died, who is left in whose place.

    Read once in the order of the tables: looked up here, a million covers cost less than by joins.
    """

    villages: dict[bytes, bytes | None]
    dead: set[bytes]
    survivors: dict[bytes, bytes]


def read_residents(session: Session) -> Residents:
    """Read everybody who was not taken off the lists."""
    connection = session.connection()
    survivors = dict(sqlite.fetch_rows(connection, "SELECT row, survivor FROM merged"))
    homes = dict(sqlite.stream_rows(connection, "SELECT id, village FROM household"))
    villages: dict[bytes, bytes | None] = {}
    dead: set[bytes] = set()
    # One object for each village: its id is compared and hashed millions of times.
    kept = {village: village for village in homes.values()}
    people = "SELECT id, household, deceased FROM person WHERE removed IS NULL"
    for person, home, deceased in sqlite.stream_rows(connection, people):
        home = survivors.get(home, home)
        if home in homes:
            villages[person] = kept[homes[home]]
            if deceased:
                dead.add(person)
    return Residents(villages, dead, survivors)


def read_listed(session: Session, residents: Residents | None = None) -> Iterator[tuple[Any, ...]]:
    """Read the periods that lists told of: person, village, scheme, first and last day in ISO form or nil, dead."""
    known = residents or read_residents(session)
    villages, dead, survivors = known.villages, known.dead, known.survivors
    for person, scheme, starts, ends in sqlite.stream_rows(session.connection(), _LISTED):
        person = survivors.get(person, person)
        if person in villages:
            yield person, villages[person], scheme, starts, ends, person in dead


def read_signed(session: Session, residents: Residents | None = None) -> Iterator[tuple[Any, ...]]:
    """Read the sign-ups by day: person, village, scheme, first month (YYYY-MM), months, kind, day, canvasser, dead, id.

    One that pays for no month is a sign-up and no cover; those taken back are none.
    """
    known = residents or read_residents(session)
    villages, dead, survivors = known.villages, known.dead, known.survivors
    for person, *told, row in sqlite.stream_rows(session.connection(), _SIGNED):
        person = survivors.get(person, person)
        if person in villages:
            yield person, villages[person], *told, person in dead, row


def read_told_reasons(session: Session) -> Iterator[tuple[bytes, str, str, str]]:
    """Read why people stopped: person, scheme, reason and the day it was told; of one day the last word first."""
    connection = session.connection()
    for statement in (_TOLD_AT_DOORS, _TOLD_BY_LISTS):
        yield from sqlite.fetch_rows(connection, statement)
    for person, day in one_offs.read_paid_out(session).items():
        yield person, "voluntary", "withdrew", day.isoformat()


def count_adults(session: Session, on: date) -> dict[bytes, int]:
    """Count by village the people of 18 and over; whose year of birth nobody knows counts as one."""
    born = add_months(on, -12 * _ADULT_YEARS)
    return dict(sqlite.fetch_rows(session.connection(), _ADULTS, (born.isoformat(),)))


def list_adults(session: Session, on: date) -> list[tuple[bytes, bytes]]:
    """List the people whom `count_adults` counts, each with the village."""
    born = add_months(on, -12 * _ADULT_YEARS)
    rows = sqlite.fetch_rows(session.connection(), _ADULT_ROWS, (born.isoformat(),))
    return [(row[0], row[1]) for row in rows]


def read_taken_off(session: Session) -> list[tuple[Any, ...]]:
    """Read the covers of people who were taken off the lists: person, village, scheme, first and last day or nil.

    Whoever an import brought that was undone, whoever was erased and whoever gave way to another is none of them.
    """
    return sqlite.fetch_rows(session.connection(), _TAKEN_OFF)


def read_names(session: Session, people: Collection[bytes]) -> dict[bytes, tuple[bytes, str, str, bytes]]:
    """Read of people the household, their name (empty while it may not be used), the household's code, its village."""
    found: dict[bytes, tuple[bytes, str, str, bytes]] = {}
    for chunk in sqlite.in_chunks(sorted(people)):
        statement = _NAMED.format(marks=sqlite.placeholders(len(chunk)))
        for person, home, name, code, village in sqlite.fetch_rows(session.connection(), statement, chunk):
            found[person] = (home, name, code, village or b"")
    return found
