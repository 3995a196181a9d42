"""Sign somebody up: numbered steps in one column, what it costs and why beside them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import DOT, name_given, name_village
from ui.presenters.sign_up import SignUpState
from ui.presenters.sign_up_form import Candidate, SignUpForm, list_first_months, list_periods
from ui.presenters.sign_up_words import make_amounts, make_laws, tell_closed, tell_doubts, tell_left_out
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.amounts import AmountTable
from ui.widgets.buttons import CapButton
from ui.widgets.key_lists import list_sign_up_keys
from ui.widgets.law_steps import LawSteps
from ui.widgets.panels import EmptyState, Panel, UnconfirmedNote
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.sign_up_steps import SignUpSteps
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

_STEPS_SHARE, _SIDE_SHARE = 660, 450
_INCOME = "income_out_of_range"


class SignUpScreen(Screen):
    """Signals: `changed(object)` a dict of form fields; `store_wanted()`, `leave_wanted()`, `consents_wanted()`."""

    changed = Signal(object)
    store_wanted = Signal()
    leave_wanted = Signal()
    consents_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Sign up"))
        self._state = SignUpState()
        self._lay_out_head()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._make_form())
        self._pages.addWidget(self._make_empty())
        self.body.addWidget(self._pages, 1)
        self._make_bar()
        self._name_keys()

    # ----------------------------------------------------------------------------------------------------- building
    def _lay_out_head(self) -> None:
        self._title = make_label("", Role.TITLE, parent=self)
        self._where = make_label("", Role.NOTE, parent=self)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._title)
        row.addWidget(self._where)
        row.addStretch(1)
        self.body.addLayout(row)
        self.warning = Strip(Tone.WAIT, self)
        self.warning.hide()
        self.body.addWidget(self.warning)

    def _make_form(self) -> QWidget:
        form, panel = QWidget(), Panel()
        self.steps = SignUpSteps(self.words)
        self.steps.changed.connect(self.changed)
        panel.body.addWidget(self.steps, 1)
        row = QHBoxLayout(form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(panel, _STEPS_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        return form

    def _make_side(self) -> Panel:
        words, side = self.words, Panel()
        self._whose = make_label("", Role.STRONG, wrap=True)
        side.body.addWidget(self._whose)
        doubt = words.text("not confirmed")
        self.amounts = AmountTable(words.text("Amounts"), doubt=doubt)
        self.doubts = UnconfirmedNote(words.text("Not confirmed"), "")
        self._nothing = make_label("", Role.NOTE, wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Size.SCROLL_BAR, 0)
        column.setSpacing(Size.GRID)
        for widget in (self.amounts, self.doubts, self._nothing):
            column.addWidget(widget)
        column.addStretch(1)
        self.laws = LawSteps(words.text("How it is worked out"), doubt=doubt)
        self._sides = QStackedWidget()
        self._sides.addWidget(make_scroll_area(inside))
        self._sides.addWidget(self.laws)
        side.body.addWidget(self._sides, 1)
        return side

    def _make_empty(self) -> Panel:
        self._empty = EmptyState("", icon="users")
        panel = Panel()
        panel.body.addWidget(self._empty)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._laws_button = CapButton(words.text("How it is worked out"), ("F9",), icon="calculator")
        self._leave = CapButton(words.text("Without signing up"), ("Esc",))
        self._step = CapButton(words.text("Save, next member"), ("Ctrl", "Enter"))
        self._laws_button.clicked.connect(self._toggle_laws)
        self._leave.clicked.connect(self.leave_wanted)
        self._step.clicked.connect(self.store_wanted)
        self._consents = CapButton(words.text("Consents"), ("F7",), icon="signature")
        self._consents.clicked.connect(self.consents_wanted)
        self.bar = ActionBar(self._step, helpers=(self._laws_button, self._consents), beside=(self._leave,))
        self.set_bar(self.bar)
        self.bind("Ctrl+Return", self.store_wanted.emit)
        self.bind("F9", self._toggle_laws)
        self.bind("F7", self.consents_wanted.emit)

    def _name_keys(self) -> None:
        words = self.words
        self.keys = list_sign_up_keys(words)

    # ------------------------------------------------------------------------------------------------------- typing
    def _toggle_laws(self) -> None:
        if self._state.quote is None and self._sides.currentIndex() == 0:
            return
        self._show_laws(self._sides.currentIndex() == 0)

    def _show_laws(self, shown: bool) -> None:
        self._sides.setCurrentIndex(1 if shown else 0)
        words = self.words
        text = words.text("Back to the amounts") if shown else words.text("How it is worked out")
        self._laws_button.set_words(text)
        if shown:
            self.laws.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._sides.currentIndex() == 1:
                self._show_laws(False)
            else:
                self.leave_wanted.emit()
            return
        super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Stand on the person who is signed up."""
        if self._state.form is not None:
            self.steps.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: SignUpState) -> None:
        """Show the form of one person with its amounts."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        form = state.form
        self._show_head(state)
        self._pages.setCurrentIndex(0 if form is not None else 1)
        for widget in (self._step, self._laws_button):
            widget.setVisible(form is not None)
        if form is None:
            self._show_empty(state)
            return
        if former.form != form or former.candidates is not state.candidates:
            self._show_form(state, form)
        if former.form is not None and former.form.person != form.person:
            # Another member's turn has come: the keys belong to that one.
            self.take_focus()
        if former.quote is not state.quote or former.trouble is not state.trouble or former.form is None:
            self._show_quote(state, form)
        if former.form is None or former.storing:
            self._show_laws(False)
        self._step.setEnabled(not state.storing)
        self.bar.show_state(
            self.words.text("Saving…") if state.storing else "", icon="clock", tone=Tone.NEUTRAL
        )

    def _show_head(self, state: SignUpState) -> None:
        words, card = self.words, state.card
        title = words.text("Sign up")
        if card is not None:
            title = words.text("{title} · Household {name}", title=title, name=card.household.head)
        self._title.setText(title)
        self._where.setText(name_village(card.village) if card is not None else "")

    def _show_empty(self, state: SignUpState) -> None:
        words = self.words
        self.warning.hide()
        if state.card is None:
            self._empty.show_text(
                words.text("Reading the household") if state.loading else words.text("Nobody is chosen")
            )
        else:
            self._empty.show_text(
                words.text("Nobody of this household can be signed up now"),
                tell_left_out(words, state.candidates),
            )

    def _show_form(self, state: SignUpState, form: SignUpForm) -> None:
        words = self.words
        chips = [(each.person.id, self._name(each, form.scheme)) for each in state.candidates if each.open]
        self.steps.show_people(chips, form.person, left_out=tell_left_out(words, state.candidates))
        candidate = state.candidate
        open_schemes = candidate.open if candidate is not None else ()
        self.steps.show_scheme(form.scheme, open_schemes, closed=tell_closed(words, candidate))
        if state.today is not None:
            self.steps.show_payment(
                list_periods(form.scheme),
                form.months,
                first_months=list_first_months(state.today),
                first_month=form.first_month,
                support=form.support,
            )
        if (incomes := state.incomes) is not None:
            hint = words.text(
                "From {floor} to {ceiling}",
                floor=words.money(incomes.floor),
                ceiling=words.money(incomes.ceiling),
            )
            self.steps.show_incomes(incomes.floor, incomes.ceiling, step=incomes.step, hint=hint)
        self.steps.show_money(form.money, form.receipt)
        self.steps.show_card(form.card, form.hospital)
        self._show_income(state, form)
        if candidate is not None:
            self._whose.setText(DOT.join((candidate.person.name, words.text(SCHEME_NAMES[form.scheme]))))

    def _name(self, candidate: Candidate, scheme: Scheme) -> str:
        name = name_given(candidate.person.name)
        return self.words.text("{name}, signed up", name=name) if scheme in candidate.joined else name

    def _show_income(self, state: SignUpState, form: SignUpForm) -> None:
        trouble = state.trouble
        wrong = trouble is not None and trouble.key == _INCOME
        self.steps.show_income(
            form.income, error=self._tell(trouble) if trouble is not None and wrong else ""
        )

    def _tell(self, trouble: OutreachError) -> str:
        return f"{self.words.render(trouble.message)} {self.words.render(trouble.advice)}"

    def _show_quote(self, state: SignUpState, form: SignUpForm) -> None:
        words, quote, trouble = self.words, state.quote, state.trouble
        self._show_income(state, form)
        self.amounts.setVisible(quote is not None)
        self._nothing.setVisible(quote is None)
        doubts = ""
        if quote is not None:
            self.amounts.set_lines(make_amounts(words, quote))
            self.laws.set_steps(make_laws(words, quote))
            doubts = tell_doubts(words, quote)
        else:
            self._nothing.setText(
                self._tell(trouble) if trouble is not None else words.text("Working it out…")
            )
        self.doubts.show_text(doubts)
        self._show_warning(state)

    def _show_warning(self, state: SignUpState) -> None:
        words, trouble = self.words, state.trouble
        if trouble is not None and trouble.key != _INCOME:
            self.warning.set_tone(Tone.BAD)
            self.warning.show_text(words.render(trouble.message), words.render(trouble.advice))
        elif state.quote is not None and (state.quote.problems or state.quote.consents):
            told = " ".join(words.render(each) for each in (*state.quote.problems, *state.quote.consents))
            self.warning.set_tone(Tone.WAIT)
            self.warning.show_text(words.text("Still in the way:"), told)
        else:
            self.warning.hide()
            return
        self.warning.show()
