"""A real database with one machine in it, made once and copied for each test: an encrypted file, and a hub's."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from outreach_app.store import migrate, settings
from outreach_app.store.database import Database
from outreach_app.store.engine import Place
from tests.hub_server import Server

KEY = bytes(range(32))
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
INCARNATION = b"machine1"


class Ground(Protocol):
    """Where databases of one engine are made."""

    def make_place(self) -> Place:
        """Name a place that holds nothing yet."""

    def copy_place(self, place: Place) -> Place:
        """Copy a closed database to a place of its own."""

    def forget(self, place: Place) -> None:
        """Free what a closed database takes up."""


@dataclass(slots=True)
class FileGround:
    """Encrypted files in a folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def make_place(self) -> Path:
        return self.folder / f"gocua{next(self.numbers)}.db"

    def copy_place(self, place: Place) -> Path:
        return Path(shutil.copyfile(place, self.make_place()))

    def forget(self, place: Place) -> None:
        Path(place).unlink()


@dataclass(slots=True)
class HubGround:
    """Databases of a server that runs as long as the tests."""

    server: Server

    def make_place(self) -> str:
        return self.server.make_database()

    def copy_place(self, place: Place) -> str:
        return self.server.make_database(like=str(place))

    def forget(self, place: Place) -> None:
        self.server.drop_database(str(place))


TELLING = frozenset({
    "test_replaying_the_journal_gives_every_row", "test_one_flipped_field_fails_the_check",
    "test_local_transactions_refuse_replicated_tables",
    "test_a_failed_transaction_leaves_no_trace_and_reuses_no_number",
    "test_derived_rows_kept_by_writing_equal_derived_rows_built_anew",
    "test_a_correction_stands_in_for_the_visit_it_supersedes_in_any_order",
    "test_the_place_changes_the_order_and_nothing_else", "test_migrations_and_models_do_not_drift",
})  # fmt: skip
"""What an ordinary run asks of a hub as well; all the others are asked in the torture run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the telling ones of the hub's half into every run."""
    for item in items:
        call = getattr(item, "callspec", None)
        if call is not None and call.params.get("ground") == "hub" and item.originalname in TELLING:  # type: ignore[attr-defined]
            item.own_markers[:] = [mark for mark in item.own_markers if mark.name != "torture"]


@pytest.fixture(scope="session", params=["file", pytest.param("hub", marks=pytest.mark.torture)])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    if request.param == "file":
        return FileGround(tmp_path_factory.mktemp("ground"))
    return HubGround(request.getfixturevalue("hub_server"))


def make_database(place: Place, *, incarnation: bytes = INCARNATION) -> Database:
    database = Database(place, KEY)
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
def template(ground: Ground) -> Place:
    place = ground.make_place()
    make_database(place).close()
    return place


@pytest.fixture
def database(ground: Ground, template: Place) -> Iterator[Database]:
    database = Database(ground.copy_place(template), KEY)
    yield database
    database.close()
    ground.forget(database.place)


@pytest.fixture(scope="session")
def file_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "gocua.db"
    make_database(path).close()
    return path


@pytest.fixture
def file(file_template: Path, tmp_path: Path) -> Path:
    """A database of which a test looks at the file itself."""
    return Path(shutil.copyfile(file_template, tmp_path / "gocua.db"))
