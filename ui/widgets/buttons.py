"""Buttons that carry the key which triggers them, and links."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.theme import Size, look, repolish
from ui.widgets.paint import caps_width, icon_size, paint_caps, paint_icon_in, paint_text, text_width

_PAD = 12


class Kind(StrEnum):
    """How much a button matters: one filled button a screen, bottom right."""

    FILLED = "filled"
    OUTLINE = "outline"
    CHOSEN = "chosen"


def name_button(button: QAbstractButton, text: str) -> None:
    """Give a button its words; `&` is a plain letter, and the shortcut stays, which Qt would drop."""
    shortcut = button.shortcut()
    button.setText(text.replace("&", "&&"))
    button.setShortcut(shortcut)
    button.setAccessibleName(text)


def click_by_shortcut(button: QAbstractButton, event: QEvent) -> bool:
    """Click at once when the shortcut came; Qt itself would wait a tenth of a second for the show of it."""
    if not isinstance(event, QShortcutEvent) or event.isAmbiguous():
        return False
    button.click()
    return True


class PaintedButton(QPushButton):
    """A push button whose ground the style sheet draws and whose text a subclass paints; `&` is a plain letter."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.set_words(text)

    def words(self) -> str:
        """The text as it is shown."""
        return self._words

    def set_words(self, text: str) -> None:
        """Show another text; it is the accessible name as well."""
        self._words = text
        name_button(self, text)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        return click_by_shortcut(self, event) or super().event(event)

    def paint_ground(self) -> QStylePainter:
        """Draw fill and edge and hand out the painter for the rest."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        return painter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)


class CapButton(PaintedButton):
    """A button with an optional icon, its text, and the caps of its key at the right end.

    `caps` names keys as on the keyboard; Enter and the arrows become icons. `shortcut` is the key sequence that
    presses it ("Ctrl+Return"); a screen that reads its letter keys itself leaves it empty.
    """

    def __init__(
        self,
        text: str,
        caps: tuple[str, ...] = (),
        *,
        kind: Kind = Kind.OUTLINE,
        icon: str = "",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._caps, self._icon = caps, icon
        super().__init__(text, parent)
        self.setProperty("kind", kind.value)
        if shortcut:
            self.setShortcut(shortcut)

    def caps(self) -> tuple[str, ...]:
        """The keys it shows."""
        return self._caps

    def kind(self) -> Kind:
        """How much it matters."""
        return Kind(self.property("kind"))

    def set_kind(self, kind: Kind) -> None:
        """Change how much it matters."""
        self.setProperty("kind", kind.value)
        repolish(self)

    def _font(self) -> QFont:
        weight = 600 if self.kind() in (Kind.FILLED, Kind.CHOSEN) else 500
        return look().font(look().text, weight)

    def sizeHint(self) -> QSize:
        # Qt asks while the base class is still being made.
        caps, icon = getattr(self, "_caps", ()), getattr(self, "_icon", "")
        weight = 600 if self.property("kind") in ("filled", "chosen") else 500
        width = text_width(self._words, look().font(look().text, weight)) + 2 * (_PAD + 1)
        width += caps_width(caps) + Size.GRID if caps else 0
        width += icon_size(Size.ICON_BUTTON) + Size.GRID if icon else 0
        extra = 2 * Size.HALF if self.property("kind") == "filled" else 0
        return QSize(width + extra, look().px(Size.BUTTON))

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return look().colour("ink_2")
        if self.kind() is Kind.FILLED:
            return QColor(Qt.GlobalColor.white)
        return look().colour("accent" if self.kind() is Kind.CHOSEN else "ink")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = self.paint_ground()
        ink, filled = self._ink(), self.kind() is Kind.FILLED and self.isEnabled()
        spare = max(0, self.width() - self.sizeHint().width()) // 2
        pad = _PAD + 1 + (Size.HALF if self.kind() is Kind.FILLED else 0) + spare
        inner = self.rect().adjusted(pad, 0, 0, 0)
        if self._icon:
            side = icon_size(Size.ICON_BUTTON)
            paint_icon_in(painter, inner, name=self._icon, size=side, colour=ink.name())
            inner.setLeft(inner.left() + side + Size.GRID)
        used = paint_text(painter, inner, text=self._words, font=self._font(), colour=ink)
        inner.setLeft(inner.left() + used + Size.GRID)
        paint_caps(painter, inner, keys=self._caps, on_accent=filled)


class LinkButton(QAbstractButton):
    """Underlined accent words, with the cap of their key beside them when they have one."""

    def __init__(
        self,
        text: str,
        caps: tuple[str, ...] = (),
        *,
        small: bool = False,
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._caps, self._small = caps, small
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(text, caps)
        if shortcut:
            self.setShortcut(shortcut)

    def set_words(self, text: str, caps: tuple[str, ...] = ()) -> None:
        """Show another text and key."""
        self._caps = caps
        name_button(self, text)
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return look().font(look().small if self._small else look().text)

    def sizeHint(self) -> QSize:
        width = text_width(self.accessibleName(), self._font())
        width += Size.GRID + caps_width(self._caps) if self._caps else 0
        return QSize(width, look().px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        return click_by_shortcut(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, accent = QPainter(self), look().colour("accent")
        used = paint_text(painter, self.rect(), text=self.accessibleName(), font=self._font(), colour=accent)
        metrics = QFontMetrics(self._font())
        line = (self.height() - metrics.height()) // 2 + metrics.ascent() + 2
        painter.fillRect(QRect(0, line, used, 1), accent)
        place = self.rect().adjusted(used + Size.GRID, 0, 0, 0)
        paint_caps(painter, place, keys=self._caps)
