"""Labels in the roles of the type scale, and one-line texts with strong pieces."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme import Size, look
from ui.widgets.paint import paint_spans, plain_text, spans_width


class Role(StrEnum):
    """What a text is for; the style sheet gives each role its size, weight and colour."""

    TITLE = "title"
    BRAND = "brand"
    STRONG = "strong"
    LINE = "line"
    NOTE = "note"
    HINT = "hint"
    ERROR = "error"


def make_label(
    text: str, role: Role = Role.LINE, *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Make a plain-text label with room above it for stacked marks."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role.value)
    label.setIndent(0)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    return label


def make_rule(parent: QWidget | None = None) -> QFrame:
    """Make the 1 px line between parts of a panel."""
    rule = QFrame(parent)
    rule.setProperty("part", "rule")
    return rule


class ElidedLabel(QLabel):
    """A second voice that gives way: it is shortened before anything beside it is; the whole text is its name."""

    def __init__(self, role: Role = Role.NOTE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        # Left alone, Qt indents by half an x here, and the last letter is cut off.
        self.setIndent(0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, width))

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class SpanLine(QWidget):
    """One line whose `**strong**` pieces are in ink and 600; the rest is in the colour of a token."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        small: bool = True,
        ink: str = "ink_2",
        right: bool = False,
    ) -> None:
        super().__init__(parent)
        self._small, self._ink, self._right = small, ink, right
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._text = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another line; `**` marks strong pieces."""
        self._text = text
        self.setAccessibleName(plain_text(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown, without marks."""
        return plain_text(self._text)

    def _size(self) -> int:
        return look().small if self._small else look().text

    def sizeHint(self) -> QSize:
        return QSize(
            spans_width(self._text, self._size()), look().px(16 if self._small else 20) + Size.MARK_ROOM
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.rect().adjusted(0, Size.MARK_ROOM, 0, 0)
        colour = look().colour(self._ink)
        paint_spans(painter, place, text=self._text, size=self._size(), colour=colour, right=self._right)
