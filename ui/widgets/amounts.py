"""Amounts under each other: label left, figure right in digits of one width, a thick rule over the total."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.paint import Tag, icon_size, paint_icon_in, paint_tag, paint_text, text_width

_PART, _DETAILED, _TOTAL = 36, 46, 52


class AmountShown(Protocol):
    """One line to show."""

    @property
    def label(self) -> str:
        """What it is."""

    @property
    def value(self) -> str:
        """How much, or when."""

    @property
    def detail(self) -> str:
        """A second line under the label."""

    @property
    def kind(self) -> str:
        """`part`, `total` or `fact`."""

    @property
    def confirmed(self) -> bool:
        """Whether the rules it rests on are confirmed."""


class AmountTable(QWidget):
    """Painted lines; `doubt` are the words that stand beside an unconfirmed total."""

    def __init__(self, name: str, *, doubt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[AmountShown, ...] = ()
        self._doubt = doubt
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[AmountShown]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        told = (self._tell(line) for line in self._lines)
        self.setAccessibleDescription("; ".join(told))
        self.updateGeometry()
        self.update()

    def lines(self) -> tuple[AmountShown, ...]:
        """The lines shown."""
        return self._lines

    def _tell(self, line: AmountShown) -> str:
        doubt = "" if line.confirmed else f", {self._doubt}"
        return f"{line.label}: {line.value}{doubt}"

    @staticmethod
    def _height(line: AmountShown) -> int:
        if line.kind == "total":
            return look().px(_TOTAL)
        return look().px(_DETAILED if line.detail else _PART)

    def sizeHint(self) -> QSize:
        current = look()
        fonts = current.font(current.text), current.font(current.large, 600, digits=True)
        wide = max(
            (text_width(line.label, fonts[0]) + text_width(line.value, fonts[1]) for line in self._lines),
            default=0,
        )
        return QSize(wide + Size.MARGIN, sum(self._height(line) for line in self._lines) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, top = QPainter(self), 0
        for place, line in enumerate(self._lines):
            box = QRect(0, top, self.width(), self._height(line))
            if place:
                self._paint_rule(painter, box, thick=line.kind == "total")
            if line.kind == "total":
                self._paint_total(painter, box, line)
            else:
                self._paint_line(painter, box, line)
            top += box.height()

    @staticmethod
    def _paint_rule(painter: QPainter, box: QRect, *, thick: bool) -> None:
        colour = look().colour("ink" if thick else "soft_line")
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 2 if thick else 1), colour)

    def _paint_line(self, painter: QPainter, box: QRect, line: AmountShown) -> None:
        current = look()
        plain, small = current.font(current.text), current.font(current.small)
        ink = current.colour("ink_2" if line.kind == "fact" else "ink")
        upper = QRect(box)
        if line.detail:
            upper = QRect(box.left(), box.top() + Size.HALF, box.width(), box.height() // 2)
            lower = QRect(box.left(), upper.bottom(), box.width(), box.height() // 2 - Size.HALF)
            paint_text(painter, lower, text=line.detail, font=small, colour=current.colour("ink_2"))
        paint_text(painter, upper, text=line.label, font=plain, colour=ink)
        self._paint_value(painter, QRect(upper), line)

    @staticmethod
    def _paint_value(painter: QPainter, box: QRect, line: AmountShown) -> None:
        current = look()
        font = current.font(current.text, 600 if line.kind == "part" else 400, digits=True)
        if not line.confirmed:
            side = icon_size(Size.ICON_BUTTON)
            sign = QRect(box.right() + 1 - side, box.top(), side, box.height())
            paint_icon_in(painter, sign, name="circle-question-mark", size=side, colour=current.tokens.wait)
            box.setRight(box.right() - side - Size.HALF)
        paint_text(painter, box, text=line.value, font=font, colour=current.colour("ink"), right=True)

    def _paint_total(self, painter: QPainter, box: QRect, line: AmountShown) -> None:
        current = look()
        painter.fillRect(box.adjusted(0, 2, 0, 0), current.colour("band"))
        inner = box.adjusted(Size.GRID, 2, -Size.GRID, 0)
        strong, large = current.font(current.text, 600), current.font(current.large, 600, digits=True)
        label, value, half = QRect(inner), QRect(inner), inner.height() // 2
        if text_width(line.label, strong) + Size.GRID + text_width(line.value, large) > inner.width():
            label.setHeight(half)
            value.setTop(inner.top() + half)
        if not line.confirmed:
            label.setHeight(half)
            tag = Tag(self._doubt, "circle-question-mark", Tone.WAIT, dashed=True)
            paint_tag(painter, QRect(inner.left(), inner.top() + half, inner.width(), half - 2), tag=tag)
        paint_text(painter, label, text=line.label, font=strong, colour=current.colour("ink"))
        ink = current.colour("accent" if line.confirmed else "ink")
        paint_text(painter, value, text=line.value, font=large, colour=ink, right=True)
