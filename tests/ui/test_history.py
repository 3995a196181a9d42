"""Ctrl+H wherever a record is stood on: who wrote what, an earlier value brought back by one key, and undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import CONTROL, Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters.ports import HouseholdAt, VisitAt
from ui.screens.history_panel import HistoryPanel
from ui.theme import Theme, TypeSetting, apply_theme


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("history"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def first_home(seat: Seat) -> tuple[bytes, bytes]:
    """The first household of the list and its head."""
    (number,) = seat.app.households.list_numbers()[:1]
    home = seat.app.households.read_rows([number])[0].id
    return home, seat.app.households.read_card(home).members[0].id


def open_history(seat: Seat) -> HistoryPanel:
    seat.press(Qt.Key.Key_H, CONTROL)
    seat.wait(lambda: seat.house.history._panel is not None and seat.house.history._panel.isVisible())
    panel = seat.house.history._panel
    assert panel is not None
    seat.wait(lambda: not panel._state.loading)
    return panel


def rows(panel: HistoryPanel) -> list[str]:
    return [panel._model.index(row, 0).data() for row in range(panel._model.rowCount())]


def test_a_households_history_is_read_and_an_earlier_value_brought_back(laptop: Seat) -> None:
    home, person = first_home(laptop)
    for phone in ("0987654321", "0987654322"):
        laptop.app.households.edit_person(person, {"phone": phone})
    screen = laptop.go("households")
    laptop.wait(lambda: screen.record() == ("household", home))
    before = QApplication.focusWidget()
    panel = open_history(laptop)
    assert panel.list.hasFocus()
    told = rows(panel)
    assert told[0].startswith("Điện thoại: 0987 654 321 → 0987 654 322")
    assert "Lường Thị Inh, Máy 04" in told[0]
    assert panel.list.current_row() == 0
    laptop.press(Qt.Key.Key_R)
    laptop.wait(lambda: laptop.app.households.read_person(person).phone == "0987654321")
    laptop.wait(lambda: rows(panel)[0].startswith("Điện thoại: 0987 654 322 → 0987 654 321"))
    laptop.press(Qt.Key.Key_Z, CONTROL)
    laptop.wait(lambda: laptop.app.households.read_person(person).phone == "0987654322")
    laptop.press(Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert QApplication.focusWidget() is before
    assert not laptop.trouble()


def test_where_nothing_was_replaced_there_is_nothing_to_bring_back(laptop: Seat) -> None:
    laptop.go("households")
    laptop.wait(lambda: laptop.screen("households").record())
    panel = open_history(laptop)
    stored = laptop.app.standing().last_saved
    laptop.press(Qt.Key.Key_R)
    laptop.wait(lambda: laptop.house.frame.state.notice is not None)
    assert laptop.app.standing().last_saved == stored
    assert panel._restore.isHidden()


def test_the_member_and_the_visit_stood_on_tell_their_own(laptop: Seat) -> None:
    home, person = first_home(laptop)
    log_visits(laptop.app, 6)
    screen = laptop.go("households")
    laptop.wait(lambda: screen.record() == ("household", home))
    screen.members.setFocus()  # type: ignore[attr-defined]
    laptop.wait(lambda: screen.record() == ("person", person))
    screen.timeline.setFocus()  # type: ignore[attr-defined]
    laptop.wait(lambda: (screen.record() or ("", b""))[0] == "visit")
    panel = open_history(laptop)
    assert len(rows(panel)) == 1
    assert "tại hộ: Không có ai; người ghi: Lường Thị Inh." in panel._whole.text()


def test_every_place_of_records_answers_and_going_elsewhere_closes_it(laptop: Seat) -> None:
    home, _ = first_home(laptop)
    laptop.go("today")
    laptop.wait(lambda: laptop.screen("today").record())
    panel = open_history(laptop)
    for place, subject in (("households", HouseholdAt(home)), ("visit", VisitAt(home)), ("renewals", None)):
        laptop.house.go(place, subject)
        assert panel.isHidden()
        if place != "renewals":
            laptop.wait(lambda place=place: laptop.screen(place).record() == ("household", home))
            open_history(laptop)
    laptop.house.go("print")
    laptop.press(Qt.Key.Key_H, CONTROL)
    laptop.wait(lambda: laptop.house.frame.state.notice is not None)
    assert panel.isHidden()


def test_a_village_and_somebody_who_works_here_have_a_history_too(office: Seat) -> None:
    screen = office.go("settings")
    office.wait(lambda: screen._state.people)
    screen.people.take_focus()  # type: ignore[attr-defined]
    screen.people.table.stand_on(0)  # type: ignore[attr-defined]
    office.wait(lambda: (screen.record() or ("", b""))[0] == "canvasser")
    panel = open_history(office)
    assert "Hoàng Thị Thơm" in " ".join(rows(panel))


@pytest.mark.parametrize(
    ("theme", "setting"), [(Theme.LIGHT, TypeSetting.NORMAL), (Theme.HIGH_CONTRAST, TypeSetting.LARGEST)]
)
def test_its_picture(
    laptop: Seat, qapp: QApplication, tmp_path: Path, theme: Theme, setting: TypeSetting
) -> None:
    apply_theme(qapp, theme, type_setting=setting)
    _, person = first_home(laptop)
    laptop.app.households.edit_person(person, {"phone": "0987654321"})
    log_visits(laptop.app, 6)
    laptop.go("households")
    laptop.wait(lambda: laptop.screen("households").record())
    panel = open_history(laptop)
    laptop.bot.wait(50)
    picture: QImage = laptop.window.grab().toImage()
    picture.save(str(tmp_path / "history.png"))
    assert panel.width() > 700
    assert panel.list.viewport().height() > 200
    apply_theme(qapp, Theme.LIGHT)
