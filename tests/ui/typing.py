"""Vietnamese typing for tests: key events with text, input method commits, and Unikey's Backspace-and-retype.

`QTest.keyClicks` aborts the whole process on text that is not ASCII, so tests never use it.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_LETTERS = {chr(code): Qt.Key(code) for code in range(0x20, 0x7F)}


def send_key(
    widget: QWidget, key: Qt.Key, *, text: str = "", modifiers: Qt.KeyboardModifier = NO_MODIFIER
) -> None:
    """Press and release one key in a widget; shortcuts are not asked (use QTest.keyClick for those)."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type any text, one key event per character, as a keyboard layout with the letters would send it."""
    for character in text:
        key = _LETTERS.get(character.upper(), Qt.Key.Key_unknown)
        send_key(widget, key, text=character)


def commit_text(widget: QWidget, text: str, *, preedit: str = "") -> None:
    """Compose and commit text as an input method (IBus, Windows IME) does: shown underlined first, then committed."""
    if preedit:
        QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press_backspace(widget: QWidget, times: int = 1) -> None:
    """Press Backspace as Unikey does before it types a letter again with its mark."""
    for _ in range(times):
        send_key(widget, Qt.Key.Key_Backspace, text="\b")


def type_by_telex(widget: QWidget, *steps: tuple[str, int, str]) -> None:
    """Type as Unikey sends it: each step is (letters typed, how many of them it takes back, what it puts instead).

    `("va", 0, ""), ("n", 0, ""), ("w", 2, "ăn")` gives `văn`: the key that carries the mark never arrives.
    """
    for letters, taken_back, instead in steps:
        if not instead:
            type_text(widget, letters)
            continue
        press_backspace(widget, taken_back)
        type_text(widget, instead)
