"""The watched folder in the window: set by key, read by itself, told in Exchange, taken back, told once if refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.sync import arrivals
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters import folder_watch
from ui.presenters.exchange_state import Stage
from ui.screens.exchange import ExchangeScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("watch"))


@pytest.fixture
def spaces(template: Workspaces, tmp_path: Path) -> Workspaces:
    return template.copy_to(tmp_path)


@pytest.fixture
def office(
    qtbot: QtBot, qapp: QApplication, spaces: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    for name in ("FIRST_LOOK_MS", "STIR_MS", "BUSY_MS", "SWEEP_MS"):
        monkeypatch.setattr(folder_watch, name, 30)
    monkeypatch.setattr(folder_watch, "QUIET_S", 0.03)
    monkeypatch.setattr(arrivals, "QUIET_S", 0.03)
    monkeypatch.setattr(arrivals, "PATIENCE_S", 0.1)
    yield from seat_at(qtbot, qapp, spaces.office)


def send(spaces: Workspaces, folder: Path) -> Path:
    """One file of the laptop with two visits."""
    app = open_workspace(spaces.laptop, PASSPHRASE)
    log_visits(app, 2)
    (file,) = app.syncing.write(folder).value
    app.close()
    return Path(file.path)


def test_a_folder_is_watched_by_a_key_and_what_comes_is_told_and_taken_back(
    office: Seat, spaces: Workspaces, tmp_path: Path
) -> None:
    screen = office.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    office.wait(lambda: screen._state.look is not None)
    zalo = tmp_path / "Zalo"
    zalo.mkdir()
    office.press(Qt.Key.Key_O)
    office.wait(lambda: screen._state.stage is Stage.READ)
    office.press(Qt.Key.Key_A, CONTROL)
    office.type(str(zalo))
    office.press(Qt.Key.Key_F7)
    office.wait(lambda: screen._state.look.watched == str(zalo))
    office.press(Qt.Key.Key_Escape)
    (tmp_path / "out").mkdir()
    shutil.copyfile(send(spaces, tmp_path / "out"), zalo / "ảnh (1).jpg")
    (zalo / "thư.gocua").write_bytes(b"x")
    office.wait(lambda: screen._state.arrived is not None and screen._state.look.unreadable)
    assert "1 tệp tự về" in screen.strip.accessibleName()
    assert "2 lượt thăm" in screen.strip.accessibleName()
    office.press(Qt.Key.Key_R)
    office.wait(lambda: screen._state.stage is Stage.ASIDE)
    assert [line.title for line in screen.pages.aside.table.lines()] == ["thư.gocua"]
    office.press(Qt.Key.Key_Escape)
    office.press(Qt.Key.Key_Z)
    office.wait(lambda: screen._state.stage is Stage.UNDO and screen._state.undo is not None)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: not screen._state.look.undoable)
    office.bot.wait(200)  # several looks later
    assert [each.undone for each in office.app.imports.list_readings()] == [True]
    assert sorted(path.name for path in zalo.iterdir()) == ["thư.gocua", "ảnh (1).jpg"]
    assert not office.trouble()


def test_what_came_is_put_away_by_escape_and_watching_ends_by_the_same_key(
    office: Seat, spaces: Workspaces, tmp_path: Path
) -> None:
    zalo = tmp_path / "Zalo"
    zalo.mkdir()
    send(spaces, zalo)
    office.app.watching.set_folder(str(zalo))
    screen = office.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    office.wait(lambda: screen._state.arrived is not None)
    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: screen._state.arrived is None)
    assert screen.strip.isHidden()
    office.press(Qt.Key.Key_O)
    office.wait(lambda: screen._state.stage is Stage.READ)
    assert "thư mục Zalo được tự đọc" in screen.pages._watched.text()
    office.press(Qt.Key.Key_F7)
    office.wait(lambda: not screen._state.look.watched)
    assert office.app.watching.read_folder() == ""
