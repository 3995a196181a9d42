"""Teams, assignments, doors handed out and PINs by keyboard, in real windows over real workspaces."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.teams import Part, Regard
from outreach_app.services.assigning import Target, Worker
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from ui.models.teams import AssignWork, PinWork, TeamWork
from ui.presenters.settings import Section
from ui.screens.households import HouseholdsScreen
from ui.screens.settings import SettingsScreen
from ui.widgets.chips import ChipRow
from ui.widgets.form import Form


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("teams"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def open_section(seat: Seat, section: Section, key: Qt.Key) -> SettingsScreen:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.standing is not None and screen._state.parties.today is not None)
    seat.press(key)
    seat.wait(lambda: screen._state.section is section)
    return screen


def choose(seat: Seat, chips: ChipRow, work: object) -> None:
    chips.chip(work).setFocus()  # type: ignore[arg-type]
    seat.press(Qt.Key.Key_Space)


def fill(seat: Seat, form: Form, **told: str) -> None:
    """Type into fields, one after the other, and give it."""
    seat.wait(lambda: form.controls() and form.controls()[0].isVisible())
    for key, text in told.items():
        form.control(key).setFocus()
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.type(text)
    seat.press(Qt.Key.Key_Return, CONTROL)


def test_the_office_makes_a_team_fills_it_and_sees_what_it_lacks(office: Seat) -> None:
    screen = open_section(office, Section.TEAMS, Qt.Key.Key_9)
    page = screen.teams
    assert page.work() is TeamWork.TEAM
    fill(office, page.form, name="Tổ Nà Ly")
    office.wait(lambda: [team.name for team in screen._state.parties.teams] == ["Tổ Nà Ly"])
    assert "UBND xã" in page.table.lines()[0].detail
    page.table.stand_on(0)
    choose(office, page.kinds, TeamWork.MEMBER)
    fill(office, page.form, name="Vàng A Lử", phone="0912 000 111")
    office.wait(lambda: len(page.table.lines()) == 2)
    (member,) = office.app.teams.find("Tổ Nà Ly").members
    assert (member.name, member.part, member.phone) == ("Vàng A Lử", Part.INSURANCE, "0912 000 111")
    page.table.stand_on(1)
    choose(office, page.kinds, TeamWork.CHANGE)
    office.wait(lambda: page.form.values().get("agency") == "")
    fill(office, page.form, agency="Bưu điện Tam Đường")
    office.wait(lambda: office.app.teams.find("Tổ Nà Ly").members[0].agency == "Bưu điện Tam Đường")
    choose(office, page.kinds, TeamWork.TRUSTED)
    fill(office, page.form, name="Lò Văn Phớ", note="già làng")
    office.wait(lambda: len(page.table.lines()) == 3)
    assert office.app.trusted.list_trusted()[0].regard is Regard.ELDER
    page.table.stand_on(2)
    choose(office, page.kinds, TeamWork.END)
    page.take_focus()
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: office.house.frame.state.can_undo)
    assert not office.app.trusted.list_trusted()
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: len(office.app.trusted.list_trusted()) == 1)


def test_the_office_assigns_settles_an_overlap_and_ends(office: Seat) -> None:
    app = office.app
    lu, mo = (app.office.add_canvasser(name).value.id for name in ("Vàng A Lử", "Sùng Thị Mỷ"))
    village = app.office.find_village("Nà Ly").id
    app.assigning.assign([Target(village)], Worker(lu), first=app.desk.today, last=None)
    with app.desk.write() as writer:
        writer.create(
            "assignment", {"village": village, "canvasser": mo, "starts_on": app.desk.today.isoformat()}
        )
    screen = open_section(office, Section.ASSIGNMENTS, Qt.Key.Key_0)
    page = screen.assignments
    office.wait(lambda: len(page.table.lines()) == 3)
    page.table.stand_on(0)
    assert page.work() is AssignWork.SETTLE
    office.wait(lambda: page.form.controls())
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: not app.assigning.list_overlaps())
    office.wait(lambda: len(page.table.lines()) == 1)
    choose(office, page.kinds, AssignWork.END)
    page.table.stand_on(0)
    office.wait(lambda: page.form.controls())
    page.take_focus()
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: app.assigning.list_assignments()[0].last == app.desk.today)
    office.wait(lambda: page.table.lines()[0].detail.endswith(office.words.date(app.desk.today)))
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: app.assigning.list_assignments()[0].last is None)


def test_all_doors_of_the_list_are_handed_out_and_those_of_others_are_named(office: Seat) -> None:
    app = office.app
    lu = app.office.add_canvasser("Vàng A Lử").value.id
    screen = office.go("households")
    assert isinstance(screen, HouseholdsScreen)
    office.wait(lambda: screen._state.card is not None)
    first = screen._state.card.household  # type: ignore[union-attr]
    app.handing_out.hand_out([first.id], lu, day=app.desk.today)
    office.press(Qt.Key.Key_F5)
    office.wait(lambda: screen._state.doors is not None)
    screen.doors.form.control("which").setFocus()
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.doors is not None and screen._state.doors.left_out)
    assert screen.doors.left_out.isVisible()
    held = {row.code: row.who for row in app.assigning.list_assignments()}
    assert (len(held), held.pop(first.code), set(held.values())) == (6, "Vàng A Lử", {"Hoàng Thị Thơm"})
    screen.doors.form.control("take").setFocus()
    office.press(Qt.Key.Key_Space)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.doors is None)
    assert {row.who for row in app.assigning.list_assignments()} == {"Hoàng Thị Thơm"}
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: any(row.who == "Vàng A Lử" for row in app.assigning.list_assignments()))


def test_doors_go_into_a_neighbour_group_and_back(laptop: Seat) -> None:
    app = laptop.app
    screen = laptop.go("households")
    assert isinstance(screen, HouseholdsScreen)
    laptop.wait(lambda: screen._state.card is not None)
    village = app.office.find_village("Nà Ly").id
    laptop.press(Qt.Key.Key_F7)
    laptop.wait(lambda: screen._state.doors is not None)
    fill(laptop, screen.doors.form, group="Tổ 1")
    laptop.wait(lambda: ("Tổ 1", 1) in app.neighbour_groups.list_groups(village))
    laptop.wait(lambda: screen._state.doors is None)
    laptop.press(Qt.Key.Key_Z, CONTROL)
    laptop.wait(lambda: app.neighbour_groups.list_groups(village) == [("", 6)])


def test_a_pin_is_set_and_asked_for_when_somebody_else_works(laptop: Seat) -> None:
    app = laptop.app
    app.office.add_canvasser("Vàng A Lử")
    screen = open_section(laptop, Section.PEOPLE, Qt.Key.Key_1)
    laptop.wait(lambda: screen._state.pins.works)
    choose(laptop, screen.people.kinds, PinWork.SET)
    fill(laptop, screen.people.form, new="2580", again="2580")
    laptop.wait(lambda: len(app.pins.list_with_pin()) == 1)
    popup, frame = laptop.house._people, laptop.house.frame
    laptop.press(Qt.Key.Key_F12)
    laptop.wait(lambda: frame.state.choosing_person)
    names = [person.name for person in frame.state.people]
    popup._list.stand_on(names.index("Vàng A Lử"))
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: frame.state.standing.canvasser.name == "Vàng A Lử")  # type: ignore[union-attr]
    laptop.press(Qt.Key.Key_F12)
    laptop.wait(lambda: frame.state.choosing_person)
    popup._list.stand_on(names.index("Lường Thị Inh"))
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: frame.state.asking_pin is not None)
    laptop.type("1111")
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(laptop.trouble)
    assert "PIN không đúng" in laptop.trouble()
    popup._pin.clear()
    laptop.type("2580")
    laptop.press(Qt.Key.Key_Return)
    laptop.wait(lambda: frame.state.standing.canvasser.name == "Lường Thị Inh")  # type: ignore[union-attr]
    assert popup.isHidden()
