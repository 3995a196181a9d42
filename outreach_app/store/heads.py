"""The heads of edited fields as stored: derived from the journal, read before every merge or edit."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from sqlmodel import Session

from outreach_app.domain.operations import Dot
from outreach_app.domain.registers import (
    REMOVED,
    Edit,
    FieldKey,
    Heads,
    find_conflicts,
    find_shown,
    replaced_by_all,
)
from outreach_app.store import engine
from outreach_app.store.packing import pack, unpack


def read_heads(session: Session, keys: Collection[FieldKey]) -> dict[FieldKey, Heads]:
    """Read the heads of the fields asked for; fields that were never edited are absent."""
    wanted = set(keys)
    found = read_row_heads(session, {row for _, row, _ in wanted})
    return {key: standing for key, standing in found.items() if key in wanted}


def read_row_heads(session: Session, rows: Collection[bytes]) -> dict[FieldKey, Heads]:
    """Read the heads of every edited field of these rows."""
    found: dict[FieldKey, list[Edit]] = defaultdict(list)
    for chunk in engine.in_chunks(rows, size=5_000):
        stored = engine.fetch_rows(
            session.connection(),
            "SELECT tbl, row, field, incarnation, seq, time, value, was, replaced, author FROM head"
            f" WHERE row IN ({engine.placeholders(len(chunk))})",
            chunk,
        )
        for tbl, row, name, *rest in stored:
            found[tbl, row, name].append(_edit_of(*rest))
    return {key: put_in_order(edits) for key, edits in found.items()}


def stream_heads(session: Session) -> Iterator[tuple[tuple[str, bytes], dict[str, Heads]]]:
    """Read the heads of every edited field, row by row as ((table, id), field: heads)."""
    stored = engine.stream_rows(
        session.connection(),
        "SELECT tbl, row, field, incarnation, seq, time, value, was, replaced, author FROM head ORDER BY row, tbl",
    )
    for (row, table), group in groupby(stored, key=itemgetter(1, 0)):
        found: dict[str, list[Edit]] = defaultdict(list)
        for _, _, name, *rest in group:
            found[name].append(_edit_of(*rest))
        yield (table, row), {name: put_in_order(edits) for name, edits in found.items()}


def put_in_order(edits: Collection[Edit]) -> Heads:
    """Put the heads of one field in the order in which they are read: by time, then by name."""
    return tuple(sorted(edits, key=lambda each: (each.time, *each.dot)))


def is_any(session: Session) -> bool:
    """Tell whether any field of any row was ever edited."""
    return bool(engine.fetch_rows(session.connection(), "SELECT 1 FROM head LIMIT 1"))


def is_written_with(session: Session, table: str, row: bytes, *, field: FieldKey) -> bool:
    """Tell whether what a field shows was written in one go with a row of `table`, as a mark that the row gave rise to.

    What one save writes is stamped tick by tick, so numbers and stamps run on together, with no other such row between.
    """
    standing = read_heads(session, [field]).get(field, ())
    made = engine.fetch_rows(session.connection(), f'SELECT made FROM "{table}" WHERE id = ?', (row,))
    if not standing or not made:
        return False
    shown = find_shown(field[0], field[2], standing)
    incarnation, number = shown.dot
    apart = number - int.from_bytes(row[8:], "big")
    if incarnation != row[:8] or apart <= 0 or shown.time - made[0][0] != apart:
        return False
    name = incarnation + number.to_bytes(8, "big")
    between = f'SELECT 1 FROM "{table}" WHERE id > ? AND id < ?'
    return not engine.fetch_rows(session.connection(), between, (row, name))


def write_heads(session: Session, table: str, row: bytes, field: str, heads: Heads) -> None:
    """Replace the stored heads of one field."""
    write_many_heads(session, {(table, row, field): heads})


def write_many_heads(session: Session, changed: Mapping[FieldKey, Heads]) -> None:
    """Replace the stored heads of many fields."""
    connection = session.connection()
    engine.run_at_once(
        connection,
        "DELETE FROM head WHERE tbl = ? AND row = ? AND field = ?",
        list(zip(*changed, strict=True)),
    )
    rows = [(*key, *_columns_of(edit)) for key, heads in changed.items() for edit in heads]
    engine.run_at_once(
        connection,
        "INSERT INTO head (tbl, row, field, incarnation, seq, time, value, was, replaced, author)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        list(zip(*rows, strict=True)),
    )


def forget_rows(session: Session, rows: Collection[bytes]) -> None:
    """Drop the heads of rows that were taken out."""
    engine.run_many(session.connection(), "DELETE FROM head WHERE row = ?", [(row,) for row in rows])


def list_conflicts(session: Session) -> dict[FieldKey, Heads]:
    """List the fields on which machines disagree; a row's `removed` stands for a removal that met an edit."""
    rows = session.connection().exec_driver_sql(
        "SELECT row FROM head GROUP BY tbl, row, field HAVING count(*) > 1 UNION SELECT gone.row FROM head gone"
        " WHERE gone.field = ? AND EXISTS (SELECT 1 FROM head h WHERE h.row = gone.row AND h.field <> gone.field)",
        (REMOVED,),
    )
    known = read_row_heads(session, {row[0] for row in rows.all()})
    return {key: known[key] for key in find_conflicts(known)}


def name_edits(session: Session, table: str, row: bytes) -> frozenset[Dot]:
    """Name every edit of a row that is known here: whoever removes it has seen them, a person is asked of any other."""
    standing = read_row_heads(session, [row])
    return replaced_by_all(edit for key, edits in standing.items() if key[0] == table for edit in edits)


def pack_dots(dots: Collection[Dot]) -> bytes:
    """Pack operation names in a fixed order."""
    return pack([list(dot) for dot in sorted(dots)])


def unpack_dots(packed: bytes) -> frozenset[Dot]:
    """Unpack operation names."""
    return frozenset((bytes(incarnation), seq) for incarnation, seq in unpack(packed))


def _edit_of(
    incarnation: bytes, seq: int, time: int, value: bytes, was: bytes, replaced: bytes, author: bytes | None
) -> Edit:
    return Edit((incarnation, seq), time, unpack(value), unpack(was), unpack_dots(replaced), author)


def _columns_of(edit: Edit) -> tuple[object, ...]:
    return (*edit.dot, edit.time, pack(edit.value), pack(edit.was), pack_dots(edit.replaced), edit.author)
