"""The list of keys that F1 shows over the work area."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.panels import Panel
from ui.widgets.screen import KeyLine
from ui.widgets.scrolling import fill_scroll_area, make_scroll_area
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label


class KeysHelp(Panel):
    """Keys of this screen at the left, keys that work everywhere at the right. Signal `left()`: Esc or F1."""

    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget) -> None:
        super().__init__(parent, name=words.text("Keys"))
        self._words = words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll = make_scroll_area(QWidget(), self)
        self._title = make_label("", Role.TITLE, parent=self)
        self.body.addWidget(self._title)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(KeyHint(("Esc",), words.text("close this list")))
        self.hide()

    def show_keys(self, title: str, here: Sequence[KeyLine], everywhere: Sequence[KeyLine]) -> None:
        """Fill the list; `title` names the screen."""
        self._title.setText(self._words.text("Keys in {place}", place=title) if title else "")
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setSpacing(2 * Size.MARGIN)
        row.addLayout(self._make_column(self._words.text("On this screen"), here))
        row.addLayout(self._make_column(self._words.text("Everywhere"), everywhere))
        row.addStretch(1)
        fill_scroll_area(self._scroll, inside)
        self.setAccessibleDescription(
            "; ".join(f"{' '.join(line.caps)}: {line.text}" for line in (*here, *everywhere))
        )

    @staticmethod
    def _make_column(heading: str, lines: Sequence[KeyLine]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Size.GRID)
        column.addWidget(make_label(heading, Role.STRONG))
        grid = QGridLayout()
        grid.setVerticalSpacing(Size.GRID)
        grid.setHorizontalSpacing(Size.GAP)
        for place, line in enumerate(lines):
            grid.addWidget(KeyHint(line.caps, ""), place, 0)
            grid.addWidget(make_label(line.text), place, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def open_in(self, area: QRect) -> None:
        """Stand over the work area and take the focus."""
        edge = Size.MARGIN
        bottom = look().px(Size.ACTION_BAR) + Size.GAP
        self.setGeometry(area.adjusted(edge, Size.GRID + Size.HALF, -edge, -bottom))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        bar = self._scroll.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar.setValue(
                bar.value() + (Size.ROW_TABLE if event.key() == Qt.Key.Key_Down else -Size.ROW_TABLE)
            )
            return
        super().keyPressEvent(event)
