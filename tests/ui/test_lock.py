"""Locking: after idle minutes, after sleep and by key; what was typed stays, and nothing is seen or done meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app import paths
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.test_language import CONTROL, Desk, find_household
from ui.presenters.ports import HouseholdAt, VisitAt
from ui.presenters.settings import Section
from ui.presenters.wakefulness import SLEPT_S, Wakefulness
from ui.wiring.lock import Lock, read_lock_after


class Hands:
    """A steady clock and one on the wall, both turned by hand."""

    steady = 100.0
    wall = 5_000.0

    def wake(self) -> Wakefulness:
        return Wakefulness(steady=lambda: self.steady, wall=lambda: self.wall)

    def pass_by(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path / "kho", make_workspace(tmp_path / "kho", clock=Clock()))
    yield desk
    desk.close()


def lock_of(desk: Desk) -> Lock:
    assert desk.program.lock is not None
    return desk.program.lock


def unlock(desk: Desk, passphrase: str = PASSPHRASE) -> None:
    desk.type(passphrase)
    desk.press(Qt.Key.Key_Return)


def test_sleep_shows_as_a_leap_of_either_clock() -> None:
    hands = Hands()
    wake = hands.wake()
    for _ in range(120):
        hands.pass_by(1)
        assert not wake.slept()
    hands.wall += 8 * 3600  # Linux and macOS: the steady clock stood still
    assert wake.slept()
    assert not wake.slept()
    hands.pass_by(SLEPT_S + 1)  # Windows: both went on, and the look came late
    assert wake.slept()
    hands.wall -= 365 * 86_400  # a clock that is set right is no sleep
    assert not wake.slept()
    assert wake.idle_s() == 120 + SLEPT_S + 1
    wake.stir()
    assert wake.idle_s() == 0


def test_a_visit_being_typed_is_covered_stored_and_goes_on_after_the_passphrase(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    desk.go("visit", VisitAt(find_household(app, "Lò Văn Páo")))
    desk.press(Qt.Key.Key_2)
    screen = desk.room
    screen.note.setFocus()  # type: ignore[attr-defined]
    desk.type("hỏi lại sau mùa")
    desk.press(Qt.Key.Key_L, CONTROL)
    lock = lock_of(desk)
    assert lock.page is not None
    assert not desk.program.window.frame.isVisible()
    desk.wait(lambda: ["mùa" in draft.content for draft in app.visits.list_drafts()] == [True])
    # Keys of places, the search and another language do nothing; files that are dropped are not looked into.
    for key in (Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_Z):
        desk.press(key, CONTROL)
    desk.press(Qt.Key.Key_F11)
    assert desk.program.house is not None
    desk.program.house._look_into_files(("/tmp/x.gocua",))
    desk.settle()
    assert desk.program.house.frame.state.place == "visit"
    assert desk.program.words.language == "vi"
    unlock(desk, "không phải câu này đâu")
    assert lock.page is not None
    assert "không đúng" in lock.page._error.accessibleName()
    unlock(desk)
    assert lock.page is None
    assert desk.room is screen
    assert desk.room._state.form.note == "hỏi lại sau mùa"  # type: ignore[attr-defined]
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert app.visits.list_drafts() == []


def test_a_form_that_is_stored_nowhere_stands_as_it_was(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    desk.go("households", HouseholdAt(find_household(app, "Lò Thị Ón")))
    desk.press(Qt.Key.Key_F3)
    desk.type("Quàng Thị Mai")
    desk.press(Qt.Key.Key_L, CONTROL)
    unlock(desk)
    assert desk.program.house is not None
    assert desk.program.house.find_half_typed() is desk.room


def test_it_locks_after_the_minutes_that_settings_say_and_after_sleep(desk: Desk) -> None:
    desk.go("settings")
    desk.room.section_chosen.emit(Section.PASSPHRASE)  # type: ignore[attr-defined]
    desk.settle()
    page = desk.room.passphrase  # type: ignore[attr-defined]
    assert page.lock_after.values() == ("15",)
    page.lock_after.chip("5").setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.wait(lambda: read_lock_after() == 300)
    hands, lock = Hands(), lock_of(desk)
    lock.wakefulness = hands.wake()
    hands.pass_by(299)
    lock.look_idle()
    assert lock.page is None
    handle = desk.program.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Down)  # somebody is there
    hands.pass_by(299)
    lock.look_idle()
    assert lock.page is None
    hands.pass_by(1)
    lock.look_idle()
    assert lock.page is not None
    unlock(desk)
    hands.wall += 3_600
    lock.look()
    assert lock.page is not None
    page.lock_after.chosen.emit(("15",))


def test_who_works_under_a_pin_is_asked_again_and_somebody_else_may_take_over(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    people = {person.name: person for person in app.office.list_working()}
    mine, other = people["Lường Thị Ính"], people["Hoàng Thị Thơm"]
    app.office.choose_canvasser(mine.id)
    app.pins.set_pin(mine.id, "4071")
    desk.press(Qt.Key.Key_L, CONTROL)
    unlock(desk)
    house = desk.program.house
    assert house is not None
    desk.wait(lambda: house.frame.state.choosing_person)
    assert app.desk.canvasser is None
    house._people.chosen.emit(mine.id)
    desk.settle()
    assert house.frame.state.asking_pin is not None
    house._people.pin_given.emit("4071")
    desk.wait(lambda: app.desk.canvasser == mine.id)
    desk.press(Qt.Key.Key_L, CONTROL)
    unlock(desk)
    desk.wait(lambda: house.frame.state.choosing_person)
    house._people.chosen.emit(other.id)
    desk.wait(lambda: app.desk.canvasser == other.id)


@pytest.mark.torture
def test_a_locked_window_opens_by_the_recovery_code_too(desk: Desk) -> None:
    desk.press(Qt.Key.Key_L, CONTROL)
    desk.press(Qt.Key.Key_F3)
    lock = lock_of(desk)
    assert lock._presenter is not None
    lock._presenter.recover("0000-0000-0000-0000", "sương nương ngõ tre đòi", "sương nương ngõ tre đòi")
    desk.settle()
    assert lock.page is not None
    assert (desk.program.folder / paths.TRIES).is_file()
    desk.press(Qt.Key.Key_Escape)
    unlock(desk)
    assert lock.page is None
    assert not (desk.program.folder / paths.TRIES).exists()
    assert QApplication.activeModalWidget() is None
