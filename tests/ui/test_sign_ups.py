"""The place Sign-ups by keyboard: states with counts, money, a void, papers handed in, the day's cash, its slip."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app.app import App
from outreach_app.domain.dossiers import SignUpStage
from outreach_app.domain.people import Scheme
from outreach_app.domain.receipts import Means
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.money import NewReceipt
from tests.ui.desk import sit_at_desk
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import make_workspace
from ui.presenters.sign_ups import CASH
from ui.screens.printing import PrintScreen
from ui.screens.sign_up import SignUpScreen
from ui.screens.sign_ups import SignUpsScreen

OWN = 792_000
UNPAID, PAID = "Nguyễn Thị Phương Thảo", "Tẩn A Sìn"


def person_of(app: App, name: str) -> bytes:
    rows = app.households.read_rows(app.households.list_numbers())
    return next(p.id for row in rows for p in app.households.read_card(row.id).members if p.name == name)


def sign_up(app: App, name: str, **more: object) -> bytes:
    new = NewEnrolment(
        person_of(app, name), Scheme.VOLUNTARY, "3", date(2026, 12, 1), income=1_500_000, **more
    )  # type: ignore[arg-type]
    return app.enrolments.sign_up(new).value.enrolment.id


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sign_ups") / "workspace"
    app = make_workspace(folder)
    for row in app.dossiers.list_sign_ups().rows:
        app.enrolments.take_back(row.id)
    sign_up(app, UNPAID)
    paid = sign_up(app, PAID)
    own = app.dossiers.read_card(paid).row.own
    app.money.take(NewReceipt(paid, own, "BL26B-0001", Means.CASH))
    app.close()
    return folder


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Seat]:
    yield from sit_at_desk(qtbot, qapp, template, tmp_path / "workspace")


@pytest.fixture
def screen(seat: Seat) -> SignUpsScreen:
    screen = seat.go("sign_ups")
    assert isinstance(screen, SignUpsScreen)
    seat.wait(lambda: screen._state.found is not None and screen._state.chosen == CASH)
    screen.take_focus()
    return screen


def lines(screen: SignUpsScreen) -> list[str]:
    model = screen._model
    return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def stage_of(seat: Seat, name: str) -> SignUpStage:
    return next(row.stage for row in seat.app.dossiers.list_sign_ups().rows if row.person_name == name)


def stand_on(seat: Seat, screen: SignUpsScreen, name: str) -> None:
    row = next(n for n, line in enumerate(lines(screen)) if line.startswith(name))
    while screen.list.current_row() < row:
        seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.card is not None and screen._state.card.row.person_name == name)


def fill(seat: Seat, *texts: str) -> None:
    """Fill the fields of a form from its first; Enter goes on, Ctrl+Enter stores."""
    for place, text in enumerate(texts):
        if place:
            seat.press(Qt.Key.Key_Return)
        if text:
            seat.press(Qt.Key.Key_A, CONTROL)
            seat.type(text)
    seat.press(Qt.Key.Key_Return, CONTROL)


def said(screen: SignUpsScreen) -> str:
    return " | ".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_the_list_stands_by_state_with_counts_and_a_digit_shows_one_of_them(
    seat: Seat, screen: SignUpsScreen
) -> None:
    told = lines(screen)
    assert [line for line in told if line.startswith(("Chờ thu tiền", "Đã thu đủ, chờ nộp"))] == [
        "Chờ thu tiền, 1", "Đã thu đủ, chờ nộp, 1",
    ]  # fmt: skip
    seat.press(Qt.Key.Key_3)
    seat.wait(lambda: len(lines(screen)) == 2)
    assert lines(screen)[1].startswith(UNPAID)
    assert screen.chips.values() == (SignUpStage.WAITING,)
    seat.press(Qt.Key.Key_6)
    seat.wait(lambda: not lines(screen))
    assert "Nhấn 0" in said(screen)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: len(lines(screen)) == len(told))


def test_money_is_taken_in_part_then_the_rest_and_taken_back_by_one_key(
    seat: Seat, screen: SignUpsScreen
) -> None:
    stand_on(seat, screen, UNPAID)
    # The big button says it already; beside an open form the bar rests.
    assert screen.buttons["take"].isHidden()
    assert screen.step.isEnabled()
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.form is not None)
    assert not screen.step.isEnabled()
    due = screen._state.row.own if screen._state.row else 0
    assert screen.form.form.values()["amount"] == due
    fill(seat, "100000", "", "BL26B-0002")
    seat.wait(
        lambda: (
            screen._state.form is None
            and screen._state.row is not None
            and screen._state.row.taken == 100_000
        )
    )
    assert stage_of(seat, UNPAID) is SignUpStage.WAITING
    seat.wait(lambda: "BL26B-0002" in str(screen.details.amounts.lines()))
    seat.press(Qt.Key.Key_T)
    seat.wait(lambda: screen._state.form is not None)
    assert screen.form.form.values()["amount"] == due - 100_000
    fill(seat, "", "", "BL26B-0003")
    seat.wait(lambda: stage_of(seat, UNPAID) is SignUpStage.PAID and screen._state.form is None)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: stage_of(seat, UNPAID) is SignUpStage.WAITING)


def test_leaving_a_form_changes_nothing_and_an_odd_number_is_told_and_written_when_sent_again(
    seat: Seat, screen: SignUpsScreen
) -> None:
    stand_on(seat, screen, UNPAID)
    seat.press(Qt.Key.Key_T)
    seat.wait(lambda: screen._state.form is not None)
    fill(seat, "0", "", "")
    seat.wait(lambda: screen._state.form is not None and "amount" in screen._state.form.errors)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen._state.form is None)
    assert stage_of(seat, UNPAID) is SignUpStage.WAITING
    assert screen.list.hasFocus()
    seat.press(Qt.Key.Key_T)
    seat.wait(lambda: screen._state.form is not None)
    fill(seat, "", "", "BL26B-0001")
    seat.wait(lambda: screen._state.form is not None and screen._state.form.errors)
    assert PAID in said(screen)
    assert stage_of(seat, UNPAID) is SignUpStage.WAITING
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: stage_of(seat, UNPAID) is SignUpStage.PAID)
    seat.wait(lambda: screen._state.troubles)
    seat.press(Qt.Key.Key_0)
    seat.wait(lambda: any("cần xem" in line for line in lines(screen)))


def test_a_receipt_becomes_void_with_its_reason(seat: Seat, screen: SignUpsScreen) -> None:
    stand_on(seat, screen, PAID)
    seat.press(Qt.Key.Key_V)
    seat.wait(lambda: screen._state.form is not None)
    assert screen.form.form.values()["number"] == "BL26B-0001"
    fill(seat, "", "")
    seat.wait(lambda: screen._state.form is not None and "why" in screen._state.form.errors)
    seat.type("viết sai tên")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.WAITING and screen._state.form is None)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.PAID)


def test_papers_are_handed_in_taken_back_returned_and_accepted_by_key(
    seat: Seat, screen: SignUpsScreen
) -> None:
    assert screen._state.office
    stand_on(seat, screen, PAID)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.SENT)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: "Đã thu đủ, chờ nộp, 1" in lines(screen) and screen._state.card is not None)
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.SENT and "Đã nộp, 1" in lines(screen))
    seat.press(Qt.Key.Key_R)
    seat.wait(lambda: screen._state.form is not None)
    fill(seat, "thiếu chữ ký")
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.RETURNED and "Bị trả lại, 1" in lines(screen))
    seat.wait(lambda: "thiếu chữ ký" in said(screen))
    seat.press(Qt.Key.Key_A)
    seat.wait(lambda: stage_of(seat, PAID) is SignUpStage.ACCEPTED)


def test_the_days_cash_is_counted_told_when_it_differs_and_its_slip_is_shown(
    seat: Seat, screen: SignUpsScreen
) -> None:
    due = screen._state.cash.count.cash if screen._state.cash else 0
    assert due > 0
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.form is not None)
    fill(seat, str(due - 1_000), "Bùi Văn Kế")
    seat.wait(lambda: screen._state.form is not None and "why" in screen._state.form.errors)
    assert "Thiếu 1.000" in said(screen)
    seat.type("thiếu tiền lẻ")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: "print" in seat.house._rooms)
    paper = seat.screen("print")
    assert isinstance(paper, PrintScreen)
    seat.wait(
        lambda: paper._state.printed is not None and paper._state.printed.name.startswith("phieu-nop-tien")
    )
    (slip,) = seat.app.cash.list_hand_overs()
    assert (slip.counted, slip.due, slip.why, slip.receiver_name) == (
        due - 1_000,
        due,
        "thiếu tiền lẻ",
        "Bùi Văn Kế",
    )
    assert seat.app.cash.read_cash().receipts == ()


def test_an_unfinished_sign_up_is_listed_and_gone_on_with(seat: Seat) -> None:
    household = seat.app.households.read_person(person_of(seat.app, "Lò Thị Ón")).household
    person = person_of(seat.app, "Lò Thị Ón")
    seat.app.sign_up_drafts.keep(
        household,
        {
            "person": person.hex(), "scheme": "voluntary", "months": 6, "first_month": "2026-12-01",
            "income": 2_000_000, "support": "none", "money": None, "receipt": "", "visit": None,
        },
    )  # fmt: skip
    screen = seat.go("sign_ups")
    assert isinstance(screen, SignUpsScreen)
    seat.wait(lambda: "Chưa ghi xong, 1" in lines(screen))
    seat.press(Qt.Key.Key_2)
    seat.wait(lambda: len(lines(screen)) == 2)
    screen.take_focus()
    seat.wait(lambda: screen._state.draft is not None)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "sign_up" in seat.house._rooms)
    form = seat.screen("sign_up")
    assert isinstance(form, SignUpScreen)
    seat.wait(lambda: form._state.form is not None)
    assert form._state.form is not None
    assert (form._state.form.months, form._state.form.income) == (6, 2_000_000)


def test_where_nobody_signed_up_yet_the_place_says_how_it_begins(seat: Seat) -> None:
    app = seat.app
    for row in app.dossiers.list_sign_ups().rows:
        app.enrolments.take_back(row.id)
    screen = seat.go("sign_ups")
    assert isinstance(screen, SignUpsScreen)
    seat.wait(lambda: screen._state.found is not None)
    texts = [label.text() for label in screen._empty.findChildren(QLabel)]
    assert "Chưa có đăng ký nào" in texts
    assert screen._left.currentIndex() == 1
    assert not screen.step.isEnabled()
