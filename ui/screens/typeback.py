"""Type a paper sheet back: its code, its rows as printed, one key for each."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.domain.visits import ROW_KEYS
from outreach_app.i18n import Catalogue
from ui.presenters.marks import mark_outcome
from ui.presenters.sheet_rows import tell_place_of, tell_walk, view_row, view_waiting
from ui.presenters.typeback import TypebackState
from ui.theme import Size, Tone, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.beside_panel import BesidePanel
from ui.widgets.buttons import CapButton
from ui.widgets.key_column import KeyColumn
from ui.widgets.key_lists import list_typeback_keys
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.screen import Screen, digit_of
from ui.widgets.sheet_head import SheetHead
from ui.widgets.sheet_table import SheetTable
from ui.widgets.tags import KeyHint, LegendEntry
from ui.widgets.text import Role, SpanLine, make_label
from ui.widgets.waiting_list import WaitingList

_LOW_WINDOW, _LOW_SIDE = 660, 620
_ROWS_SHARE, _SIDE_SHARE = 804, 306
_ROW_LOW = 32


class TypebackScreen(Screen):
    """Signals: `code_typed(str)`; `stood_on(object)` a printed number; `outcome_given(object)` for the row stood on;
    `row_cleared()`; `visit_wanted(object)` a printed number; `finish_wanted()`; for a family outside the list
    `beside_wanted()`, `beside_typed(str)`, `household_taken(object)` an id, `household_added()`, `beside_left()`.
    """

    code_typed = Signal(str)
    stood_on = Signal(object)
    outcome_given = Signal(object)
    row_cleared = Signal()
    visit_wanted = Signal(object)
    finish_wanted = Signal()
    beside_wanted = Signal()
    beside_typed = Signal(str)
    household_taken = Signal(object)
    household_added = Signal()
    beside_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Type back"))
        self._state = TypebackState()
        self._rendering = False
        self._lay_out()
        self._make_bar()
        self._name_keys()

    # ----------------------------------------------------------------------------------------------------- building
    def _lay_out(self) -> None:
        words = self.words
        note = make_label(
            words.text("the sheets that came back, row by row as printed"), Role.NOTE, parent=self
        )
        self.body.addLayout(self.make_title(words.text("Type back"), note))
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addLayout(self._make_left(), _ROWS_SHARE)
        row.addLayout(self._make_side(), _SIDE_SHARE)
        self.body.addLayout(row, 1)

    def _make_left(self) -> QVBoxLayout:
        words, column = self.words, QVBoxLayout()
        column.setSpacing(Size.GRID + Size.HALF)
        self.head = SheetHead(words.text("Sheet code"))
        self.head.code.accepted.connect(lambda: self.code_typed.emit(self.head.code.written()))
        self.head.code.left.connect(self._leave_code)
        self.table = SheetTable(
            (
                words.text("Row"),
                words.text("Head of household"),
                words.text("Group"),
                words.text("Why"),
                words.text("Outcome"),
                words.text("Detail"),
            ),
            ask=words.text("Press a digit…"),
            name=words.text("Rows of the sheet"),
        )
        self.table.stood_on.connect(self._tell_row)
        self.table.opened.connect(lambda row: self.visit_wanted.emit(self.table.number_at(row)))
        self._empty = EmptyState("", icon="keyboard")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(panel)
        self._pages.setCurrentIndex(1)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        return column

    def _make_side(self) -> QVBoxLayout:
        words, column = self.words, QVBoxLayout()
        column.setSpacing(Size.GAP)
        self._legend = Panel()
        self._row_line = SpanLine(right=True)
        self._legend.add_heading(words.text("One key for one row"), self._row_line)
        self._legend.body.addWidget(KeyColumn([_make_entry(words, key) for key in ROW_KEYS]), 1)
        self._hints = QWidget()
        hints = QHBoxLayout(self._hints)
        hints.setContentsMargins(0, 0, 0, 0)
        hints.addWidget(KeyHint(("Up", "Down"), words.text("another row")))
        hints.addStretch(1)
        hints.addWidget(KeyHint(("Del",), words.text("no outcome")))
        self._legend.body.addWidget(self._hints)
        self.beside = BesidePanel(words)
        self.beside.typed.connect(self.beside_typed)
        self.beside.taken.connect(self.household_taken)
        self.beside.added.connect(self.household_added)
        self.beside.left.connect(self.beside_left)
        self.beside.hide()
        column.addWidget(self._legend, 3)
        column.addWidget(self.beside, 3)
        column.addWidget(self._make_waiting(), 1)
        return column

    def _make_waiting(self) -> Panel:
        words = self.words
        self._waiting_panel = Panel()
        self._waiting_panel.add_heading(words.text("Sheets not typed back"))
        self.waiting = WaitingList(name=words.text("Sheets not typed back"))
        self.waiting.wanted.connect(self.code_typed)
        self._nothing = make_label(words.text("No sheet is out."), Role.NOTE, wrap=True)
        self._waiting_panel.body.addWidget(self.waiting, 1)
        self._waiting_panel.body.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        return self._waiting_panel

    def _make_bar(self) -> None:
        words = self.words
        self._add = CapButton(words.text("Household outside the list"), ("F2",))
        self._open = CapButton(words.text("Open this household"), ("Enter",))
        self._undo = KeyHint(("Ctrl", "Z"), words.text("take the last row back"))
        self._step = CapButton(words.text("This sheet is done"), ("Ctrl", "Enter"))
        self._add.clicked.connect(self.beside_wanted)
        self._open.clicked.connect(lambda: self.visit_wanted.emit(self._state.chosen))
        self._step.clicked.connect(self.finish_wanted)
        self.bar = ActionBar(self._step, helpers=(self._add, self._open), beside=(self._undo,))
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self.finish_wanted.emit)
        self.bind("F2", self.beside_wanted.emit)
        self.bind("F4", self._start_code)

    def _name_keys(self) -> None:
        words = self.words
        self.keys = list_typeback_keys(words)

    # ------------------------------------------------------------------------------------------------------- typing
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._state.sheet is not None and self._state.beside is None and self._take_key(event):
            return
        super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        outcome = ROW_KEYS.get(digit) if digit is not None else None
        if outcome is not None:
            # A key held down must not fill the whole sheet.
            if not event.isAutoRepeat():
                self.outcome_given.emit(outcome)
            return True
        if event.key() == Qt.Key.Key_Delete:
            self.row_cleared.emit()
            return True
        return False

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(self.table.number_at(row))

    def _start_code(self) -> None:
        self.head.code.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.code.selectAll()

    def _leave_code(self) -> None:
        if self._state.sheet is not None:
            self.head.code.setText(self._state.sheet.code)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.code.setText("")

    def take_focus(self) -> None:
        """Stand in the row that is next, or in the field for the code."""
        if self._state.beside is not None:
            self.beside.take_focus()
        elif self._state.sheet is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._start_code()

    # ------------------------------------------------------------------------------------------------------ showing
    def record(self) -> tuple[str, bytes] | None:
        sheet = self._state.sheet
        return ("sheet", sheet.id) if sheet is not None else None

    def render_state(self, state: TypebackState) -> None:
        """Show the sheet that is open, or ask for its code."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.problem is None)
        self._rendering = True
        if (former.sheet, former.told, former.typed) != (state.sheet, state.told, state.typed):
            self._show_rows(state)
        self.table.stand_on_number(state.chosen)
        self._rendering = False
        if former.sheet is None or state.sheet is None or former.sheet.id != state.sheet.id:
            self._change_sheet(former, state)
        self._show_head(state)
        self._show_side(former, state)
        self._show_bar(state)

    def _show_rows(self, state: TypebackState) -> None:
        told = state.told
        rows = [
            view_row(
                self.words,
                line,
                state.outcome_of(line.row),
                None if line.row in state.typed else told.get(line.row),
            )
            for line in state.lines
        ]
        self.table.set_rows(rows)

    def _change_sheet(self, former: TypebackState, state: TypebackState) -> None:
        opened = state.sheet is not None
        self._pages.setCurrentIndex(0 if opened else 1)
        if state.sheet is not None:
            self.head.code.setText(state.sheet.code)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif former.sheet is not None and state.problem is None and not state.loading:
            self.head.code.setText("")
            self._start_code()
        self._fit()

    def _show_head(self, state: TypebackState) -> None:
        words, sheet = self.words, state.sheet
        if state.problem is not None:
            self.head.show_problem(words.render(state.problem.message), words.render(state.problem.advice))
        elif sheet is None:
            self.head.show_sheet("", words.text("Type the code printed at the top right."), known=False)
        else:
            place = tell_place_of(words, sheet)
            if sheet.finished:
                place = words.text("{place} · done already", place=place)
            self.head.show_sheet(place, tell_walk(words, sheet), known=True)
        rest = words.plural("of {count} row", "of {count} rows", len(state.lines))
        self.head.progress.show_progress(
            state.done, len(state.lines), number=words.number(state.done), rest=rest
        )

    def _show_side(self, former: TypebackState, state: TypebackState) -> None:
        words, looking = self.words, state.beside is not None
        row = words.text("row {row}", row=state.chosen) if state.sheet is not None and state.chosen else ""
        self._row_line.set_text(row)
        self.beside.show_found(state.beside)
        self._fit()
        if looking and former.beside is None:
            self.beside.take_focus()
        elif former.beside is not None and not looking and state.sheet is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if state.today is None or (former.waiting is state.waiting and former.today == state.today):
            return
        views = [view_waiting(words, sheet, today=state.today) for sheet in state.waiting]
        self.waiting.set_sheets(views)
        self.waiting.setVisible(bool(views))
        self._nothing.setVisible(not views)
        self._show_empty(state)

    def _show_empty(self, state: TypebackState) -> None:
        words = self.words
        if state.waiting:
            self._empty.show_text(
                words.text("Which sheet came back?"),
                words.text("Type its code above, or choose it among the sheets not typed back."),
            )
        else:
            self._empty.show_text(
                words.text("No sheet is out"),
                words.text("Print a visit list on Today with P; its code is typed here in the evening."),
            )

    def _show_bar(self, state: TypebackState) -> None:
        words, opened = self.words, state.sheet is not None
        for widget in (self._add, self._open, self._undo, self._step):
            widget.setVisible(opened)
        if not opened:
            self.bar.show_state("")
        elif state.typed:
            self.bar.show_state(words.text("Saving…"), icon="clock", tone=Tone.NEUTRAL)
        else:
            self.bar.show_state(words.text("Every row is saved by itself"))

    def _fit(self) -> None:
        low, state = self.height() < look().px(_LOW_SIDE), self._state
        looking, opened = state.beside is not None, state.sheet is not None
        self.beside.setVisible(looking)
        self._legend.setVisible(not looking and (opened or not low))
        self._hints.setVisible(not low)
        self._waiting_panel.setVisible(not (low and opened))
        low_rows = self.height() < look().px(_LOW_WINDOW)
        self.table.set_row_height(_ROW_LOW if low_rows else Size.ROW_TABLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "bar"):
            self._fit()
        return done


def _make_entry(words: Catalogue, key: str) -> LegendEntry:
    mark = mark_outcome(ROW_KEYS[key])
    return LegendEntry(key, mark.sign, words.render(mark.text), Tone(mark.sense))
