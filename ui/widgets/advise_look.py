"""How the table of an advice looks: head, grounds, the person stood on, and the total."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from ui.theme import Size, look
from ui.widgets import advise_paint as pen
from ui.widgets.advise_cells import AdviseModel, Index, TableShown
from ui.widgets.paint import paint_ring, paint_text, text_width


class AdviseLook(QTableView):
    """Paints what the grid lays out; `part_hint` names the people in sight when not all of them are.

    Attributes: model_ (the rows), place (the number of the person stood on), links (where group rows have theirs).
    """

    model_: AdviseModel
    head_hint: str
    part_hint: str
    family_name: str
    first: int
    links: dict[int, QRect]

    def place(self) -> int:
        """Which person is stood on, from 0."""
        raise NotImplementedError

    def people(self) -> int:
        """How many people there are."""
        return len(self.model_.table.columns) if self.model_.table is not None else 0

    def paint_head(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Paint one heading."""
        current, table = look(), self.model_.table
        painter.fillRect(rect, current.colour("panel"))
        if table is None:
            return
        people = len(table.columns)
        self._paint_ground(painter, rect, column, last=True)
        small, strong = current.font(current.small), current.font(current.text, 600)
        inner = rect.adjusted(Size.HALF, 0, -current.px(pen.PAD), -1)
        if column == 0:
            shown = sum(not self.isColumnHidden(place + 1) for place in range(people))
            text = self.head_hint
            if shown < people:
                text = self.part_hint.format(first=self.first + 1, last=self.first + shown, all=people)
            place = rect.adjusted(current.px(pen.PAD), 0, 0, 0)
            paint_text(painter, place, text=text, font=small, colour=current.colour("ink_2"))
            return
        name = self.family_name if column > people else table.columns[column - 1].name
        detail = table.family if column > people else table.columns[column - 1].detail
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top() + 6, inner.width(), half - 3)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half - 3)
        shown_name = pen.short_name(name, strong, inner.width())
        paint_text(painter, upper, text=shown_name, font=strong, colour=current.colour("ink"), right=True)
        if text_width(detail, small) > inner.width():
            # The relation where there is room for it, else the age.
            parts = detail.split(" · ")
            detail = next((p for p in reversed(parts) if text_width(p, small) <= inner.width()), parts[0])
        paint_text(painter, lower, text=detail, font=small, colour=current.colour("ink_2"), right=True)

    def _paint_ground(self, painter: QPainter, rect: QRect, column: int, *, last: bool = False) -> None:
        current = look()
        focused = 0 < column <= self.people() and self.place() == column - 1
        if focused:
            painter.fillRect(rect, current.colour("accent_tint"))
            if current.tokens.hatched:
                painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), current.colour("accent"))
                painter.fillRect(
                    QRect(rect.right() - 1, rect.top(), 2, rect.height()), current.colour("accent")
                )
        if column:
            painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), current.colour("soft_line"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1),
            current.colour("line" if last else "soft_line"),
        )

    def paint_index(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint one cell."""
        line = self.model_.line(index.row())
        if line is None:
            return
        if not line.cells:
            if index.column() == 0:
                self.links[index.row()] = pen.paint_group(painter, rect, line)
            return
        self._paint_ground(painter, rect, index.column())
        if index.column() == 0:
            pen.paint_label(painter, rect, line)
            return
        cell = self.model_.cell(index)
        if cell is None:
            return
        pen.paint_cell(painter, rect, cell, strong=line.strong)
        if index == self.currentIndex() and self.hasFocus():
            self._paint_focus(painter, rect, index)

    def _paint_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = self.model_.cell(index)
        if cell is not None and cell.slider is not None:
            pen.paint_knob_ring(painter, rect, cell.slider)
        else:
            paint_ring(painter, rect.adjusted(2, 2, -2, -3))

    def paint_total(self, painter: QPainter, rect: QRect) -> None:
        """Paint the last row: what is paid today."""
        current, table = look(), self.model_.table
        if table is None:
            return
        painter.fillRect(rect, current.colour("band"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), current.colour("ink"))
        label = QRect(
            rect.left() + current.px(pen.PAD), rect.top() + 2, self.columnWidth(0), rect.height() - 2
        )
        paint_text(
            painter,
            label,
            text=table.total_label,
            font=current.font(current.text, 600),
            colour=current.colour("ink"),
        )
        for place, cell in enumerate(table.totals):
            if not self.isColumnHidden(place + 1):
                left = self.columnViewportPosition(place + 1)
                box = QRect(left, rect.top() + 2, self.columnWidth(place + 1), rect.height() - 2)
                if place == self.place() and not current.tokens.hatched:
                    painter.fillRect(box, current.colour("accent_tint"))
                pen.paint_cell(painter, box, cell, strong=True)
        self._paint_sum(painter, rect, table)

    def _paint_sum(self, painter: QPainter, rect: QRect, table: TableShown) -> None:
        current, people = look(), self.people()
        left = self.columnViewportPosition(people + 1)
        box = QRect(left, rect.top() + 2, self.columnWidth(people + 1) - current.px(12), rect.height() - 2)
        font = current.font(current.large, 600, digits=True)
        if text_width(table.total.text, font) > box.width():
            font = current.font(current.text, 600, digits=True)
        accent = current.colour("accent" if not table.total.doubt else "ink")
        paint_text(painter, box, text=table.total.text, font=font, colour=accent, right=True)
