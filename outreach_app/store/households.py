"""Households and their members, read as frozen rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.rows import HouseholdFilter, HouseholdRow, MembershipRow, PersonRow
from outreach_app.domain.visits import Channel, Outcome
from outreach_app.store import engine, merged, withheld
from outreach_app.store.absence_columns import make_absence, read_key
from outreach_app.store.cover_gaps import tell_gap
from outreach_app.store.database import run, run_one
from outreach_app.store.derived import code_key

_SELECT = (
    "SELECT h.id, h.number, h.code, s.head_name, h.village, coalesce(v.name, ''), s.members,"
    f" {withheld.SHOWN_CATEGORY}, h.address,"
    " h.neighbour_group, h.phone, s.last_visit, s.last_outcome, h.added_at_door,"
    f" (h.do_not_contact OR h.id IN {withheld.SILENT}),"
    " h.preferred_channel, h.language"
    " FROM household h JOIN household_state s ON s.household = h.id LEFT JOIN village v ON v.id = h.village"
)
_PERSON = (
    "SELECT id, coalesce((SELECT survivor FROM merged WHERE row = household), household),"
    " name, relation, sex, born, citizen_number, insurance_number, phone, away, deceased,"
    f" (do_not_contact OR id IN {withheld.SILENT}), zalo, preferred_channel, away, away_place, away_since,"
    " back_when, back_sure, away_phone,"
    " home_contact, returned_on FROM person"
)


def list_numbers(session: Session, wanted: HouseholdFilter) -> list[int]:
    """List the row numbers of the households a filter lets through, ordered by village and given name."""
    conditions, values = ["NOT s.hidden"], dict[str, Any]()
    for condition, name, value in _conditions(wanted):
        conditions.append(condition)
        values |= {name: value} if name else {}
    if wanted.gap is not None and wanted.today is not None:
        condition, named = tell_gap(wanted.gap, wanted.today)
        conditions.append(condition)
        values |= named
    rows = run(
        session,
        "SELECT h.number FROM household_state s JOIN household h ON h.id = s.household"
        f" LEFT JOIN village v ON v.id = h.village WHERE {' AND '.join(conditions)}"
        " ORDER BY v.name, s.sort_name, h.number",
        **values,
    )
    return [row[0] for row in rows]


def read_rows(session: Session, numbers: Sequence[int]) -> list[HouseholdRow]:
    """Read list lines by row number, in the order asked for; numbers that are gone are left out."""
    found: dict[int, HouseholdRow] = {}
    for chunk in engine.in_chunks(numbers):
        rows = session.connection().exec_driver_sql(
            f"{_SELECT} WHERE h.number IN ({engine.placeholders(len(chunk))})", tuple(chunk)
        )
        found |= {row[1]: make_household(row) for row in rows}
    return [found[number] for number in numbers if number in found]


def read_many(session: Session, households: Sequence[bytes]) -> dict[bytes, HouseholdRow]:
    """Read list lines by id."""
    found: dict[bytes, HouseholdRow] = {}
    for chunk in engine.in_chunks(households):
        rows = session.connection().exec_driver_sql(
            f"{_SELECT} WHERE h.id IN ({engine.placeholders(len(chunk))})", tuple(chunk)
        )
        found |= {row[0]: make_household(row) for row in rows}
    return found


def list_languages(session: Session) -> list[str]:
    """The keys of languages that papers of some household are wanted in."""
    rows = run(
        session, "SELECT DISTINCT language FROM household WHERE language IS NOT NULL ORDER BY language"
    )
    return [row[0] for row in rows if row[0]]


def read_household(session: Session, household: bytes) -> HouseholdRow | None:
    """Read one household's list line; one that was merged leads to the household it was merged into."""
    row = run_one(session, f"{_SELECT} WHERE h.id = :id", id=merged.read_survivor(session, household))
    return make_household(row) if row else None


def find_by_code(session: Session, code: str) -> list[bytes]:
    """Find households by code, whatever its hyphens and letter size; more than one after a restored backup."""
    rows = run(
        session,
        "SELECT DISTINCT coalesce(m.survivor, s.household) FROM household_state s"
        " LEFT JOIN merged m ON m.row = s.household WHERE s.code_key = :k AND (m.row IS NOT NULL OR NOT s.hidden)",
        k=code_key(code),
    )
    return [row[0] for row in rows]


def find_by_code_start(session: Session, start: str, *, limit: int) -> list[bytes]:
    """Find households whose code begins with what was typed so far."""
    key = code_key(start)
    rows = run(
        session,
        "SELECT household FROM household_state WHERE code_key >= :low AND code_key < :high AND NOT hidden"
        " ORDER BY code_key LIMIT :n",
        low=key,
        high=key + "\x7f",
        n=limit,
    )
    return [row[0] for row in rows]


def read_members(session: Session, household: bytes) -> list[PersonRow]:
    """Read a household's members, head first, then by age, then as they were written down: on every machine alike."""
    rows = run(
        session,
        f"{_PERSON} WHERE household IN {merged.family_of('h')} AND removed IS NULL"
        " AND id NOT IN (SELECT row FROM merged)"
        " ORDER BY relation <> 'head', born IS NULL, born, made, id",
        h=household,
    )
    return [_make_member(row) for row in rows]


def read_person(session: Session, person: bytes) -> PersonRow | None:
    """Read one person."""
    row = run_one(session, f"{_PERSON} WHERE id = :id", id=person)
    return _make_member(row) if row else None


def read_people(session: Session, people: Sequence[bytes]) -> dict[bytes, PersonRow]:
    """Read several people by id."""
    found: dict[bytes, PersonRow] = {}
    for chunk in engine.in_chunks(people, size=_AT_ONCE):
        statement = f"{_PERSON} WHERE id IN ({engine.placeholders(len(chunk))})"
        rows = engine.fetch_rows(session.connection(), statement, chunk)
        found.update((row[0], _make_member(row)) for row in rows)
    return found


def read_people_by_number(session: Session, numbers: Sequence[int]) -> list[PersonRow]:
    """Read people by row number, in the order asked for."""
    found: dict[int, PersonRow] = {}
    for chunk in engine.in_chunks(numbers):
        rows = session.connection().exec_driver_sql(
            f"{_PERSON.replace('SELECT id', 'SELECT number, id')} WHERE number IN ({engine.placeholders(len(chunk))})",
            tuple(chunk),
        )
        found |= {row[0]: _make_member(row[1:]) for row in rows}
    return [found[number] for number in numbers if number in found]


def read_memberships(session: Session, people: Sequence[bytes]) -> list[MembershipRow]:
    """Read what lists and sign-ups say of these people's insurance, newest period last."""
    found: list[MembershipRow] = []
    for chunk in engine.in_chunks(people):
        former = merged.read_absorbed(session, chunk)
        family = (*chunk, *former)
        rows = session.connection().exec_driver_sql(
            "SELECT person, scheme, starts, ends, source FROM membership WHERE removed IS NULL"
            f" AND person IN ({engine.placeholders(len(family))}) ORDER BY starts, ends, number",
            family,
        )
        found += [
            MembershipRow(
                former.get(r[0] or b"", r[0] or b""), Scheme(r[1]), read_date(r[2]), read_date(r[3]), r[4]
            )
            for r in rows
        ]
    return found


def read_date(text: str | None) -> date | None:
    """Turn a stored ISO date into a date."""
    return date.fromisoformat(text) if text else None


def make_household(row: Sequence[Any]) -> HouseholdRow:
    """Make a list line of the columns this module selects."""
    return HouseholdRow(
        id=row[0], number=row[1], code=row[2], head=row[3], village=row[4] or b"", village_name=row[5], members=row[6],
        category=Category(row[7]) if row[7] in _CATEGORIES else Category.OTHER, address=row[8], neighbour_group=row[9],
        phone=row[10], last_visit=read_date(row[11]), last_outcome=Outcome(row[12]) if row[12] else None,
        added_at_door=bool(row[13]), do_not_contact=bool(row[14]), preferred_channel=read_key(Channel, row[15]),
        language=row[16] or "",
    )  # fmt: skip


def make_person(row: Sequence[Any]) -> PersonRow:
    """Make a person of the columns this module selects."""
    return PersonRow(
        id=row[0], household=row[1] or b"", name=row[2], relation=row[3], sex=Sex(row[4]) if row[4] else None,
        born=PartialDate.parse(row[5]) if row[5] else None, citizen_number=row[6], insurance_number=row[7],
        phone=row[8], away=bool(row[9]), deceased=bool(row[10]), do_not_contact=bool(row[11]),
    )  # fmt: skip


def _make_member(row: Sequence[Any]) -> PersonRow:
    # Of most people nothing of this is known.
    person = make_person(row)
    if not any(row[12:]):
        return person
    return replace(
        person, zalo=row[12], preferred_channel=read_key(Channel, row[13]), absence=make_absence(row[14:])
    )


_AT_ONCE = 5_000
_SOMEBODY_AWAY = (
    "h.id IN (SELECT coalesce(m.survivor, p.household) FROM person p LEFT JOIN merged m ON m.row = p.household"
    " WHERE p.away AND p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased)"
)
_CATEGORIES = frozenset(category.value for category in Category)


def _conditions(wanted: HouseholdFilter) -> list[tuple[str, str | None, Any]]:
    found: list[tuple[str, str | None, Any]] = []
    if wanted.village is not None:
        found.append(("s.village = :village", "village", wanted.village))
    if wanted.category is not None:
        found.append((f"{withheld.SHOWN_CATEGORY} = :category", "category", wanted.category.value))
    if wanted.outcome is not None:
        found.append(("s.last_outcome = :outcome", "outcome", wanted.outcome.value))
    if wanted.never_visited:
        found.append(("NOT s.knocked", None, None))
    if wanted.away:
        found.append((_SOMEBODY_AWAY, None, None))
    if wanted.added_at_door:
        found.append(("h.added_at_door", None, None))
    if wanted.language is not None:
        found.append(("coalesce(h.language, '') = :language", "language", wanted.language))
    if wanted.not_visited_days is not None and wanted.today is not None:
        before = (wanted.today - timedelta(days=wanted.not_visited_days)).isoformat()
        found.append(("(s.last_visit IS NULL OR s.last_visit <= :before)", "before", before))
    return found
