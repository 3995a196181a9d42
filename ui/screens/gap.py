"""Who may explain a difference from an official number: the numbers, people by reason, and what can be done."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.gap_words import is_ours
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.gap_state import GapState
from ui.presenters.gap_words import (
    MOST_PEOPLE,
    group_people,
    name_gap,
    tell_cause,
    tell_day,
    tell_nothing,
    tell_numbers,
    tell_person,
    tell_sections,
)
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_gap_keys
from ui.widgets.chips import ChipRow
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.form_panel import FormPanel
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.saving_fields import list_saving_fields
from ui.widgets.screen import Screen, digit_of
from ui.widgets.text import ElidedLabel, Role
from ui.widgets.told_sections import ToldSections

_LIST_SHARE, _SIDE_SHARE = 600, 510


class GapScreen(Screen):
    """Signals: `scheme_chosen(object)` a scheme or None; `place_chosen(int)` a difference, counted from 1;
    `stood_on(object)`, `opened(object)` a person; `wished(str)` figures, save; `saving_given(object)` values; `left()`.
    """

    scheme_chosen = Signal(object)
    place_chosen = Signal(int)
    stood_on = Signal(object)
    opened = Signal(object)
    wished = Signal(str)
    saving_given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Who may explain the difference"))
        self._state = GapState()
        self._rendering = False
        self._line = ElidedLabel(Role.NOTE, self)
        self.body.addLayout(self.make_title(words.text("Who may explain the difference"), self._line))
        self.schemes = ChipRow(words.text("Which official number"), wrap=True, parent=self)
        self.schemes.chosen.connect(lambda values: self.scheme_chosen.emit(values[0]) if values else None)
        self.body.addWidget(self.schemes)
        self.figures = FigureStrip(self, name=words.text("The difference"))
        self.body.addWidget(self.figures)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()

    # ----------------------------------------------------------------------------------------------------- building
    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("People who may explain the difference"))
        self.list.setModel(self._model)
        self.list.stood_on.connect(self._tell_row)
        self.list.opened.connect(lambda row: self.opened.emit(self._model.id_at(row)))
        self.nothing = EmptyState(self.words.text("Comparing with the official number"), icon="users")
        panel = Panel(name=self.words.text("People who may explain the difference"))
        panel.body.addWidget(self.nothing)
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
        self.enter_figures = CapButton(words.text("Official figures"), ("G",))
        self.enter_figures.clicked.connect(partial(self.wished.emit, "figures"))
        self.save = CapButton(words.text("Save as table"), ("X",))
        self.save.clicked.connect(partial(self.wished.emit, "save"))
        self.set_bar(ActionBar(self.save, helpers=(back, self.enter_figures)))
        self.on_letter(Qt.Key.Key_G, self.enter_figures.click)
        self.on_letter(Qt.Key.Key_X, self.save.click)

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the list, in the form that is open, or where nobody is named on the next step."""
        if self._state.saving is not None:
            self.form.form.focus_first()
        elif self._left.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.enter_figures.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(self._model.id_at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        elif digit is not None and self._state.saving is None:
            self.place_chosen.emit(int(digit))
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: GapState) -> None:
        """Show the difference looked at, with the people named."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.report is None)
        self._rendering = True
        self._show_numbers(former, state)
        if former.report is not state.report:
            self._model.set_lines(self._make_lines(state))
        place = self._model.row_of(state.person.person.person if state.person else None)
        if place >= 0 and place != self.list.current_row():
            self.list.stand_on(place)
        self._rendering = False
        self._show_page(former, state)
        self.told.show_sections(tell_sections(self.words, state))
        self._right.setVisible(state.report is not None)
        self._show_form(former, state)
        self.rest_bar(resting=state.saving is not None)
        self.save.setEnabled(bool(state.report and state.report.people) and not state.loading)
        self.keys = list_gap_keys(self.words, numbers=len(state.gaps))

    def _show_numbers(self, former: GapState, state: GapState) -> None:
        self._line.set_text(tell_day(self.words, state))
        if former.gaps != state.gaps:
            named = [
                (gap.official.scheme, name_gap(self.words, place, gap))
                for place, gap in enumerate(state.gaps, start=1)
            ]
            self.schemes.set_choices(named)
        self.schemes.setVisible(len(state.gaps) > 1)
        self.schemes.set_values((state.scheme,) if state.report else ())
        self.figures.setVisible(state.report is not None)
        if state.report is not None:
            self.figures.set_figures([Figure(*told) for told in tell_numbers(self.words, state.report)])

    def _make_lines(self, state: GapState) -> list[Line]:
        if state.report is None:
            return []
        lines: list[Line] = []
        for cause, people in group_people(state.report):
            tone = Tone.ACCENT if is_ours(cause) else Tone.NEUTRAL
            lines.append(
                Line(None, GroupLine(*tell_cause(self.words, cause, people), icon="users", tone=tone))
            )
            for each in people[:MOST_PEOPLE]:
                title, detail, right = tell_person(self.words, each, state.villages)
                lines.append(Line(each.person.person, RowLine(title, detail, right=right)))
        return lines

    def _show_page(self, former: GapState, state: GapState) -> None:
        page = 0 if self._model.rowCount() else 1
        moved = page != self._left.currentIndex() or (former.loading and not state.loading)
        if page:
            self.nothing.show_text(*tell_nothing(self.words, state))
        self._left.setCurrentIndex(page)
        inside = (self, self.list, self.enter_figures)
        if moved and state.saving is None and any(each.hasFocus() for each in inside):
            self.take_focus()

    def _show_form(self, former: GapState, state: GapState) -> None:
        saving, words = state.saving, self.words
        self._right.setCurrentIndex(0 if saving is None else 1)
        if saving is None:
            if former.saving is not None:
                self.take_focus()
            return
        if former.saving is None:
            self.form.open(words.text("Keep the people as a table"), list_saving_fields(words), saving.values)
        errors = {key: " ".join(map(words.render, told)) for key, told in saving.errors.items()}
        self.form.show_state(errors, busy=saving.busy)
