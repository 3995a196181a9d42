"""Visits by keyboard alone, in real windows over a real workspace; a second process reads what counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.visits import Outcome
from tests.ui.desk import read_disk, sit_at_desk
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import make_workspace
from tests.ui.typing import commit_text, press_backspace, send_key, type_by_telex, type_text
from ui.screens.today import TodayScreen
from ui.screens.visit import VisitScreen

KEYPAD = Qt.KeyboardModifier.KeypadModifier
FIRST, SECOND, THIRD = "Giàng A Chư", "Lò Văn Páo", "Tẩn Mý Dao"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "workspace"
    make_workspace(folder).close()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, folder: Path) -> Iterator[Seat]:
    yield from sit_at_desk(qtbot, qapp, template, folder)


def open_today(seat: Seat) -> TodayScreen:
    screen = seat.go("today")
    assert isinstance(screen, TodayScreen)
    seat.wait(lambda: screen._state.card is not None and screen.list.hasFocus())
    return screen


def open_first_door(seat: Seat) -> VisitScreen:
    open_today(seat)
    seat.press(Qt.Key.Key_Return)
    return wait_for_form(seat)


def wait_for_form(seat: Seat, head: str = FIRST) -> VisitScreen:
    seat.wait(lambda: seat.window.room() is seat.house._rooms["visit"].screen)
    screen = seat.screen("visit")
    assert isinstance(screen, VisitScreen)
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.head == head)
    seat.wait(screen.grid.hasFocus)
    return screen


def test_nobody_at_home_is_two_keys_from_the_list_and_the_next_door_is_chosen(
    seat: Seat, folder: Path
) -> None:
    today = open_today(seat)
    seat.press(Qt.Key.Key_Return)
    wait_for_form(seat)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: seat.window.room() is today)
    visits = read_disk(folder)["by_head"][FIRST]["visits"]
    assert visits[0]["door"] == Outcome.NOT_HOME
    assert visits[0]["by"] == "Hoàng Thị Thơm"
    seat.wait(lambda: today._state.item is not None and today._state.item.household.head == SECOND)
    assert today.list.hasFocus()


def test_undo_takes_the_visit_back_and_the_history_keeps_both(seat: Seat, folder: Path) -> None:
    today = open_today(seat)
    seat.press(Qt.Key.Key_Return)
    wait_for_form(seat)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: seat.window.room() is today)
    before = len(read_disk(folder)["by_head"][FIRST]["visits"])
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: seat.house.frame.state.notice is not None and not seat.house.frame.state.can_undo)
    assert len(read_disk(folder)["by_head"][FIRST]["visits"]) == before - 1
    seat.wait(lambda: FIRST in [item.household.head for item in today._state.items])


def test_a_whole_visit_by_keys_is_stored_and_the_next_door_opens(seat: Seat, folder: Path) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_2)
    seat.press(Qt.Key.Key_4, KEYPAD)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Space)
    seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_Space)
    screen.note.setFocus()
    type_by_telex(screen.note, ("ba", 0, ""), ("s", 1, "á"), ("n ngo", 0, ""), ("o", 1, "ô"))
    seat.press(Qt.Key.Key_Return, CONTROL)
    wait_for_form(seat, SECOND)
    visit = read_disk(folder)["by_head"][FIRST]["visits"][0]
    assert visit["outcomes"] == [
        [FIRST, "household_health", "thinking"],
        [FIRST, "voluntary", "refused"],
    ]
    assert visit["met"] == [FIRST, "Vàng Thị Sùng"]
    assert visit["note"] == "bán ngô"
    assert (visit["step"], visit["next_on"]) == ("return", "2026-11-28")
    assert read_disk(folder)["drafts"] == []


@pytest.mark.parametrize("compose", ["telex", "vni", "ime"])
def test_an_input_method_neither_gives_nor_takes_an_outcome(seat: Seat, compose: str) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_1)
    told = dict(screen._state.form.outcomes) if screen._state.form else {}
    assert len(told) == 1
    if compose == "telex":
        type_by_telex(screen.grid, ("d", 0, ""), ("d", 1, "đ"), ("a", 0, ""), ("s", 1, "á"))
    elif compose == "vni":
        # VNI turns `a1` into Backspace and á: the digit itself never arrives.
        type_by_telex(screen.grid, ("a", 0, ""), ("1", 1, "á"), ("o", 0, ""), ("6", 1, "ô"))
    else:
        commit_text(screen.grid, "đầu", preedit="dau")
    press_backspace(screen.grid, 3)
    assert screen._state.form is not None
    assert dict(screen._state.form.outcomes) == told
    send_key(screen.grid, Qt.Key.Key_3, text="ư")
    assert len(screen._state.form.outcomes) == 2, "a digit counts by its key code, whatever its text"


def test_a_key_held_down_fills_one_cell_only(seat: Seat) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    screen = open_first_door(seat)
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", repeated)
        QApplication.sendEvent(screen.grid, event)
    assert screen._state.form is not None
    assert len(screen._state.form.outcomes) == 1


def test_one_outcome_for_the_whole_door(seat: Seat, folder: Path) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_F8)
    seat.press(Qt.Key.Key_8)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.door is Outcome.MOVED_AWAY)
    seat.press(Qt.Key.Key_Delete)
    assert screen._state.form is not None
    assert screen._state.form.door is None
    seat.press(Qt.Key.Key_3)
    seat.press(Qt.Key.Key_Return, CONTROL)
    wait_for_form(seat, SECOND)
    visit = read_disk(folder)["by_head"][FIRST]["visits"][0]
    assert (visit["door"], visit["next_on"]) == ("call_back", "2026-11-28")


def test_the_day_can_be_the_sheets_and_the_channel_the_telephone(seat: Seat, folder: Path) -> None:
    open_first_door(seat)
    seat.press(Qt.Key.Key_4)
    seat.press(Qt.Key.Key_F4)
    seat.type("19/11")
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return, CONTROL)
    wait_for_form(seat, SECOND)
    visit = next(v for v in read_disk(folder)["by_head"][FIRST]["visits"] if v["on"] == "2026-11-19")
    assert visit["channel"] == "phone"


def test_a_visit_without_an_outcome_is_refused_with_a_sentence(seat: Seat, folder: Path) -> None:
    open_first_door(seat)
    before = len(read_disk(folder)["by_head"][FIRST]["visits"])
    seat.press(Qt.Key.Key_Return, CONTROL)
    assert "chưa có kết quả" in seat.trouble()
    assert len(read_disk(folder)["by_head"][FIRST]["visits"]) == before


def test_an_empty_house_contradicts_people_who_were_asked(seat: Seat) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_0)
    assert "có người ở nhà" in seat.trouble()
    assert not screen._state.storing
    seat.press(Qt.Key.Key_Escape)


def test_a_door_knocked_today_warns_and_its_visit_can_be_corrected(seat: Seat, folder: Path) -> None:
    today = open_today(seat)
    seat.press(Qt.Key.Key_Return)
    wait_for_form(seat)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: seat.window.room() is today)
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type("giang a chu")
    seat.press(Qt.Key.Key_Return)
    screen = wait_for_form(seat)
    seat.wait(lambda: not screen._warning.isHidden())
    assert "Hôm nay nhà này đã có người đến" in screen._warning.accessibleName()
    seat.press(Qt.Key.Key_F6)
    seat.wait(lambda: screen._state.at is not None and screen._state.at.correcting is not None)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.door is Outcome.NOT_HOME)
    seat.press(Qt.Key.Key_F8)
    seat.press(Qt.Key.Key_5)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.window.room() is today)
    visits = [v for v in read_disk(folder)["by_head"][FIRST]["visits"] if v["on"] == "2026-11-21"]
    assert [visit["door"] for visit in visits] == ["working_away"]


def test_undoing_a_correction_brings_the_former_visit_back(seat: Seat, folder: Path) -> None:
    today = open_today(seat)
    seat.press(Qt.Key.Key_Return)
    wait_for_form(seat)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: seat.window.room() is today)
    seat.press(Qt.Key.Key_K, CONTROL)
    seat.type("CN-0001")
    seat.press(Qt.Key.Key_Return)
    screen = wait_for_form(seat)
    seat.wait(lambda: bool(screen._state.same_day))
    seat.press(Qt.Key.Key_F6)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.door is Outcome.NOT_HOME)
    seat.press(Qt.Key.Key_F8)
    seat.press(Qt.Key.Key_5)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.window.room() is today)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: len(seat.house.frame._undos) == 1 and seat.operations.is_idle())
    visits = [v for v in read_disk(folder)["by_head"][FIRST]["visits"] if v["on"] == "2026-11-21"]
    assert [visit["door"] for visit in visits] == ["not_home"]


def test_a_draft_is_kept_when_the_place_is_left_and_reopens_as_it_was(seat: Seat, folder: Path) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_2)
    screen.note.setFocus()
    type_text(screen.note, "hẹn sau mùa ngô")
    seat.press(Qt.Key.Key_Escape)
    today = seat.screen("today")
    seat.wait(lambda: seat.window.room() is today and seat.operations.is_idle())
    (draft,) = read_disk(folder)["drafts"]
    assert (draft["household"], draft["note"]) == (FIRST, "hẹn sau mùa ngô")
    seat.press(Qt.Key.Key_B)
    again = wait_for_form(seat)
    assert again.note.toPlainText() == "hẹn sau mùa ngô"
    assert again._state.reopened
    seat.press(Qt.Key.Key_Delete, CONTROL)
    seat.wait(lambda: seat.window.room() is today and seat.operations.is_idle())
    assert read_disk(folder)["drafts"] == []


def test_deleted_means_gone_only_for_the_cell_stood_in(seat: Seat) -> None:
    screen = open_first_door(seat)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_2)
    seat.press(Qt.Key.Key_Left)
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_Delete)
    assert screen._state.form is not None
    assert list(screen._state.form.outcomes.values()) == [Outcome.THINKING]


def test_the_keys_of_the_screen_are_listed_and_go_away(seat: Seat) -> None:
    today = open_today(seat)
    seat.press(Qt.Key.Key_F1)
    assert seat.house.help.panel.isVisible()
    assert "Ctrl K: tìm kiếm" in seat.house.help.panel.accessibleDescription()
    seat.press(Qt.Key.Key_Escape)
    assert not seat.house.help.panel.isVisible()
    assert today.list.hasFocus()
