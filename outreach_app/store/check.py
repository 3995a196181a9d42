"""Proving that replaying the journal gives every replicated row, and that derived rows agree."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.registers import Edit, Heads, add_edit, find_shown
from outreach_app.store import blocks, derived_check, engine, heads, journal
from outreach_app.store.packing import pack
from outreach_app.store.tables import REPLICATED, TableSpec

COUNTS = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in REPLICATED)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row on which table and journal disagree: it is missing, extra or different."""

    kind: str
    table: str
    row: bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """A row as its history gives it: stamp, author, every field, and the heads of those that were edited."""

    time: int
    author: bytes | None
    values: dict[str, object]
    heads: dict[str, Heads]


def find_damage(session: Session) -> list[str]:
    """List what the engine's own integrity checks find."""
    return engine.find_damage(session.connection())


def count_operations(session: Session) -> int:
    """Count the operations of the whole journal."""
    row = session.connection().exec_driver_sql(
        "SELECT (SELECT coalesce(sum(operations), 0) FROM block) + (SELECT count(*) FROM operation)"
    )
    return int(row.scalar_one())


def compare_with_journal(session: Session) -> Iterator[tuple[str, str, int]]:
    """Yield (kind, table, count) for every way in which tables and journal disagree; nothing when they agree.

    Also where lists, counts, the search and what is known disagree with the tables and the journal.
    """
    counts = Counter((each.table, each.kind) for each in find_differences(session))
    yield from ((kind, name, count) for (name, kind), count in sorted(counts.items()))
    unrecorded = session.connection().exec_driver_sql(
        "SELECT tbl, written - recorded FROM write_guard WHERE written <> recorded"
    )
    yield from (("unrecorded", row[0], abs(row[1])) for row in unrecorded.all())
    yield from derived_check.find_stale(session)


def find_differences(session: Session) -> Iterator[Difference]:
    """Find every row on which its table and the journal disagree."""
    expected, edited = _replay(session)
    for name, spec in REPLICATED.items():
        wanted = expected.get(name, {})
        seen: set[bytes] = set()
        for row, digest in _table_digests(session, spec):
            seen.add(row)
            if row not in wanted:
                yield Difference("extra", name, row)
            elif wanted[row] != digest:
                yield Difference("different", name, row)
        yield from (Difference("missing", name, row) for row in sorted(wanted.keys() - seen))
    yield from (Difference("heads", name, row) for name, row in sorted(_find_other_heads(session, edited)))


def _find_other_heads(
    session: Session, edited: Mapping[tuple[str, bytes], Mapping[str, Heads]]
) -> set[tuple[str, bytes]]:
    """Rows of which the stored heads are not those of the journal."""
    wrong, left = set[tuple[str, bytes]](), dict(edited)
    for key, standing in heads.stream_heads(session):
        expected = {name: heads.put_in_order(edits) for name, edits in left.pop(key, {}).items()}
        if expected != standing:
            wrong.add(key)
    return wrong | {key for key, standing in left.items() if any(standing.values())}


def replay_heads(session: Session) -> dict[tuple[str, bytes], dict[str, Heads]]:
    """Work out from the journal the heads of every edited field, by row (table, id) and field."""
    return _replay_edits(session)


def replay_rows(session: Session, rows: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], Expected]:
    """Work out from the journal how these rows (table, id) should stand; what it does not know is absent."""
    return dict(_read_rows(session, rows, _replay_edits(session)))


def _read_rows(
    session: Session,
    rows: Collection[tuple[str, bytes]],
    edited: Mapping[tuple[str, bytes], Mapping[str, Heads]],
) -> Iterator[tuple[tuple[str, bytes], Expected]]:
    for operation in journal.read_operations(session):
        key = (operation.table, operation.row)
        if operation.kind is Kind.CREATE and key in rows and operation.table in REPLICATED:
            standing = dict(edited.get(key, {}))
            yield key, Expected(operation.time, operation.author, _values_of(operation, standing), standing)


def _replay(
    session: Session,
) -> tuple[dict[str, dict[bytes, bytes]], dict[tuple[str, bytes], dict[str, Heads]]]:
    # Rows are remembered by a digest, so that a million of them fit in memory; edited rows are few and kept whole. The
    # journal is read once more for those alone: only its end tells what an edit leaves of a row.
    edited: dict[tuple[str, bytes], dict[str, Heads]] = defaultdict(dict)
    digests: dict[str, dict[bytes, bytes]] = defaultdict(dict)
    for operation in journal.read_operations(session):
        if operation.kind is Kind.EDIT:
            _note_edit(edited[operation.table, operation.row], operation)
        elif operation.table in REPLICATED:
            told = operation.values
            values = [told.get(name, value) for name, value in blocks.defaults_of(operation.table).items()]
            digests[operation.table][operation.row] = _digest([operation.time, operation.author, *values])
    for (table, row), expected in _read_rows(session, edited, edited) if edited else ():
        digests[table][row] = _digest([expected.time, expected.author, *expected.values.values()])
    return digests, edited


def _values_of(operation: Operation, edited: Mapping[str, Heads]) -> dict[str, object]:
    spec, defaults = REPLICATED[operation.table], blocks.defaults_of(operation.table)
    values = {name: operation.values.get(name, defaults[name]) for name in spec.fields}
    for name, standing in edited.items():
        if name in values:
            values[name] = find_shown(spec.name, name, standing).value
    return values


def _replay_edits(session: Session) -> dict[tuple[str, bytes], dict[str, Heads]]:
    rows: dict[tuple[str, bytes], dict[str, Heads]] = defaultdict(dict)
    for operation in journal.read_operations(session):
        if operation.kind is Kind.EDIT:
            _note_edit(rows[operation.table, operation.row], operation)
    return rows


def _note_edit(fields: dict[str, Heads], operation: Operation) -> None:
    for name, pair in operation.values.items():
        assert isinstance(pair, list)
        edit = Edit(
            operation.dot,
            operation.time,
            pair[0],
            pair[1],
            frozenset(operation.replaced),
            operation.author,
        )
        fields[name] = add_edit(fields.get(name, ()), edit)


def _table_digests(session: Session, spec: TableSpec) -> Iterator[tuple[bytes, bytes]]:
    columns = ", ".join(("id", "made", "author", *spec.fields))
    rows = session.connection().exec_driver_sql(f"SELECT {columns} FROM {spec.name}")
    for row in rows:
        values = [
            journal.from_column(spec, name, value) for name, value in zip(spec.fields, row[3:], strict=True)
        ]
        yield row[0], _digest([row[1], row[2], *values])


def _digest(values: list[object]) -> bytes:
    return hashlib.blake2b(pack(values), digest_size=8).digest()
