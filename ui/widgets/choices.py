"""Choosing one of several: a plain drop-down, large option cards, and a tick box."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.theme import Size, look
from ui.widgets.buttons import name_button
from ui.widgets.paint import (
    caps_width,
    elide,
    fit_font,
    icon_size,
    paint_caps,
    paint_icon,
    paint_icon_in,
    paint_text,
    text_width,
    wrap_lines,
)

_PAD = 10


class DropDown(QComboBox):
    """A drop-down with a chevron; the mouse wheel scrolls the page, never the choice.

    Signal `chosen(object)`: the value, after a person chose it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._values: list[Hashable] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setView(QListView(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _row: self.chosen.emit(self.value()))

    def set_choices(self, choices: Sequence[tuple[Hashable, str]]) -> None:
        """Offer these (value, text) pairs; what was chosen and is still offered stays chosen."""
        kept = self.value()
        self.clear()
        # Kept on this side: Qt would hand an enumeration back as a plain text.
        self._values = [value for value, _ in choices]
        for value, text in choices:
            self.addItem(text, value)
        self.set_value(kept)

    def value(self) -> object:
        """The value chosen, or None."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose a value without a signal; None, or one that is not offered, chooses nothing."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        side, current = icon_size(Size.ICON_BUTTON), look()
        colour = current.tokens.ink if self.isEnabled() else current.tokens.ink_2
        at = QPointF(self.width() - side - _PAD, (self.height() - side) / 2)
        paint_icon(painter, at, name="chevron-down", size=side, colour=colour)
        place = self.rect().adjusted(_PAD, 0, -side - 2 * _PAD, 0)
        text = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        font = fit_font(text, place.width())
        # What is too long for the small size too goes on below it.
        lines = wrap_lines(text, font, place.width(), most=2 if font.pixelSize() == current.small else 1)
        for row, words in enumerate(lines):
            high = place.height() // len(lines)
            line = QRect(place.left(), place.top() + row * high, place.width(), high)
            paint_text(painter, line, text=words, font=font, colour=QColor(colour))


class OptionCard(QAbstractButton):
    """One way to go on, as a card with title, explanation and key; Enter or Space takes it."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        caps: tuple[str, ...] = (),
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hint, self._caps, self._icon = hint, caps, icon
        self._title = title
        name_button(self, title)
        self.setAccessibleDescription(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        current = look()
        title = text_width(self._title, current.font(current.text, 600))
        hint = text_width(self._hint, current.font(current.small))
        sign = icon_size(Size.MARGIN) + Size.GAP if self._icon else 0
        caps = caps_width(self._caps) + Size.GAP if self._caps else 0
        return QSize(max(title, hint) + sign + caps + 2 * Size.GAP, current.px(64))

    def minimumSizeHint(self) -> QSize:
        title = text_width(self._title, look().font(look().text, 600))
        high = self.sizeHint().height()
        return QSize(title + high + 2 * Size.GAP, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current = QPainter(self), look()
        self._paint_card(painter)
        inner = self.rect().adjusted(Size.GAP, 0, -Size.GAP, 0)
        if self._icon:
            side = icon_size(Size.MARGIN)
            paint_icon_in(painter, inner, name=self._icon, size=side, colour=current.tokens.accent)
            inner.setLeft(inner.left() + side + Size.GAP)
        if self._caps:
            used = caps_width(self._caps)
            paint_caps(painter, QRect(inner.right() + 1 - used, 0, used, self.height()), keys=self._caps)
            inner.setRight(inner.right() - used - Size.GRID)
        half = self.height() // 2
        title = QRect(inner.left(), 0, inner.width(), half + Size.HALF).adjusted(
            0, Size.GRID + Size.HALF, 0, 0
        )
        hint = QRect(inner.left(), half, inner.width(), half).adjusted(0, 0, 0, -Size.GRID)
        strong, small = current.font(current.text, 600), current.font(current.small)
        paint_text(painter, title, text=self._title, font=strong, colour=current.colour("ink"))
        words = elide(self._hint, small, hint.width())
        paint_text(painter, hint, text=words, font=small, colour=current.colour("ink_2"))

    def _paint_card(self, painter: QPainter) -> None:
        current, chosen = look(), self.isChecked() or self.isDown()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(current.colour("accent_tint" if chosen else "panel"))
        edge = "accent" if chosen or self.underMouse() else "edge"
        thick = 2 if chosen else 1
        painter.setPen(QPen(current.colour(edge), thick))
        inset = thick / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, Size.RADIUS_PANEL, Size.RADIUS_PANEL)
        painter.setBrush(Qt.BrushStyle.NoBrush)


class TickBox(QCheckBox):
    """A tick box with a painted tick, 24 px high to hit it with a finger on a touch pad."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        name_button(self, text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        side = icon_size(Size.ICON_RAIL)
        return QSize(
            side + Size.GRID + text_width(self._words, look().font(look().text)), look().px(Size.CHIP)
        )

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - the whole line counts, not Fusion's small box
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, side = QPainter(self), look(), icon_size(Size.ICON_RAIL)
        top = (self.height() - side) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticked = self.isChecked()
        painter.setPen(QPen(current.colour("accent" if ticked else "edge"), 1))
        painter.setBrush(current.colour("accent" if ticked else "panel"))
        box = QRectF(0.5, top + 0.5, side - 1, side - 1)
        painter.drawRoundedRect(box, Size.RADIUS, Size.RADIUS)
        if ticked:
            mark = side - Size.HALF
            at = QPointF(Size.HALF / 2, top + Size.HALF / 2)
            paint_icon(painter, at, name="check", size=mark, colour=current.tokens.panel)
        place = self.rect().adjusted(side + Size.GRID, 0, 0, 0)
        ink = current.colour("ink" if self.isEnabled() else "ink_2")
        paint_text(painter, place, text=self._words, font=current.font(current.text), colour=ink)
