"""Rows that gave way to another: who is left in their place, kept as a derived table that every reader follows."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from outreach_app.domain.people import HEAD
from outreach_app.domain.text import fold
from outreach_app.store import engine

if TYPE_CHECKING:
    from outreach_app.store.journal import Touched

_POINTING = (
    "SELECT gone.id, gone.merged_into FROM {table} gone JOIN {table} kept ON kept.id = gone.merged_into"
    " WHERE gone.merged_into IS NOT NULL AND kept.removed IS NULL"
)

_MERGING = frozenset({"person", "household"})
"""Tables of which one row may give way to another."""

_MOVE_FACTS = """
UPDATE visit_fact SET household = (
    SELECT coalesce(m.survivor, v.household) FROM visit v LEFT JOIN merged m ON m.row = v.household
    WHERE v.number = visit_fact.visit
) WHERE visit IN (SELECT number FROM visit WHERE household IN ({marks}))
"""
"""Visits of a household that gave way stand with the one that is left."""

_FORMER = """
SELECT kept.number, gone.name, gone.citizen_number, gone.insurance_number, gone.phone FROM person kept
JOIN merged m ON m.survivor = kept.id JOIN person gone ON gone.id = m.row
WHERE kept.number IN ({marks}) AND gone.removed IS NULL ORDER BY gone.id
"""


def find_survivors(pointing: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Follow every row to the one that is left; of rows that two machines merged into each other the least id is left.

    The answer depends on the pointers alone, so it is the same on every machine that has them.
    """
    return {row: end for row in pointing if (end := _follow(row, pointing)) != row}


def _follow(row: bytes, pointing: Mapping[bytes, bytes]) -> bytes:
    way = [row]
    while (onward := pointing.get(way[-1])) is not None:
        if onward in way:
            return min(way[way.index(onward) :])
        way.append(onward)
    return way[-1]


def read_villages_left(session: Session) -> dict[bytes, bytes]:
    """Of every village that was merged the one that is left; there are few, so they are read whenever needed."""
    return find_survivors(dict(engine.fetch_rows(session.connection(), _POINTING.format(table="village"))))


def find_merged(session: Session) -> dict[bytes, bytes]:
    """Work out from the rows themselves who gave way, each with the one that is left; nothing is written."""
    found: dict[bytes, bytes] = {}
    for table in ("person", "household"):
        rows = engine.fetch_rows(session.connection(), _POINTING.format(table=table))
        found |= find_survivors(dict(rows))
    return found


def refresh(session: Session) -> set[bytes]:
    """Bring the table up to date; returns the rows whose place, or whose survivor's, is another now."""
    connection = session.connection()
    before, after = (
        dict(engine.fetch_rows(connection, "SELECT row, survivor FROM merged")),
        find_merged(session),
    )
    changed = {row for row in before.keys() | after.keys() if before.get(row) != after.get(row)}
    engine.run_many(
        connection, "DELETE FROM merged WHERE row = ?", [(row,) for row in changed if row in before]
    )
    engine.run_many(
        connection,
        "INSERT INTO merged (row, survivor) VALUES (?, ?)",
        [(row, after[row]) for row in sorted(changed) if row in after],
    )
    ends = {end for row in changed for end in (before.get(row), after.get(row)) if end is not None}
    return changed | ends


def read_survivors(session: Session, rows: Collection[bytes]) -> dict[bytes, bytes]:
    """Tell of those rows that gave way who is left in their place."""
    found: dict[bytes, bytes] = {}
    if not is_anybody(session):
        return found
    for chunk in engine.in_chunks(rows, size=5_000):
        statement = f"SELECT row, survivor FROM merged WHERE row IN ({engine.placeholders(len(chunk))})"
        found |= dict(engine.fetch_rows(session.connection(), statement, chunk))
    return found


def read_survivor(session: Session, row: bytes) -> bytes:
    """Tell which row is left in a row's place: mostly itself."""
    return read_survivors(session, (row,)).get(row, row)


def read_absorbed(session: Session, rows: Collection[bytes]) -> dict[bytes, bytes]:
    """Tell which rows gave way to these, each with the one it gave way to."""
    found: dict[bytes, bytes] = {}
    if not is_anybody(session):
        return found
    for chunk in engine.in_chunks(rows, size=5_000):
        statement = f"SELECT row, survivor FROM merged WHERE survivor IN ({engine.placeholders(len(chunk))})"
        found |= dict(engine.fetch_rows(session.connection(), statement, chunk))
    return found


def follow_changes(session: Session, touched: "Touched") -> None:
    """Let everything that hangs on rows that gave way, or came back, be looked at again before the commit."""
    if not (touched.made.keys() & _MERGING or touched.edited.keys() & _MERGING):
        return
    connection = session.connection()
    for chunk in engine.in_chunks(refresh(session), size=5_000):
        marks = engine.placeholders(len(chunk))
        homes = engine.fetch_rows(connection, f"SELECT id FROM household WHERE id IN ({marks})", chunk)
        touched.moved.update(row[0] for row in homes)
        people = engine.fetch_rows(
            connection, f"SELECT id, household FROM person WHERE id IN ({marks})", chunk
        )
        touched.edited["person"].update(row[0] for row in people)
        touched.add_owners("person", (row[1] for row in people))
        connection.exec_driver_sql(_MOVE_FACTS.format(marks=marks), tuple(chunk))


def note_to_look_again(session: Session, people: Collection[bytes], numbers: Collection[int]) -> None:
    """Remember of whom something changed, so that duplicates of them are sought anew when somebody looks."""
    connection = session.connection()
    known = [(number,) for number in numbers]
    for chunk in engine.in_chunks(people, size=5_000):
        statement = f"SELECT number FROM person WHERE id IN ({engine.placeholders(len(chunk))})"
        known += engine.fetch_rows(connection, statement, chunk)
    engine.run_many(
        connection, "INSERT INTO look_again (person) VALUES (?) ON CONFLICT (person) DO NOTHING", known
    )


def read_former_words(session: Session, numbers: Collection[int]) -> dict[int, list[str]]:
    """Read by row number the names and numbers of those who gave way to people, so that they are found by them."""
    found: dict[int, list[str]] = defaultdict(list)
    if is_anybody(session):
        for chunk in engine.in_chunks(numbers, size=5_000):
            statement = _FORMER.format(marks=engine.placeholders(len(chunk)))
            for number, name, *written in engine.fetch_rows(session.connection(), statement, chunk):
                found[number] += [fold(name), *(each for each in written if each)]
    return found


def read_residents(session: Session, chunk: Collection[bytes]) -> list[tuple[bytes, int, str]]:
    """Household, row number and name of everybody there, heads first; who lives in one that gave way counts there.

    Of two heads the one who was written down first gives the household its name: whoever is added does not rename it.
    """
    absorbed = read_absorbed(session, chunk)
    survivors = read_survivors(session, chunk)
    homes = [*chunk, *sorted(absorbed.keys() - set(chunk))]
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT household, number, name FROM person WHERE removed IS NULL AND id NOT IN (SELECT row FROM merged)"
        f" AND household IN ({engine.placeholders(len(homes))}) ORDER BY household, relation <> '{HEAD}', made, id",
        homes,
    )
    if not absorbed and not survivors:
        return rows
    own = sorted(rows, key=lambda row: row[0] in absorbed)  # the head of the one that is left speaks for both
    return [(absorbed.get(row[0], survivors.get(row[0], row[0])), row[1], row[2]) for row in own]


def is_anybody(session: Session) -> bool:
    """Tell whether any row of the workspace gave way to another."""
    row: Any = session.connection().exec_driver_sql("SELECT 1 FROM merged LIMIT 1").first()
    return row is not None


def family_of(name: str) -> str:
    """Write the SQL for the row of a named value with everything that gave way to it."""
    return f"(SELECT :{name} UNION SELECT row FROM merged WHERE survivor = :{name})"
