"""The place Campaign by keyboard: results of the villages, other days, the other insurance, the printed report."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period, month_of, year_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from tests.ui.offices import COMMUNE, CONTROL, Seat, log_visits, make_workspaces, seat_at
from ui.screens.campaign import CampaignScreen
from ui.screens.printing import PrintScreen
from ui.screens.villages import VillagesScreen


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def sign(app: App, count: int, day: date, scheme: Scheme = Scheme.VOLUNTARY) -> None:
    rows = app.households.read_rows(app.households.list_numbers())[:count]
    with app.desk.write() as writer:
        for row in rows:
            person = app.households.read_card(row.id).members[0].id
            told = {"person": person, "household": row.id, "scheme": scheme.value, "kind": "new", "months": 12,
                    "first_month": day.isoformat()[:7], "signed_on": day.isoformat()}  # fmt: skip
            writer.create("enrolment", told)


def prepare(app: App) -> None:
    today = app.desk.today
    sign(app, 3, today)
    sign(app, 2, today, Scheme.HOUSEHOLD_HEALTH)
    unit = Subject(SubjectKind.UNIT, COMMUNE, "2025")
    app.campaigns.set_target(
        Target(b"", unit, Scheme.VOLUNTARY, Aim.JOINED, year_of(today), 12, set_by="tỉnh")
    )
    app.campaigns.add_campaign("Đợt mẫu", Period(date(today.year, 1, 1), date(today.year, 1, 31)))


def lines(screen: CampaignScreen) -> list[str]:
    model = screen._model
    return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def test_the_results_are_read_changed_and_printed_without_a_mouse(seat: Seat, tmp_path: Path) -> None:
    prepare(seat.app)
    seat.go("today")
    seat.wait(lambda: QApplication.focusWidget() is not None)
    seat.press(Qt.Key.Key_8, CONTROL)
    seat.wait(lambda: seat.house._open == "campaign")
    screen = seat.screen("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.charts is not None and screen.list.hasFocus())
    assert "tăng mới 3" in lines(screen)[0]
    assert "bản Nà Ly" in lines(screen)[1]
    assert "Chưa có chỉ tiêu" in screen.charts.summary.text()
    seat.press(Qt.Key.Key_F6)
    for _ in range(3):
        seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: screen._state.overview.period == year_of(seat.app.desk.today))
    seat.wait(lambda: "Chỉ tiêu (tỉnh): 12; đến nay 3, bằng 25%." in screen.charts.summary.text())
    assert lines(screen)[0].endswith("25%")
    screen.take_focus()
    read_the_chart_without_eyes(seat, screen)
    seat.press(Qt.Key.Key_B)
    assert "tăng mới 2" in lines(screen)[0]
    seat.press(Qt.Key.Key_P)
    seat.wait(lambda: seat.house._open == "print")
    paper = seat.screen("print")
    assert isinstance(paper, PrintScreen)
    seat.wait(lambda: paper._state.printed is not None)
    assert paper._state.printed.pdf.startswith(b"%PDF")


def read_the_chart_without_eyes(seat: Seat, screen: CampaignScreen) -> None:
    """Every chart has a sentence and a table that says its numbers row by row."""
    assert screen.charts.lines.accessibleDescription() == screen.charts.summary.text()
    screen.take_focus()
    seat.press(Qt.Key.Key_T)
    seat.wait(screen.charts.table.isVisible)
    said = screen.charts.table.model().index(11, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"31/12/{seat.app.desk.today.year}, Kỳ này –, Chỉ tiêu 12, Năm trước 0"
    for key, words in (
        (Qt.Key.Key_2, "Mười hai tháng gần đây: tăng mới 3"),
        (Qt.Key.Key_3, "Xếp theo số tăng mới"),
    ):
        seat.press(key)
        seat.wait(lambda words=words: words in screen.charts.summary.text())
    seat.press(Qt.Key.Key_T)
    seat.wait(screen.charts.bars.isVisible)
    seat.press(Qt.Key.Key_1)


def test_enter_leads_down_to_the_household_and_backspace_up_again(seat: Seat) -> None:
    log_visits(seat.app, 2)
    screen = seat.go("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.charts is not None and screen.list.hasFocus())
    seat.press(Qt.Key.Key_B)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: len(screen._state.path) == 2)
    assert "Không thuộc tổ nào, 2 lượt thăm · 2 nhà" in lines(screen)[0]
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: len(screen._state.path) == 3)
    assert screen.crumbs.names()[1:] == ("bản Nà Ly", "Không thuộc tổ nào")
    assert len(lines(screen)) == 2
    seat.wait(screen.list.hasFocus)
    seat.press(Qt.Key.Key_Backspace)
    seat.wait(lambda: len(screen._state.path) == 2)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: len(screen._state.path) == 1)
    assert screen.list.current_row() == 1, "one stands on the village one came from"
    assert screen._state.scheme is Scheme.HOUSEHOLD_HEALTH, "what was chosen is kept on the way"
    for depth in (2, 3):
        seat.press(Qt.Key.Key_Return)
        seat.wait(lambda depth=depth: len(screen._state.path) == depth and screen.list.hasFocus())
    visit = screen._state.visits[0]
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "households")
    seat.wait(lambda: seat.screen("households").record() == ("household", visit.household))
    seat.press(Qt.Key.Key_8, CONTROL)
    seat.wait(lambda: seat.house._open == "campaign" and not screen._state.loading)
    assert len(screen._state.path) == 3, "coming back one stands where one was"


def test_the_results_are_kept_as_a_table_in_the_folder_named(seat: Seat, tmp_path: Path) -> None:
    screen = seat.go("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.charts is not None and screen.list.hasFocus())
    seat.press(Qt.Key.Key_X)
    seat.wait(lambda: screen._state.saving is not None and screen.form.form.control("kind").hasFocus())
    folder = screen.form.form.control("folder")
    folder.setText(str(tmp_path / "missing"))
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.saving is not None and screen._state.saving.errors)
    folder.setText(str(tmp_path))
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.saving is None)
    (made,) = tmp_path.glob("ket-qua-*.xlsx")
    book = openpyxl.load_workbook(made)
    assert book.active is not None
    assert book.active["A2"].value == "phường Đoàn Kết"


def test_a_drive_can_be_looked_at_and_a_new_sign_up_shows_at_once(seat: Seat) -> None:
    prepare(seat.app)
    screen = seat.go("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.level is not None)
    drive = next(days for days in screen._state.offered if days.name == "Đợt mẫu")
    screen.days.chip(drive.key).click()
    seat.wait(lambda: screen._state.overview.period == drive.period)
    assert "tăng mới 0" in lines(screen)[0]
    screen.days.chip(screen._state.offered[0].key).click()
    seat.wait(lambda: screen._state.overview.period == month_of(seat.app.desk.today))
    with seat.app.desk.write() as writer:
        person = seat.app.households.read_card(
            seat.app.households.read_rows(seat.app.households.list_numbers())[4].id
        )
        told = {"person": person.members[0].id, "household": person.household.id, "scheme": "voluntary",
                "kind": "new", "months": 3, "first_month": "2026-12",
                "signed_on": seat.app.desk.today.isoformat()}  # fmt: skip
        writer.create("enrolment", told)
    seat.operations.changed.emit(writer.changes())
    seat.wait(lambda: "tăng mới 4" in lines(screen)[0])


def test_a_canvasser_has_no_such_place(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    for seat in seat_at(qtbot, qapp, make_workspaces(tmp_path).laptop):
        seat.go("today")
        assert not seat.house.has("campaign")


def test_all_villages_stand_in_one_table_that_is_sorted_printed_and_opened(seat: Seat) -> None:
    log_visits(seat.app, 2)
    screen = seat.go("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.charts is not None and screen.list.hasFocus())
    seat.press(Qt.Key.Key_C)
    seat.wait(lambda: seat.house._open == "villages")
    table = seat.screen("villages")
    assert isinstance(table, VillagesScreen)
    seat.wait(lambda: table._state.lines and table.table.hasFocus())
    said = table.table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(
        "bản Nà Ly, Số nhà 6, Đã gõ 2, Đã gặp 0, >30 ngày 4, Người lớn 12, BHYT hộ 0, Tự nguyện 0"
    ), said
    seat.press(Qt.Key.Key_Left)
    seat.wait(lambda: table._order.text() == "xếp theo “Đã gặp”, lớn trước")
    seat.press(Qt.Key.Key_R)
    seat.wait(lambda: table._order.text() == "xếp theo “Đã gặp”, nhỏ trước")
    seat.press(Qt.Key.Key_P)
    seat.wait(lambda: seat.house._open == "print")
    paper = seat.screen("print")
    assert isinstance(paper, PrintScreen)
    seat.wait(lambda: paper._state.printed is not None)
    seat.house.go("villages")
    seat.wait(table.table.hasFocus)
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "campaign" and len(screen._state.path) == 2)
    assert screen.crumbs.names()[-1] == "bản Nà Ly"
