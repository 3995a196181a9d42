"""The migrations make exactly the tables of the models; newer schemas and wrong keys are refused with a sentence."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
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
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(each) for each in compare_metadata(context, SQLModel.metadata)]
    assert [each for each in found if not any(own in each for own in _ENGINE_OWN)] == []


def test_replicated_tables_carry_no_references_and_no_unique(database: Database) -> None:
    with database.read() as session:
        for table in REPLICATED:
            assert run(session, f"PRAGMA foreign_key_list({table})") == []
            indexes = [tuple(row) for row in run(session, f"PRAGMA index_list({table})")]
            assert [name for _, name, unique, *_ in indexes if unique] == []


def test_a_newer_schema_is_refused_and_left_byte_for_byte(database: Database) -> None:
    with database.write_local() as session:
        run(session, "UPDATE alembic_version SET version_num = 'v9999'")
    database.close()
    before = database.place.read_bytes()
    newer = Database(database.place, KEY)
    with pytest.raises(StoreUnavailable) as told:
        migrate.upgrade(newer)
    newer.close()
    assert told.value.key == "newer_schema"
    assert database.place.read_bytes() == before


def test_a_wrong_key_is_told_apart_and_changes_nothing(database: Database) -> None:
    database.close()
    before = database.place.read_bytes()
    wrong = Database(database.place, bytes(32))
    with pytest.raises(StoreUnavailable) as told:
        migrate.read_version(wrong)
    wrong.close()
    assert told.value.key == "store_damaged"
    assert database.place.read_bytes() == before


@pytest.mark.parametrize("place", [100, 5_000, 40_000])
def test_a_damaged_file_is_found_and_never_overwritten(template: Path, tmp_path: Path, place: int) -> None:
    path = tmp_path / "gocua.db"
    shutil.copyfile(template, path)
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    assert not is_sound(path)
    assert path.read_bytes() == bytes(raw)


def is_sound(path: Path) -> bool:
    database = Database(path, KEY)
    try:
        return run_check(database).ok
    except StoreUnavailable:
        return False
    finally:
        database.close()


def test_an_undamaged_copy_passes(template: Path, tmp_path: Path) -> None:
    shutil.copyfile(template, tmp_path / "gocua.db")
    assert is_sound(tmp_path / "gocua.db")
