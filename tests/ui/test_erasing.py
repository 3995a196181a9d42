"""Erasing a person by keys alone: guarded, in the background, told afterwards, and confirmed by the machines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.people import PartialDate
from outreach_app.services.erasure_files import Part
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, make_workspaces, seat_at
from tests.workspaces import card_of, talk
from ui.presenters.erasing import EraseStage, find_errors
from ui.screens.erasing import ErasingScreen
from ui.screens.erasures import ErasuresScreen
from ui.screens.exchange import ExchangeScreen
from ui.screens.households import HouseholdsScreen

HEAD, GONE = "Lò Văn Páo", "Lường Thị Inh A"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("erasing"))


@pytest.fixture
def spaces(template: Workspaces, tmp_path: Path) -> Workspaces:
    return template.copy_to(tmp_path)


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, spaces: Workspaces) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, spaces.office, language="en")


def stand_on_member(seat: Seat) -> HouseholdsScreen:
    """The household list by keys: to the household, then down its members to the one."""
    screen = seat.go("households")
    assert isinstance(screen, HouseholdsScreen)
    seat.wait(lambda: screen._state.card is not None)
    while (card := screen._state.card) is None or card.household.head != HEAD:
        former = card
        seat.press(Qt.Key.Key_Down)
        seat.wait(lambda was=former: screen._state.card is not was)
    seat.press(Qt.Key.Key_Tab)
    assert screen.members.hasFocus()
    while screen._members.id_at(screen.members.current_row()) != gone_id(seat):
        seat.press(Qt.Key.Key_Down)
    return screen


def gone_id(seat: Seat) -> bytes:
    return next(member.id for member in card_of(seat.app, HEAD).members if member.name == GONE)


def open_request(seat: Seat) -> ErasingScreen:
    stand_on_member(seat)
    seat.press(Qt.Key.Key_Delete, CONTROL)
    screen = seat.screen("erase")
    assert isinstance(screen, ErasingScreen)
    seat.wait(lambda: stage(screen) is EraseStage.ASKING)
    return screen


def stage(screen: ErasingScreen) -> EraseStage:
    return screen._state.stage


def told(screen: ErasingScreen | ErasuresScreen) -> str:
    return screen.told.accessibleName()


def fill_in(seat: Seat, why: str, name: str) -> None:
    """From the first field on: a guardian, yesterday, why, the name; Enter goes on, in the last field it erases."""
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.type(why)
    seat.press(Qt.Key.Key_Return)
    seat.type(name)
    seat.press(Qt.Key.Key_Return)


def test_a_person_is_erased_by_keys_and_everything_is_told(
    office: Seat, spaces: Workspaces, tmp_path: Path
) -> None:
    laptop = open_workspace(spaces.laptop, PASSPHRASE)
    laptop.visits.log(replace(talk(card_of(laptop, HEAD), note=f"{GONE} hẹn sau")))
    laptop.syncing.write(tmp_path)
    laptop.close()
    office.app.syncing.read([tmp_path])
    office.app.upkeep.make_backup()
    # The one made before the stick was read, and the one of just now: both hold the person.
    former = [each.path.read_bytes() for each in office.app.upkeep.list_backups()]
    assert len(former) == 2
    screen = open_request(office)
    assert GONE in screen._who.text()
    assert "1 visit loses the name" in told(screen)
    assert "Máy 04" in told(screen)
    fill_in(office, "written request 20/11", GONE)
    assert stage(screen) is EraseStage.ERASING  # the key came back while it goes on elsewhere
    assert screen.bar.state() == "Erasing"
    office.press(Qt.Key.Key_Escape)
    assert office.window.room() is screen
    office.wait(lambda: stage(screen) is EraseStage.DONE)
    done = told(screen)
    assert "2 older backups removed" in done
    # One that is made afterwards within the same second has the name of a former one.
    assert not any(each.path.read_bytes() in former for each in office.app.upkeep.list_backups())
    assert "… hẹn sau" in done
    assert "Máy 04" in done
    assert "paper" in done
    assert GONE not in done + screen._who.text()
    assert screen.form.values() == {}
    (order,) = office.app.erasing.list()
    assert (order.asked_by, order.why, order.waiting) == ("guardian", "written request 20/11", ("Máy 04",))
    office.press(Qt.Key.Key_Escape)
    households = office.screen("households")
    office.wait(lambda: office.window.room() is households)
    see_who_confirmed(office, laptop_folder=spaces.laptop, stick=tmp_path)


def see_who_confirmed(office: Seat, *, laptop_folder: Path, stick: Path) -> None:
    """The order stands in Exchange; once the laptop's next file was read it is confirmed there."""
    exchange = office.go("exchange")
    assert isinstance(exchange, ExchangeScreen)
    office.wait(lambda: exchange._state.look is not None and exchange._state.look.erasures == 1)
    office.press(Qt.Key.Key_X)
    orders = office.screen("erasures")
    assert isinstance(orders, ErasuresScreen)
    office.wait(lambda: "Not confirmed yet: Máy 04" in told(orders))
    assert orders.orders.table.lines()[0].tag is not None
    assert GONE not in told(orders)
    back = stick / "back"
    back.mkdir()
    office.app.syncing.write(back)
    laptop = open_workspace(laptop_folder, PASSPHRASE)
    laptop.syncing.read([back])
    assert laptop.households.find(GONE).hits == ()
    laptop.syncing.write(stick)
    laptop.close()
    office.app.syncing.read([stick])
    office.press(Qt.Key.Key_Escape)
    office.press(Qt.Key.Key_X)
    office.wait(lambda: "Confirmed: Máy 04" in told(orders))


def test_nothing_is_erased_without_the_name_a_reason_and_a_day(office: Seat) -> None:
    screen = open_request(office)
    fill_in(office, f"đơn của {GONE}", "Lò Văn Páo")
    assert stage(screen) is EraseStage.ASKING
    assert set(screen._state.errors) == {"confirm"}
    office.press(Qt.Key.Key_A, CONTROL)
    office.type("luong thi inh a")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: set(screen._state.errors) == {"why"})
    assert stage(screen) is EraseStage.ASKING
    assert office.trouble() == ""
    office.press(Qt.Key.Key_Escape)
    households = office.screen("households")
    office.wait(lambda: office.window.room() is households)
    assert card_of(office.app, HEAD).members[1].name == GONE
    assert (screen._state.at, screen.form.values()) == (None, {})
    assert office.app.erasing.count() == 0


def test_what_is_missing_is_said_beside_every_field(office: Seat) -> None:
    today = office.app.desk.today
    values = {
        "asked_by": AskedBy.SELF,
        "asked_on": PartialDate(today.year, today.month, today.day),
        "why": "x",
    }
    assert find_errors({**values, "confirm": f"  {GONE.lower()} "}, GONE, today=today) == {}
    assert set(find_errors({}, GONE, today=today)) == {"asked_by", "asked_on", "why", "confirm"}
    ahead = {**values, "asked_on": PartialDate(today.year + 1, 1, 1), "confirm": GONE}
    assert set(find_errors(ahead, GONE, today=today)) == {"asked_on"}


def test_every_part_of_an_erasure_has_words(office: Seat) -> None:
    from ui.presenters.erasing_words import _PARTS

    assert set(_PARTS) == {part.value for part in Part}


def test_on_a_laptop_the_office_is_named(qtbot: QtBot, qapp: QApplication, spaces: Workspaces) -> None:
    for seat in seat_at(qtbot, qapp, spaces.laptop, language="en"):
        screen = stand_on_member(seat)
        seat.press(Qt.Key.Key_Delete, CONTROL)
        seat.wait(seat.trouble)
        assert "Only the office erases people." in seat.trouble()
        assert seat.window.room() is screen
