"""Keys that come before their rows are done once the rows are there; a problem stays in the place that raised it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput, say
from tests.ui.offices import CONTROL, Seat, Workspaces, log_visits, make_workspaces, seat_at
from ui.presenters.exchange_state import Stage as ExchangeStage
from ui.presenters.ports import VisitAt
from ui.presenters.printing import Stage as PrintStage
from ui.presenters.settings import Section
from ui.screens.exchange import ExchangeScreen
from ui.screens.printing import PrintScreen
from ui.screens.settings import SettingsScreen
from ui.screens.today import TodayScreen
from ui.screens.visit import VisitScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def test_keys_pressed_before_the_doors_have_come_are_done_in_their_order(laptop: Seat) -> None:
    third = laptop.app.work.list_doors()[2].household.id
    today = laptop.go("today")
    assert isinstance(today, TodayScreen)
    assert today._state.loading
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        laptop.press(key)
    laptop.wait(lambda: "visit" in laptop.house._rooms)
    visit = laptop.screen("visit")
    assert isinstance(visit, VisitScreen)
    # The outcome is typed while the household is still being read, as people do: Enter, 0.
    assert visit._state.card is None
    laptop.press(Qt.Key.Key_0)
    laptop.wait(lambda: laptop.operations.is_idle() and visit._state.at is None)
    assert [row.household for row in laptop.app.visits.list_of_day(laptop.app.desk.today)] == [third]


def test_a_key_for_the_next_door_waits_while_the_visit_before_it_is_stored(laptop: Seat) -> None:
    first, second = (item.household.id for item in laptop.app.work.list_doors()[:2])
    gate = threading.Event()
    laptop.go("today")
    laptop.wait(laptop.operations.is_idle)
    laptop.press(Qt.Key.Key_Return)
    visit = laptop.screen("visit")
    assert isinstance(visit, VisitScreen)
    laptop.wait(lambda: visit._state.card is not None and laptop.operations.is_idle())
    # The disk is slow: what is stored before this visit takes its time.
    laptop.operations.command(
        laptop.house, lambda: gate.wait(10), done=lambda _done: None, failed=laptop.house.trouble
    )
    laptop.press(Qt.Key.Key_2)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.press(Qt.Key.Key_0)
    laptop.wait(lambda: "Đang lưu" in visit.bar.state())
    assert not visit._step.isEnabled()
    gate.set()
    laptop.wait(lambda: laptop.operations.is_idle() and laptop.house._open == "today")
    stored = {row.household: row for row in laptop.app.visits.list_of_day(laptop.app.desk.today)}
    assert set(stored) == {first, second}
    assert stored[first].door_outcome is None
    assert stored[second].door_outcome is Outcome.NOT_HOME


def test_a_draft_that_is_late_on_the_disk_comes_to_today_all_the_same(laptop: Seat) -> None:
    gate = threading.Event()
    today = laptop.go("today")
    assert isinstance(today, TodayScreen)
    laptop.wait(laptop.operations.is_idle)
    laptop.press(Qt.Key.Key_Return)
    visit = laptop.screen("visit")
    assert isinstance(visit, VisitScreen)
    laptop.wait(lambda: visit._state.card is not None and laptop.operations.is_idle())
    laptop.operations.command(
        laptop.house, lambda: gate.wait(10), done=lambda _done: None, failed=laptop.house.trouble
    )
    laptop.press(Qt.Key.Key_2)
    laptop.press(Qt.Key.Key_1, CONTROL)
    assert laptop.house._open == "today"
    laptop.bot.wait(200)
    assert not today._state.drafts
    gate.set()
    laptop.wait(lambda: today._state.drafts)


def test_escape_takes_back_a_key_that_still_waits(laptop: Seat) -> None:
    today = laptop.go("today")
    laptop.press(Qt.Key.Key_Return)
    laptop.press(Qt.Key.Key_Escape)
    assert isinstance(today, TodayScreen)
    laptop.wait(lambda: not today._state.loading and today.list.hasFocus())
    laptop.bot.wait(50)
    assert "visit" not in laptop.house._rooms


def test_what_waited_in_a_place_is_forgotten_when_one_goes_elsewhere(laptop: Seat) -> None:
    laptop.go("today")
    laptop.press(Qt.Key.Key_Return)
    laptop.press(Qt.Key.Key_2, CONTROL)
    laptop.wait(laptop.operations.is_idle)
    laptop.bot.wait(50)
    assert "visit" not in laptop.house._rooms
    assert laptop.house._open == "households"


def test_a_sheet_is_made_by_a_key_that_came_before_the_doors(laptop: Seat) -> None:
    screen = laptop.go("print")
    assert isinstance(screen, PrintScreen)
    laptop.press(Qt.Key.Key_Return, CONTROL)
    laptop.wait(lambda: screen._state.stage is PrintStage.SHOWN)
    assert len(laptop.app.sheets.list_open()) == 1


def test_a_paper_is_kept_by_a_key_pressed_while_it_is_still_made(laptop: Seat) -> None:
    screen = laptop.go("print")
    assert isinstance(screen, PrintScreen)
    laptop.press(Qt.Key.Key_3)
    laptop.press(Qt.Key.Key_S)
    laptop.wait(lambda: screen._state.stage is PrintStage.SAVING)


def test_a_section_is_opened_by_a_key_that_came_before_the_settings(laptop: Seat) -> None:
    screen = laptop.go("settings")
    assert isinstance(screen, SettingsScreen)
    laptop.press(Qt.Key.Key_3)
    laptop.wait(lambda: screen._state.section is Section.BACKUPS)


def test_writing_starts_by_a_key_that_came_before_the_ledger(laptop: Seat) -> None:
    log_visits(laptop.app, 1)
    screen = laptop.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    laptop.press(Qt.Key.Key_G)
    laptop.wait(lambda: screen._state.stage is ExchangeStage.WRITE)


def test_a_problem_is_left_behind_with_its_place(laptop: Seat) -> None:
    laptop.go("today")
    laptop.wait(laptop.operations.is_idle)
    laptop.house.trouble(BadInput(say("The visit has no outcome yet."), say("Type the team's name.")))
    assert laptop.trouble()
    laptop.press(Qt.Key.Key_2, CONTROL)
    assert not laptop.trouble()


def test_a_bug_is_told_until_somebody_puts_it_away(laptop: Seat) -> None:
    laptop.go("today")
    laptop.wait(laptop.operations.is_idle)
    error = BadInput(say("The visit has no outcome yet."), say("Type the team's name."))
    laptop.house.frame.say_trouble(error, everywhere=True)
    laptop.press(Qt.Key.Key_2, CONTROL)
    assert laptop.trouble()
    laptop.press(Qt.Key.Key_Escape)
    assert not laptop.trouble()


def test_a_screen_that_is_left_takes_no_focus_when_its_rows_come_in_late(laptop: Seat) -> None:
    today = laptop.go("today")
    assert isinstance(today, TodayScreen)
    laptop.wait(today.list.hasFocus)
    laptop.house.go("visit", VisitAt(laptop.app.work.list_doors()[0].household.id))
    visit = laptop.screen("visit")
    assert isinstance(visit, VisitScreen)
    laptop.press(Qt.Key.Key_1, CONTROL)
    laptop.wait(lambda: visit._state.card is not None and today.list.hasFocus())
    visit.grid.setFocus(Qt.FocusReason.OtherFocusReason)
    laptop.wait(today.list.hasFocus)
