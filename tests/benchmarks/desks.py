"""Somebody who types at the real window at a steady pace, and the beats of its main thread meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings
from ui.app import Program, make_application

BEAT_MS = 5
PACE_MS = 250
_PATIENCE_S = 60


@dataclass
class Pulse:
    """The beats of the main thread: `gaps` are (seconds, processor seconds of this thread, part of the day)."""

    part: str = "start"
    gaps: list[tuple[float, float, str]] = field(default_factory=list)
    _last: float = field(default_factory=time.perf_counter)
    _spent: float = field(default_factory=time.thread_time)

    def begin(self) -> None:
        """Beat from now on."""
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last, spent - self._spent, self.part))
        self._last, self._spent = now, spent

    def longest(self, *parts: str, own: bool = False) -> float:
        """Milliseconds of the longest gap in these parts of the day; `own`: of the processor time of this thread."""
        here = ((waited, spent) for waited, spent, part in self.gaps if part in parts)
        return 1000 * max((spent if own else waited for waited, spent in here), default=0.0)


class Desk:
    """Somebody who types at the window at a steady pace."""

    def __init__(self, folder: Path, pulse: Pulse) -> None:
        make_application(Settings())
        self.pulse = pulse
        pulse.begin()
        self.painted = 0.0
        self.pressed = self.typing = 0.0
        self.program = Program(folder, open_catalogue("vi"))
        self.program.window.painted.connect(self._note_paint)
        self.program.show()
        self.program.window.activateWindow()

    def _note_paint(self) -> None:
        self.painted = time.time()

    def wait(self, reached: Callable[[], object]) -> None:
        """Let the event loop run until something is so."""
        end = time.monotonic() + _PATIENCE_S
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError(self.pulse.part)
            pause(_WAIT_MS)

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase and wait for the doors of today."""
        self.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        began = time.time()
        for letter in passphrase:
            self.send(letter)
            pause(PACE_MS)
        self.typing = time.time() - began
        self.press(Qt.Key.Key_Return, then=0)
        self.wait(lambda: self.program.house is not None and self.program.operations.is_idle())
        self.wait(lambda: self.doors() > 0 and self.program.operations.is_idle())

    def doors(self) -> int:
        """How many rows the list that has the focus shows."""
        view = QApplication.focusWidget()
        model = getattr(view, "model", None)
        return 0 if model is None else int(model().rowCount())

    def send(self, letter: str) -> None:
        """Type one letter."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(self.program.window.windowHandle(), event)

    def press(
        self, key: Qt.Key, *, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, then: int = PACE_MS
    ) -> None:
        """Press a key, and let so much time pass as a person needs for one."""
        self.pressed = time.perf_counter()
        QTest.keyClick(self.program.window.windowHandle(), key, held)
        pause(then)

    def visit(self, *, talk: bool) -> None:
        """Log a visit at the door stood on: nobody at home, or somebody who thinks about it."""
        if self.place() != "visit":
            self.press(Qt.Key.Key_Return)
            self.wait(lambda: self.place() == "visit")
        if talk:
            self.press(Qt.Key.Key_2)
            self.press(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
        else:
            self.press(Qt.Key.Key_0)

    def place(self) -> str:
        """The key of the place that is open."""
        return self.program.house._open if self.program.house is not None else ""


_WAIT_MS = 5


def pause(milliseconds: int) -> None:
    """Let the program go on for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
