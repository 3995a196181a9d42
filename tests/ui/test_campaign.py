"""The place Campaign by keyboard: results of the villages, other days, the other insurance, the printed report."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period, month_of, year_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from tests.ui.offices import COMMUNE, CONTROL, Seat, make_workspaces, seat_at
from ui.screens.campaign import CampaignScreen
from ui.screens.printing import PrintScreen


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
    seat.wait(lambda: screen._state.report is not None and screen.list.hasFocus())
    assert "tăng mới 3" in lines(screen)[0]
    assert "bản Nà Ly" in lines(screen)[1]
    assert "Chưa có chỉ tiêu" in screen._notes.text()
    seat.press(Qt.Key.Key_F6)
    for _ in range(3):
        seat.press(Qt.Key.Key_Right)
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: screen._state.report.period == year_of(seat.app.desk.today))
    assert "Chỉ tiêu (tỉnh): 12; đến nay 3, bằng 25%." in screen._notes.text()
    assert lines(screen)[0].endswith("25%")
    screen.take_focus()
    seat.press(Qt.Key.Key_B)
    assert "tăng mới 2" in lines(screen)[0]
    seat.press(Qt.Key.Key_P)
    seat.wait(lambda: seat.house._open == "print")
    paper = seat.screen("print")
    assert isinstance(paper, PrintScreen)
    seat.wait(lambda: paper._state.printed is not None)
    assert paper._state.printed.pdf.startswith(b"%PDF")


def test_a_drive_can_be_looked_at_and_a_new_sign_up_shows_at_once(seat: Seat) -> None:
    prepare(seat.app)
    screen = seat.go("campaign")
    assert isinstance(screen, CampaignScreen)
    seat.wait(lambda: screen._state.report is not None)
    drive = next(days for days in screen._state.offered if days.name == "Đợt mẫu")
    screen.days.chip(drive.key).click()
    seat.wait(lambda: screen._state.report.period == drive.period)
    assert "tăng mới 0" in lines(screen)[0]
    screen.days.chip(screen._state.offered[0].key).click()
    seat.wait(lambda: screen._state.report.period == month_of(seat.app.desk.today))
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
