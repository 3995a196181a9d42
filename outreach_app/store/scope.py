"""What belongs to a machine's area: the rows of its villages, and what every machine has."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlmodel import Session

from outreach_app.domain.operations import Dot, Kind, Operation
from outreach_app.domain.seen import Streams
from outreach_app.store import blocks, engine, heads, journal

_ID_BYTES = 16
_MANY = 5_000
EVERYWHERE = ("team", "canvasser", "team_member", "rule_book_edition", "objection_entry", "office_contact", "erasure",
              "receipt_book", "hand_over", "campaign", "target", "official_figure", "model_mark",
              "territory_change")  # fmt: skip
"""Tables whose rows every machine has."""
_NOWHERE = (
    "SELECT id FROM receipt WHERE enrolment IS NULL UNION ALL SELECT id FROM meeting WHERE village IS NULL"
    " UNION ALL SELECT id FROM meeting_guest WHERE household IS NULL AND committee_member IS NULL"
    " UNION ALL SELECT id FROM difficulty WHERE village IS NULL"
)
"""Leaves of receipt books that were spoilt blank, meetings and difficulties of the whole area, canvassers at meetings:
they lie in no village, so every machine has them."""
_LEADS = {"receipt": "enrolment", "meeting": "village", "meeting_guest": "household", "difficulty": "village"}
"""Of each table with such rows the field that leads to a village, empty in them."""

_HOME = "JOIN household h ON h.id = {}"
PLACES: dict[str, tuple[str, str, str]] = {
    "household": ("household t", "t.village", "t.id"),
    "person": ("person t " + _HOME.format("t.household"), "h.village", "h.id"),
    "membership": (
        "membership t JOIN person p ON p.id = t.person " + _HOME.format("p.household"), "h.village", "h.id"
    ),
    "prospect": ("prospect t " + _HOME.format("t.household"), "h.village", "h.id"),
    "visit": ("visit t " + _HOME.format("t.household"), "h.village", "h.id"),
    "enrolment": ("enrolment t " + _HOME.format("t.household"), "h.village", "h.id"),
    "receipt": (
        "receipt t JOIN enrolment e ON e.id = t.enrolment " + _HOME.format("e.household"), "h.village", "h.id"
    ),
    "dossier_state": (
        "dossier_state t JOIN enrolment e ON e.id = t.enrolment " + _HOME.format("e.household"), "h.village", "h.id"
    ),
    "question": ("question t " + _HOME.format("t.household"), "h.village", "h.id"),
    "answer": (
        "answer t JOIN question q ON q.id = t.question " + _HOME.format("q.household"), "h.village", "h.id"
    ),
    "consent": ("consent t JOIN person p ON p.id = t.person " + _HOME.format("p.household"), "h.village", "h.id"),
    "data_request": (
        "data_request t JOIN person p ON p.id = t.person " + _HOME.format("p.household"), "h.village", "h.id"
    ),
    "judgement": ("judgement t " + _HOME.format("t.household"), "h.village", "h.id"),
    "one_off_request": ("one_off_request t " + _HOME.format("t.household"), "h.village", "h.id"),
    "sheet": ("sheet t", "t.village", "t.id"),
    "trusted_person": ("trusted_person t", "t.village", "t.id"),
    "assignment": ("assignment t", "t.village", "t.id"),
    "difficulty": ("difficulty t", "t.village", "t.id"),
    "meeting": ("meeting t", "t.village", "t.id"),
    "meeting_guest": ("meeting_guest t " + _HOME.format("t.household"), "h.village", "h.id"),
}  # fmt: skip
"""Tables whose rows lie in a village: what to read them from as `t`, the village, and the household or sheet."""


def widen_scope(session: Session, scope: Collection[bytes]) -> set[bytes]:
    """Add the villages that villages of a scope were merged or divided into: their doors are the same doors."""
    merged = "SELECT id, merged_into FROM village WHERE merged_into IS NOT NULL AND removed IS NULL"
    into: dict[bytes, set[bytes]] = defaultdict(set)
    for gone, kept in (*engine.fetch_rows(session.connection(), merged), *_read_divisions(session)):
        into[gone].add(kept)
    wide, waiting = set(scope), list(scope)
    while waiting:
        fresh = into[waiting.pop()] - wide
        wide |= fresh
        waiting += fresh
    return wide


def _read_divisions(session: Session) -> list[tuple[bytes, bytes]]:
    divided = (
        "SELECT old_key, new_key FROM territory_change WHERE level = 'village' AND kind = 'divided'"
        " AND carried_on IS NOT NULL AND removed IS NULL"
    )
    rows = engine.fetch_rows(session.connection(), divided)
    return [(bytes.fromhex(old), bytes.fromhex(new)) for old, new in rows]


def read_rows(session: Session, scope: Collection[bytes]) -> set[bytes]:
    """Read the ids of every row of these villages, and of what every machine has."""
    wide = widen_scope(session, scope)
    rows, connection = set(wide), session.connection()
    for chunk in engine.in_chunks(sorted(wide)):
        marks = engine.placeholders(len(chunk))
        for source, village, _ in PLACES.values():
            found = engine.fetch_rows(
                connection, f"SELECT t.id FROM {source} WHERE {village} IN ({marks})", chunk
            )
            rows.update(row[0] for row in found)
    for table in EVERYWHERE:
        rows.update(row[0] for row in engine.fetch_rows(connection, f"SELECT id FROM {table}"))
    rows.update(row[0] for row in engine.fetch_rows(connection, _NOWHERE))
    return rows


def read_villages(session: Session, rows: Collection[bytes]) -> dict[bytes, bytes]:
    """Tell in which village rows lie, as far as it is known here."""
    found: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(sorted(rows)):
        marks = engine.placeholders(len(chunk))
        for source, village, _ in PLACES.values():
            statement = (
                f"SELECT t.id, {village} FROM {source} WHERE {village} IS NOT NULL AND t.id IN ({marks})"
            )
            found.update(
                (row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk)
            )
    return found


def name_operations(session: Session, rows: Collection[bytes], known: Streams) -> set[Dot]:
    """Name the known operations on rows: what made them, and every edit that is a head or that a head replaced."""
    named = {(row[:8], int.from_bytes(row[8:], "big")) for row in rows}
    for standing in heads.read_row_heads(session, rows).values():
        for edit in standing:
            named.update((edit.dot, *edit.replaced))
    return keep_known(named, known)


def keep_known(dots: Iterable[Dot], known: Streams) -> set[Dot]:
    """Leave out operations that are not known."""
    return {dot for dot in dots if dot[0] in known and dot[1] in known[dot[0]]}


def read_places(session: Session, table: str, rows: Collection[bytes]) -> dict[bytes, bytes]:
    """Tell in which village rows of one table lie, as far as it is known here."""
    source, village, _ = PLACES[table]
    found: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(rows, size=5_000):
        marks = engine.placeholders(len(chunk))
        statement = f"SELECT t.id, {village} FROM {source} WHERE t.id IN ({marks}) AND {village} IS NOT NULL"
        found.update((row[0], row[1]) for row in engine.fetch_rows(session.connection(), statement, chunk))
    return found


def read_homes(session: Session, area: Collection[bytes]) -> dict[bytes, bytes]:
    """Tell of every household of these villages in which it lies, out of one stretch of an index for each village."""
    found: dict[bytes, bytes] = {}
    for chunk in engine.in_chunks(sorted(area), size=5_000):
        statement = f"SELECT id, village FROM household WHERE village IN ({engine.placeholders(len(chunk))})"
        found.update(engine.fetch_rows(session.connection(), statement, chunk))
    return found


def has_moved_homes(session: Session) -> bool:
    """Tell whether any household was ever brought into another village."""
    statement = "SELECT 1 FROM head WHERE tbl = 'household' AND field = 'village' LIMIT 1"
    return bool(engine.fetch_rows(session.connection(), statement))


def read_former_villages(session: Session, row: bytes) -> set[bytes]:
    """Name every village that the household of a row has ever lain in."""
    homes = [row]
    for source, _, home in PLACES.values():
        homes += [
            found[0]
            for found in engine.fetch_rows(
                session.connection(), f"SELECT {home} FROM {source} WHERE t.id = ?", (row,)
            )
        ]
    known = heads.read_row_heads(session, homes)
    moves = [
        dot for key, standing in known.items() if key[2] == "village"
        for edit in standing for dot in (edit.dot, *edit.replaced)
    ]  # fmt: skip
    former = {
        edit.was for key, standing in known.items() if key[2] == "village" for edit in standing if edit.was
    }
    if not former:
        return set()
    made = [(home[:8], int.from_bytes(home[8:], "big")) for home in homes]
    for operation in blocks.read_dots(session, [*moves, *made]).values():
        value = operation.values.get("village")
        former.update(each for each in (value if isinstance(value, list) else [value]) if each)
    return {village for village in former if isinstance(village, bytes)}


def _stays(session: Session, operation: Operation) -> bool:
    """Whether a line of a meeting's list is about a committee member: it stays at the office."""
    if operation.kind is Kind.CREATE:
        return operation.values.get("committee_member") is not None
    statement = "SELECT 1 FROM meeting_guest WHERE id = ? AND committee_member IS NOT NULL"
    return bool(engine.fetch_rows(session.connection(), statement, (operation.row,)))


def _touches_nowhere(session: Session, operations: Collection[Operation]) -> bool:
    """Whether one of these makes or edits a row that lies in no village and that every machine has."""
    told = [
        o for o in operations if o.table in _LEADS and not (o.table == "meeting_guest" and _stays(session, o))
    ]
    if any(o.kind is Kind.CREATE and o.values.get(_LEADS[o.table]) is None for o in told):
        return True
    edited = {o.row for o in told if o.kind is Kind.EDIT}
    return bool(edited) and not edited <= read_villages(session, edited).keys()


def touches_area(session: Session, area: Collection[bytes], dots: Collection[Dot]) -> bool:
    """Tell whether one of these operations is on a row of an area, brings one in or takes one out."""
    if not dots or len(dots) > _MANY:
        return bool(dots)
    wide = widen_scope(session, area)
    tail = (operation for operation in journal.read_tail(session) if operation.dot in dots)
    operations = [*blocks.read_dots(session, dots).values(), *tail]
    if any(o.table in EVERYWHERE or o.row in wide for o in operations) or _touches_nowhere(
        session, operations
    ):
        return True
    moved = [v for o in operations for v in (*o.values.values(), o.row)]
    named = {each for v in moved for each in (v if isinstance(v, list) else [v]) if isinstance(each, bytes)}
    rows = {each for each in named if len(each) == _ID_BYTES}
    return bool(named & wide) or bool(wide & set(read_villages(session, rows).values()))
