"""The grid of a visit: an outcome per person and scheme, given by one digit, and one row for the whole door."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import Size, Tone, look
from ui.widgets.outcome_cells import CELL_ROLE, CellShown, GridModel, Index, RowShown
from ui.widgets.paint import elide, fit_font, icon_size, paint_icon_in, paint_ring, paint_text, text_width
from ui.widgets.screen import digit_of, is_plain

_ROOMY = 400
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class _GridHeader(QHeaderView):
    """The first heading names the step, the others are small."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(0, look().px(Size.TITLE) + Size.HALF)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        current = look()
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        strong = logicalIndex == 0
        font = current.font(current.text, 600) if strong else current.font(current.small)
        ink = current.colour("ink" if strong else "ink_2")
        painter.fillRect(rect, current.colour("panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("soft_line"))
        paint_text(painter, rect.adjusted(0, 0, 0, -Size.HALF), text=text, font=font, colour=ink)


class _GridDelegate(QStyledItemDelegate):
    def __init__(self, grid: "OutcomeGrid", ask: str) -> None:
        super().__init__(grid)
        self._grid, self._ask = grid, ask

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, current = QRect(option.rect), look()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("soft_line"))
        cell = index.data(CELL_ROLE)
        if cell is None:
            self._paint_name(painter, rect, row=self._grid.row_at(index.row()))
        else:
            stood_on = self._grid.currentIndex() == index and self._grid.hasFocus()
            self._paint_cell(
                painter, rect.adjusted(0, Size.HALF, -Size.GRID, -Size.HALF - 1), cell, stood_on=stood_on
            )
        painter.restore()

    @staticmethod
    def _paint_name(painter: QPainter, rect: QRect, *, row: RowShown) -> None:
        current, half = look(), rect.height() // 2
        upper = QRect(rect.left(), rect.top() + 2, rect.width(), half)
        lower = QRect(rect.left(), rect.top() + half, rect.width(), half - 2)
        strong, small = current.font(current.text, 600), current.font(current.small)
        paint_text(painter, upper, text=row.name, font=strong, colour=current.colour("ink"))
        shown = elide(row.detail, small, rect.width() - Size.GRID)
        paint_text(painter, lower, text=shown, font=small, colour=current.colour("ink_2"))

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: CellShown, *, stood_on: bool) -> None:
        current, tone = look(), Tone(cell.state.sense)
        box = rect.adjusted(3, 1, -3, -1)
        self._paint_box(painter, box, cell, tone=tone)
        inner = box.adjusted(Size.GRID, 0, -Size.HALF, 0)
        ink = QColor(current.tokens.text(tone)) if cell.given else current.colour("ink_2")
        if cell.given and cell.state.sign:
            side = icon_size(Size.ICON_BUTTON)
            paint_icon_in(painter, inner, name=cell.state.sign, size=side, colour=ink.name())
            inner.setLeft(inner.left() + side + Size.GRID)
        asks = stood_on and not cell.given
        words = self._ask if asks else cell.state.text
        font = fit_font(words, inner.width(), weight=500 if cell.given else 400)
        said = elide(words, font, inner.width())
        paint_text(painter, inner, text=said, font=font, colour=current.colour("ink") if asks else ink)
        if stood_on:
            paint_ring(painter, rect.adjusted(0, -2, 0, 2))

    @staticmethod
    def _paint_box(painter: QPainter, box: QRect, cell: CellShown, *, tone: Tone) -> None:
        tokens = look().tokens
        fill = tokens.tint(tone) if cell.given else tokens.panel if cell.open else tokens.band
        edge = tokens.text(tone) if cell.given else tokens.edge
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), 1) if cell.open else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
        painter.restore()


class OutcomeGrid(QTableView):
    """Cells that cannot be asked say why and are skipped. Digits are read by key code, so that no input method gets
    in between; Backspace and letters, which input methods send by themselves, do nothing.

    Signals: `digit_pressed(int, int, str)` row, column (0 the first scheme; the whole door has only 0) and digit;
    `cleared(int, int)`; `stood_on(int)` the row when it changes; `passed_on()` Enter on the last open cell.
    """

    digit_pressed = Signal(int, int, str)
    cleared = Signal(int, int)
    stood_on = Signal(int)
    passed_on = Signal()

    def __init__(
        self, headings: tuple[str, ...], *, ask: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = GridModel(headings, self)
        self.setModel(self._model)
        self.setHorizontalHeader(_GridHeader(self))
        self.setItemDelegate(_GridDelegate(self, ask))
        self.setProperty("part", "bare_rows")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(Size.ROW_TWO_LINES)

    def set_row_height(self, height: int) -> None:
        """Make rows so high, pixels at normal type."""
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(look().px(height))
        rows.setDefaultSectionSize(look().px(height))
        self._fit()

    def set_rows(self, rows: Sequence[RowShown]) -> None:
        """Show these rows; the cell one stands in stays."""
        fresh = len(rows) != len(self._model.rows) or [r.name for r in rows] != [
            r.name for r in self._model.rows
        ]
        self._model.set_rows(rows)
        self.clearSpans()
        for number, row in enumerate(rows):
            if len(row.cells) == 1:
                self.setSpan(number, 1, 1, self._model.columnCount() - 1)
        self._fit()
        if fresh or not self._is_open(self.currentIndex()):
            self.stand_first()

    def row_at(self, row: int) -> RowShown:
        """What a row shows."""
        return self._model.rows[row]

    def stand_first(self) -> None:
        """Stand in the first cell that can be asked."""
        cells = self._open_cells()
        self.setCurrentIndex(cells[0] if cells else QModelIndex())

    def stand_in_door(self) -> None:
        """Stand in the row for the whole door."""
        self.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 1))

    def _open_cells(self) -> list[QModelIndex]:
        model = self._model
        return [
            model.index(row, column)
            for row in range(model.rowCount())
            for column in range(1, 1 + len(model.rows[row].cells))
            if self._is_open(model.index(row, column))
        ]

    def _is_open(self, index: Index) -> bool:
        cell = self._model.cell(index)
        return cell is not None and cell.open

    def advance(self) -> bool:
        """Go to the next cell that can be asked; False at the last one before the whole door."""
        cells = [each for each in self._open_cells() if len(self._model.rows[each.row()].cells) > 1]
        here = self.currentIndex()
        later = [c for c in cells if (c.row(), c.column()) > (here.row(), here.column())]
        if later:
            self.setCurrentIndex(later[0])
        return bool(later)

    def _step(self, down: int, right: int) -> None:
        here, model = self.currentIndex(), self._model
        row, column = here.row() + down, here.column() + right
        while 0 <= row < model.rowCount() and 1 <= column < model.columnCount():
            width = len(model.rows[row].cells)
            for wanted in (column, 3 - column) if down else (column,):
                index = model.index(row, min(wanted, width))
                if self._is_open(index) and index != here:
                    self.setCurrentIndex(index)
                    return
            row, column = row + down, column + right

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self.stood_on.emit(current.row())

    def _fit(self) -> None:
        high = self.verticalHeader().defaultSectionSize() * self._model.rowCount()
        self.setMaximumHeight(self.horizontalHeader().sizeHint().height() + high + 2)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(Size.SEARCH), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        rows = min(self._model.rowCount(), 2)
        return QSize(
            0, self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        current = look()
        strong, small = current.font(current.text, 600), current.font(current.small)
        longest = max((text_width(row.name, strong) for row in self._model.rows), default=0)
        details = max((text_width(row.detail, small) for row in self._model.rows), default=0)
        whole = self.viewport().width()
        names = min(max(current.px(208), longest + Size.GAP), whole // 2)
        # What stands under the names may have what the cells can spare.
        names = max(names, min(details + Size.GAP, whole // 2, whole - current.px(_ROOMY)))
        rest = whole - names
        first = rest * 2 // 5 if rest > current.px(_ROOMY) else rest // 2
        for column, width in enumerate((names, first, whole - names - first)):
            self.horizontalHeader().resizeSection(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, digit = self.currentIndex(), digit_of(event)
        if digit is not None and self._is_open(here) and not event.isAutoRepeat():
            self.digit_pressed.emit(here.row(), here.column() - 1, digit)
        elif is_plain(event) and event.key() == Qt.Key.Key_Delete and here.isValid():
            self.cleared.emit(here.row(), here.column() - 1)
        elif is_plain(event) and event.key() in _STEPS:
            self._step(*_STEPS[Qt.Key(event.key())])
        elif is_plain(event) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.advance():
                self.passed_on.emit()
        elif event.key() == Qt.Key.Key_Backspace or (
            event.text().isprintable() and event.text() and is_plain(event)
        ):
            event.accept()
        else:
            event.ignore()
