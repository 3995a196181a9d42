"""A window over a real workspace, driven by its own keys, that writes what it shows as a picture."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.domain.rows import Standing
from outreach_app.i18n import Catalogue
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.wiring.house import House

if TYPE_CHECKING:
    from outreach_app.app import App

_PATIENCE_S = 20.0
_CALM_S = 0.12


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was written, and the place it shows."""

    path: Path
    place: str


@dataclass(slots=True)
class Studio:
    """A window over a real workspace, driven by its own keys.

    Attributes: window, operations, house, folder (where pictures go).
    """

    window: MainWindow
    operations: Operations
    house: House
    app: "App"
    folder: Path

    def settle(self) -> None:
        """Wait until every answer has come and everything is painted."""
        calm_since = last = time.monotonic()
        while time.monotonic() - last < _PATIENCE_S:
            begun = time.monotonic()
            QApplication.processEvents()
            # What took long has most likely asked for a new layout.
            if not self.operations.is_idle() or time.monotonic() - begun > _CALM_S / 4:
                calm_since = time.monotonic()
            elif time.monotonic() - calm_since > _CALM_S:
                return
            time.sleep(0.005)

    def press(self, key: Qt.Key, *, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self._send(key, held=held, text=chr(key) if key < 0x80 else "")

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:
            self._send(Qt.Key.Key_unknown, held=Qt.KeyboardModifier.NoModifier, text=letter)

    def _send(self, key: Qt.Key, *, held: Qt.KeyboardModifier, text: str) -> None:
        target: QWidget = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, key, held, text))

    def take(self, name: str, place: str) -> Picture:
        """Write what the window shows now."""
        self.settle()
        path = self.folder / f"{name}.png"
        self.window.grab().save(str(path))
        return Picture(path, place)


@contextmanager
def open_studio(
    app: "App", folder: Path, size: QSize, words: Catalogue, *, standing: Standing
) -> "Iterator[Studio]":
    """Show a window of a size over a workspace; everything begun in it is put away at the end."""
    window, operations = MainWindow(words), Operations()
    window.resize(size)
    house = House(window, app, operations, standing=standing)
    studio = Studio(window, operations, house, app, folder)
    window.show()
    window.activateWindow()
    house.start()
    studio.settle()
    try:
        yield studio
    finally:
        house.leave_all()
        studio.settle()
        operations.close()
        window.close()
        window.deleteLater()
        QApplication.processEvents()
