"""Names typed into the search of the real window: from each key to painted rows, from the last letter to the visit."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer

from outreach_app.app import App
from outreach_app.domain.text import fold
from outreach_app.store.database import run
from tests.benchmarks.desks import Desk, pause
from ui.screens.search_popup import SearchPopup

NAMES = 25
_BETWEEN_KEYS_MS, _AFTER_NAME_MS = 30, 250
_PATIENCE_S = 30


@dataclass
class Searches:
    """Seconds from each key to painted rows, and from the last letter of each name until its visit is open."""

    painted: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)


class Painted(QObject):
    """Counts how often something was painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def type_names(desk: Desk, names: list[str]) -> Searches:
    """Look for each name letter by letter and open the first household found."""
    popup = desk.program.window.findChild(SearchPopup)
    assert popup is not None
    found, rows = Searches(), Painted(popup._list.viewport())
    for name in names:
        desk.press(Qt.Key.Key_K, held=Qt.KeyboardModifier.ControlModifier)
        began = 0.0
        for end in range(1, len(name) + 1):
            pause(_BETWEEN_KEYS_MS)
            began = time.perf_counter()
            desk.send(name[end - 1])
            if name[end - 1] == " ":
                continue  # a blank at the end asks for nothing new
            _wait_shortly(lambda typed=name[:end]: popup._state.text == typed)  # type: ignore[misc]
            QCoreApplication.processEvents()  # what was asked to be painted is painted now
            found.painted.append(time.perf_counter() - began)
        desk.press(Qt.Key.Key_Return, then=0)
        _wait_shortly(lambda: not popup.isVisible() and desk.place() == "visit")
        _wait_shortly(desk.program.operations.is_idle)
        QCoreApplication.processEvents()
        found.opened.append(time.perf_counter() - began)
        pause(_AFTER_NAME_MS)
    assert rows.count > len(names), "nothing was painted"
    return found


def draw_names(app: App, number: int = NAMES) -> list[str]:
    """Names of people far from each other in the register, as one types them without marks."""
    rng = random.Random(12)
    with app.desk.read() as session:
        last = run(session, "SELECT max(number) FROM person")[0][0]
        places = [rng.randrange(1, last) for _ in range(number)]
        return [fold(run(session, "SELECT name FROM person WHERE number = :n", n=n)[0][0]) for n in places]


def _wait_shortly(reached: Callable[[], object]) -> None:
    """Let the event loop run until something is so, looked at after every event and every millisecond."""
    end, loop, tick = time.monotonic() + _PATIENCE_S, QEventLoop(), QTimer()
    tick.start(1)
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError("search")
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
