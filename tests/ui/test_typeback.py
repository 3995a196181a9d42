"""A paper sheet typed back by keyboard: its code, one key for each row, corrections, a family beside the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import Sheet
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.services.visits import NewVisit
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from tests.ui.typing import send_key
from ui.screens.typeback import TypebackScreen
from ui.screens.visit import VisitScreen

KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("typeback"))


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def make_sheet(seat: Seat, doors: int = 5) -> Sheet:
    village = seat.app.households.list_villages()[0].id
    return seat.app.sheets.make(village, seat.app.sheets.plan(village, doors=doors)).value


def open_place(seat: Seat) -> TypebackScreen:
    screen = seat.go("typeback")
    assert isinstance(screen, TypebackScreen)
    seat.wait(lambda: not screen._state.loading)
    return screen


def open_sheet(seat: Seat, screen: TypebackScreen, code: str) -> None:
    assert QApplication.focusWidget() is screen.head.code
    seat.type(code)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.sheet is not None and screen._state.chosen)


def start(seat: Seat, doors: int = 5) -> tuple[TypebackScreen, Sheet]:
    sheet = make_sheet(seat, doors)
    screen = open_place(seat)
    open_sheet(seat, screen, sheet.code)
    return screen, sheet


def settled(screen: TypebackScreen) -> bool:
    return not screen._state.typed


def outcomes(seat: Seat, sheet: Sheet) -> list[Outcome | None]:
    return [line.outcome for line in seat.app.sheets.open_id(sheet.id).lines]


def shown(screen: TypebackScreen, row: int, column: int) -> str:
    return str(screen.table.model().index(row, column).data())


# ----------------------------------------------------------------------------------------------------------- codes
def test_a_code_is_read_however_it_is_typed(seat: Seat) -> None:
    sheet = make_sheet(seat)
    screen = open_place(seat)
    open_sheet(seat, screen, sheet.code.replace("-", " ").lower())
    assert screen.head.code.text() == sheet.code
    assert QApplication.focusWidget() is screen.table
    assert screen.head.progress.accessibleName() == "0 trên 5 dòng"


def test_a_mistyped_code_is_told_beside_the_field_and_opens_nothing(seat: Seat) -> None:
    sheet = make_sheet(seat)
    wrong = sheet.code[:-1] + ("A" if sheet.code[-1] != "A" else "B")
    screen = open_place(seat)
    seat.type(wrong)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.problem is not None and not screen._state.loading)
    assert "gõ nhầm" in screen.head.problem()
    assert screen.head.code.accessibleDescription() == screen.head.problem()
    assert screen.head.code.text() == wrong
    assert QApplication.focusWidget() is screen.head.code
    seat.press(Qt.Key.Key_A, CONTROL)
    open_sheet(seat, screen, sheet.code)
    assert screen.head.problem() == ""


def test_the_rows_stand_as_printed(seat: Seat) -> None:
    screen, sheet = start(seat)
    printed = [(str(line.row), line.household.head) for line in sheet.lines]
    assert [(shown(screen, row, 0), shown(screen, row, 1)) for row in range(5)] == printed


# ------------------------------------------------------------------------------------------------------------ keys
def test_one_key_writes_a_row_and_goes_to_the_next(seat: Seat) -> None:
    screen, sheet = start(seat)
    for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_4):
        seat.press(key)
    assert screen._state.chosen == 4
    assert screen.head.progress.accessibleName() == "3 trên 5 dòng"
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet) == [Outcome.SIGNED_UP, Outcome.NOT_HOME, Outcome.REFUSED, None, None]
    assert shown(screen, 1, 4) == "Không có ai"
    visit = seat.app.visits.read(seat.app.sheets.open_id(sheet.id).lines[0].visit or b"")
    assert (visit.visited_on, visit.canvasser, visit.sheet_code) == (sheet.day, sheet.canvasser, sheet.code)


def test_the_keypad_types_rows_too_and_a_key_held_down_does_not_fill_the_sheet(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_5, KEYPAD)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_5, KEYPAD, "5", True)
    for _ in range(4):
        QApplication.sendEvent(screen.table, held)
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet) == [Outcome.WORKING_AWAY, None, None, None, None]


def test_keys_are_read_by_code_while_unikey_composes(seat: Seat) -> None:
    screen, sheet = start(seat)
    # VNI turns a digit after a vowel into a mark: Backspace, then the letter again; neither is a key of a row.
    QApplication.sendEvent(screen.table, QInputMethodEvent("o", []))
    send_key(screen.table, Qt.Key.Key_Backspace, text="\b")
    send_key(screen.table, Qt.Key.Key_unknown, text="ó")
    assert screen._state.chosen == 1
    # A Vietnamese layout gives the key of the digit row another letter; the key's own code counts.
    send_key(screen.table, Qt.Key.Key_2, text="â")
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet)[:2] == [Outcome.THINKING, None]


def test_a_row_is_typed_again_by_going_back_to_it_and_cleared_with_del(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_4)
    assert screen._state.chosen == 2
    seat.press(Qt.Key.Key_Up)
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet)[0] is Outcome.REFUSED
    seat.press(Qt.Key.Key_Delete)
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet) == [None] * 5
    assert screen._state.chosen == 1


def test_ctrl_z_takes_the_last_row_back_and_stands_on_it(seat: Seat) -> None:
    screen, sheet = start(seat)
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        seat.press(key)
    seat.wait(lambda: settled(screen))
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: screen._state.chosen == 2)
    assert outcomes(seat, sheet) == [Outcome.SIGNED_UP, None, None, None, None]
    seat.press(Qt.Key.Key_6)
    seat.wait(lambda: settled(screen) and screen._state.chosen == 3)
    assert outcomes(seat, sheet)[1] is Outcome.ALREADY_COVERED


def test_ctrl_z_brings_a_full_visit_back_that_a_key_has_replaced(seat: Seat) -> None:
    sheet = make_sheet(seat)
    home = sheet.lines[0].household.id
    person = seat.app.households.read_card(home).members[0].id
    told = (PersonOutcome(person, Scheme.VOLUNTARY, Outcome.SIGNED_UP),)
    full = NewVisit(home, sheet.day, outcomes=told, note="Đồng ý rồi", sheet=sheet.id, sheet_row=1)
    seat.app.visits.log(full)
    screen = open_place(seat)
    open_sheet(seat, screen, sheet.code)
    assert screen._state.chosen == 2
    assert "BHXH" in shown(screen, 0, 5)
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_4)
    seat.wait(lambda: settled(screen))
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: screen._state.told[1].visit.outcomes == told)
    assert screen._state.told[1].visit.note == "Đồng ý rồi"
    assert seat.app.sheets.open_id(sheet.id).lines[0].visit == screen._state.told[1].visit.id


# ------------------------------------------------------------------------------------------------- the full form
def test_enter_opens_the_full_form_for_the_sheets_day_and_comes_back_to_the_next_row(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "visit" in seat.house._rooms)
    visit = seat.screen("visit")
    assert isinstance(visit, VisitScreen)
    seat.wait(lambda: visit._state.form is not None)
    assert visit._state.form is not None
    assert visit._state.form.visited_on == sheet.day
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_3)
    seat.wait(lambda: len(visit._state.form.outcomes if visit._state.form else ()) == 2)
    visit.changed.emit({"next_step": NextStep.NONE})
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "typeback" and screen._state.chosen == 2)
    seat.wait(lambda: 1 in screen._state.told)
    told = screen._state.told[1].visit
    assert {each.outcome for each in told.outcomes} == {Outcome.SIGNED_UP, Outcome.CALL_BACK}
    assert (told.sheet_code, told.canvasser, told.visited_on) == (sheet.code, sheet.canvasser, sheet.day)
    assert QApplication.focusWidget() is screen.table


def test_enter_on_a_typed_row_corrects_its_visit_instead_of_making_a_second_one(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_4)
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "visit" in seat.house._rooms)
    visit = seat.screen("visit")
    assert isinstance(visit, VisitScreen)
    seat.wait(lambda: visit._state.form is not None and visit._state.form.door is Outcome.REFUSED)
    visit.changed.emit({"note": "Sợ không giữ được lâu"})
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: 1 in screen._state.told and screen._state.told[1].visit.note)
    home = seat.app.households.read_card(sheet.lines[0].household.id)
    assert [each.note for each in home.visits] == ["Sợ không giữ được lâu"]


# --------------------------------------------------------------------------------------------- beside the list
def test_a_family_outside_the_list_is_added_and_visited_on_the_sheets_day(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_F2)
    seat.wait(lambda: screen._state.beside is not None)
    assert QApplication.focusWidget() is screen.beside.field
    seat.type("Sùng A Dế 9")
    seat.wait(lambda: screen._state.beside is not None and screen._state.beside.text == "Sùng A Dế 9")
    assert outcomes(seat, sheet) == [None] * 5
    seat.wait(lambda: screen.beside.list.model().rowCount() == 1)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house.frame.state.place == "visit")
    visit = seat.screen("visit")
    assert isinstance(visit, VisitScreen)
    seat.wait(lambda: visit._state.form is not None)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: seat.house.frame.state.place == "typeback")
    added = seat.app.households.find("Sùng A Dế 9").hits[0]
    stored = seat.app.households.read_card(added.household)
    assert stored.household.added_at_door
    assert [(each.visited_on, each.sheet_code) for each in stored.visits] == [(sheet.day, sheet.code)]
    assert QApplication.focusWidget() is screen.table


def test_a_family_found_that_stands_on_the_sheet_is_shown_in_its_row(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_F2)
    seat.wait(lambda: screen._state.beside is not None)
    seat.type(sheet.lines[3].household.head)
    seat.wait(lambda: screen._state.beside is not None and screen._state.beside.hits)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.beside is None)
    assert screen._state.chosen == 4
    seat.press(Qt.Key.Key_F2)
    seat.press(Qt.Key.Key_Escape)
    assert screen._state.beside is None
    assert QApplication.focusWidget() is screen.table


# ------------------------------------------------------------------------------------------------------ finishing
def test_ctrl_enter_closes_the_sheet_and_ctrl_z_opens_it_again(seat: Seat) -> None:
    screen, sheet = start(seat)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.sheet is None)
    seat.wait(lambda: seat.app.sheets.open_id(sheet.id).finished)
    assert outcomes(seat, sheet)[0] is Outcome.SIGNED_UP
    assert QApplication.focusWidget() is screen.head.code
    assert screen.head.code.text() == ""
    assert seat.app.sheets.list_open() == []
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: screen.waiting.codes() == [sheet.code])


def test_open_sheets_are_listed_and_enter_opens_one(seat: Seat) -> None:
    first, second = make_sheet(seat, 2), make_sheet(seat, 2)
    screen = open_place(seat)
    seat.wait(lambda: screen.waiting.codes() == [first.code, second.code])
    screen.waiting.setFocus()
    screen.waiting.stand_on(0)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.sheet is not None)
    assert screen._state.sheet is not None
    assert screen._state.sheet.code == second.code
    seat.wait(lambda: screen.waiting.codes() == [first.code])


def test_a_whole_sheet_is_typed_as_fast_as_keys_come(seat: Seat) -> None:
    screen, sheet = start(seat, 6)
    for _ in sheet.lines:
        seat.press(Qt.Key.Key_0)
    seat.wait(lambda: settled(screen))
    assert outcomes(seat, sheet) == [Outcome.NOT_HOME] * 6
    assert screen._state.chosen == 6
