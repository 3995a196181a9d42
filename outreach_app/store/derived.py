"""Derived tables: what lists, reports and search read, refreshed from the replicated rows a transaction touched."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlmodel import Session

from outreach_app.domain.people import HEAD, Scheme
from outreach_app.domain.text import fold, sort_key
from outreach_app.domain.visits import Outcome, PersonOutcome, was_spoken_to
from outreach_app.store.engine import sqlite
from outreach_app.store.packing import unpack

if TYPE_CHECKING:
    from outreach_app.store.journal import Writer

_STRENGTH = (
    Outcome.SIGNED_UP,
    Outcome.CONTINUING,
    Outcome.CALL_BACK,
    Outcome.THINKING,
    Outcome.REFUSED,
    Outcome.DO_NOT_CONTACT,
)
"""Which person outcome speaks for the door when several were given."""

_SCHEMES = frozenset(scheme.value for scheme in Scheme)
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_BATCH = 5_000


def refresh(writer: "Writer") -> None:
    """Bring every derived row up to date with what this transaction wrote; called once, before the commit."""
    rows = writer.touched.rows
    session = writer.session
    if rows.get("visit"):
        writer.touched.households.update(refresh_visits(session, rows["visit"]))
    people = set(rows.get("person", ()))
    writer.touched.households.update(rows.get("household", ()))
    for table in ("person", "enrolment", "prospect"):
        writer.touched.households.update(_owners(session, table, rows.get(table, ())))
    refresh_households(session, writer.touched.households)
    moved = _members_of(session, rows.get("household", ())) - people
    index_people(session, people - writer.touched.fresh_people | moved)
    index_people(session, writer.touched.fresh_people, fresh=True)


def rebuild(session: Session) -> None:
    """Empty every derived table and build it again from the replicated rows."""
    connection = session.connection()
    for table in ("household_state", "visit_fact", "visit_outcome"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    sqlite.clear_search(connection)
    refresh_visits(session, _all_ids(session, "visit"))
    refresh_households(session, _all_ids(session, "household"))
    index_people(session, _all_ids(session, "person"), fresh=True)


def refresh_visits(session: Session, visits: Collection[bytes]) -> set[bytes]:
    """Write facts and outcomes of these visits and settle which are current; returns the households concerned."""
    _insert_facts(session, visits)
    family = set(visits)
    for chunk in sqlite.in_chunks(visits, size=_BATCH):
        marks = sqlite.placeholders(len(chunk))
        family.update(
            row[0]
            for row in session.connection().exec_driver_sql(
                f"SELECT supersedes FROM visit WHERE id IN ({marks}) AND supersedes IS NOT NULL"
                " UNION SELECT sibling.id FROM visit mine JOIN visit sibling ON sibling.supersedes = mine.supersedes"
                f" WHERE mine.id IN ({marks})",
                (*chunk, *chunk),
            )
        )
    return _settle_current(session, family)


def refresh_households(session: Session, households: Collection[bytes]) -> None:
    """Recompute names, counts and last visit of these households."""
    for chunk in sqlite.in_chunks(households, size=_BATCH):
        _refresh_chunk(session, chunk)


def index_people(session: Session, people: Collection[bytes], *, fresh: bool = False) -> None:
    """Put these people's names and numbers into the search index, with village and commune as ranking words."""
    connection = session.connection()
    for chunk in sqlite.in_chunks(people, size=_BATCH):
        rows = connection.exec_driver_sql(
            "SELECT p.number, p.name, p.citizen_number, p.insurance_number, p.phone, v.number, v.commune_code,"
            " p.removed IS NOT NULL OR p.merged_into IS NOT NULL OR h.removed IS NOT NULL"
            " FROM person p LEFT JOIN household h ON h.id = p.household LEFT JOIN village v ON v.id = h.village"
            f" WHERE p.id IN ({sqlite.placeholders(len(chunk))}) ORDER BY p.number",
            tuple(chunk),
        ).all()
        words = [(row[0], "" if row[7] else _search_words(*row[1:7])) for row in rows]
        sqlite.index_people(connection, words, fresh=fresh)


def _search_words(
    name: str,
    citizen: str | None,
    insurance: str | None,
    phone: str | None,
    village: int | None,
    commune: str | None,
) -> str:
    numbers = [number for number in (citizen, insurance, phone) if number]
    place = [f"zv{village}", f"zc{commune}"] if village is not None else []
    return " ".join((fold(name), *numbers, *place))


def _insert_facts(session: Session, visits: Collection[bytes]) -> None:
    connection = session.connection()
    facts: list[tuple[object, ...]] = []
    outcomes: list[tuple[object, ...]] = []
    for chunk in sqlite.in_chunks(visits, size=_BATCH):
        rows = connection.exec_driver_sql(
            "SELECT id, household, visited_on, door_outcome, outcomes, met FROM visit"
            f" WHERE id IN ({sqlite.placeholders(len(chunk))})",
            tuple(chunk),
        )
        for visit, household, visited_on, door, packed, met in rows:
            told = read_outcomes(packed)
            people = unpack(met) if met else []
            spoken = was_spoken_to(Outcome(door) if door else None, told, people)
            facts.append((visit, household, visited_on, _speaks_for_door(door, told), spoken))
            outcomes += [(visit, o.person, o.scheme.value, o.outcome.value) for o in told]
    sqlite.run_many(
        connection,
        "INSERT INTO visit_fact (visit, household, visited_on, outcome, spoken, current) VALUES (?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (visit) DO NOTHING",
        facts,
    )
    sqlite.run_many(
        connection,
        "INSERT INTO visit_outcome (visit, person, scheme, outcome) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (visit, person, scheme) DO NOTHING",
        outcomes,
    )


def read_outcomes(packed: bytes | None) -> tuple[PersonOutcome, ...]:
    """Unpack the outcomes of a visit; words of a newer program are left for it to show."""
    told = unpack(packed) if packed else []
    return tuple(
        PersonOutcome(bytes(person), Scheme(scheme), Outcome(outcome))
        for person, scheme, outcome in told
        if scheme in _SCHEMES and outcome in _OUTCOMES
    )


def _speaks_for_door(door: str | None, told: Iterable[PersonOutcome]) -> str | None:
    if door:
        return door
    given = {each.outcome for each in told}
    strongest = next((outcome for outcome in _STRENGTH if outcome in given), None)
    return (strongest or next(iter(sorted(given)), None)) if given else None


def _settle_current(session: Session, family: Collection[bytes]) -> set[bytes]:
    # Of several corrections of one visit the latest stands; a cancelling row is never current itself.
    households: set[bytes] = set()
    connection = session.connection()
    for chunk in sqlite.in_chunks(family, size=_BATCH):
        marks = sqlite.placeholders(len(chunk))
        connection.exec_driver_sql(
            "UPDATE visit_fact SET current ="
            " NOT EXISTS (SELECT 1 FROM visit later WHERE later.supersedes = visit_fact.visit)"
            " AND NOT EXISTS (SELECT 1 FROM visit mine WHERE mine.id = visit_fact.visit AND (mine.cancelled IS NOT NULL"
            "  OR EXISTS (SELECT 1 FROM visit rival WHERE rival.supersedes = mine.supersedes"
            "   AND (rival.made, rival.id) > (mine.made, mine.id))))"
            f" WHERE visit IN ({marks})",
            tuple(chunk),
        )
        rows = connection.exec_driver_sql(f"SELECT household FROM visit WHERE id IN ({marks})", tuple(chunk))
        households.update(row[0] for row in rows if row[0])
    return households


def _refresh_chunk(session: Session, chunk: list[bytes]) -> None:
    connection = session.connection()
    marks = sqlite.placeholders(len(chunk))
    members: dict[bytes, list[tuple[str, str]]] = {}
    for household, name, relation in connection.exec_driver_sql(
        "SELECT household, name, relation FROM person WHERE removed IS NULL AND merged_into IS NULL"
        f" AND household IN ({marks}) ORDER BY household, relation <> '{HEAD}', id",
        tuple(chunk),
    ):
        members.setdefault(household, []).append((name, relation))
    visits = _last_visits(session, chunk)
    rows = connection.exec_driver_sql(
        "SELECT id, village, code, removed IS NOT NULL OR merged_into IS NOT NULL FROM household"
        f" WHERE id IN ({marks})",
        tuple(chunk),
    ).all()
    sqlite.run_many(
        connection,
        "INSERT INTO household_state (household, village, head_name, sort_name, members, code_key, hidden,"
        " last_visit, last_outcome, knocked, spoken) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (household) DO UPDATE SET village = excluded.village, head_name = excluded.head_name,"
        " sort_name = excluded.sort_name, members = excluded.members, code_key = excluded.code_key,"
        " hidden = excluded.hidden, last_visit = excluded.last_visit, last_outcome = excluded.last_outcome,"
        " knocked = excluded.knocked, spoken = excluded.spoken",
        [_state_row(row, members.get(row[0], []), visits.get(row[0])) for row in rows],
    )


def _state_row(
    row: tuple[bytes, bytes | None, str, int],
    members: list[tuple[str, str]],
    visit: tuple[str, str | None, int] | None,
) -> tuple[object, ...]:
    household, village, code, hidden = row
    head = members[0][0] if members else ""
    last, outcome, spoken = visit or (None, None, 0)
    return (
        household, village, head, sort_key(head), len(members), code_key(code), hidden,
        last, outcome, int(visit is not None), spoken,
    )  # fmt: skip


def _last_visits(session: Session, chunk: list[bytes]) -> dict[bytes, tuple[str, str | None, int]]:
    rows = session.connection().exec_driver_sql(
        "SELECT household, visited_on, outcome, max(spoken) OVER (PARTITION BY household) FROM visit_fact"
        f" WHERE current AND household IN ({sqlite.placeholders(len(chunk))}) ORDER BY visited_on, visit",
        tuple(chunk),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def code_key(code: str) -> str:
    """Make the form of a code that search compares: small letters and digits only."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _owners(session: Session, table: str, rows: Collection[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in sqlite.in_chunks(rows, size=_BATCH):
        statement = f"SELECT household FROM {table} WHERE id IN ({sqlite.placeholders(len(chunk))})"
        found.update(
            row[0] for row in session.connection().exec_driver_sql(statement, tuple(chunk)) if row[0]
        )
    return found


def _members_of(session: Session, households: Collection[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in sqlite.in_chunks(households, size=_BATCH):
        statement = f"SELECT id FROM person WHERE household IN ({sqlite.placeholders(len(chunk))})"
        found.update(row[0] for row in session.connection().exec_driver_sql(statement, tuple(chunk)))
    return found


def _all_ids(session: Session, table: str) -> list[bytes]:
    return [row[0] for row in session.connection().exec_driver_sql(f"SELECT id FROM {table} ORDER BY number")]
