"""How many keys the everyday tasks take, at four keys a second: not at home, a sheet's row, whole visits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from tests.conftest import PASSPHRASE
from tests.end2end.sitting import Key, Sitting

KEYS_A_SECOND = 4


@pytest.fixture
def laptop(laptop_folder: Path, qtbot: QtBot) -> Iterator[Sitting]:
    """The window of a laptop on which somebody works, standing in the work list."""
    app = open_workspace(laptop_folder, PASSPHRASE)
    app.office.say_who_works("Lường Thị Ính")
    app.close()
    sitting = Sitting(laptop_folder)
    sitting.unlock(PASSPHRASE).wait_list()
    sitting.strokes = 0
    yield sitting
    sitting.close()


def test_nobody_at_home_takes_two_keys_from_the_work_list(laptop: Sitting) -> None:
    for done in (1, 2, 3):
        laptop.wait_list().press(Key.Key_Return)
        laptop.wait_focus("Kết quả từng người").press(Key.Key_0)
        laptop.wait_for("Đã lưu lượt thăm", f"đã đến {done}")
    assert laptop.strokes == 6


def test_a_row_of_a_sheet_takes_one_key(laptop: Sitting) -> None:
    laptop.press(Key.Key_P).wait_for("Danh sách này có").control(Key.Key_Return).wait_for("In ra giấy")
    laptop.wait_focus("HS").control(Key.Key_4).wait_for("Tờ chưa nhập lại").wait_focus("Mã tờ")
    laptop.tab_to("Tờ chưa nhập lại").press(Key.Key_Return).wait_focus("Các dòng của tờ")
    laptop.strokes = 0
    laptop.press(Key.Key_0, Key.Key_2, Key.Key_4).wait_for("3 trên 3 dòng")
    assert laptop.strokes == 3


def test_a_full_visit_fits_into_25_seconds(laptop: Sitting) -> None:
    laptop.press(Key.Key_Return).wait_focus("Kết quả từng người").press(Key.Key_2, Key.Key_4, Key.Key_2)
    laptop.tab_to("Chư").press(Key.Key_Space).tab_to("Băn khoăn").press(Key.Key_Down)
    laptop.tab_to("Ghi chú").telex("bán ngô xong thì đóng").control(Key.Key_Return).wait_for(
        "Đã lưu lượt thăm"
    )
    assert laptop.strokes <= 25 * KEYS_A_SECOND


def test_a_family_on_no_list_with_its_visit_fits_into_45_seconds(laptop: Sitting) -> None:
    laptop.control(Key.Key_K).telex("Điêu Chính Tưởng").wait_for("chưa có trong danh sách").press(
        Key.Key_Return
    )
    laptop.wait_focus("Kết quả từng người").press(Key.Key_2, Key.Key_3)
    laptop.tab_to("Ghi chú").telex("mới dọn về").control(Key.Key_Return).wait_for("Đã lưu lượt thăm")
    assert laptop.strokes <= 45 * KEYS_A_SECOND
