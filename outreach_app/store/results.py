"""What sign-ups, lists and visits tell for the reports, each read in one pass: covers, why people stopped, adults."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from outreach_app.domain.facts import ADULT_YEARS
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.months import add_months
from outreach_app.store import engine, one_offs
from outreach_app.store.withheld import SILENT

_HOME = " JOIN household h ON h.id = coalesce((SELECT m.survivor FROM merged m WHERE m.row = p.household), p.household)"
_LISTED = "SELECT person, scheme, starts, ends FROM membership WHERE removed IS NULL"
_SIGNED = (
    "SELECT person, scheme, first_month, months, kind, signed_on, canvasser, id, made FROM enrolment"
    " WHERE removed IS NULL"
)
_LAPSES = ", ".join(f"'{reason.value}'" for reason in LapseReason)
_TOLD_AT_DOORS = (
    "SELECT o.person, o.scheme, o.lapse, f.visited_on, o.visit FROM visit_outcome o"
    f" JOIN visit_fact f ON f.visit = o.visit AND f.current WHERE o.lapse IS NOT NULL AND o.lapse IN ({_LAPSES})"
)
_TOLD_BY_LISTS = (
    "SELECT person, scheme, lapse_reason, ends, made, id FROM membership"
    " WHERE removed IS NULL AND lapse_reason IS NOT NULL AND ends IS NOT NULL"
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
_VILLAGES = f"SELECT DISTINCT coalesce(h.village, x'') FROM person p{_HOME} WHERE p.removed IS NULL"


@dataclass(frozen=True, slots=True)
class Residents:
    """Where everybody lives who stands in the lists (no village: empty), who has died, who is left in whose place.

    Read once in the order of the tables: looked up here, a million covers cost less than by joins. `only` are the rows
    that may tell of the people of some villages; none: of all. `births` are, by village, those of the living who gave
    way to nobody.
    """

    villages: dict[bytes, bytes]
    dead: set[bytes]
    survivors: dict[bytes, bytes]
    only: list[bytes] | None = None
    births: dict[bytes, list[str]] = field(default_factory=dict)


def read_residents(session: Session, villages: Collection[bytes] | None = None) -> Residents:
    """Read everybody who was not taken off the lists, everywhere or in some villages (empty: in none)."""
    connection = session.connection()
    survivors = dict(engine.fetch_rows(connection, "SELECT row, survivor FROM merged"))
    if villages is None:
        homes = dict(engine.stream_rows(connection, "SELECT id, coalesce(village, x'') FROM household"))
        return _settle(survivors, homes, engine.stream_rows(connection, _PEOPLE))
    homes = {home: village for village in villages for (home,) in _list_homes(session, village)}
    homes = {home: village for home, village in homes.items() if home not in survivors}
    there = [*homes, *(row for row, survivor in survivors.items() if survivor in homes)]
    known = _settle(survivors, homes, _read_about(session, f"{_PEOPLE} AND household", there))
    absorbed = (row for row, survivor in survivors.items() if survivor in known.villages)
    only = sorted({*known.villages, *absorbed})
    return Residents(known.villages, known.dead, survivors, only, known.births)


_PEOPLE = "SELECT id, household, deceased, born, merged_into FROM person WHERE removed IS NULL"


def _settle(survivors: dict[bytes, bytes], homes: dict[bytes, bytes], people: Iterable[Any]) -> Residents:
    villages: dict[bytes, bytes] = {}
    dead: set[bytes] = set()
    # One object for each village: its id is compared and hashed millions of times.
    births: dict[bytes, list[str]] = {village: [] for village in homes.values()}
    kept = {village: (village, known) for village, known in births.items()}
    told: dict[str | None, str] = {None: ""}
    lived = {home: kept[village] for home, village in homes.items()}
    for person, home, deceased, born, merged_into in people:
        there = lived.get(survivors.get(home, home))
        if there is not None:
            villages[person] = there[0]
            if deceased:
                dead.add(person)
            elif merged_into is None:
                there[1].append(told.setdefault(born, born))
    return Residents(villages, dead, survivors, births=births)


def _list_homes(session: Session, village: bytes) -> list[tuple[bytes]]:
    connection = session.connection()
    if not village:
        return engine.fetch_rows(connection, "SELECT id FROM household WHERE coalesce(village, x'') = x''")
    return engine.fetch_rows(connection, "SELECT id FROM household WHERE village = ?", (village,))


def _read_about(session: Session, statement: str, rows: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    """Run a statement that ends with a column for some of the rows this column may name at a time."""
    for chunk in engine.in_chunks(rows):
        yield from engine.fetch_rows(
            session.connection(), f"{statement} IN ({engine.placeholders(len(chunk))})", chunk
        )


def _read_told(
    session: Session, statement: str, residents: Residents, *, person: str = "person"
) -> Iterator[tuple[Any, ...]]:
    """Read what a table tells of people, the one who is left first."""
    if residents.only is None:
        rows = engine.stream_rows(session.connection(), statement)
    else:
        rows = _read_about(session, f"{statement} AND {person}", residents.only)
    villages, survivors = residents.villages, residents.survivors
    for row in rows:
        person_told = row[0]
        if person_told in survivors:
            row = (survivors[person_told], *row[1:])
        if row[0] in villages:
            yield row


def find_villages(session: Session, people: Collection[bytes]) -> set[bytes]:
    """Find the villages people live in (nobody knows which: empty); whoever is on no list lives in none."""
    connection, found = session.connection(), set[bytes]()
    for chunk in engine.in_chunks(people):
        statement = f"{_VILLAGES} AND p.id IN ({engine.placeholders(len(chunk))})"
        found.update(row[0] for row in engine.fetch_rows(connection, statement, chunk))
    return found


def read_listed(session: Session, residents: Residents | None = None) -> Iterator[tuple[Any, ...]]:
    """Read the periods that lists told of: person, scheme, first and last day in ISO form or nil."""
    return _read_told(session, _LISTED, residents or read_residents(session))


def read_signed(session: Session, residents: Residents | None = None) -> list[tuple[Any, ...]]:
    """Read the sign-ups by day: person, scheme, first month (YYYY-MM), months, kind, day, canvasser, id, made.

    One that pays for no month is a sign-up and no cover; those taken back are none.
    """
    rows = _read_told(session, _SIGNED, residents or read_residents(session))
    return sorted(rows, key=itemgetter(5, 8, 7))


def read_told_reasons(session: Session, residents: Residents) -> Iterator[tuple[bytes, str, str, str]]:
    """Read why people stopped: person, scheme, reason and the day it was told; of one day the last word first."""
    at_doors = _read_told(session, _TOLD_AT_DOORS, residents, person="o.person")
    yield from (row[:4] for row in sorted(at_doors, key=itemgetter(4), reverse=True))
    by_lists = _read_told(session, _TOLD_BY_LISTS, residents)
    yield from (row[:4] for row in sorted(by_lists, key=itemgetter(4, 5), reverse=True))
    for person, day in one_offs.read_paid_out(session).items():
        if person in residents.villages:
            yield person, "voluntary", "withdrew", day.isoformat()


def count_adults(session: Session, on: date) -> dict[bytes, int]:
    """Count by village the people of 18 and over; whose year of birth nobody knows counts as one."""
    born = add_months(on, -12 * ADULT_YEARS)
    return dict(engine.fetch_rows(session.connection(), _ADULTS, (born.isoformat(),)))


def list_adults(session: Session, on: date) -> list[tuple[bytes, bytes]]:
    """List the people whom `count_adults` counts, each with the village."""
    born = add_months(on, -12 * ADULT_YEARS)
    rows = engine.fetch_rows(session.connection(), _ADULT_ROWS, (born.isoformat(),))
    return [(row[0], row[1]) for row in rows]


def read_taken_off(session: Session) -> list[tuple[Any, ...]]:
    """Read the covers of people who were taken off the lists: person, village, scheme, first and last day or nil.

    Whoever an import brought that was undone, whoever was erased and whoever gave way to another is none of them.
    """
    return engine.fetch_rows(session.connection(), _TAKEN_OFF)


def read_names(session: Session, people: Collection[bytes]) -> dict[bytes, tuple[bytes, str, str, bytes]]:
    """Read of people the household, their name (empty while it may not be used), the household's code, its village."""
    found: dict[bytes, tuple[bytes, str, str, bytes]] = {}
    for chunk in engine.in_chunks(sorted(people)):
        statement = _NAMED.format(marks=engine.placeholders(len(chunk)))
        for person, home, name, code, village in engine.fetch_rows(session.connection(), statement, chunk):
            found[person] = (home, name, code, village or b"")
    return found
