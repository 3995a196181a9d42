"""Committees, who receives reports, and difficulties by keyboard, in real windows over real workspaces."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.committees import ReportKind, Seat, Way
from outreach_app.domain.difficulties import Handling
from tests.pdf_texts import read_page_texts
from tests.ui.offices import CONTROL, Workspaces, make_workspaces, seat_at
from tests.ui.offices import Seat as Place
from tests.ui.test_teams import choose, fill
from ui.models.committees import CommitteeWork
from ui.models.difficulties import DifficultyWork
from ui.presenters.settings import Section
from ui.screens.answers import AnswersScreen
from ui.screens.printing import PrintScreen
from ui.screens.settings import SettingsScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("committees"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Place]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def open_section(seat: Place, section: Section) -> SettingsScreen:
    """Go down the list of sections to one and into it."""
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(
        lambda: screen._state.difficulties.today is not None and screen._state.committees.today is not None
    )
    screen.take_focus()
    while screen._state.section is not section:
        former = screen._state.section
        seat.press(Qt.Key.Key_Down)
        seat.wait(lambda former=former: screen._state.section is not former)
    seat.press(Qt.Key.Key_Return)
    return screen


def test_a_committee_is_entered_filled_and_its_report_sent_by_keyboard(office: Place) -> None:
    screen = open_section(office, Section.COMMITTEES)
    page, committees = screen.committees, office.app.committees
    assert page.work() is CommitteeWork.COMMITTEE
    assert page.table.lines()[0].id == ("commune", "03388"), "the commune without a committee is told"
    fill(office, page.form, decision="15/QĐ-UBND", issued_by="UBND xã")
    office.wait(lambda: screen._state.committees.committees and not screen._state.committees.without)
    assert page.table.lines()[0].tag is not None, "nobody heads it yet"
    choose(office, page.kinds, CommitteeWork.MEMBER)
    fill(office, page.form, name="Giàng A Sính", office_held="Chủ tịch UBND xã")
    office.wait(lambda: len(page.table.lines()) == 2)
    (member,) = committees.list_all().committees[0].members
    assert (member.name, member.seat) == ("Giàng A Sính", Seat.HEAD), "the first who is entered heads it"
    choose(office, page.kinds, CommitteeWork.RECIPIENT)
    fill(office, page.form, name="HĐND xã", address="Nhà văn hóa")
    office.wait(lambda: len(page.table.lines()) == 3)
    (sent,) = committees.list_all().recipients
    assert (sent.report, sent.way, sent.address) == (ReportKind.MONTHLY, Way.PAPER, "Nhà văn hóa")
    page.table.stand_on(2)
    choose(office, page.kinds, CommitteeWork.END)
    page.take_focus()
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: len(page.table.lines()) == 2 and office.operations.is_idle())
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: len(committees.list_all().recipients) == 1)
    choose(office, page.kinds, CommitteeWork.PRINT)
    page.take_focus()
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: office.house._open == "print")
    paper = office.screen("print")
    assert isinstance(paper, PrintScreen)
    office.wait(lambda: paper._state.printed is not None)
    assert paper._state.printed is not None
    (text,) = read_page_texts(paper._state.printed.pdf)
    assert "Giàng A Sính" in text
    assert "HĐND xã" in text


def test_a_difficulty_is_reported_and_settled_by_keyboard(office: Place) -> None:
    screen = open_section(office, Section.DIFFICULTIES)
    page, difficulties = screen.difficulties, office.app.difficulties
    assert page.work() is DifficultyWork.REPORT
    fill(office, page.form, text="Hết biên lai")
    office.wait(lambda: len(page.table.lines()) == 1)
    assert difficulties.list_difficulties()[0].village_name == "bản Nà Ly"
    page.table.stand_on(0)
    choose(office, page.kinds, DifficultyWork.HANDLE)
    office.wait(lambda: page.form.values().get("handling") is Handling.SETTLED)
    fill(office, page.form, done="Đã cấp hai quyển")
    office.wait(lambda: difficulties.count_open() == 0)
    assert difficulties.list_difficulties()[0].done == "Đã cấp hai quyển"


def test_the_office_passes_a_difficulty_on_among_the_questions(office: Place) -> None:
    row = office.app.difficulties.report(
        "Sóng yếu", village=office.app.households.list_villages()[0].id
    ).value
    screen = office.go("answers")
    assert isinstance(screen, AnswersScreen)
    office.wait(lambda: screen._state.difficulties)
    office.press(Qt.Key.Key_Home)
    office.wait(lambda: screen._state.difficulty is not None)
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Right)
    office.press(Qt.Key.Key_Space)
    assert screen.handling.values() == (Handling.PASSED_ON,)
    screen.done.setFocus()
    office.type("đã báo xã")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: office.app.difficulties.list_difficulties()[0].done == "đã báo xã")
    assert office.app.difficulties.list_difficulties()[0].handling is Handling.PASSED_ON
    assert screen.record() == ("difficulty", row.id)
