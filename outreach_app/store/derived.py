"""Derived tables: what lists, reports and search read, refreshed from the replicated rows a transaction touched."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from outreach_app.domain.lanes import lane_key
from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.people import Scheme
from outreach_app.domain.text import fold, sort_key
from outreach_app.domain.visits import SPOKEN_TO, Channel, Outcome, PersonOutcome
from outreach_app.store import engine, merged, withheld
from outreach_app.store.packing import unpack

if TYPE_CHECKING:
    from outreach_app.store.journal import Writer

_STRONGEST = (
    Outcome.SIGNED_UP,
    Outcome.CONTINUING,
    Outcome.CALL_BACK,
    Outcome.THINKING,
    Outcome.REFUSED,
    Outcome.DO_NOT_CONTACT,
)
_STRENGTH = {outcome.value: place for place, outcome in enumerate(_STRONGEST)}
"""Which person outcome speaks for the door when several were given."""

_SCHEMES = frozenset(scheme.value for scheme in Scheme)
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_LAPSES = frozenset(reason.value for reason in LapseReason)
_BATCH = 5_000
LAST_ROW = (1 << 63) - 1

_Latest = tuple[str, bytes, str | None, int, int]
"""Of a household's last visit the day, the id and what speaks for the door; of all its visits whether anybody spoke and
whether the door was knocked: a call that reached nobody is no knock."""

HOME_COLUMNS = (
    "household, village, code_key, hidden, head_name, sort_name, members, last_visit, last_id, last_outcome, knocked,"
    " spoken, lane_key"
)
_FACTS = "number, id, household, visited_on, door_outcome, outcomes, met, channel, lapses"
_FAMILY = """
SELECT id FROM visit WHERE number > ? AND (supersedes IS NOT NULL OR cancelled IS NOT NULL)
UNION SELECT mine.id FROM visit mine JOIN visit later ON later.supersedes = mine.id WHERE mine.number > ?
"""
"""Visits after a row number that correct, cancel or are corrected: they are few."""

_NEWER = "(coalesce(last_visit, ''), coalesce(last_id, x'')) < (?1, ?2)"
_ADVANCE = f"""
UPDATE household_state SET
    last_outcome = CASE WHEN {_NEWER} THEN ?3 ELSE last_outcome END,
    last_id = CASE WHEN {_NEWER} THEN ?2 ELSE last_id END,
    last_visit = CASE WHEN {_NEWER} THEN ?1 ELSE last_visit END,
    spoken = max(spoken, ?4), knocked = max(knocked, ?5)
WHERE household = ?6
"""

_TREES = """
WITH RECURSIVE up(id) AS (
    SELECT id FROM visit WHERE id IN ({marks})
    UNION SELECT visit.supersedes FROM up JOIN visit ON visit.id = up.id WHERE visit.supersedes IS NOT NULL
), tree(id) AS (
    SELECT id FROM up UNION SELECT visit.id FROM tree JOIN visit ON visit.supersedes = tree.id
)
SELECT visit.id, visit.supersedes, visit.made, visit.cancelled, visit.household, visit.number
FROM visit JOIN tree ON tree.id = visit.id
"""
"""These visits with everything they correct and are corrected by, however many steps away."""


def refresh(writer: "Writer") -> None:
    """Bring every derived row up to date with what this transaction wrote; called once, before the commit."""
    touched, session = writer.touched, writer.session
    merged.follow_changes(session, touched)
    withheld.refresh(session, touched)
    latest, corrected = _take_visits(session, touched.made.get("visit"))
    touched.add_owners("person", _owners(session, "person", touched.relisted))
    for table in ("person", "enrolment", "prospect"):
        touched.households.update(_owners(session, table, touched.edited.get(table, ())))
    touched.moved.update(touched.edited.get("household", ()), _homes_that_waited(session, touched.made))
    touched.moved.update(_homes_led_on(session, touched.edited.get("village", ())))
    touched.homes.update(touched.moved)
    touched.homes.update(merged.read_survivors(session, touched.homes).values())
    corrected.update(merged.read_survivors(session, corrected).values())
    touched.households.update(touched.homes, corrected, latest)
    _advance_last_visits(session, latest, but=touched.homes | corrected)
    refresh_last_visits(session, corrected - touched.homes)
    first = touched.made.get("person")
    earlier = refresh_homes(session, touched.homes, moved=touched.moved, before=first)
    if first is not None:
        index_fresh_people(session, after=first)
    people = touched.edited.get("person", set())
    index_people(session, "id", people | set(merged.read_survivors(session, people).values()))
    index_people(session, "number", earlier)
    merged.note_to_look_again(session, people, earlier)


def rebuild(session: Session) -> None:
    """Empty every derived table and build it again from the replicated rows."""
    connection = session.connection()
    for table in ("household_state", "visit_fact", "visit_outcome"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    engine.clear_search(connection)
    connection.exec_driver_sql("DELETE FROM merged")
    merged.refresh(session)
    withheld.rebuild(session)
    refresh_visits(session, after=0)
    homes = {row[0] for row in engine.fetch_rows(connection, "SELECT id FROM household")}
    refresh_homes(session, homes, moved=(), before=None)
    index_fresh_people(session, after=0)


def _take_visits(session: Session, after: int | None) -> tuple[dict[bytes, _Latest], set[bytes]]:
    return refresh_visits(session, after=after) if after is not None else ({}, set())


def refresh_visits(session: Session, *, after: int) -> tuple[dict[bytes, _Latest], set[bytes]]:
    """Write facts and outcomes of the visits after a row number and settle which are current.

    Returns the latest of them by household, and the households of which visits were corrected or cancelled.
    """
    latest: dict[bytes, _Latest] = {}
    for facts in read_facts(session, after=after):
        _insert_facts(session, facts, latest)
    return latest, _settle_current(session, _read_family(session, after))


def renew_outcomes(session: Session, visits: Collection[bytes]) -> None:
    """Write the outcomes of some visits anew from their rows; everything else that is derived of them stands."""
    connection = session.connection()
    for chunk in engine.in_chunks(sorted(visits), size=_BATCH):
        marks = engine.placeholders(len(chunk))
        connection.exec_driver_sql(
            f"DELETE FROM visit_outcome WHERE visit IN (SELECT number FROM visit WHERE id IN ({marks}))",
            tuple(chunk),
        )
        rows = engine.fetch_rows(
            connection,
            f"SELECT {_FACTS} FROM visit WHERE id IN ({marks})",
            chunk,
        )
        if rows:
            _insert_facts(session, _tell_facts(session, rows), {})


def refresh_homes(
    session: Session, homes: Collection[bytes], *, moved: Collection[bytes], before: int | None
) -> list[int]:
    """Recompute names, counts and last visit of these households.

    Returns the row numbers, up to `before`, of people in the households that `moved`: their place is in the search.
    """
    earlier: list[int] = []
    for chunk in engine.in_chunks(sorted(homes), size=_BATCH):
        for household, number in _refresh_chunk(session, chunk):
            if household in moved and (before is None or number <= before):
                earlier.append(number)
    return earlier


def refresh_last_visits(session: Session, households: Collection[bytes]) -> None:
    """Recompute the last visit of households of which nothing else was written."""
    for chunk in engine.in_chunks(sorted(households), size=_BATCH):
        visits = _last_visits(session, chunk)
        engine.run_many(
            session.connection(),
            "UPDATE household_state SET last_visit = ?, last_id = ?, last_outcome = ?, knocked = ?, spoken = ?"
            " WHERE household = ?",
            [(*_visit_columns(visits.get(household)), household) for household in chunk],
        )


def index_fresh_people(session: Session, *, after: int) -> None:
    """Put everybody after a row number into the search index, in which none of them is yet."""
    last = after
    while numbers := _index(session, "p.number > ? ORDER BY p.number LIMIT ?", (last, _BATCH), fresh=True):
        last = numbers[-1]


def index_people(session: Session, column: str, people: Collection[object]) -> None:
    """Bring these people's words in the search index up to date; `column` tells what names them, id or number."""
    for chunk in engine.in_chunks(people, size=_BATCH):
        wanted = f"p.{column} IN ({engine.placeholders(len(chunk))}) ORDER BY p.number"
        _index(session, wanted, chunk, fresh=False)


def _index(session: Session, wanted: str, values: Iterable[object], *, fresh: bool) -> list[int]:
    words = _read_words(session, wanted, values)
    engine.index_people(session.connection(), words, fresh=fresh)
    return [number for number, _ in words]


def read_search_words(session: Session) -> Iterator[list[tuple[int, str]]]:
    """Work out the words by which everybody should be found, by row number, some thousand at a time; writes nothing."""
    last = 0
    while words := _read_words(session, "p.number > ? ORDER BY p.number LIMIT ?", (last, _BATCH)):
        last = words[-1][0]
        yield words


def _read_words(session: Session, wanted: str, values: Iterable[object]) -> list[tuple[int, str]]:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT p.number, p.name, p.citizen_number, p.insurance_number, p.phone, v.number, v.commune_code,"
        " p.removed IS NOT NULL OR gone.survivor IS NOT NULL OR h.removed IS NOT NULL"
        " FROM person p LEFT JOIN merged gone ON gone.row = p.id LEFT JOIN merged home ON home.row = p.household"
        " LEFT JOIN household h ON h.id = coalesce(home.survivor, p.household) LEFT JOIN village v ON v.id = h.village"
        f" WHERE {wanted}",
        values,
    )
    also = merged.read_former_words(session, [row[0] for row in rows])
    return [
        (row[0], "" if row[7] else " ".join((_search_words(*row[1:7]), *also.get(row[0], ()))))
        for row in rows
    ]


def _search_words(
    name: str,
    citizen: str | None,
    insurance: str | None,
    phone: str | None,
    village: int | None,
    commune: str | None,
) -> str:
    numbers = [number for number in (citizen, insurance, phone) if number]
    place = [f"ʒv{village}", f"ʒc{commune}"] if village is not None else []
    return " ".join((fold(name), *numbers, *place))


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What some visits come to: `homes` and `visits` side by side, columns of visit_fact, rows of visit_outcome."""

    homes: Sequence[bytes | None]
    visits: Sequence[_Latest]
    columns: tuple[Sequence[Any], ...]
    outcomes: list[tuple[Any, ...]]


NO_FACTS = VisitFacts((), (), ((), (), (), (), ()), [])


def read_facts(session: Session, *, after: int) -> Iterator[VisitFacts]:
    """Work out what the visits after a row number come to, some thousand at a time; nothing is written."""
    last = after
    while rows := engine.fetch_rows(
        session.connection(),
        f"SELECT {_FACTS} FROM visit WHERE number > ? ORDER BY number LIMIT ?",
        (last, _BATCH),
    ):
        last = rows[-1][0]
        yield _tell_facts(session, rows)


def _tell_facts(session: Session, rows: Sequence[Sequence[Any]]) -> VisitFacts:
    numbers, visits, doors, days, at_door, packed, met, channels, lapses = zip(*rows, strict=True)
    survivors = merged.read_survivors(session, {home for home in doors if home})
    homes = [survivors.get(home, home) for home in doors] if survivors else doors
    told = [_known_outcomes(each) for each in packed]
    spoken = [
        int(_speaks(some) or door in SPOKEN_TO or (people is not None and any(unpack(people))))
        for some, door, people in zip(told, at_door, met, strict=True)
    ]
    spoke = list(map(_speaks_for_door, at_door, told))
    knocked = [
        int(channel == Channel.DOOR or some > 0) for channel, some in zip(channels, spoken, strict=True)
    ]
    outcomes = [
        (number, *each, why.get(each[:2]))
        for number, some, why in zip(numbers, told, map(_known_lapses, lapses), strict=True)
        for each in some
    ]
    latest = list(zip(days, visits, spoke, spoken, knocked, strict=True))
    return VisitFacts(homes, latest, (numbers, homes, days, spoke, spoken), outcomes)


def _insert_facts(session: Session, facts: VisitFacts, latest: dict[bytes, _Latest]) -> None:
    for home, visit in zip(facts.homes, facts.visits, strict=True):
        if home:
            latest[home] = _later(latest[home], visit) if home in latest else visit
    engine.run_columns(
        session.connection(),
        "INSERT INTO visit_fact (visit, household, visited_on, outcome, spoken, current) VALUES (?, ?, ?, ?, ?, TRUE)"
        " ON CONFLICT (visit) DO NOTHING",
        facts.columns,
    )
    engine.run_many(
        session.connection(),
        "INSERT INTO visit_outcome (visit, person, scheme, outcome, lapse) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (visit, person, scheme) DO NOTHING",
        facts.outcomes,
    )


def _known_outcomes(packed: bytes | None) -> list[tuple[bytes, str, str]]:
    """Person, scheme and outcome as stored; words of a newer program are left for it to show."""
    told = unpack(packed) if packed else []
    return [
        (person, scheme, outcome)
        for person, scheme, outcome in told
        if scheme in _SCHEMES and outcome in _OUTCOMES
    ]


def read_outcomes(packed: bytes | None) -> tuple[PersonOutcome, ...]:
    """Unpack the outcomes of a visit."""
    return tuple(PersonOutcome(p, Scheme(s), Outcome(o)) for p, s, o in _known_outcomes(packed))


def read_lapses(packed: bytes | None) -> tuple[PersonLapse, ...]:
    """Unpack why people of a visit do not go on paying."""
    return tuple(PersonLapse(p, Scheme(s), LapseReason(r)) for (p, s), r in _known_lapses(packed).items())


def _known_lapses(packed: bytes | None) -> dict[tuple[bytes, str], str]:
    told = unpack(packed) if packed else ()
    return {
        (person, scheme): reason
        for person, scheme, reason in told
        if scheme in _SCHEMES and reason in _LAPSES
    }


def _speaks(told: Sequence[tuple[bytes, str, str]]) -> bool:
    """Whether an outcome says that somebody was reached."""
    return any(outcome != Outcome.NOT_HOME.value for _, _, outcome in told)


def _speaks_for_door(door: str | None, told: Sequence[tuple[bytes, str, str]]) -> str | None:
    if door:
        return door
    if len(told) == 1:
        return told[0][2]
    return min((outcome for _, _, outcome in told), key=_rank, default=None)


def _rank(outcome: str) -> tuple[int, str]:
    return _STRENGTH.get(outcome, len(_STRENGTH)), outcome


def _read_family(session: Session, after: int) -> list[bytes]:
    return [row[0] for row in engine.fetch_rows(session.connection(), _FAMILY, (after,) * 2)]


def find_outdated(session: Session) -> set[int]:
    """Work out, by row number, which visits do not count any more: corrected or cancelled; nothing is written."""
    return {
        number
        for standing in _read_standing(session, _read_family(session, 0))
        for number, _, counts in standing
        if not counts
    }


def _read_standing(
    session: Session, family: Collection[bytes]
) -> Iterator[list[tuple[int, bytes | None, bool]]]:
    """Of these visits and all they correct or are corrected by: row number, household, and whether it counts."""
    for chunk in engine.in_chunks(family, size=_BATCH):
        statement = _TREES.format(marks=engine.placeholders(len(chunk)))
        rows = {row[0]: row for row in engine.fetch_rows(session.connection(), statement, chunk)}
        standing = _find_standing(rows)
        yield [(row[5], row[4], visit in standing) for visit, row in rows.items()]


def _settle_current(session: Session, family: Collection[bytes]) -> set[bytes]:
    # Of a visit and all its corrections one at most stands: the latest that no other corrects, if it cancels nothing.
    households: set[bytes] = set()
    for standing in _read_standing(session, family):
        engine.run_many(
            session.connection(),
            "UPDATE visit_fact SET current = ? WHERE visit = ?",
            [(int(counts), number) for number, _, counts in standing],
        )
        households.update(home for _, home, _ in standing if home)
    return households


def _find_standing(rows: Mapping[bytes, Sequence[Any]]) -> set[bytes]:
    corrected = {row[1] for row in rows.values()}
    latest: dict[bytes, Sequence[Any]] = {}
    for visit, row in rows.items():
        if visit not in corrected:
            root = _find_root(visit, rows)
            latest[root] = max(row, latest.get(root, row), key=lambda each: (each[2], each[0]))
    return {row[0] for row in latest.values() if row[3] is None}


def _find_root(visit: bytes, rows: Mapping[bytes, Sequence[Any]]) -> bytes:
    passed = {visit}  # nothing corrects itself in good faith, but a file may say so
    while (former := rows[visit][1]) in rows and former not in passed:
        passed.add(visit := former)
    return visit


def tell_homes(session: Session, chunk: list[bytes]) -> tuple[list[tuple[Any, ...]], list[tuple[bytes, int]]]:
    """Work out the rows of household_state (`HOME_COLUMNS`) of some households, and who lives there; writes nothing."""
    marks = engine.placeholders(len(chunk))
    people = merged.read_residents(session, chunk)
    heads = {row[0]: row[2] for row in reversed(people)}
    counts = Counter(row[0] for row in people)
    visits, left = _last_visits(session, chunk), merged.read_villages_left(session)
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT id, village, code, removed IS NOT NULL OR id IN (SELECT row FROM merged), neighbour_group, address"
        f" FROM household WHERE id IN ({marks})",
        chunk,
    )
    homes = [
        (
            id,
            left.get(village, village),
            code_key(code),
            hidden,
            *_head_columns(heads.get(id, "")),
            counts[id],
            *_visit_columns(visits.get(id)),
            lane_key(group, address),
        )
        for id, village, code, hidden, group, address in rows
    ]
    return homes, [row[:2] for row in people]


def _refresh_chunk(session: Session, chunk: list[bytes]) -> list[tuple[bytes, int]]:
    homes, people = tell_homes(session, chunk)
    engine.run_many(
        session.connection(),
        f"INSERT INTO household_state ({HOME_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (household) DO UPDATE SET village = excluded.village, head_name = excluded.head_name,"
        " sort_name = excluded.sort_name, members = excluded.members, code_key = excluded.code_key,"
        " hidden = excluded.hidden, last_visit = excluded.last_visit, last_id = excluded.last_id,"
        " last_outcome = excluded.last_outcome,"
        " knocked = excluded.knocked, spoken = excluded.spoken, lane_key = excluded.lane_key",
        homes,
    )
    return people


def _head_columns(head: str) -> tuple[str, str]:
    return head, sort_key(head)


def _visit_columns(visit: _Latest | None) -> tuple[object, ...]:
    day, id, outcome, spoken, knocked = visit or (None, None, None, 0, 0)
    return day, id, outcome, knocked, spoken


def _last_visits(session: Session, chunk: list[bytes]) -> dict[bytes, _Latest]:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT f.household, f.visited_on, t.id, f.outcome, max(f.spoken) OVER (PARTITION BY f.household),"
        f" max(f.spoken OR t.channel = '{Channel.DOOR}') OVER (PARTITION BY f.household)"
        " FROM visit_fact f JOIN visit t ON t.number = f.visit"
        f" WHERE f.current AND f.household IN ({engine.placeholders(len(chunk))}) ORDER BY f.visited_on, t.id",
        chunk,
    )
    return {row[0]: row[1:] for row in rows}


def _later(one: _Latest, other: _Latest) -> _Latest:
    day, id, outcome, *_ = max(one, other, key=itemgetter(0, 1))
    return day, id, outcome, one[3] | other[3], one[4] | other[4]


def _advance_last_visits(
    session: Session, latest: Mapping[bytes, _Latest], *, but: Collection[bytes]
) -> None:
    # What only came in addition needs no look at the household's other visits.
    news = [(*latest[household], household) for household in sorted(latest.keys() - but)]
    engine.run_many(session.connection(), _ADVANCE, news)


def code_key(code: str) -> str:
    """Make the form of a code that search compares: small letters and digits only."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _homes_that_waited(session: Session, made: Mapping[str, int]) -> list[bytes]:
    """Households that were there before their village: the search ranks their people by it from now on."""
    if "village" not in made:
        return []
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT h.id FROM village v JOIN household h ON h.village = v.id WHERE v.number > ? AND h.number <= ?",
        (made["village"], made.get("household", LAST_ROW)),
    )
    return [row[0] for row in rows]


def _homes_led_on(session: Session, villages: Collection[bytes]) -> list[bytes]:
    """Households whose village, or one it gave way to, was merged or stands by itself again: lists lead them on."""
    if not villages:
        return []
    left = merged.read_villages_left(session)
    return [
        row[0]
        for village in {*villages, *left}
        for row in engine.fetch_rows(
            session.connection(),
            "SELECT h.id FROM household h JOIN household_state s ON s.household = h.id WHERE h.village = ?"
            " AND coalesce(s.village, x'') <> ?",
            (village, left.get(village, village)),
        )
    ]


def _owners(session: Session, table: str, rows: Collection[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in engine.in_chunks(rows, size=_BATCH):
        statement = f"SELECT household FROM {table} WHERE id IN ({engine.placeholders(len(chunk))})"
        owners = engine.fetch_rows(session.connection(), statement, chunk)
        found.update(row[0] for row in owners if row[0])
    return found
