"""What the grid of a visit shows: rows, cells, and the model behind them."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.members import StateShown

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class CellShown(Protocol):
    """A cell to show."""

    @property
    def state(self) -> StateShown:
        """What it says."""

    @property
    def open(self) -> bool:
        """Whether an outcome can be given."""

    @property
    def given(self) -> bool:
        """Whether one was given."""


class RowShown(Protocol):
    """A row to show: a member, or the whole door with its single cell."""

    @property
    def name(self) -> str:
        """Who."""

    @property
    def detail(self) -> str:
        """The second line."""

    @property
    def cells(self) -> Sequence[CellShown]:
        """One cell per scheme, or one for all."""


class GridModel(QAbstractTableModel):
    """One row per member and one for the whole door; cells that cannot be asked cannot be stood in."""

    def __init__(self, headings: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._headings = headings
        self.rows: tuple[RowShown, ...] = ()

    def set_rows(self, rows: Sequence[RowShown]) -> None:
        """Show these rows; as many as before keep the place stood in."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()
            return
        self.rows = tuple(rows)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def cell(self, index: Index) -> CellShown | None:
        """The cell at an index; None for names and for no index."""
        if not index.isValid() or index.column() == 0 or index.row() >= len(self.rows):
            return None
        cells = self.rows[index.row()].cells
        return cells[min(index.column(), len(cells)) - 1]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        if cell is None or not cell.open:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row, cell = self.rows[index.row()], self.cell(index)
        if role == CELL_ROLE:
            return cell
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if cell is None:
            return f"{row.name}, {row.detail}"
        return f"{row.name}, {self._headings[index.column()]}: {cell.state.text}"
