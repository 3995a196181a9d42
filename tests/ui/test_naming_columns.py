"""Lists whose columns the program does not find, by keyboard: each field given its column, remembered for the next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.domain.dossier_lists import DossierReport
from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.lists import ListKind, Stage
from ui.screens.lists import ListsScreen

ODD = "STT,Ai,Ra đời,Đâu\n1,Lò Thị Thắm,1970,bản Nà Ly\n2,Giàng Thị Mỷ,05/04/1988,bản Nà Ly\n"
LATER = "Danh sách quý sau\nSTT,Ai,Ra đời,Đâu\n1,Vừ A Dế,1990,bản Nà Ly\n"
BARE = "Lò Văn Páo;1961;Đã duyệt\nGiàng A Chư;1962;Trả lại\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("columns"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


def open_file(seat: Seat, screen: ListsScreen, path: Path) -> None:
    screen.file.take_focus()
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.type(str(path))
    seat.press(Qt.Key.Key_Return)


def choose(seat: Seat, screen: ListsScreen, field: str, letter: str) -> None:
    """Walk to the box of a field by Tab, then down to the column."""
    box = screen.naming.fields.boxes[field]
    # The page takes the focus when the event loop turns.
    seat.wait(lambda: QApplication.focusWidget() in screen.naming.findChildren(QWidget))
    walked = []
    for _ in range(len(screen.naming.fields.boxes) + 2):
        if QApplication.focusWidget() is box:
            break
        walked.append(QApplication.focusWidget())
        seat.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is box, [each.accessibleName() for each in walked if each]
    for _ in range(box.count()):
        if box.value() == letter:
            return
        seat.press(Qt.Key.Key_Down)
    assert box.value() == letter


def test_columns_are_named_by_key_and_known_for_the_next_register(office: Seat, tmp_path: Path) -> None:
    odd, later = tmp_path / "so ho.csv", tmp_path / "quy sau.csv"
    odd.write_text(ODD, encoding="utf-8-sig")
    later.write_text(LATER, encoding="utf-8-sig")
    screen = office.go("lists")
    assert isinstance(screen, ListsScreen)
    office.wait(lambda: screen._state.history)
    open_file(office, screen, odd)
    office.wait(lambda: screen._state.stage is Stage.NAMING)
    boxes = screen.naming.fields.boxes
    assert (boxes["name"].value(), boxes["born"].value()) == ("B", "C")
    office.wait(lambda: QApplication.focusWidget() is boxes["name"])
    assert screen.naming.table.model().rowCount() == 3
    choose(office, screen, "village", "D")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    report = screen._state.report
    assert report is not None
    assert (report.people, report.new, report.refused, report.villages_new) == (2, 2, (), ())
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.RESULT)

    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: screen._state.stage is Stage.START)
    open_file(office, screen, later)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    report = screen._state.report
    assert report is not None
    assert (report.people, report.columns["name"], report.columns["village"]) == (1, "Ai", "Đâu")
    assert report.remembered is not None
    assert "đã chọn" in screen.strip.accessibleName()
    office.press(Qt.Key.Key_R)
    office.wait(lambda: screen._state.stage is Stage.NAMING)
    assert boxes["village"].value() == ""


def test_papers_without_headings_are_read_once_their_columns_are_named(office: Seat, tmp_path: Path) -> None:
    path = tmp_path / "ket qua.csv"
    path.write_text(BARE, encoding="utf-8-sig")
    screen = office.go("lists")
    assert isinstance(screen, ListsScreen)
    office.wait(lambda: screen._state.history)
    office.press(Qt.Key.Key_F6)
    while ListKind.DOSSIERS not in screen.kind.values():
        office.press(Qt.Key.Key_Right)
        office.press(Qt.Key.Key_Space)
    open_file(office, screen, path)
    office.wait(lambda: screen._state.stage is Stage.NAMING)
    assert screen.naming.heading_row.value() == 0
    choose(office, screen, "state", "C")
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: screen._state.stage is Stage.PREVIEW)
    report = screen._state.stopped
    assert isinstance(report, DossierReport)
    assert [(row.row, row.reason_key) for row in report.refused] == [(2, "no_reason")]
    assert [line.listed.name for line in report.lines] == ["Lò Văn Páo"]
    office.press(Qt.Key.Key_C)
    office.wait(lambda: screen._state.stage is Stage.NAMING)
    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: screen._state.stage is Stage.START)
