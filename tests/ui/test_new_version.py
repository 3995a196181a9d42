"""Settings, New version: what runs, what lies on a stick and why it is not taken, and taking it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.services.releases import make_release
from outreach_app.versions import read_in_use
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, make_workspaces, seat_at
from ui.presenters.settings import Section
from ui.screens.settings import SettingsScreen

NEXT = "0.9.0"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick; this process runs out of a folder of version 0.1.0."""
    be_elsewhere(monkeypatch, tmp_path / "account")
    run_from(monkeypatch, make_bundle(tmp_path / "installed", "0.1.0"))
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, stick: Path, tmp_path: Path) -> Iterator[Seat]:
    """A laptop, in whose office's own folder beside it new versions are signed."""
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).laptop)


def hand_out(stick: Path, *, more: str = "", **described: object) -> None:
    """Have the office sign a version onto the stick."""
    office = open_workspace(stick.parent / "office", PASSPHRASE)
    make_release(
        office.desk,
        make_bundle(stick.parent / f"bundle{len(described)}", NEXT, more=more, **described),
        stick,
    )
    office.close()


def open_page(seat: Seat) -> SettingsScreen:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.standing is not None and screen._state.versions.own)
    seat.press(Qt.Key.Key_9)
    seat.wait(lambda: screen._state.section is Section.VERSION and screen._state.versions.offers is not None)
    return screen


def look_at(seat: Seat, screen: SettingsScreen, folder: Path) -> None:
    """Type the folder and look."""
    (field,) = screen.version.form.controls()
    seat.wait(field.isVisible)
    screen.version.form.focus_first()
    seat.type(str(folder))
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.versions.folder == str(folder))


def test_a_stick_is_looked_through_and_what_does_not_fit_is_told(laptop: Seat, stick: Path) -> None:
    hand_out(stick, platform="plan9-mips")
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    (line,) = screen.version.table.lines()
    assert line.title == f"Phiên bản {NEXT}"
    assert "plan9-mips" in line.detail
    assert line.tag is not None
    assert line.tag.text == "Không nhận"
    assert "0.1.0" in screen.version.strip.accessibleName()


def test_a_version_that_does_not_start_is_told_and_everything_stays(laptop: Seat, stick: Path) -> None:
    hand_out(stick, more="sys.exit(70)")
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    laptop.wait(lambda: screen._step.isVisible() and screen._step.isEnabled())
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(laptop.trouble)
    assert "không nhận" in laptop.trouble()
    assert read_in_use() is None
    assert not screen._state.versions.taking


@pytest.mark.torture
def test_a_new_version_is_taken_by_one_key(laptop: Seat, stick: Path) -> None:
    hand_out(stick)
    screen = open_page(laptop)
    look_at(laptop, screen, stick)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.bot.waitUntil(lambda: screen._state.versions.next == NEXT, timeout=120_000)
    told = read_in_use()
    assert told is not None
    assert told.version == NEXT
