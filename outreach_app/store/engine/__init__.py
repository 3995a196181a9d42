"""The face of the database engines: bulk, search, locks, copies, checks. The store writes one SQL for all of them.

That SQL is what SQLite and PostgreSQL both understand, with `?` or `:name` for values; what differs is in `sqlite` and
`postgres` (docs/decisions/0018-the-hub.md says what, and how). Statements with `?` go through these functions or
`exec_driver_sql`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from outreach_app.errors import OutreachError
from outreach_app.store.engine import postgres, postgres_pages, sqlite
from outreach_app.store.engine.sqlite import LAPTOP_CACHE_KIB, DriverError, damaged
from outreach_app.store.engine.statements import in_chunks, placeholders

__all__ = ["LAPTOP_CACHE_KIB", "DriverError", "damaged", "in_chunks", "placeholders"]

Wanted = Sequence[Sequence[Sequence[str]]]
"""What a search is for: one of several lists of words, all of a list, each in one of several spellings, as begun."""

Place = Path | str
"""Where a database is: the encrypted file, or the address of a PostgreSQL (`postgresql://...`)."""


class Words(Protocol):
    """What every engine puts in its own words; the functions of this module say what each does."""

    def run_many(self, connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int: ...

    def run_columns(
        self, connection: Connection, statement: str, columns: Sequence[Sequence[Any]]
    ) -> int: ...

    def run_at_once(
        self, connection: Connection, statement: str, columns: Sequence[Sequence[Any]]
    ) -> int: ...

    def insert_columns(
        self, connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]
    ) -> None: ...

    def fetch_rows(
        self, connection: Connection, statement: str, values: Iterable[Any] = ()
    ) -> list[tuple[Any, ...]]: ...

    def stream_rows(
        self, connection: Connection, statement: str, values: Iterable[Any] = ()
    ) -> Iterator[tuple[Any, ...]]: ...

    def search_ids(
        self, connection: Connection, wanted: Wanted, *, circle: str | None, limit: int
    ) -> list[int]: ...

    def index_people(
        self, connection: Connection, rows: Sequence[tuple[int, str]], *, fresh: bool = False
    ) -> None: ...

    def count_misfiled(self, connection: Connection, people: Iterable[Sequence[tuple[int, str]]]) -> int: ...

    def purge_search(self, connection: Connection) -> None: ...

    def clear_search(self, connection: Connection) -> None: ...

    def clear_likeness(self, connection: Connection) -> None: ...

    def make_tables(self, connection: Connection, statements: Iterable[str]) -> None: ...

    def guard_table(self, connection: Connection, table: str) -> None: ...

    def resume_numbers(self, connection: Connection, tables: Sequence[str]) -> None: ...

    def find_damage(self, connection: Connection) -> list[str]: ...

    def checkpoint(self, engine: Engine) -> bool: ...

    def explain(self, error: BaseException) -> OutreachError | None: ...


_ENGINES: Mapping[str, Words] = {"sqlite": sqlite, "postgresql": postgres}


def _words(of: Connection | Engine) -> Words:
    return _ENGINES[of.dialect.name]


def connect_engine(place: Place, data_key: bytes, *, cache_kib: int = LAPTOP_CACHE_KIB) -> Engine:
    """Make an engine over an encrypted file, which `data_key` (32 bytes) opens, or over a PostgreSQL."""
    if isinstance(place, Path):
        return sqlite.connect_engine(place, data_key, cache_kib=cache_kib)
    return postgres.connect_engine(place)


def is_file(of: Engine) -> bool:
    """Tell whether a database is one encrypted file, which is copied page by page."""
    return _words(of) is sqlite


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Write many rows of one shape in one go; returns how many rows were written."""
    return _words(connection).run_many(connection, statement, rows)


def run_columns(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns of equal length, as `run_many` does."""
    return _words(connection).run_columns(connection, statement, columns)


def run_at_once(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns, as `run_many` does, where no row of them touches what another one does.

    `statement` is one with VALUES, or one that ends with its only WHERE; an engine may run it once for all rows.
    """
    return _words(connection).run_at_once(connection, statement, columns)


def insert_columns(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given as columns of equal length into a table of which no column has a DEFAULT."""
    _words(connection).insert_columns(connection, table, columns)


def fetch_rows(connection: Connection, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Read all rows as the driver's own tuples; for large reads, where a named row costs more than the query."""
    return _words(connection).fetch_rows(connection, statement, values)


def stream_rows(
    connection: Connection, statement: str, values: Iterable[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Read rows some thousand at a time: millions of them are never held at once."""
    return _words(connection).stream_rows(connection, statement, values)


def search_ids(connection: Connection, wanted: Wanted, *, limit: int, circle: str | None = None) -> list[int]:
    """Return row numbers of people whose indexed words fit, in row order, at most `limit`.

    `circle` is a word of a place that they must carry too; without anything wanted, the only one.
    """
    return _words(connection).search_ids(connection, wanted, circle=circle, limit=limit)


def index_people(connection: Connection, rows: Sequence[tuple[int, str]], *, fresh: bool = False) -> None:
    """Put people's words into the search index by row number; `fresh` says that none of them is in it yet."""
    _words(connection).index_people(connection, rows, fresh=fresh)


def count_misfiled(connection: Connection, people: Iterable[Sequence[tuple[int, str]]]) -> int:
    """Count those who stand in the search index by other words than these, or stand in it and are not among them.

    `people` are all of them with their words by row number, some thousand at a time, in row order.
    """
    return _words(connection).count_misfiled(connection, people)


def purge_search(connection: Connection) -> None:
    """Rewrite the search index without what was deleted, where the engine keeps it in its pages until then."""
    _words(connection).purge_search(connection)


def clear_search(connection: Connection) -> None:
    """Empty the search index, to be built again."""
    _words(connection).clear_search(connection)


def clear_likeness(connection: Connection) -> None:
    """Empty the blocks of people who may be the same, to be built again."""
    _words(connection).clear_likeness(connection)


def make_tables(connection: Connection, statements: Iterable[str]) -> None:
    """Make tables and indexes as a migration words them, in SQLite's words, and the engine's own: search, likeness."""
    _words(connection).make_tables(connection, statements)


def guard_table(connection: Connection, table: str) -> None:
    """Let the engine count every row of a table that is written, by whomever, in `write_guard`."""
    _words(connection).guard_table(connection, table)


def resume_numbers(connection: Connection, tables: Sequence[str]) -> None:
    """Let the engine go on numbering rows after those that were put in under their own numbers."""
    _words(connection).resume_numbers(connection, tables)


def find_damage(connection: Connection) -> list[str]:
    """List what the engine's own integrity checks find; empty when everything is whole."""
    return _words(connection).find_damage(connection)


def checkpoint(engine: Engine) -> bool:
    """Carry what stands in a log into the database file; False when another connection is in the way."""
    return _words(engine).checkpoint(engine)


def rewrite_pages(of: Engine) -> bool:
    """See to it that deleted rows leave no bytes in the pages; False where only somebody else may, or not just now.

    A file overwrites what is deleted at once; a hub's tables are rewritten by their owner.
    """
    return is_file(of) or postgres_pages.rewrite_tables(of)


def copy_database(source: Engine, target: Path, data_key: bytes) -> None:
    """Copy a live encrypted file into a new one under the same key, page by page."""
    sqlite.copy_database(source, target, data_key)


def driver_errors() -> tuple[type[Exception], ...]:
    """What a driver raises, as SQLAlchemy hands it on or where that is not in between."""
    return DBAPIError, DriverError, *postgres.driver_errors()


def explain(error: BaseException) -> OutreachError | None:
    """Turn what a driver raised into a sentence for a person; None means it is a bug and passes on."""
    return postgres.explain(error) if postgres.is_from_here(error) else sqlite.explain(error)
