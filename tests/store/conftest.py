"""A real encrypted database with one machine in it, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach_app.store import migrate, settings
from outreach_app.store.database import Database

KEY = bytes(range(32))
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
INCARNATION = b"machine1"


def make_database(path: Path, *, incarnation: bytes = INCARNATION) -> Database:
    database = Database(path, KEY)
    migrate.upgrade(database)
    machine = settings.MachineSelf(
        workspace_id=b"w" * 16,
        role="office",
        office_id=b"o" * 16,
        office_name="BHXH cơ sở (dữ liệu mẫu)",
        unit_code="03424",
        unit_vintage="2025",
        device_name="máy thử",
        device_number=0,
        incarnation=incarnation,
        last_seq=0,
        last_saved=0,
    )
    with database.write_local() as session:
        settings.create_machine(session, machine)
    return database


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "gocua.db"
    database = make_database(path)
    database.close()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "gocua.db"
    shutil.copyfile(template, path)
    database = Database(path, KEY)
    yield database
    database.close()
