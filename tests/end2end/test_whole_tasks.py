"""How many keys a whole sheet and the sign-up of a whole family take at four keys a second."""

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
FAMILY = ("Điêu Chính Tưởng", "Lò Thị Muôn", "Điêu Chính Vọng", "Điêu Thị Hương")
SCHEMES = ("BHYT hộ gia đình", "BHXH tự nguyện")
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


@pytest.fixture
def family(laptop_folder: Path, qtbot: QtBot) -> Iterator[Sitting]:
    """A laptop whose register holds a family of four grown-ups."""
    app = open_workspace(laptop_folder, PASSPHRASE)
    app.office.say_who_works("Lường Thị Ính")
    home = app.households.add(app.households.list_villages()[0].id, NewPerson(FAMILY[0])).value
    for name in FAMILY[1:]:
        app.households.add_person(home, NewPerson(name))
    app.close()
    sitting = Sitting(laptop_folder)
    sitting.unlock(PASSPHRASE).wait_list()
    sitting.strokes = 0
    yield sitting
    sitting.close()


def test_a_family_of_four_is_signed_up_within_four_minutes(family: Sitting) -> None:
    head = FAMILY[0]
    family.control(Key.Key_K).type("dieu chinh tuong").wait_for("Kết quả tìm", head).press(Key.Key_Return)
    family.wait_for(f"Ghi lượt thăm · Hộ {head}", "5. Ghi chú").wait_focus("Kết quả từng người")
    family.press(*[Key.Key_1] * len(SCHEMES) * len(FAMILY)).control(Key.Key_Return)
    wishes = [(name, scheme) for name in FAMILY for scheme in SCHEMES]
    for number, (name, scheme) in enumerate(wishes):
        family.wait_for("4. Tiền thu tại nhà", f"{name} · {scheme}").tab_to("Tiền đã thu").retype("297000")
        family.press(Key.Key_Tab).type(f"BL-{number:04d}").control(Key.Key_Return)
    family.wait_for(f"Đã lưu đăng ký: {FAMILY[-1]}").wait_list()
    assert family.strokes <= 4 * 60 * KEYS_A_SECOND
