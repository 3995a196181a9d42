"""What every test may lean on: private folders, a standing clock, real encrypted workspaces, no stray log line."""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from outreach_app import garbage
from tests.robustness.whole import note_run

if TYPE_CHECKING:
    from outreach_app.app import App
    from tests.hub_server import Server
    from tests.robustness.rows import Tally

# The same examples at every run, so that a change is judged by itself and not by luck; `--hypothesis-profile=wander`
# looks further, and what it finds becomes an @example. No deadline: time tells of the machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("wander", deadline=None)
settings.load_profile("steady")

PASSPHRASE = "mận trắng đầu nương 27 ché rượu"
COMMUNE = "03424"
"""Xã Bản Bo, tỉnh Lai Châu, by the list of 2025."""


@dataclass(slots=True)
class StandingClock:
    """A clock that stands still until a test moves it; calling it gives the moment."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        """Move the clock on, as `timedelta` takes it."""
        self.moment += timedelta(**span)


@pytest.fixture(scope="session", autouse=True)
def private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, data and logs of this account out of the tests, and the tests out of them."""
    home = tmp_path_factory.mktemp("account")
    names = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state"}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(home / folder) for name, folder in names.items()})
    yield
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session", autouse=True)
def remembered_keys() -> Iterator[None]:
    """Work out each key of a passphrase or code once a run: Argon2id gives the same again, and takes 64 MiB each time.

    Nothing is made cheaper: the first time it is worked out in full, at the cost that was asked for.
    """
    from nacl.pwhash import argon2id

    whole = argon2id.kdf
    argon2id.kdf = cache(whole)
    yield
    argon2id.kdf = whole


class _Catcher(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def garbage_taken_out() -> Iterator[None]:
    """Once a window was made in this process, garbage is looked for on this thread only, as in the program."""
    yield
    if garbage.is_by_hand():
        garbage.collect_some()


@pytest.fixture(autouse=True)
def no_stray_log_line(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a warning in the log; a test that asks for `caplog` looks at the log itself."""
    if "caplog" in request.fixturenames:
        yield
        return
    catcher = _Catcher()
    logging.getLogger().addHandler(catcher)
    yield
    logging.getLogger().removeHandler(catcher)
    assert not catcher.lines, "\n".join(catcher.lines)


@pytest.fixture(scope="session")
def hub_server() -> Iterator["Server"]:
    """A PostgreSQL of our own; where none can run, whoever wants it is skipped, counted and printed with the reason."""
    from tests.hub_server import run_server, why_not

    if reason := why_not():
        pytest.skip(f"no hub: {reason}")
    with run_server() as server:
        yield server


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> "Tally":
    """Count the points of a part of a row of the battery; the sums are printed at the end of a run."""
    from tests.robustness.rows import PROMISED

    whole = request.node.get_closest_marker("torture") is not None

    def count(row: str, part: str, points: int) -> None:
        promised = PROMISED[row][part][whole]
        assert points >= promised > 0, f"{row}, {part}: {points} points of {promised}"
        request.node.user_properties.append(("battery", (row, part, points)))

    return count


_BEGAN = time.monotonic()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many points each row of the battery ran, and keep how long all of it took; see docs/robustness.md."""
    note_run(terminalreporter, time.monotonic() - _BEGAN)
    points: dict[str, dict[str, int]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, told in getattr(report, "user_properties", ()) if report.when == "call" else ():
            if name == "battery":
                row, part, count = told
                points.setdefault(row, {})[part] = points.get(row, {}).get(part, 0) + count
    if points:
        terminalreporter.section("points of the battery")
    for row, parts in points.items():
        each = ", ".join(f"{part} {count}" for part, count in parts.items())
        terminalreporter.line(f"{row}: {sum(parts.values())} points ({each})")


@pytest.fixture
def clock() -> StandingClock:
    """Saturday 21 November 2026, 19:42 in Viet Nam."""
    from outreach_app.domain.clock import VIETNAM

    return StandingClock(datetime(2026, 11, 21, 19, 42, tzinfo=VIETNAM))


@dataclass(frozen=True, slots=True)
class Templates:
    """Folders of workspaces that are made once and only ever copied: an office, and a laptop set up from its kit."""

    office: Path
    laptop: Path


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Make an office in xã Bản Bo with two villages and six households, and one laptop; the cheapest lock allowed."""
    from outreach_app.app import create_office, open_kit_file
    from outreach_app.domain.clock import VIETNAM
    from outreach_app.services.households import NewPerson
    from outreach_app.sync.locks import FLOOR

    folder = tmp_path_factory.mktemp("templates")
    clock = StandingClock(datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM))
    made = create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Bản Bo", unit_code=COMMUNE, clock=clock,
        cost=FLOOR,
    )  # fmt: skip
    office = made.app
    villages = [office.office.add_village(name, COMMUNE).value.id for name in ("bản Nà Ly", "bản Hua Sẳng")]
    for place, name in enumerate(
        ("Lò Văn Páo", "Giàng A Chư", "Lường Thị Inh", "Vàng A Lử", "Tẩn Mý Dao", "Cà Văn Hặc")
    ):
        head = NewPerson(
            name, citizen_number=f"0120{80 + place}00{1000 + place}", phone=f"09871122{30 + place}"
        )
        wife = NewPerson(f"Lò Thị {'Inh Ún Pâng Mai Xôm Lả'.split()[place]}", relation="wife")
        office.households.add(villages[place % 2], head, others=(wife,))
    kit = office.make_kit(
        folder / "laptop.gocuakit", device="Máy 01", role="canvasser", villages=villages,
        until=clock().date() + timedelta(days=365), cost=FLOOR,
    )  # fmt: skip
    office.close()
    open_kit_file(folder / "laptop", kit.path, kit.code, PASSPHRASE, clock=clock, cost=FLOOR).close()
    return Templates(folder / "office", folder / "laptop")


@pytest.fixture
def office_folder(templates: Templates, tmp_path: Path) -> Path:
    """A fresh copy of the office's workspace; open it with PASSPHRASE."""
    return Path(shutil.copytree(templates.office, tmp_path / "office"))


@pytest.fixture
def laptop_folder(templates: Templates, tmp_path: Path) -> Path:
    """A fresh copy of the laptop's workspace; open it with PASSPHRASE."""
    return Path(shutil.copytree(templates.laptop, tmp_path / "laptop"))


@pytest.fixture
def office_app(office_folder: Path, clock: StandingClock) -> Iterator["App"]:
    """The office, open."""
    yield from _lend(office_folder, clock)


@pytest.fixture
def laptop_app(laptop_folder: Path, clock: StandingClock) -> Iterator["App"]:
    """The laptop, open."""
    yield from _lend(laptop_folder, clock)


def _lend(folder: Path, clock: StandingClock) -> Iterator["App"]:
    from outreach_app.app import open_workspace

    app = open_workspace(folder, PASSPHRASE, clock=clock)
    yield app
    app.close()
