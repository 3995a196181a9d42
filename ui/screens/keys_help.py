"""What F1 shows over the work area: the keys of this screen, and beside them the handbook's chapter for this place."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.handbook import HandbookState
from ui.theme import Size, look
from ui.widgets.book_view import BookView
from ui.widgets.buttons import LinkButton
from ui.widgets.fields import TextField
from ui.widgets.panels import Panel
from ui.widgets.screen import KeyLine
from ui.widgets.scrolling import fill_scroll_area, make_scroll_area
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_KEYS_SHARE, _BOOK_SHARE = 5, 8
_LINE = 0.12
_NEXT = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 0.9, Qt.Key.Key_PageUp: -0.9}
_CHAPTERS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class KeysHelp(Panel):
    """Keys at the left, the handbook at the right under its search field, which has the focus.

    Signals: `left()` Esc in an empty field, or F1; `searched(str)`; `stepped(int)` another section found;
    `opened(object)` the section stood on (None) or one by number; `turned(int)` another chapter; `tour_wanted()`;
    `print_wanted()` the book as PDF.
    """

    left = Signal()
    searched = Signal(str)
    stepped = Signal(int)
    opened = Signal(object)
    turned = Signal(int)
    tour_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget) -> None:
        super().__init__(parent, name=words.text("Keys and handbook"))
        self._words = words
        self._state: HandbookState | None = None
        self._scroll = make_scroll_area(QWidget(), self)
        self._title = make_label("", Role.TITLE, parent=self)
        self.field = TextField(name=words.text("Search in the handbook"), icon="search")
        self.field.setPlaceholderText(words.text("Search in the handbook"))
        self.field.textEdited.connect(lambda _text: self.searched.emit(self.field.written()))
        self.field.installEventFilter(self)
        self.view = BookView(name=words.text("Handbook"))
        self.view.hit_clicked.connect(self.opened.emit)
        self._chapter = make_label("", Role.HINT)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        words = self._words
        book = QVBoxLayout()
        book.setSpacing(Size.HALF)
        book.addWidget(self.field)
        book.addWidget(self._chapter)
        book.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(Size.MARGIN)
        row.addWidget(self._scroll, _KEYS_SHARE)
        row.addLayout(book, _BOOK_SHARE)
        self.tour = LinkButton(words.text("Try it with sample data"), ("F8",))
        self.tour.clicked.connect(self.tour_wanted)
        self.paper = LinkButton(words.text("Keep as PDF with pictures"), ("F7",))
        self.paper.clicked.connect(self.print_wanted)
        foot = QHBoxLayout()
        foot.addWidget(KeyHint(("Esc",), words.text("close")))
        foot.addWidget(KeyHint(("Up", "Down"), words.text("scroll")))
        foot.addWidget(KeyHint(("Left", "Right"), words.text("another chapter")))
        foot.addStretch(1)
        foot.addWidget(self.paper)
        foot.addWidget(self.tour)
        self.body.addWidget(self._title)
        self.body.addLayout(row, 1)
        self.body.addLayout(foot)

    def show_keys(self, title: str, here: Sequence[KeyLine], everywhere: Sequence[KeyLine]) -> None:
        """Fill the list of keys; `title` names the screen."""
        words = self._words
        self._title.setText(words.text("Keys in {place}", place=title) if title else words.text("Handbook"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Size.GRID, 0)
        column.setSpacing(Size.GAP)
        if here:
            column.addLayout(self._make_column(words.text("On this screen"), here))
        if everywhere:
            column.addLayout(self._make_column(words.text("Everywhere"), everywhere))
        column.addStretch(1)
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
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(lines):
            grid.addWidget(KeyHint(line.caps, ""), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(make_label(line.text, wrap=True), place, 1)
        column.addLayout(grid)
        return column

    def render_state(self, state: HandbookState) -> None:
        """Show a chapter, or what was found."""
        former, self._state = self._state, state
        if self.field.written() != state.query:
            self.field.setText(state.query)
        words, chapters = self._words, state.book.chapters
        if state.query:
            self._chapter.setText(
                words.plural("{count} section found", "{count} sections found", len(state.hits))
            )
            found = [(hit.title, hit.excerpt) for hit in state.hits]
            self.view.show_hits(
                found, chosen=state.hit, nothing=words.text("Nothing in the handbook says that.")
            )
        elif former is None or (former.chapter, former.block, former.query) != (
            state.chapter,
            state.block,
            "",
        ):
            place = words.text("Chapter {number} of {count}", number=state.chapter + 1, count=len(chapters))
            self._chapter.setText(place)
            self.view.show_chapter(state.shown, block=state.block)

    def open_in(self, area: QRect) -> None:
        """Stand over the work area and take the focus."""
        edge = Size.MARGIN
        bottom = look().px(Size.ACTION_BAR) + Size.GAP
        self.setGeometry(area.adjusted(edge, Size.GRID + Size.HALF, -edge, -bottom))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        """Keys that the field leaves to the book; the arrows to the sides only while nothing is searched for."""
        searching = self._state is not None and bool(self._state.query)
        if key in _NEXT:
            if searching:
                self.stepped.emit(_NEXT[key])
            else:
                self.view.scroll_pages(_NEXT[key] * _LINE)
        elif key in _PAGES:
            self.view.scroll_pages(_PAGES[key])
        elif key in _CHAPTERS and not searching:
            self.turned.emit(_CHAPTERS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(None)
        else:
            return self._take_other(key, searching=searching)
        return True

    def _take_other(self, key: Qt.Key, *, searching: bool) -> bool:
        if key == Qt.Key.Key_Escape and searching:
            self.searched.emit("")
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.left.emit()
        elif key == Qt.Key.Key_F8:
            self.tour.click()
        elif key == Qt.Key.Key_F7 and self.paper.isVisible():
            self.paper.click()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_other(Qt.Key(event.key()), searching=False):
            super().keyPressEvent(event)
