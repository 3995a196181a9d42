"""The backup of the day in the window: made behind the work, told in the header, tried again when it fails."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app import paths
from tests.ui.offices import Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters import daily_backup


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("daily"))


@pytest.fixture
def laptop(
    qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    for name in ("FIRST_LOOK_MS", "BUSY_MS", "NEXT_LOOK_MS"):
        monkeypatch.setattr(daily_backup, name, 20)
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def shown(seat: Seat) -> str:
    return seat.window.header._backup.accessibleName()


def test_a_window_that_stands_makes_the_backup_of_the_day_by_itself(laptop: Seat) -> None:
    log_visits(laptop.app, 1)
    laptop.go("today")
    laptop.wait(laptop.app.upkeep.list_backups)
    laptop.wait(lambda: f"{laptop.app.desk.now:%d/%m}" in shown(laptop))
    log_visits(laptop.app, 1)
    laptop.bot.wait(200)  # several looks later
    assert len(laptop.app.upkeep.list_backups()) == 1
    assert not laptop.trouble()


def test_while_somebody_waits_for_an_answer_no_backup_is_begun(laptop: Seat) -> None:
    log_visits(laptop.app, 1)
    held, answered = threading.Event(), []
    laptop.operations.command(
        laptop.window, lambda: held.wait(20), done=answered.append, failed=answered.append
    )
    laptop.go("today")
    laptop.bot.wait(200)
    assert not laptop.app.upkeep.list_backups()
    held.set()
    laptop.wait(laptop.app.upkeep.list_backups)
    assert answered == [True]


def test_a_backup_that_fails_is_told_in_the_banner_and_tried_again(laptop: Seat) -> None:
    log_visits(laptop.app, 1)
    in_the_way = laptop.app.desk.folder / paths.BACKUPS
    in_the_way.write_bytes(b"")
    laptop.go("today")
    laptop.wait(lambda: "Không ghi được bản sao lưu" in laptop.trouble())
    laptop.go("households")
    assert laptop.trouble()  # wherever one is
    in_the_way.unlink()
    laptop.wait(laptop.app.upkeep.list_backups)


def test_a_window_that_was_left_looks_no_more(laptop: Seat) -> None:
    laptop.go("today")
    laptop.wait(laptop.operations.is_idle)
    made = laptop.app.upkeep.list_backups()
    laptop.operations.close()
    laptop.house.backups.look()
    laptop.bot.wait(200)  # what was asked for in vain would be an error of the event loop
    assert laptop.app.upkeep.list_backups() == made
