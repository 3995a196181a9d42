"""The place Meetings by keyboard: planned with Vietnamese typing, a village invited, the list typed back by digits."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App
from outreach_app.domain.meetings import Attendance, Invitee, MeetingDraft, MeetingKind, Reply
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Channel, Outcome
from tests.ui.desk import sit_at_desk
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import make_workspace
from tests.ui.typing import commit_text, type_by_telex
from ui.presenters.meeting_forms import FormKind
from ui.presenters.ports import HouseholdAt
from ui.screens.households import HouseholdsScreen
from ui.screens.meetings import MeetingsScreen
from ui.screens.printing import PrintScreen
from ui.screens.visit import VisitScreen

DAY = date(2026, 11, 20)
DIGITS = {"1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3, "4": Qt.Key.Key_4}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meetings") / "workspace"
    make_workspace(folder).close()
    return folder


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Path, tmp_path: Path) -> Iterator[Seat]:
    yield from sit_at_desk(qtbot, qapp, template, tmp_path / "workspace")


def village_of(app: App, name: str) -> bytes:
    return next(v.id for v in app.households.list_villages() if v.name == name)


def plan(app: App, day: date = DAY) -> bytes:
    """A meeting of Nà Ly with its four households invited."""
    village = village_of(app, "Nà Ly")
    draft = MeetingDraft(
        MeetingKind.SMALL_GROUP, day, village, hour="19h", topic="BHXH tự nguyện", place="nhà văn hóa"
    )
    meeting = app.meetings.make(draft).value
    homes = [
        row.id for row in app.households.read_rows(app.households.list_numbers()) if row.village == village
    ]
    app.meetings.invite(meeting, [Invitee(home) for home in homes])
    return meeting


def go(seat: Seat) -> MeetingsScreen:
    screen = seat.go("meetings")
    assert isinstance(screen, MeetingsScreen)
    seat.wait(lambda: not screen._state.loading)
    screen.stand()
    return screen


def open_list(seat: Seat, screen: MeetingsScreen) -> None:
    seat.wait(lambda: screen._state.guests)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.opened and screen.guests.hasFocus())


def attended(app: App, meeting: bytes) -> dict[str, tuple[Attendance | None, Reply | None]]:
    return {each.name: (each.attended, each.reply) for each in app.meetings.list_guests(meeting)}


def test_a_meeting_is_planned_by_keys_with_telex_and_an_input_method(seat: Seat) -> None:
    screen = go(seat)
    assert screen._empty.isVisible()
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.kind is FormKind.PLAN)
    form = screen.form.form
    topic = form.control("topic")
    topic.setFocus()
    type_by_telex(
        topic,
        ("BHXH tu", 0, ""),
        ("w", 1, "ư"),
        ("j", 1, "ự"),
        (" nguyen", 0, ""),
        ("e", 2, "ên"),
        ("j", 2, "ện"),
    )
    form.control("hour").setFocus()
    seat.type("18h30")
    form.control("village").set_value(village_of(seat.app, "Nà Ly"))  # type: ignore[attr-defined]
    form.control("place").setFocus()
    commit_text(form.control("place"), "nhà văn hoá bản", preedit="nha")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.meetings and screen._state.form is None)
    (meeting,) = seat.app.meetings.list_meetings()
    assert (meeting.hour, meeting.place, meeting.village_name) == ("18:30", "nhà văn hoá bản", "Nà Ly")
    assert meeting.topic == "BHXH tự nguyện"
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: not seat.app.meetings.list_meetings())


def test_what_is_wrong_stands_beside_its_field(seat: Seat) -> None:
    screen = go(seat)
    seat.press(Qt.Key.Key_N)
    seat.wait(lambda: screen._state.form is not None)
    screen.form.form.control("hour").setFocus()
    seat.type("chieu")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.errors)
    assert set(screen._state.form.errors) == {"hour"}  # type: ignore[union-attr]
    assert screen._state.form.values["topic"] == ""  # type: ignore[union-attr]
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen._state.form is None)
    assert seat.app.meetings.list_meetings() == []


def test_a_village_is_invited_and_answers_are_noted_before_the_day(seat: Seat) -> None:
    meeting = plan(seat.app, date(2026, 11, 28))
    screen = go(seat)
    seat.press(Qt.Key.Key_M)
    seat.wait(lambda: screen._state.form is not None)
    screen.form.form.control("village").set_value(village_of(seat.app, "Cò Nọt"))  # type: ignore[attr-defined]
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.app.meetings.read(meeting).invited == 6)
    seat.wait(lambda: screen._state.form is None and len(screen._state.guests) == 6)
    open_list(seat, screen)
    first, second = (each.name for each in screen._state.guests[:2])
    seat.press(DIGITS["1"])
    seat.press(DIGITS["3"])
    seat.press(DIGITS["4"])
    seat.wait(lambda: attended(seat.app, meeting)[second][1] is not None)
    told = attended(seat.app, meeting)
    assert (told[first], told[second]) == ((None, Reply.COMING), (None, Reply.CANNOT))


def test_the_list_is_typed_back_one_key_a_row_whatever_the_layout_sends(seat: Seat) -> None:
    meeting = plan(seat.app)
    screen = go(seat)
    open_list(seat, screen)
    names = [each.name for each in screen._state.guests]
    # A Vietnamese layout on Windows sends letters on the digit row: the key's own number counts.
    for digit in "12":
        seat.press(DIGITS[digit])
    seat.press(Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    seat.wait(lambda: attended(seat.app, meeting)[names[2]][0] is not None)
    assert [attended(seat.app, meeting)[name][0] for name in names] == [
        Attendance.CAME, Attendance.ABSENT, Attendance.CAME, None,
    ]  # fmt: skip
    assert screen._state.line is not None
    assert screen._state.line.name == names[3]
    seat.press(Qt.Key.Key_Plus)
    seat.press(Qt.Key.Key_Plus)
    seat.wait(lambda: seat.operations.is_idle() and seat.app.meetings.read(meeting).came == 4)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: seat.app.meetings.read(meeting).came == 3)
    seat.press(Qt.Key.Key_C)
    seat.wait(lambda: screen._state.form is not None)
    seat.type("12")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.app.meetings.read(meeting).counted == 15)
    seat.wait(lambda: screen._state.form is None and screen.guests.hasFocus())
    seat.press(Qt.Key.Key_Delete)
    seat.wait(lambda: attended(seat.app, meeting)[names[3]][0] is None)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: not screen._state.opened and screen.list.hasFocus())


def test_somebody_who_was_not_invited_is_found_and_stands_there(seat: Seat) -> None:
    meeting = plan(seat.app)
    screen = go(seat)
    open_list(seat, screen)
    seat.press(Qt.Key.Key_F2)
    seat.wait(lambda: screen._state.finding is not None and screen.finder.field.hasFocus())
    commit_text(screen.finder.field, "thao")
    seat.wait(lambda: screen._state.finding is not None and screen._state.finding.hits)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: "Nguyễn Thị Phương Thảo" in attended(seat.app, meeting))
    assert attended(seat.app, meeting)["Nguyễn Thị Phương Thảo"][0] is Attendance.CAME
    seat.wait(lambda: screen._state.line is not None and screen._state.line.name == "Nguyễn Thị Phương Thảo")
    assert screen.guests.hasFocus()


def test_what_came_of_it_is_told_in_the_visit_form_and_comes_back(seat: Seat) -> None:
    meeting = plan(seat.app)
    screen = go(seat)
    open_list(seat, screen)
    for _ in range([each.name for each in screen._state.guests].index("Lò Văn Páo")):
        seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "visit")
    visit = seat.screen("visit")
    assert isinstance(visit, VisitScreen)
    seat.wait(lambda: visit._state.form is not None)
    form = visit._state.form
    assert form is not None
    assert (form.channel, form.meeting, form.visited_on) == (
        Channel.MEETING,
        meeting,
        DAY,
    )
    card = visit._state.card
    assert card is not None
    visit.outcome_given.emit(card.members[0].id, Scheme.VOLUNTARY, Outcome.THINKING)
    QTest.keyClick(visit, Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.house._open == "meetings")
    (told,) = [v for v in seat.app.visits.list_of_day(DAY) if v.meeting == meeting]
    assert told.outcomes[0].outcome is Outcome.THINKING
    seat.wait(lambda: any(each.outcomes for each in screen._state.guests))
    guest = next(each for each in screen._state.guests if each.outcomes)
    assert (guest.name, guest.attended) == (card.members[0].name, Attendance.CAME)


def is_drawn(seat: Seat) -> bool:
    printing = seat.screen("print")
    assert isinstance(printing, PrintScreen)
    return printing._state.printed is not None and printing._state.drawn is not None


def test_slips_and_the_sign_in_list_are_looked_at_in_print(seat: Seat) -> None:
    plan(seat.app)
    screen = go(seat)
    seat.wait(lambda: screen._state.guests)
    for key in (Qt.Key.Key_I, Qt.Key.Key_S):
        seat.press(key)
        seat.wait(lambda: seat.house._open == "print")
        seat.wait(lambda: is_drawn(seat))
        assert seat.trouble() == ""
        seat.house.go("meetings")
        seat.wait(lambda: seat.house._open == "meetings" and not screen._state.loading)
        screen.stand()


def test_a_canvasser_is_put_on_the_list_of_a_training(seat: Seat) -> None:
    app = seat.app
    meeting = app.meetings.make(MeetingDraft(MeetingKind.TRAINING, DAY, topic="Luật BHXH 2024")).value
    screen = go(seat)
    seat.press(Qt.Key.Key_M)
    seat.wait(
        lambda: screen._state.form is not None and screen._state.form.kind is FormKind.INVITE_CANVASSERS
    )
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is None and screen._state.guests)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: screen._state.opened)
    place = [each.name for each in screen._state.guests].index("Lường Thị Ính")
    for _ in range(place):
        seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_1)
    seat.wait(app.meetings.list_trainings)
    (told,) = app.meetings.list_trainings()
    assert (told.name, told.meeting, told.topic) == ("Lường Thị Ính", meeting, "Luật BHXH 2024")


def test_an_absence_is_told_called_and_taken_back_in_the_household(seat: Seat) -> None:
    plan(seat.app, date(2026, 11, 28))
    screen = seat.go("households")
    assert isinstance(screen, HouseholdsScreen)
    home = next(
        r for r in seat.app.households.read_rows(seat.app.households.list_numbers()) if r.head == "Lò Văn Páo"
    )
    seat.house.go("households", HouseholdAt(home.id))
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.id == home.id)
    seat.wait(lambda: screen._members.rowCount() > 1)
    screen.members.setFocus()
    screen.members.stand_on(1)
    person = screen._members.id_at(1)
    assert isinstance(person, bytes)
    seat.press(Qt.Key.Key_A)
    seat.wait(lambda: screen._state.form is not None)
    form = screen.form.form
    commit_text(form.control("place"), "khu công nghiệp Quế Võ")
    commit_text(form.control("back"), "chưa biết")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.form is not None and screen._state.form.errors)
    assert set(screen._state.form.errors) == {"back"}  # type: ignore[union-attr]
    form.control("back").setFocus()
    form.control("back").selectAll()  # type: ignore[attr-defined]
    commit_text(form.control("back"), "Tết")
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.app.absences.read(person).away)
    assert str(seat.app.absences.read(person).back) == "tet-2027"
    seat.wait(lambda: screen._state.form is None)
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.wait(lambda: not seat.app.absences.read(person).away)
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: seat.house._open == "visit")
    visit = seat.screen("visit")
    assert isinstance(visit, VisitScreen)
    seat.wait(lambda: visit._state.form is not None)
    assert visit._state.form.channel is Channel.PHONE  # type: ignore[union-attr]


def test_the_household_stood_on_is_invited_from_the_list(seat: Seat) -> None:
    meeting = plan(seat.app, date(2026, 11, 28))
    screen = seat.go("households")
    home = next(
        r
        for r in seat.app.households.read_rows(seat.app.households.list_numbers())
        if r.head == "Giàng A Chư"
    )
    seat.house.go("households", HouseholdAt(home.id))
    assert isinstance(screen, HouseholdsScreen)
    seat.wait(lambda: screen._state.card is not None and screen._state.card.household.id == home.id)
    screen.stand()
    seat.press(Qt.Key.Key_M)
    seat.wait(lambda: seat.house._open == "meetings")
    meetings = seat.screen("meetings")
    assert isinstance(meetings, MeetingsScreen)
    seat.wait(
        lambda: meetings._state.form is not None and meetings._state.form.kind is FormKind.INVITE_FROM_LIST
    )
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: seat.app.meetings.read(meeting).invited == 5)
    assert "Giàng A Chư" in attended(seat.app, meeting)
