"""Nothing on any screen is cut: the finder of cut text finds what was cut on purpose, and nothing in the pictures."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from outreach_app.app import make_sample_office, open_workspace
from outreach_app.i18n import open_catalogue
from outreach_app.services.sample_people import PASSPHRASE as SAMPLE_PASSPHRASE
from outreach_app.settings import Settings
from tests.ui.cuts import find_cuts, watch_pictures
from tests.ui.sample import Clock, make_workspace
from ui.app import make_application
from ui.pictures import render_pictures
from ui.pictures.exchange import render_office_pictures
from ui.theme import Theme, TypeSetting, look, make_look, make_style_sheet
from ui.widgets import paint
from ui.widgets.buttons import CapButton
from ui.widgets.cells import Cell, CellDelegate
from ui.widgets.choices import DropDown
from ui.widgets.fields import TextField
from ui.widgets.text import ElidedLabel, make_label

WHOLE = QSize(1366, 768)
LONG_NAME = "Nguyễn Thị Phương Thảo"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "office"
    make_workspace(folder).close()
    return folder


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "week"
    app, _stick = make_sample_office(folder, clock=Clock())
    app.close()
    return folder


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, qapp: QApplication) -> Iterator[dict[str, list[str]]]:
    """What is cut in the pictures that are taken; the light theme at normal type afterwards."""
    yield watch_pictures(monkeypatch, keep=False)
    make_application(Settings())


def show_desk(desk: Path, folder: Path, setting: TypeSetting, language: str) -> int:
    """Show every page of a laptop and count them; high contrast, whose lines around wells take the most room."""
    app = open_workspace(shutil.copytree(desk, folder / "desk"), "nương chè sương sớm ngõ", clock=Clock())
    theme, words = Theme.HIGH_CONTRAST, open_catalogue(language)
    taken = render_pictures(app, folder, size=WHOLE, theme=theme, type_setting=setting, words=words)
    app.close()
    return len(taken)


def show_office(week: Path, folder: Path, setting: TypeSetting, language: str) -> int:
    """Show what only an office sees, and count the pages."""
    copied = shutil.copytree(week, folder / "week")
    office = open_workspace(copied / "office", SAMPLE_PASSPHRASE, clock=Clock())
    theme, words = Theme.HIGH_CONTRAST, open_catalogue(language)
    taken = render_office_pictures(
        office, copied / "KINGSTON", folder, size=WHOLE, theme=theme, type_setting=setting, words=words
    )
    office.close()
    return len(taken)


@pytest.mark.torture
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("setting", [TypeSetting.NORMAL, TypeSetting.LARGEST])
def test_no_screen_cuts_anything(
    cut: dict[str, list[str]], desk: Path, week: Path, tmp_path: Path, language: str, setting: TypeSetting
) -> None:
    assert show_desk(desk, tmp_path, setting, language) > 40
    assert show_office(week, tmp_path, setting, language) > 40
    assert cut == {}


@pytest.mark.torture
def test_no_page_of_a_laptop_is_cut_between_the_smallest_and_the_largest_type(
    cut: dict[str, list[str]], desk: Path, tmp_path: Path
) -> None:
    assert show_desk(desk, tmp_path, TypeSetting.LARGE, "vi") > 40
    assert cut == {}


def test_themes_differ_in_colours_and_in_the_line_around_a_well_only(qapp: QApplication) -> None:
    for setting in TypeSetting:
        light, contrast = (make_look(theme, setting) for theme in Theme)
        assert (light.small, light.text, light.large) == (contrast.small, contrast.text, contrast.large)
        plain = [re.sub(r"#[0-9A-Fa-f]{6}", "colour", make_style_sheet(look)) for look in (light, contrast)]
        differing = [
            pair for pair in zip(*(sheet.splitlines() for sheet in plain), strict=True) if pair[0] != pair[1]
        ]
        (well,) = differing
        assert well[0].replace("border: none", "border: 1px solid colour") == well[1]


# ------------------------------------------------------------------------------------------------- the finder itself
class Line(QWidget):
    """A widget that paints one line into so many pixels."""

    def __init__(self, text: str, room: int) -> None:
        super().__init__()
        self._text, self._room = text, room
        self.setMinimumSize(300, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        place, font = QRect(0, 0, self._room, 40), look().font(look().text)
        painter = QPainter(self)
        paint.paint_text(painter, place, text=self._text, font=font, colour=look().colour("ink"))


def narrow_label() -> QWidget:
    label = make_label(LONG_NAME)
    label.setFixedWidth(60)
    return label


def low_label() -> QWidget:
    label = make_label(f"{LONG_NAME} {LONG_NAME}", wrap=True)
    label.setFixedSize(100, 20)
    return label


def small_button() -> QWidget:
    button = CapButton(LONG_NAME, ("F2",))
    button.setFixedWidth(80)
    return button


def narrow_field() -> QWidget:
    field = TextField()
    field.setPlaceholderText(LONG_NAME)
    field.setFixedWidth(70)
    return field


def long_choice() -> QWidget:
    chooser = DropDown()
    chooser.set_choices([(1, f"{LONG_NAME} {LONG_NAME} {LONG_NAME} {LONG_NAME}")])
    chooser.set_value(1)
    chooser.setFixedWidth(150)
    return chooser


def narrow_head() -> QWidget:
    table, model = QTableView(), QStandardItemModel(1, 1)
    model.setHorizontalHeaderLabels([LONG_NAME])
    table.setModel(model)
    table.horizontalHeader().resizeSection(0, 60)
    return table


def narrow_name() -> QWidget:
    table, model = QTableView(), QStandardItemModel(1, 1)
    model.setData(model.index(0, 0), Cell(LONG_NAME, name=True), 0x0100)
    table.setModel(model)
    table.setItemDelegate(CellDelegate(table))
    table.horizontalHeader().resizeSection(0, 60)
    return table


def shortened_label() -> QWidget:
    label = ElidedLabel()
    label.set_text(LONG_NAME)
    label.setFixedWidth(60)
    return label


def outside() -> QWidget:
    box = QWidget()
    box.setFixedSize(200, 40)
    label = QLabel(LONG_NAME, box)
    label.move(150, 0)
    return box


CUT: dict[str, Callable[[], QWidget]] = {
    "small QLabel": narrow_label,
    "low QLabel": low_label,
    "small CapButton": small_button,
    "narrow TextField": narrow_field,
    "shortened by paint.wrap_lines": long_choice,
    "narrow head": narrow_head,
    "painted narrow": narrow_name,
    "shortened ElidedLabel": shortened_label,
    "outside side of QWidget QLabel": outside,
    "painted narrow: ": lambda: Line(LONG_NAME, 60),
}


@pytest.mark.parametrize("kind", CUT)
def test_what_is_cut_is_found(show: Callable[..., QWidget], kind: str) -> None:
    window = show(CUT[kind]())
    QApplication.processEvents()
    assert any(told.startswith(kind) and LONG_NAME in told for told in find_cuts(window)), find_cuts(window)


def test_what_is_whole_is_not_told(show: Callable[..., QWidget]) -> None:
    field = TextField()
    field.setPlaceholderText(LONG_NAME)
    label = make_label(f"{LONG_NAME} {LONG_NAME}", wrap=True)
    window = show(make_label(LONG_NAME), label, CapButton(LONG_NAME, ("F2",)), field, Line(LONG_NAME, 300))
    QApplication.processEvents()
    assert find_cuts(window) == []


def test_what_scrolls_is_whole(show: Callable[..., QWidget]) -> None:
    from PySide6.QtWidgets import QScrollArea

    inside, area = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    column.addWidget(make_label(LONG_NAME))
    inside.setMinimumSize(900, 900)
    area.setWidget(inside)
    window = show(area)
    assert find_cuts(window) == []
