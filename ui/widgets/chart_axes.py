"""What charts have in common: room for words around the picture, round numbers at the left, how a part is filled."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import paint_knocked_swatch, paint_text, text_width

LINE = 20
_LEAST_WIDE, _LEAST_HIGH = 240, 104


class Fill(StrEnum):
    """How a part of a chart is filled: each looks another way in one colour too."""

    FULL = "full"
    LIGHT = "light"
    EMPTY = "empty"


def paint_fill(painter: QPainter, box: QRect, *, fill: Fill) -> None:
    """Fill a part: full, light (in high contrast hatched) with an edge, or an edge alone."""
    current = look()
    if box.width() <= 0 or box.height() <= 0:
        return
    if fill is Fill.FULL:
        painter.fillRect(box, current.colour("accent"))
        return
    painter.save()
    if fill is Fill.LIGHT:
        paint_knocked_swatch(painter, box)
    else:
        painter.fillRect(box, current.colour("panel"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current.colour("accent" if fill is Fill.LIGHT else "bad"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns numbers of people into pixels: the least and the most that the axis shows, over a height."""

    box: QRect
    least: int
    most: int

    def y(self, people: float) -> float:
        """How far down a number stands."""
        span = max(1, self.most - self.least)
        return self.box.bottom() - (people - self.least) * self.box.height() / span


class ChartWidget(QWidget):
    """A picture made of numbers: it takes no focus, its accessible description is the sentence beside it."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDE, _LEAST_HIGH)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def describe(self, sentence: str) -> None:
        """Say what the picture shows to whoever cannot see it."""
        self.setAccessibleDescription(sentence)
        self.update()


def lay_axis(rect: QRect, marks: Sequence[tuple[int, str]], *, right: int, below: int) -> Scale:
    """Find the room for the picture beside the marks, with so much left free at the right and below."""
    current = look()
    font, line = current.font(current.small), current.px(LINE)
    left = max((text_width(words, font) for _, words in marks), default=0) + Size.GRID
    box = rect.adjusted(left, line // 2, -right, -below)
    numbers = [number for number, _ in marks] or [0]
    return Scale(box, min(numbers), max(numbers))


def paint_axis(painter: QPainter, scale: Scale, marks: Sequence[tuple[int, str]]) -> None:
    """Paint the round numbers with their lines; the line of nil is the strong one."""
    current, line = look(), look().px(LINE)
    font, box = current.font(current.small), scale.box
    told = None
    for number, words in marks:
        y = round(scale.y(number))
        rule = current.colour("edge" if number == 0 else "soft_line")
        painter.fillRect(QRect(box.left(), y, box.width(), 1), rule)
        # In a low picture numbers that would stand on one another are left to the lines.
        if told is not None and told - y < line:
            continue
        told = y
        place = QRect(0, y - line // 2, box.left() - Size.GRID, line)
        paint_text(painter, place, text=words, font=font, colour=current.colour("ink_2"), right=True)


def paint_below(painter: QPainter, box: QRect, labels: Sequence[tuple[int, str]]) -> None:
    """Paint words centred under their places from left to right: all of them, or every second, third and so on."""
    current, line = look(), look().px(LINE)
    font, whole = current.font(current.small), painter.device().width()
    laid = []
    for x, words in labels:
        wide = text_width(words, font)
        laid.append((min(max(0, x - wide // 2), whole - wide), wide, words))
    step = next((step for step in range(1, len(laid)) if _fit(laid[::step])), max(1, len(laid)))
    for left, wide, words in laid[::step]:
        place = QRect(left, box.bottom() + Size.HALF, wide, line)
        paint_text(painter, place, text=words, font=font, colour=current.colour("ink_2"))


def _fit(laid: Sequence[tuple[int, int, str]]) -> bool:
    return all(one[0] + one[1] + Size.GRID <= other[0] for one, other in itertools.pairwise(laid))


def paint_legend(painter: QPainter, rect: QRect, parts: Sequence[tuple[Fill, str]]) -> None:
    """Paint squares and what they stand for in one line; where they do not fit they move closer."""
    current = look()
    font, side = current.font(current.small), Size.COVERAGE_BAR
    wide = sum(text_width(words, font) + side + Size.HALF for _, words in parts)
    gap = min(Size.GAP, max(Size.HALF, (rect.width() - wide) // max(1, len(parts))))
    left = rect.left()
    for fill, words in parts:
        paint_fill(painter, QRect(left, rect.top() + (rect.height() - side) // 2, side, side), fill=fill)
        left += side + Size.HALF
        place = QRect(left, rect.top(), rect.width(), rect.height())
        left += paint_text(painter, place, text=words, font=font, colour=current.colour("ink_2")) + gap
