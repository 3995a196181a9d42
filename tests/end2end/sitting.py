"""Somebody in front of the real program: every step is a key, everything known comes from what the screen says.

Keys go to the window as the system would send them, so that shortcuts, popups and the focus decide who takes them.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from outreach_app.i18n import open_catalogue
from outreach_app.settings import Settings
from ui.app import Program, make_application, read_clock
from ui.widgets.chips import Chip

Key = Qt.Key
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_ASCII = {chr(code): Key(code) for code in range(0x20, 0x7F)}
CHOSEN = "[x]"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MOST_TABS = 60
_RESULTS = "Kết quả tìm"


class Sitting:
    """One sitting at one machine: the program is started on a folder, worked by keys, and closed.

    `strokes` counts the keys pressed, Backspaces of the input method included; after each of them `pace` milliseconds
    pass, as a person takes them.
    """

    def __init__(
        self, folder: Path, *, settings: Settings | None = None, clock: Callable[[], datetime] = read_clock
    ) -> None:
        make_application(settings or Settings())
        self.program = Program(folder, open_catalogue("vi"), clock=clock)
        self.strokes, self.pace = 0, 0
        self.program.show()
        self.window = self.program.window
        self.turn_to()

    def turn_to(self) -> "Sitting":
        """Sit down in front of this machine again after another one."""
        self.window.activateWindow()
        return self.wait(self.window.isActiveWindow, "the window is active")

    # --------------------------------------------------------------------------------------------------------- keys
    def press(self, *keys: Key, held: Qt.KeyboardModifier = PLAIN) -> "Sitting":
        """Press keys one after another; the window finds out who takes them."""
        for key in keys:
            self.strokes += 1
            QTest.keyClick(self.window.windowHandle(), key, held)
            self._rest()
        return self

    def _rest(self) -> None:
        if self.pace:
            pause(self.pace)

    def control(self, *keys: Key) -> "Sitting":
        """Press keys with Ctrl held."""
        return self.press(*keys, held=CONTROL)

    def type(self, text: str) -> "Sitting":
        """Type text as a keyboard layout that has its letters sends it."""
        for character in unicodedata.normalize("NFC", text):
            self._send(_ASCII.get(character.upper(), Key.Key_unknown), character)
        return self

    def telex(self, text: str) -> "Sitting":
        """Type Vietnamese as Unikey sends it: the plain letter, then Backspace and the letter with one mark more."""
        for character in unicodedata.normalize("NFC", text):
            former = ""
            for step in _spell(character):
                if former:
                    self._send(Key.Key_Backspace, "\b")
                self._send(_ASCII.get(step.upper(), Key.Key_unknown), step)
                former = step
        return self

    def commit(self, text: str) -> "Sitting":
        """Compose and commit each word as an input method (IBus, Windows) does."""
        for word in text.split(" "):
            target = QGuiApplication.focusObject()
            assert target is not None
            QCoreApplication.sendEvent(target, QInputMethodEvent(_bare(word), []))
            event = QInputMethodEvent("", [])
            event.setCommitString(word if word == text.rsplit(" ", maxsplit=1)[-1] else f"{word} ")
            QCoreApplication.sendEvent(target, event)
            self.strokes += len(word) + 1
        return self

    def retype(self, text: str) -> "Sitting":
        """Take what stands in the field away and type this."""
        return self.control(Key.Key_A).type(text)

    def _send(self, key: Key, text: str) -> None:
        self.strokes += 1
        handle = self.window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(handle, QKeyEvent(kind, key, PLAIN, text))
        self._rest()

    def tab_to(self, name: str) -> "Sitting":
        """Press Tab, and Right along a row of chips, until a control whose name begins so has the focus."""
        met: list[str] = []
        for _ in range(_MOST_TABS):
            if self.focus().startswith(name) or self._walk_chips(name):
                return self
            self.press(Key.Key_Tab)
            met.append(self.focus())
        raise AssertionError(f"Tab never came to {name!r}; it came to {met}\n{self.told()}")

    def _walk_chips(self, name: str) -> bool:
        first = QApplication.focusWidget()
        while isinstance(first, Chip):
            self.press(Key.Key_Right)
            if self.focus().startswith(name):
                return True
            if QApplication.focusWidget() is first:
                break
        return False

    def row_of(self, name: str, *, most: int = 300) -> "Sitting":
        """Press Down in the list that has the focus until the row stood on says this name."""
        for _ in range(most):
            if name in self.row():
                return self
            self.press(Key.Key_Down)
            pause(1)
        raise AssertionError(f"no row says {name!r}\n{self.told()}")

    def row_in_popup(self, name: str, *, most: int = 20) -> "Sitting":
        """Press Down while the search field has the focus until the row stood on below it says this name."""
        self.wait(
            lambda: any(name in row for row in _rows_in_popup(self.window)), f"a result that says {name}"
        )
        for _ in range(most):
            if any(name in row for row in _rows_in_popup(self.window, stood_on=True)):
                return self
            self.press(Key.Key_Down)
        raise AssertionError(f"no result says {name!r}\n{self.told()}")

    # ------------------------------------------------------------------------------------------------------ looking
    def focus(self) -> str:
        """What a screen reader says of the control that has the focus."""
        widget = QApplication.focusWidget()
        return "" if widget is None else _name_of(widget)

    def row(self) -> str:
        """What is said of the row stood on in the list that has the focus (or in the drop-down)."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QComboBox):
            return widget.currentText()
        if not isinstance(widget, QAbstractItemView):
            return ""
        index = widget.currentIndex()
        return _tell_row(widget.model(), index.row()) if index.isValid() else ""

    def told(self) -> str:
        """Everything the window says now, line by line."""
        return "\n".join(_tell(self.window))

    def sees(self, text: str) -> bool:
        """Whether the window says this."""
        return text in self.told()

    def wait(self, reached: Callable[[], object], what: str = "", *, seconds: float = 30) -> "Sitting":
        """Let the program work until something is so."""
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                active = QApplication.activeWindow() is self.window
                where = f"{'active' if active else 'INACTIVE'} window, focus {self.focus()!r}"
                raise AssertionError(f"waited {seconds} s for: {what} ({where})\n{self.told()}")
            pause(10)
        return self

    def wait_for(self, *texts: str) -> "Sitting":
        """Let the program work until the window says all of this."""
        return self.wait(lambda: all(text in self.told() for text in texts), " | ".join(texts))

    def wait_focus(self, name: str) -> "Sitting":
        """Let the program work until a control whose name begins so has the focus."""
        return self.wait(lambda: self.focus().startswith(name), f"focus on {name}, it is on {self.focus()}")

    def wait_list(self) -> "Sitting":
        """Let the program work until the work list has the focus and a door is stood on."""
        self.wait_focus("Các nhà cần đến")
        return self.wait(self.row, "a door to stand on")

    def popup_is_open(self) -> bool:
        """Whether a list of choices stands open over the window."""
        return QApplication.activePopupWidget() is not None

    def picture(self, path: Path) -> None:
        """Keep a picture of the window, without the focus frame's neighbours outside it."""
        pause(50)
        self.window.grab().save(str(path))

    def unlock(self, passphrase: str) -> "Sitting":
        """Type the passphrase of a workspace that is there already, and wait for the first place."""
        self.wait_focus("Mật khẩu").type(passphrase).press(Key.Key_Return)
        return self.wait_for("Các mục")

    def close(self) -> None:
        """Close the window as a person does, and end the program."""
        self.window.close()
        self.program.close()
        self.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pause(milliseconds: int) -> None:
    """Let the program go on; unlike QTest.qWait this leaves the interpreter to its other threads."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _spell(character: str) -> list[str]:
    """The letter without marks, then with its own mark, then with its tone: `ố` is o, ô, ố."""
    if character in "đĐ":
        return ["d" if character == "đ" else "D", character]
    parts = unicodedata.normalize("NFD", character)
    marked = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return list(dict.fromkeys((parts[0], marked, character)))


def _bare(word: str) -> str:
    return "".join(_spell(character)[0] for character in word)


def _name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text()
    return type(widget).__name__


def _say(index: QModelIndex) -> str:
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
    return "" if spoken is None else str(spoken)


def _tell(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from filter(None, (widget.accessibleName(), widget.accessibleDescription()))
        if isinstance(widget, QAbstractButton) and widget.isCheckable() and widget.isChecked():
            yield f"{CHOSEN} {_name_of(widget)}"
        elif isinstance(widget, QLabel | QLineEdit | QAbstractButton) and widget.text():
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield widget.currentText()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _tell_rows(widget.model())


def _rows_in_popup(root: QWidget, *, stood_on: bool = False) -> Iterator[str]:
    for view in root.findChildren(QAbstractItemView):
        if view.isVisible() and view.accessibleName() == _RESULTS:
            here = view.currentIndex()
            yield from [_tell_row(view.model(), here.row())] if stood_on else _tell_rows(view.model())


def _tell_rows(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 60)):
        yield _tell_row(model, row)


def _tell_row(model: QAbstractItemModel, row: int) -> str:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    return " ".join(filter(None, (_say(model.index(row, column)) for column in range(columns))))
