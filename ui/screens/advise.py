"""Advise: the household side by side, the days that follow, the pension, the law, and answers to worries."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters import advise_view as view
from ui.presenters.advise import AdviseState, Side
from ui.presenters.advise_words import list_laws, name_law, tell_book, tell_questions
from ui.presenters.pension_view import list_cashing_out, make_pension
from ui.presenters.phrases import name_village
from ui.theme import Size, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.advise_grid import AdviseGrid
from ui.widgets.advise_sides import FiguresSide, NoteLine
from ui.widgets.buttons import CapButton
from ui.widgets.key_lists import list_advise_keys
from ui.widgets.later_lines import LaterLines
from ui.widgets.law_steps import LawSteps
from ui.widgets.panels import EmptyState, Panel, UnconfirmedNote
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.tags import KeyHint
from ui.widgets.text import ElidedLabel, Role, make_label
from ui.widgets.worry_panel import WorryPanel

_TABLE_SHARE, _SIDE_SHARE = 742, 368
_LATER_SHOWN, _LATER_LOW = 4, 2
_LOW_WINDOW = 680
_NOTES = 40
"""How much of the table may be scrolled away before the notes under it give way."""


class AdviseScreen(Screen):
    """Signals: `stood_on(object, object)` person and row; `income_stepped(int)`; `income_given(object, int)`;
    `months_given(object, int)`; `months_turned(int)`; `join_toggled()`; `support_toggled()`; `side_wanted(object)`;
    `laws_wanted(object)` a row or None; `worry_chosen(str)`; `asked(str)`; `leaflet_wanted()`; `sign_up_wanted()`;
    `leave_wanted()`; `household_wanted()` somebody wants to choose a household.
    """

    stood_on = Signal(object, object)
    income_stepped = Signal(int)
    income_given = Signal(object, int)
    months_given = Signal(object, int)
    months_turned = Signal(int)
    join_toggled = Signal()
    support_toggled = Signal()
    side_wanted = Signal(object)
    laws_wanted = Signal(object)
    worry_chosen = Signal(str)
    asked = Signal(str)
    leaflet_wanted = Signal()
    sign_up_wanted = Signal()
    leave_wanted = Signal()
    household_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Advise"))
        self._state = AdviseState()
        self._lay_out_head()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._make_work())
        self._pages.addWidget(self._make_empty())
        self.body.addWidget(self._pages, 1)
        self._make_bar()
        self.keys = list_advise_keys(words)
        self.render_state(self._state)

    # ----------------------------------------------------------------------------------------------------- building
    def _lay_out_head(self) -> None:
        self._title = make_label("", Role.TITLE, parent=self)
        self._where, self._book = ElidedLabel(parent=self), ElidedLabel(parent=self)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._title)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._book)
        self.body.addLayout(row)

    def _make_work(self) -> QWidget:
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_left(), _TABLE_SHARE)
        row.addWidget(self._make_right(), _SIDE_SHARE)
        return work

    def _make_left(self) -> QWidget:
        words, left = self.words, QWidget()
        self.grid = AdviseGrid(
            name=words.text("What each person pays"),
            family=words.text("The family"),
            hint=words.text("Each person, side by side"),
            part=words.text("People {first} to {last} of {all}", first="{first}", last="{last}", all="{all}"),
            walked=tuple(str(row) for row in view.WALKED),
        )
        self.grid.stood_on.connect(lambda person, row: self.stood_on.emit(person, view.AdviseRow(row)))
        self.grid.income_stepped.connect(self.income_stepped)
        self.grid.income_given.connect(self.income_given)
        self.grid.months_given.connect(
            lambda row, months: self.months_given.emit(view.AdviseRow(row), months)
        )
        self.grid.months_turned.connect(self.months_turned)
        self.grid.join_toggled.connect(self.join_toggled)
        self.grid.laws_wanted.connect(lambda row: self.laws_wanted.emit(view.AdviseRow(row)))
        self._left_out, self._cards = NoteLine("circle-slash-2"), NoteLine("calendar")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(self.grid, 100)
        column.addSpacing(Size.HALF)
        column.addWidget(self._left_out)
        column.addWidget(self._cards)
        column.addStretch(1)
        return left

    def _make_right(self) -> QWidget:
        words = self.words
        self.figures = FiguresSide(words)
        self.figures.all_wanted.connect(lambda: self.side_wanted.emit(Side.LATER))
        self.laws = LawSteps(words.text("How it is worked out"), doubt=words.text("not confirmed"))
        self.cashing_out = LawSteps(words.text("What cashing out loses"), doubt=words.text("not confirmed"))
        self.later = LaterLines(name=words.text("Later payments"), doubt=words.text("not confirmed"))
        self.later_note = UnconfirmedNote(words.text("Not confirmed"), "")
        self.worries = WorryPanel(words)
        self.worries.worry_chosen.connect(self.worry_chosen)
        self.worries.asked.connect(self.asked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Size.SCROLL_BAR, 0)
        self._left_out_again, self._cards_again = NoteLine("circle-slash-2"), NoteLine("calendar")
        for widget in (self.later, self.later_note, self._left_out_again, self._cards_again):
            column.addWidget(widget)
        column.addStretch(1)
        self._headings: dict[Side, Callable[[], str]] = {
            Side.LATER: lambda: words.text("The next twelve months"),
            Side.LAWS: lambda: name_law(words, self._state),
            Side.CASHING_OUT: lambda: words.text("What cashing out loses"),
            Side.WORRIES: lambda: words.text("What to answer"),
        }
        self._heading = make_label("", Role.STRONG, wrap=True)
        self._parts = QStackedWidget()
        self._part_of = {
            Side.LATER: make_scroll_area(inside), Side.LAWS: self.laws, Side.CASHING_OUT: self.cashing_out,
            Side.WORRIES: self.worries,
        }  # fmt: skip
        for part in self._part_of.values():
            self._parts.addWidget(part)
        self._right = QStackedWidget()
        self._right.addWidget(make_scroll_area(self.figures))
        self._right.addWidget(self._panel_of(self._heading, self._parts))
        return self._right

    @staticmethod
    def _panel_of(heading: QWidget, parts: QWidget) -> Panel:
        panel = Panel()
        panel.body.addWidget(heading)
        panel.body.addWidget(parts, 1)
        return panel

    def _make_empty(self) -> Panel:
        words = self.words
        self._empty = EmptyState(
            words.text("No household is chosen"),
            words.text(
                "Search with Ctrl+K, or stand on a door of today's list or of the households and press T."
            ),
            icon="calculator",
            step=words.text("Choose a household"),
            caps=("Enter",),
        )
        self._empty.step_taken.connect(self.household_wanted)
        panel = Panel()
        panel.body.addWidget(self._empty)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._leaflet = CapButton(words.text("Print the family's leaflet"), ("F8",), icon="printer")
        self._cash = CapButton(words.text("What cashing out loses"), ("F9",))
        self._worry = CapButton(words.text("Worries"), ("F6",))
        self._step = CapButton(words.text("Sign up the whole family"), ("Ctrl", "Enter"))
        self._hint = KeyHint(("Left", "Right"), words.text("50,000 đ up or down"))
        self._support = CapButton(words.text("Who pays a part"), ("F4",))
        self._support.clicked.connect(self.support_toggled)
        self._leaflet.clicked.connect(self.leaflet_wanted)
        self._cash.clicked.connect(lambda: self.side_wanted.emit(Side.CASHING_OUT))
        self._worry.clicked.connect(lambda: self.side_wanted.emit(Side.WORRIES))
        self._step.clicked.connect(self.sign_up_wanted)
        self.bar = ActionBar(
            self._step, helpers=(self._leaflet, self._cash, self._worry, self._support), beside=(self._hint,)
        )
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self.sign_up_wanted.emit)
        self.bind("Ctrl+S", self.worries.send_question)
        self.bind("F4", self.support_toggled.emit)
        self.bind("F5", lambda: self.side_wanted.emit(Side.LATER))
        self.bind("F6", lambda: self.side_wanted.emit(Side.WORRIES))
        self.bind("F7", lambda: self.laws_wanted.emit(None))
        self.bind("F8", self.leaflet_wanted.emit)
        self.bind("F9", lambda: self.side_wanted.emit(Side.CASHING_OUT))

    # ------------------------------------------------------------------------------------------------------- typing
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self._state.side is not Side.FIGURES:
                self.side_wanted.emit(self._state.side)
            else:
                self.leave_wanted.emit()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._state.advice is None:
            self.household_wanted.emit()
            return
        super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Stand in the table, or on what to do without a household."""
        if self._state.advice is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._state.side is Side.WORRIES:
            self.worries.take_focus()
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------ showing
    def record(self) -> tuple[str, bytes] | None:
        at = self._state.at
        return ("household", at.household) if at is not None else None

    def render_state(self, state: AdviseState) -> None:
        """Show one household's advice, or that none is chosen."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        opened = state.advice is not None and bool(state.advice.people)
        self._pages.setCurrentIndex(0 if opened else 1)
        for widget in (self._leaflet, self._cash, self._worry, self._step):
            widget.setVisible(opened)
        proposed = state.basis is not None and bool(state.basis.supports)
        self._support.setVisible(opened and proposed)
        # One row of keys: the table needs the height.
        self._hint.setVisible(opened and not proposed)
        self._show_head(state)
        if not opened:
            self._show_empty(state)
            return
        self._show_table(state)
        self._show_side(state)
        if former.advice is None or former.side is not state.side:
            self.take_focus()
        self._show_saved(state)

    def _show_empty(self, state: AdviseState) -> None:
        words = self.words
        self.bar.show_state("")
        if state.loading:
            self._empty.show_text(words.text("Reading the household"))
        elif state.advice is not None:
            self._empty.show_text(
                words.text("Nobody of this household can be advised now"),
                view.tell_left_out(words, state.advice),
            )
        else:
            self._empty.show_text(
                words.text("No household is chosen"),
                words.text(
                    "Search with Ctrl+K, or stand on a door of today's list or of the households and press T."
                ),
            )

    def _show_head(self, state: AdviseState) -> None:
        words, basis = self.words, state.basis
        title = words.text("Advise")
        if basis is not None:
            title = words.text("{title} · Household {name}", title=title, name=basis.card.household.head)
        self._title.setText(title)
        self._where.set_text(name_village(basis.card.village) if basis is not None else "")
        self._book.set_text(tell_book(words, state.advice) if state.advice is not None else "")

    def _show_table(self, state: AdviseState) -> None:
        words, advice = self.words, state.advice
        assert advice is not None
        self.grid.show_table(view.make_table(words, advice), state.focus, str(state.row))
        left_out, cards = view.tell_left_out(words, advice), view.tell_cards(words, advice)
        self._left_out_again.show_text(left_out)
        self._cards_again.show_text(cards)
        # Where large type leaves no room for them they stand with the twelve months only.
        room = self._pages.height() - self.grid.sizeHint().height() > -look().px(_NOTES)
        self._left_out.show_text(left_out if room else "")
        self._cards.show_text(cards if room else "")

    def _show_side(self, state: AdviseState) -> None:
        words, advice = self.words, state.advice
        assert advice is not None
        doubts = " ".join(words.render(doubt) for doubt in advice.doubts)
        low = self.height() < look().px(_LOW_WINDOW)
        most = _LATER_LOW if low else _LATER_SHOWN
        pension = None
        if state.pension is not None:
            pension = make_pension(words, state.pension, today=advice.basis.today)
        self.figures.show_figures(view.list_later(words, advice, most=most), doubts, pension)
        self._right.setCurrentIndex(0 if state.side is Side.FIGURES else 1)
        if state.side is Side.FIGURES:
            return
        self._parts.setCurrentWidget(self._part_of[state.side])
        self._heading.setText(self._headings[state.side]())
        self.later.show_lines(view.list_later(words, advice))
        self.later_note.show_text(doubts)
        if state.side is Side.LAWS:
            self.laws.set_steps(list_laws(words, state))
        elif state.side is Side.CASHING_OUT and state.pension is not None:
            self.cashing_out.set_steps(list_cashing_out(words, state.pension, today=advice.basis.today))
        elif state.side is Side.WORRIES:
            self.worries.show_worry(state.worry, state.answer, told=tell_questions(words, state.questions))

    def _show_saved(self, state: AdviseState) -> None:
        words = self.words
        if state.saved_at is not None:
            self.bar.show_state(words.text("Kept at {time}", time=words.time(state.saved_at)))
        else:
            self.bar.show_state("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._state.advice is not None and self._state.advice.people:
            self._show_table(self._state)
            self._show_side(self._state)
