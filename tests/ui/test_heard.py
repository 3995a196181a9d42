"""What was heard, by key: from the results to a worry, its villages, the visits behind the count and a household."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from outreach_app.domain.difficulties import Handling
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Outcome, PersonOutcome, Reaction
from outreach_app.services.visits import NewVisit
from tests.pdf_texts import read_page_texts
from tests.ui.offices import CONTROL, Seat, make_workspaces, seat_at
from ui.presenters.heard_state import Heard
from ui.screens.campaign import CampaignScreen
from ui.screens.heard import HeardScreen
from ui.screens.printing import PrintScreen
from ui.screens.today import TodayScreen


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def log_worry(seat: Seat) -> bytes:
    """Somebody thinks about it, since it takes too long; returns the household."""
    app = seat.app
    card = app.households.read_card(app.work.list_doors()[0].household.id)
    told = (PersonOutcome(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING),)
    app.visits.log(
        NewVisit(card.household.id, app.desk.today, outcomes=told, met=(card.members[0].id,), objection="too_long",
                 reaction=Reaction.NOT_YET, canvasser=app.desk.canvasser)
    )  # fmt: skip
    app.difficulties.report("Đường vào bản bị sạt lở")
    return card.household.id


def test_a_worry_leads_down_to_the_visits_behind_it_and_is_kept_as_a_table(
    seat: Seat, tmp_path: Path
) -> None:
    household = log_worry(seat)
    screen = open_heard(seat)
    assert [line.right for line in screen._state.lines] == ["1"]
    assert "Đã trả lời gì" in [heading for heading, _ in screen.told.sections()]
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: len(screen._state.path) == 1)
    assert screen._results.isEnabled()
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.visits is not None)
    assert [visit.household for visit in screen._state.visits or ()] == [household]
    assert "Chưa" in screen._state.lines[0].detail
    seat.press(Qt.Key.Key_X)
    seat.wait(lambda: screen._state.saving is not None)
    folder = screen.form.form.control("folder")
    assert isinstance(folder, QLineEdit)
    folder.setText(str(tmp_path))
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.saving is None)
    (book,) = tmp_path.glob("ban-khoan-*.xlsx")
    assert openpyxl.load_workbook(book, read_only=True).sheetnames == ["Băn khoăn", "Đã trả lời gì"]
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "households")


def test_the_other_reports_stand_behind_their_digits_and_esc_leads_back(seat: Seat) -> None:
    log_worry(seat)
    screen = open_heard(seat)
    choose(seat, screen, Qt.Key.Key_2, Heard.CONTACTS)
    assert [line.right for line in screen._state.lines] == ["1"]
    choose(seat, screen, Qt.Key.Key_4, Heard.TRAINING)
    assert screen.splits.isHidden()
    assert screen._state.lines[0].title == "Chưa tập huấn trong những ngày này"
    choose(seat, screen, Qt.Key.Key_3, Heard.QUESTIONS)
    assert [line.title for line in screen._state.lines][-2:] == [
        "Khó khăn, vướng mắc",
        "Đường vào bản bị sạt lở",
    ]
    seat.press(Qt.Key.Key_P)
    seat.wait(lambda: seat.house._open == "print")
    paper = seat.screen("print")
    assert isinstance(paper, PrintScreen)
    seat.wait(lambda: paper._state.printed is not None)
    assert paper._state.printed is not None
    assert "Đường vào bản bị sạt lở" in " ".join(" ".join(read_page_texts(paper._state.printed.pdf)).split())
    seat.house.go("heard")
    seat.wait(lambda: not screen._state.loading and screen.list.hasFocus())
    seat.press(Qt.Key.Key_End)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "settings")
    seat.house.go("heard")
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house._open == "campaign")


def open_heard(seat: Seat) -> HeardScreen:
    """From the results by H."""
    campaign = seat.go("campaign")
    assert isinstance(campaign, CampaignScreen)
    seat.wait(lambda: campaign._state.charts is not None and campaign.list.hasFocus())
    seat.press(Qt.Key.Key_H)
    seat.wait(lambda: seat.house._open == "heard")
    screen = seat.screen("heard")
    assert isinstance(screen, HeardScreen)
    seat.wait(lambda: not screen._state.loading and screen.list.hasFocus())
    return screen


def choose(seat: Seat, screen: HeardScreen, key: Qt.Key, kind: Heard) -> None:
    """Another report by its digit."""
    seat.press(key)
    seat.wait(lambda: screen._state.kind is kind and not screen._state.loading and screen.list.hasFocus())


def test_a_difficulty_that_nobody_took_up_waits_on_today(seat: Seat) -> None:
    seat.app.difficulties.report("Đường vào bản bị sạt lở")
    today = seat.go("today")
    assert isinstance(today, TodayScreen)
    seat.wait(today._difficulties.isVisible)
    assert "1 khó khăn" in today._difficulties.accessibleName()
    today.take_focus()
    seat.press(Qt.Key.Key_K)
    seat.wait(lambda: seat.house._open == "settings")
    (row,) = seat.app.difficulties.list_difficulties()
    seat.operations.broadcast(seat.app.difficulties.handle(row.id, Handling.PASSED_ON).changes)
    seat.house.go("today")
    seat.wait(today._difficulties.isHidden)
