"""Sheets that are still out: the whole code, and below it when it was due and where it belongs."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.models.lines import Line, LinesModel
from ui.theme import Size, look
from ui.widgets.members import StateShown, make_tag
from ui.widgets.paint import elide, paint_tag, paint_text
from ui.widgets.rows import RowDelegate, RowLine, RowList


class WaitingShown(Protocol):
    """A sheet to show."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def detail(self) -> str:
        """Where it belongs."""

    @property
    def due(self) -> StateShown:
        """When it was due."""


class _WaitingDelegate(RowDelegate):
    def paint_row(self, painter: QPainter, rect: QRect, *, content: RowLine) -> None:
        current, high = look(), rect.height()
        place = rect.adjusted(-Size.GRID // 2, 0, 0, 0)
        title = QRect(place.left(), place.top() + 2, place.width(), high // 2)
        strong, small = current.font(current.text, 600), current.font(current.small)
        paint_text(painter, title, text=content.title, font=strong, colour=current.colour("ink"))
        lower = QRect(place.left(), place.top() + high // 2, place.width(), high // 2 - 2)
        if content.tag is not None:
            lower.setLeft(lower.left() + paint_tag(painter, lower, tag=content.tag) + Size.GRID)
        shown = elide(content.detail, small, lower.width())
        paint_text(painter, lower, text=shown, font=small, colour=current.colour("ink_2"))


class WaitingList(RowList):
    """Signal `wanted(str)`: the code of the sheet that Enter or a click chose."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent, name=name, alike=True, bare=True)
        self._lines = LinesModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(_WaitingDelegate(self))
        self.opened.connect(self._want)
        self.clicked.connect(lambda index: self._want(index.row()))

    def set_sheets(self, sheets: Sequence[WaitingShown]) -> None:
        """Show these sheets."""
        self._lines.set_lines(
            [Line(each.code, RowLine(each.code, each.detail, tag=make_tag(each.due))) for each in sheets]
        )
        self.setMinimumHeight(look().px(Size.ROW_TWO_LINES) + 2)

    def codes(self) -> list[object]:
        """The codes shown."""
        return [self._lines.id_at(row) for row in range(self._lines.rowCount())]

    def _want(self, row: int) -> None:
        if (code := self._lines.id_at(row)) is not None:
            self.wanted.emit(str(code))
