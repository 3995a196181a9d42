"""The table of an advice: people as columns, arithmetic as rows, the family last, the total always in sight."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import look
from ui.widgets import advise_paint as pen
from ui.widgets.advise_cells import AdviseModel, Index, TableShown
from ui.widgets.advise_look import AdviseLook
from ui.widgets.screen import digit_of, is_plain

_LABEL, _PERSON, _FAMILY = 168, 132, 152
_HEAD, _TALL, _TWO, _ONE, _TOTAL = 52, 52, 44, 36, 48
_LOW = 6
"""Pixels a row may give up in a low window."""
_MONTHS = {"1": 1, "2": 12, "3": 3, "6": 6}


class _Head(QHeaderView):
    """Names over ages; the first heading says how many people there are to walk through."""

    def __init__(self, grid: "AdviseGrid") -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid = grid
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(0, self._grid.height_of(_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        self._grid.paint_head(painter, rect, logicalIndex)


class _Delegate(QStyledItemDelegate):
    def __init__(self, grid: "AdviseGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setClipRect(option.rect)
        self._grid.paint_index(painter, QRect(option.rect), index)
        painter.restore()


class _Total(QWidget):
    """The last row, which never scrolls away."""

    def __init__(self, grid: "AdviseGrid") -> None:
        super().__init__(grid)
        self._grid = grid
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._grid.paint_total(QPainter(self), self.rect())


class AdviseGrid(AdviseLook):
    """Signals: `stood_on(object, object)` a person and a row; `income_stepped(int)` steps of income;
    `income_given(object, int)` a person and đồng; `months_given(object, int)` a row and months; `months_turned(int)`;
    `join_toggled()`; `laws_wanted(object)` a group row whose link was pressed.
    """

    stood_on = Signal(object, object)
    income_stepped = Signal(int)
    income_given = Signal(object, int)
    months_given = Signal(object, int)
    months_turned = Signal(int)
    join_toggled = Signal()
    laws_wanted = Signal(object)

    def __init__(
        self,
        *,
        name: str,
        family: str,
        hint: str,
        part: str,
        walked: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        self._laying = True
        super().__init__(parent)
        self.head_hint, self.part_hint, self.family_name, self._walked = hint, part, family, walked
        self._focus: bytes | None = None
        self._row = walked[0]
        self.first = 0
        self._foot = look().px(_TOTAL)
        self._dragged: bytes | None = None
        self.links = {}
        self.model_ = AdviseModel(family, self)
        self._total = _Total(self)
        self._dress(name)
        self._laying = False

    def _dress(self, name: str) -> None:
        self.setProperty("part", "rows")
        self.setAccessibleName(name)
        self.setModel(self.model_)
        self.setHorizontalHeader(_Head(self))
        self.verticalHeader().hide()
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    # ----------------------------------------------------------------------------------------------------- showing
    def show_table(self, table: TableShown | None, focus: bytes | None, row: str) -> None:
        """Show an advice and stand on one person's cell of a row."""
        self._focus, self._row = focus, row
        self.model_.show(table)
        self._fit()
        index = self._current()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._total.update()
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    def _current(self) -> Index:
        table = self.model_.table
        if table is None:
            return self.model_.index(-1, -1)
        ids = [column.person for column in table.columns]
        rows = [str(line.row) for line in table.lines]
        if self._focus not in ids or self._row not in rows:
            return self.model_.index(-1, -1)
        return self.model_.index(rows.index(self._row), ids.index(self._focus) + 1)

    def place(self) -> int:
        table = self.model_.table
        ids = [column.person for column in table.columns] if table is not None else []
        return ids.index(self._focus) if self._focus in ids else 0

    # ------------------------------------------------------------------------------------------------------ sizes
    def height_of(self, length: int) -> int:
        """A row's height at the type setting."""
        return look().px(length)

    def _lengths(self) -> list[int]:
        """Head, rows and total at full height."""
        rows = self.model_.rowCount()
        return [_HEAD, *(self._length_of(row) for row in range(rows)), _TOTAL]

    def _heights(self) -> list[int]:
        """Head, rows and total as they are laid out: all give up as little as fits them into a low window."""
        heights = [look().px(length) for length in self._lengths()]
        lacking = min(max(0, sum(heights) + 4 - self.height()), _LOW * len(heights))
        count = len(heights)
        return [
            high - (lacking * (place + 1) // count - lacking * place // count)
            for place, high in enumerate(heights)
        ]

    def _needed(self) -> int:
        return sum(look().px(length) for length in self._lengths()) + 4

    def _length_of(self, row: int) -> int:
        line = self.model_.line(row)
        if line is None:
            return _ONE
        if any(cell.slider is not None for cell in line.cells):
            return _TALL
        two = line.cells and (line.detail or any(cell.detail for cell in line.cells))
        return _TWO if two else _ONE

    def _fit(self) -> None:
        table = self.model_.table
        if table is None:
            return
        head, *rows, self._foot = self._heights()
        self.horizontalHeader().setFixedHeight(head)
        for row, high in enumerate(rows):
            self.setRowHeight(row, high)
        self._fit_columns()
        self.setMaximumHeight(max(look().px(160), self._needed()))
        self.updateGeometries()

    def updateGeometries(self) -> None:  # noqa: N802
        if self._laying:
            return
        # Each change of the margins asks for the geometries again.
        self._laying = True
        super().updateGeometries()
        self._lay_margins()
        self._laying = False

    def _lay_margins(self) -> None:
        # The body ends over the total, which stands in the margin below it.
        head, foot = self.horizontalHeader().height(), self._foot
        self.setViewportMargins(0, head, 0, foot)
        area = self.viewport().geometry()
        self.horizontalHeader().setGeometry(area.left(), area.top() - head, area.width(), head)
        self._total.setGeometry(area.left(), area.bottom() + 1, area.width(), foot)

    def _fit_columns(self) -> None:
        people, whole = self.people(), self.viewport().width()
        label, family = look().px(_LABEL), look().px(_FAMILY)
        shown = max(1, min(people, (whole - label - family) // look().px(_PERSON)))
        place = self.place()
        self.first = max(0, min(max(place - shown + 1, min(self.first, place)), people - shown))
        # One or two people take no more than twice what they need: enough for a whole name.
        wide = min((whole - label - family) // shown, 2 * look().px(_PERSON))
        self.setColumnWidth(
            0, label if shown * wide + label + family >= whole else whole - family - shown * wide
        )
        for column in range(people):
            inside = self.first <= column < self.first + shown
            self.setColumnHidden(column + 1, not inside)
            self.setColumnWidth(column + 1, wide)
        self.setColumnWidth(people + 1, whole - self.columnWidth(0) - shown * wide)
        table = self.model_.table
        for row in range(self.model_.rowCount()):
            if table is not None and not table.lines[row].cells and self.columnSpan(row, 0) == 1:
                self.setSpan(row, 0, 1, people + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(look().px(_LABEL + 3 * _PERSON + _FAMILY), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(_LABEL + _PERSON + _FAMILY), look().px(_HEAD + _TOTAL + 2 * _TALL))

    # ------------------------------------------------------------------------------------------------------ typing
    def _walk(self, rows: int, people: int) -> bool:
        table = self.model_.table
        if table is None or not table.columns:
            return False
        order = list(self._walked)
        row = order[max(0, min(order.index(self._row) + rows, len(order) - 1))]
        place = self.place() + people
        if not 0 <= place < len(table.columns):
            return False
        self.stood_on.emit(table.columns[place].person, row)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit, step = Qt.Key(event.key()), digit_of(event), 0
        income = self._row == self._walked[1]
        if is_plain(event):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        if step:
            (self.income_stepped if income else self.months_turned).emit(step)
        elif is_plain(event) and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and income:
            self.income_stepped.emit(10 if key == Qt.Key.Key_PageUp else -10)
        elif is_plain(event) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if key == Qt.Key.Key_Up else 1, 0)
        elif is_plain(event) and key == Qt.Key.Key_Space:
            self.join_toggled.emit()
        elif digit in _MONTHS:
            row = self._walked[0] if self._row == self._walked[0] else self._walked[2]
            self.months_given.emit(row, _MONTHS[digit])
        else:
            event.ignore()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802
        # Tab goes from person to person and leaves the table behind the last one.
        return self._walk(0, 1 if next_ else -1) or super().focusNextPrevChild(next_)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point, index = event.position().toPoint(), self.indexAt(event.position().toPoint())
        line = self.model_.line(index.row()) if index.isValid() else None
        table = self.model_.table
        if line is None or table is None:
            return
        if not line.cells:
            if self.links.get(index.row(), QRect()).adjusted(-8, 0, 8, 0).contains(point):
                self.laws_wanted.emit(line.row)
            return
        if 0 < index.column() <= len(table.columns):
            self._press(point, index, table, row=str(line.row))

    def _press(self, point: QPoint, index: Index, table: TableShown, *, row: str) -> None:
        person, cell = table.columns[index.column() - 1].person, self.model_.cell(index)
        self.stood_on.emit(person, row)
        if cell is None:
            return
        rect = self.visualRect(index)
        if cell.slider is not None:
            self._dragged = person
            self.income_given.emit(person, self._rounded(pen.value_at(rect, point.x(), cell.slider)))
        for box, (text, _taken) in zip(pen.choice_boxes(rect, len(cell.choices)), cell.choices, strict=True):
            if box.contains(point):
                self.months_given.emit(row, int(text))

    @staticmethod
    def _rounded(income: int) -> int:
        return round(income / 50_000) * 50_000

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._current()
        cell = self.model_.cell(index) if index.isValid() else None
        if self._dragged is not None and cell is not None and cell.slider is not None:
            value = pen.value_at(self.visualRect(index), event.position().toPoint().x(), cell.slider)
            self.income_given.emit(self._dragged, self._rounded(value))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
