"""All villages in one table: doors, adults, members, and doors where nobody has been for long."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.villages import DAYS, VillagesState, tell_order, tell_whole
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_village_keys
from ui.widgets.chart_table import NumbersTable
from ui.widgets.chips import ChipRow
from ui.widgets.form_panel import FormPanel
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.saving_fields import list_saving_fields
from ui.widgets.screen import Screen, is_plain
from ui.widgets.text import ElidedLabel, Role, make_label


class VillagesScreen(Screen):
    """Signals: `days_chosen(int)`; `sort_moved(int)` -1 or 1; `sort_turned()`; `stood_on(int)`, `opened(int)` a row;
    `save_wanted()`; `print_wanted()`; `saving_given(object)` values; `left()`.
    """

    days_chosen = Signal(int)
    sort_moved = Signal(int)
    sort_turned = Signal()
    stood_on = Signal(int)
    opened = Signal(int)
    save_wanted = Signal()
    print_wanted = Signal()
    saving_given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("All villages"))
        self._state = VillagesState()
        self._rendering = False
        self._line = ElidedLabel(Role.NOTE, self)
        self.body.addLayout(self.make_title(words.text("All villages"), self._line))
        self.days = ChipRow(words.text("Not visited for"), wrap=True, parent=self)
        self.days.set_choices([(days, words.text("not visited for {days} days", days=days)) for days in DAYS])
        self.days.chosen.connect(lambda values: self.days_chosen.emit(values[0]) if values else None)
        self.body.addWidget(self.days)
        self._order = make_label("", Role.HINT, parent=self)
        self.body.addWidget(self._order)
        self._make_pages()
        self._make_bar()
        self.keys = list_village_keys(words)

    def _make_pages(self) -> None:
        words = self.words
        self.table = NumbersTable(name=words.text("All villages"), bare=False, keys=self._take_table_key)
        self.table.stood_on.connect(self._tell_row)
        self.table.opened.connect(self.opened)
        self._empty = EmptyState(words.text("Reading the villages"), icon="table-2")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self.form = FormPanel(words)
        self.form.submitted.connect(self.saving_given)
        self.form.left.connect(self.left)
        self._pages = PageStack()
        for page in (self.table, panel, self.form):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)

    def _make_bar(self) -> None:
        words = self.words
        back = CapButton(words.text("Back to the results"), ("Esc",))
        back.clicked.connect(self.left)
        turn = CapButton(words.text("The other way round"), ("R",))
        turn.clicked.connect(self.sort_turned)
        self._save = CapButton(words.text("Save as table"), ("X",))
        self._save.clicked.connect(self.save_wanted)
        self._print = CapButton(words.text("Print the table"), ("P",), icon="printer")
        self._print.clicked.connect(self.print_wanted)
        self.set_bar(ActionBar(self._print, helpers=(back, turn, self._save)))
        self.on_letter(Qt.Key.Key_R, turn.click)
        self.on_letter(Qt.Key.Key_X, self._save.click)
        self.on_letter(Qt.Key.Key_P, self._print.click)
        self.bind("F6", self.days.focus_first)

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the table, or in the form that is open."""
        if self._state.saving is not None:
            self.form.form.focus_first()
        elif self._pages.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> tuple[str, bytes] | None:
        row = self.table.current_row()
        return ("village", self._state.lines[row].village) if 0 <= row < len(self._state.lines) else None

    def _take_table_key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and is_plain(event):
            self.sort_moved.emit(step)
            return True
        return False

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: VillagesState) -> None:
        """Show the villages in their order."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.table is None)
        self._rendering = True
        self.days.set_values((state.days,))
        self._line.set_text(tell_whole(self.words, state))
        self._order.setText(tell_order(self.words, state) if state.lines else "")
        if state.shown is not None and former.shown != state.shown:
            self.table.show_table(state.shown)
        place = next((n for n, line in enumerate(state.lines) if line.village == state.stood_on), 0)
        if state.lines and place != self.table.current_row():
            self.table.stand_on(place)
        self._rendering = False
        self._show_page(former, state)
        for button in (self._save, self._print):
            button.setEnabled(bool(state.lines))

    def _show_page(self, former: VillagesState, state: VillagesState) -> None:
        page = 2 if state.saving is not None else 0 if state.lines else 1
        moved = page != self._pages.currentIndex()
        if not state.lines and not state.loading:
            self._empty.show_text(
                self.words.text("No village yet"),
                self.words.text("Add villages in Settings, or bring in a register in Lists."),
            )
        self._pages.setCurrentIndex(page)
        self.rest_bar(resting=state.saving is not None)
        self._show_form(former, state)
        if moved and self.isVisible() and (former.saving is not None or self.hasFocus()):
            self.take_focus()

    def _show_form(self, former: VillagesState, state: VillagesState) -> None:
        saving, words = state.saving, self.words
        if saving is None:
            return
        if former.saving is None:
            self.form.open(
                words.text("Keep the villages as a table"), list_saving_fields(words), saving.values
            )
        errors = {key: " ".join(map(words.render, told)) for key, told in saving.errors.items()}
        self.form.show_state(errors, busy=saving.busy)
