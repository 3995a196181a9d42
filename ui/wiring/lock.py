"""Locking an open workspace: a page that asks for the passphrase covers the window, and all behind it stays as it was.

What is being typed is neither lost nor seen. The workspace stays open behind the page, so an import goes on, and so
does the key in this program's memory: what protects a stolen laptop is that it was switched off.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from outreach_app.settings import CHOICES, load_settings
from ui.presenters.wakefulness import Wakefulness
from ui.wiring.entrances import Doorway, make_unlock
from ui.wiring.house import House

if TYPE_CHECKING:
    from outreach_app.app import App
    from ui.presenters.unlock import UnlockPresenter
    from ui.screens.unlock import UnlockScreen

LOOK_MS = 1_000
IDLE_LOOK_MS = 10_000
SHORTEST_S = 60 * min(map(int, CHOICES["lock_after"]))
_USED = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


def read_lock_after() -> int:
    """After how many seconds without a key the window locks."""
    return 60 * int(load_settings().lock_after)


class Lock(QObject):
    """Covers a house after idle minutes, after sleep, and by key; dies with the house. Signal `covered(object)`: the
    page, so that somebody gives it its keys.

    Attributes: page (None while the house is open), wakefulness.
    """

    covered = Signal(object)

    def __init__(
        self, house: House, app: "App", doorway: Doorway, *, read_after_s: Callable[[], int] = read_lock_after
    ) -> None:
        super().__init__(house)
        self._house, self._app, self._read_after_s = house, app, read_after_s
        self._doorway = replace(doorway, opened=self._uncover)
        self.page: UnlockScreen | None = None
        self._presenter: UnlockPresenter | None = None
        self.wakefulness = Wakefulness()
        for pause, look in ((LOOK_MS, self.look), (IDLE_LOOK_MS, self.look_idle)):
            timer = QTimer(self)
            timer.timeout.connect(look)
            timer.start(pause)
        house.window.lock_wanted.connect(self.cover)
        # Keys and mouse reach the system's window first: looking there costs nothing for all that is painted.
        house.window.winId()
        if (handle := house.window.windowHandle()) is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there; takes nothing away."""
        if event.type() in _USED:
            self.wakefulness.stir()
        return False

    def look(self) -> None:
        """Lock if the machine slept since the last look."""
        if self.wakefulness.slept():
            self.cover()

    def look_idle(self) -> None:
        """Lock if nobody used keys or mouse for as long as Settings say."""
        idle = self.wakefulness.idle_s()
        if idle >= SHORTEST_S and idle >= self._read_after_s():
            self.cover()

    def cover(self) -> None:
        """Ask for the passphrase before anything is seen again."""
        if self.page is not None:
            return
        for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if widget is not None:
                widget.close()
        self._house.cover()
        self.page, self._presenter = make_unlock(self._doorway, app=self._app)
        self._house.window.cover(self.page)
        self._presenter.start()
        self.covered.emit(self.page)

    def _uncover(self, _app: "App") -> None:
        page = self.page
        if page is None:
            return
        self.page, self._presenter = None, None
        self.wakefulness.stir()
        self._house.window.uncover(page)
        page.deleteLater()
        self._house.uncover()
