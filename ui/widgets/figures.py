"""A strip of counts in the order in which things travel: large number, what it counts, and one hint below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.paint import elide, paint_text, text_width, wrap_lines

_PAD = Size.GAP
_LINE = 24
_HINT = 18
_MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: the number as it is written, what it counts, and what follows from it."""

    number: str
    text: str
    hint: str = ""
    tone: Tone | None = None


class FigureStrip(QFrame):
    """Counts side by side in one panel; where a count and its words do not fit in one line, all take two, and so do
    the hints.
    """

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._figures: tuple[Figure, ...] = ()
        self._name, self._stacked, self._tight, self._hints = name, False, False, 1
        self.setProperty("part", "panel")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keep_height()

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these counts."""
        self._figures = tuple(figures)
        told = "; ".join(f"{each.number} {each.text}" for each in self._figures)
        self.setAccessibleDescription(told)
        self._keep_height()
        self.update()

    def figures(self) -> tuple[Figure, ...]:
        """The counts shown."""
        return self._figures

    def _share(self) -> int:
        return self.width() // max(1, len(self._figures))

    def _keep_height(self) -> None:
        current, room = look(), self._share() - 2 * _PAD
        number, words = current.font(current.large, 600), current.font(current.text, 600)
        wanted = [
            text_width(each.number, number) + Size.GRID + text_width(each.text, words)
            for each in self._figures
        ]
        self._stacked = any(width > room for width in wanted)
        self._tight = any(text_width(each.text, words) > room for each in self._figures)
        hint = current.font(current.small)
        self._hints = max((len(_break_hint(each.hint, hint, room)) for each in self._figures), default=1)
        lines = _LINE * (2 if self._stacked else 1) + _HINT * max(1, self._hints)
        self.setFixedHeight(current.px(lines) + Size.GAP + 2)

    def sizeHint(self) -> QSize:
        return QSize(Size.SEARCH, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, share = QPainter(self), self._share()
        for place, figure in enumerate(self._figures):
            box = QRect(place * share, 0, share, self.height())
            if place:
                painter.fillRect(QRect(box.left(), 1, 1, box.height() - 2), look().colour("line"))
            self._paint_figure(painter, box.adjusted(_PAD, Size.GRID, -Size.GRID, -Size.GRID), figure=figure)

    def _paint_figure(self, painter: QPainter, box: QRect, *, figure: Figure) -> None:
        current = look()
        high, small = current.px(_LINE), current.px(_HINT)
        ink = current.colour("ink") if figure.tone is None else QColor(current.tokens.text(figure.tone))
        line = QRect(box.left(), box.top(), box.width(), high)
        number = current.font(current.large, 600)
        used = paint_text(painter, line, text=figure.number, font=number, colour=ink)
        if self._stacked:
            line.translate(0, high)
        else:
            line.setLeft(line.left() + used + Size.GRID)
        # Six counts in large type: the words go one size down before they run into the next.
        words = current.font(current.small if self._tight else current.text, 600)
        shown = elide(figure.text, words, line.width())
        paint_text(painter, line, text=shown, font=words, colour=current.colour("ink"))
        hint = QRect(box.left(), line.bottom() + 1, box.width(), small)
        font = current.font(current.small)
        for said in _break_hint(figure.hint, font, self._share() - 2 * _PAD):
            paint_text(painter, hint, text=said, font=font, colour=current.colour("ink_2"))
            hint.translate(0, small)


def _break_hint(hint: str, font: QFont, room: int) -> list[str]:
    return wrap_lines(hint, font, room, most=_MOST_HINTS)
