"""Later payments under each other: the day, what it is for, the amount in digits of one width, a sign of doubt."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import elide, icon_size, paint_icon_in, paint_text, text_width


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
    """The days in their order; `doubt` is what a screen reader says of an unconfirmed one."""

    def __init__(self, *, name: str, doubt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[LaterShown, ...] = ()
        self._doubt, self._name = doubt, name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[LaterShown]) -> None:
        """Show these days."""
        self._lines = tuple(lines)
        told = "; ".join(
            f"{each.day}, {each.what}: {each.amount}" + (f", {self._doubt}" if each.doubt else "")
            for each in self._lines
        )
        self.setAccessibleName(f"{self._name}. {told}")
        self.updateGeometry()
        self.update()

    def lines(self) -> tuple[LaterShown, ...]:
        """The days shown."""
        return self._lines

    def sizeHint(self) -> QSize:
        return QSize(0, look().px(Size.ROW_GROUP) * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high = QPainter(self), look().px(Size.ROW_GROUP)
        for place, line in enumerate(self._lines):
            self._paint_line(
                painter, QRect(0, place * high, self.width(), high), line, last=place + 1 == len(self._lines)
            )

    def _paint_line(self, painter: QPainter, rect: QRect, line: LaterShown, *, last: bool) -> None:
        current = look()
        side = icon_size(Size.ICON_TAG + 2)
        if not last:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("soft_line"))
        plain, digits = current.font(current.text), current.font(current.text, digits=True)
        paint_text(painter, rect, text=line.day, font=plain, colour=current.colour("ink"))
        amount = QRect(rect.left(), rect.top(), rect.width() - side - Size.HALF, rect.height())
        used = paint_text(
            painter, amount, text=line.amount, font=digits, colour=current.colour("ink"), right=True
        )
        if line.doubt:
            sign = QRect(rect.right() - side + 1, rect.top(), side, rect.height())
            wait = current.colour("wait").name()
            paint_icon_in(painter, sign, name="circle-question-mark", size=side, colour=wait)
        left = max(text_width(each.day, plain) for each in self._lines) + Size.GRID
        room = amount.right() - used - left - Size.GRID
        what = QRect(rect.left() + left, rect.top(), room, rect.height())
        paint_text(
            painter, what, text=elide(line.what, plain, room), font=plain, colour=current.colour("ink_2")
        )
