"""A list that is held whole: today's doors, search results, a timeline."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.paged import CONTENT_ROLE, GROUP_ROLE, ID_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Spoken(Protocol):
    """What stands in a row: it can say itself."""

    @property
    def text(self) -> str:
        """The row as a screen reader says it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its id, or None for a group row, which cannot be stood on, and what the delegate paints."""

    id: Hashable | None
    content: Spoken


class LinesModel(QAbstractListModel):
    """Rows in a fixed order; rows that keep their ids keep the place that was stood on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows; nothing is told when nothing changed."""
        lines = tuple(lines)
        if lines == self._lines:
            return
        if [line.id for line in lines] == [line.id for line in self._lines]:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def id_at(self, row: int) -> Hashable | None:
        """The id in a row, or None for a group row or no row."""
        return self._lines[row].id if 0 <= row < len(self._lines) else None

    def row_of(self, wanted: Hashable | None) -> int:
        """The row of an id, or -1."""
        rows = (row for row, line in enumerate(self._lines) if line.id is not None and line.id == wanted)
        return next(rows, -1)

    def group_rows(self) -> list[int]:
        """The rows in which groups stand."""
        return [row for row, line in enumerate(self._lines) if line.id is None]

    def first_row(self) -> int:
        """The first row that can be stood on, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id is not None), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._lines[index.row()].id is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == CONTENT_ROLE:
            return line.content
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.content.text
        if role == GROUP_ROLE:
            return line.id is None
        return line.id if role == ID_ROLE else None
