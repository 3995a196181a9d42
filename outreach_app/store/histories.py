"""Where the history of a record stands: the rows around a household or a person, and what stands in them.

No index of the journal by row is needed. When a row was made and by whom stands in the row, every edit of a field that
nobody replaced is a head, and each head names the edits it replaced: only those are looked up in the blocks, by number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from outreach_app.domain.operations import Dot
from outreach_app.store import blocks, engine, journal, stretches
from outreach_app.store.database import run
from outreach_app.store.local_tables import InFile, Stretch
from outreach_app.store.tables import REPLICATED

Row = tuple[str, bytes]

_NEXT = ("enrolment", "question", "request", "meeting")
"""Fields that point to a row around somebody: what hangs on it belongs to the story too."""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it stands: when and by whom it was made, and its values as journalled."""

    table: str
    id: bytes
    made: int
    author: bytes | None
    values: dict[str, object]


def find_rows_around(session: Session, household: bytes) -> list[Row]:
    """Name the household, its members, and every row of any table that belongs to it or to them."""
    people = [row[0] for row in run(session, "SELECT id FROM person WHERE household = :h", h=household)]
    near = [("household", household), *(("person", person) for person in people)]
    near += _find_pointing(session, "household", [household], but=("person",))
    near += _find_pointing(session, "person", people)
    return _with_next(session, near)


def find_rows_of_person(session: Session, person: bytes) -> list[Row]:
    """Name a person's own row and every row of any table that is about them."""
    return _with_next(session, [("person", person), *_find_pointing(session, "person", [person])])


def find_versions(session: Session, table: str, row: bytes) -> list[Row]:
    """Name a row with every version that stands for it or that it stands for; alone in a table that has none."""
    if "supersedes" not in REPLICATED[table].fields:
        return [(table, row)]
    found = run(
        session,
        f"WITH RECURSIVE up(id) AS (SELECT id FROM {table} WHERE id = :r UNION SELECT t.supersedes FROM up"
        f" JOIN {table} t ON t.id = up.id WHERE t.supersedes IS NOT NULL), tree(id) AS (SELECT id FROM up"
        f" UNION SELECT t.id FROM tree JOIN {table} t ON t.supersedes = tree.id) SELECT id FROM tree",
        r=row,
    )
    return [(table, each[0]) for each in found]


def read_rows(session: Session, rows: Iterable[Row]) -> dict[Row, StoredRow]:
    """Read rows by table and id; those that have not arrived, or have left, are absent."""
    by_table: dict[str, list[bytes]] = defaultdict(list)
    for table, row in dict.fromkeys(rows):
        by_table[table].append(row)
    found: dict[Row, StoredRow] = {}
    for table, ids in by_table.items():
        spec = REPLICATED[table]
        columns = ", ".join(("id", "made", "author", *spec.fields))
        for each in _read_in(session, f"SELECT {columns} FROM {table} WHERE id", ids):
            pairs = zip(spec.fields, each[3:], strict=True)
            values = {name: journal.from_column(spec, name, value) for name, value in pairs}
            found[table, each[0]] = StoredRow(table, each[0], each[1], each[2], values)
    return found


def find_newest(session: Session, limit: int) -> list[tuple[Dot, Row]]:
    """Name the operations that were written or read here last, newest first: the open tail, then block by block."""
    found = [(o.dot, (o.table, o.row)) for o in reversed(list(journal.read_tail(session)))][:limit]
    for number in [row[0] for row in run(session, "SELECT id FROM block ORDER BY id DESC")]:
        if len(found) >= limit:
            break
        stored = blocks.read_block(session, number)
        found += [(o.dot, (o.table, o.row)) for o in reversed(stored)][: limit - len(found)]
    return [each for each in found if each[1][0] in REPLICATED]


@dataclass(frozen=True, slots=True)
class Undone:
    """Which operations were taken back, which do nothing but take something back, and who let refused ones in."""

    undone: frozenset[Dot]
    undoing: frozenset[Dot]
    let_in: Mapping[Dot, bytes]


def find_undone(session: Session, dots: Collection[Dot]) -> Undone:
    """Tell of operations which were taken back by undoing a list, a decision or a file, and which did that."""
    undone: set[Dot] = set()
    undoing: set[Dot] = set()
    let_in: dict[Dot, bytes] = {}
    for stretch in session.exec(select(Stretch)).all():
        inside = {d for d in dots if d[0] == stretch.incarnation and stretch.low <= d[1] <= stretch.high}
        if stretch.undone:
            undone |= inside
        if stretch.kind == stretches.UNDO:
            undoing |= inside
        if stretch.kind == stretches.ACCEPT and stretch.author is not None:
            let_in |= dict.fromkeys(inside, stretch.author)
    for file in session.exec(select(InFile).where(InFile.state == "undone")).all():
        if any(dot[0] == file.incarnation for dot in dots):
            undone |= {o.dot for o in stretches.read_file(session, file.hash)}.intersection(dots)
    return Undone(frozenset(undone), frozenset(undoing), let_in)


def _with_next(session: Session, rows: Sequence[Row]) -> list[Row]:
    found = list(rows)
    for field in _NEXT:
        table = "data_request" if field == "request" else field
        if table != "meeting":
            found += _find_pointing(session, field, [row for name, row in rows if name == table])
    return list(dict.fromkeys(found))


def _find_pointing(
    session: Session, field: str, ids: Sequence[bytes], *, but: Collection[str] = ()
) -> Iterator[Row]:
    for name, spec in REPLICATED.items():
        if ids and field in spec.fields and field not in spec.packed and name not in but:
            yield from (
                (name, row[0]) for row in _read_in(session, f"SELECT id FROM {name} WHERE {field}", ids)
            )


def _read_in(session: Session, statement: str, ids: Collection[bytes]) -> Iterator[tuple[Any, ...]]:
    for chunk in engine.in_chunks(ids):
        marks = engine.placeholders(len(chunk))
        yield from engine.fetch_rows(session.connection(), f"{statement} IN ({marks})", chunk)
