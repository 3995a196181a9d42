"""Sign-ups: what is on its way and how far, by state; the chosen one, the day's cash or a form beside it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.dossiers import STAGE_NAMES, SignUpRow, SignUpStage
from outreach_app.domain.receipts import MEANS_NAMES
from outreach_app.i18n import N_, Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.money_forms import FormKind, OpenForm
from ui.presenters.renewal_words import name_scheme
from ui.presenters.sign_ups import CASH, STAGES, SignUpsState
from ui.presenters.sign_ups_words import (
    make_card_view,
    make_cash_view,
    tell_amount,
    tell_count,
    tell_empty,
    tell_row,
)
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.key_lists import list_sign_ups_keys
from ui.widgets.paint import Tag
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen, digit_of
from ui.widgets.sign_up_details import SignUpDetails
from ui.widgets.text import Role, make_label

_LOOKS: dict[SignUpStage, tuple[str, Tone]] = {
    SignUpStage.RETURNED: ("undo-2", Tone.BAD), SignUpStage.DRAFT: ("pencil", Tone.NEUTRAL),
    SignUpStage.WAITING: ("hand-coins", Tone.WAIT), SignUpStage.PAID: ("file-check", Tone.ACCENT),
    SignUpStage.SENT: ("send", Tone.NEUTRAL), SignUpStage.ACCEPTED: ("circle-check", Tone.GOOD),
}  # fmt: skip
_STEPS = {
    SignUpStage.DRAFT: N_("Go on with it"), SignUpStage.WAITING: N_("Take money"), SignUpStage.PAID: N_("Hand in"),
}  # fmt: skip
_ALL = "all"
_LIST_SHARE, _SIDE_SHARE = 600, 510


class SignUpsScreen(Screen):
    """Signals: `stood_on(object)` a line or None; `filtered(object)` a state or None; `wished(str)` what a key asks
    for on the line stood on; `form_stored(object)` values by field; `form_left()`.
    """

    stood_on = Signal(object)
    filtered = Signal(object)
    wished = Signal(str)
    form_stored = Signal(object)
    form_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Sign-ups"))
        self._state = SignUpsState()
        self._rendering = False
        self._line = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Sign-ups"), self._line))
        self.chips = ChipRow(words.text("State"), wrap=True, parent=self)
        self.chips.chosen.connect(lambda values: self.filtered.emit(_stage_of(values)))
        self.body.addWidget(self.chips)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()

    # ----------------------------------------------------------------------------------------------------- building
    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("Sign-ups"))
        self.list.setModel(self._model)
        self.list.opened.connect(lambda _row: self.wished.emit("go_on"))
        self.list.stood_on.connect(self._tell_row)
        self._empty = EmptyState(self.words.text("Reading the list"), icon="signature")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._left = QStackedWidget()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_side(self) -> QWidget:
        self.details = SignUpDetails(self.words)
        self.form = FormPanel(self.words)
        self.form.submitted.connect(self.form_stored)
        self.form.left.connect(self.form_left)
        self._right = QStackedWidget()
        self._right.addWidget(self.details)
        self._right.addWidget(self.form)
        return self._right

    def _make_bar(self) -> None:
        words = self.words
        told = {
            "take": (words.text("Take money"), "T"), "void": (words.text("Void receipt"), "V"),
            "hand_in": (words.text("Hand in"), "N"), "cash": (words.text("Close the cash"), "C"),
            "slip": (words.text("Print the slip"), "P"), "household": (words.text("Household"), "H"),
            "accept": (words.text("Accept"), "A"), "give_back": (words.text("Return"), "R"),
        }  # fmt: skip
        self.buttons = {wish: CapButton(text, (cap,)) for wish, (text, cap) in told.items()}
        self.step = CapButton(words.text("Go on"), ("Enter",))
        self.step.clicked.connect(lambda: self.wished.emit("go_on"))
        for wish, button in self.buttons.items():
            button.clicked.connect(partial(self.wished.emit, wish))
            self.on_letter(Qt.Key[f"Key_{told[wish][1]}"], button.click)
        self.on_letter(Qt.Key.Key_F, partial(self.wished.emit, "forms"))
        office = (self.buttons["accept"], self.buttons["give_back"])
        for button in office:
            button.hide()
        helpers = [self.buttons[wish] for wish in ("cash", "slip", "household", "void")]
        beside = [self.buttons["take"], self.buttons["hand_in"], *office]
        self.set_bar(ActionBar(self.step, helpers=helpers, beside=beside))

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the list, or in the form that is open."""
        if self._state.form is not None:
            self.form.form.focus_first()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering:
            self.stood_on.emit(self._model.id_at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and self._state.form is None and int(digit) <= len(STAGES):
            self.filtered.emit(STAGES[int(digit) - 1] if digit != "0" else None)
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def record(self) -> tuple[str, bytes] | None:
        card = self._state.card
        return ("enrolment", card.row.id) if card is not None else None

    def render_state(self, state: SignUpsState) -> None:
        """Show the list, the line stood on, and the form that is open."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        self._rendering = True
        if (former.found, former.wanted, former.cash, former.troubles) != (
            state.found, state.wanted, state.cash, state.troubles,
        ):  # fmt: skip
            self._show_list(state)
        row = self._model.row_of(state.chosen)
        if row != self.list.current_row() and row >= 0:
            self.list.stand_on(row)
        self._rendering = False
        self._show_empty(state)
        if former.form != state.form:
            self._show_form(former.form, state.form)
        self._show_details(former, state)
        self._show_bar(state)

    def _show_list(self, state: SignUpsState) -> None:
        counts, words = state.counts, self.words
        total = sum(counts.values())
        chips = [(_ALL, words.text("0 All ({count})", count=words.number(total)))]
        for place, stage in enumerate(STAGES, start=1):
            text = f"{place} {words.text(STAGE_NAMES[stage])} ({words.number(counts.get(stage, 0))})"
            chips.append((stage, text))
        self.chips.set_choices(chips)
        self.chips.set_values((state.wanted or _ALL,))
        self._model.set_lines(self._make_lines(state))
        told = words.plural("{count} sign-up on its way", "{count} sign-ups on their way", total)
        self._line.setText(told if state.found is not None else "")

    def _make_lines(self, state: SignUpsState) -> list[Line]:
        words, lines = self.words, list[Line]()
        if state.shows_cash:
            lines.append(Line(None, GroupLine(words.text("Today's money"), "", "hand-coins", Tone.ACCENT)))
            lines.append(Line(CASH, self._make_cash_row(state)))
        for stage in STAGES:
            rows = self._make_rows(state, stage) if state.wanted in (None, stage) else []
            if rows:
                icon, tone = _LOOKS[stage]
                head = GroupLine(words.text(STAGE_NAMES[stage]), words.number(len(rows)), icon, tone)
                lines += [Line(None, head), *rows]
        return lines

    def _make_cash_row(self, state: SignUpsState) -> RowLine:
        assert state.cash is not None
        count = state.cash.count
        tag = Tag(self.words.text("look at it"), "triangle-alert", Tone.WAIT) if state.troubles else None
        return RowLine(
            self.words.text("Cash against receipts"),
            tell_count(self.words, count, earlier=state.cash.earlier),
            right=self.words.money(count.cash),
            tag=tag,
        )

    def _make_rows(self, state: SignUpsState, stage: SignUpStage) -> list[Line]:
        if state.found is None:
            return []
        if stage is SignUpStage.DRAFT:
            return [
                Line(
                    ("draft", draft.household),
                    RowLine(draft.household_name, self._tell_draft(draft.saved_at)),
                )
                for draft in state.found.drafts
                if draft.household is not None
            ]
        return [Line(("row", row.id), self._make_row(row)) for row in state.found.rows if row.stage is stage]

    def _tell_draft(self, saved_at: object) -> str:
        return self.words.text("kept by itself at {moment}; Enter goes on with it", moment=saved_at)

    def _make_row(self, row: SignUpRow) -> RowLine:
        over = row.balance.over > 0
        tag = (
            Tag(self.words.text("too much"), "triangle-alert", Tone.BAD)
            if over
            else Tag(name_scheme(self.words, row.scheme))
        )
        return RowLine(
            row.person_name, tell_row(self.words, row), right=tell_amount(self.words, row), tag=tag,
            right_tone=Tone.WAIT if row.stage is SignUpStage.WAITING else None,
        )  # fmt: skip

    def _show_empty(self, state: SignUpsState) -> None:
        empty = self._model.rowCount() == 0
        self._left.setCurrentIndex(1 if empty else 0)
        if empty and not state.loading:
            title, next_step = tell_empty(self.words, anything=any(state.counts.values()))
            self._empty.show_text(title, next_step)

    def _show_details(self, former: SignUpsState, state: SignUpsState) -> None:
        if (former.chosen, former.card, former.cash, former.found, former.troubles) == (
            state.chosen, state.card, state.cash, state.found, state.troubles,
        ):  # fmt: skip
            return
        words = self.words
        if state.chosen == CASH and state.cash is not None:
            troubles = [words.render(text) for text in state.troubles]
            self.details.show_view(make_cash_view(words, state.cash, troubles))
        elif state.card is not None:
            village = state.villages.get(state.card.row.village or b"", "")
            self.details.show_view(make_card_view(words, state.card, village))
        else:
            self.details.show_view(None)

    def _show_bar(self, state: SignUpsState) -> None:
        words, row = self.words, state.row
        stage = row.stage if row is not None else SignUpStage.DRAFT if state.draft else None
        office, stored = state.office, state.card is not None
        enabled = {
            "take": stored, "hand_in": stage in (SignUpStage.WAITING, SignUpStage.PAID, SignUpStage.RETURNED),
            "household": stage is not None, "slip": bool(state.cash and state.cash.handed), "void": True,
            "cash": bool(state.cash and state.cash.receipts), "accept": stored and stage is not SignUpStage.ACCEPTED,
            "give_back": stored and stage is not SignUpStage.RETURNED,
        }  # fmt: skip
        for wish, able in enabled.items():
            self.buttons[wish].setEnabled(able)
        self.step.set_words(words.text(_name_step(state, stage)))
        # What the big button does is not offered a second time beside it; its letter still works.
        for wish, button in self.buttons.items():
            shown = office or wish not in ("accept", "give_back")
            button.setVisible(shown and button.words() != self.step.words())
        self.step.setEnabled(enabled["cash"] if state.chosen == CASH else stage is not None)
        self.keys = list_sign_ups_keys(words, office=office)

    # -------------------------------------------------------------------------------------------------------- forms
    def _show_form(self, former: OpenForm | None, form: OpenForm | None) -> None:
        self.rest_bar(resting=form is not None)
        self._right.setCurrentIndex(0 if form is None else 1)
        if form is None:
            if former is not None:
                self.take_focus()
            return
        if former is None or (former.kind, former.subject) != (form.kind, form.subject):
            self.form.open(self._name_form(form), self._fields_of(form), form.values)
        self.form.show_state(
            {key: " ".join(map(self.words.render, told)) for key, told in form.errors.items()}, busy=form.busy
        )

    def _name_form(self, form: OpenForm) -> str:
        words = self.words
        return {
            FormKind.TAKE: words.text("Money from {name}", name=form.name),
            FormKind.VOID: words.text("A receipt that became void"),
            FormKind.GIVE_BACK: words.text("Return the papers of {name}", name=form.name),
            FormKind.HAND_OVER: words.text("Hand the cash over"),
        }[form.kind]

    def _fields_of(self, form: OpenForm) -> list[FieldSpec]:
        words = self.words
        means = tuple((each, words.text(name)) for each, name in MEANS_NAMES.items())
        cash = self._state.cash
        due = words.text("By the receipts: {amount}", amount=words.money(cash.count.cash)) if cash else ""
        why = FieldSpec("why", words.text("Reason"))
        fields = {
            FormKind.TAKE: [
                FieldSpec("amount", words.text("Amount taken"), FieldKind.MONEY),
                FieldSpec("means", words.text("How it came"), FieldKind.CHOICE, choices=means),
                FieldSpec(
                    "number",
                    words.text("Receipt number"),
                    hint=words.text("of a transfer: the bank's reference"),
                ),
            ],
            FormKind.VOID: [FieldSpec("number", words.text("Receipt number")), why],
            FormKind.GIVE_BACK: [FieldSpec("why", words.text("What is missing or wrong?"))],
            FormKind.HAND_OVER: [
                FieldSpec("counted", words.text("Cash counted"), FieldKind.MONEY, hint=due),
                FieldSpec("receiver", words.text("Who takes it")),
                FieldSpec(
                    "why", words.text("Why it differs"), hint=words.text("only when it does not agree")
                ),
            ],
        }
        return fields[form.kind]


def _stage_of(values: tuple[object, ...]) -> SignUpStage | None:
    return next((value for value in values if isinstance(value, SignUpStage)), None)


def _name_step(state: SignUpsState, stage: SignUpStage | None) -> str:
    if state.chosen == CASH:
        return N_("Close the cash")
    if stage is SignUpStage.SENT and state.office:
        return N_("Accept")
    return _STEPS.get(stage, N_("Open the household")) if stage is not None else N_("Go on")
