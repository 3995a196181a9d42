"""The pension as a picture: months paid as a bar, those the state helps with darker, a mark at 15 years, the end."""

from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import paint_knocked_swatch, paint_text, text_width

_LINE, _BAR = 22, 20


class BarShown(Protocol):
    """The plain numbers of a picture."""

    @property
    def months(self) -> int:
        """All months paid."""

    @property
    def subsidised(self) -> int:
        """How many of them, from the first, the state helps with."""

    @property
    def full_at(self) -> int | None:
        """After how many months 15 years are full."""

    @property
    def full_label(self) -> tuple[str, str]:
        """Words and rate over that mark."""

    @property
    def end_label(self) -> tuple[str, str]:
        """Words and rate over the end."""

    @property
    def subsidy_label(self) -> str:
        """Words inside the darker part."""

    @property
    def years(self) -> tuple[str, str, str, str]:
        """Under the left end, the end of support, the first mark, the right end."""


class PensionPicture(QWidget):
    """A bar with two marks; its accessible description is the sentence under it."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar: BarShown | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bar(self, bar: BarShown | None, *, description: str) -> None:
        """Show other numbers; None hides the picture."""
        self._bar = bar
        self.setAccessibleDescription(description)
        self.setVisible(bar is not None)
        self.update()

    def bar(self) -> BarShown | None:
        """The numbers shown."""
        return self._bar

    def sizeHint(self) -> QSize:
        return QSize(0, look().px(3 * _LINE + _BAR + Size.GRID))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        bar = self._bar
        if bar is None or bar.months <= 0:
            return
        painter, line = QPainter(self), look().px(_LINE)
        box = QRect(0, 2 * line + Size.HALF, self.width() - 2, look().px(_BAR))
        help_ = self._x(box, bar.subsidised)
        full = self._x(box, bar.full_at) if bar.full_at is not None else None
        self._paint_bar(painter, box, bar, help_=help_)
        self._paint_mark(painter, box, box.right() + 1, top=0, label=bar.end_label)
        if full is not None:
            self._paint_mark(painter, box, full, top=line, label=bar.full_label)
        self._paint_years(painter, box, bar, help_=help_, full=full)

    def _x(self, box: QRect, months: int) -> int:
        bar = self._bar
        assert bar is not None
        return box.left() + round(box.width() * min(months, bar.months) / bar.months)

    def _paint_bar(self, painter: QPainter, box: QRect, bar: BarShown, *, help_: int) -> None:
        current = look()
        painter.fillRect(box, current.colour("accent_tint"))
        helped = QRect(box.left(), box.top(), help_ - box.left(), box.height())
        if helped.width() > 0:
            painter.save()
            paint_knocked_swatch(painter, helped)
            painter.restore()
        painter.setPen(QPen(current.colour("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        font = current.font(current.small, 600)
        if text_width(bar.subsidy_label, font) + 2 * Size.GRID <= helped.width():
            place = helped.adjusted(Size.GRID - 2, 0, 0, 0)
            if current.tokens.hatched:
                wide = text_width(bar.subsidy_label, font)
                painter.fillRect(
                    QRect(place.left() - 2, place.top() + 2, wide + 4, place.height() - 4),
                    current.colour("panel"),
                )
            paint_text(painter, place, text=bar.subsidy_label, font=font, colour=current.colour("ink"))

    def _paint_mark(self, painter: QPainter, box: QRect, x: int, *, top: int, label: tuple[str, str]) -> None:
        current = look()
        accent, line = current.colour("accent"), current.px(_LINE)
        painter.fillRect(QRect(x - 1, top + Size.HALF, 2, box.bottom() + Size.GRID - top - Size.HALF), accent)
        words, rate = current.font(current.small, 500), current.font(current.small, 600)
        wide = text_width(label[0], words) + Size.HALF + text_width(label[1], rate)
        left = x - Size.GRID - wide
        if left < 0:
            left = min(x + Size.GRID, max(0, self.width() - wide))
        place = QRect(left, top + Size.HALF, wide, line - Size.HALF)
        used = paint_text(painter, place, text=label[0], font=words, colour=current.colour("ink"))
        place.setLeft(place.left() + used + Size.HALF)
        paint_text(painter, place, text=label[1], font=rate, colour=accent)

    def _paint_years(
        self, painter: QPainter, box: QRect, bar: BarShown, *, help_: int, full: int | None
    ) -> None:
        current = look()
        font, ink = current.font(current.small), current.colour("ink_2")
        top, high = box.bottom() + Size.GRID, current.px(_LINE)
        start, helped, fifteen, end = bar.years
        left = text_width(start, font)
        right = self.width() - text_width(end, font)
        paint_text(painter, QRect(0, top, self.width(), high), text=start, font=font, colour=ink)
        paint_text(painter, QRect(0, top, self.width(), high), text=end, font=font, colour=ink, right=True)
        for x, text in ((full, fifteen), (help_, helped)):
            if x is None or not text:
                continue
            wide = text_width(text, font)
            at = x - wide // 2
            if at > left + Size.HALF and at + wide < right - Size.HALF:
                paint_text(painter, QRect(at, top, wide, high), text=text, font=font, colour=ink)
                right = at
