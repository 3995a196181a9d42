"""The encrypted SQLite engine (SQLCipher): connecting, bulk writes, search, locks, snapshots, checks.

One SQLite library lives in the process (`sqlcipher3`), and the database file is never opened by anything else.
"""

import errno
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import compress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from outreach_app.errors import OutreachError, StoreUnavailable, say
from outreach_app.i18n import N_
from outreach_app.store.engine.statements import placeholders

DriverError: type[Exception] = sqlcipher.Error
"""What the driver raises itself where SQLAlchemy is not in between, as in backups."""

LAPTOP_CACHE_KIB = 65_536
IMPORT_CACHE_KIB = 262_144
"""For a whole list or stick at an office: of 250,000 households nearly every page is wanted more than once."""

_BUSY_MS = 8_000
_STREAMED = 5_000

SEARCH_TABLE = """
CREATE VIRTUAL TABLE person_search USING fts5(
    words, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='unicode61'
)
"""

_VOCABULARY = "CREATE VIRTUAL TABLE temp.indexed USING fts5vocab(main, person_search, instance)"
_INDEXED = "SELECT term, doc FROM temp.indexed ORDER BY term"
_PLAIN = re.compile(r"[a-z0-9ʒ ]*")
"""Words that the index takes as they stand; what becomes of any other is known to its tokenizer alone."""

LIKENESS_TABLE = """
CREATE TABLE likeness_bucket (bucket INTEGER PRIMARY KEY, entries BLOB NOT NULL)
"""
"""Blocks of people who may be the same: upper half of the block's number, 64-bit entries of block and row number."""


_GUARD = """
CREATE TRIGGER guard_{table}_{event} AFTER {event} ON {table}
BEGIN
    UPDATE write_guard SET written = written + 1 WHERE tbl = '{table}';
END
"""


def connect_engine(path: Path, data_key: bytes, *, cache_kib: int = LAPTOP_CACHE_KIB) -> Engine:
    """Make an engine over one encrypted file; `data_key` is the raw 32-byte key, so opening costs no key derivation."""

    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
        )
        try:
            for pragma in _pragmas(data_key, cache_kib):
                connection.execute(pragma)
        except BaseException:
            connection.close()  # on a full disk nobody else would, and the stick or folder stayed in use
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
    )
    event.listen(engine, "begin", partial(_begin, cache_kib=cache_kib))
    return engine


def _pragmas(data_key: bytes, cache_kib: int) -> tuple[str, ...]:
    return (
        "PRAGMA cipher_log_level = NONE",
        f"PRAGMA key = \"x'{data_key.hex()}'\"",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA trusted_schema = OFF",
        f"PRAGMA cache_size = -{cache_kib}",
        f"PRAGMA busy_timeout = {_BUSY_MS}",
    )


def _begin(connection: Connection, *, cache_kib: int) -> None:
    options = connection.get_execution_options()
    wanted = IMPORT_CACHE_KIB if options.get("bulk", False) else cache_kib
    if connection.info.setdefault("cache_kib", cache_kib) != wanted:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{wanted}")
        connection.info["cache_kib"] = wanted
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Write many rows of one shape with the driver's own executemany; returns how many rows were written."""
    return run_columns(connection, statement, list(zip(*rows, strict=True)))


def run_columns(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns of equal length, as `run_many` does."""
    bound = list(zip(*map(_make_bindable, columns), strict=True))
    return connection.exec_driver_sql(statement, bound).rowcount if bound else 0


def run_at_once(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns as `run_columns` does: a statement for each costs nothing on the way here."""
    return run_columns(connection, statement, columns)


def insert_columns(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given as columns of equal length; a cell that holds nothing is left out of its statement.

    So no column of the table may have a DEFAULT. The driver asks every None and every bytes how it wants to be adapted,
    which costs more than SQLite's own work.
    """
    cells = {name: _make_bindable(column) for name, column in columns.items()}
    sparse = [name for name, column in cells.items() if None in column]
    for empty, places in _group_by_empty({name: cells[name] for name in sparse}).items():
        kept = [name for name in cells if name not in empty]
        picked = [cells[name] if places is None else [cells[name][p] for p in places] for name in kept]
        statement = f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({placeholders(len(kept))})"
        connection.exec_driver_sql(statement, list(zip(*picked, strict=True)))


def _group_by_empty(sparse: Mapping[str, Sequence[Any]]) -> dict[tuple[str, ...], list[int] | None]:
    """Group rows by which of their sparse columns are empty; None stands for all rows."""
    if not sparse:
        return {(): None}
    groups: dict[tuple[bool, ...], list[int]] = {}
    empty = [[cell is None for cell in column] for column in sparse.values()]
    for place, key in enumerate(zip(*empty, strict=True)):
        groups.setdefault(key, []).append(place)
    return {tuple(compress(sparse, key)): places for key, places in groups.items()}


def _make_bindable(column: Sequence[Any]) -> Sequence[Any]:
    """Hand bytes over as bytearray, yes and no as numbers, which the driver binds without asking how to adapt them."""
    kinds = set(map(type, column))
    if bool in kinds:
        column = [int(cell) if type(cell) is bool else cell for cell in column]
    if bytes not in kinds:
        return column
    if len(kinds) == 1:
        return list(map(bytearray, column))
    return [bytearray(cell) if type(cell) is bytes else cell for cell in column]


def fetch_rows(connection: Connection, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Read all rows as the driver's own tuples; for large reads, where a named row costs more than the query."""
    result = connection.exec_driver_sql(statement, tuple(_make_bindable(tuple(values))))
    rows = result.cursor.fetchall()
    result.close()
    return list(rows)


def stream_rows(
    connection: Connection, statement: str, values: Iterable[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Read rows some thousand at a time: millions of them are never held at once."""
    result = connection.exec_driver_sql(statement, tuple(_make_bindable(tuple(values))))
    try:
        while rows := result.cursor.fetchmany(_STREAMED):
            yield from rows
    finally:
        result.close()


def search_ids(
    connection: Connection, groups: Sequence[Sequence[Sequence[str]]], *, circle: str | None, limit: int
) -> list[int]:
    """Return row numbers of people whose words fit, in row order, at most `limit`; the face tells what fits."""
    statement = "SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT ?"
    return [row[0] for row in fetch_rows(connection, statement, (_spell_match(groups, circle), limit))]


def _spell_match(groups: Sequence[Sequence[Sequence[str]]], circle: str | None) -> str:
    either = " OR ".join(f"({' AND '.join(map(_spell_word, words))})" for words in groups)
    within = f'"{circle}"' if circle else ""
    return f"{within} AND ({either})" if within and either else within or either


def _spell_word(variants: Sequence[str]) -> str:
    either = " OR ".join(f'"{variant}" *' for variant in variants)
    return f"({either})" if len(variants) > 1 else either


def index_people(connection: Connection, rows: Sequence[tuple[int, str]], *, fresh: bool = False) -> None:
    """Put people's words into the search index by row number; `fresh` says that none of them is in it yet."""
    if not fresh:
        run_many(connection, "DELETE FROM person_search WHERE rowid = ?", [(number,) for number, _ in rows])
    run_many(connection, "INSERT INTO person_search (rowid, words) VALUES (?, ?)", rows)


def count_misfiled(connection: Connection, people: Iterable[Sequence[tuple[int, str]]]) -> int:
    """Count those whose words in the index are others; the index is read once.

    Of everybody one number is kept, in which the words they should have and those of the index cancel each other out.
    """
    left, strays = array("q"), set[int]()
    with closing(sqlcipher.connect(":memory:")) as apart:
        apart.execute(SEARCH_TABLE)
        apart.execute(_VOCABULARY)
        for some in people:
            if some:
                left.frombytes(bytes(left.itemsize * (some[-1][0] + 1 - len(left))))
            odd = [each for each in some if not _PLAIN.fullmatch(each[1])]
            apart.executemany("INSERT INTO person_search (rowid, words) VALUES (?, ?)", odd)
            told = (each for each in some if _PLAIN.fullmatch(each[1]))
            _cancel_out(
                left, ((word, number) for number, words in told for word in set(words.split())), strays
            )
        _cancel_out(left, apart.execute(_INDEXED), strays)
    connection.exec_driver_sql(_VOCABULARY)
    try:
        _cancel_out(left, stream_rows(connection, _INDEXED), strays)
    finally:
        connection.exec_driver_sql("DROP TABLE temp.indexed")
    return len(left) - left.count(0) + len(strays)


def _cancel_out(left: "array[int]", entries: Iterable[Sequence[Any]], strays: set[int]) -> None:
    """Take each (word, row number) out of what is left of the row, or into it; rows of nobody are strays."""
    people = len(left)
    for word, number in entries:
        if number < people:
            left[number] ^= hash(word)
        else:
            strays.add(number)


def purge_search(connection: Connection) -> None:
    """Rewrite the search index without what was deleted; until then the words of deleted rows stand in its pages.

    FTS5's own `secure-delete` does nothing for an index without content.
    """
    connection.exec_driver_sql("INSERT INTO person_search (person_search) VALUES ('optimize')")


def clear_search(connection: Connection) -> None:
    """Empty the search index, to be built again."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS person_search")
    connection.exec_driver_sql(SEARCH_TABLE)


def clear_likeness(connection: Connection) -> None:
    """Empty the blocks of people who may be the same, to be built again."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS likeness_bucket")
    connection.exec_driver_sql(LIKENESS_TABLE)


def make_tables(connection: Connection, statements: Iterable[str]) -> None:
    """Make tables and indexes, the search index, and the table of blocks."""
    for statement in (*statements, SEARCH_TABLE, LIKENESS_TABLE):
        connection.exec_driver_sql(statement)


def guard_table(connection: Connection, table: str) -> None:
    """Count every row that is written."""
    for what in ("INSERT", "UPDATE", "DELETE"):
        connection.exec_driver_sql(_GUARD.format(table=table, event=what))


def resume_numbers(connection: Connection, tables: Sequence[str]) -> None:
    """Do nothing: SQLite looks at the highest number each time."""


def copy_database(source: Engine, target: Path, data_key: bytes) -> None:
    """Copy the live database into a new file under the same key with the backup interface, page by page."""
    raw = source.raw_connection()
    copy = sqlcipher.connect(str(target), isolation_level=None)
    try:
        copy.execute("PRAGMA cipher_log_level = NONE")
        copy.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        raw.driver_connection.backup(copy)  # type: ignore[union-attr]
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        raw.close()


def checkpoint(engine: Engine) -> bool:
    """Carry the write-ahead log into the database file and empty it; False when another connection is in the way."""
    raw = (
        engine.raw_connection()
    )  # outside a transaction: inside one SQLite refuses, and says so only in a number
    try:
        cursor = raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return bool(cursor.fetchone()[0] == 0)
    finally:
        raw.close()


def find_damage(connection: Connection) -> list[str]:
    """List what the cipher's and SQLite's own integrity checks find; empty when the file is whole."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check") if row[0] != "ok"]
    return found


_BUSY = (
    "store_busy",
    N_("Another program is writing to this workspace."),
    N_("Close the other window and try again."),
)
_DAMAGED = (
    "store_damaged",
    N_("The database is damaged or belongs to another key. Nothing was overwritten."),
    N_("Repair it from the last good backup: outreach check --repair."),
)
_CODES: dict[int, tuple[str, str, str]] = {
    5: _BUSY,
    6: _BUSY,
    8: (
        "store_readonly",
        N_("This folder cannot be written to."),
        N_("Check the permissions of the workspace folder, then try again."),
    ),
    10: (
        "store_io",
        N_("The disk did not answer."),
        N_("Do not switch off. Make a backup to another disk, then start the program again."),
    ),
    11: _DAMAGED,
    13: ("disk_full", N_("The disk is full. Nothing was changed."), N_("Free some space, then try again.")),
    14: (
        "store_missing",
        N_("The database cannot be opened."),
        N_("Check that the workspace folder is there and readable."),
    ),
    26: _DAMAGED,
}


def explain(error: BaseException) -> OutreachError | None:
    """Turn what the driver raised into a sentence for a person; None means it is a bug and passes on."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, OSError) and original.errno == errno.ENOSPC:
        return _unavailable(13)
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        code = _code_from_text(str(original))
    return _unavailable(code & 0xFF) if code is not None and code & 0xFF in _CODES else None


def _code_from_text(text: str) -> int | None:
    # sqlcipher3 leaves sqlite_errorcode unset on some paths; the library's own words are stable.
    for words, code in (
        ("database is locked", 5),
        ("readonly database", 8),
        ("disk I/O error", 10),
        ("malformed", 11),
        ("database or disk is full", 13),
        ("unable to open database", 14),
        ("file is not a database", 26),
    ):
        if words in text:
            return code
    return None


def damaged() -> StoreUnavailable:
    """What is said of a database that is not whole."""
    return _unavailable(11)


def _unavailable(code: int) -> StoreUnavailable:
    key, message, advice = _CODES[code]
    return StoreUnavailable(say(message), say(advice), key=key)
