"""Exports for analysts by key: without names into a new folder, with names under the name of who works, and stopped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from outreach_app.domain.access import AccessAct
from outreach_app.domain.exports import ExportFormat
from tests.ui.offices import CONTROL, Seat, make_workspaces, seat_at
from ui.presenters.exports import Stage
from ui.screens.campaign import CampaignScreen
from ui.screens.exports import ExportsScreen
from ui.widgets.choices import DropDown, TickBox


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, make_workspaces(tmp_path).office)


def test_data_for_analysts_go_out_without_names_unless_they_are_asked_for(seat: Seat, tmp_path: Path) -> None:
    campaign = seat.go("campaign")
    assert isinstance(campaign, CampaignScreen)
    seat.wait(lambda: campaign._state.charts is not None and campaign.list.hasFocus())
    seat.press(Qt.Key.Key_E)
    seat.wait(lambda: seat.house._open == "exports")
    screen = seat.screen("exports")
    assert isinstance(screen, ExportsScreen)
    seat.wait(lambda: screen._state.stage is Stage.CHOOSING)
    formats = screen.form.control("format")
    assert isinstance(formats, DropDown)
    formats.set_value(ExportFormat.CSV)
    write(seat, screen, folder=str(tmp_path / "none"), name="lần 1")
    seat.wait(lambda: "folder" in screen._state.errors)
    assert screen.strip.accessibleName().startswith("Tệp không có tên người.")
    write(seat, screen, folder=str(tmp_path), name="lần 1")
    seat.wait(lambda: screen._state.stage is Stage.DONE)
    assert json.loads((tmp_path / "lần 1" / "dictionary.json").read_text("utf-8"))["with_names"] is False
    assert "Lò Văn Páo" not in (tmp_path / "lần 1" / "person.csv").read_text("utf-8-sig")
    assert str(tmp_path / "lần 1") in screen.told.sections()[0][1][0].replace("\u200b", "")
    tick = screen.form.control("with_names")
    assert isinstance(tick, TickBox)
    tick.setFocus(Qt.FocusReason.OtherFocusReason)
    seat.press(Qt.Key.Key_Space)
    seat.wait(lambda: "Hoàng Thị Thơm" in screen.strip.accessibleName())
    write(seat, screen, name="lần 2")
    seat.wait(lambda: screen._state.stage is Stage.DONE and (tmp_path / "lần 2").exists())
    assert "Lò Văn Páo" in (tmp_path / "lần 2" / "person.csv").read_text("utf-8-sig")
    assert {entry.act for entry in seat.app.access.list()} >= {AccessAct.EXPORTED.value}
    write(seat, screen, name="lần 3")
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: screen._state.stage is Stage.CHOOSING)
    assert not (tmp_path / "lần 3").exists(), "it was stopped"
    seat.press(Qt.Key.Key_Escape)
    seat.wait(lambda: seat.house._open == "campaign")


def write(seat: Seat, screen: ExportsScreen, **texts: str) -> None:
    for key, text in texts.items():
        field = screen.form.control(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    seat.press(Qt.Key.Key_Return, CONTROL)
