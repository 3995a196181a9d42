"""The columns of a spreadsheet, each with what it is read as; corrected with drop-downs by keyboard."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.choices import DropDown
from ui.widgets.panels import Panel
from ui.widgets.text import Role, make_label

Column = tuple[str, str, str]
"""Letter, header, key of the field it is read as."""


class ColumnMatch(QScrollArea):
    """One row for each column. Signal `chosen(str, str)`: a letter and the key of the field it shall be read as.

    The other way round (`lettered` off) there is one row for each field, and what is chosen is a column.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        fields: Sequence[tuple[str, str]],
        *,
        unnamed: str,
        name: str = "",
        lettered: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lettered = lettered
        self._fields, self._unnamed = tuple(fields), unnamed
        self._columns: tuple[Column, ...] = ()
        self.boxes: dict[str, DropDown] = {}
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(Size.HALF, 0, Size.GRID + Size.HALF, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Size.GAP)
        self._grid.setVerticalSpacing(Size.GRID)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(self._inside)
        # Qt fills whatever a scroll area is given.
        self._inside.setAutoFillBackground(False)

    def offer(self, fields: Sequence[tuple[str, str]]) -> None:
        """Let every row choose among others than before."""
        if tuple(fields) != self._fields:
            self._fields = tuple(fields)
            for box in self.boxes.values():
                box.set_choices(self._fields)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns; the same columns keep their boxes and the focus."""
        columns = tuple(columns)
        if [each[:2] for each in columns] != [each[:2] for each in self._columns]:
            self._build(columns)
        self._columns = columns
        for letter, _, field in columns:
            self.boxes[letter].set_value(field)

    def take_focus(self) -> None:
        """Stand in the first column."""
        if self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, columns: Sequence[Column]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # A widget that waits to be shown by its layout would else come up as a window of its own.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.boxes = {}
        for row, (letter, header, _) in enumerate(columns):
            self._add(row, letter, header or self._unnamed)
        # Made anew they would come last of all when somebody walks by Tab, and be shown only when the event loop turns.
        for first, second in itertools.pairwise([self, *self.boxes.values()]):
            self.setTabOrder(first, second)
            second.show()

    def _add(self, row: int, letter: str, header: str) -> None:
        box = DropDown(name=f"{letter}: {header}" if self._lettered else header)
        box.set_choices(self._fields)
        box.chosen.connect(lambda field, letter=letter: self.chosen.emit(letter, str(field)))
        box.installEventFilter(self)
        self.boxes[letter] = box
        if self._lettered:
            self._grid.addWidget(make_label(letter, Role.NOTE), row, 0)
        self._grid.addWidget(make_label(header, Role.LINE, wrap=True), row, 1)
        self._grid.addWidget(box, row, 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Whoever walks by Tab sees the box that has the focus.
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, Size.MARGIN)
        return False


def make_match_panel(words: Catalogue, fields: Sequence[tuple[str, str]]) -> tuple[ColumnMatch, Panel]:
    """Make the columns of a list, each with what it is read as, and the panel they stand in."""
    heading = words.text("Columns of the list")
    panel = Panel(name=heading)
    panel.add_heading(heading)
    match = ColumnMatch(fields, unnamed=words.text("no header"), name=heading)
    panel.body.addWidget(match, 1)
    return match, panel
