"""Saying which column of a list is what: the fields with their columns, and beside them the sheet's first rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.cells import Cell, CellTable
from ui.widgets.choices import DropDown
from ui.widgets.column_match import ColumnMatch
from ui.widgets.fields import LabelledField
from ui.widgets.panels import Panel
from ui.widgets.tables import CONTENT_ROLE
from ui.widgets.text import Role, make_label

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBER_WIDTH, _WIDEST, _SIDES, _SIGN = 44, 208, 24, 9
"""Pixels at normal type: of the row numbers, of the widest column, beside a text, for a letter of it."""
Choices = Sequence[tuple[Any, str]]


class SheetRows(CellTable):
    """The first rows of a sheet; the row of its headings stands out."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name, row_height=Size.ROW_GROUP, bare=True)
        self._cells = _SheetModel(self)
        self.setModel(self._cells)

    def show_rows(self, labels: Sequence[str], rows: Sequence[Sequence[str]], *, header_row: int) -> None:
        """Show these rows; `labels` stand above the columns, `header_row` counts from 1."""
        row = self.current_row()
        self._cells.show_rows(labels, rows, header_row)
        longest = [
            max(map(len, (label, *(row[n] for row in rows if n < len(row)))))
            for n, label in enumerate(labels)
        ]
        self.set_widths(_NUMBER_WIDTH, *(min(_WIDEST, _SIDES + _SIGN * count) for count in longest))
        self.stand_on(min(max(row, 0), len(rows) - 1))


class _SheetModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._rows: tuple[Sequence[str], ...] = ()
        self._header_row = 0

    def show_rows(self, labels: Sequence[str], rows: Sequence[Sequence[str]], header_row: int) -> None:
        self.beginResetModel()
        self._labels, self._rows, self._header_row = ("", *labels), tuple(rows), header_row
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._labels)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._labels[section] if shown and section < len(self._labels) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column() - 1
        text = str(index.row() + 1) if column < 0 else row[column] if column < len(row) else ""
        if role == CONTENT_ROLE:
            return Cell(text, muted=column < 0, strong=column >= 0 and index.row() + 1 == self._header_row)
        if role == Qt.ItemDataRole.AccessibleTextRole and column < 0:
            return ", ".join((text, *filter(None, row)))
        return text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class ListNaming(Panel):
    """Signals: `sheet_chosen(object)` by name, `row_chosen(object)` of the headings (0 none),
    `column_chosen(str, str)` the key of a field and a letter ('' for no column).

    Attributes: sheet, heading_row, fields, rows (the panel with the first rows, for the other side).
    """

    sheet_chosen = Signal(object)
    row_chosen = Signal(object)
    column_chosen = Signal(str, str)

    def __init__(self, words: Catalogue) -> None:
        heading = words.text("Which column is what?")
        super().__init__(name=heading)
        self.add_heading(heading)
        self.body.addWidget(
            make_label(
                words.text("Whatever you say here is remembered for lists headed alike."),
                Role.NOTE,
                wrap=True,
            )
        )
        self.sheet, self.heading_row = DropDown(), DropDown()
        self._sheet = LabelledField(words.text("Sheet"), self.sheet)
        self.body.addWidget(self._sheet)
        self.body.addWidget(LabelledField(words.text("The headings stand in"), self.heading_row))
        self.fields = ColumnMatch((), unnamed="", name=heading, lettered=False)
        self.body.addWidget(self.fields, 1)
        self.rows = Panel(name=words.text("The first rows"))
        self.rows.add_heading(words.text("The first rows"))
        self.table = SheetRows(name=words.text("The first rows"))
        self.rows.body.addWidget(self.table, 1)
        self.sheet.chosen.connect(self.sheet_chosen)
        self.heading_row.chosen.connect(self.row_chosen)
        self.fields.chosen.connect(self.column_chosen)

    def show_sheets(self, sheets: Choices, *, sheet: str, rows: Choices, header_row: int) -> None:
        """Offer the sheets, where there are several, and the rows in which the headings may stand."""
        self._sheet.setVisible(len(sheets) > 1)
        self.sheet.set_choices(sheets)
        self.sheet.set_value(sheet)
        self.heading_row.set_choices(rows)
        self.heading_row.set_value(header_row)

    def show_fields(self, fields: Sequence[tuple[str, str, str]], *, columns: Choices) -> None:
        """Show the fields (key, words, letter of the column) and the columns to choose among."""
        self.fields.offer(columns)
        self.fields.set_columns(fields)

    def take_focus(self) -> None:
        """Stand on the first field."""
        self.fields.take_focus()
