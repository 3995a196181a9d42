"""A hub beside a file: the same answers, one writer at a time, troubles in plain sentences; the rest is torture."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.errors import StoreUnavailable
from outreach_app.store import check, engine, search
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
