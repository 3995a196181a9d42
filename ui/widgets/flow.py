"""A layout that goes on in the next line when a line is full."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from ui.theme import Size


class FlowLayout(QLayout):
    """Widgets from left to right, as many in a line as fit; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None, *, line_gap: int = Size.GRID) -> None:
        super().__init__(parent)
        self._line_gap = line_gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}

    def insertWidget(self, place: int, widget: QWidget) -> None:  # noqa: N802 - as in QBoxLayout
        """Put a widget at a place among the others."""
        self.addChildWidget(widget)
        self._items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights = {}
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        wide = sum(widths) + self.spacing() * max(0, len(widths) - 1)
        high = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(wide, high).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:  # noqa: N802
        sizes = [item.minimumSize() for item in self._items]
        widest, highest = (
            max((s.width() for s in sizes), default=0),
            max((s.height() for s in sizes), default=0),
        )
        return QSize(widest, highest).grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        edges = self.contentsMargins()
        area = rect.marginsRemoved(edges)
        left, top, line = area.left(), area.top(), 0
        for item in self._items:
            size = item.sizeHint()
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top, line = area.left(), top + line + self._line_gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
            line = max(line, size.height())
        return top + line + edges.bottom() - rect.top()
