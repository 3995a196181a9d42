"""Text fields with their label above, hint and error beside them, and the search field."""

import unicodedata

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Size, look, repolish
from ui.widgets.paint import caps_width, icon_size, paint_caps, paint_icon_in
from ui.widgets.text import Role, make_label

_BY_PROGRAM = (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.TabFocusReason)


class TextField(QLineEdit):
    """A line of text with an optional icon at its left; `written()` is in NFC without outer blanks."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "", icon: str = "") -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self._keep_room()

    def written(self) -> str:
        """What was typed, NFC, without blanks at the ends."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def _keep_room(self) -> None:
        left = icon_size(Size.ICON_BUTTON) + Size.GRID if self._icon else 0
        self.setTextMargins(left, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            place = self.rect().adjusted(Size.GRID + 2, 0, 0, 0)
            side, colour = icon_size(Size.ICON_BUTTON), look().tokens.ink_2
            paint_icon_in(QPainter(self), place, name=self._icon, size=side, colour=colour)


class SearchField(TextField):
    """The search of the header with its key caps.

    Signals: `query_changed(str)` at every change, NFC; `moved(int)` when an arrow asks for the next (+1) or earlier
    (-1) result; `accepted()` on Enter; `left()` on Escape in an empty field (the first Escape empties it).
    Attribute `robbed`: whether it lost the focus last to something that neither Tab nor a click asked for.
    """

    query_changed = Signal(str)
    moved = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(
        self,
        placeholder: str,
        caps: tuple[str, ...] = ("Ctrl", "K"),
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._caps = caps
        self.robbed = self._tabbed = False
        super().__init__(parent, name=name or placeholder, icon="search")
        self._hint = placeholder
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._tell)

    def _keep_room(self) -> None:
        caps = getattr(self, "_caps", ())
        right = caps_width(caps) + Size.GRID if caps else 0
        self.setTextMargins(icon_size(Size.ICON_BUTTON) + Size.GRID, 0, right, 0)

    def sizeHint(self) -> QSize:
        return QSize(look().px(Size.SEARCH), look().px(Size.FIELD))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(Size.SEARCH) * 2 // 5, look().px(Size.FIELD))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In large type the hint names fewer kinds rather than half of one.
        margins, shown = self.textMargins(), self._hint
        room = self.width() - margins.left() - margins.right() - 2 * Size.GRID - Size.HALF
        while ", " in shown and self.fontMetrics().horizontalAdvance(shown) > room:
            shown = shown.rpartition(", ")[0]
        self.setPlaceholderText(shown)

    def _tell(self) -> None:
        self.query_changed.emit(self.written())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._tabbed = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.robbed = event.reason() in _BY_PROGRAM and not self._tabbed
        self._tabbed = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        width = caps_width(self._caps)
        place = QRect(self.width() - width - Size.GRID + 1, 0, width, self.height())
        paint_caps(QPainter(self), place, keys=self._caps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


class NoteField(QPlainTextEdit):
    """A note of several lines; Tab leaves it, `written()` is NFC. Signal `note_changed(str)` at every change."""

    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "", lines: int = 3) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(lambda: self.note_changed.emit(self.written()))
        self._keep_height()

    def written(self) -> str:
        """What was typed, NFC, without blanks at the ends."""
        return unicodedata.normalize("NFC", self.toPlainText()).strip()

    def _keep_height(self) -> None:
        self.setFixedHeight(look().px(20) * self._lines + Size.GAP)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_height()


class LabelledField(QWidget):
    """A field under its label, with a hint between them and the error below.

    The label is the field's buddy and accessible name; hint and error are its accessible description.
    """

    def __init__(self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._label = make_label(label, Role.STRONG, parent=self)
        self._hint = make_label(hint, Role.HINT, wrap=True, parent=self)
        self._error = make_label("", Role.ERROR, wrap=True, parent=self)
        self._label.setBuddy(field)
        field.setAccessibleName(label)
        self.setFocusProxy(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        for part in (self._label, self._hint, field, self._error):
            column.addWidget(part)
        column.addStretch(1)
        self.set_hint(hint)
        self.set_error("")

    def error(self) -> str:
        """The error shown, or nothing."""
        return self._error.text()

    def set_hint(self, hint: str) -> None:
        """Show another hint; an empty one takes no room."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._describe()

    def set_error(self, error: str) -> None:
        """Say beside the field what to do about it; an empty text takes the error away."""
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self.field.setProperty("wrong", bool(error))
        repolish(self.field)
        self._describe()
        if error:
            QAccessible.updateAccessibility(QAccessibleEvent(self._error, QAccessible.Event.Alert))

    def _describe(self) -> None:
        parts = (self._hint.text(), self._error.text())
        self.field.setAccessibleDescription(" ".join(part for part in parts if part))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.field.setFocus(event.reason())
