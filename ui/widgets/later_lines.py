"""Later payments under each other: the day, what it is for, the amount in digits of one width, a sign of doubt."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import elide, fit_font, icon_size, paint_icon_in, paint_text, text_width


class LaterShown(Protocol):
    """One day to show."""

    @property
    def day(self) -> str:
        """When."""

    @property
    def what(self) -> str:
        """Who and what for."""

    @property
    def amount(self) -> str:
        """How much."""

    @property
    def doubt(self) -> bool:
        """Whether it rests on something unconfirmed."""


class LaterLines(QWidget):
    """The days in their order; `doubt` is what a screen reader says of an unconfirmed one.

    Where what a day is for does not fit between day and amount, it stands below them in all lines.
    """

    def __init__(self, *, name: str, doubt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[LaterShown, ...] = ()
        self._doubt, self._name, self._deep = doubt, name, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[LaterShown]) -> None:
        """Show these days."""
        self._lines = tuple(lines)
        told = "; ".join(
            f"{each.day}, {each.what}: {each.amount}" + (f", {self._doubt}" if each.doubt else "")
            for each in self._lines
        )
        self.setAccessibleName(f"{self._name}. {told}")
        self._keep_height()
        self.update()

    def lines(self) -> tuple[LaterShown, ...]:
        """The days shown."""
        return self._lines

    def _keep_height(self) -> None:
        self._deep = any(self._room(line) < text_width(line.what, _plain()) for line in self._lines)
        self.updateGeometry()

    def _room(self, line: LaterShown) -> int:
        digits = look().font(look().text, digits=True)
        taken = (
            self._after_days() + text_width(line.amount, digits) + icon_size(Size.ICON_TAG + 2) + Size.HALF
        )
        return self.width() - taken - Size.GRID - 1

    def _after_days(self) -> int:
        return max((text_width(each.day, _plain()) for each in self._lines), default=0) + Size.GRID

    def _line_height(self) -> int:
        return look().px(Size.ROW_TWO_LINES if self._deep else Size.ROW_GROUP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def sizeHint(self) -> QSize:
        return QSize(0, self._line_height() * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high = QPainter(self), self._line_height()
        for place, line in enumerate(self._lines):
            self._paint_line(
                painter, QRect(0, place * high, self.width(), high), line, last=place + 1 == len(self._lines)
            )

    def _paint_line(self, painter: QPainter, rect: QRect, line: LaterShown, *, last: bool) -> None:
        current = look()
        side = icon_size(Size.ICON_TAG + 2)
        if not last:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("soft_line"))
        plain, digits = _plain(), current.font(current.text, digits=True)
        upper = QRect(rect.left(), rect.top(), rect.width(), rect.height() // (2 if self._deep else 1))
        paint_text(painter, upper, text=line.day, font=plain, colour=current.colour("ink"))
        amount = upper.adjusted(0, 0, -side - Size.HALF, 0)
        paint_text(painter, amount, text=line.amount, font=digits, colour=current.colour("ink"), right=True)
        if line.doubt:
            sign = QRect(upper.right() - side + 1, upper.top(), side, upper.height())
            wait = current.colour("wait").name()
            paint_icon_in(painter, sign, name="circle-question-mark", size=side, colour=wait)
        what = QRect(rect.left() + self._after_days(), rect.top(), self._room(line), rect.height())
        font = plain
        if self._deep:
            what = QRect(rect.left(), upper.bottom(), rect.width(), rect.height() - upper.height())
            font = fit_font(line.what, what.width())
        said = elide(line.what, font, what.width())
        paint_text(painter, what, text=said, font=font, colour=current.colour("ink_2"))


def _plain() -> QFont:
    return look().font(look().text)
