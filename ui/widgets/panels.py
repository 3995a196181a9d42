"""White panels, the dashed note for the unconfirmed, and what a place shows when it is empty."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Size, Tone
from ui.widgets.buttons import CapButton
from ui.widgets.paint import paint_dashed_frame
from ui.widgets.strips import SignLabel
from ui.widgets.tags import SignLine
from ui.widgets.text import Role, make_label


class Panel(QFrame):
    """A white panel with 16 px around its content; `body` takes the content from top to bottom."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setProperty("part", "panel")
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Size.GAP, Size.GRID + Size.HALF, Size.GAP, Size.GAP)
        self.body.setSpacing(Size.GRID)

    def add_heading(self, text: str, *beside: QWidget) -> None:
        """Add a strong heading, with small widgets at its right end."""
        row = QHBoxLayout()
        row.addWidget(make_label(text, Role.STRONG))
        row.addStretch(1)
        for widget in beside:
            row.addWidget(widget)
        self.body.addLayout(row)


class UnconfirmedNote(QWidget):
    """A dashed frame with the question sign: what stands here has not been confirmed by anybody."""

    def __init__(self, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = SignLine(
            "circle-question-mark", heading, self, tone=Tone.WAIT, ink="wait", weight=500
        )
        self._text = make_label(text, Role.HINT, wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.GRID, Size.HALF, Size.GRID, Size.GRID)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        self.setAccessibleName(f"{heading}. {text}")

    def show_text(self, text: str) -> None:
        """Say something else; without a text there is no note."""
        self._text.setText(text)
        self.setAccessibleName(f"{self._heading.text()}. {text}")
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_dashed_frame(QPainter(self), self.rect())


class EmptyState(QWidget):
    """What a list or screen says while it has nothing: why, and the one next step.

    Signal `step_taken()`: the button was pressed. Without `step` there is no button.
    """

    step_taken = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        icon: str = "info",
        step: str = "",
        caps: tuple[str, ...] = (),
        shortcut: str = "",
    ) -> None:
        super().__init__(parent)
        self._title = make_label(title, Role.STRONG, wrap=True, parent=self)
        self._text = make_label(text, Role.NOTE, wrap=True, parent=self)
        self._text.setVisible(bool(text))
        self.button = CapButton(step, caps, shortcut=shortcut, parent=self)
        self.button.setVisible(bool(step))
        self.button.clicked.connect(self.step_taken)
        self._lay_out(SignLabel(icon, Tone.NEUTRAL, self, size=Size.MARGIN))
        self.setAccessibleName(f"{title} {text}".strip())

    def _lay_out(self, sign: SignLabel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.MARGIN, Size.MARGIN, Size.MARGIN, Size.MARGIN)
        column.setSpacing(Size.GRID)
        column.addStretch(1)
        for part in (sign, self._title, self._text):
            column.addWidget(part)
        column.addSpacing(Size.GRID)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)

    def show_text(self, title: str, text: str = "") -> None:
        """Say something else, such as `Loading` or why nothing was found."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())
