"""Log a visit: numbered steps in one column, the note and earlier visits beside them."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.people import OFFERED_SCHEMES
from outreach_app.domain.visits import PERSON_KEYS, Outcome
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.card import tell_listened, view_visit
from ui.presenters.marks import mark_outcome
from ui.presenters.phrases import name_given, name_village, tell_group
from ui.presenters.visit import VisitState
from ui.presenters.visit_form import DOOR_KEYS, GridRow, VisitForm, make_grid
from ui.presenters.visit_warnings import choose_warning
from ui.theme import Size, Tone, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.key_lists import list_visit_keys
from ui.widgets.legend import FlowingLegend
from ui.widgets.outcome_grid import OutcomeGrid
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.tags import LegendEntry
from ui.widgets.text import ElidedLabel, Role, make_label
from ui.widgets.visit_day import VisitDay
from ui.widgets.visit_side import VisitSide
from ui.widgets.visit_steps import VisitSteps

_LOW_WINDOW = 640
_MANY_ROWS = 6
_STEPS_SHARE, _SIDE_SHARE = 752, 358


_LATE_MS = 200
"""A visit that is not stored by then is said to be on its way."""


class VisitScreen(Screen):
    """Signals: `outcome_given(object, object, object)` person, scheme, outcome or None; `door_outcome_given(object)`;
    `nobody_home()` the one key for an empty house; `changed(object)` a dict of form fields; `field_left()`;
    `store_wanted()`, `discard_wanted()`, `leave_wanted()`, `advice_wanted()`, `earlier_wanted()`;
    `draft_wanted(str)` one of the drafts listed while no door is open; `asked(str)` a question for the office.
    """

    outcome_given = Signal(object, object, object)
    door_outcome_given = Signal(object)
    nobody_home = Signal()
    changed = Signal(object)
    field_left = Signal()
    store_wanted = Signal()
    discard_wanted = Signal()
    leave_wanted = Signal()
    advice_wanted = Signal()
    earlier_wanted = Signal()
    draft_wanted = Signal(str)
    asked = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Log a visit"))
        self._state = VisitState()
        self._rows: tuple[GridRow, ...] = ()
        self._door_row = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._show_storing)
        self._pages = QStackedWidget(self)
        self._lay_out_head()
        self._pages.addWidget(self._make_form())
        self._pages.addWidget(self._make_waiting())
        self.body.addWidget(self._pages, 1)
        self._make_bar()
        self.keys = list_visit_keys(words)

    # ----------------------------------------------------------------------------------------------------- building
    def _lay_out_head(self) -> None:
        self._title = make_label("", Role.TITLE, parent=self)
        self._where = ElidedLabel(parent=self)
        self._day = VisitDay(self.words, today=self._today, parent=self)
        self._day.changed.connect(self.changed)
        self._day.done.connect(self._leave_day)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._title)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._day)
        self.body.addLayout(row)
        self._warning = Strip(Tone.WAIT, self)
        self._warning.link_activated.connect(self._follow_warning)
        self.body.addWidget(self._warning)

    def _today(self) -> date:
        return self._state.today or date.today()  # noqa: DTZ011 - only until the first answer of the workspace

    def _make_form(self) -> QWidget:
        form = QWidget()
        row = QHBoxLayout(form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_steps(), _STEPS_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        return form

    def _make_steps(self) -> Panel:
        words, panel = self.words, Panel()
        self.grid = OutcomeGrid(
            (
                words.text("1. Outcome for each person"),
                words.text("Household health"),
                words.text("Voluntary social"),
            ),
            ask=words.text("Press a digit…"),
            name=words.text("Outcome for each person"),
        )
        self.grid.digit_pressed.connect(self._take_digit)
        self.grid.cleared.connect(self._clear_cell)
        self.grid.stood_on.connect(self._show_legend)
        self._person_legend = FlowingLegend(self._legend(PERSON_KEYS))
        self._door_legend = FlowingLegend(self._legend(DOOR_KEYS))
        panel.body.setSpacing(Size.GRID)
        panel.body.addWidget(self.grid)
        panel.body.addWidget(self._person_legend)
        panel.body.addWidget(self._door_legend)
        self._steps = VisitSteps(words, today=self._today)
        self._steps.changed.connect(self.changed)
        self._steps.field_left.connect(self.field_left)
        self.grid.passed_on.connect(self._steps.start)
        panel.body.addWidget(self._steps, 1)
        self._show_legend(0)
        return panel

    def _legend(self, keys: dict[str, Outcome]) -> list[LegendEntry]:
        entries = []
        for key, outcome in keys.items():
            mark = mark_outcome(outcome)
            compulsory = outcome is Outcome.BELONGS_TO_COMPULSORY
            text = self.words.text("Compulsory") if compulsory else self.words.render(mark.text)
            entries.append(LegendEntry(key, mark.sign, text, Tone(mark.sense)))
        return entries

    def _make_side(self) -> QWidget:
        self._side = VisitSide(self.words)
        self._side.changed.connect(self.changed)
        self._side.asked.connect(self.asked)
        self.note, self._history = self._side.note, self._side.history
        return self._side

    def _make_waiting(self) -> QWidget:
        words, panel = self.words, Panel()
        self._empty = EmptyState(
            words.text("No door is open"),
            words.text("Search with Ctrl+K, or choose a door on today's list with Ctrl+1."),
            icon="door-open",
        )
        self._drafts = LinesModel(self)
        self._draft_list = RowList(name=words.text("Unfinished visits"), bare=True)
        self._draft_list.setModel(self._drafts)
        self._draft_list.opened.connect(lambda row: self.draft_wanted.emit(str(self._drafts.id_at(row))))
        self._draft_heading = make_label(words.text("Unfinished visits"), Role.STRONG)
        panel.body.addWidget(self._draft_heading)
        panel.body.addWidget(self._draft_list, 1)
        panel.body.addWidget(self._empty, 1)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._nobody = CapButton(words.text("Nobody at home"), ("0",))
        self._whole = CapButton(words.text("Whole door"), ("F8",))
        self._quote = CapButton(words.text("Work out the amount"), ("F7",))
        self._step = CapButton(words.text("Done, next door"), ("Ctrl", "Enter"))
        self._nobody.clicked.connect(self.nobody_home)
        self._whole.clicked.connect(self._stand_in_door)
        self._quote.clicked.connect(self.advice_wanted)
        self._step.clicked.connect(self.store_wanted)
        self.bar = ActionBar(self._step, helpers=(self._nobody, self._whole), beside=(self._quote,))
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self.store_wanted.emit)
        self.bind("F4", self._day.toggle)
        self.bind("F6", self._follow_warning)
        self.bind("F7", self.advice_wanted.emit)
        self.bind("F8", self._stand_in_door)
        self.bind("Ctrl+Del", self.discard_wanted.emit)
        self.bind("Ctrl+S", self._side.worry.send_question)

    # ------------------------------------------------------------------------------------------------------- typing
    def _take_digit(self, row: int, column: int, digit: str) -> None:
        shown = self._rows[row]
        if digit == "0":
            self.nobody_home.emit()
        elif shown.person is None:
            if (outcome := DOOR_KEYS.get(digit)) is not None:
                self.door_outcome_given.emit(outcome)
        elif (outcome := PERSON_KEYS.get(digit)) is not None:
            self.outcome_given.emit(shown.person, OFFERED_SCHEMES[column], outcome)
            self.grid.advance()

    def _clear_cell(self, row: int, column: int) -> None:
        person = self._rows[row].person
        if person is None:
            self.door_outcome_given.emit(None)
        else:
            self.outcome_given.emit(person, OFFERED_SCHEMES[column], None)

    def _leave_day(self) -> None:
        self.field_left.emit()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_in_door(self) -> None:
        if self._state.form is None:
            return
        self._door_row = True
        self._show_rows(self._state.form)
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grid.stand_in_door()

    def _follow_warning(self) -> None:
        if self._state.same_day:
            self.earlier_wanted.emit()

    def take_focus(self) -> None:
        """Stand in the first cell that can be asked, or in the drafts."""
        at_work = self._state.at is not None or not self._state.drafts
        (self.grid if at_work else self._draft_list).setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------ showing
    def record(self) -> tuple[str, bytes] | None:
        card = self._state.card
        return ("household", card.household.id) if card is not None else None

    def render_state(self, state: VisitState) -> None:
        """Show the form, or the drafts that wait; while a visit is stored, keys wait for the next door."""
        self.wait_for_rows(waiting=state.loading or state.storing)
        if state.storing:
            # Mostly it takes a blink: what is shown stays as it is unless it takes longer.
            self._late.start()
            return
        self._late.stop()
        former, self._state = self._state, state
        form, card = state.form, state.card
        opened = state.at is not None
        self._pages.setCurrentIndex(0 if opened else 1)
        for widget in (self._day, self._nobody, self._whole, self._quote, self._step):
            widget.setVisible(opened)
            widget.setEnabled(form is not None)
        self._show_head(state)
        if form is None or card is None or state.today is None:
            self._show_nothing(state)
            return
        if former.card is not card:
            self._show_household(state)
        if former.form is not form or former.card is not card:
            self._rows = make_grid(self.words, card, form, today=state.today)
            self._show_rows(form)
            self._show_form(form)
        if former.answer is not state.answer or former.form is not form:
            self._side.show_answer(state.answer, form.reaction)
        if former.form is None or former.card is None:
            self._door_row = False
            self._show_rows(form)
            self.grid.stand_first()
            self._day.put_away()
            self.take_focus()
        self._show_saved(state)

    def _show_nothing(self, state: VisitState) -> None:
        self._rows = ()
        self.grid.set_rows(())
        self.bar.show_state("")
        lines = [
            Line(
                each.id,
                RowLine(each.household_name, self.words.text("kept at {moment}", moment=each.saved_at)),
            )
            for each in state.drafts
        ]
        self._drafts.set_lines(lines)
        for widget in (self._draft_heading, self._draft_list):
            widget.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        if lines and self._draft_list.current_row() < 0:
            self._draft_list.stand_on(0)
        if lines and self.grid.hasFocus():
            self.take_focus()

    def _show_head(self, state: VisitState) -> None:
        words, card, form = self.words, state.card, state.form
        correcting = state.at is not None and state.at.correcting is not None
        title = words.text("Correct a visit") if correcting else words.text("Log a visit")
        if card is not None:
            title = words.text("{title} · Household {name}", title=title, name=card.household.head)
        self._title.setText(title)
        self._where.set_text("")
        self._warning.setVisible(False)
        if card is None or form is None:
            return
        place = (name_village(card.village), tell_group(words, card.household), tell_listened(words, card))
        self._where.set_text(", ".join(part for part in place if part))
        self._day.show_day(form.visited_on, form.channel)
        self._show_warning(state)

    def _show_warning(self, state: VisitState) -> None:
        warning = choose_warning(self.words, state)
        self._warning.setVisible(warning is not None)
        if warning is not None:
            self._warning.set_tone(Tone(warning.sense))
            caps = ("F6",) if warning.link else ()
            self._warning.show_text(warning.title, warning.rest, link=warning.link, caps=caps)

    def _show_household(self, state: VisitState) -> None:
        card = state.card
        assert card is not None
        people = [person for person in card.members if not person.deceased]
        self._steps.show_people([(person.id, name_given(person.name)) for person in people])
        self._steps.order_tabs(self.grid, self.note)
        views = [view_visit(self.words, visit, card) for visit in card.visits]
        self._history.lines.show_lines([(view.day, view.text) for view in views])

    def _show_form(self, form: VisitForm) -> None:
        self._steps.show_met(form.met, form.met_others)
        self._steps.show_rest(form.objection, form.next_step, form.next_on)
        if self.note.written() != form.note:
            self.note.setPlainText(form.note)

    def _show_saved(self, state: VisitState) -> None:
        words = self.words
        if state.saved_at is not None:
            self.bar.show_state(words.text("Draft kept by itself at {time}", time=words.time(state.saved_at)))
        else:
            self.bar.show_state("")

    def _show_storing(self) -> None:
        for widget in (self._day, self._nobody, self._whole, self._quote, self._step):
            widget.setEnabled(False)
        self.bar.show_state(self.words.text("Saving…"), icon="clock", tone=Tone.NEUTRAL)

    def _show_rows(self, form: VisitForm) -> None:
        # The row for the whole door takes room only while somebody uses it.
        self.grid.set_rows(self._rows if self._door_row or form.door is not None else self._rows[:-1])
        self._fit_rows()

    def _show_legend(self, row: int) -> None:
        door = 0 <= row < len(self._rows) and self._rows[row].person is None
        self._door_legend.setVisible(door)
        self._person_legend.setVisible(not door)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_wanted.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        low = self.height() < look().px(_LOW_WINDOW) or len(self._rows) > _MANY_ROWS
        self.grid.set_row_height(Size.ROW_FILE if low else Size.ROW_TWO_LINES)
