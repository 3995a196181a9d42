"""Lists of people who stopped, by keyboard: matched by number or name, chosen by hand, taken in, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.exchange.stopped_books import write_stopped
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.lists import ListKind, Stage
from ui.screens.lists import ListsScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("stopped"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


@pytest.fixture
def screen(office: Seat, tmp_path: Path) -> ListsScreen:
    """A list looked into by keyboard alone: one found, one to choose, one not found, one refused."""
    rows = [
        ("1", "00000", "Lò Văn Páo", "", "x", "", "", "", "03/2026", "TZ1", "bản Nà Ly", ""),
        ("2", "00000", "Tẩn Mý Dao", "", "", "x", "", "", "03/2026", "TZ1", "", ""),
        ("3", "00000", "Không Có Ai", "", "", "x", "", "", "03/2026", "TZ1", "", ""),
        ("4", "00000", "Vàng Thị Sùng", "", "", "", "", "", "03/2026", "TZ1", "", ""),
    ]
    path = write_stopped(tmp_path / "c21a.xlsx", rows)
    screen = office.go("lists")
    assert isinstance(screen, ListsScreen)
    office.wait(lambda: screen._state.history)
    office.press(Qt.Key.Key_F6)
    office.press(Qt.Key.Key_Right)
    office.press(Qt.Key.Key_Space)
    office.wait(lambda: screen._state.kind is ListKind.STOPPED)
    screen.file.take_focus()
    office.press(Qt.Key.Key_A, CONTROL)
    office.type(str(path))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    return screen


def numbers(screen: ListsScreen) -> list[str]:
    return [figure.number for figure in screen.figures.figures()]


def test_every_row_is_told_with_its_reason_and_nothing_is_written(office: Seat, screen: ListsScreen) -> None:
    assert numbers(screen) == ["1", "0", "1", "1", "1"]
    (line,) = screen.rows.table.lines()
    assert "Tẩn Mý Dao" in line.title
    assert "Chỉ trùng họ tên" in line.detail or "họ tên" in line.detail
    assert office.app.standing().to_send == 0


def test_somebody_is_chosen_by_key_and_the_list_is_taken_in_and_back(
    office: Seat, screen: ListsScreen
) -> None:
    assert QApplication.focusWidget() is screen.rows.table
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: QApplication.focusWidget() is screen.people.table)
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW and numbers(screen) == ["2", "0", "0", "1", "1"])
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    assert "Đã nhận 2 người dừng tham gia" in screen.strip.accessibleName()
    assert {item.person.name for item in office.app.renewals.list_renewals().items} >= {"Lò Văn Páo"}
    office.wait(lambda: screen.history.table.lines()[0].title == "c21a.xlsx")
    office.press(Qt.Key.Key_U)
    office.wait(lambda: screen._state.undoing is not None)
    assert "Bấm U lần nữa" in screen.strip.accessibleName()
    office.press(Qt.Key.Key_U)
    office.wait(lambda: screen._state.stage is Stage.START)
    assert office.app.renewals.list_renewals().total == 0
