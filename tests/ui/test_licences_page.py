"""Settings, Licences: reached, read and left by keyboard; nothing is cut in the largest type."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.licences import PartKind
from tests.ui.cuts import find_cuts
from tests.ui.offices import Seat, make_workspaces, seat_at
from ui.presenters.settings import Section
from ui.screens.settings import SettingsScreen
from ui.theme import Theme, TypeSetting, apply_theme


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).laptop)


def open_page(seat: Seat) -> SettingsScreen:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.standing is not None)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: screen._state.section is Section.LICENCES and screen._state.licences.text)
    return screen


def test_parts_are_stood_on_and_their_texts_read(laptop: Seat) -> None:
    screen = open_page(laptop)
    page = screen.licences
    assert page.table.hasFocus()
    assert page.table.lines()[0].detail == "Phần mềm này · Apache-2.0"
    assert "Apache License" in page.text.toPlainText()
    laptop.press(Qt.Key.Key_Down)
    laptop.wait(lambda: "SIL OPEN FONT LICENSE" in page.text.toPlainText())
    laptop.press(Qt.Key.Key_End)
    last = page.table.lines()[-1]
    laptop.wait(lambda: screen._state.licences.name == last.id)
    assert last.detail.startswith("Thư viện · ")
    laptop.press(Qt.Key.Key_Return)
    assert page.text.hasFocus()
    bar = page.text.verticalScrollBar()
    laptop.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    before = bar.value()
    laptop.press(Qt.Key.Key_Down)
    assert bar.value() == min(before + 1, bar.maximum())
    laptop.press(Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    laptop.press(Qt.Key.Key_Escape)
    assert screen.sections.hasFocus()
    kinds = {part.kind for part in screen._state.licences.parts}
    assert kinds == set(PartKind)


@pytest.mark.parametrize("theme", list(Theme))
def test_nothing_is_cut_in_the_largest_type(laptop: Seat, qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme, type_setting=TypeSetting.LARGEST)
    open_page(laptop)
    laptop.press(Qt.Key.Key_Down)
    assert find_cuts(laptop.window) == []
