"""A day of sixty doors in the real window: python -m tests.benchmarks.working_day FOLDER STICK.

It unlocks by OUTREACH_PASSPHRASE, logs a visit at every door by keys, four a second, and after a third of the doors
takes in the files of STICK behind it. A timer beats in the event loop from the first line on. What was found is
printed as one line of JSON. (Another thread that reads the main thread's frames makes PySide crash: none does here.)
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings
from ui.app import Program, make_application
from ui.operations import find_changes

DOORS = 60
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
        return 1000 * max((gap[1 if own else 0] for gap in self.gaps if gap[2] in parts), default=0.0)


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


def main() -> None:
    """Work through the day and print what it took."""
    began = float(os.environ.get("OUTREACH_BEGAN") or time.time())
    folder, stick = Path(sys.argv[1]), Path(sys.argv[2])
    pulse = Pulse()
    desk = Desk(folder, pulse)
    desk.unlock(os.environ["OUTREACH_PASSPHRASE"])
    # What somebody takes to type is not the machine's.
    usable = time.time() - desk.typing
    pause(500)
    saves, taken_in = knock(desk, stick, int(sys.argv[3]) if len(sys.argv) > 3 else DOORS)
    status = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line
    )
    ordinary = [each for each in saves if not each.behind]
    print(
        json.dumps(
            {
                "painted": desk.painted - began, "usable": usable - began,
                "saves": [each.kept for each in ordinary], "told": [each.told for each in ordinary],
                "saves_behind": [each.kept for each in saves if each.behind], "taken_in": taken_in,
                "resident": int(status["VmRSS"].split()[0]) / 1024, "most": int(status["VmHWM"].split()[0]) / 1024,
                "gaps": {
                    part: [pulse.longest(part), pulse.longest(part, own=True)] for part in ("start", "doors", "import")
                },
            }
        ),
        flush=True,
    )  # fmt: skip
    desk.program.close()
    # Qt must not be taken apart by whoever comes last.
    os._exit(0)


@dataclass(frozen=True, slots=True)
class Save:
    """Seconds from the last key of a visit until it is on the disk, and until every screen has been told.

    `behind`: whether files were being taken in then.
    """

    kept: float
    told: float
    behind: bool


def knock(desk: Desk, stick: Path, doors: int) -> tuple[list[Save], float]:
    """Knock on every door; each save, and the seconds that taking files in took."""
    operations, app = desk.program.operations, desk.program.app
    assert app is not None
    kept: list[float] = []
    told: list[float] = []

    def note(value: object, moments: list[float]) -> None:
        # What the files bring is told of many households at once.
        news = find_changes(value)
        if news is not None and news.touches("visit") and len(news.households) == 1:
            moments.append(time.perf_counter())

    def noted(work: Callable[[], Any]) -> Callable[[], Any]:
        def do() -> Any:
            value = work()
            note(value, kept)
            return value

        return do

    command = operations.command
    operations.command = lambda owner, work, **rest: command(owner, noted(work), **rest)  # type: ignore[method-assign]
    operations.changed.connect(lambda news: note(news, told))
    took: list[Save] = []
    reading: list[float] = []
    done: list[float] = []
    desk.pulse.part = "doors"
    for door in range(doors):
        if door == doors // 3 and stick.exists():
            desk.pulse.part = "import"
            reading.append(time.perf_counter())
            operations.command(
                desk.program.window,
                lambda: app.syncing.read([stick]),
                done=lambda _done: done.append(time.perf_counter()),
                failed=_give_up,
            )
        behind = bool(reading) and not done
        count = len(told)
        desk.visit(talk=door % 3 == 0)
        desk.wait(lambda seen=count: len(told) > seen)  # type: ignore[misc]
        took.append(Save(kept[count] - desk.pressed, told[count] - desk.pressed, behind))
        if done and desk.pulse.part == "import":
            desk.wait(operations.is_idle)
            desk.pulse.part = "doors"
    return took, (done[0] - reading[0] if done else 0.0)


def _give_up(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
