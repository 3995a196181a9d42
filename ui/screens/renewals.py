"""Renewals: who is due, who is about to lose something, who stopped; the household of the one stood on beside it."""

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.renewal_reasons import CLASS_NAMES, CLASS_OF, RenewalClass, RenewalItem, RenewalList
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.card import make_card_view
from ui.presenters.phrases import DOT
from ui.presenters.renewal_words import is_urgent, name_scheme, tell_answer, tell_days, tell_line, tell_todo
from ui.presenters.renewals import RenewalFilter, RenewalsState, key_of
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
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
_LIST_SHARE, _PREVIEW_SHARE = 640, 470


class RenewalsScreen(Screen):
    """Signals: `stood_on(object)` the key of a line or None; `filtered(object)` a `RenewalFilter`; `visit_wanted()`,
    `call_wanted()`, `household_wanted()`, `advice_wanted()` for the line stood on.
    """

    stood_on = Signal(object)
    filtered = Signal(object)
    visit_wanted = Signal()
    call_wanted = Signal()
    household_wanted = Signal()
    advice_wanted = Signal()

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
        row.addWidget(self._make_preview(), _PREVIEW_SHARE)
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
        quote = CapButton(words.text("Work out the amount"), ("T",))
        step = CapButton(words.text("Log a visit"), ("Enter",))
        self._needs_line = (home, call, quote, step)
        signals = (self.household_wanted, self.call_wanted, self.advice_wanted, self.visit_wanted)
        for button, signal in zip(self._needs_line, signals, strict=True):
            button.clicked.connect(signal)
        self.set_bar(ActionBar(step, helpers=(home,), beside=(quote, call)))
        self.on_letter(Qt.Key.Key_H, home.click)
        self.on_letter(Qt.Key.Key_G, call.click)
        self.on_letter(Qt.Key.Key_T, quote.click)
        self.bind("F6", self.filters.focus_first)

    def take_focus(self) -> None:
        """Stand in the list."""
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
        for button in self._needs_line:
            button.setEnabled(state.item is not None)

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
        answer = tell_answer(self.words, item)
        return RowLine(
            item.person.name,
            DOT.join(part for part in (reason, answer) if part),
            self._state.villages.get(item.person.village, item.person.village_name),
            tell_days(self.words, item, found),
            tag=Tag(name_scheme(self.words, item.renewal.scheme)),
            right_tone=Tone.BAD if is_urgent(item, found) else None,
        )
