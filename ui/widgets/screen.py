"""The work area of one place over its action bar: what every screen is built on."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.action_bar import ActionBar
from ui.widgets.held_keys import HeldKeys
from ui.widgets.text import Role, make_label

_ENTERS = {"Return": "Enter"}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of a screen for F1: its caps and what it does, already in the reader's language."""

    caps: tuple[str, ...]
    text: str


def digit_of(event: QKeyEvent) -> str | None:
    """The digit of a key by its code, from the row or the keypad, with no other key held; None for anything else.

    A layout that puts letters on the digit row (Vietnamese Windows does) still gives the key's own number.
    """
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held != Qt.KeyboardModifier.NoModifier:
        return None
    codes = (event.key(), event.nativeVirtualKey()) if sys.platform == "win32" else (event.key(),)
    for code in codes:
        if Qt.Key.Key_0 <= code <= Qt.Key.Key_9:
            return chr(code)
    return None


def is_plain(event: QKeyEvent) -> bool:
    """Whether a key was pressed with no other key held."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier


class Screen(QWidget):
    """One place: `body` takes its parts from top to bottom, `set_bar` its action bar, `keys` what F1 lists.

    A subclass has signals that say what a person meant, one `render_state(state)`, and `take_focus()`. Letter keys
    registered with `on_letter` act by key code and only when no text field took them; `bind` is for function keys
    and Ctrl combinations, which act everywhere on the screen. A screen that reads its rows says so with
    `wait_for_rows`: keys pressed meanwhile are done, in order, once the rows are there.
    """

    def __init__(self, words: Catalogue, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.words = words
        self.keys: tuple[KeyLine, ...] = ()
        self.kept: list[object] = []
        self.setAccessibleName(name)
        self._letters: dict[int, Callable[[], None]] = {}
        self._held = HeldKeys(self, ready=self._stand_in_rows)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(Size.MARGIN, Size.GRID + Size.HALF, Size.MARGIN, Size.GAP)
        self.body.setSpacing(Size.GRID)
        self._column.addLayout(self.body, 1)
        self._bar: ActionBar | None = None

    def set_bar(self, bar: ActionBar) -> None:
        """Put the action bar below the work area."""
        self._bar = bar
        self._column.addWidget(bar)

    def rest_bar(self, *, resting: bool) -> None:
        """Let the bar rest while a form stands open: the next step is the form's own."""
        if self._bar is not None:
            self._bar.setEnabled(not resting)

    def take_focus(self) -> None:
        """Give the focus to where work begins on this screen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> tuple[str, bytes] | None:
        """The table and row that is stood on, whose history can be told; None where there is none."""
        return None

    def wait_for_rows(self, *, waiting: bool = True) -> None:
        """Say whether rows that keys need are still being read."""
        self._held.wait(waiting=waiting)

    def stop_waiting(self) -> None:
        """The rows could not be read: what was pressed meanwhile is forgotten, and keys act again."""
        self._held.forget()
        self._held.wait(waiting=False)

    def stand(self) -> None:
        """Take the focus; while rows are missing the screen has it itself, so that no key goes astray."""
        if self._held.waiting:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.take_focus()

    def _stand_in_rows(self) -> None:
        if self.hasFocus():
            self.take_focus()

    def on_letter(self, key: Qt.Key, action: Callable[[], None]) -> None:
        """Let a letter act when no text field has the focus."""
        self._letters[int(key)] = action

    def bind(self, sequence: str, action: Callable[[], None]) -> None:
        """Let a function key or a Ctrl combination act anywhere on this screen; Return means the keypad's Enter too."""
        for word, twin in (("", ""), *_ENTERS.items()):
            if word and word not in sequence:
                continue
            keys = QKeySequence(sequence.replace(word, twin) if word else sequence)
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._act, action))

    def _act(self, action: Callable[[], None]) -> None:
        if not self._held.hold(action):
            action()

    def make_title(self, title: str, *beside: QWidget) -> QHBoxLayout:
        """Make the line with the screen's name at the left; what stands beside it follows, a stretch is added last."""
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(make_label(title, Role.TITLE, parent=self))
        for widget in beside:
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def event(self, event: QEvent) -> bool:
        # Here and not in keyPressEvent, which screens override for keys of their own.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._held.hold_key(event) or super().event(event)
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._held.forget()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._letters.get(event.key()) if is_plain(event) else None
        if action is not None and not event.isAutoRepeat():
            action()
            return
        super().keyPressEvent(event)
