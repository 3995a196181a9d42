"""The PostgreSQL engine of a hub: connecting, the one lock of writers, bulk writes, search, checks.

The driver (psycopg) is there where the program was installed with it, and is imported when a hub is opened.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from outreach_app.errors import OutreachError, StoreUnavailable, say
from outreach_app.i18n import N_
from outreach_app.store.engine import postgres_bulk, postgres_words

_WAIT_MS = 8_000
_BULK_WAIT_MS = 3_600_000  # somebody before whom a whole stick or list is waits for other sticks and lists
_STREAMED = 5_000
_FLASH = 1.1  # a page elsewhere costs little more than the next: some households are looked up, not all read
_WORK_MB = (
    32  # of the usual 4 a list of a million's merged people is no hash any more, and is gone through for each
)
_FEW = 8  # of so few rows executemany is quicker than spelling columns and asking once for their types
_numbers = count()
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 60, "tcp_user_timeout": 30_000}
"""libpq itself waits minutes for a machine that is gone, and routers forget connections that nobody uses: s, s, ms."""

_WRITERS = (
    0x60C0A  # the advisory lock that whoever writes holds until the end: one writer at a time, as in a file
)


def connect_engine(address: str) -> Engine:
    """Make an engine over the database at a libpq address, which also says how to encrypt and whom to trust."""
    psycopg = _load_driver()
    adapters = _make_adapters(psycopg)
    patience = _choose_patience(psycopg.conninfo.conninfo_to_dict(address))

    def connect() -> Any:
        connection = psycopg.connect(address, context=adapters, **patience)
        try:
            connection.execute(f"SET lock_timeout = {_WAIT_MS}")
            connection.execute(f"SET random_page_cost = {_FLASH}")
            connection.execute(f"SET work_mem = '{_WORK_MB}MB'")
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "postgresql+psycopg://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=4
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _reword, retval=True)
    return engine


def _choose_patience(named: Mapping[str, Any]) -> dict[str, int]:
    """Whoever named a service, or one of these in the address or the environment, has chosen already."""
    if "service" in named:
        return {}
    chosen = {name for name in _PATIENCE if name in named or f"PG{name.upper()}" in os.environ}
    return {name: value for name, value in _PATIENCE.items() if name not in chosen}


def _load_driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise StoreUnavailable(
            say("This program was installed without what it needs to open a hub."),
            say("Install it again with the part for hubs: go-cua[hub]."),
            key="hub_not_installed",
        ) from error
    return psycopg


def _make_adapters(psycopg: Any) -> Any:
    """Send numbers, and yes and no as numbers, without a type, and take sums of whole numbers as whole numbers.

    So the server reads them as what stands beside them, a wide integer or a yes, as a file does.
    """

    class Untyped(psycopg.types.numeric.Int8Dumper):  # type: ignore[misc]
        oid = 0

    class UntypedFlag(psycopg.adapt.Dumper):  # type: ignore[misc]
        def dump(self, flag: bool) -> bytes:
            return b"1" if flag else b"0"

    class Sum(psycopg.adapt.Loader):  # type: ignore[misc]
        def load(self, data: Any) -> int | float:
            text = bytes(data).decode()
            return float(text) if "." in text else int(text)

    adapters = psycopg.adapt.AdaptersMap(psycopg.adapters)
    adapters.register_dumper(int, Untyped)
    adapters.register_dumper(bool, UntypedFlag)
    adapters.register_loader("numeric", Sum)
    return adapters


def _begin(connection: Connection) -> None:
    # A reader sees one moment throughout, as in a file. A writer must see what the one before it wrote, so its
    # statements look anew each: its first one is the lock, and an older view would begin there.
    import psycopg

    writes = connection.get_execution_options().get("writes", False)
    level = psycopg.IsolationLevel.READ_COMMITTED if writes else psycopg.IsolationLevel.REPEATABLE_READ
    connection.connection.driver_connection.isolation_level = level  # type: ignore[union-attr]
    if connection.get_execution_options().get("bulk", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BULK_WAIT_MS}")
    if writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _reword(
    connection: Connection, cursor: Any, statement: str, values: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    worded = postgres_words.reword(statement, marked=context.compiled is None)
    if isinstance(values, dict):
        return postgres_words.settle_nulls(worded.text, values), values
    if worded.order is None:
        return worded.text, values
    rows = values if executemany else [values]
    put = [tuple(row[place] for place in worded.order) for row in rows]
    return worded.text, put if executemany else put[0]


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Write many rows of one shape with the driver's own executemany, which does not wait for each answer."""
    return connection.exec_driver_sql(statement, list(map(tuple, rows))).rowcount if rows else 0


def run_columns(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns of equal length, as `run_many` does."""
    return run_many(connection, statement, list(zip(*columns, strict=True)))


def run_at_once(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> int:
    """Write many rows given as columns of equal length by one statement that takes them as arrays."""
    if not columns or len(columns[0]) <= _FEW:
        return run_columns(connection, statement, columns)
    return postgres_bulk.run_at_once(connection, statement, columns)


def insert_columns(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given as columns of equal length by COPY."""
    rows = zip(*map(postgres_bulk.spell_numbers, columns.values()), strict=True)
    postgres_bulk.copy_rows(connection, f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)


def fetch_rows(connection: Connection, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Read all rows as the driver's own tuples."""
    result = connection.exec_driver_sql(statement, tuple(values))
    rows = result.cursor.fetchall()
    result.close()
    return list(rows)


def stream_rows(
    connection: Connection, statement: str, values: Iterable[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Read rows some thousand at a time through a cursor that stays at the server."""
    # By the driver itself: what SQLAlchemy fetches beforehand of a named cursor would be missing here.
    worded, told = postgres_words.reword(statement, marked=True), tuple(values)
    driver: Any = connection.connection.driver_connection
    with driver.cursor(name=f"stream{next(_numbers)}") as cursor:
        cursor.execute(worded.text, told if worded.order is None else [told[place] for place in worded.order])
        while rows := cursor.fetchmany(_STREAMED):
            yield from rows


def search_ids(
    connection: Connection, wanted: Sequence[Sequence[Sequence[str]]], *, circle: str | None, limit: int
) -> list[int]:
    """Find people by the beginnings of their words: trigrams find the rows, LIKE proves them."""
    values: list[Any] = []
    lists = [_all_of([_one_of(variants, values) for variants in words]) for words in wanted]
    where = [f"({' OR '.join(lists)})"] if lists else []
    if circle is not None:
        where.append("words LIKE ?")
        values.append(f"% {circle} %")
    statement = (
        f"WITH found AS MATERIALIZED (SELECT person FROM person_search WHERE {_all_of(where)})"
        " SELECT person FROM found ORDER BY person LIMIT ?"
    )
    return [row[0] for row in fetch_rows(connection, statement, (*values, limit))]


def _all_of(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions)


def _one_of(variants: Sequence[str], values: list[Any]) -> str:
    values += [f"% {variant}%" for variant in variants]
    return f"({' OR '.join(['words LIKE ?'] * len(variants))})"


def index_people(connection: Connection, rows: Sequence[tuple[int, str]], *, fresh: bool = False) -> None:
    """Put people's words into the search index, each between blanks."""
    spaced = [(number, f" {words} ") for number, words in rows]
    if fresh:
        postgres_bulk.copy_rows(connection, "COPY person_search (person, words) FROM STDIN", spaced)
        return
    run_many(
        connection,
        "INSERT INTO person_search (person, words) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET words = excluded.words",
        spaced,
    )


def count_misfiled(connection: Connection, people: Iterable[Sequence[tuple[int, str]]]) -> int:
    """Count those whose stored words are others."""
    found = dict(stream_rows(connection, "SELECT person, words FROM person_search"))
    unlike = sum(found.pop(number, "  ") != f" {words} " for some in people for number, words in some)
    return int(unlike) + sum(bool(words.strip()) for words in found.values())


def purge_search(connection: Connection) -> None:
    """Do nothing: deleted rows leave the pages of all tables when the server vacuums, which no transaction can ask."""


def clear_search(connection: Connection) -> None:
    """Empty the search index; whoever reads meanwhile goes on reading the former one."""
    connection.exec_driver_sql("DELETE FROM person_search")


def clear_likeness(connection: Connection) -> None:
    """Empty the blocks of people who may be the same."""
    connection.exec_driver_sql("DELETE FROM likeness_bucket")


def make_tables(connection: Connection, statements: Iterable[str]) -> None:
    """Make the tables with this engine's types, and the functions that the store's SQL calls and PostgreSQL lacks."""
    for statement in (
        *postgres_words.FUNCTIONS,
        *map(postgres_words.retype, statements),
        *postgres_words.SEARCH_TABLES,
        *postgres_words.ROOM,
    ):
        connection.exec_driver_sql(statement)


def guard_table(connection: Connection, table: str) -> None:
    """Count the rows of each statement once, whatever it writes."""
    for what, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        connection.exec_driver_sql(postgres_words.GUARD.format(table=table, event=what, side=side))


def resume_numbers(connection: Connection, tables: Sequence[str]) -> None:
    """Set every counter of ids behind the highest one in its table."""
    counted = (
        "SELECT table_name::text FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'"
    )
    own = {row[0] for row in connection.exec_driver_sql(counted)}
    for table in sorted(own & set(tables)):
        highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest}, false)"
        )


def find_damage(connection: Connection) -> list[str]:
    """List indexes that the server itself holds for unusable; its pages are proved by its own checksums when read."""
    broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    return [str(row[0]) for row in connection.exec_driver_sql(broken)]


def checkpoint(engine: Engine) -> bool:
    """Do nothing: the server keeps its log itself."""
    return True


def driver_errors() -> tuple[type[Exception], ...]:
    """What the driver raises itself; nothing before a hub was opened."""
    driver = sys.modules.get("psycopg")
    return (driver.Error,) if driver is not None else ()


def is_from_here(error: BaseException) -> bool:
    """Tell whether this engine's driver raised an error."""
    return isinstance(_original(error), driver_errors())


def _original(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


_BUSY = (
    "store_busy",
    N_("Somebody else is writing to the hub and has not finished."),
    N_("Wait a moment and try again."),
)
_FULL = (
    "disk_full",
    N_("The hub's disk is full. Nothing was changed."),
    N_("Ask whoever looks after the hub to free some space, then try again."),
)
_REFUSED = (
    "hub_refused",
    N_("The hub does not let this account in, or the account lacks a right."),
    N_("Check the address, the account and its password with whoever looks after the hub."),
)
_AWAY = (
    "hub_away",
    N_("The hub does not answer. What was not saved yet was not written."),
    N_("Check the network, then try again."),
)
_STATES = {
    "55P03": _BUSY, "40P01": _BUSY, "40001": _BUSY, "53100": _FULL, "42501": _REFUSED, "25006": _REFUSED,
    "3D000": _REFUSED,
}  # fmt: skip
_PASSING = (
    "starting up",
    "shutting down",
    "in recovery",
    "not yet accepting",
    "too many",
    "connection slots",
)
"""What a server says that lets in nobody just now: it is being restarted, or full."""
_CLASSES = {"08": _AWAY, "28": _REFUSED, "53": _AWAY, "57": _AWAY}
"""SQLSTATEs, and their first two digits, that are an hour's trouble and no bug."""


def explain(error: BaseException) -> OutreachError | None:
    """Turn what the driver raised into a sentence for a person; None means it is a bug and passes on."""
    original = _original(error)
    state = getattr(original, "sqlstate", None)
    known = _guess(original) if state is None else _STATES.get(state) or _CLASSES.get(state[:2])
    if known is None:
        return None
    key, message, advice = known
    return StoreUnavailable(say(message), say(advice), key=key)


def _guess(original: BaseException | None) -> tuple[str, str, str] | None:
    """The connection could not be made, or broke: only the words tell whether a server spoke."""
    driver = sys.modules.get("psycopg")
    if driver is None or not isinstance(original, driver.OperationalError):
        return None
    told = str(original)
    return _REFUSED if "FATAL" in told and not any(words in told for words in _PASSING) else _AWAY
