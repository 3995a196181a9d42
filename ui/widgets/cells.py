"""Tables of painted cells: type-back rows, ledgers, files, previews."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import Size, Tone, look
from ui.widgets.paint import Tag, elide, paint_row_frame, paint_tag, paint_text
from ui.widgets.rows import CONTENT_ROLE, GroupLine, Index, RowDelegate


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words or a tag; `right` for amounts and numbers, which then have digits of one width.

    `name` marks a person's name, which is never shortened; `muted` is for the second voice; `waiting` shows the
    thin line where an answer is still to come; `detail` is a second, smaller line.
    """

    text: str = ""
    detail: str = ""
    tag: Tag | None = None
    tone: Tone | None = None
    strong: bool = False
    muted: bool = False
    right: bool = False
    name: bool = False
    waiting: bool = False

    @property
    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return ", ".join(
            part for part in (self.text or (self.tag.text if self.tag else ""), self.detail) if part
        )


class CellDelegate(QStyledItemDelegate):
    """Paints `Cell` found under `Qt.UserRole`, the rule below each row, and one frame around the chosen row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content, rect = index.data(CONTENT_ROLE), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        if isinstance(content, GroupLine):
            RowDelegate(None).paint_group(painter, rect, content=content)
        else:
            self._paint_ground(painter, rect, chosen=chosen)
            if isinstance(content, Cell):
                self.paint_cell(painter, rect.adjusted(Size.GRID, 0, -Size.GRID, -1), content=content)
        if chosen:
            last = index.model().columnCount() - 1
            focused = option.widget.hasFocus() or look().tokens.hatched
            paint_row_frame(
                painter, rect, first=index.column() == 0, last=index.column() == last, focused=focused
            )
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, look().colour("accent_tint"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look().colour("soft_line"))

    def paint_cell(self, painter: QPainter, rect: QRect, *, content: Cell) -> None:
        """Paint one cell inside its padding."""
        if content.tag is not None:
            paint_tag(painter, rect, tag=content.tag)
        elif content.waiting:
            line = QRect(rect.left(), rect.bottom() - Size.GRID - 2, rect.width(), 1)
            painter.fillRect(line, look().colour("edge"))
        elif content.detail:
            half = rect.height() // 2
            upper = QRect(rect.left(), rect.top() + Size.HALF // 2, rect.width(), half)
            self._paint_words(painter, upper, content=content)
            self._paint_detail(
                painter, QRect(rect.left(), upper.bottom(), rect.width(), half), content=content
            )
        else:
            self._paint_words(painter, rect, content=content)

    @staticmethod
    def _paint_words(painter: QPainter, rect: QRect, *, content: Cell) -> None:
        current = look()
        weight = 600 if content.strong else 500 if content.name else 400
        font = current.font(current.text, weight, digits=content.right)
        ink = current.colour("ink_2" if content.muted else "ink")
        if content.tone is not None:
            ink = QColor(current.tokens.text(content.tone))
        shown = content.text if content.name or content.right else elide(content.text, font, rect.width())
        paint_text(painter, rect, text=shown, font=font, colour=ink, right=content.right)

    @staticmethod
    def _paint_detail(painter: QPainter, rect: QRect, *, content: Cell) -> None:
        current = look()
        font = current.font(current.small, digits=content.right)
        shown = elide(content.detail, font, rect.width())
        paint_text(painter, rect, text=shown, font=font, colour=current.colour("ink_2"), right=content.right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, look().px(Size.ROW_TABLE))


class CellTable(QTableView):
    """A table without grid that is walked row by row. Signals: `opened(int)` on Enter, `stood_on(int)`.

    `row_height` is pixels at normal type. `keys` sees every key first, by key code, and returns whether it took it.
    """

    opened = Signal(int)
    stood_on = Signal(int)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        row_height: int = Size.ROW_TABLE,
        bare: bool = False,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setProperty("part", "bare_rows" if bare else "rows")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CellDelegate(self))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._row_height = row_height
        self._widths: tuple[int, ...] = ()
        self._dress_headers()

    def _dress_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._keep_sizes()

    def _keep_sizes(self) -> None:
        height = look().px(self._row_height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        for column, width in enumerate(self._widths):
            self.horizontalHeader().resizeSection(column, look().px(width))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_widths"):
            self._keep_sizes()

    def set_widths(self, *widths: int, stretch: int = -1) -> None:
        """Give columns their widths, pixels at normal type; the `stretch` column takes what is left."""
        self._widths = widths
        self._keep_sizes()
        if stretch >= 0:
            self.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def current_row(self) -> int:
        """The row stood on, or -1."""
        return self.currentIndex().row()

    def stand_on(self, row: int) -> None:
        """Go to a row and show it."""
        model = self.model()
        if 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.stood_on.emit(current.row())

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - letters are the screen's keys, never a search
        return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._keys is not None and self._keys(event):
            return
        if enter and held == Qt.KeyboardModifier.NoModifier and self.currentIndex().isValid():
            self.opened.emit(self.current_row())
            return
        if len(event.text()) > 0 and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)
