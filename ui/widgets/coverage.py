"""The coverage strip: one cell per village with a bar of doors spoken to, knocked on and known."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import (
    paint_coverage_bar,
    paint_knocked_swatch,
    paint_spans,
    paint_text,
    plain_text,
    spans_width,
    text_width,
)

_CELL_GAP = 32


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One village: its name, what stands over the bar at the right, the bar's numbers, and the line below it."""

    village: str
    above: str
    below: str
    spoken_to: int
    knocked: int
    known: int

    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return ". ".join((self.village, plain_text(self.above), plain_text(self.below)))


class CoverageCell(QWidget):
    """One village of the strip."""

    def __init__(self, line: CoverageLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setAccessibleName(line.spoken())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        current = look()
        name = text_width(self._line.village, current.font(current.text, 600))
        above = spans_width(self._line.above, current.small)
        below = spans_width(self._line.below, current.small)
        high = current.px(24) + Size.HALF + Size.COVERAGE_BAR + current.px(20)
        return QSize(max(name + Size.GAP + above, below), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, line = QPainter(self), look(), self._line
        muted, head = current.colour("ink_2"), QRect(0, Size.HALF, self.width(), current.px(20))
        strong = current.font(current.text, 600)
        paint_text(painter, head, text=line.village, font=strong, colour=current.colour("ink"))
        paint_spans(painter, head, text=line.above, size=current.small, colour=muted, right=True)
        bar = QRect(0, head.bottom() + 1 + Size.HALF, self.width(), Size.COVERAGE_BAR)
        paint_coverage_bar(painter, bar, spoken_to=line.spoken_to, knocked=line.knocked, known=line.known)
        foot = QRect(0, bar.bottom() + 1 + Size.HALF // 2, self.width(), current.px(20))
        paint_spans(painter, foot, text=line.below, size=current.small, colour=muted)


class CoverageStrip(QScrollArea):
    """Villages side by side; what does not fit side by side scrolls sideways."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)

    def set_lines(self, lines: Sequence[CoverageLine]) -> None:
        """Show these villages in this order."""
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_CELL_GAP)
        for line in lines:
            row.addWidget(CoverageCell(line, inside), 1)
        for _ in range(max(0, 2 - len(lines))):
            row.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._fit()

    def sizeHint(self) -> QSize:
        inside = self.widget()
        high = inside.sizeHint().height() if inside is not None else 0
        return QSize(look().px(Size.SEARCH), high + (Size.SCROLL_BAR if self._overflows() else 0))

    def _overflows(self) -> bool:
        inside = self.widget()
        return inside is not None and inside.minimumSizeHint().width() > self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())


class CoverageLegend(QWidget):
    """What the three parts of a coverage bar stand for."""

    def __init__(self, spoken_to: str, knocked: str, known: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = (spoken_to, knocked, known)
        self.setAccessibleName(", ".join(self._words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = look().font(look().small)
        words = sum(text_width(word, font) for word in self._words)
        return QSize(words + 3 * (Size.COVERAGE_BAR + Size.HALF) + 2 * Size.GAP, look().px(Size.TITLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, left, side = QPainter(self), look(), 0, Size.COVERAGE_BAR
        font = current.font(current.small)
        for place, word in enumerate(self._words):
            self._paint_swatch(painter, QRect(left, (self.height() - side) // 2, side, side), place=place)
            left += side + Size.HALF
            spot = QRect(left, 0, self.width(), self.height())
            left += paint_text(painter, spot, text=word, font=font, colour=current.colour("ink_2")) + Size.GAP

    def _paint_swatch(self, painter: QPainter, box: QRect, *, place: int) -> None:
        if place == 0:
            painter.fillRect(box, look().colour("accent"))
        elif place == 1:
            paint_knocked_swatch(painter, box)
        else:
            painter.setPen(look().colour("edge"))
            painter.setBrush(look().colour("panel"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
