"""What reports read of visits in few passes: the worries named, what households said since, and visits by channel."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.periods import Period
from outreach_app.domain.visits import Channel, Outcome, Reaction
from outreach_app.domain.worry_counts import Since
from outreach_app.store import engine
from outreach_app.store.database import run

_BATCH = 5_000
_OUTCOMES: dict[str | None, Outcome] = {each.value: each for each in Outcome}
_REACTIONS: dict[str | None, Reaction] = {each.value: each for each in Reaction}
_CHANNELS: dict[str, Channel] = {each.value: each for each in Channel}
"""Stored keys by their words; one of a newer program has none. Looked up a million times for a province."""
_WON = "('signed_up', 'continuing')"
_WORRIES = (
    "SELECT f.household, h.village, f.visited_on, t.objection, t.reaction, t.canvasser FROM visit_fact f"
    " JOIN visit t ON t.number = f.visit JOIN household h ON h.id = f.household"
    " WHERE f.current AND f.visited_on BETWEEN ? AND ? AND t.objection IS NOT NULL ORDER BY f.visited_on, f.visit"
)
_SAID = (
    "SELECT f.household, f.visited_on, f.outcome, EXISTS (SELECT 1 FROM visit_outcome o WHERE o.visit = f.visit"
    f" AND o.outcome IN {_WON}) FROM visit_fact f"
    " WHERE f.current AND f.household IN ({marks}) AND f.visited_on BETWEEN ? AND ? ORDER BY f.visited_on, f.visit"
)
_SIGNED = (
    "SELECT coalesce(m.survivor, e.household), e.signed_on FROM enrolment e LEFT JOIN merged m ON m.row = e.household"
    " WHERE e.removed IS NULL AND e.signed_on BETWEEN ? AND ?"
)
_CONTACTS = (
    "SELECT f.visit, f.household, h.village, f.visited_on, f.outcome, f.spoken, t.channel, t.canvasser"
    " FROM visit_fact f JOIN visit t ON t.number = f.visit JOIN household h ON h.id = f.household"
    " WHERE f.current AND f.visited_on BETWEEN ? AND ?"
)
_SPOKEN = (
    "SELECT h.village, count(*) FROM visit_fact f JOIN household h ON h.id = f.household"
    " WHERE f.current AND f.spoken AND f.visited_on BETWEEN ? AND ? GROUP BY h.village"
)
_WON_BY = (
    "SELECT o.visit, o.person, o.scheme FROM visit_outcome o JOIN visit_fact f ON f.visit = o.visit"
    f" WHERE f.current AND f.visited_on BETWEEN ? AND ? AND o.outcome IN {_WON}"
)
_ANSWERED = (
    "SELECT coalesce(m.survivor, q.household), q.worry, min(a.answered_on) FROM question q"
    " JOIN answer a ON a.question = q.id LEFT JOIN merged m ON m.row = q.household"
    " WHERE q.worry IS NOT NULL AND q.household IS NOT NULL AND a.answered_on <= :until GROUP BY 1, 2"
)
_WORDED = (
    "SELECT worry, written_on, answer <> '' FROM objection_entry WHERE language = :l"
    " ORDER BY written_on, made, id"
)
_HEADS = (
    "SELECT h.id, coalesce(s.head_name, ''), h.code FROM household h LEFT JOIN household_state s ON s.household = h.id"
    " WHERE h.id IN ({marks})"
)

WorryVisit = tuple[bytes, bytes | None, date, str, Reaction | None, bytes | None]
"""Household, village, day, worry, what they thought of the answer, canvasser."""
Contact = tuple[int, bytes, bytes | None, date, Outcome | None, bool, Channel, bytes | None]
"""Visit (its row number here), household, village, day, what speaks for the door, spoken to, channel, canvasser."""


def read_worries(session: Session, within: Period) -> list[WorryVisit]:
    """Read every visit of some days at which a worry was named, by day."""
    return [
        (row[0], row[1], date.fromisoformat(row[2]), row[3], _REACTIONS.get(row[4]), row[5])
        for row in engine.fetch_rows(session.connection(), _WORRIES, _bound(within))
    ]


def read_since(session: Session, homes: Collection[bytes], within: Period) -> dict[bytes, Since]:
    """Read what households said at visits of some days, and that they signed, by day."""
    found: dict[bytes, list[tuple[date, Outcome | None, bool]]] = defaultdict(list)
    connection, bound = session.connection(), _bound(within)
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        statement = _SAID.format(marks=engine.placeholders(len(chunk)))
        for home, day, outcome, won in engine.fetch_rows(connection, statement, (*chunk, *bound)):
            said = _OUTCOMES.get(outcome)
            joined = bool(won) or outcome in ("signed_up", "continuing")
            found[home].append((date.fromisoformat(day), said, joined))
    for home, day in engine.fetch_rows(connection, _SIGNED, bound):
        if home in homes:
            found[home].append((date.fromisoformat(day), None, True))
    return {home: Since(tuple(sorted(told, key=lambda each: each[0]))) for home, told in found.items()}


def count_spoken(session: Session, within: Period) -> dict[bytes, int]:
    """Count by village the visits of some days where somebody was spoken to."""
    return dict(engine.fetch_rows(session.connection(), _SPOKEN, _bound(within)))


def read_contacts(session: Session, within: Period) -> list[Contact]:
    """Read every visit of some days."""
    return [
        (row[0], row[1], row[2], date.fromisoformat(row[3]), _OUTCOMES.get(row[4]), bool(row[5]),
         _CHANNELS.get(row[6], Channel.DOOR), row[7])
        for row in engine.fetch_rows(session.connection(), _CONTACTS, _bound(within))
    ]  # fmt: skip


def read_won(session: Session, within: Period) -> dict[int, set[tuple[bytes, str]]]:
    """Read by visit (its row number here) who joined or paid on there: person and scheme."""
    found: dict[int, set[tuple[bytes, str]]] = defaultdict(set)
    rows: Iterable[Any] = engine.fetch_rows(session.connection(), _WON_BY, _bound(within))
    for visit, person, scheme in rows:
        found[visit].add((person, scheme))
    return found


def read_answered(session: Session, until: date) -> dict[tuple[bytes, str], date]:
    """Read by household and worry when the office first answered a question about it."""
    rows = run(session, _ANSWERED, until=until.isoformat())
    return {(row[0], row[1]): date.fromisoformat(row[2]) for row in rows}


def read_worded(session: Session, language: str) -> dict[str, list[tuple[date, bool]]]:
    """Read by worry on which days the office wrote its own words (True) or took them back (False), by day."""
    found: dict[str, list[tuple[date, bool]]] = defaultdict(list)
    for worry, day, own in run(session, _WORDED, l=language):
        found[worry].append((date.fromisoformat(day), bool(own)))
    return found


def read_heads(session: Session, homes: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
    """Read who stands for each household, and its number."""
    found: dict[bytes, tuple[str, str]] = {}
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        statement = _HEADS.format(marks=engine.placeholders(len(chunk)))
        found |= {
            row[0]: (row[1], row[2]) for row in engine.fetch_rows(session.connection(), statement, chunk)
        }
    return found


def _bound(within: Period) -> tuple[str, str]:
    return within.first.isoformat(), within.last.isoformat()
