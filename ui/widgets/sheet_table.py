"""The rows of a printed sheet: number, head, group, why, what came of it, and where the next key goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.cells import Cell, CellDelegate, CellTable
from ui.widgets.members import StateShown
from ui.widgets.paint import Tag, paint_ring, paint_text, tag_size, text_width
from ui.widgets.tables import CONTENT_ROLE, Index

_NOWHERE = QModelIndex()
_NUMBER, _HEAD, _GROUP, _WHY, _OUTCOME, _DETAIL = range(6)
_LEAST_OUTCOME = 128
_MOST_DETAIL = 0.7


class SheetRowShown(Protocol):
    """A printed row to show."""

    @property
    def number(self) -> int:
        """Its printed number."""

    @property
    def head(self) -> str:
        """The head's name."""

    @property
    def group(self) -> str:
        """The neighbour group."""

    @property
    def why(self) -> str:
        """Why to go there."""

    @property
    def state(self) -> StateShown | None:
        """What came of it, None while nothing was typed."""

    @property
    def detail(self) -> str:
        """What else was told."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[Cell, ...]


class SheetRows(QAbstractTableModel):
    """The rows in printed order, held whole."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._lines: tuple[_Line, ...] = ()

    def set_rows(self, rows: Sequence[SheetRowShown]) -> None:
        """Show these rows; the same numbers keep the row stood on."""
        lines = tuple(_Line(row.number, _make_cells(row)) for row in rows)
        if [line.number for line in lines] != [line.number for line in self._lines]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
        elif lines != self._lines:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, _DETAIL))

    def lines(self) -> tuple[_Line, ...]:
        """The rows shown."""
        return self._lines

    def headings(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return self._headings

    def row_of(self, number: int | None) -> int:
        """The row of a printed number, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.number == number), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        cell = self._lines[index.row()].cells[index.column()]
        if role == CONTENT_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (_WHY, _DETAIL):
            return cell.text or None
        return None


def _make_cells(row: SheetRowShown) -> tuple[Cell, ...]:
    state = row.state
    return (
        Cell(str(row.number), right=True, muted=True),
        Cell(row.head, name=True),
        Cell(row.group, muted=True),
        Cell(row.why, muted=True),
        Cell(tag=Tag(state.text, state.sign, Tone(state.sense))) if state else Cell(waiting=True),
        Cell(row.detail),
    )


class _SheetDelegate(CellDelegate):
    """Cells, and in the row stood on the box that asks for a key while nothing was typed there."""

    def __init__(self, parent: QWidget, ask: str) -> None:
        super().__init__(parent)
        self._ask, self._chosen = ask, False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        super().paint(painter, option, index)

    def paint_cell(self, painter: QPainter, rect: QRect, *, content: Cell) -> None:
        if content.waiting and self._chosen:
            self._paint_ask(painter, rect.adjusted(0, Size.HALF, 0, -Size.HALF))
        else:
            super().paint_cell(painter, rect, content=content)

    def _paint_ask(self, painter: QPainter, box: QRect) -> None:
        current = look()
        font = current.font(current.text)
        box.setWidth(min(box.width(), text_width(self._ask, font) + 2 * Size.GRID + 2))
        painter.save()
        painter.setBrush(current.colour("panel"))
        painter.setPen(QPen(current.colour("edge"), 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
        painter.restore()
        place = box.adjusted(Size.GRID, 0, 0, 0)
        paint_text(painter, place, text=self._ask, font=font, colour=current.colour("ink"))
        paint_ring(painter, box.adjusted(-2, -2, 2, 2))


class SheetTable(CellTable):
    """The printed rows; names are never cut, why and detail share what is left. See `RowTable` for its signals.

    `headings` are number, head, group, why, outcome, detail; `ask` is what the next row says; `keys` sees keys first.
    """

    def __init__(
        self,
        headings: Sequence[str],
        parent: QWidget | None = None,
        *,
        ask: str,
        name: str,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:
        super().__init__(parent, name=name, keys=keys)
        self._ask = ask
        self._rows = SheetRows(headings, self)
        self.setModel(self._rows)
        self.setItemDelegate(_SheetDelegate(self, ask))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def set_rows(self, rows: Sequence[SheetRowShown]) -> None:
        """Show these rows."""
        self._rows.set_rows(rows)
        self._fit()

    def set_row_height(self, height: int) -> None:
        """Change the height of the rows, pixels at normal type."""
        if height != self._row_height:
            self._row_height = height
            self.keep_sizes()
            self.scrollTo(self.currentIndex())

    def stand_on_number(self, number: int | None) -> None:
        """Go to the row of a printed number."""
        self.stand_on(self._rows.row_of(number))

    def number_at(self, row: int) -> int | None:
        """The printed number of a row."""
        lines = self._rows.lines()
        return lines[row].number if 0 <= row < len(lines) else None

    def _fit(self) -> None:
        if not hasattr(self, "_rows"):
            return
        current, pad = look(), 2 * Size.GRID
        text, name = current.font(current.text), current.font(current.text, 500)
        lines = self._rows.lines()
        widths = [self._heading_width(column) + pad for column in range(self._rows.columnCount())]
        for line in lines:
            cells = line.cells
            widths[_HEAD] = max(widths[_HEAD], text_width(cells[_HEAD].text, name) + pad)
            widths[_GROUP] = max(widths[_GROUP], text_width(cells[_GROUP].text, text) + pad)
            tag = cells[_OUTCOME].tag
            widths[_OUTCOME] = max(widths[_OUTCOME], tag_size(tag).width() + pad if tag else 0)
            widths[_DETAIL] = max(widths[_DETAIL], text_width(cells[_DETAIL].text, text) + pad)
        ask = text_width(self._ask, text) + 2 * pad
        widths[_OUTCOME] = max(widths[_OUTCOME], ask, current.px(_LEAST_OUTCOME))
        self._share(widths)

    def _share(self, widths: list[int]) -> None:
        left = max(0, self.viewport().width() - sum(widths[:_WHY]) - widths[_OUTCOME])
        widths[_DETAIL] = min(max(widths[_DETAIL], left // 3), int(left * _MOST_DETAIL))
        widths[_WHY] = left - widths[_DETAIL]
        for column, width in enumerate(widths):
            self.horizontalHeader().resizeSection(column, width)

    def _heading_width(self, column: int) -> int:
        current = look()
        return text_width(self._rows.headings()[column], current.font(current.small))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        # Whatever takes room away, the row stood on stays in sight.
        self.scrollTo(self.currentIndex())

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.StyleChange:
            # Resizing sections while Qt still polishes the view is undone again.
            QTimer.singleShot(0, self, self._fit)
        return done
