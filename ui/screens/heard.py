"""What was heard at the doors: worries, channels, questions, training; a list, and beside it the line stood on."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.report_groups import SPLIT_NAMES, Group
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.heard_state import Heard, HeardLine, HeardState
from ui.presenters.heard_words import KIND_NAMES, results_of, tell_nothing, tell_whole
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_heard_keys
from ui.widgets.chips import ChipRow
from ui.widgets.crumbs import Crumbs
from ui.widgets.form_panel import FormPanel
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.saving_fields import list_saving_fields
from ui.widgets.screen import Screen, digit_of
from ui.widgets.text import ElidedLabel, Role
from ui.widgets.told_sections import ToldSections

_LIST_SHARE, _SIDE_SHARE = 600, 510


class HeardScreen(Screen):
    """Signals: `kind_chosen(object)`, `split_chosen(object)`; `stood_on(object)`, `opened(object)` a line;
    `crumb_chosen(int)` a place on the way down; `wished(str)` results, save, print; `saving_given(object)` values;
    `left()`.
    """

    kind_chosen = Signal(object)
    split_chosen = Signal(object)
    stood_on = Signal(object)
    opened = Signal(object)
    crumb_chosen = Signal(int)
    wished = Signal(str)
    saving_given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Heard at the doors"))
        self._state = HeardState()
        self._rendering = False
        self._line = ElidedLabel(Role.NOTE, self)
        self.crumbs = Crumbs(name=words.text("The way down"), parent=self)
        self.crumbs.chosen.connect(self.crumb_chosen)
        self.body.addLayout(self.make_title(words.text("Heard at the doors"), self.crumbs, self._line))
        self._make_choices()
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_heard_keys(words)

    # ----------------------------------------------------------------------------------------------------- building
    def _make_choices(self) -> None:
        words = self.words
        self.kinds = ChipRow(words.text("Which report"), wrap=True, parent=self)
        named = enumerate(KIND_NAMES.items(), start=1)
        self.kinds.set_choices([(kind, f"{place} {words.text(name)}") for place, (kind, name) in named])
        self.kinds.chosen.connect(lambda values: self.kind_chosen.emit(values[0]) if values else None)
        self.splits = ChipRow(words.text("By what it is split"), wrap=True, parent=self)
        self.splits.set_choices([(split, words.text(name)) for split, name in SPLIT_NAMES.items()])
        self.splits.chosen.connect(lambda values: self.split_chosen.emit(values[0]) if values else None)
        for chips in (self.kinds, self.splits):
            self.body.addWidget(chips)

    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("Heard at the doors"))
        self.list.setModel(self._model)
        self.list.stood_on.connect(self._tell_row)
        self.list.opened.connect(lambda row: self.opened.emit(self._model.id_at(row)))
        self._empty = EmptyState(self.words.text("Reading what was heard"), icon="hourglass")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._left = PageStack()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_side(self) -> QWidget:
        words = self.words
        self.told = ToldSections()
        panel = Panel(name=words.text("What is known of it"))
        panel.body.addWidget(self.told, 1)
        self.form = FormPanel(words)
        self.form.submitted.connect(self.saving_given)
        self.form.left.connect(self.left)
        self._right = PageStack()
        self._right.addWidget(panel)
        self._right.addWidget(self.form)
        return self._right

    def _make_bar(self) -> None:
        words = self.words
        back = CapButton(words.text("Back to the results"), ("Esc",))
        back.clicked.connect(self.left)
        self._results = CapButton(words.text("Results of the village"), ("R",))
        self._results.clicked.connect(partial(self.wished.emit, "results"))
        self._save = CapButton(words.text("Save as table"), ("X",))
        self._save.clicked.connect(partial(self.wished.emit, "save"))
        self._print = CapButton(words.text("Print the report"), ("P",), icon="printer")
        self._print.clicked.connect(partial(self.wished.emit, "print"))
        self.set_bar(ActionBar(self._print, helpers=(back, self._results, self._save)))
        self.on_letter(Qt.Key.Key_R, self._results.click)
        self.on_letter(Qt.Key.Key_X, self._save.click)
        self.on_letter(Qt.Key.Key_P, self._print.click)
        self.bind("F6", self.splits.focus_first)

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the list, or in the form that is open."""
        if self._state.saving is not None:
            self.form.form.focus_first()
        elif self._left.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(self._model.id_at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        elif digit is not None and 1 <= int(digit) <= len(Heard) and self._state.saving is None:
            self.kind_chosen.emit(list(Heard)[int(digit) - 1])
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: HeardState) -> None:
        """Show the report chosen, at the end of the way down."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.report is None)
        self._rendering = True
        self.kinds.set_values((state.kind,))
        self.splits.set_values((state.split,))
        self.splits.setVisible(state.kind is not Heard.TRAINING)
        unit = state.report.name if state.report else ""
        self.crumbs.set_names([unit, *(step.name for step in state.path)] if unit else [])
        self._line.set_text(tell_whole(self.words, state))
        if former.lines != state.lines:
            self._model.set_lines([_make_line(line) for line in state.lines])
        place = self._model.row_of(state.line.key if state.line else None)
        if place >= 0 and place != self.list.current_row():
            self.list.stand_on(place)
        self._rendering = False
        self._show_page(former, state)
        self.told.show_sections(state.line.sections if state.line else ())
        self._show_form(former, state)
        self._show_bar(state)

    def _show_page(self, former: HeardState, state: HeardState) -> None:
        page = 0 if state.lines else 1
        moved = page != self._left.currentIndex() or former.path != state.path
        if not state.lines:
            self._empty.show_text(*tell_nothing(self.words, state))
        self._left.setCurrentIndex(page)
        if moved and state.saving is None and (self.hasFocus() or self.list.hasFocus()):
            self.take_focus()

    def _show_bar(self, state: HeardState) -> None:
        self.rest_bar(resting=state.saving is not None)
        key = state.line.key if state.line is not None else None
        group = key if isinstance(key, Group) else state.group
        self._results.setEnabled(results_of(group) is not None)
        for button in (self._save, self._print):
            button.setEnabled(state.report is not None and not state.loading)

    def _show_form(self, former: HeardState, state: HeardState) -> None:
        saving, words = state.saving, self.words
        self._right.setCurrentIndex(0 if saving is None else 1)
        if saving is None:
            if former.saving is not None:
                self.take_focus()
            return
        if former.saving is None:
            self.form.open(words.text("Keep the report as a table"), list_saving_fields(words), saving.values)
        errors = {key: " ".join(map(words.render, told)) for key, told in saving.errors.items()}
        self.form.show_state(errors, busy=saving.busy)


def _make_line(line: HeardLine) -> Line:
    if line.key is None:
        return Line(None, GroupLine(line.title, icon="list", tone=Tone.NEUTRAL))
    return Line(line.key, RowLine(line.title, line.detail, right=line.right))
