"""What is known of people's insurance: the facts from which the renewal list is worked out, read in few passes."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from outreach_app.domain.people import Category, PartialDate, Scheme
from outreach_app.domain.renewal_reasons import SOON_DAYS, InsuranceFacts
from outreach_app.domain.rows import RenewalPerson
from outreach_app.domain.visits import Outcome
from outreach_app.store import engine
from outreach_app.store.households import read_date
from outreach_app.store.renewal_facts import (
    BATCH,
    CARDS,
    OPEN,
    Place,
    fetch,
    gather,
    make_facts,
    read_born,
    read_category,
)

LAPSED_DAYS = 365
"""How long somebody whose card has ended is still listed."""

_PEOPLE = """
SELECT p.id, p.household, p.name, p.sex, p.born, p.phone, p.away, h.code,
 CASE WHEN h.category = 'ethnic_minority' AND h.id IN (SELECT subject FROM withheld WHERE what = 'category')
 THEN 'other' ELSE h.category END, h.village, coalesce(v.name, ''),
 s.head_name, s.last_visit, s.last_outcome
FROM person p JOIN household h ON h.id = p.household JOIN household_state s ON s.household = h.id
LEFT JOIN village v ON v.id = h.village
WHERE p.id IN ({marks}) AND p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact
 AND p.id NOT IN (SELECT subject FROM withheld WHERE what = 'silence')
 AND NOT s.hidden AND NOT h.do_not_contact
"""
_CARDS_ENDING = """
SELECT t.person, t.last, p.household, p.born FROM (SELECT t.person, max(t.ends) AS last FROM membership t{place}
WHERE t.removed IS NULL AND +t.scheme IN (?, ?, ?){where}
GROUP BY t.person HAVING count(t.ends) = count(*) AND max(t.ends) BETWEEN ? AND ?) t
JOIN person p ON p.id = t.person
WHERE p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact
 AND p.id NOT IN (SELECT subject FROM withheld WHERE what = 'silence')
"""
_UNLIKE_OTHERS = """
SELECT id, CASE WHEN category = 'ethnic_minority' AND id IN (SELECT subject FROM withheld WHERE what = 'category')
 THEN 'other' ELSE category END, do_not_contact OR removed IS NOT NULL OR merged_into IS NOT NULL FROM household
WHERE category <> 'other' OR do_not_contact OR removed IS NOT NULL OR merged_into IS NOT NULL
"""
_NEAR = """
SELECT t.person FROM membership t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.scheme = ? AND t.ends BETWEEN ? AND ? AND NOT p.do_not_contact
 AND p.id NOT IN (SELECT subject FROM withheld WHERE what = 'silence')
 AND NOT h.do_not_contact{where} ORDER BY t.ends {order} LIMIT ?
"""
_NEAR_SIGNED = """
SELECT t.person FROM enrolment t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.signed_on >= ? AND NOT p.do_not_contact
 AND p.id NOT IN (SELECT subject FROM withheld WHERE what = 'silence') AND NOT h.do_not_contact{where}
ORDER BY t.signed_on DESC LIMIT ?
"""
_NEAR_STOPPED = """
SELECT t.person FROM prospect t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.reason = 'stopped' AND t.stage IN (?, ?, ?) AND NOT p.do_not_contact
 AND p.id NOT IN (SELECT subject FROM withheld WHERE what = 'silence')
 AND NOT h.do_not_contact{where} ORDER BY t.made DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class CardDay:
    """Everybody of whom nothing is known but a health card that ends or ended on a day; see read_shown for the people.

    `rows` are kept as they were read, by far the most of all: the person stands first, the date of birth as text last.
    """

    until: date
    category: Category
    rows: list[tuple[Any, ...]]

    @property
    def people(self) -> list[bytes]:
        """Who they are."""
        return [row[0] for row in self.rows]

    def leave_out(self, is_small: Callable[[PartialDate], bool], *, youngest: int) -> "CardDay":
        """The same without those for whom `is_small` holds; of nobody born before a year is the date even read."""
        least = f"{youngest:04d}"
        rows = [row for row in self.rows if not (row[3] and row[3] >= least and is_small(read_born(row[3])))]
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with all the facts; the person is made when shown."""

    facts: InsuranceFacts
    row: tuple[Any, ...]

    @property
    def person(self) -> RenewalPerson:
        """Whom it is about."""
        return _make_person(self.row)


def read_people(
    session: Session,
    on: date,
    *,
    villages: Collection[bytes] | None = None,
    people: Collection[bytes] | None = None,
    closed: Collection[bytes] = (),
) -> tuple[list[Known], list[CardDay]]:
    """Read everybody about whom a renewal could be said on a day, in some villages, of some people or everywhere.

    Those of whom only a card's end is known are by far the most: they come apart, with as little work as can be. Nobody
    `closed` is among these.
    """
    place = Place(villages, people)
    told, insured = gather(session, on, place, closed=closed)
    wanted = [person for person, about in told.items() if about.is_wanted]
    rows = (row for row in _people(session, wanted) if place.holds(row[0], row[9]))
    known = [Known(make_facts(row, told[row[0]]), row) for row in rows]
    return known, _read_card_ends(session, insured | told.keys(), on, place)


def _people(session: Session, wanted: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    for chunk in engine.in_chunks(wanted, size=BATCH):
        statement = _PEOPLE.format(marks=engine.placeholders(len(chunk)))
        yield from engine.fetch_rows(session.connection(), statement, chunk)


def _read_card_ends(session: Session, apart: Collection[bytes], on: date, place: Place) -> list[CardDay]:
    span = ((on - timedelta(days=LAPSED_DAYS)).isoformat(), (on + timedelta(days=SOON_DAYS)).isoformat())
    homes = {
        home: None if closed else read_category(category)
        for home, category, closed in engine.fetch_rows(session.connection(), _UNLIKE_OTHERS)
    }
    # Some hundred days for thousands of cards: what follows from the day is then worked out once for all of them.
    days: dict[tuple[str, Category], list[tuple[Any, ...]]] = {}
    for row in fetch(session, _CARDS_ENDING, place, before=CARDS, after=span):
        category = homes.get(row[2], Category.OTHER)
        if category is not None and row[0] not in apart:
            days.setdefault((row[1], category), []).append(row)
    return [CardDay(date.fromisoformat(last), category, rows) for (last, category), rows in days.items()]


def list_near(session: Session, on: date, *, village: bytes | None, most: int) -> set[bytes]:
    """The people whose months paid for or whose cards ended lately, at most so many of each kind, the nearest first;
    and those whom lists of stopped members named, the newest first.
    """
    where, bound = (" AND h.village = ?", (village,)) if village else ("", ())
    ago = [(on - timedelta(days=days)).isoformat() for days in (LAPSED_DAYS, 91, 90, 60, 0)]
    found: set[bytes] = set()
    for scheme, first, last, order in (
        (Scheme.VOLUNTARY.value, ago[0], ago[4], "DESC"),
        *((card, ago[2], ago[3], "ASC") for card in CARDS),
        *((card, ago[0], ago[1], "DESC") for card in CARDS),
    ):
        # One scheme at a time: so the index gives them in order, and no more are read than are wanted.
        text = _NEAR.format(where=where, order=order)
        rows = engine.fetch_rows(session.connection(), text, (scheme, first, last, *bound, most))
        found.update(row[0] for row in rows)
    signed = _NEAR_SIGNED.format(where=where)
    earliest = (on - timedelta(days=3 * LAPSED_DAYS)).isoformat()
    found.update(row[0] for row in engine.fetch_rows(session.connection(), signed, (earliest, *bound, most)))
    listed = _NEAR_STOPPED.format(where=where)
    found.update(row[0] for row in engine.fetch_rows(session.connection(), listed, (*OPEN, *bound, most)))
    return found


def read_shown(session: Session, people: Iterable[bytes]) -> dict[bytes, RenewalPerson]:
    """Read the people of some lines; who may not be shown is left out."""
    return {row[0]: _make_person(row) for row in _people(session, people)}


def _make_person(row: tuple[Any, ...]) -> RenewalPerson:
    return RenewalPerson(
        id=row[0], household=row[1], name=row[2], born=read_born(row[4]) if row[4] else None, phone=row[5],
        away=bool(row[6]), code=row[7], village=row[9] or b"", village_name=row[10], head=row[11],
        last_visit=read_date(row[12]), last_outcome=Outcome(row[13]) if row[13] else None,
    )  # fmt: skip
