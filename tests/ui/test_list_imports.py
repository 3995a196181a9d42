"""Lists by keyboard: a register is looked at, its columns corrected, brought in whole, and told when it comes again."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import create_office
from outreach_app.sync.locks import FLOOR
from tests.ui.offices import (
    CONTROL,
    PASSPHRASE,
    PEOPLE,
    Seat,
    Workspaces,
    make_workspaces,
    seat_at,
    write_register,
)
from ui.presenters.lists import Stage
from ui.presenters.lists_words import REFUSED, SAMPLE
from ui.screens.lists import ListsScreen


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("lists"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def open_lists(seat: Seat) -> ListsScreen:
    screen = seat.go("lists")
    assert isinstance(screen, ListsScreen)
    seat.wait(lambda: screen._state.history)
    return screen


def look_by_keys(seat: Seat, screen: ListsScreen, path: Path) -> None:
    assert QApplication.focusWidget() is screen.file.field
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type(str(path))
    seat.press(Qt.Key.Key_Return)


def figures(screen: ListsScreen) -> list[str]:
    return [figure.number for figure in screen.figures.figures()]


def write_odd_register(path: Path) -> Path:
    """A list whose name column is headed by a word nobody knows, with one row that cannot be read."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Họ và tên", "Ngày sinh", "Thôn", "Cột lạ"])
    sheet.append(["Lò Văn Tiến", "1984", "bản Hua Sẳng", "0987654321"])
    sheet.append(["Lò Minh Khôi", "30/02/2014", "bản Hua Sẳng", ""])
    book.save(path)
    return path


def test_a_register_is_looked_at_then_brought_in_with_one_key(office: Seat, tmp_path: Path) -> None:
    file = write_register(tmp_path / "hua-sang.xlsx", village="bản Hua Sẳng", people=PEOPLE[:2])
    screen = open_lists(office)
    look_by_keys(office, screen, file)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert figures(screen)[:4] == ["2", "4", "0", "0"]
    assert office.app.standing().to_send == 0
    assert len(office.app.households.read_coverage()) == 1
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    assert "Đã nhập 2 hộ" in screen.strip.accessibleName()
    assert sorted(each.known for each in office.app.households.read_coverage()) == [2, 6]
    office.wait(lambda: len(screen._state.history) == 2)
    assert screen.history.table.lines()[0].title == "hua-sang.xlsx"


def test_the_same_file_again_is_told_and_brings_nothing(office: Seat, tmp_path: Path) -> None:
    file = write_register(tmp_path / "again.xlsx", village="bản Hua Sẳng", people=PEOPLE[:2])
    office.app.lists.import_register(file)
    screen = open_lists(office)
    look_by_keys(office, screen, file)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert "Tệp này đã được nhập" in screen.strip.accessibleName()
    assert figures(screen)[3] == "4"
    office.press(Qt.Key.Key_Return, CONTROL)
    assert screen._state.stage is Stage.PREVIEW
    assert screen.bar.state() == "Mọi thứ trong tệp đều đã có."


def test_a_column_is_corrected_by_keyboard_and_the_preview_follows(office: Seat, tmp_path: Path) -> None:
    screen = open_lists(office)
    look_by_keys(office, screen, write_odd_register(tmp_path / "odd.xlsx"))
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert [each.field for each in screen._state.report.listed][3] == ""  # type: ignore[union-attr]
    office.press(Qt.Key.Key_C)
    office.wait(lambda: QApplication.focusWidget() is screen.columns.boxes["A"])
    for _ in range(3):
        office.press(Qt.Key.Key_Tab)
    box = screen.columns.boxes["D"]
    assert QApplication.focusWidget() is box
    wanted = box.findData("phone")
    for _ in range(wanted):
        office.press(Qt.Key.Key_Down)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert dict(screen._state.corrected) == {"D": "phone"}
    assert QApplication.focusWidget() is box
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    hit = office.app.households.find("Lò Văn Tiến").hits[0]
    assert office.app.households.read_card(hit.household).members[0].phone == "0987654321"


def test_refused_rows_stand_with_number_and_reason_and_the_sample_shows_how_it_is_read(
    office: Seat, tmp_path: Path
) -> None:
    screen = open_lists(office)
    look_by_keys(office, screen, write_odd_register(tmp_path / "odd.xlsx"))
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert figures(screen)[4] == "1"
    assert screen.kinds.values() == (REFUSED,)
    assert screen.rows.table.lines()[0].title == "Dòng 3"
    chip = screen.kinds.chip(SAMPLE)
    office.wait(chip.isVisible)
    chip.setFocus()
    office.press(Qt.Key.Key_Space)
    assert screen.rows.table.lines()[0].title == "Lò Văn Tiến"


def test_a_file_that_is_no_list_is_a_sentence_and_changes_nothing(office: Seat, tmp_path: Path) -> None:
    bad = tmp_path / "thu.xlsx"
    bad.write_bytes(b"not a spreadsheet")
    screen = open_lists(office)
    look_by_keys(office, screen, bad)
    office.wait(office.trouble)
    assert screen._state.stage is Stage.START
    assert len(office.app.lists.list_imports()) == 1


def test_escape_goes_back_to_choosing_a_file(office: Seat, tmp_path: Path) -> None:
    screen = open_lists(office)
    look_by_keys(office, screen, write_register(tmp_path / "x.xlsx"))
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    office.press(Qt.Key.Key_Escape)
    assert screen._state.stage is Stage.START
    assert QApplication.focusWidget() is screen.file.field


def test_lists_are_the_offices_alone(
    qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path
) -> None:
    for seat in seat_at(qtbot, qapp, template.copy_to(tmp_path / "copy").laptop):
        assert not seat.house.has("lists")
        assert seat.house.has("exchange")


@pytest.fixture
def province(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    folder = tmp_path / "province"
    made = create_office(folder, passphrase=PASSPHRASE, name="BHXH tỉnh", unit_code="12", cost=FLOOR)
    made.app.office.say_who_works("Hoàng Thị Thơm")
    made.app.close()
    yield from seat_at(qtbot, qapp, folder)


def test_a_provincial_office_says_which_commune_a_list_is_of(province: Seat, tmp_path: Path) -> None:
    screen = province.go("lists")
    assert isinstance(screen, ListsScreen)
    look_by_keys(province, screen, write_register(tmp_path / "y.xlsx"))
    province.wait(lambda: screen._state.stage is Stage.PREVIEW)
    assert screen._state.must_choose_commune
    assert QApplication.focusWidget() is screen.commune
    province.press(Qt.Key.Key_Down)
    province.wait(lambda: screen._state.commune and screen._state.stage is Stage.PREVIEW)
    assert screen._state.report is not None
    assert screen._state.report.villages_new == ("bản Nà Ly",)
    province.press(Qt.Key.Key_Return, CONTROL)
    province.wait(lambda: screen._state.stage is Stage.RESULT)
    assert province.app.households.read_coverage()[0].known == len(PEOPLE)
