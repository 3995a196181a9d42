"""Rows of files and machines: what it is with one line about it, and its state as a tag at the right."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.cells import Cell, CellTable
from ui.widgets.paint import Tag, tag_size
from ui.widgets.tables import CONTENT_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class FileLine:
    """One row: its id, name, one line about it, and its state."""

    id: Hashable
    title: str
    detail: str = ""
    tag: Tag | None = None

    @property
    def cells(self) -> tuple[Cell, Cell]:
        """What the two columns paint."""
        return Cell(self.title, self.detail, strong=True), Cell(tag=self.tag) if self.tag else Cell()


class FileRows(QAbstractTableModel):
    """All rows of a short table, held whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[FileLine, ...] = ()

    def lines(self) -> tuple[FileLine, ...]:
        """The rows shown."""
        return self._lines

    def set_lines(self, lines: Sequence[FileLine]) -> bool:
        """Show these rows and tell whether the place stood on is lost; the same ids keep it."""
        lines = tuple(lines)
        if [line.id for line in lines] == [line.id for line in self._lines]:
            if lines and lines != self._lines:
                self._lines = lines
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 1))
            return False
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        cell = self._lines[index.row()].cells[index.column()]
        if role == CONTENT_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken
        return None


class FileTable(CellTable):
    """A table of `FileLine` rows whose tag column is as wide as its widest tag; it keeps its place by id."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        bare: bool = True,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:
        super().__init__(parent, name=name, row_height=Size.ROW_TWO_LINES, bare=bare, keys=keys)
        self._visited = False
        self._rows = FileRows(self)
        self.setModel(self._rows)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def set_lines(self, lines: Sequence[FileLine]) -> None:
        """Show these rows; whoever stood on a row that is still there goes on standing on it."""
        before = self.current_id()
        if self._rows.set_lines(lines):
            ids = [line.id for line in lines]
            if before in ids:
                self.stand_on(ids.index(before))
            elif self._visited or self.hasFocus():
                self.stand_on(0)
        self._fit()

    def fill(self, rows: Iterable[tuple[Hashable, str, str, tuple[str, str, str] | None]]) -> None:
        """Show rows told as id, name, one line and a state of words, sign and sense."""
        self.set_lines(
            [
                FileLine(id, title, detail, Tag(mark[0], mark[1], Tone(mark[2])) if mark else None)
                for id, title, detail, mark in rows
            ]
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A list shows where one stands only once somebody came to it."""
        super().focusInEvent(event)
        self._visited = True
        # Qt makes the first row the current one by itself, without choosing it.
        if not self.selectionModel().hasSelection():
            self.stand_on(max(0, self.current_row()))

    def lines(self) -> tuple[FileLine, ...]:
        """The rows shown."""
        return self._rows.lines()

    def current_id(self) -> Hashable | None:
        """The id of the row stood on."""
        row = self.current_row()
        return self._rows.lines()[row].id if 0 <= row < len(self._rows.lines()) else None

    def _fit(self) -> None:
        self.clearSpans()
        for row, line in enumerate(self._rows.lines()):
            if line.tag is None:
                # A row without a state has the whole width for its words.
                self.setSpan(row, 0, 1, 2)
        tags = [tag_size(line.tag).width() for line in self._rows.lines() if line.tag is not None]
        self.horizontalHeader().resizeSection(1, max(tags, default=0) + 2 * Size.GRID + Size.SCROLL_BAR)
        high = look().px(Size.ROW_TWO_LINES)
        self.verticalHeader().setMinimumSectionSize(high)
        self.verticalHeader().setDefaultSectionSize(high)
        self.setMinimumHeight(high + 2)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_rows"):
            # Resizing sections while Qt still polishes the view is undone again.
            QTimer.singleShot(0, self, self._fit)
        return done
