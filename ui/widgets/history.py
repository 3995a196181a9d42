"""Dated lines of text in a panel that scrolls: earlier visits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.theme import Size
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label


class DatedLines(QWidget):
    """A date at the left, what happened at the right, newest first; `nothing` is said when there is none."""

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = nothing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Size.GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show these (date, text) lines."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for row, (day, text) in enumerate(lines):
            self._grid.addWidget(make_label(day, Role.NOTE), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(make_label(text, wrap=True), row, 1)
        if not lines:
            self._grid.addWidget(make_label(self._nothing, Role.NOTE, wrap=True), 0, 0, 1, 2)


class History(Panel):
    """Dated lines under a heading; they scroll."""

    def __init__(self, heading: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=heading)
        self.add_heading(heading)
        self.lines = DatedLines(nothing)
        self.body.addWidget(make_scroll_area(self.lines), 1)
