"""The order of the rail, and the keys of its places: each machine has the same ones."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import Seat
from tests.ui.sample import Clock, make_workspace
from ui.theme import Theme, apply_theme
from ui.wiring.bench import EVERYBODY
from ui.wiring.places import PLACES

_ON_THE_KEYBOARD = "1234567890-=,"
_KEYS = {
    "1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3, "4": Qt.Key.Key_4, "5": Qt.Key.Key_5, "6": Qt.Key.Key_6,
    "7": Qt.Key.Key_7, "8": Qt.Key.Key_8, "9": Qt.Key.Key_9, "0": Qt.Key.Key_0, "-": Qt.Key.Key_Minus,
    "=": Qt.Key.Key_Equal, ",": Qt.Key.Key_Comma, "M": Qt.Key.Key_M,
}  # fmt: skip


def test_the_keys_of_the_rail_run_as_they_stand_on_the_keyboard() -> None:
    signs = [place.sign for place in PLACES if place.in_rail]
    row = [sign for sign in signs if sign in _ON_THE_KEYBOARD]
    assert sorted(row, key=_ON_THE_KEYBOARD.index) == row
    assert len(set(signs)) == len(signs)
    # There are more places than keys in that row; the others go by the letter of their English name.
    assert all(sign == place.title[0] for place in PLACES if (sign := place.sign) and sign not in row)
    assert all(place.sign == "" for place in PLACES if not place.in_rail)


def test_everybody_has_the_work_of_the_door_on_the_digits() -> None:
    everybodys = [place.key for place in PLACES if place.in_rail and place.roles == EVERYBODY]
    first = ["today", "households", "visit", "typeback", "advise", "sign_ups", "renewals"]
    assert everybodys[: len(first)] == first


def test_every_place_opens_by_its_key(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    apply_theme(qapp, Theme.LIGHT)
    seat = Seat(qtbot, make_workspace(tmp_path / "workspace", clock=Clock()))
    seat.go("today")
    for place in PLACES:
        if place.in_rail:
            seat.press(_KEYS[place.sign], Qt.KeyboardModifier.ControlModifier)
            seat.wait(lambda place=place: seat.house.frame.state.place == place.key)  # type: ignore[misc]
    seat.close()
