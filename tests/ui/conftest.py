"""Windows for tests of widgets: dressed in the light theme, shown, active, and closed afterwards.

Whatever stays alive is dressed anew with every theme of later tests: 0.08 s of processor time for each visit form.
"""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from outreach_app import garbage
from ui.main_window import MainWindow
from ui.theme import Theme, apply_theme
from ui.widgets.entrance import EntrancePage
from ui.widgets.focus import install_focus_ring
from ui.widgets.screen import Screen


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Delete windows and screens that a test has left, such as the form that is got ready behind the first place."""
    garbage.collect_by_hand()
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        for widget in application.topLevelWidgets():
            if isinstance(widget, Screen | MainWindow | EntrancePage) and widget.parent() is None:
                shiboken6.delete(widget)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """The light theme at normal type, before and after."""
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    yield
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def show(qtbot: QtBot, dressed: None) -> Callable[..., QWidget]:
    """Show widgets in an active window, below a button that has the focus first."""
    kept = []

    def put(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        column.setContentsMargins(16, 16, 16, 16)
        before = QPushButton("before")
        column.addWidget(before)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(700, window.sizeHint().height())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        before.setFocus()
        return window

    return put
