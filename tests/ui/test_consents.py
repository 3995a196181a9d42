"""Consents by keys alone: nothing ticked beforehand, values only with consent, withdrawal hides, requests noted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.requests import RequestKind, RequestStep
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from tests.ui.typing import commit_text
from tests.workspaces import card_of
from ui.models.requests import RequestWork
from ui.presenters.consents import ConsentForm, name_tick
from ui.presenters.ports import SignUpAt
from ui.presenters.settings import Section
from ui.screens.consents import ConsentsScreen
from ui.screens.households import HouseholdsScreen
from ui.screens.printing import PrintScreen
from ui.screens.settings import SettingsScreen
from ui.screens.sign_up import SignUpScreen
from ui.screens.today import TodayScreen
from ui.widgets.choices import TickBox

HEAD = "Lò Văn Páo"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("consents"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def person_of(seat: Seat) -> bytes:
    return card_of(seat.app, HEAD).members[0].id


def open_consents(seat: Seat) -> ConsentsScreen:
    """The household list by keys: to the household, into its members, K."""
    screen = seat.go("households")
    assert isinstance(screen, HouseholdsScreen)
    seat.wait(lambda: screen._state.card is not None)
    while (card := screen._state.card) is None or card.household.head != HEAD:
        former = card
        seat.press(Qt.Key.Key_Down)
        seat.wait(lambda was=former: screen._state.card is not was)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_K)
    opened = seat.screen("consents")
    assert isinstance(opened, ConsentsScreen)
    seat.wait(lambda: opened._state.told is not None)
    return opened


def go_to(seat: Seat, screen: ConsentsScreen, field: str) -> None:
    """Tab on until one stands in a field."""
    for _ in range(40):
        control = screen.form.control(field)
        now = QApplication.focusWidget()
        if now is not None and (now is control or control.isAncestorOf(now)):
            return
        seat.press(Qt.Key.Key_Tab)
    raise AssertionError(f"never came to {field}")


def save(seat: Seat, screen: ConsentsScreen) -> None:
    number = screen._state.round
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.round > number and not screen._state.busy)
    seat.wait(lambda: screen._state.told is not None)


def test_nothing_is_ticked_and_a_value_comes_in_with_its_consent(laptop: Seat) -> None:
    screen = open_consents(laptop)
    ticks = [screen.form.control(name_tick(purpose)) for purpose in Purpose]
    assert all(isinstance(tick, TickBox) and not tick.isChecked() for tick in ticks)
    laptop.press(Qt.Key.Key_Return)
    go_to(laptop, screen, "ethnicity")
    commit_text(screen.form.control("ethnicity"), "Thái", preedit="Thai")
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: laptop.window.banner.isVisible())  # no consent: a sentence, nothing stored
    assert laptop.app.consents.read(person_of(laptop)).sensitive.ethnicity is None
    screen.form.focus_first()
    go_to(laptop, screen, name_tick(Purpose.ETHNICITY))
    laptop.press(Qt.Key.Key_Space)
    save(laptop, screen)
    told = laptop.app.consents.read(person_of(laptop))
    assert told.sensitive.ethnicity == "Thái"
    assert told.find(Purpose.ETHNICITY).given
    assert not told.find(Purpose.HEALTH).given
    laptop.wait(lambda: "Đồng ý" in screen.table.lines()[3].cells[1].spoken)


def test_a_thumbprint_without_a_witness_is_told_beside_the_field(laptop: Seat) -> None:
    screen = open_consents(laptop)
    laptop.press(Qt.Key.Key_Return)
    go_to(laptop, screen, name_tick(Purpose.ADVICE))
    laptop.press(Qt.Key.Key_Space)
    go_to(laptop, screen, "how")
    laptop.press(Qt.Key.Key_Down)
    laptop.press(Qt.Key.Key_Return)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: "witness" in screen._state.errors)
    assert screen.form.control("witness").hasFocus()
    commit_text(screen.form.control("witness"), "Lù Thị Mai")
    save(laptop, screen)
    standing = laptop.app.consents.read(person_of(laptop)).find(Purpose.ADVICE).standing
    assert standing is not None
    assert (standing.how, standing.witness) == (How.THUMBPRINT, "Lù Thị Mai")


def test_a_hidden_value_is_removed_and_a_mistake_taken_back_by_del(laptop: Seat) -> None:
    person, today = person_of(laptop), laptop.app.desk.today
    proof = Proof(How.PAPER, today)
    laptop.app.consents.record_with_values(
        person, {Purpose.ETHNICITY: Act.GIVEN, Purpose.CONTACT: Act.GIVEN}, {"ethnicity": "Thái"}, proof=proof
    )
    laptop.app.consents.record(person, {Purpose.ETHNICITY: Act.WITHDRAWN}, proof=proof)
    screen = open_consents(laptop)
    assert "Thái" not in str([line.cells for line in screen.table.lines()])
    laptop.press(Qt.Key.Key_Delete)  # the first purpose: contact, entered by mistake
    laptop.wait(lambda: not laptop.app.consents.read(person).find(Purpose.CONTACT).given)
    for _ in range(3):
        laptop.press(Qt.Key.Key_Down)
    assert screen.table.current_id() is Purpose.ETHNICITY
    laptop.press(Qt.Key.Key_Delete)
    laptop.wait(lambda: laptop.app.consents.list_to_remove() == [])


def test_a_request_is_noted_and_the_household_tells_of_consents(laptop: Seat) -> None:
    person = person_of(laptop)
    laptop.app.consents.record(person, {Purpose.ADVICE: Act.GIVEN}, proof=Proof(How.PAPER, date(2026, 11, 1)))
    screen = open_consents(laptop)
    laptop.press(Qt.Key.Key_F3)
    laptop.wait(lambda: screen._state.form is ConsentForm.REQUEST)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: "kind" in screen._state.errors)
    laptop.press(Qt.Key.Key_Down)
    for _ in range(4):
        laptop.press(Qt.Key.Key_Down)
    laptop.press(Qt.Key.Key_Return)
    save(laptop, screen)
    (task,) = laptop.app.requests.list()
    assert task.request.kind in tuple(RequestKind)
    laptop.press(Qt.Key.Key_Escape)
    households = laptop.screen("households")
    assert isinstance(households, HouseholdsScreen)
    laptop.wait(lambda: households._state.card is not None and bool(households._state.card.consents))
    assert any("lưu hồ sơ tư vấn" in str(line) for line in households._timeline._lines)


def test_the_sheet_and_the_copy_are_printed_by_a_key_each(laptop: Seat) -> None:
    for key, name in ((Qt.Key.Key_F2, "phieu-dong-y"), (Qt.Key.Key_F4, "ban-sao")):
        open_consents(laptop)
        laptop.press(key)
        screen = laptop.screen("print")
        assert isinstance(screen, PrintScreen)
        laptop.wait(lambda it=screen, wanted=name: printed_name(it).startswith(wanted))


def printed_name(screen: PrintScreen) -> str:
    printed = screen._state.printed
    return printed.name if printed is not None else ""


def open_requests_from_today(seat: Seat) -> SettingsScreen:
    """Today tells that a request waits and how long it has; one key leads to it."""
    today = seat.go("today")
    assert isinstance(today, TodayScreen)
    seat.wait(lambda: today._requests.isVisible())
    told = " ".join(label.text() for label in today._requests.findChildren(QLabel))
    assert "1 yêu cầu về dữ liệu đang chờ" in told
    assert "còn 2 ngày" in told
    seat.press(Qt.Key.Key_R)
    screen = seat.screen("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: seat.window.room() is screen and screen._state.section is Section.REQUESTS)
    return screen


def test_the_office_closes_a_request_by_keys(office: Seat) -> None:
    request = office.app.requests.ask(person_of(office), RequestKind.COPY).value
    screen = open_requests_from_today(office)
    office.wait(lambda: bool(screen._state.requested.tasks))
    assert "2" in screen.requests.table.lines()[0].cells[1].spoken
    office.press(Qt.Key.Key_Return)
    screen.requests.kinds.set_values((RequestWork.DONE,))
    screen.requests.build()
    office.press(Qt.Key.Key_Return)
    commit_text(screen.requests.form.control("note"), "đã đưa bản in")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: office.app.requests.read(request).request.closed is not None)
    closed = office.app.requests.read(request).request.closed
    assert closed is not None
    assert (closed.step, closed.note) == (RequestStep.DONE, "đã đưa bản in")
    today = office.go("today")
    assert isinstance(today, TodayScreen)
    office.wait(lambda: not today._requests.isVisible())


def test_from_a_sign_up_to_the_consents_and_back(laptop: Seat) -> None:
    card = card_of(laptop.app, HEAD)
    laptop.go("today")
    laptop.house.go("sign_up", SignUpAt(card.household.id))
    sign_up = laptop.screen("sign_up")
    assert isinstance(sign_up, SignUpScreen)
    laptop.wait(lambda: sign_up._state.form is not None)
    laptop.press(Qt.Key.Key_F7)
    screen = laptop.screen("consents")
    assert isinstance(screen, ConsentsScreen)
    laptop.wait(lambda: screen._state.told is not None)
    laptop.press(Qt.Key.Key_Escape)
    laptop.wait(lambda: laptop.window.room() is sign_up)
    laptop.wait(lambda: sign_up._state.form is not None)
