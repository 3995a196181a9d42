"""Targets in the window by key: set, handed down with a sum that warns, changed and taken back; drives, figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from outreach_app.domain.official_figures import Measure
from outreach_app.domain.targets import Aim, SubjectKind
from tests.ui.offices import CONTROL, Seat, make_workspaces, seat_at
from ui.screens.campaign import CampaignScreen
from ui.screens.targets import TargetsScreen
from ui.widgets.choices import DropDown


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def open_targets(seat: Seat) -> TargetsScreen:
    """From the results by G."""
    campaign = seat.go("campaign")
    assert isinstance(campaign, CampaignScreen)
    seat.wait(lambda: campaign._state.charts is not None and campaign.list.hasFocus())
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: seat.house._open == "targets")
    screen = seat.screen("targets")
    assert isinstance(screen, TargetsScreen)
    seat.wait(lambda: not screen._state.loading)
    return screen


def fill(screen: TargetsScreen, **texts: str) -> None:
    for key, text in texts.items():
        field = screen.form.form.control(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)


def choose(screen: TargetsScreen, key: str, value: object) -> None:
    drop = screen.form.form.control(key)
    assert isinstance(drop, DropDown)
    drop.set_value(value)
    drop.chosen.emit(value)


def store(seat: Seat, screen: TargetsScreen) -> None:
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.operations.is_idle())


def test_a_target_is_set_handed_down_changed_and_taken_back(seat: Seat) -> None:
    screen = open_targets(seat)
    assert screen._empty.accessibleName() == "Chưa có chỉ tiêu Bấm N để nhập số đầu tiên."
    seat.wait(screen.buttons["new"].hasFocus)
    assert screen.buttons["new"].accessibleName() == "Mới"
    assert screen.buttons["new"].accessibleDescription() == screen._empty.accessibleName()
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: screen._state.form is not None)
    fill(screen, people="nhiều")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is not None and "people" in screen._state.form.errors)
    fill(screen, people="1.200", set_by="BHXH tỉnh", document="QĐ 12", set_on="5/1/2026")
    store(seat, screen)
    (target,) = seat.app.campaigns.list_targets()
    assert (target.people, target.set_by, target.document, target.aim) == (
        1200,
        "BHXH tỉnh",
        "QĐ 12",
        Aim.JOINED,
    )
    hand_down(seat, screen)
    (whole,) = [each for each in seat.app.campaigns.list_targets() if each.parent is None]
    seat.wait(lambda: screen._state.target is not None and screen._state.target.id == whole.id)
    screen.take_focus()
    seat.press(Qt.Key.Key_E)
    seat.wait(lambda: screen._state.form is not None)
    fill(screen, people="1300")
    store(seat, screen)
    assert {each.people for each in seat.app.campaigns.list_targets()} == {1300, 1250}
    seat.wait(lambda: any("thiếu 50" in line for _, lines in screen.told.sections() for line in lines))
    screen.take_focus()
    seat.press(Qt.Key.Key_Delete)
    seat.wait(lambda: [each.people for each in seat.app.campaigns.list_targets()] == [1250])
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: len(seat.app.campaigns.list_targets()) == 2)
    # Asked back before the answer came: it is this that is taken back, not the command before it.
    screen.take_focus()
    seat.press(Qt.Key.Key_Delete)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(seat.operations.is_idle)
    assert {each.people for each in seat.app.campaigns.list_targets()} == {1300, 1250}


def hand_down(seat: Seat, screen: TargetsScreen) -> None:
    """The proposal comes to the whole; a row that does not is told while it is typed, and refused nothing."""
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_H)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.parts)
    form = screen._state.form
    assert form is not None
    assert form.matches
    assert screen.sum.accessibleName().startswith("1.200/1.200")
    key = f"part:{SubjectKind.VILLAGE}:{form.parts[0].subject.key}"
    seat.wait(lambda: key in screen.form.form.values())
    assert screen.form.form.values()[key] == "1200"
    fill(screen, **{key: "1250"})
    seat.wait(lambda: screen._state.form is not None and not screen._state.form.matches)
    assert "vượt 50" in screen.sum.accessibleName()
    store(seat, screen)


def correct(seat: Seat, screen: TargetsScreen, **texts: str) -> None:
    """Open the line stood on by E, with what stands in it, and store it changed."""
    screen.take_focus()
    seat.press(Qt.Key.Key_E)
    seat.wait(lambda: screen._state.form is not None)
    fill(screen, **texts)
    store(seat, screen)


def test_drives_and_official_figures_are_entered_here_as_well(seat: Seat) -> None:
    screen = open_targets(seat)
    seat.press(Qt.Key.Key_2)
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: screen._state.form is not None)
    fill(screen, name="Đợt tháng 5", first="1/5/2026", last="30/4/2026")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is not None and "last" in screen._state.form.errors)
    fill(screen, last="31/5/2026")
    store(seat, screen)
    assert [each.period.days for each in seat.app.campaigns.list_campaigns()] == [31]
    correct(seat, screen, last="5/6/2026")
    assert [each.period.days for each in seat.app.campaigns.list_campaigns()] == [36]
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: [each.period.days for each in seat.app.campaigns.list_campaigns()] == [31])
    screen.take_focus()
    seat.press(Qt.Key.Key_3)
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: screen._state.form is not None)
    choose(screen, "measure", Measure.PERCENT_OF_PLAN)
    fill(screen, people="88,82", last="31/10/2026", source="báo cáo tháng 10")
    store(seat, screen)
    (figure,) = seat.app.campaigns.list_figures()
    assert (figure.measure, figure.value, figure.decimals) == (Measure.PERCENT_OF_PLAN, 8882, 2)
    seat.wait(lambda: screen._model.rowCount() == 1)
    assert "88,82%" in str(screen._model.index(0, 0).data(Qt.ItemDataRole.DisplayRole))
    correct(seat, screen, people="88,28")
    assert [(each.id, each.value, each.source) for each in seat.app.campaigns.list_figures()] == [
        (figure.id, 8828, figure.source)
    ]
    screen.take_focus()
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house._open == "campaign")
