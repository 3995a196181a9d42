"""What may not be used at present, as a small derived table: it is worked out anew from the few rows it rests on.

Of a person: each purpose whose consent was withdrawn, and `silence` (left out of lists, calls and leaflets: contact was
withdrawn, or the use of the data is restricted). Of a household: `category`, when it told of an ethnic group that a
member withdrew and nobody else's consent carries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session

from outreach_app.domain.consents import (
    SENSITIVE_FIELDS,
    ConsentAct,
    Purpose,
    by_purpose,
    is_given,
    is_withdrawn,
)
from outreach_app.domain.registers import FieldKey
from outreach_app.domain.requests import Counting, Deadline, Deadlines, RequestKind
from outreach_app.store import consents, engine, merged, requests

if TYPE_CHECKING:
    from outreach_app.store.journal import Touched

SILENCE, CATEGORY = "silence", "category"
_BASIS = frozenset({"consent", "data_request", "person", "household"})

SILENT = f"(SELECT subject FROM withheld WHERE what = '{SILENCE}')"
"""For SQL: the people, and households of nobody else, that are left out of lists, calls and leaflets."""
HIDDEN_CATEGORIES = f"(SELECT subject FROM withheld WHERE what = '{CATEGORY}')"
"""For SQL: the households whose category is not shown."""
SHOWN_CATEGORY = (
    f"CASE WHEN h.category = 'ethnic_minority' AND h.id IN {HIDDEN_CATEGORIES}"
    " THEN 'other' ELSE h.category END"
)
"""For SQL: the category of a household `h` as anybody may see it."""


def find_hidden(session: Session, keys: Collection[FieldKey]) -> set[FieldKey]:
    """Find those of these fields whose values nobody may see at present: no consent to them stands, or none any more.

    A value that was to be hidden must not be read off what two machines said of it, or what it was before.
    """
    people = {row for table, row, name in keys if table == "person" and name in SENSITIVE_FIELDS}
    acts = consents.read_acts(session, people) if people else {}
    rows = engine.fetch_rows(session.connection(), "SELECT subject FROM withheld WHERE what = ?", (CATEGORY,))
    homes = {row[0] for row in rows}
    return {
        (table, row, name)
        for table, row, name in keys
        if (row in people and name in SENSITIVE_FIELDS and not _stands(acts.get(row, ()), name))
        or ((table, name) == ("household", "category") and row in homes)
    }


def _stands(acts: Iterable[ConsentAct], name: str) -> bool:
    return is_given(by_purpose(acts)[SENSITIVE_FIELDS[name]])


def refresh(session: Session, touched: "Touched") -> None:
    """Bring the table up to date when anything it rests on was written."""
    if touched.everything or not _BASIS.isdisjoint(touched.tables):
        rebuild(session)


def rebuild(session: Session) -> None:
    """Work everything out anew; the same table is left untouched."""
    connection = session.connection()
    before = set(engine.fetch_rows(connection, "SELECT subject, what FROM withheld"))
    after = find_withheld(session)
    if before != after:
        engine.run_many(
            connection, "DELETE FROM withheld WHERE subject = ? AND what = ?", sorted(before - after)
        )
        engine.run_many(
            connection, "INSERT INTO withheld (subject, what) VALUES (?, ?)", sorted(after - before)
        )


def find_withheld(session: Session) -> set[tuple[bytes, str]]:
    """Work out from the rows themselves what may not be used, as (subject, what); nothing is written."""
    return _find_all(session) if _has_any(session) else set()


def _has_any(session: Session) -> bool:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT EXISTS (SELECT 1 FROM consent WHERE act = 'withdrawn') OR EXISTS (SELECT 1 FROM data_request)",
    )
    return bool(rows[0][0])


def _find_all(session: Session) -> set[tuple[bytes, str]]:
    found = _find_withdrawn(session)
    silent = {person for person, what in found if what == Purpose.CONTACT} | _find_restricted(session)
    silent |= _find_silent_homes(session, silent)
    homes = _find_homes(session, {person for person, what in found if what == Purpose.ETHNICITY})
    return found | {(each, SILENCE) for each in silent} | {(home, CATEGORY) for home in homes}


def _find_withdrawn(session: Session) -> set[tuple[bytes, str]]:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT DISTINCT person FROM consent WHERE act = 'withdrawn' AND person IS NOT NULL",
    )
    people = {row[0] for row in rows}
    people |= set(merged.read_survivors(session, people).values())
    return {
        (person, purpose.value)
        for person, acts in consents.read_acts(session, people).items()
        for purpose, of_purpose in by_purpose(acts).items()
        if is_withdrawn(of_purpose)
    }


def _find_restricted(session: Session) -> set[bytes]:
    asked = [each for each in requests.list_requests(session, _ANY_TIME) if each.restricts]
    survivors = merged.read_survivors(session, {each.person for each in asked})
    return {survivors.get(each.person, each.person) for each in asked}


def _find_silent_homes(session: Session, silent: set[bytes]) -> set[bytes]:
    """Households of these people where nobody else lives."""
    members = _read_members(session, _read_homes(session, silent))
    return {home for home, people in members.items() if people <= silent}


def _read_homes(session: Session, people: set[bytes]) -> set[bytes]:
    homes = set(consents.read_household_of(session, people).values())
    survivors = merged.read_survivors(session, homes)
    return {survivors.get(home, home) for home in homes}


def _read_members(session: Session, homes: set[bytes]) -> dict[bytes, set[bytes]]:
    """Everybody alive in these households and in those that gave way to them, under the household that is left."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    former = merged.read_absorbed(session, homes)
    for chunk in engine.in_chunks({*homes, *former}):
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT id, household FROM person WHERE removed IS NULL AND NOT deceased"
            f" AND id NOT IN (SELECT row FROM merged) AND household IN ({engine.placeholders(len(chunk))})",
            chunk,
        )
        for person, home in rows:
            found[former.get(home, home)].add(person)
    return found


def _find_homes(session: Session, people: set[bytes]) -> set[bytes]:
    """Households of these people in which nobody's consent to the ethnic group stands."""
    members = _read_members(session, _read_homes(session, people))
    acts = consents.read_acts(session, set().union(*members.values()))
    carried = {
        home
        for home, there in members.items()
        if any(is_given(by_purpose(acts.get(person, ()))[Purpose.ETHNICITY]) for person in there)
    }
    return members.keys() - carried


_NONE = Deadline("", 0, Counting.CALENDAR, 0, date.min, "", "", "", "", "")
_ANY_TIME = Deadlines(dict.fromkeys(("answer", *(kind.value for kind in RequestKind)), (_NONE,)))
"""Whom a request restricts does not hang on its deadlines."""
