"""Keys pressed while a screen still reads what they need: kept in order, and done once it is there."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_MOST = 16
_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_NEVER_HELD = (Qt.Key.Key_Escape, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr)


class HeldKeys(QObject):
    """What was pressed on one screen before its rows had come; leaving the screen forgets it."""

    def __init__(self, screen: QWidget, *, ready: Callable[[], None]) -> None:
        super().__init__(screen)
        self._screen, self._ready = screen, ready
        self._held: deque[Callable[[], None]] = deque(maxlen=_MOST)
        self._waiting = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._go_on)

    @property
    def waiting(self) -> bool:
        """Whether keys are held now: rows are missing, or earlier keys are not done yet."""
        return self._waiting or bool(self._held) or self._clock.isActive()

    def wait(self, *, waiting: bool) -> None:
        """Say whether rows are missing; once they are there, what was held is done when the event loop turns."""
        begun, over = waiting and not self._waiting, self._waiting and not waiting
        self._waiting = waiting
        if begun:
            self._take_from_lists()
        if over:
            self._clock.start()

    def _take_from_lists(self) -> None:
        # A list swallows keys it has no rows for; a field goes on with what is typed in it.
        standing = QApplication.focusWidget()
        if standing is not None and self._screen.isAncestorOf(standing) and not isinstance(standing, _FIELDS):
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Do nothing of what was held."""
        self._held.clear()

    def hold(self, action: Callable[[], None]) -> bool:
        """Keep an action for later; False when there is nothing to wait for."""
        if self.waiting:
            self._held.append(action)
        return self.waiting

    def hold_key(self, event: QKeyEvent) -> bool:
        """Keep a key for whatever has the focus later; Esc takes back what was held before it."""
        if event.key() == Qt.Key.Key_Escape:
            self.forget()
        if event.isAutoRepeat() or event.key() in _NEVER_HELD:
            return False
        key, modifiers, text = event.key(), event.modifiers(), event.text()
        return self.hold(lambda: self._press(key, modifiers, text))

    def _go_on(self) -> None:
        if not self._waiting:
            self._ready()
        while self._held and not self._waiting:
            if not self._screen.isVisible():
                self.forget()
                return
            self._held.popleft()()

    def _press(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        # Taken out of the queue already: what comes back here unused must not be held again.
        standing = QApplication.focusWidget()
        inside = standing is not None and self._screen.isAncestorOf(standing)
        target = standing if inside and standing is not None else self._screen
        rest, self._held = self._held, deque(maxlen=_MOST)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))
        self._held.extend(rest)
