"""Whatever a key opens in any place takes any text: every form of office and laptop, filled with hostile words."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from outreach_app.app import make_sample_office
from tests.robustness.hostile_words import WORDS
from tests.robustness.rows import Tally
from tests.ui.offices import CONTROL, Seat
from tests.ui.sample import Clock, make_workspace
from tests.ui.test_every_place_by_key import enter
from tests.ui.test_hostile_forms import assert_plain, put
from ui.operations import BrokenOff
from ui.theme import Theme, apply_theme

LETTERS = tuple(Qt.Key(number) for number in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1))
FUNCTIONS = tuple(Qt.Key(number) for number in range(Qt.Key.Key_F2, Qt.Key.Key_F10 + 1))
TOGETHER = "".join(
    WORDS[name]
    for name in ("control characters", "half a pair", "html", "from right to left", "single quotes")
)
"""What broke programs most often, in one text that goes into every form; of the words each form gets the next."""
Field = QLineEdit | QPlainTextEdit


@pytest.fixture(params=["office", "laptop"])
def seat(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Seat]:
    # What belongs to the system shows nothing here: somebody closes its dialogs at once.
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 0)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    apply_theme(qapp, Theme.LIGHT)
    if request.param == "office":
        app, _stick = make_sample_office(tmp_path / "week", clock=Clock())
    else:
        app = make_workspace(tmp_path / "desk")
    made = Seat(qtbot, app)
    yield made
    made.close()


def fields_of(seat: Seat) -> list[Field]:
    """What can be typed into just now, beside the search of the header."""
    found: list[Field] = [*seat.window.findChildren(QLineEdit), *seat.window.findChildren(QPlainTextEdit)]
    search = seat.window.header.search
    return [e for e in found if e is not search and e.isVisible() and e.isEnabled() and not e.isReadOnly()]


def leave_form(seat: Seat) -> None:
    for _ in range(3):
        seat.press(Qt.Key.Key_Escape)
        settle(seat)
    seat.window.banner.put_away()


def settle(seat: Seat) -> None:
    seat.wait(seat.operations.is_free)
    QApplication.processEvents()


def assert_sound(seat: Seat, told: str) -> None:
    """Nothing broke off, nothing is taken for markup, and all could be painted."""
    assert seat.words.text(BrokenOff().message.key) not in seat.trouble(), told
    seat.window.banner.put_away()
    assert_plain(seat)


def open_form(seat: Seat, place: str, key: Qt.Key | None) -> list[Field]:
    """Go to a place and press a key there; the fields that were not there before."""
    enter(seat, place)
    if key is None:
        return fields_of(seat)
    before = fields_of(seat)
    seat.screen(place).setFocus()
    seat.press(key)
    settle(seat)
    return [each for each in fields_of(seat) if each not in before]


def give_form(seat: Seat, fields: list[Field], text: str, told: str) -> None:
    """Put the text into every field, let each be left, and give the whole."""
    for field in fields:
        if shiboken6.isValid(field) and field.isVisible():
            put(field, text)
            seat.press(Qt.Key.Key_Tab)
            settle(seat)
    shown = [each for each in fields if shiboken6.isValid(each) and each.isVisible()]
    if shown:
        shown[0].setFocus()
    seat.press(Qt.Key.Key_Return, CONTROL)
    settle(seat)
    assert_sound(seat, told)
    leave_form(seat)


@pytest.mark.torture
def test_every_form_that_a_key_opens_takes_any_text(seat: Seat, tally: Tally) -> None:
    seat.go("today")
    others = cycle([text for text in WORDS.values() if text])
    forms = 0
    for place in [each.key for each in seat.house._places.values()]:
        for key in (None, *LETTERS, *FUNCTIONS):
            told = f"{place} {key.name if key is not None else ''}".strip()
            fields = open_form(seat, place, key)
            if not fields:
                seat.press(Qt.Key.Key_Escape)
                seat.window.banner.put_away()
                continue
            forms += 1
            for text in (TOGETHER, next(others)):
                give_form(seat, fields, text, f"{told}: {text[:20]!r}")
                fields = open_form(seat, place, key)
            leave_form(seat)
    assert seat.app.upkeep.check().ok
    tally("hostile word", "every form", forms)
