"""A hub beside a file: the same answers, one writer at a time, troubles in plain sentences; the rest is torture."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from outreach_app.errors import StoreUnavailable
from outreach_app.store import check, derived_check, engine, search
from outreach_app.store.database import Database, run
from outreach_app.store.engine import postgres_words
from tests.hub_server import Server
from tests.store.conftest import KEY, NOW, make_database

NAMES = ("Lò Văn Páo", "Lò Thị Ón", "Giàng A Chư", "H'Mỹ Niê", "Đèo Văn Lả", "Lường Thị Páo", "Lý Lỏ Mẩy")
QUERIES = ("lo", "pao", "lo pao", "hmy", "de va", "l", "0912", "0912 345", "%", "_o", "chuw", "khong co ai")


def fill(database: Database) -> None:
    with database.write(now=NOW) as writer:
        village = writer.create("village", {"name": "Nà Ly", "kind": "ban", "prefix": "NL", "commune_code": "03424",
                                            "commune_vintage": "2025"})  # fmt: skip
        home = writer.create("household", {"village": village, "code": "NL-0001-4"})
        people = [
            {"household": home, "name": name, "phone": f"091234{n:04d}"} for n, name in enumerate(NAMES)
        ]
        writer.create_many("person", people)


@pytest.fixture(scope="module")
def hub(hub_server: Server) -> Iterator[Database]:
    database = make_database(hub_server.make_database())
    fill(database)
    yield database
    database.close()


def test_the_check_goes_through_the_households_once(hub: Database) -> None:
    with hub.read() as session:
        plan = engine.fetch_rows(session.connection(), f"EXPLAIN {derived_check.ORPHANS}")
    assert any("Anti Join" in line for (line,) in plan)
    assert not any("SubPlan" in line for (line,) in plan)


def test_a_hub_finds_whom_a_file_finds_and_its_journal_replays(hub: Database, tmp_path: Path) -> None:
    file = make_database(tmp_path / "gocua.db")
    fill(file)
    with file.read() as here, hub.read() as there:
        for query in QUERIES:
            assert search.find_people(here, query) == search.find_people(there, query), query
        assert list(check.compare_with_journal(there)) == []
    file.close()


def come_in_a_hurry(database: Database) -> None:
    with database.read() as session:
        run(session, "SET lock_timeout = 50")
        session.commit()
        session.connection(execution_options={"writes": True})


def test_whoever_comes_while_another_writes_is_told_so(hub: Database) -> None:
    other = Database(hub.place, KEY)
    with hub.write(now=NOW), pytest.raises(StoreUnavailable) as told:
        come_in_a_hurry(other)
    other.close()
    assert told.value.key == "store_busy"


def test_a_row_written_past_the_journal_takes_the_transaction_back(hub: Database) -> None:
    with pytest.raises(AssertionError, match="without the journal"), hub.write_local() as session:
        run(session, "UPDATE person SET name = 'lén'")
    with hub.read() as session:
        assert run(session, "SELECT count(*) FROM person WHERE name = 'lén'") == [(0,)]


def test_a_hub_that_does_not_answer_and_a_wrong_password_are_told(hub_server: Server) -> None:
    address = hub_server.make_database()
    for wrong, key in ((address.replace(f":{hub_server.port}/", ":1/"), "hub_away"),
                       (address.replace(hub_server.password, "x"), "hub_refused")):  # fmt: skip
        database = Database(wrong, KEY)
        with pytest.raises(StoreUnavailable) as told, database.read() as session:
            run(session, "SELECT 1")
        database.close()
        assert told.value.key == key


@pytest.mark.parametrize(
    ("written", "worded"),
    [
        ("SELECT a FROM t WHERE a = ? AND b <> '?' AND c LIKE ?",
         "SELECT a FROM t WHERE a = %s AND b <> '?' AND c ILIKE %s"),
        ("SELECT coalesce(a, x'0a'), substr(p.phone, -4)", r"SELECT coalesce(a, '\x0a'::bytea), right(p.phone, 4)"),
        ("SELECT a % 2 FROM t INDEXED BY ix_t", "SELECT a %% 2 FROM t "),
    ],
)  # fmt: skip
def test_a_statement_is_put_in_postgresql_s_words(written: str, worded: str) -> None:
    assert postgres_words.reword(written, marked=True) == postgres_words.Worded(worded, None)


def test_numbered_values_keep_their_places() -> None:
    worded = postgres_words.reword("SET a = max(a, ?2), b = ?1 WHERE c < ?2", marked=True)
    assert worded == postgres_words.Worded("SET a = max(a, %s), b = %s WHERE c < %s", (1, 0, 1))


def test_both_engines_have_every_word() -> None:
    assert {name for name in vars(engine.Words) if not name.startswith("_")} <= vars(engine).keys()


ODD = ("", "NULL", '"', "\\", '\\"', "{,}", "a,b", "'", "%s ?", "x\ty\nz", "Đèo Văn Lả", None)


def write_odd_rows(
    database: Database, write: Callable[[Connection, str, Sequence[Sequence[Any]]], int]
) -> list[Any]:
    """Make, overwrite, change and drop rows of every type in a table of the transaction's own; what is left of them."""
    numbers = list(range(len(ODD)))
    blobs = [None if n == 3 else bytes([n, 0, 255]) for n in numbers]
    with database.read() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE odd (id BIGINT PRIMARY KEY, words TEXT, sealed BYTEA, flag BOOLEAN)"
        )
        insert = "INSERT INTO odd (id, words, sealed, flag) VALUES (?, ?, ?, TRUE)"
        counts = [write(connection, insert, [numbers, ODD, blobs])]
        again = f"{insert} ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        moved = [n + 6 for n in numbers]
        counts.append(write(connection, again, [moved, ODD, blobs]))
        changed = "UPDATE odd SET flag = ?2, sealed = coalesce(sealed, ?3), words = coalesce(words, '%') WHERE id = ?1"
        counts.append(
            write(connection, changed, [numbers, [n % 2 == 0 for n in numbers], [b"\\x"] * len(numbers)])
        )
        counts.append(
            write(connection, "DELETE FROM odd WHERE id = ? AND flag = ?", [numbers, [1] * len(numbers)])
        )
        return [
            counts,
            *engine.fetch_rows(
                connection, "SELECT id, words, sealed, CAST(flag AS INTEGER) FROM odd ORDER BY id"
            ),
        ]


def test_many_rows_at_once_are_the_rows_of_a_statement_each(hub: Database, file: Path) -> None:
    beside = Database(file, KEY)
    expected = write_odd_rows(beside, engine.run_columns)
    beside.close()
    assert len(expected) == 13
    assert write_odd_rows(hub, engine.run_columns) == expected
    assert write_odd_rows(hub, engine.run_at_once) == expected


def test_nothing_to_write_at_once_is_nothing(hub: Database) -> None:
    with hub.read() as session:
        assert engine.run_at_once(session.connection(), "DELETE FROM person WHERE id = ?", []) == 0
