"""Homes where somebody has joined voluntary insurance already while another grown-up has not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.store import engine
from outreach_app.store.withheld import SILENT

MOST = 100
"""More such homes than this are not among today's doors."""
_PAYERS = 1_000
"""So many of those who joined last are looked at."""
_QUIET = timedelta(days=90)
"""For so long after a visit nobody goes there only because a member has joined."""
_YOUNGEST, _OLDEST = 18, 60
"""Between which ages somebody else of the home is worth asking."""
_BATCH = 5_000

_LISTED = """
SELECT t.person, coalesce(t.starts, '') FROM membership t{place}
WHERE t.removed IS NULL AND t.scheme = 'voluntary' AND t.person IS NOT NULL AND coalesce(t.ends, ?) >= ?{where}
ORDER BY t.starts DESC LIMIT ?
"""
_SIGNED = """
SELECT t.person, t.signed_on FROM enrolment t{place}
WHERE t.removed IS NULL AND t.scheme = 'voluntary' AND t.person IS NOT NULL AND t.months > 0
 AND date(t.first_month || '-01', '+' || t.months || ' months') > ?{where}
ORDER BY t.signed_on DESC LIMIT ?
"""
_IN_VILLAGE = " JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household", " AND h.village = ?"
_HOMES = f"""
SELECT p.id, p.household, p.name FROM person p JOIN household_state s ON s.household = p.household
JOIN household h ON h.id = p.household
WHERE p.id IN ({{marks}}) AND p.removed IS NULL AND NOT p.deceased AND NOT s.hidden AND NOT h.do_not_contact
 AND h.id NOT IN {SILENT} AND coalesce(s.last_visit, '') < ?
"""
_GROWN_UP = f"""
SELECT o.household, o.id FROM person o WHERE o.household IN ({{marks}}) AND o.removed IS NULL
 AND o.merged_into IS NULL AND NOT o.deceased AND NOT o.do_not_contact AND o.id NOT IN {SILENT}
 AND o.born BETWEEN ? AND ?
"""
_COVERED = """
SELECT person FROM membership WHERE removed IS NULL AND person IN ({marks}) AND scheme IN ('voluntary', 'compulsory')
 AND coalesce(starts, '') <= ? AND coalesce(ends, ?) >= ?
UNION SELECT person FROM enrolment WHERE removed IS NULL AND person IN ({marks}) AND scheme = 'voluntary'
 AND date(first_month || '-01', '+' || months || ' months') > ?
"""


@dataclass(frozen=True, slots=True)
class HalfJoined:
    """A home: who has joined, and since when the last of them."""

    household: bytes
    names: str
    since: date


def list_half_joined(session: Session, today: date, *, village: bytes | None = None) -> list[HalfJoined]:
    """List these homes, those joined last first; a door visited within 90 days is left out."""
    payers = _read_payers(session, today, village)
    homes: dict[bytes, list[tuple[bytes, str]]] = {}
    quiet = (today - _QUIET).isoformat()
    for chunk in engine.in_chunks(payers, size=_BATCH):
        statement = _HOMES.format(marks=engine.placeholders(len(chunk)))
        for person, home, name in engine.fetch_rows(session.connection(), statement, (*chunk, quiet)):
            homes.setdefault(home, []).append((person, name))
    open_homes = _find_open(session, homes, today)
    found = []
    for home, members in homes.items():
        if home in open_homes:
            days = [payers[person] for person, _ in members]
            told = max(day for day in days) or today.isoformat()
            names = ", ".join(dict.fromkeys(name for _, name in members))
            found.append(HalfJoined(home, names, date.fromisoformat(told)))
    found.sort(key=lambda each: (-each.since.toordinal(), each.household))
    return found[:MOST]


def _read_payers(session: Session, today: date, village: bytes | None) -> dict[bytes, str]:
    """Who pays now, with the day it began ('' when no list tells), the newest first."""
    place, where = _IN_VILLAGE if village else ("", "")
    bound, day = (village,) if village else (), today.isoformat()
    rows = engine.fetch_rows(
        session.connection(), _LISTED.format(place=place, where=where), (day, day, *bound, _PAYERS)
    )
    rows += engine.fetch_rows(
        session.connection(), _SIGNED.format(place=place, where=where), (day, *bound, _PAYERS)
    )
    found: dict[bytes, str] = {}
    for person, since in rows:
        found[person] = max(found.get(person, ""), since if since <= day else "")
    return found


def _find_open(session: Session, homes: Collection[bytes], today: date) -> set[bytes]:
    """Those of these homes where a grown-up has neither voluntary nor compulsory insurance."""
    day = today.isoformat()
    ages = str(today.year - _OLDEST), f"{today.year - _YOUNGEST}-99"
    others: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        statement = _GROWN_UP.format(marks=engine.placeholders(len(chunk)))
        others |= {
            row[1]: row[0] for row in engine.fetch_rows(session.connection(), statement, (*chunk, *ages))
        }
    covered: set[bytes] = set()
    for chunk in engine.in_chunks(sorted(others), size=_BATCH):
        statement = _COVERED.format(marks=engine.placeholders(len(chunk)))
        rows = engine.fetch_rows(session.connection(), statement, (*chunk, day, day, day, *chunk, day))
        covered.update(row[0] for row in rows)
    return {home for person, home in others.items() if person not in covered}
