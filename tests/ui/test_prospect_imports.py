"""Lists of people to be asked, by keyboard: the list chosen, rows with their reasons, taken in, a row settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.prospect_rows import ProspectFilter
from tests.exchange.listed_books import write_listed
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.lists import ListKind, Stage
from ui.screens.lists import ListsScreen

ROWS = [
    ("1", "Quán phở", "Lường Thị Inh A", "", "01/03/1988", "Thuế khoán", ""),
    ("2", "Tạp hóa", "Lường Thị Inh B", "", "02/03/1988", "Kê khai", ""),
    ("3", "Chợ", "Lường Thị Inh C", "", "", "Khoán", "bản Nà Ly"),
    ("4", "Xe tải", "Không Có Ai", "", "1980", "Khoán", ""),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("listed"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def look_into(office: Seat, path: Path, layout: LayoutKey) -> ListsScreen:
    """Have a list of people to be asked read, all by key."""
    screen = office.go("lists")
    assert isinstance(screen, ListsScreen)
    office.wait(lambda: screen._state.history)
    office.press(Qt.Key.Key_F6)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        office.press(key)
    office.wait(lambda: screen._state.kind is ListKind.PROSPECTS)
    office.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.start.layouts
    for _ in range(list(LayoutKey).index(layout)):
        office.press(Qt.Key.Key_Down)
    office.wait(lambda: screen._state.layout is layout)
    screen.file.take_focus()
    office.press(Qt.Key.Key_A, CONTROL)
    office.type(str(path))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    return screen


def test_a_tax_list_is_chosen_looked_at_taken_in_and_settled_by_key(office: Seat, tmp_path: Path) -> None:
    path = write_listed(tmp_path / "hkd.csv", LayoutKey.BUSINESS_HOUSEHOLDS, ROWS)
    screen = look_into(office, path, LayoutKey.BUSINESS_HOUSEHOLDS)
    assert [figure.number for figure in screen.figures.figures()] == ["1", "1", "0", "1", "1"]
    assert office.app.prospects.list_lines(ProspectFilter()) == []

    office.press(Qt.Key.Key_C)
    assert screen.listed_columns.boxes["D"].value() == "tax_number"
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    assert "1 người cần vận động" in screen.strip.accessibleName()
    assert [each.name for each in office.app.prospects.list_lines(ProspectFilter())] == ["Lường Thị Inh A"]

    office.wait(lambda: screen._state.waiting == 1)
    office.press(Qt.Key.Key_D)
    office.wait(lambda: screen._state.stage is Stage.SETTLING)
    assert QApplication.focusWidget() is screen.rows.table
    (line,) = screen.rows.table.lines()
    assert "Lường Thị Inh C" in line.title
    office.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is screen.people.table
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: not screen._state.doubts)
    assert len(office.app.prospects.list_lines(ProspectFilter())) == 2
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: office.app.listed_doubts.count() == 1)

    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: screen._state.stage is Stage.START)
    office.wait(lambda: screen._state.waiting == 1)


def test_whoever_is_not_here_is_entered_by_e_and_what_lacks_a_word_is_kept_by_s(
    office: Seat, tmp_path: Path
) -> None:
    rows = [
        ("1", "Quán phở", "Mùa A Tủa", "", "1986", "Khoán", "bản Nà Ly"),
        ("2", "Tạp hóa", "Mùa A Sính", "", "1987", "Khoán", "Phố huyện"),
    ]
    path = write_listed(tmp_path / "hkd.csv", LayoutKey.BUSINESS_HOUSEHOLDS, rows)
    screen = look_into(office, path, LayoutKey.BUSINESS_HOUSEHOLDS)
    assert screen.bar.enter.isVisible()
    assert not screen.bar.step.isEnabled()
    assert not screen.bar.rest.isVisible()
    before = len(office.app.households.list_numbers())

    office.press(Qt.Key.Key_E)
    office.wait(lambda: screen._state.listed is not None and screen._state.listed.enters)
    assert [figure.number for figure in screen.figures.figures()] == ["1", "0", "0", "0", "1"]
    assert "Nhập 1 người · lập 1 hộ mới" in screen.strip.accessibleName()
    assert len(office.app.households.list_numbers()) == before
    office.press(Qt.Key.Key_S)
    office.wait(lambda: (tmp_path / "hkd-con-thieu.xlsx").exists())
    office.press(Qt.Key.Key_E)
    office.wait(lambda: screen._state.listed is not None and not screen._state.listed.enters)
    assert not screen.bar.step.isEnabled()
    office.press(Qt.Key.Key_E)
    office.wait(lambda: screen.bar.step.isEnabled())

    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)
    assert "Đã nhập 1 người." in screen.strip.accessibleName()
    assert [each.name for each in office.app.prospects.list_lines(ProspectFilter())] == ["Mùa A Tủa"]
    assert len(office.app.households.list_numbers()) == before + 1
    office.press(Qt.Key.Key_Z, CONTROL)
    office.wait(lambda: len(office.app.households.list_numbers()) == before)
    assert office.app.prospects.list_lines(ProspectFilter()) == []
