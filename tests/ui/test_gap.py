"""A difference from an official number by key: who may explain it, by reason, down to the household, and as a table."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from outreach_app.domain.access import AccessAct
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.targets import Subject, SubjectKind
from tests.ui.offices import COMMUNE, CONTROL, Seat, make_workspaces, seat_at
from tests.ui.test_campaign import lines, sign
from ui.presenters.targets_state import Section
from ui.screens.campaign import CampaignScreen
from ui.screens.gap import GapScreen
from ui.screens.targets import TargetsScreen

UNIT = Subject(SubjectKind.UNIT, COMMUNE, "2025")


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def publish(seat: Seat, scheme: Scheme, people: int) -> None:
    told = OfficialFigure(b"", UNIT, scheme, Measure.STOCK, seat.app.desk.today, people, source="báo cáo")
    seat.app.campaigns.enter_figure(told)


def open_gap(seat: Seat) -> GapScreen:
    """From the words of the results by D."""
    campaign = seat.go("campaign") if seat.house._open != "campaign" else seat.screen("campaign")
    assert isinstance(campaign, CampaignScreen)
    seat.wait(
        lambda: (
            campaign._state.charts is not None and not campaign._state.loading and campaign.list.hasFocus()
        )
    )
    assert campaign.buttons["gap"].isVisible() is (campaign._state.view == "words")
    seat.press(Qt.Key.Key_4)
    seat.wait(campaign.buttons["gap"].isVisible)
    seat.press(Qt.Key.Key_D)
    seat.wait(lambda: seat.house._open == "gap")
    screen = seat.screen("gap")
    assert isinstance(screen, GapScreen)
    seat.wait(lambda: not screen._state.loading)
    return screen


def test_where_nobody_is_named_it_says_why_and_what_comes_next(seat: Seat) -> None:
    screen = open_gap(seat)
    assert screen.nothing.accessibleName().startswith("Đến ngày này chưa có số chính thức")
    seat.wait(screen.enter_figures.hasFocus)
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: seat.house._open == "targets")
    targets = seat.screen("targets")
    assert isinstance(targets, TargetsScreen)
    seat.wait(lambda: not targets._state.loading and targets._state.section is Section.FIGURES)
    publish(seat, Scheme.HOUSEHOLD_HEALTH, 5)
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house._open == "campaign")
    screen = open_gap(seat)
    assert "nhiều hơn 5 người" in screen.nothing.accessibleName()
    assert "nhập danh sách người đang tham gia" in screen.nothing.accessibleName()
    assert [each.number for each in screen.figures.figures()] == ["5", "0", "−5", "0", "0"]
    assert not screen.save.isEnabled()


def test_people_stand_by_reason_and_lead_to_their_household_and_into_a_table(
    seat: Seat, tmp_path: Path
) -> None:
    sign(seat.app, 3, seat.app.desk.today)
    publish(seat, Scheme.VOLUNTARY, 1)
    publish(seat, Scheme.HOUSEHOLD_HEALTH, 0)
    screen = open_gap(seat)
    assert screen._state.scheme is Scheme.VOLUNTARY, "the scheme that was looked at in the results"
    seat.wait(screen.list.hasFocus)
    told = lines(screen)  # type: ignore[arg-type]
    assert told[0] == "Hồ sơ chưa nộp, 3 · có thể chỉ ta có"
    assert "Ta có tính; hồ sơ chưa nộp" in screen.told.accessibleName()
    assert len(told) == 4
    said = screen.told.accessibleName()
    assert "chưa chắc" in said
    assert "Nộp hồ sơ" in said
    seat.press(Qt.Key.Key_Down)
    seat.wait(lambda: screen._state.stood_on is not None)
    named = screen._state.person
    assert named is not None
    seat.press(Qt.Key.Key_Return)
    seat.wait(lambda: seat.house._open == "households")
    seat.wait(lambda: seat.screen("households").record() == ("household", named.person.household))
    seat.press(Qt.Key.Key_8, CONTROL)
    seat.wait(lambda: seat.house._open == "campaign")
    screen = open_gap(seat)
    seat.wait(screen.list.hasFocus)
    keep_table(seat, screen, tmp_path)
    seat.press(Qt.Key.Key_1)
    seat.wait(lambda: screen._state.scheme is Scheme.HOUSEHOLD_HEALTH and not screen._state.loading)
    assert screen.nothing.accessibleName().startswith("Hai số bằng nhau")
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house._open == "campaign")


def keep_table(seat: Seat, screen: GapScreen, folder: Path) -> None:
    """Names go into a file of the office's own folder, and the access log knows of each."""
    report = screen._state.report
    assert report is not None
    seat.press(Qt.Key.Key_X)
    seat.wait(lambda: screen._state.saving is not None)
    field = screen.form.form.control("folder")
    assert isinstance(field, QLineEdit)
    field.setText(str(folder))
    seat.press(Qt.Key.Key_Return, CONTROL)
    seat.wait(lambda: screen._state.saving is None and screen.list.hasFocus())
    (made,) = folder.glob("chenh-lech-*.xlsx")
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["Có thể, chưa chắc", "Các con số"]
    rows = list(book["Có thể, chưa chắc"].iter_rows(values_only=True))
    assert rows[0][:4] == ("Vì sao", "Ai tính", "Mã hộ", "Họ và tên")
    assert {row[3] for row in rows[1:]} == {each.person.name for each in report.people}
    exported = {entry.person for entry in seat.app.access.list() if entry.act == AccessAct.EXPORTED.value}
    assert exported == {each.person.person for each in report.people}
