"""The rule book in Settings by keyboard: what changes when, each rule's source; the office looks and signs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import CONTROL, Seat, Workspaces, make_workspaces, seat_at
from ui.presenters.rule_settings import RulesState, RuleWork
from ui.presenters.settings import Section
from ui.screens.settings import SettingsScreen
from ui.widgets.rules_page import RulesPage

TOP_UP = """
[[top_up]]
scheme = "voluntary"
category = "all"
commune = "03388"
percent = 20
from = 2026-01-01
resolution = "Nghị quyết 12/2026/NQ-HĐND"
state = "funded"
mark = "official"
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).office)


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path) -> Iterator[Seat]:
    yield from seat_at(qtbot, qapp, template.copy_to(tmp_path).laptop)


def open_rules(seat: Seat, key: Qt.Key) -> RulesPage:
    screen = seat.go("settings")
    assert isinstance(screen, SettingsScreen)
    seat.wait(lambda: screen._state.rules.used is not None)
    seat.press(key)
    seat.wait(lambda: screen._state.section is Section.RULES)
    return screen.rules


def rules(seat: Seat) -> RulesState:
    screen = seat.screen("settings")
    assert isinstance(screen, SettingsScreen)
    return screen._state.rules


def titles(page: RulesPage) -> list[str]:
    return [line.title.replace("\u00a0", " ") for line in page.table.lines()]


def test_a_laptop_reads_what_changes_when_and_where_it_stands(laptop: Seat) -> None:
    page = open_rules(laptop, Qt.Key.Key_6)
    floor = next(line for line in page.table.lines() if "chuẩn nghèo" in line.title)
    assert "1.500.000 → 2.200.000" in floor.title
    assert floor.detail.startswith("từ 01/01/2027")
    assert floor.tag is not None
    assert (floor.tag.text, floor.tag.dashed) == ("chưa xác nhận", True)
    assert "Nghị định 351/2025/NĐ-CP" in floor.detail
    laptop.press(Qt.Key.Key_Right)
    laptop.press(Qt.Key.Key_Space)
    laptop.wait(lambda: any("Lương cơ sở" in title for title in titles(page)))
    base = next(line for line in page.table.lines() if line.id == "base_salary")
    assert "2.530.000" in base.title
    assert "Nghị định 161/2026/NĐ-CP" in base.detail
    assert page.form.isHidden()
    assert page.step == ""


def test_the_office_writes_the_files_looks_at_changed_ones_and_signs(office: Seat, tmp_path: Path) -> None:
    page, folder = open_rules(office, Qt.Key.Key_8), tmp_path / "rules"
    page.form.focus_first()
    office.type(str(folder))
    page.table.setFocus()
    office.press(Qt.Key.Key_W)
    office.wait(lambda: (folder / "voluntary.toml").is_file() and rules(office).work is RuleWork.NOTHING)
    with (folder / "local.toml").open("a", encoding="utf-8") as file:
        file.write(TOP_UP)
    office.press(Qt.Key.Key_Return, CONTROL)
    office.wait(lambda: rules(office).preview is not None)
    assert any("hỗ trợ thêm 20%" in title for title in titles(page))
    page.views.chip("rules").setFocus()
    office.press(Qt.Key.Key_Space)
    office.wait(lambda: any("264.000 đ → 198.000 đ" in title for title in titles(page)))
    page.form.focus_first()
    office.type("Tỉnh hỗ trợ thêm 20%")
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: office.app.rule_books.read().edition is not None)
    office.wait(lambda: "Tỉnh hỗ trợ thêm 20%" in page.issue.text())
    assert rules(office).preview is None


def test_a_mistake_in_a_file_is_a_sentence_and_nothing_is_issued(office: Seat, tmp_path: Path) -> None:
    page, folder = open_rules(office, Qt.Key.Key_8), tmp_path / "rules"
    office.app.rule_books.write_folder(folder)
    (folder / "base_salary.toml").write_text("[[rule]]", encoding="utf-8")
    page.form.focus_first()
    office.type(str(folder))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: "base_salary.toml" in office.trouble())
    assert rules(office).preview is None


def test_one_goes_back_from_a_preview_without_signing(office: Seat, tmp_path: Path) -> None:
    page, folder = open_rules(office, Qt.Key.Key_8), tmp_path / "rules"
    office.app.rule_books.write_folder(folder)
    with (folder / "local.toml").open("a", encoding="utf-8") as file:
        file.write(TOP_UP)
    page.form.focus_first()
    office.type(str(folder))
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: rules(office).preview is not None)
    office.wait(page.table.hasFocus)
    office.press(Qt.Key.Key_B)
    office.wait(lambda: rules(office).preview is None)
    assert office.app.rule_books.read().edition is None
