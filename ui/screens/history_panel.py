"""The history of a record over the work area: a line for each value written, all of the line stood on below."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain import history_words
from outreach_app.domain.history import DEED_NAMES
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.history import HistoryLine, HistoryState
from ui.theme import Size, Tone
from ui.widgets.paint import Tag
from ui.widgets.panels import Panel
from ui.widgets.rows import RowDelegate, RowLine, RowList
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_WHEN_WIDTH = 142


class HistoryPanel(Panel):
    """Signals: `stood_on(object)` a line's key, `restore_wanted()`, `left()`."""

    stood_on = Signal(object)
    restore_wanted = Signal()
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget) -> None:
        super().__init__(parent, name=words.text("History"))
        self._words, self._state = words, HistoryState()
        self._title = make_label(words.text("History"), Role.TITLE)
        self._count = make_label("", Role.NOTE)
        self._model = LinesModel(self)
        self.list = RowList(
            self, name=words.text("What was written, newest first"), alike=True, bare=True, keys=self._key
        )
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowDelegate(self.list, right_width=_WHEN_WIDTH))
        self.list.stood_on.connect(lambda row: self.stood_on.emit(self._model.id_at(row)))
        self._whole = make_label("", Role.LINE, wrap=True)
        self._writer = make_label("", Role.NOTE, wrap=True)
        self._restore = KeyHint(("R",), words.text("bring back what stood there before"))
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        keys = QHBoxLayout()
        keys.addWidget(self._restore)
        keys.addWidget(KeyHint(("Esc",), self._words.text("close the history")))
        keys.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._whole)
        self.body.addWidget(self._writer)
        self.body.addLayout(keys)

    def open_in(self, area: QRect) -> None:
        """Stand over the work area and take the focus."""
        # Over the action bar too: its keys are not for what is shown here.
        edge = Size.MARGIN
        self.setGeometry(area.adjusted(edge, Size.GRID + Size.HALF, -edge, -Size.GRID - Size.HALF))
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def render_state(self, state: HistoryState) -> None:
        """Show the lines, and all of the one stood on."""
        former, self._state = self._state, state
        words = self._words
        if former.lines is not state.lines or former.loading != state.loading:
            self._model.set_lines([Line(line.key, self._make_row(line)) for line in state.lines])
            count = words.plural("{count} entry", "{count} entries", len(state.lines))
            self._count.setText(words.text("Reading the history") if state.loading else count)
        row = self._model.row_of(state.chosen)
        if row >= 0 and row != self.list.current_row():
            self.list.stand_on(row)
        self._show_line(state.line)

    def _make_row(self, line: HistoryLine) -> RowLine:
        words, entry = self._words, line.entry
        record = history_words.tell_record(words, entry)
        if line.change:
            title, detail = history_words.tell_change(words, line.change), record
        else:
            title = f"{record}: {words.text(DEED_NAMES[entry.deed])}"
            detail = history_words.tell_changes(words, entry)
        detail = " · ".join(part for part in (history_words.tell_writer(words, entry), detail) if part)
        when = f"{words.date(entry.at.date())} {words.time(entry.at)}"
        return RowLine(title[:1].upper() + title[1:], detail, right=when, tag=self._make_tag(line))

    def _make_tag(self, line: HistoryLine) -> Tag | None:
        if line.entry.undone:
            return Tag(self._words.text("undone since"), "undo-2", Tone.WAIT)
        if line.entry.undoes:
            return Tag(self._words.text("by undoing"), "undo-2", Tone.NEUTRAL)
        return None

    def _show_line(self, line: HistoryLine | None) -> None:
        words = self._words
        self._restore.setVisible(line is not None and line.can_restore)
        if line is None:
            self._whole.setText("")
            self._writer.setText("")
            return
        told = history_words.tell_changes(words, line.entry)
        deed = history_words.tell_deed(words, line.entry)
        self._whole.setText(
            f"{history_words.tell_record(words, line.entry)}: {deed}. {told}".rstrip(". ") + "."
        )
        self._writer.setText(history_words.tell_writer(words, line.entry))

    def _key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_R and plain:
            self.restore_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False
