"""The renewal list by keyboard: who is on it, the filters, a call that is logged, the door, the household."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app.app import App
from outreach_app.domain.one_off_requests import Decision
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Channel
from outreach_app.services.enrolments import NewEnrolment
from tests.ui.desk import read_disk, sit_at_desk
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import make_workspace
from ui.screens.renewals import RenewalsScreen

ENDS = {
    "Nguyễn Thị Phương Thảo": (Scheme.HEALTH, "2026-08-25"),
    "Tẩn A Sìn": (Scheme.VOLUNTARY, "2026-10-31"),
    "Vàng Thị Sùng": (Scheme.HEALTH, "2026-12-05"),
    "Lò Thị Ón": (Scheme.VOLUNTARY, "2026-03-31"),
}


def people_of(app: App) -> dict[str, bytes]:
    rows = app.households.read_rows(app.households.list_numbers())
    return {p.name: p.id for row in rows for p in app.households.read_card(row.id).members}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renewals") / "workspace"
    app = make_workspace(folder)
    people = people_of(app)
    with app.desk.write() as writer:
        for name, (scheme, ends) in ENDS.items():
            values = {"person": people[name], "scheme": scheme.value, "ends": ends, "source": "list.xlsx"}
            starts = {"starts": "2026-01-01"} if scheme is Scheme.VOLUNTARY else {}
            writer.create("membership", values | starts)
    app.close()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, folder: Path) -> Iterator[Seat]:
    yield from sit_at_desk(qtbot, qapp, template, folder)


@pytest.fixture
def screen(seat: Seat) -> RenewalsScreen:
    screen = seat.go("renewals")
    assert isinstance(screen, RenewalsScreen)
    seat.wait(lambda: screen._state.card is not None and mine(screen))
    screen.take_focus()
    return screen


def lines(screen: RenewalsScreen) -> list[str]:
    model = screen._model
    return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def mine(screen: RenewalsScreen) -> list[str]:
    """The people of this test on the list, in order."""
    return [name for line in lines(screen) for name in ENDS if line.startswith(name)]


def said(widget: RenewalsScreen) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def stand_on(seat: Seat, screen: RenewalsScreen, name: str) -> None:
    seat.press(Qt.Key.Key_Home)
    for _ in range(screen._model.rowCount()):
        item = screen._state.item
        if item is not None and item.person.name == name:
            break
        seat.press(Qt.Key.Key_Down)
    assert screen._state.item is not None
    assert screen._state.item.person.name == name
    home = screen._state.item.person.household
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.id == home)


def test_the_most_urgent_stand_first_with_their_days(seat: Seat, screen: RenewalsScreen) -> None:
    assert mine(screen) == ["Nguyễn Thị Phương Thảo", "Tẩn A Sìn", "Vàng Thị Sùng", "Lò Thị Ón"]
    told = lines(screen)
    assert told[0].startswith("Sắp hết hạn đóng")
    first = next(line for line in told if line.startswith("Nguyễn Thị Phương Thảo"))
    assert "BHYT" in first
    assert "Đóng sau ngày 23/11/2026 thì thẻ phải chờ 30 ngày" in first
    assert "còn 2 ngày" in first
    sin = next(line for line in told if line.startswith("Tẩn A Sìn"))
    assert "BHXH" in sin
    assert "30/11/2026" in sin
    assert "còn 9 ngày" in sin


def test_the_preview_follows_and_names_whom_to_call_on(seat: Seat, screen: RenewalsScreen) -> None:
    stand_on(seat, screen, "Tẩn A Sìn")
    told = said(screen)
    assert "BHXH: Tẩn A Sìn" in told
    assert "Hộ Tẩn Mý Dao" in told


def test_filters_by_village_and_reason_from_the_keyboard(seat: Seat, screen: RenewalsScreen) -> None:
    seat.press(Qt.Key.Key_F6)
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.wanted.village is not None and mine(screen) == ["Vàng Thị Sùng"])
    seat.press(Qt.Key.Key_Up)
    seat.wait(lambda: len(mine(screen)) == 4)
    seat.press(Qt.Key.Key_Tab)
    for _ in range(4):
        seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: mine(screen) == ["Lò Thị Ón"])
    assert "Đã dừng" in lines(screen)[0]
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: not mine(screen))


def test_what_came_of_a_call_is_typed_in_the_place_itself(
    seat: Seat, screen: RenewalsScreen, folder: Path
) -> None:
    stand_on(seat, screen, "Lò Thị Ón")
    home = screen._state.item.person.household
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: screen._state.form is not None and screen.form.isVisible())
    assert "Lò Thị Ón" in said(screen)
    for _ in range(4):  # not reached, goes on, thinking, come again, refuses
        seat.press(Qt.Key.Key_Down)
    for _ in range(2):
        seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Down)  # cannot afford it
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.app.households.read_card(home).visits)
    stored = read_disk(folder)["by_head"]["Lò Thị Ón"]["visits"][0]
    assert (stored["channel"], stored["outcomes"][0][2]) == ("phone", "refused")
    seat.wait(lambda: any("khó khăn" in line and "đã liên hệ 1 lần" in line for line in lines(screen)))
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: not any("khó khăn" in line for line in lines(screen)))


def test_escape_leaves_the_form_and_an_impossible_reason_is_told_beside_its_field(
    seat: Seat, screen: RenewalsScreen
) -> None:
    stand_on(seat, screen, "Lò Thị Ón")
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: screen._state.form is not None)
    for _ in range(2):
        seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: bool(screen._state.form.errors))
    assert "Lý do dừng chỉ ghi cho người đã được hỏi" in said(screen)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen._state.form is None)
    assert screen.list.hasFocus()


def test_somebody_came_to_withdraw_and_decides(seat: Seat, screen: RenewalsScreen) -> None:
    stand_on(seat, screen, "Lò Thị Ón")
    seat.press(Qt.Key.Key_M)
    seat.wait(lambda: screen._state.form is not None and screen.form.isVisible())
    seat.press(Qt.Key.Key_Return)
    seat.type("27")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and seat.app.one_offs.list_requests())
    assert seat.app.one_offs.list_requests()[0].months_paid == 27
    seat.wait(lambda: any("đến đề nghị rút BHXH một lần" in line for line in lines(screen)))
    stand_on(seat, screen, "Lò Thị Ón")
    seat.press(Qt.Key.Key_M)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.request is not None)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: not seat.app.one_offs.list_requests(only_open=True))
    assert seat.app.one_offs.list_requests()[0].decision is Decision.KEEPS


def test_enter_opens_the_door_and_h_the_household(seat: Seat, screen: RenewalsScreen) -> None:
    stand_on(seat, screen, "Vàng Thị Sùng")
    home = screen._state.item.person.household
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "visit" in seat.house._rooms and seat.screen("visit")._state.form is not None)
    assert seat.screen("visit")._state.at.household == home
    assert seat.screen("visit")._state.form.channel is Channel.DOOR
    seat.house.go("renewals")
    screen.take_focus()
    seat.wait(lambda: screen._state.item is not None and screen._state.item.person.household == home)
    seat.press(Qt.Key.Key_H)
    seat.wait(lambda: "households" in seat.house._rooms)
    seat.wait(lambda: seat.screen("households")._state.card is not None)
    assert seat.screen("households")._state.card.household.id == home


def test_who_signed_up_again_leaves_the_list(seat: Seat, screen: RenewalsScreen) -> None:
    who = people_of(seat.app)["Tẩn A Sìn"]
    new = NewEnrolment(who, Scheme.VOLUNTARY, "3", date(2026, 11, 1), kind="continuing")
    seat.operations.command(
        screen, lambda: seat.app.enrolments.sign_up(new), done=lambda _d: None, failed=_fail
    )
    seat.wait(lambda: "Tẩn A Sìn" not in mine(screen))


def _fail(error: object) -> None:
    raise AssertionError(error)
