"""Every place of office and laptop by keyboard alone: Tab, names, Vietnamese by Telex, VNI and composition."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from outreach_app.store.database import run
from tests.ui.offices import PASSPHRASE, Seat, Workspaces, make_workspaces
from tests.ui.typing import commit_text
from tests.ui.unikey import METHODS, Method, disturb
from ui.presenters.ports import AdviseAt, HouseholdAt, SignUpAt, VisitAt
from ui.theme import Theme, apply_theme
from ui.widgets.fields import NoteField, TextField
from ui.widgets.focus import install_focus_ring

TEXT = "Nguyễn Thảo ở đường ăn muộn"
MOST_TABS = 80
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QSlider)
FUNCTION_KEYS = {
    "households": (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4),
    "typeback": (Qt.Key.Key_F2,),
    "settings": tuple(Qt.Key(Qt.Key.Key_1 + number) for number in range(8)),
}
"""Keys that open forms of a place, each from the place as it is entered."""
FIELDS = {"visit": 1, "households": 8, "settings": 5}
"""At least so many fields that take words are met by Tab in these places."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return make_workspaces(tmp_path_factory.mktemp("places"))


@pytest.fixture(params=["office", pytest.param("laptop", marks=pytest.mark.torture)])
def seat(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, template: Workspaces, tmp_path: Path
) -> Iterator[Seat]:
    folder: Path = getattr(template.copy_to(tmp_path), request.param)
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    made = Seat(qtbot, open_workspace(folder, PASSPHRASE))
    yield made
    made.close()


@dataclass
class Walk:
    """What Tab met in a place: the controls in their order, each once."""

    met: list[QWidget] = field(default_factory=list)

    def texts(self) -> list[TextField | NoteField]:
        """The fields that take words."""
        return [
            each
            for each in self.met
            if type(each) is TextField or (isinstance(each, NoteField) and not each.isReadOnly())
        ]


def subject_of(seat: Seat, place: str) -> object:
    home = seat.app.work.list_doors()[0].household.id
    at = {"households": HouseholdAt, "visit": VisitAt, "advise": AdviseAt, "sign_up": SignUpAt}
    return at[place](home) if place in at else None


def enter(seat: Seat, place: str, key: Qt.Key | None = None) -> None:
    """Open a place, wait until all has been read, and press a key that opens a form there."""
    seat.window.end_search()
    seat.house.go(place, subject_of(seat, place))
    seat.wait(seat.operations.is_idle)
    QApplication.processEvents()
    if key is not None:
        seat.press(key)
        seat.wait(seat.operations.is_idle)
        QApplication.processEvents()


def walk(seat: Seat) -> Walk:
    """Press Tab until it has come round."""
    found = Walk()
    for _ in range(MOST_TABS):
        here = QApplication.focusWidget()
        if here is not None and here not in found.met:
            found.met.append(here)
        seat.press(Qt.Key.Key_Tab)
        # A table may take several Tabs for itself before it lets the focus go.
        if found.met and QApplication.focusWidget() is found.met[0] and here is not found.met[0]:
            break
    return found


def places(seat: Seat) -> list[tuple[str, Qt.Key | None]]:
    """Every place of this machine that one goes to, as it is entered and with each of its forms."""
    keys = [place.key for place in seat.house._places.values() if place.in_rail or place.key == "sign_up"]
    return [(place, key) for place in keys for key in (None, *FUNCTION_KEYS.get(place, ()))]


def is_tab_stop(widget: QWidget) -> bool:
    """Whether a person at the keyboard has to come here by Tab; chips and radio buttons are walked by the arrows."""
    focusable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    grouped = isinstance(widget, QAbstractButton) and widget.isCheckable()
    inside = widget.parentWidget() is not None and isinstance(widget.parentWidget(), QComboBox)
    shown = widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()
    return isinstance(widget, CONTROLS) and focusable and not grouped and not inside and shown


def name_of(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)) if found is not None else ""


def count_written(seat: Seat) -> int:
    """How many visits and people there are: what keys that were never meant would add to."""
    with seat.app.desk.read() as session:
        return int(run(session, "SELECT coalesce(max(number), 0) FROM visit")[0][0]) + int(
            run(session, "SELECT count(*) FROM person")[0][0]
        )


@pytest.mark.slow
@pytest.mark.torture
def test_tab_reaches_every_control_and_each_has_a_name(seat: Seat) -> None:
    seat.go("today")
    missed: dict[str, list[str]] = {}
    nameless: dict[str, list[str]] = {}
    for place, key in places(seat):
        enter(seat, place, key)
        screen = seat.screen(place)
        found = walk(seat)
        controls = [each for each in screen.findChildren(QWidget) if is_tab_stop(each)]
        told = f"{place} {key.name if key is not None else ''}".strip()
        missed[told] = [f"{type(c).__name__} {name_of(c)}" for c in controls if c not in found.met]
        nameless[told] = [type(each).__name__ for each in {*controls, *found.met} if not name_of(each)]
    assert {place: names for place, names in missed.items() if names} == {}
    assert {place: kinds for place, kinds in nameless.items() if kinds} == {}


@pytest.mark.slow
@pytest.mark.torture
def test_every_field_takes_vietnamese_however_it_is_typed(seat: Seat) -> None:
    seat.go("today")
    counted: dict[str, int] = {}
    wrong: list[str] = []
    for place, key in places(seat):
        enter(seat, place, key)
        for each in walk(seat).texts():
            if not each.isVisible() or (isinstance(each, QLineEdit) and each.isReadOnly()):
                continue
            counted[place] = counted.get(place, 0) + 1
            wrong += [
                f"{place}: {name_of(each)} by {how}" for how in METHODS if not takes(each, METHODS[how])
            ]
        seat.press(Qt.Key.Key_Escape)
        seat.wait(seat.operations.is_idle)
    assert wrong == []
    assert {place: count for place, count in FIELDS.items() if counted.get(place, 0) < count} == {}, counted


def takes(each: TextField | NoteField, method: Method) -> bool:
    """Whether a field holds in NFC what was typed into it."""
    each.setFocus()
    each.clear()
    method.type(each, TEXT)
    typed = each.written()
    each.clear()
    # What is pasted from elsewhere may be decomposed.
    commit_text(each, unicodedata.normalize("NFD", TEXT))
    pasted = each.written()
    each.clear()
    return typed == pasted == TEXT == unicodedata.normalize("NFC", TEXT)


@pytest.mark.slow
@pytest.mark.torture
def test_an_input_method_presses_no_key_of_a_place(seat: Seat) -> None:
    seat.go("today")
    for place, _key in [each for each in places(seat) if each[1] is None]:
        enter(seat, place)
        standing, before = QApplication.focusWidget(), count_written(seat)
        if standing is None or isinstance(standing, QLineEdit | QPlainTextEdit):
            continue
        for method in METHODS.values():
            disturb(standing, method)
        seat.wait(seat.operations.is_idle)
        QApplication.processEvents()
        assert count_written(seat) == before, place
        assert (seat.house._open, seat.trouble()) == (place, ""), place
        assert QApplication.focusWidget() is standing, place


def test_a_hidden_control_would_be_missed(qapp: QApplication) -> None:
    box = QWidget()
    button = QLineEdit(box)
    box.show()
    assert is_tab_stop(button)
    button.move(QPoint(-500, 0))
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert not is_tab_stop(button)
