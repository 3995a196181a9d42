"""The numbers of a chart as a table that is walked by the arrows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.models.chart_values import ChartTable
from ui.theme import Size
from ui.widgets.cells import Cell, CellTable
from ui.widgets.tables import CONTENT_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIRST_SHARE = 1.6
"""The column of words takes so much of what a column of numbers takes."""


class _NumbersModel(QAbstractTableModel):
    """Written cells; a row says all of itself with its labels where a screen reader stands in the first column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = ChartTable((), ())

    def show_table(self, table: ChartTable) -> None:
        if table != self._table:
            self.beginResetModel()
            self._table = table
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.labels)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._table.labels):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return self._table.labels[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._table.rows):
            return None
        row = self._table.rows[index.row()]
        text = row[index.column()]
        if role == CONTENT_ROLE:
            return Cell(text, right=index.column() > 0)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            told = zip(self._table.labels[1:], row[1:], strict=True)
            return ", ".join((text, *(f"{label} {cell}" for label, cell in told)))
        return text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class NumbersTable(CellTable):
    """Words in the first column, numbers in the others, all as wide as the table."""

    def __init__(
        self, *, name: str, parent: QWidget | None = None, bare: bool = True,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, name=name, row_height=Size.ROW_GROUP, bare=bare, keys=keys)
        self._numbers = _NumbersModel(self)
        self.setModel(self._numbers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_table(self, table: ChartTable) -> None:
        """Show other numbers; the row stood on stays where it was."""
        row = self.current_row()
        self._numbers.show_table(table)
        self._share_width()
        self.stand_on(min(max(row, 0), self._numbers.rowCount() - 1))

    def _share_width(self) -> None:
        columns = self._numbers.columnCount()
        if not columns:
            return
        share = self.viewport().width() / (columns - 1 + _FIRST_SHARE)
        for column in range(columns):
            self.horizontalHeader().resizeSection(column, int(share * (_FIRST_SHARE if column == 0 else 1)))

    def keep_sizes(self) -> None:
        super().keep_sizes()
        if hasattr(self, "_numbers"):
            self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
