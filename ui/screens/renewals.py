"""Renewals: who is due, who is about to lose something, who stopped; the household of the one stood on beside it."""

from collections.abc import Hashable
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.lapses import LAPSE_NAMES
from outreach_app.domain.one_off_requests import DECISION_NAMES, Decision
from outreach_app.domain.renewal_reasons import CLASS_NAMES, CLASS_OF, RenewalClass, RenewalItem, RenewalList
from outreach_app.domain.visits import CHANNEL_NAMES, OUTCOME_NAMES, Outcome
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.card import make_card_view
from ui.presenters.phrases import DOT
from ui.presenters.renewal_forms import CHANNELS, FormKind, OpenForm
from ui.presenters.renewal_words import is_urgent, name_scheme, tell_days, tell_history, tell_line, tell_todo
from ui.presenters.renewals import RenewalFilter, RenewalsState, key_of
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.key_lists import list_renewal_keys
from ui.widgets.paint import Tag
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.preview import HouseholdPreview
from ui.widgets.renewal_filters import RenewalFilters
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen
from ui.widgets.text import Role, make_label

_GROUPS: dict[RenewalClass, tuple[str, Tone]] = {
    RenewalClass.CLOSING: ("hourglass", Tone.BAD),
    RenewalClass.DUE: ("hand-coins", Tone.WAIT),
    RenewalClass.SOON: ("calendar-clock", Tone.ACCENT),
    RenewalClass.STOPPED: ("rotate-ccw", Tone.NEUTRAL),
    RenewalClass.AGES: ("sprout", Tone.NEUTRAL),
}
_RESULTS = (
    Outcome.NOT_HOME,
    Outcome.CONTINUING,
    Outcome.THINKING,
    Outcome.CALL_BACK,
    Outcome.REFUSED,
    Outcome.WORKING_AWAY,
    Outcome.ALREADY_COVERED,
)
_LIST_SHARE, _PREVIEW_SHARE = 640, 470


class RenewalsScreen(Screen):
    """Signals: `stood_on(object)` the key of a line or None; `filtered(object)` a `RenewalFilter`; `visit_wanted()`,
    `call_wanted()`, `household_wanted()`, `advice_wanted()`, `leaflet_wanted()`, `one_off_wanted()` for the line stood
    on; `form_stored(object)` the values of the open form, `form_left()`.
    """

    stood_on = Signal(object)
    filtered = Signal(object)
    visit_wanted = Signal()
    call_wanted = Signal()
    household_wanted = Signal()
    advice_wanted = Signal()
    leaflet_wanted = Signal()
    one_off_wanted = Signal()
    form_stored = Signal(object)
    form_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Renewals"))
        self._state = RenewalsState()
        self._rendering = False
        self._line = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Renewals"), self._line))
        groups = [(group, words.text(name)) for group, name in CLASS_NAMES.items()]
        self.filters = RenewalFilters(words, groups, self)
        self.filters.filtered.connect(
            lambda village, group: self.filtered.emit(RenewalFilter(village, group))
        )
        self.body.addWidget(self.filters)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        self.form = FormPanel(words)
        self.form.submitted.connect(self.form_stored)
        self.form.left.connect(self.form_left)
        self._right = QStackedWidget()
        self._right.addWidget(self._make_preview())
        self._right.addWidget(self.form)
        row.addWidget(self._right, _PREVIEW_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_renewal_keys(words)

    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("People to call on"))
        self.list.setModel(self._model)
        self.list.opened.connect(lambda _row: self.visit_wanted.emit())
        self.list.stood_on.connect(self._tell_row)
        self._empty = EmptyState(self.words.text("Reading the list"), icon="refresh-cw")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._left = QStackedWidget()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_preview(self) -> QWidget:
        words = self.words
        headings = (
            words.text("Member"),
            words.text("Health ins."),
            words.text("Social ins."),
        )
        self.preview = HouseholdPreview(
            headings,
            visits_heading=words.text("Last two visits"),
            no_visits=words.text("Nobody has been here yet"),
        )
        return self.preview

    def _make_bar(self) -> None:
        words = self.words
        home = CapButton(words.text("Open the household"), ("H",))
        call = CapButton(words.text("Log a call"), ("G",), icon="phone")
        leaflet = CapButton(words.text("Leaflet"), ("L",))
        self._one_off = CapButton(words.text("Came to withdraw"), ("M",))
        self._one_off.clicked.connect(self.one_off_wanted)
        quote = CapButton(words.text("Work out the amount"), ("T",))
        step = CapButton(words.text("Log a visit"), ("Enter",))
        self._needs_line = (home, call, quote, leaflet, step)
        signals = (
            self.household_wanted, self.call_wanted, self.advice_wanted, self.leaflet_wanted, self.visit_wanted,
        )  # fmt: skip
        for button, signal in zip(self._needs_line, signals, strict=True):
            button.clicked.connect(signal)
        self.set_bar(ActionBar(step, helpers=(home, leaflet, self._one_off), beside=(quote, call)))
        self.on_letter(Qt.Key.Key_L, leaflet.click)
        self.on_letter(Qt.Key.Key_M, self._one_off.click)
        self.on_letter(Qt.Key.Key_H, home.click)
        self.on_letter(Qt.Key.Key_G, call.click)
        self.on_letter(Qt.Key.Key_T, quote.click)
        self.bind("F6", self.filters.focus_first)

    def take_focus(self) -> None:
        """Stand in the list, or in the form that is open."""
        if self._state.form is not None:
            self.form.form.focus_first()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering:
            self.stood_on.emit(self._model.id_at(row))

    def record(self) -> tuple[str, bytes] | None:
        item = self._state.item
        return ("person", item.person.id) if item is not None else None

    def render_state(self, state: RenewalsState) -> None:
        """Show the list and the household of the line stood on."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        self._rendering = True
        if former.villages != state.villages:
            self.filters.set_villages(list(state.villages.items()))
        if former.found is not state.found and state.found is not None:
            self._model.set_lines(self._make_lines(state.found))
            self._line.setText(tell_line(self.words, state.found))
        row = self._model.row_of(state.chosen)
        if row != self.list.current_row():
            self.list.stand_on(row)
        self._rendering = False
        self._show_empty(state)
        self._show_card(former, state)
        if former.form != state.form:
            self._show_form(former.form, state.form)
        for button in (*self._needs_line, self._one_off):
            needs_line = button is not self._one_off
            button.setEnabled(state.form is None and (state.item is not None or not needs_line))

    def _show_form(self, former: OpenForm | None, form: OpenForm | None) -> None:
        self._right.setCurrentIndex(0 if form is None else 1)
        if form is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if former is None or (former.kind, former.item) != (form.kind, form.item):
            self.form.open(_name_form(self.words, form), _list_fields(self.words, form), form.values)
        told = {key: " ".join(map(self.words.render, said)) for key, said in form.errors.items()}
        self.form.show_state(told, busy=form.busy)

    def _show_empty(self, state: RenewalsState) -> None:
        self._left.setCurrentIndex(0 if state.items else 1)
        if state.items or state.loading:
            return
        words = self.words
        if state.wanted != RenewalFilter():
            self._empty.show_text(
                words.text("Nobody here"), words.text("Choose another village or reason: F6.")
            )
        else:
            self._empty.show_text(
                words.text("Nobody is due"),
                words.text("Whoever has to pay or loses a card soon comes up here by itself."),
            )

    def _show_card(self, former: RenewalsState, state: RenewalsState) -> None:
        item, found = state.item, state.found
        if state.card is None or item is None or found is None:
            self.preview.show_card(None)
            return
        if (former.card, former.chosen, former.found) == (state.card, state.chosen, found):
            return
        view = make_card_view(self.words, state.card, found.on)
        self.preview.show_card(view, todo=tell_todo(self.words, item))

    def _make_lines(self, found: RenewalList) -> list[Line]:
        lines: list[Line] = []
        for group, items in groupby(found.items, key=lambda item: CLASS_OF[item.renewal.reason]):
            lines.append(Line(None, self._make_group(group, found)))
            lines += [Line(key_of(item), self._make_row(item, found)) for item in items]
        return lines

    def _make_group(self, group: RenewalClass, found: RenewalList) -> GroupLine:
        count = sum(count for reason, count in found.counts.items() if CLASS_OF[reason] is group)
        icon, tone = _GROUPS[group]
        told = self.words.plural("{count} to call on", "{count} to call on", count)
        return GroupLine(self.words.text(CLASS_NAMES[group]), told, icon, tone)

    def _make_row(self, item: RenewalItem, found: RenewalList) -> RowLine:
        reason = self.words.render(item.renewal.text)
        history = tell_history(self.words, item)
        stopped = CLASS_OF[item.renewal.reason] is RenewalClass.STOPPED
        told = (history, reason) if stopped else (reason, history)
        return RowLine(
            item.person.name,
            DOT.join(part for part in told if part),
            self._state.villages.get(item.person.village, item.person.village_name),
            tell_days(self.words, item, found),
            tag=Tag(name_scheme(self.words, item.renewal.scheme)),
            right_tone=Tone.BAD if is_urgent(item, found) else None,
        )


def _name_form(words: Catalogue, form: OpenForm) -> str:
    """The title over a form."""
    return {
        FormKind.CALL: words.text("What came of it: {name}", name=form.name),
        FormKind.CAME: words.text("Somebody came to withdraw everything"),
        FormKind.DECIDE: words.text("What {name} decided", name=form.name),
    }[form.kind]


def _list_fields(words: Catalogue, form: OpenForm) -> list[FieldSpec]:
    """The fields of a form from top to bottom."""
    if form.kind is FormKind.CALL:
        return _list_call_fields(words)
    decisions: tuple[tuple[Hashable, str], ...] = tuple(
        (each, words.text(name))
        for each, name in DECISION_NAMES.items()
        if form.kind is FormKind.CAME or each is not Decision.WANTS
    )
    decision = FieldSpec("decision", words.text("Decision"), FieldKind.CHOICE, choices=decisions)
    if form.kind is FormKind.DECIDE:
        return [decision]
    return [
        FieldSpec("who", words.text("Who came"), hint=words.text("a name, the citizen ID or the telephone")),
        FieldSpec("months", words.text("Months paid"), hint=words.text("as the booklet or VssID shows it")),
        decision,
        FieldSpec("came_on", words.text("Day"), FieldKind.DAY, hint=words.text("empty: today")),
    ]


def _list_call_fields(words: Catalogue) -> list[FieldSpec]:
    results: tuple[tuple[Hashable, str], ...] = tuple(
        (each, words.text("Not reached" if each is Outcome.NOT_HOME else OUTCOME_NAMES[each]))
        for each in _RESULTS
    )
    channels: tuple[tuple[Hashable, str], ...] = tuple(
        (each, words.text(CHANNEL_NAMES[each])) for each in CHANNELS
    )
    whys: tuple[tuple[Hashable, str], ...] = (
        ("", words.text("the reason is not told")),
        *((each, words.text(name)) for each, name in LAPSE_NAMES.items()),
    )
    return [
        FieldSpec("result", words.text("Result of the contact"), FieldKind.CHOICE, choices=results),
        FieldSpec("channel", words.text("How they were reached"), FieldKind.CHOICE, choices=channels),
        FieldSpec(
            "why", words.text("Why they do not go on"), FieldKind.CHOICE, choices=whys,
            hint=words.text("of somebody who stops or is thinking"),
        ),
        FieldSpec("next_on", words.text("Call or come again on"), FieldKind.AHEAD),
        FieldSpec("note", words.text("Note")),
    ]  # fmt: skip
