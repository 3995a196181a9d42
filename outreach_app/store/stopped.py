"""Who may stand on a list of stopped members, and what is known of these people's insurance."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.name_likeness import NameKeys
from outreach_app.domain.people import Scheme
from outreach_app.domain.progress import Step, Watch, tell_progress, unwatched
from outreach_app.domain.prospects import Stage
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.stopped_periods import HeldPeriod, HeldProspect, Holdings
from outreach_app.store import engine, households, merged
from outreach_app.store.database import run_one
from outreach_app.store.households import read_date

_EVERYBODY = """
SELECT id, name, insurance_number, citizen_number FROM person
WHERE removed IS NULL AND NOT deceased AND id NOT IN (SELECT row FROM merged)
"""
_HOMES = """
SELECT h.id, h.code, coalesce(v.name, '') FROM household h LEFT JOIN village v ON v.id = h.village
WHERE h.removed IS NULL AND h.id IN ({marks})
"""
_PERIODS = (
    "SELECT person, id, scheme, starts, ends FROM membership WHERE removed IS NULL AND person IN ({marks})"
)
_SIGNED = """
SELECT person, scheme, first_month, months FROM enrolment
WHERE removed IS NULL AND months > 0 AND person IN ({marks})
"""
_PROSPECTS = """
SELECT person, scheme, id, reason, stage FROM prospect WHERE removed IS NULL AND person IN ({marks}) ORDER BY made
"""

REGISTER = "register"
"""The step of going through the register, as a watch is told it."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the register with the household they count for now, its code, and the name of the village."""

    person: PersonRow
    household: bytes
    code: str
    village: str


def list_named(
    session: Session,
    *,
    numbers: Collection[str],
    names: Iterable[str],
    keys: NameKeys | None = None,
    watch: Watch = unwatched,
) -> list[Resident]:
    """List everybody living here who carries one of these numbers, or one of these names but for filler words.

    The `keys` of names that were worked out are kept for whoever compares them afterwards.
    """
    known = NameKeys() if keys is None else keys
    wanted, sought = {known[name] for name in names}, frozenset(numbers)
    # One pass over narrow rows: no index leads to a name without its filler words.
    everybody = engine.stream_rows(session.connection(), _EVERYBODY)
    (total,) = run_one(session, "SELECT count(*) FROM person") or (0,)
    found = [
        id
        for id, name, insurance, citizen in tell_progress(everybody, watch, REGISTER, total=total)
        if insurance in sought or citizen in sought or known[name] in wanted
    ]
    return list_residents(session, found, watch=watch)


def list_residents(
    session: Session, people: Collection[bytes], *, watch: Watch = unwatched
) -> list[Resident]:
    """Read some people with their homes; who has none that stands is left out."""
    rows: dict[bytes, PersonRow] = {}
    for chunk in engine.in_chunks(people, size=_AT_ONCE):
        watch(Step(len(rows), len(people), REGISTER))
        rows |= households.read_people(session, chunk)
    told = {person.household for person in rows.values()}
    survivors = merged.read_survivors(session, told)
    homes = _read_homes(session, {survivors.get(home, home) for home in told})
    placed = ((person, survivors.get(person.household, person.household)) for person in rows.values())
    return [Resident(person, home, *homes[home]) for person, home in placed if home in homes]


def read_holdings(
    session: Session, people: Collection[bytes], *, watch: Watch = unwatched
) -> dict[bytes, Holdings]:
    """Read what is known of some people and of everybody who gave way to them."""
    found: dict[bytes, Holdings] = {}
    for place, chunk in enumerate(engine.in_chunks(people, size=_AT_ONCE)):
        watch(Step(place * _AT_ONCE, len(people), REGISTER))
        found |= _read_held(session, chunk)
    return found


def _read_held(session: Session, people: Collection[bytes]) -> dict[bytes, Holdings]:
    absorbed = merged.read_absorbed(session, people)
    family = [*people, *absorbed]
    found: defaultdict[bytes, Holdings] = defaultdict(Holdings)
    for person, id, scheme, starts, ends in _fetch(session, _PERIODS, family):
        period = HeldPeriod(id, Scheme(scheme), read_date(starts), read_date(ends))
        found[absorbed.get(person, person)].periods.append(period)
    for person, scheme, first_month, months in _fetch(session, _SIGNED, family):
        ends = last_of_month(add_months(date.fromisoformat(f"{first_month}-01"), months - 1))
        found[absorbed.get(person, person)].signed.append((Scheme(scheme), ends))
    for person, scheme, id, reason, stage in _fetch(session, _PROSPECTS, family):
        prospect = HeldProspect(id, reason, Stage(stage))
        found[absorbed.get(person, person)].prospects[Scheme(scheme)] = prospect
    return dict(found)


def _read_homes(session: Session, homes: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in _fetch(session, _HOMES, homes)}


def _fetch(session: Session, statement: str, values: Collection[bytes]) -> Iterable[tuple[Any, ...]]:
    for chunk in engine.in_chunks(values, size=_AT_ONCE):
        text = statement.format(marks=engine.placeholders(len(chunk)))
        yield from engine.fetch_rows(session.connection(), text, chunk)
