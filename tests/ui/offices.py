"""Real workspaces and windows for the tests of the places: an office with a register and a laptop set up by it."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import App, create_office, open_kit_file, open_workspace
from outreach_app.domain.visits import Outcome
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.visits import NewVisit
from outreach_app.sync.locks import FLOOR
from tests.ui.typing import type_text
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.theme import Theme, apply_theme
from ui.widgets.focus import install_focus_ring
from ui.widgets.screen import Screen
from ui.wiring.house import House

PASSPHRASE = "rong tam mua chua cau"
COMMUNE = "03388"
PEOPLE = (
    "Lò Văn Páo",
    "Giàng A Chư",
    "Nông Thị Thu Hường",
    "Tẩn Mý Dao",
    "Hoàng Thị Bích Phượng",
    "Vàng Thị Sùng",
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Workspaces:
    """The folders of a template office and its laptop; copied before every use."""

    office: Path
    laptop: Path

    def copy_to(self, folder: Path) -> "Workspaces":
        """Copy both, so that a test may do what it likes."""
        copies = Workspaces(folder / "office", folder / "laptop")
        shutil.copytree(self.office, copies.office)
        shutil.copytree(self.laptop, copies.laptop)
        return copies


def write_register(path: Path, *, village: str = "bản Nà Ly", people: tuple[str, ...] = PEOPLE) -> Path:
    """Write a small register: two people in each household."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Hộ số", "Họ và tên", "Quan hệ", "Ngày sinh", "Thôn/Bản", "Ghi chú"])
    for place, name in enumerate(people, start=1):
        sheet.append([2 * place - 1, place, name, "Chủ hộ", str(1960 + place), village, ""])
        sheet.append(
            [2 * place, place, f"Lường Thị Inh {chr(64 + place)}", "Vợ", f"0{place}/03/1988", village, ""]
        )
    book.save(path)
    return path


def make_workspaces(folder: Path) -> Workspaces:
    """Put an office with a register of six households, and a laptop from its set-up file, into a folder."""
    return _template().copy_to(folder)


@cache
def _template() -> Workspaces:
    # Made once in a run and only ever copied: locking keys and bringing in a list take seconds.
    folder = Path(tempfile.mkdtemp(prefix="gocua-offices-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, cost=FLOOR
    )
    office = made.app
    office.office.say_who_works("Hoàng Thị Thơm")
    office.lists.import_register(write_register(folder / "register.xlsx"))
    villages = [each.village.id for each in office.households.read_coverage()]
    kit = office.make_kit(
        folder / "04.gocuakit",
        device="Máy 04",
        role="canvasser",
        villages=villages,
        until=date(2099, 12, 31),
        cost=FLOOR,
    )
    laptop = open_kit_file(folder / "laptop", kit.path, kit.code, PASSPHRASE, cost=FLOOR)
    laptop.office.say_who_works("Lường Thị Inh")
    laptop.close()
    office.close()
    return Workspaces(folder / "office", folder / "laptop")


def log_visits(app: App, count: int, outcome: Outcome = Outcome.NOT_HOME) -> None:
    """Log a visit at the next doors of the work list."""
    for item in app.work.list_doors()[:count]:
        app.visits.log(NewVisit(item.household.id, app.desk.today, door_outcome=outcome))


class Seat:
    """A person in front of an open window: types keys, waits for what comes of them, and reads what is shown."""

    def __init__(self, qtbot: QtBot, app: App, *, language: str = "vi") -> None:
        self.bot, self.app = qtbot, app
        self.words: Catalogue = open_catalogue(language)
        self.window = MainWindow(self.words)
        self.operations = Operations()
        self.house = House(self.window, app, self.operations, standing=app.standing())

    def go(self, place: str) -> Screen:
        """Show the window and go to a place."""
        self.window.show()
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)
        self.house.start(place=place)
        return self.screen(place)

    def screen(self, place: str) -> Screen:
        """The screen of a place that is open."""
        return self.house._rooms[place].screen

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type text wherever the focus is."""
        target = QApplication.focusWidget()
        assert target is not None
        type_text(target, text)

    def wait(self, reached: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(lambda: bool(reached()), timeout=20_000)

    def trouble(self) -> str:
        """What the problem banner says, or nothing."""
        return "" if self.window.banner.isHidden() else self.window.banner.accessibleName()

    def close(self) -> None:
        """Leave the window and the workspace."""
        self.window.close()
        shiboken6.delete(self.window)
        self.operations.close()
        self.app.close()


def seat_at(qtbot: QtBot, qapp: QApplication, folder: Path, *, language: str = "vi") -> Iterator[Seat]:
    """Open a workspace in a window for one test."""
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    seat = Seat(qtbot, open_workspace(folder, PASSPHRASE), language=language)
    yield seat
    seat.close()
