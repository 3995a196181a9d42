"""An amount of đồng that is grouped while it is typed."""

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import Size, look
from ui.widgets.paint import paint_text, text_width

_LONGEST = 12
_UNIT = "đ"


def group_digits(digits: str, separator: str) -> str:
    """Put a separator between thousands: `1366200` becomes `1.366.200`."""
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", separator, digits)


class MoneyField(QLineEdit):
    """Digits only, right-aligned in digits of one width, with đ at the right; pasted text keeps its digits.

    Signal `amount_changed(object)`: whole đồng, or None when empty. `separator` is the language's group sign.
    """

    amount_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, name: str = "", separator: str = ".") -> None:
        super().__init__(parent)
        self._separator = separator
        self._told: int | None = None
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._dress()
        self.textChanged.connect(self._regroup)

    def _dress(self) -> None:
        self.setFont(look().font(look().text, digits=True))
        self.setTextMargins(0, 0, text_width(_UNIT, look().font(look().text)) + Size.HALF, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def amount(self) -> int | None:
        """Whole đồng, or None when nothing stands there."""
        digits = self._digits(self.text())
        return int(digits) if digits else None

    def set_amount(self, amount: int | None) -> None:
        """Put an amount there without a signal."""
        self._told = amount
        self.setText("" if amount is None else group_digits(str(amount), self._separator))

    @staticmethod
    def _digits(text: str) -> str:
        return "".join(c for c in text if c.isdecimal() and c.isascii())[:_LONGEST]

    def _regroup(self, text: str) -> None:
        digits = self._digits(text)
        after = len(self._digits(text[self.cursorPosition() :]))
        grouped = group_digits(digits.lstrip("0") or digits[:1], self._separator)
        if grouped != text:
            self.blockSignals(True)
            self.setText(grouped)
            self.blockSignals(False)
            self.setCursorPosition(self._place_before(grouped, after))
        self._tell()

    def _place_before(self, text: str, digits_after: int) -> int:
        place = len(text)
        while digits_after and place:
            place -= 1
            digits_after -= text[place].isdecimal()
        return place

    def _tell(self) -> None:
        if (amount := self.amount()) != self._told:
            self._told = amount
            self.amount_changed.emit(amount)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place, text = self.cursorPosition(), self.text()
        # Backspace after a group sign means the digit before it, not the sign.
        if (
            event.key() == Qt.Key.Key_Backspace
            and not self.hasSelectedText()
            and text[place - 1 : place] == self._separator
        ):
            self.setCursorPosition(place - 1)
        if (
            event.key() == Qt.Key.Key_Delete
            and not self.hasSelectedText()
            and text[place : place + 1] == self._separator
        ):
            self.setCursorPosition(place + 1)
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        place = self.rect().adjusted(0, 0, -Size.GRID - 2, 0)
        font, colour = look().font(look().text), look().colour("ink_2")
        paint_text(QPainter(self), place, text=_UNIT, font=font, colour=colour, right=True)
