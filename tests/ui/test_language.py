"""Another language without a restart: every place speaks it at once, and nothing that is being typed is lost."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.text import normalize
from outreach_app.domain.visits import Outcome
from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings, load_settings
from tests.packaging.project import ROOT
from tests.ui.sample import PASSPHRASE, Clock, make_workspace
from tests.ui.typing import type_text
from tools import compile_catalogue as tool
from ui.app import Program, make_application
from ui.main_window import PROGRAM
from ui.presenters.ports import AdviseAt, HouseholdAt, SheetAt, SignUpAt, VisitAt
from ui.presenters.settings import Section
from ui.theme import Theme
from ui.wiring.places import PLACES

PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Desk:
    """A program in front of somebody, with a workspace that may be open."""

    def __init__(self, qtbot: QtBot, folder: Path, app: App | None, *, language: str = "vi") -> None:
        self.bot = qtbot
        make_application(Settings())
        self.program = Program(folder, open_catalogue(language), clock=Clock())
        self.program.show()
        self.program.window.activateWindow()
        qtbot.waitUntil(self.program.window.isActiveWindow)
        if app is not None:
            self.program.enter(app)
            self.wait(lambda: self.program.house is not None)
        self.settle()

    def wait(self, reached: object) -> None:
        self.bot.waitUntil(reached, timeout=20_000)  # type: ignore[arg-type]

    def settle(self) -> None:
        """Wait until nothing is on its way, twice: an answer may ask for more."""
        for _ in range(3):
            QTest.qWait(30)
            self.wait(self.program.operations.is_idle)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.program.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        type_text(target, text)
        self.settle()

    def go(self, place: str, subject: object = None) -> None:
        assert self.program.house is not None
        self.program.house.go(place, subject)
        self.settle()

    @property
    def room(self) -> object:
        """The screen that is open."""
        return self.program.window.room()

    def turn(self, language: str) -> None:
        """Press the key that changes the language."""
        self.press(Qt.Key.Key_F11)
        self.wait(
            lambda: self.program.words.language == language and self.program.window.words.language == language
        )
        self.settle()

    def texts(self) -> set[str]:
        """Everything that is written or said in the window."""
        said: set[str] = set()
        for widget in (self.program.window, *self.program.window.findChildren(QWidget)):
            said |= {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()}
            if isinstance(widget, QLabel | QAbstractButton):
                said.add(widget.text())
            if isinstance(widget, QLineEdit):
                said.add(widget.placeholderText())
        return {normalize(text) for text in said if text and text != PROGRAM}

    def close(self) -> None:
        self.program.window.close()
        self.program.close()
        # Whatever stays alive is dressed anew with every theme of the tests to come.
        self.program.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "workspace"
    desk = Desk(qtbot, folder, make_workspace(folder, clock=Clock()))
    yield desk
    desk.close()


def sentences_of_one_language() -> tuple[set[str], set[str]]:
    """What is written in Vietnamese only, and in English only; short words may be names and are left out."""
    entries = tool.read_language(ROOT / "resources" / "translations" / "vi")
    pairs = [(entry.sources[0], entry.translations[0]) for entry in entries if entry.translations]
    plain = [(a, b) for a, b in pairs if "{" not in a and a != b and min(len(a), len(b)) > 3]
    english, vietnamese = ({normalize(pair[side]) for pair in plain} for side in (0, 1))
    return vietnamese - english, english - vietnamese


def find_household(app: App, head: str) -> bytes:
    rows = app.households.read_rows(app.households.list_numbers())
    return next(row.id for row in rows if row.head == head)


def test_every_place_speaks_the_other_language_at_once(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    vietnamese, english = sentences_of_one_language()
    home = find_household(app, "Lò Văn Páo")
    subjects = {
        "households": HouseholdAt(home), "visit": VisitAt(home), "advise": AdviseAt(home), "sign_up": SignUpAt(home),
        "typeback": SheetAt(app.sheets.list_open()[0].code),
    }  # fmt: skip
    told = 0
    for place, language in zip(
        [each.key for each in PLACES if each.key not in ("erase", "consents")],
        itertools.cycle(("en", "vi")),
        strict=False,
    ):
        desk.go(place, subjects.get(place))
        desk.turn(language)
        assert desk.program.house is not None
        assert desk.program.house.frame.state.place == place
        # A language is called by its own name in either of them.
        left = desk.texts() & (vietnamese if language == "en" else english) - {"English", "Tiếng Việt"}
        assert not left, (place, language, sorted(left))
        told += len(desk.texts() & (english if language == "en" else vietnamese))
    assert told > 200


def test_a_visit_being_typed_goes_on_in_the_other_language(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    home = find_household(app, "Lò Văn Páo")
    desk.go("visit", VisitAt(home))
    desk.press(Qt.Key.Key_2)
    screen = desk.room
    screen.note.setFocus()  # type: ignore[attr-defined]
    desk.type("hỏi lại sau mùa")
    desk.turn("en")
    form = desk.room._state.form  # type: ignore[attr-defined]
    assert desk.room is not screen
    assert form.note == "hỏi lại sau mùa"
    assert list(form.outcomes.values()) == [Outcome.THINKING]
    assert len(app.visits.list_drafts()) == 1
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert app.visits.list_drafts() == []
    desk.turn("vi")
    desk.press(Qt.Key.Key_Z, CONTROL)
    notes = [visit.note for visit in app.households.read_card(home).visits]
    assert "hỏi lại sau mùa" not in notes


def test_the_household_and_the_door_stood_on_stay(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    desk.go("today")
    desk.press(Qt.Key.Key_Down)
    chosen = desk.room._state.chosen  # type: ignore[attr-defined]
    home = find_household(app, "Lò Thị Ón")
    desk.go("households", HouseholdAt(home))
    village = app.households.read_card(home).household.village
    desk.room.filtered.emit(HouseholdFilter(village=village))  # type: ignore[attr-defined]
    desk.settle()
    desk.go("households", HouseholdAt(home))
    listed = app.households.list_numbers(HouseholdFilter(village=village))
    desk.turn("en")
    state = desk.room._state  # type: ignore[attr-defined]
    assert state.card.household.id == home
    assert state.wanted.village == village
    assert list(state.numbers) == list(listed) != list(app.households.list_numbers())
    assert desk.room._filters._village.value() == village  # type: ignore[attr-defined]
    desk.go("today")
    assert desk.room._state.chosen == chosen  # type: ignore[attr-defined]


def test_the_settings_change_it_and_keep_it_for_the_next_start(desk: Desk) -> None:
    desk.go("settings")
    desk.room.section_chosen.emit(Section.LOOK)  # type: ignore[attr-defined]
    desk.settle()
    desk.room.look.chosen.emit("language", "en")  # type: ignore[attr-defined]
    desk.wait(lambda: desk.program.words.language == "en")
    desk.settle()
    assert load_settings().language == "en"
    assert desk.room._state.section is Section.LOOK  # type: ignore[attr-defined]
    desk.room.look.chosen.emit("theme", Theme.HIGH_CONTRAST.value)  # type: ignore[attr-defined]
    desk.settle()
    assert desk.program.words.language == "en"
    desk.room.look.chosen.emit("theme", Theme.LIGHT.value)  # type: ignore[attr-defined]
    desk.settle()


def test_a_form_that_is_half_typed_keeps_the_language(desk: Desk) -> None:
    app = desk.program.app
    assert app is not None
    desk.go("households", HouseholdAt(find_household(app, "Lò Thị Ón")))
    desk.press(Qt.Key.Key_F3)
    desk.type("Quàng Thị Mai")
    desk.press(Qt.Key.Key_F11)
    assert desk.program.words.language == "vi"
    assert desk.room._state.form is not None  # type: ignore[attr-defined]
    assert "Hộ gia đình" in desk.program.window.banner.accessibleName()
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Escape)
    desk.turn("en")


def test_before_a_workspace_is_open_the_key_changes_it_too(qtbot: QtBot, tmp_path: Path) -> None:
    vietnamese, _ = sentences_of_one_language()
    desk = Desk(qtbot, tmp_path / "none", None)
    desk.press(Qt.Key.Key_2)
    desk.type("BHXH Bản Bo")
    desk.turn("en")
    assert sorted(desk.texts() & vietnamese) == []
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.text() == "BHXH Bản Bo"
    desk.press(Qt.Key.Key_F1)
    assert desk.program._help is not None
    panel = desk.program._help.panel
    assert panel is not None
    assert panel.view.toPlainText().startswith("The first start")
    desk.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is focus
    desk.close()


def test_who_forgot_the_passphrase_reads_what_to_do_before_unlocking(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    make_workspace(folder, clock=Clock()).close()
    assert paths.is_workspace(folder)
    desk = Desk(qtbot, folder, None)
    desk.press(Qt.Key.Key_F1)
    assert desk.program._help is not None
    assert desk.program._help.panel is not None
    assert desk.program._help.panel.view.toPlainText().startswith("Quên mật khẩu")
    desk.press(Qt.Key.Key_F1)
    desk.turn("en")
    desk.type(PASSPHRASE)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.program.house is not None)
    desk.settle()
    assert "Today" in desk.texts()
    desk.close()
