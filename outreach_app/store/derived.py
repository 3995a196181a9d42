"""Derived tables: what lists, reports and search read, refreshed from the replicated rows a transaction touched."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from outreach_app.domain.lanes import lane_key
from outreach_app.domain.text import fold, sort_key
from outreach_app.domain.visits import Channel
from outreach_app.store import engine, merged, withheld
from outreach_app.store.visit_facts import BATCH, Latest, refresh_visits

if TYPE_CHECKING:
    from outreach_app.store.journal import Writer

LAST_ROW = (1 << 63) - 1

HOME_COLUMNS = (
    "household, village, code_key, hidden, head_name, sort_name, members, last_visit, last_id, last_outcome, knocked,"
    " spoken, lane_key"
)
_NEWER = "(coalesce(last_visit, ''), coalesce(last_id, x'')) < (?1, ?2)"
_ADVANCE = f"""
UPDATE household_state SET
    last_outcome = CASE WHEN {_NEWER} THEN ?3 ELSE last_outcome END,
    last_id = CASE WHEN {_NEWER} THEN ?2 ELSE last_id END,
    last_visit = CASE WHEN {_NEWER} THEN ?1 ELSE last_visit END,
    spoken = max(spoken, ?4), knocked = max(knocked, ?5)
WHERE household = ?6
"""


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


def _take_visits(session: Session, after: int | None) -> tuple[dict[bytes, Latest], set[bytes]]:
    return refresh_visits(session, after=after) if after is not None else ({}, set())


def refresh_homes(
    session: Session, homes: Collection[bytes], *, moved: Collection[bytes], before: int | None
) -> list[int]:
    """Recompute names, counts and last visit of these households.

    Returns the row numbers, up to `before`, of people in the households that `moved`: their place is in the search.
    """
    earlier: list[int] = []
    for chunk in engine.in_chunks(sorted(homes), size=BATCH):
        for household, number in _refresh_chunk(session, chunk):
            if household in moved and (before is None or number <= before):
                earlier.append(number)
    return earlier


def refresh_last_visits(session: Session, households: Collection[bytes]) -> None:
    """Recompute the last visit of households of which nothing else was written."""
    for chunk in engine.in_chunks(sorted(households), size=BATCH):
        visits = _last_visits(session, chunk)
        engine.run_at_once(
            session.connection(),
            "UPDATE household_state SET last_visit = ?, last_id = ?, last_outcome = ?, knocked = ?, spoken = ?"
            " WHERE household = ?",
            [*zip(*(_visit_columns(visits.get(household)) for household in chunk), strict=True), chunk],
        )


def index_fresh_people(session: Session, *, after: int) -> None:
    """Put everybody after a row number into the search index, in which none of them is yet."""
    last = after
    while numbers := _index(session, "p.number > ? ORDER BY p.number LIMIT ?", (last, BATCH), fresh=True):
        last = numbers[-1]


def index_people(session: Session, column: str, people: Collection[object]) -> None:
    """Bring these people's words in the search index up to date; `column` tells what names them, id or number."""
    for chunk in engine.in_chunks(people, size=BATCH):
        wanted = f"p.{column} IN ({engine.placeholders(len(chunk))}) ORDER BY p.number"
        _index(session, wanted, chunk, fresh=False)


def _index(session: Session, wanted: str, values: Iterable[object], *, fresh: bool) -> list[int]:
    words = _read_words(session, wanted, values)
    engine.index_people(session.connection(), words, fresh=fresh)
    return [number for number, _ in words]


def read_search_words(session: Session) -> Iterator[list[tuple[int, str]]]:
    """Work out the words by which everybody should be found, by row number, some thousand at a time; writes nothing."""
    last = 0
    while words := _read_words(session, "p.number > ? ORDER BY p.number LIMIT ?", (last, BATCH)):
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
    engine.run_at_once(
        session.connection(),
        f"INSERT INTO household_state ({HOME_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (household) DO UPDATE SET village = excluded.village, head_name = excluded.head_name,"
        " sort_name = excluded.sort_name, members = excluded.members, code_key = excluded.code_key,"
        " hidden = excluded.hidden, last_visit = excluded.last_visit, last_id = excluded.last_id,"
        " last_outcome = excluded.last_outcome,"
        " knocked = excluded.knocked, spoken = excluded.spoken, lane_key = excluded.lane_key",
        list(zip(*homes, strict=True)),
    )
    return people


def _head_columns(head: str) -> tuple[str, str]:
    return head, sort_key(head)


def _visit_columns(visit: Latest | None) -> tuple[object, ...]:
    day, id, outcome, spoken, knocked = visit or (None, None, None, 0, 0)
    return day, id, outcome, knocked, spoken


def _last_visits(session: Session, chunk: list[bytes]) -> dict[bytes, Latest]:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT f.household, f.visited_on, t.id, f.outcome, max(f.spoken) OVER (PARTITION BY f.household),"
        f" max(f.spoken OR t.channel = '{Channel.DOOR}') OVER (PARTITION BY f.household)"
        " FROM visit_fact f JOIN visit t ON t.number = f.visit"
        f" WHERE f.current AND f.household IN ({engine.placeholders(len(chunk))}) ORDER BY f.visited_on, t.id",
        chunk,
    )
    return {row[0]: row[1:] for row in rows}


def _advance_last_visits(session: Session, latest: Mapping[bytes, Latest], *, but: Collection[bytes]) -> None:
    # What only came in addition needs no look at the household's other visits.
    news = [(*latest[household], household) for household in sorted(latest.keys() - but)]
    engine.run_at_once(session.connection(), _ADVANCE, list(zip(*news, strict=True)))


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
    for chunk in engine.in_chunks(rows, size=BATCH):
        statement = f"SELECT household FROM {table} WHERE id IN ({engine.placeholders(len(chunk))})"
        owners = engine.fetch_rows(session.connection(), statement, chunk)
        found.update(row[0] for row in owners if row[0])
    return found
