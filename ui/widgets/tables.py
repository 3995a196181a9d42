"""The one table view behind lists and tables: no grid, walked row by row, letters left to the screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import Size, look

Index = QModelIndex | QPersistentModelIndex
CONTENT_ROLE = Qt.ItemDataRole.UserRole


class RowTable(QTableView):
    """A table that is walked row by row. Signals: `opened(int)` on Enter or double click, `stood_on(int)`.

    `row_height` is pixels at normal type. `keys` sees every key first, by key code, and returns whether it took it.
    A `QListView` would ask Python for every one of 250,000 rows each time it lays itself out; a table asks for none.
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
        self._keys, self._row_height = keys, row_height
        self._widths: tuple[int, ...] = ()
        self.setProperty("part", "bare_rows" if bare else "rows")
        self.setAccessibleName(name)
        self._make_plain()
        self._dress_headers()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def _make_plain(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _dress_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.keep_sizes()

    def keep_sizes(self) -> None:
        """Give rows and columns their lengths at the type setting in force."""
        height = look().px(self._row_height)
        self.verticalHeader().setMinimumSectionSize(Size.GRID)
        self.verticalHeader().setDefaultSectionSize(height)
        for column, width in enumerate(self._widths):
            self.horizontalHeader().resizeSection(column, look().px(width))

    def set_widths(self, *widths: int, stretch: int = -1) -> None:
        """Give columns their widths, pixels at normal type; the `stretch` column takes what is left."""
        self._widths = widths
        self.keep_sizes()
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
            self.scrollTo(model.index(row, 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_widths"):
            self.keep_sizes()

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
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and held == Qt.KeyboardModifier.NoModifier:
            # Qt goes to the first or last column, which nobody sees where a whole row is stood on.
            self.stand_on(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
            return
        if len(event.text()) > 0 and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)
