"""The territory by keyboard: a decision looked at and entered, its households placed, and taken back by one key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import CONTROL, Seat, make_workspaces, seat_at
from tests.workspaces import write_list
from ui.models.territory import TerritoryWork
from ui.presenters.settings import Section
from ui.screens.settings import SettingsScreen
from ui.widgets.chips import ChipRow
from ui.widgets.form import Form


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path / "made").office)


def choose(seat: Seat, chips: ChipRow, work: TerritoryWork) -> None:
    chips.chip(work).setFocus()
    seat.press(Qt.Key.Key_Space)


def fill(seat: Seat, form: Form, **told: str) -> None:
    seat.wait(lambda: form.controls() and form.controls()[0].isVisible())
    for key, text in told.items():
        form.control(key).setFocus()
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.type(text)
    seat.press(Qt.Key.Key_Return, CONTROL)


def test_a_village_is_divided_and_its_households_are_placed_by_key(office: Seat, tmp_path: Path) -> None:
    file = write_list(
        tmp_path / "qd.csv", [("chia", "Nà Ly", "bản Nà Trên"), ("chia", "Nà Ly", "bản Nà Dưới")],
        header=("việc", "đơn vị cũ", "đơn vị mới"),
    )  # fmt: skip
    screen = office.go("settings")
    assert isinstance(screen, SettingsScreen)
    office.wait(lambda: bool(screen._state.territory.villages))
    screen.take_focus()
    office.press(Qt.Key.Key_E)
    office.wait(lambda: screen._state.section is Section.TERRITORY)
    page = screen.territory
    office.wait(lambda: (focus := QApplication.focusWidget()) is not None and page.isAncestorOf(focus))
    assert screen.sections.lines()[13].title.startswith("E  "), "the letter stands before the name"
    assert any({"0-9", "A", "E"} <= set(line.caps) for line in screen.keys)
    assert page.work() is TerritoryWork.PREVIEW
    told = {"file": str(file), "number": "7/QĐ-UBND", "since": office.app.desk.today.strftime("%d/%m/%Y")}
    fill(office, page.form, **told)
    office.wait(lambda: screen._state.territory.seen is not None)
    assert "6" in page.table.lines()[0].detail
    assert office.app.territory.list_steps() == ()
    choose(office, page.kinds, TerritoryWork.DECIDE)
    fill(office, page.form, **told)
    office.wait(lambda: screen._state.territory.households == 6)
    page.table.stand_on(0)
    choose(office, page.kinds, TerritoryWork.PLACE)
    office.wait(lambda: bool(page.form.controls()))
    # Nothing is guessed: without a place that somebody chose nothing happens.
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.territory.households == 6)
    page.form.control("to").setFocus()
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: not screen._state.territory.waiting)
    assert [v.name for v in screen._state.territory.villages] == ["Nà Dưới", "Nà Trên"]
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: screen._state.territory.households == 6)
