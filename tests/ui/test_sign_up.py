"""Signing members up by keyboard: amounts with their law, money taken, what is in the way, and who comes next."""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.app import App, open_workspace
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.forms import ResultForm
from outreach_app.domain.people import Category, PartialDate, Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.i18n import open_catalogue
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.households import NewPerson
from outreach_app.services.visits import NewVisit
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import PASSPHRASE, TODAY, Clock, make_workspace
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.presenters.ports import SignUpAt
from ui.screens.advise import AdviseScreen
from ui.screens.sign_up import SignUpScreen
from ui.screens.today import TodayScreen
from ui.screens.visit import VisitScreen
from ui.theme import Theme, apply_theme
from ui.widgets.chips import Chip
from ui.widgets.focus import install_focus_ring
from ui.wiring.house import House

FLOOR = 1_500_000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sign_up") / "office"
    make_workspace(folder).close()
    return folder


class Desk(Seat):
    """A seat whose workspace stands on the day of the sample."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self.bot, self.app = qtbot, app
        self.words = open_catalogue("vi")
        self.window = MainWindow(self.words)
        self.operations = Operations()
        self.house = House(self.window, app, self.operations, standing=app.standing())


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(template, tmp_path / "office")
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    desk = Desk(qtbot, open_workspace(tmp_path / "office", PASSPHRASE, clock=Clock()))
    yield desk
    desk.close()


def find_home(seat: Seat, name: str = "Lò Văn Páo") -> bytes:
    return seat.app.households.find(name).hits[0].household


def card_of(seat: Seat, home: bytes) -> HouseholdCard:
    return seat.app.households.read_card(home)


def open_form(seat: Seat, at: SignUpAt) -> SignUpScreen:
    seat.go("today")
    seat.house.go("sign_up", at)
    screen = seat.screen("sign_up")
    assert isinstance(screen, SignUpScreen)
    seat.wait(lambda: screen._state.quote is not None or screen._state.trouble or screen._state.card)
    seat.wait(lambda: screen._state.form is None or screen._state.quote is not None)
    return screen


def amounts(screen: SignUpScreen) -> dict[str, str]:
    return {line.label: line.value.replace("\u00a0", " ") for line in screen.amounts.lines()}


def go_to(seat: Seat, wanted: QWidget) -> None:
    """Walk with Tab, and along a row of chips with the arrows, until a widget has the focus."""
    for _ in range(60):
        here = QApplication.focusWidget()
        if here is wanted:
            return
        same_row = isinstance(wanted, Chip) and here is not None and here.parent() is wanted.parent()
        seat.press(Qt.Key.Key_Right if same_row else Qt.Key.Key_Tab)
    raise AssertionError("no key led there")


def choose_social(seat: Seat, screen: SignUpScreen) -> None:
    go_to(seat, screen.steps.schemes.chip(Scheme.VOLUNTARY))
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: screen._state.quote is not None and screen._state.quote.voluntary is not None)


def enrolments(seat: Seat, home: bytes) -> list[EnrolmentRow]:
    return list(card_of(seat, home).enrolments)


def is_open_for(screen: SignUpScreen, person: bytes, scheme: Scheme) -> bool:
    state = screen._state
    return (
        state.form is not None
        and (state.form.person, state.form.scheme) == (person, scheme)
        and bool(state.quote)
    )


def has_enrolments(seat: Seat, home: bytes, count: int) -> bool:
    return len(enrolments(seat, home)) == count


# --------------------------------------------------------------------------------------------------------- amounts
def test_t_on_today_opens_the_amounts_of_the_door_stood_on(seat: Seat) -> None:
    today = seat.go("today")
    assert isinstance(today, TodayScreen)
    seat.wait(lambda: today._state.item is not None)
    seat.press(Qt.Key.Key_T)
    seat.wait(lambda: seat.house.frame.state.place == "advise")
    advise = seat.screen("advise")
    assert isinstance(advise, AdviseScreen)
    seat.wait(lambda: advise._state.advice is not None)
    assert advise._state.at is not None
    assert advise._state.at.household == today._state.chosen
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "sign_up")
    screen = seat.screen("sign_up")
    assert isinstance(screen, SignUpScreen)
    seat.wait(lambda: screen._state.quote is not None)
    assert amounts(screen)["Đóng BHYT hôm nay"] == "1.366.200 đ"
    assert amounts(screen)["Thẻ dùng được từ"] == "21/12/2026"


def test_voluntary_amounts_follow_income_method_and_category(seat: Seat) -> None:
    screen = open_form(seat, SignUpAt(find_home(seat)))
    choose_social(seat, screen)
    assert amounts(screen) | {"Phải đóng": "330.000 đ", "NSNN hỗ trợ": "−99.000 đ"} == amounts(screen)
    assert amounts(screen)["Đóng BHXH hôm nay"] == "231.000 đ"
    assert amounts(screen)["Hạn đóng"] == "30/11/2026"
    go_to(seat, screen.steps.income)
    seat.press(Qt.Key.Key_Up)
    assert screen._state.form is not None
    assert screen._state.form.income == FLOOR + 50_000
    go_to(seat, screen.steps.months.chip(6))
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: amounts(screen)["Phải đóng"] == "2.046.000 đ")
    assert amounts(screen)["NSNN hỗ trợ"] == "−594.000 đ"


def test_an_income_out_of_range_is_told_beside_the_field_and_not_stored(seat: Seat) -> None:
    home = find_home(seat)
    screen = open_form(seat, SignUpAt(home))
    choose_social(seat, screen)
    go_to(seat, screen.steps.income)
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type("900000")
    seat.wait(lambda: screen.steps._income.error())
    assert "1.500.000" in screen.steps._income.error()
    assert screen._state.quote is None
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(seat.trouble)
    assert enrolments(seat, home) == []


def test_every_figure_stands_with_its_law_one_key_away(seat: Seat) -> None:
    screen = open_form(seat, SignUpAt(find_home(seat)))
    choose_social(seat, screen)
    seat.press(Qt.Key.Key_F9)
    assert QApplication.focusWidget() is screen.laws
    told = [(step.text, step.source) for step in screen.laws.steps()]
    assert any("330.000" in text and "khoản 2 Điều 32" in source for text, source in told)
    seat.press(Qt.Key.Key_Escape)
    assert screen._sides.currentIndex() == 0
    assert seat.house.frame.state.place == "sign_up"


def test_an_unconfirmed_later_amount_carries_the_sign_and_says_so(seat: Seat) -> None:
    screen = open_form(seat, SignUpAt(find_home(seat)))
    choose_social(seat, screen)
    later = [line for line in screen.amounts.lines() if not line.confirmed]
    assert [line.label for line in later] == ["Lần sau, hạn 31/01/2027"]
    assert screen.doubts.isVisible()
    assert "chưa xác nhận" in screen.amounts.accessibleDescription()
    total = next(line for line in screen.amounts.lines() if line.kind == "total")
    assert total.confirmed


# ---------------------------------------------------------------------------------------------------------- people
def test_who_cannot_be_asked_is_named_with_the_reason(seat: Seat) -> None:
    home = find_home(seat)
    khoi = next(person for person in card_of(seat, home).members if person.name == "Lò Minh Khôi")
    tien = next(person for person in card_of(seat, home).members if person.name == "Lò Văn Tiến")
    seat.app.households.edit_person(tien.id, {"deceased": True})
    screen = open_form(seat, SignUpAt(home, khoi.id))
    assert screen._state.form is not None
    assert screen._state.form.person == khoi.id
    assert screen._state.form.scheme is Scheme.HOUSEHOLD_HEALTH
    assert not screen.steps.schemes.chip(Scheme.VOLUNTARY).isEnabled()
    assert "15 tuổi" in screen.steps._closed.text()
    assert "Tiến (đã mất)" in screen.steps._left_out.text()


def test_a_household_of_which_nobody_can_join_says_why(seat: Seat) -> None:
    home = find_home(seat, "Lò Thị Hạnh")
    alone = card_of(seat, home).members[0]
    seat.app.households.edit_person(alone.id, {"do_not_contact": True})
    screen = open_form(seat, SignUpAt(home))
    assert screen._state.form is None
    assert "Hạnh" in screen._empty.accessibleName()


# --------------------------------------------------------------------------------------------------------- storing
def test_a_family_is_signed_up_one_after_the_other_each_on_the_next_place_of_the_ladder(seat: Seat) -> None:
    home = find_home(seat)
    screen = open_form(seat, SignUpAt(home))
    # The pupil is asked for by name only: he is taken to be insured at school.
    members = [person.id for person in card_of(seat, home).members if person.name != "Lò Minh Khôi"]
    for place, person in enumerate(members, start=1):
        seat.wait(partial(is_open_for, screen, person, Scheme.HOUSEHOLD_HEALTH))
        assert any(f"thứ {place} trong hộ" in line.detail for line in screen.amounts.lines())
        assert screen.steps.people.chip(person).hasFocus()
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.wait(partial(has_enrolments, seat, home, place))
    seat.wait(lambda: seat.house.frame.state.place == "today")
    stored = sorted(enrolments(seat, home), key=lambda row: row.position or 0)
    assert [(row.person, row.position) for row in stored] == list(zip(members, range(1, 5), strict=True))
    assert [row.own for row in stored] == [1_366_200, 956_340, 819_720, 683_100]


def test_money_and_receipt_are_typed_and_stored(seat: Seat) -> None:
    home = find_home(seat, "Lò Thị Hạnh")
    screen = open_form(seat, SignUpAt(home))
    go_to(seat, screen.steps.money)
    seat.type("1366200")
    seat.wait(lambda: "biên lai" in screen.warning.accessibleName())
    seat.press(Qt.Key.Key_Tab)
    seat.type("BL-0417")
    seat.wait(lambda: screen._state.form is not None and screen._state.form.receipt == "BL-0417")
    seat.wait(lambda: "biên lai" not in screen.warning.accessibleName())
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: enrolments(seat, home))
    assert [(row.money_taken, row.receipts) for row in enrolments(seat, home)] == [(1_366_200, ("BL-0417",))]


def test_the_card_and_the_hospital_are_told_once_for_the_family(seat: Seat) -> None:
    home = find_home(seat)
    screen = open_form(seat, SignUpAt(home))
    first = screen._state.form
    assert first is not None
    assert first.card is None
    go_to(seat, screen.steps.card.chip(None))
    seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.card is ResultForm.ELECTRONIC)
    go_to(seat, screen.steps.hospital)
    seat.type("12-038")
    seat.wait(lambda: screen._state.form is not None and screen._state.form.hospital == "12-038")
    for count in (1, 2):
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.wait(partial(has_enrolments, seat, home, count))
        seat.wait(lambda: not screen._state.storing)
    assert {(row.card, row.hospital) for row in enrolments(seat, home)} == {("electronic", "12-038")}


def test_missing_numbers_are_listed_before_anything_is_stored(seat: Seat) -> None:
    village = seat.app.households.list_villages()[0].id
    home = seat.app.households.add(village, NewPerson("Sùng A Dế"), category=Category.POOR).value
    screen = open_form(seat, SignUpAt(home))
    assert "số định danh" in screen.warning.accessibleName()
    assert "ngày sinh" in screen.warning.accessibleName()
    alone = card_of(seat, home).members[0]
    seat.app.households.edit_person(alone.id, {"born": PartialDate(1990), "citizen_number": "012090001237"})
    seat.house.go("sign_up", SignUpAt(home))
    seat.wait(lambda: "chưa đồng ý cho chuyển thông tin" in screen.warning.accessibleName())
    proof = Proof(How.PAPER, seat.app.desk.today)
    seat.app.consents.record(alone.id, {Purpose.PASSING_ON: Act.GIVEN}, proof=proof)
    seat.house.go("sign_up", SignUpAt(home))
    seat.wait(lambda: screen._state.quote is not None and screen.warning.isHidden())


def test_ctrl_z_takes_a_sign_up_and_its_money_back(seat: Seat) -> None:
    home = find_home(seat, "Lò Thị Hạnh")
    screen = open_form(seat, SignUpAt(home))
    go_to(seat, screen.steps.money)
    seat.type("500000")
    seat.wait(lambda: screen._state.form is not None and screen._state.form.money == 500_000)
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house.frame.state.place == "today" and enrolments(seat, home))
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: not enrolments(seat, home))
    assert seat.app.enrolments.list_of_day(TODAY) == []


def test_after_a_visit_only_those_who_said_yes_follow_then_the_next_door(seat: Seat) -> None:
    home, following = find_home(seat), find_home(seat, "Tẩn Mý Dao")
    pao, thao, *_ = card_of(seat, home).members
    told = (
        PersonOutcome(thao.id, Scheme.VOLUNTARY, Outcome.SIGNED_UP),
        PersonOutcome(pao.id, Scheme.HOUSEHOLD_HEALTH, Outcome.REFUSED),
        PersonOutcome(thao.id, Scheme.HOUSEHOLD_HEALTH, Outcome.SIGNED_UP),
    )
    visit = seat.app.visits.log(NewVisit(home, TODAY, outcomes=told, next_step=NextStep.SIGN_UP)).value
    screen = open_form(seat, SignUpAt(home, thao.id, visit, (following,), "today"))
    wanted = [(thao.id, Scheme.VOLUNTARY), (thao.id, Scheme.HOUSEHOLD_HEALTH)]
    for count, (person, scheme) in enumerate(wanted, start=1):
        seat.wait(partial(is_open_for, screen, person, scheme))
        seat.press(Qt.Key.Key_Return, CONTROL)
        seat.wait(partial(has_enrolments, seat, home, count))
    seat.wait(lambda: seat.house.frame.state.place == "visit")
    opened = seat.screen("visit")
    assert isinstance(opened, VisitScreen)
    seat.wait(lambda: opened._state.card is not None)
    assert opened._state.card is not None
    assert opened._state.card.household.id == following


def test_escape_leaves_and_nothing_is_stored(seat: Seat) -> None:
    home = find_home(seat)
    open_form(seat, SignUpAt(home))
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house.frame.state.place == "today")
    assert enrolments(seat, home) == []


# ------------------------------------------------------------------------------------------------------- the service
def test_a_quote_for_a_person_counts_the_months_supported_before(seat: Seat) -> None:
    home = find_home(seat)
    pao = card_of(seat, home).members[0].id
    new = NewEnrolment(pao, Scheme.VOLUNTARY, "12", date(2026, 11, 1), income=FLOOR)
    seat.app.enrolments.sign_up(new)
    later = NewEnrolment(pao, Scheme.VOLUNTARY, "1", date(2027, 11, 1), income=FLOOR)
    quote = seat.app.enrolments.quote_for(later)
    assert quote.voluntary is not None
    used = next(step for step in quote.voluntary.steps if step.rule == "voluntary.subsidy_months")
    assert used.text.parameters["past"] == 12


# --------------------------------------------------------------------------------------------------------- the draft
def test_what_was_typed_is_on_disk_and_comes_back_until_it_is_stored(seat: Seat) -> None:
    home = find_home(seat)
    screen = open_form(seat, SignUpAt(home))
    choose_social(seat, screen)
    go_to(seat, screen.steps.months.chip(6))
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: (seat.app.sign_up_drafts.read(home) or {}).get("months") == 6)
    typed = screen._state.form
    # The power goes: only what is on disk is left, and the form is opened anew.
    seat.house.go("today")
    seat.house._rooms.pop("sign_up")
    again = open_form(seat, SignUpAt(home))
    assert again is not screen
    assert again._state.form == typed
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: has_enrolments(seat, home, 1) and seat.operations.is_idle())
    assert seat.app.sign_up_drafts.read(home) is None


def test_leaving_without_signing_up_drops_what_was_typed(seat: Seat) -> None:
    home = find_home(seat)
    screen = open_form(seat, SignUpAt(home))
    choose_social(seat, screen)
    seat.wait(lambda: seat.app.sign_up_drafts.list_all())
    seat.press(Qt.Key.Key_Escape)
    seat.wait(seat.operations.is_idle)
    assert seat.app.sign_up_drafts.list_all() == []


def test_the_program_begins_with_the_sign_up_that_was_being_filled_in(seat: Seat) -> None:
    from ui.presenters.unfinished import find_unfinished

    home = find_home(seat)
    assert find_unfinished(seat.app) is None
    choose_social(seat, open_form(seat, SignUpAt(home)))
    seat.wait(lambda: seat.app.sign_up_drafts.list_all())
    assert find_unfinished(seat.app) == ("sign_up", SignUpAt(home))
