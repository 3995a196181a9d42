"""The migrations make exactly the tables of the models; newer schemas and wrong keys are refused with a sentence."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from outreach_app.errors import StoreUnavailable
from outreach_app.services.upkeep import run_check
from outreach_app.store import migrate
from outreach_app.store.database import Database, run
from outreach_app.store.tables import REPLICATED
from tests.store.conftest import KEY

_ENGINE_OWN = (
    "person_search", "likeness_bucket", "_tail", "ix_household_state_place", "ix_household_state_sort",
    "ix_household_state_lane",
    "ix_visit_outcome_lapse", "ix_membership_lapse", "ix_prospect_listed",
    "ix_person_merged", "ix_household_merged", "ix_person_away", "ix_person_returned",
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_migrations_and_models_do_not_drift(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": isinstance(database.place, Path)}
        )
        found = [str(each) for each in compare_metadata(context, SQLModel.metadata)]
    assert [each for each in found if not any(own in each for own in _ENGINE_OWN)] == []


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_replicated_tables_carry_no_references_and_no_unique(database: Database) -> None:
    with database.read() as session:
        found = inspect(session.connection())
        for table in REPLICATED:
            assert found.get_foreign_keys(table) == []
            assert found.get_unique_constraints(table) == []
            assert [index["name"] for index in found.get_indexes(table) if index["unique"]] == []


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.write_local() as session:
        run(session, "UPDATE alembic_version SET version_num = 'v9999'")
    database.close()
    newer = Database(database.place, KEY)
    with pytest.raises(StoreUnavailable) as told:
        migrate.upgrade(newer)
    newer.close()
    assert told.value.key == "newer_schema"


def test_a_file_of_a_newer_schema_is_left_byte_for_byte(file: Path) -> None:
    database = Database(file, KEY)
    with database.write_local() as session:
        run(session, "UPDATE alembic_version SET version_num = 'v9999'")
    database.close()
    before = file.read_bytes()
    newer = Database(file, KEY)
    with pytest.raises(StoreUnavailable):
        migrate.upgrade(newer)
    newer.close()
    assert file.read_bytes() == before


def test_a_wrong_key_is_told_apart_and_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    wrong = Database(file, bytes(32))
    with pytest.raises(StoreUnavailable) as told:
        migrate.read_version(wrong)
    wrong.close()
    assert told.value.key == "store_damaged"
    assert file.read_bytes() == before


@pytest.mark.parametrize("place", [100, 5_000, 40_000])
def test_a_damaged_file_is_found_and_never_overwritten(file: Path, place: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[place] ^= 1
    file.write_bytes(raw)
    assert not is_sound(file)
    assert file.read_bytes() == bytes(raw)


def is_sound(path: Path) -> bool:
    database = Database(path, KEY)
    try:
        return run_check(database).ok
    except StoreUnavailable:
        return False
    finally:
        database.close()


def test_an_undamaged_copy_passes(file: Path) -> None:
    assert is_sound(file)
