"""What an empty place says and where it says it, the keys F1 lists for a role, and the village of what was found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.app import create_office
from outreach_app.sync.locks import FLOOR
from tests.ui.offices import COMMUNE, CONTROL, PASSPHRASE, Seat, Workspaces, make_workspaces, seat_at
from ui.screens.exchange import ExchangeScreen
from ui.screens.households import HouseholdsScreen
from ui.screens.today import TodayScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("steps"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path / "one").laptop)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path / "two").office)


@pytest.fixture
def fresh_office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    made = create_office(
        tmp_path / "new", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, cost=FLOOR
    )
    made.app.office.say_who_works("Hoàng Thị Thơm")
    made.app.close()
    yield from seat_at(qtbot, qapp, tmp_path / "new")


def test_a_fresh_office_brings_in_its_first_list_by_enter(fresh_office: Seat) -> None:
    today = fresh_office.go("today")
    assert isinstance(today, TodayScreen)
    fresh_office.wait(lambda: not today._state.loading and today._empty.button.hasFocus())
    assert today._empty.button.isVisible()
    fresh_office.press(Qt.Key.Key_Return)
    assert fresh_office.house._open == "lists"


def test_an_office_with_doors_offers_its_doors_and_no_beginning(office: Seat) -> None:
    today = office.go("today")
    assert isinstance(today, TodayScreen)
    office.wait(today.list.hasFocus)
    assert not today._empty.button.isVisible()


def list_keys(seat: Seat, place: str) -> str:
    screen = seat.go(place)
    seat.wait(lambda: not screen._held.waiting)
    seat.press(Qt.Key.Key_F1)
    told = seat.house.help.panel.accessibleDescription()
    seat.press(Qt.Key.Key_Escape)
    return told


def test_f1_lists_the_sections_and_keys_that_a_laptop_has(laptop: Seat, office: Seat) -> None:
    told = list_keys(laptop, "settings")
    assert "0-9: " in told
    assert "R: " not in told
    assert "W B: " not in told
    assert "F4: gợi ý mật khẩu, " in told
    told = list_keys(office, "settings")
    assert "0-9 A C D" in told
    assert "R: " in told
    assert "Ctrl 1-9: " in told
    assert "Ctrl 0: In; Ctrl -: Danh sách; Ctrl =: Câu hỏi; Ctrl ,: Cài đặt" in told


def test_f1_lists_the_keys_of_differences_only_where_there_is_one(laptop: Seat) -> None:
    told = list_keys(laptop, "exchange")
    assert "G: " in told
    assert "A: " not in told


def top_of(widget: QWidget, panel: QWidget) -> int:
    return widget.mapTo(panel, QPoint(0, 0)).y()


def stands_at_the_top(label: QLabel, panel: QWidget) -> bool:
    return label.isVisible() and top_of(label, panel) < panel.height() / 3


def test_an_empty_exchange_says_so_under_its_headings(laptop: Seat) -> None:
    screen = laptop.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    laptop.wait(lambda: screen._state.look is not None)
    laptop.wait(lambda: stands_at_the_top(screen.pages.history.empty, screen.pages.history))


def test_a_household_nobody_visited_says_so_under_its_heading(laptop: Seat) -> None:
    screen = laptop.go("households")
    assert isinstance(screen, HouseholdsScreen)
    laptop.wait(lambda: screen._state.card is not None)
    laptop.wait(screen._never.isVisible)
    assert top_of(screen._never, screen) < top_of(screen.timeline, screen)
    assert not screen._whole.text()


def test_what_was_found_names_its_village_with_its_kind(laptop: Seat) -> None:
    laptop.go("today")
    laptop.press(Qt.Key.Key_K, CONTROL)
    laptop.type("pao")
    popup = laptop.house._popup
    laptop.wait(lambda: popup.isVisible() and popup._state.text == "pao")
    line = popup._model.index(0, 0).data(Qt.ItemDataRole.UserRole)
    assert line.middle == "bản Nà Ly"
