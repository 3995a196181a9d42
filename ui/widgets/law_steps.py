"""The steps of a calculation, each with the law it rests on; they scroll."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.theme import Size, Tone
from ui.widgets.paint import Tag
from ui.widgets.scrolling import fill_scroll_area
from ui.widgets.tags import TagLabel
from ui.widgets.text import Role, make_label, make_rule


class LawShown(Protocol):
    """One step to show."""

    @property
    def text(self) -> str:
        """What was done."""

    @property
    def source(self) -> str:
        """The law and its article."""

    @property
    def confirmed(self) -> bool:
        """Whether the law is certain."""


class LawSteps(QScrollArea):
    """Steps from top to bottom, walked with the arrows and Page keys; `doubt` marks what nobody confirmed."""

    def __init__(self, name: str, *, doubt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doubt = doubt
        self._shown: tuple[LawShown, ...] = ()
        self.setAccessibleName(name)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, Size.SCROLL_BAR + Size.HALF, 0)
        self._column.setSpacing(Size.HALF // 2)
        fill_scroll_area(self, self._inside)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_steps(self, steps: Sequence[LawShown]) -> None:
        """Show these steps."""
        steps = tuple(steps)
        if steps == self._shown:
            return
        self._shown = steps
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for place, step in enumerate(steps):
            self._add(step, first=not place)
        self._column.addStretch(1)
        self.setAccessibleDescription(" ".join(f"{step.text} ({step.source})." for step in steps))

    def _add(self, step: LawShown, *, first: bool) -> None:
        if not first:
            self._column.addWidget(make_rule())
        self._column.addWidget(make_label(step.text, wrap=True))
        if step.source:
            self._column.addWidget(make_label(step.source, Role.HINT, wrap=True))
        if not step.confirmed:
            self._column.addWidget(TagLabel(Tag(self._doubt, "circle-question-mark", Tone.WAIT, dashed=True)))

    def steps(self) -> tuple[LawShown, ...]:
        """The steps shown."""
        return self._shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)
