"""A card for one of several values: whose it is, the value large with what differs underlined, who and when."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.models.review import Card
from ui.theme import Size, look
from ui.widgets.buttons import name_button
from ui.widgets.paint import cap_size, elide, paint_cap, paint_text, text_width

_PAD = 12
_HEIGHT = 104
_UNDERLINE = 2


class RivalCard(QAbstractButton):
    """One side of a difference; Enter, Space or its key takes it. None of them is marked as the right one."""

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = card
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_card(card)

    def card(self) -> Card:
        """What the card shows."""
        return self._card

    def show_card(self, card: Card) -> None:
        """Show another value."""
        self._card = card
        name_button(self, card.text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(2 * _HEIGHT), look().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(_HEIGHT), look().px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, card = QPainter(self), look(), self._card
        self._paint_ground(painter)
        small, ink_2 = current.font(current.small), current.colour("ink_2")
        inner = self.rect().adjusted(_PAD, Size.GRID, -_PAD, -Size.GRID)
        line = current.px(Size.GAP + 2)
        top = QRect(inner.left(), inner.top(), inner.width(), current.px(Size.CAP))
        if card.key:
            side = cap_size(card.key).width()
            paint_cap(painter, QRect(top.right() + 1 - side, top.top(), side, top.height()), key=card.key)
            top.setRight(top.right() - side - Size.GRID)
        paint_text(painter, top, text=elide(card.heading, small, top.width()), font=small, colour=ink_2)
        value = QRect(inner.left(), top.bottom() + 1, inner.width(), current.px(28))
        self._paint_value(painter, value)
        # The day comes first; in what act a value came is left out before it is cut.
        when = card.when
        while ", " in when and text_width(when, small) > inner.width():
            when = when.rpartition(", ")[0]
        for place, (text, ink) in enumerate(((card.who, current.colour("ink")), (when, ink_2))):
            row = QRect(inner.left(), inner.bottom() + 1 - (2 - place) * line, inner.width(), line)
            paint_text(painter, row, text=elide(text, small, row.width()), font=small, colour=ink)

    def _paint_value(self, painter: QPainter, place: QRect) -> None:
        current, card = look(), self._card
        font = self._value_font(place.width())
        metrics = QFontMetricsF(font)
        paint_text(
            painter,
            place,
            text=elide(card.value, font, place.width()),
            font=font,
            colour=current.colour("ink"),
        )
        baseline = place.top() + (place.height() - metrics.height()) / 2 + metrics.ascent()
        for low, high in card.marks:
            left = place.left() + metrics.horizontalAdvance(card.value[:low])
            width = metrics.horizontalAdvance(card.value[low:high])
            right = min(left + width, place.right() + 1.0)
            if right > left:
                line = QRectF(left, round(baseline) + 3, right - left, _UNDERLINE)
                painter.fillRect(line, current.colour("accent" if self.hasFocus() else "ink"))

    def _value_font(self, width: int) -> QFont:
        # A long value gives way in size before it is shortened; its marks stay under the right letters.
        current = look()
        large = current.font(current.large, 600)
        fits = QFontMetricsF(large).horizontalAdvance(self._card.value) <= width
        return large if fits else current.font(current.text, 600)

    def _paint_ground(self, painter: QPainter) -> None:
        current, stood_on = look(), self.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(current.colour("accent_tint" if stood_on else "panel"))
        thick = 2 if stood_on else 1
        painter.setPen(QPen(current.colour("accent" if stood_on or self.underMouse() else "edge"), thick))
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(box, Size.RADIUS, Size.RADIUS)
        painter.restore()
