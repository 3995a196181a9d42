"""What the table of an advice shows: its cells, and the model behind them."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CellShown(Protocol):
    """One person's or the family's cell."""

    @property
    def text(self) -> str:
        """The first line."""

    @property
    def detail(self) -> str:
        """The second line."""

    @property
    def muted(self) -> bool:
        """Whether it is said in the second voice."""

    @property
    def doubt(self) -> bool:
        """Whether it rests on something unconfirmed."""

    @property
    def closed(self) -> bool:
        """Whether nothing can be chosen there."""

    @property
    def slider(self) -> tuple[int, int, int] | None:
        """Value, lowest and highest of a slider."""

    @property
    def choices(self) -> Sequence[tuple[str, bool]]:
        """Choices side by side, and whether each is taken."""


class LineShown(Protocol):
    """One row."""

    @property
    def row(self) -> str:
        """Its key."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def detail(self) -> str:
        """The second line of the name."""

    @property
    def sign(self) -> str:
        """An icon before the second line."""

    @property
    def strong(self) -> bool:
        """Whether its amounts are sums."""

    @property
    def link(self) -> str:
        """Words of the link at the right of a group row; empty for ordinary rows."""

    @property
    def cells(self) -> Sequence[CellShown]:
        """One cell per person; none in a group row."""

    @property
    def family(self) -> CellShown:
        """The family's cell."""


class ColumnShown(Protocol):
    """One person's column."""

    @property
    def person(self) -> bytes:
        """Row id."""

    @property
    def name(self) -> str:
        """Whole name."""

    @property
    def detail(self) -> str:
        """Age and relation."""


class TableShown(Protocol):
    """Everything the table shows."""

    @property
    def columns(self) -> Sequence[ColumnShown]:
        """The people."""

    @property
    def family(self) -> str:
        """How many they are."""

    @property
    def lines(self) -> Sequence[LineShown]:
        """The rows over the total."""

    @property
    def total_label(self) -> str:
        """The total's name."""

    @property
    def totals(self) -> Sequence[CellShown]:
        """What each person pays today."""

    @property
    def total(self) -> CellShown:
        """What the family pays today."""


class AdviseModel(QAbstractTableModel):
    """Labels at the left, a column per person, the family last."""

    def __init__(self, family: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._family = family
        self.table: TableShown | None = None

    def show(self, table: TableShown | None) -> None:
        """Show another table; one of the same shape keeps the place stood on."""
        former, self.table = self.table, table
        same = former is not None and table is not None
        if same and former is not None and table is not None:
            same = [c.person for c in former.columns] == [c.person for c in table.columns]
        if not same:
            self.beginResetModel()
            self.endResetModel()
        elif table is not None:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def line(self, row: int) -> LineShown | None:
        """The row at a place."""
        lines = self.table.lines if self.table is not None else ()
        return lines[row] if 0 <= row < len(lines) else None

    def cell(self, index: Index) -> CellShown | None:
        """The cell at an index; None for labels, group rows and nothing."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None or not line.cells or index.column() == 0:
            return None
        people = len(line.cells)
        return line.family if index.column() > people else line.cells[index.column() - 1]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.columns) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self.table is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if orientation is not Qt.Orientation.Horizontal:
            line = self.line(section)
            return line.label if line is not None else None
        people = self.table.columns
        if section == 0:
            return ""
        return people[section - 1].name if section <= len(people) else self._family

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        open_ = cell is not None and not cell.closed
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if open_ else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line, cell = self.line(index.row()), self.cell(index)
        if line is None:
            return None
        if cell is None:
            return " ".join(part for part in (line.label, line.detail) if part)
        chosen = ", ".join(text for text, taken in cell.choices if taken)
        said = ", ".join(part for part in (cell.text, cell.detail, chosen) if part)
        return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}, {line.label}: {said}"
