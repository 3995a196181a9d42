"""How many keys a whole sheet takes at four keys a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.services.households import NewPerson
from tests.conftest import PASSPHRASE
from tests.end2end.sitting import Key, Sitting

KEYS_A_SECOND = 4
DOORS = 20
OUTCOMES = (Key.Key_0, Key.Key_2, Key.Key_4, Key.Key_5, Key.Key_3)


@pytest.fixture
def laptop(laptop_folder: Path, qtbot: QtBot) -> Iterator[Sitting]:
    """A laptop with a sheet of twenty doors that is out."""
    app = open_workspace(laptop_folder, PASSPHRASE)
    app.office.say_who_works("Lường Thị Ính")
    village = app.households.list_villages()[0].id
    for number in range(DOORS):
        app.households.add(village, NewPerson(f"Lò Văn {number + 1}"))
    app.sheets.make(village, app.sheets.plan(village, doors=DOORS))
    app.close()
    sitting = Sitting(laptop_folder)
    sitting.unlock(PASSPHRASE).wait_list()
    sitting.strokes = 0
    yield sitting
    sitting.close()


@pytest.mark.slow
def test_twenty_doors_are_typed_back_within_three_minutes(laptop: Sitting) -> None:
    laptop.control(Key.Key_4).wait_for("Tờ chưa nhập lại").wait_focus("Mã tờ")
    laptop.tab_to("Tờ chưa nhập lại").press(Key.Key_Return).wait_focus("Các dòng của tờ")
    before = laptop.strokes
    for door in range(DOORS):
        laptop.press(OUTCOMES[door % len(OUTCOMES)])
    laptop.wait_for(f"{DOORS} trên {DOORS} dòng")
    assert laptop.strokes - before == DOORS, "one key a row"
    laptop.control(Key.Key_Return).wait(lambda: not laptop.sees("Tờ chưa nhập lại, 1"), "the sheet is done")
    assert laptop.strokes <= 3 * 60 * KEYS_A_SECOND // 4
