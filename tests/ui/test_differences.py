"""Differences settled by key on the Exchange place: one by one, another value, later, many at once, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App, open_workspace
from outreach_app.domain.rows import HouseholdCard
from tests.ui.offices import CONTROL, PASSPHRASE, Seat, Workspaces, make_workspaces, seat_at
from tests.workspaces import cards
from ui.models.review import Mode
from ui.presenters.review_items import find_marks
from ui.screens.exchange import ExchangeScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    """An office that has read a laptop's file: both have written other phones for the heads of three households."""
    folder = tmp_path_factory.mktemp("differences")
    spaces = make_workspaces(folder)
    make_differences(spaces, folder, count=3)
    return spaces


def make_differences(spaces: Workspaces, folder: Path, *, count: int) -> None:
    stick = folder / "stick"
    stick.mkdir()
    laptop = open_workspace(spaces.laptop, PASSPHRASE)
    office = open_workspace(spaces.office, PASSPHRASE)
    for place in range(count):
        office.households.edit_person(head_of(office, place), {"phone": f"091234567{place}"})
        laptop.households.edit_person(head_of(laptop, place), {"phone": f"038734521{place}"})
    laptop.households.edit_household(home_of(laptop, 0).household.id, {"address": "đầu bản"})
    office.households.edit_household(home_of(office, 0).household.id, {"address": "cuối bản"})
    laptop.syncing.write(stick)
    office.syncing.read([stick])
    for app in (laptop, office):
        app.close()


def home_of(app: App, place: int) -> HouseholdCard:
    return sorted(cards(app), key=lambda card: card.household.code)[place]


def head_of(app: App, place: int) -> bytes:
    return home_of(app, place).members[0].id


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def open_place(seat: Seat) -> ExchangeScreen:
    screen = seat.go("exchange")
    assert isinstance(screen, ExchangeScreen)
    seat.wait(lambda: screen.differences.isVisible() and not screen._held.waiting)
    return screen


def item(screen: ExchangeScreen) -> str:
    shown = screen.differences._state.item
    return shown.id if shown else ""


def values(screen: ExchangeScreen) -> list[str]:
    return [card.card().value for card in screen.differences.cards]


def settled(seat: Seat, screen: ExchangeScreen, count: int) -> None:
    seat.wait(lambda: screen.differences._state.total == count and seat.app.conflicts.count() == count)


def take_back(seat: Seat) -> None:
    seat.wait(lambda: seat.house.frame._state.can_undo)
    seat.press(Qt.Key.Key_Z, CONTROL)


def test_a_difference_shows_base_rivals_who_and_when(seat: Seat) -> None:
    screen = open_place(seat)
    panel = screen.differences
    assert "Khác biệt 1 trên 4" in panel.tag.accessibleName()
    seat.press(Qt.Key.Key_4)
    assert panel.title.text().startswith("Điện thoại của ")
    assert set(values(screen)) == {"0912 345 670", "0387 345 210"}
    names = " ".join(card.accessibleName() for card in panel.cards)
    for told in ("Máy này", "Máy 04", "Hoàng Thị Thơm", "Lường Thị Inh"):
        assert told in names


def test_digits_that_differ_are_underlined() -> None:
    assert find_marks("0912 345 678", "0387 345 211") == ((1, 4), (9, 12))
    assert find_marks("đầu bản", "đầu bản") == ()
    assert find_marks("Lò Văn Páo", "Lò Páo") == ((3, 6),)


def test_one_key_settles_and_the_next_stands_there_at_once(seat: Seat) -> None:
    screen = open_place(seat)
    first = item(screen)
    wanted = screen.differences.cards[1].card().value
    seat.press(Qt.Key.Key_2)
    assert item(screen) not in ("", first)
    settled(seat, screen, 3)
    home = home_of(seat.app, 0).household
    assert home.address == wanted
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        seat.press(key)
    settled(seat, screen, 0)
    assert not screen.differences.isVisible()


def test_a_decision_is_taken_back_by_ctrl_z(seat: Seat) -> None:
    screen = open_place(seat)
    before = seat.app.conflicts.list_all()
    seat.press(Qt.Key.Key_1)
    settled(seat, screen, 3)
    take_back(seat)
    settled(seat, screen, 4)
    after = seat.app.conflicts.list_all()
    assert [[(v.value, v.author) for v in each.values] for each in after] == [
        [(v.value, v.author) for v in each.values] for each in before
    ]


def test_another_value_is_typed_and_a_wrong_one_is_told_beside_it(seat: Seat) -> None:
    screen = open_place(seat)
    panel = screen.differences
    seat.press(Qt.Key.Key_4)
    seat.press(Qt.Key.Key_3)
    assert QApplication.focusWidget() is panel.field
    seat.type("12")
    seat.press(Qt.Key.Key_Return)
    assert panel._error.text() != ""
    assert seat.app.conflicts.count() == 4
    seat.press(Qt.Key.Key_Escape)
    assert panel._state.mode is Mode.ONE
    seat.press(Qt.Key.Key_3)
    seat.type("0977 123 456")
    seat.press(Qt.Key.Key_Return)
    settled(seat, screen, 3)
    assert home_of(seat.app, 0).members[0].phone == "0977123456"


def test_four_and_escape_leave_it_for_later_and_it_comes_up_again(seat: Seat) -> None:
    screen = open_place(seat)
    seen = [item(screen)]
    for key in (Qt.Key.Key_4, Qt.Key.Key_Escape, Qt.Key.Key_4):
        seat.press(key)
        seen.append(item(screen))
    assert len(set(seen)) == 4
    seat.press(Qt.Key.Key_4)
    assert item(screen) == seen[0]
    assert seat.app.conflicts.count() == 4


def test_many_are_settled_at_once_by_rule_with_a_preview_and_taken_back_once(seat: Seat) -> None:
    screen = open_place(seat)
    panel = screen.differences
    seat.press(Qt.Key.Key_A)
    assert panel._state.mode is Mode.MANY
    assert [rule.count for rule in panel._state.rules] == [4, 4, 4]
    seat.press(Qt.Key.Key_4)
    assert panel._state.chosen == ""
    seat.press(Qt.Key.Key_3)
    assert panel._state.to_settle == 4
    assert seat.app.conflicts.count() == 4
    seat.press(Qt.Key.Key_Return)
    settled(seat, screen, 0)
    assert {home_of(seat.app, n).members[0].phone for n in range(3)} == {f"038734521{n}" for n in range(3)}
    take_back(seat)
    settled(seat, screen, 4)


def test_a_rule_may_mean_one_field_only(seat: Seat) -> None:
    screen = open_place(seat)
    seat.press(Qt.Key.Key_A)
    seat.press(Qt.Key.Key_F)
    assert screen.differences._state.rules[0].count == 1
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Return)
    settled(seat, screen, 3)
    assert {each.key[2] for each in seat.app.conflicts.list_all()} == {"phone"}


def test_the_household_is_one_key_away(seat: Seat) -> None:
    open_place(seat)
    seat.press(Qt.Key.Key_H)
    seat.wait(lambda: seat.house.frame._state.place == "households")


def test_writing_and_reading_go_on_while_differences_wait(seat: Seat, tmp_path: Path) -> None:
    screen = open_place(seat)
    seat.press(Qt.Key.Key_G)
    seat.wait(lambda: not screen.differences.isVisible())
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen.differences.isVisible())


def test_differences_are_put_away_and_shown_again_by_f6(seat: Seat) -> None:
    screen = open_place(seat)
    seat.press(Qt.Key.Key_F6)
    assert not screen.differences.isVisible()
    assert screen.lists.isVisible()
    assert seat.app.conflicts.count() == 4
    seat.press(Qt.Key.Key_F6)
    assert screen.differences.isVisible()
