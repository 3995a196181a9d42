"""The keys of a printed sheet under each other, in large caps that shrink before they leave the window."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import icon_size, paint_cap, paint_icon_in, paint_text, text_width
from ui.widgets.tags import LegendEntry

_TALL = Size.LEGEND_CAP + Size.HALF
_LOW = Size.CAP + 2


class KeyColumn(QWidget):
    """One key in a line with the sign and words of what it sets."""

    def __init__(self, entries: Sequence[LegendEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self.setAccessibleName("; ".join(f"{each.key}: {each.text}" for each in self._entries))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(self._widest(), look().px(_TALL) * len(self._entries))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), look().px(_LOW) * len(self._entries))

    def _widest(self) -> int:
        current = look()
        words = max((text_width(each.text, current.font(current.text)) for each in self._entries), default=0)
        return current.px(Size.LEGEND_CAP) + icon_size(Size.ICON_BUTTON) + words + 3 * Size.GRID

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, count = QPainter(self), max(1, len(self._entries))
        pitch = min(self.height() // count, look().px(_TALL))
        for place, entry in enumerate(self._entries):
            line = QRect(0, place * pitch, self.width(), pitch)
            if place and pitch >= look().px(_TALL):
                painter.fillRect(QRect(0, line.top(), self.width(), 1), look().colour("soft_line"))
            self._paint_entry(painter, line.adjusted(0, 1, 0, 0), entry)

    @staticmethod
    def _paint_entry(painter: QPainter, line: QRect, entry: LegendEntry) -> None:
        current = look()
        # A cap is as high as its line allows, up to 32 px at normal type.
        length = min(Size.LEGEND_CAP, round((line.height() - 1) / current.px(100) * 100))
        used = paint_cap(painter, line, key=entry.key, length=length)
        place = line.adjusted(used + Size.GRID + Size.HALF, 0, 0, 0)
        side = icon_size(Size.ICON_BUTTON)
        colour = current.tokens.text(entry.tone)
        paint_icon_in(painter, place, name=entry.icon, size=side, colour=colour)
        place.setLeft(place.left() + side + Size.GRID)
        font = current.font(current.text)
        paint_text(painter, place, text=entry.text, font=font, colour=current.colour("ink"))
