"""The journal is the source of every replicated row: replay gives the tables, and nothing is written past it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach_app.domain.operations import Kind
from outreach_app.store import check, derived, journal, replication, search
from outreach_app.store.database import Database, run
from outreach_app.store.engine import Place
from outreach_app.store.local_tables import DERIVED
from outreach_app.store.tables import REPLICATED
from outreach_app.sync import merge
from tests.store.conftest import KEY, NOW, Ground, make_database


def fill(database: Database) -> tuple[bytes, bytes, bytes]:
    with database.write(now=NOW) as writer:
        village = writer.create("village", {"name": "Nà Ly", "kind": "ban", "prefix": "NL", "commune_code": "03424",
                                            "commune_vintage": "2025"})  # fmt: skip
        household = writer.create("household", {"village": village, "code": "NL-0001-4"})
        head = writer.create("person", {"household": household, "name": "Lò Văn Páo", "relation": "head"})
        writer.create_many(
            "person",
            [
                {"household": household, "name": f"Lò Thị Ón {n}", "phone": f"09876543{n:02d}"}
                for n in range(20)
            ],
        )
    with database.write(now=NOW, author=head) as writer:
        writer.create(
            "visit",
            {"household": household, "visited_on": "2026-11-21", "outcomes": [[head, "voluntary", "thinking"]],
             "met": [head], "note": "Chị Thảo hẹn tối"},
        )  # fmt: skip
        writer.edit("person", head, {"phone": "0987654321", "born": "1984"})
        writer.edit("person", head, {"phone": "0912345678"})
    return village, household, head


STRANGE_VILLAGE = """
INSERT INTO village (number, id, made, name, kind, prefix, commune_code, commune_vintage)
VALUES (99, x'00112233445566778899aabbccddeeff', 1, 'lạ', 'ban', 'LA', '03424', '2025')
"""


def every_row(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        tables = (*REPLICATED, *DERIVED)
        return {t: sorted(map(repr, run(session, f"SELECT * FROM {t}"))) for t in tables}


def without_number(table: str, rows: list[str]) -> list[str]:
    """Row numbers are local to a database; everything else must be the same."""
    return sorted(row.split(", ", 1)[1] if table in REPLICATED else row for row in rows)


def test_replaying_the_journal_gives_every_row(database: Database) -> None:
    fill(database)
    with database.read() as session:
        assert list(check.compare_with_journal(session)) == []


def test_dropping_every_replicated_and_derived_row_and_replaying_gives_the_same_rows(
    database: Database, ground: Ground
) -> None:
    fill(database)
    with database.read() as session:
        operations = list(journal.read_operations(session))
    fresh = make_database(ground.make_place(), incarnation=b"machine2")
    decision = merge.decide(operations, {})
    with fresh.write(now=NOW) as writer:
        replication.write_decision(
            writer, operations, creates=decision.creates, changed=decision.heads, origin="file", source=None
        )
    before, after = every_row(database), every_row(fresh)
    fresh.close()
    assert {t: without_number(t, rows) for t, rows in after.items()} == {
        t: without_number(t, rows) for t, rows in before.items()
    }


@pytest.mark.parametrize(
    ("statement", "table", "kind"),
    [
        ("UPDATE visit SET note = 'khác'", "visit", "different"),
        ("UPDATE visit SET visited_on = '2026-11-20'", "visit", "different"),
        ("DELETE FROM person WHERE number = 3", "person", "missing"),
        (STRANGE_VILLAGE, "village", "extra"),
    ],
)
def test_one_flipped_field_fails_the_check(database: Database, statement: str, table: str, kind: str) -> None:
    fill(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)
    with database.read() as session:
        found = list(check.compare_with_journal(session))
    assert (kind, table, 1) in found
    assert any(what == "unrecorded" and where == table for what, where, _ in found)


def write_past_the_journal(database: Database, household: bytes) -> None:
    with database.write(now=NOW) as writer:
        writer.create("person", {"household": household, "name": "Giàng A Chư"})
        run(writer.session, "UPDATE household SET address = 'lén'")


def write_and_fail(database: Database) -> None:
    with database.write(now=NOW) as writer:
        writer.create("person", {"name": "ai đó"})
        raise RuntimeError


def test_a_write_past_the_journal_takes_the_whole_transaction_back(database: Database) -> None:
    _, household, _ = fill(database)
    before = every_row(database)
    with pytest.raises(AssertionError, match="without the journal"):
        write_past_the_journal(database, household)
    assert every_row(database) == before


def test_local_transactions_refuse_replicated_tables(database: Database) -> None:
    fill(database)
    with pytest.raises(AssertionError, match="without the journal"), database.write_local() as session:
        run(session, "UPDATE household SET address = 'lén'")


def test_a_failed_transaction_leaves_no_trace_and_reuses_no_number(database: Database) -> None:
    fill(database)
    before = every_row(database)
    with pytest.raises(RuntimeError):
        write_and_fail(database)
    assert every_row(database) == before
    with database.write(now=NOW) as writer:
        made = writer.create("person", {"name": "Vàng A Lử"})
    with database.read() as session:
        tail = list(journal.read_tail(session))
    assert tail[-1].row == made
    assert [o.seq for o in tail] == sorted({o.seq for o in tail})


def test_edits_carry_what_they_replaced_and_what_was_there(database: Database) -> None:
    fill(database)
    with database.read() as session:
        edits = [o for o in journal.read_operations(session) if o.kind is Kind.EDIT]
    assert edits[0].values == {"phone": ["0987654321", None], "born": ["1984", None]}
    assert edits[0].replaced == ()
    assert edits[1].values == {"phone": ["0912345678", "0987654321"]}
    assert edits[1].replaced == (edits[0].dot,)


def test_an_edit_that_changes_nothing_writes_nothing(database: Database) -> None:
    _, _, head = fill(database)
    with database.write(now=NOW) as writer:
        writer.edit("person", head, {"phone": "0912345678"})
        assert writer.last_seq == writer.first_seq - 1


def test_visits_are_never_edited(database: Database) -> None:
    fill(database)
    with database.read() as session:
        visit = run(session, "SELECT id FROM visit")[0][0]
    with pytest.raises(AssertionError, match="never edited"), database.write(now=NOW) as writer:
        writer.edit("visit", visit, {"note": "khác"})


def test_closing_the_tail_into_a_block_changes_nothing_that_is_read(database: Database) -> None:
    fill(database)
    with database.read() as session:
        before = sorted(journal.read_operations(session), key=lambda o: o.dot)
    with database.write_local() as session:
        closed = journal.close_tail(session, now=NOW)
    with database.read() as session:
        assert list(journal.read_tail(session)) == []
        assert sorted(journal.read_operations(session), key=lambda o: o.dot) == before
        assert list(check.compare_with_journal(session)) == []
    assert closed > 0


def test_derived_rows_kept_by_writing_equal_derived_rows_built_anew(database: Database) -> None:
    fill(database)
    before = every_row(database)
    with database.write_local() as session:
        derived.rebuild(session)
    assert every_row(database) == before
    with database.read() as session:
        assert len(search.find_people(session, "lo thi on")[0]) == 20


def test_a_correction_stands_in_for_the_visit_it_supersedes_in_any_order(database: Database) -> None:
    _, household, _ = fill(database)
    with database.write(now=NOW) as writer:
        first = writer.create(
            "visit", {"household": household, "visited_on": "2026-11-19", "door_outcome": "not_home"}
        )
        second = writer.create(
            "visit",
            {
                "household": household,
                "visited_on": "2026-11-19",
                "door_outcome": "refused",
                "supersedes": first,
            },
        )
        third = writer.create(
            "visit",
            {
                "household": household,
                "visited_on": "2026-11-19",
                "supersedes": second,
                "cancelled": "nhầm nhà",
            },
        )
    with database.read() as session:
        current = {
            row[0]
            for row in run(
                session, "SELECT t.id FROM visit_fact f JOIN visit t ON t.number = f.visit WHERE f.current"
            )
        }
    assert current.isdisjoint({first, second, third})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["phone", "name", "born", "away"]), st.sampled_from(["1", "2", None])),
        max_size=8,
    )
)
def test_any_sequence_of_edits_replays_to_the_same_row(
    ground: Ground, template: Place, edits: list[tuple[str, str | None]]
) -> None:
    database = Database(ground.copy_place(template), KEY)
    with database.write(now=NOW) as writer:
        person = writer.create("person", {"name": "Tẩn Mý Dao"})
        for name, value in edits:
            told: object = bool(value) if name == "away" else value or ("ai" if name == "name" else None)
            writer.edit("person", person, {name: told})
    with database.read() as session:
        assert list(check.compare_with_journal(session)) == []
    database.close()


def test_the_file_on_disk_shows_no_name_or_number(file: Path) -> None:
    database = Database(file, KEY)
    fill(database)
    database.close()
    raw = file.read_bytes()
    wal = file.with_name(file.name + "-wal")
    raw += wal.read_bytes() if wal.exists() else b""
    for word in ("Lò Văn Páo", "0912345678", "Nà Ly", "SQLite format 3"):
        assert word.encode() not in raw
    assert KEY not in raw
