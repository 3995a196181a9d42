"""Today: which doors to go to and why, how far each village is, and what is known about the door stood on."""

from collections.abc import Collection
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.rows import Coverage, VillageRow, WorkItem, WorkReason
from outreach_app.domain.work_order import RULE
from outreach_app.i18n import Catalogue, Count
from ui.models.lines import Line, LinesModel
from ui.models.request_words import tell_nearest
from ui.presenters.card import make_card_view
from ui.presenters.phrases import tell_reason, tell_waiting
from ui.presenters.today import TodayState
from ui.theme import Size, Tone, look
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.coverage import CoverageLegend, CoverageLine, CoverageStrip
from ui.widgets.key_lists import list_today_keys
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.preview import HouseholdPreview
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.text import ElidedLabel, Role

_GROUPS: dict[WorkReason, tuple[str, Tone]] = {
    WorkReason.PROMISED: ("calendar-clock", Tone.ACCENT),
    WorkReason.UNFINISHED_SIGN_UP: ("file-pen", Tone.WAIT),
    WorkReason.WINDOW_CLOSING: ("hourglass", Tone.WAIT),
    WorkReason.WITHDRAWING: ("hand-coins", Tone.WAIT),
    WorkReason.RETURNED: ("house", Tone.NEUTRAL),
    WorkReason.LAPSED: ("undo-2", Tone.NEUTRAL),
    WorkReason.MEMBER_IN: ("users", Tone.NEUTRAL),
    WorkReason.LISTED: ("file-spreadsheet", Tone.NEUTRAL),
    WorkReason.ASSIGNED: ("list", Tone.ACCENT),
    WorkReason.NOBODY_HOME: ("rotate-ccw", Tone.NEUTRAL),
    WorkReason.NEVER_VISITED: ("door-closed", Tone.NEUTRAL),
}
MOST_VILLAGES = 24
"""More villages than this stand together in one cell at the end."""
_Drawn = dict[int, tuple[WorkItem, bool, str, Line]]
_LIST_SHARE, _PREVIEW_SHARE = 616, 494
_ROOM, _STRIP = 400, 52
"""What a day needs from title to bar with three doors in the list, and one strip above it."""


class TodayScreen(Screen):
    """Signals: `stood_on(object)` a household's id or None; `visit_wanted(object)`, `household_wanted(object)`,
    `advice_wanted(object)` with a household's id; `draft_wanted()`; `requests_wanted()`, `difficulties_wanted()`;
    `list_wanted()`, `leaflet_wanted()`, `summary_wanted()` to print; `households_wanted()` to bring in the first ones.
    """

    stood_on = Signal(object)
    visit_wanted = Signal(object)
    household_wanted = Signal(object)
    advice_wanted = Signal(object)
    draft_wanted = Signal()
    requests_wanted = Signal()
    difficulties_wanted = Signal()
    list_wanted = Signal()
    leaflet_wanted = Signal()
    summary_wanted = Signal()
    households_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Today"))
        self._state = TodayState()
        self._rendering = False
        self._drawn: _Drawn = {}
        self._lay_out()
        self._make_bar()
        self.wait_for_rows()
        self.keys = list_today_keys(words)

    def _lay_out(self) -> None:
        words = self.words
        self._line = ElidedLabel(Role.NOTE, parent=self)
        title = self.make_title(words.text("Today"), self._line)
        self._legend = CoverageLegend(
            words.text("somebody met"), words.text("door knocked"), words.text("not visited")
        )
        title.addWidget(self._legend)
        self.body.addLayout(title)
        self._rule = ElidedLabel(Role.HINT, parent=self)
        self._rule.set_text(words.text(RULE))
        self.body.addWidget(self._rule)
        self._coverage = CoverageStrip(self, name=words.text("How far each village is"))
        self.body.addWidget(self._coverage)
        self._draft = Strip(Tone.WAIT, self)
        self._draft.link_activated.connect(self.draft_wanted)
        self._draft.hide()
        self.body.addWidget(self._draft)
        self._requests = Strip(Tone.WAIT, self)
        self._requests.link_activated.connect(self.requests_wanted)
        self._difficulties = Strip(Tone.WAIT, self)
        self._difficulties.link_activated.connect(self.difficulties_wanted)
        for strip in (self._requests, self._difficulties):
            strip.hide()
            self.body.addWidget(strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_preview(), _PREVIEW_SHARE)
        self.body.addLayout(row, 1)

    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("Doors to go to"))
        self.list.setModel(self._model)
        self.list.opened.connect(self._open_row)
        self.list.stood_on.connect(self._tell_row)
        self._empty = EmptyState(self.words.text("Reading the list"), icon="house", caps=("Enter",))
        self._empty.step_taken.connect(self.households_wanted)
        self._empty_panel = Panel()
        self._empty_panel.body.addWidget(self._empty)
        self._left = QStackedWidget()
        self._left.addWidget(self.list)
        self._left.addWidget(self._empty_panel)
        return self._left

    def _make_preview(self) -> QWidget:
        words = self.words
        self._preview = HouseholdPreview(
            (
                words.text("Member"),
                words.text("Health ins."),
                words.text("Social ins."),
            ),
            visits_heading=words.text("Last two visits"),
            no_visits=words.text("Nobody has been here yet"),
        )
        return self._preview

    def _make_bar(self) -> None:
        words = self.words
        self._to_print = CapButton(words.text("Visit list"), ("P",), icon="printer")
        self._leaflet = CapButton(words.text("Leaflet"), ("L",))
        self._summary = CapButton(words.text("Daily summary"), ("D",))
        self._quote = CapButton(words.text("Work out the amount"), ("T",))
        self._step = CapButton(words.text("Log a visit"), ("Enter",))
        self._to_print.clicked.connect(self.list_wanted)
        self._leaflet.clicked.connect(self.leaflet_wanted)
        self._summary.clicked.connect(self.summary_wanted)
        self._quote.clicked.connect(self._quote_row)
        self._step.clicked.connect(lambda: self._open_row(self.list.current_row()))
        helpers = (self._to_print, self._leaflet, self._summary)
        self.set_bar(ActionBar(self._step, helpers=helpers, beside=(self._quote,)))
        self.on_letter(Qt.Key.Key_P, self._to_print.click)
        self.on_letter(Qt.Key.Key_L, self._leaflet.click)
        self.on_letter(Qt.Key.Key_D, self._summary.click)
        self.on_letter(Qt.Key.Key_T, self._quote.click)
        self.on_letter(Qt.Key.Key_H, self._open_card)
        self.on_letter(Qt.Key.Key_B, self.draft_wanted.emit)
        self.on_letter(Qt.Key.Key_R, self.requests_wanted.emit)
        self.on_letter(Qt.Key.Key_K, self.difficulties_wanted.emit)

    def take_focus(self) -> None:
        """Stand in the work list, or on what brings the first households."""
        standing = self._empty.button if self._is_fresh else self.list
        standing.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_fresh(self) -> bool:
        state = self._state
        return not (state.items or state.coverage or state.loading)

    def record(self) -> tuple[str, bytes] | None:
        return ("household", self._state.chosen) if self._state.chosen is not None else None

    def _household_in(self, row: int) -> object:
        return self._model.id_at(row)

    def _open_row(self, row: int) -> None:
        if (household := self._household_in(row)) is not None:
            self.visit_wanted.emit(household)

    def _open_card(self) -> None:
        if (household := self._household_in(self.list.current_row())) is not None:
            self.household_wanted.emit(household)

    def _quote_row(self) -> None:
        if (household := self._household_in(self.list.current_row())) is not None:
            self.advice_wanted.emit(household)

    def _tell_row(self, row: int) -> None:
        if not self._rendering:
            self.stood_on.emit(self._household_in(row))

    def render_state(self, state: TodayState) -> None:
        """Show the list, the strip and the door stood on."""
        former, self._state = self._state, state
        self._rendering = True
        if former.items is not state.items or former.villages != state.villages:
            self._model.set_lines(self._make_lines(state))
        row = self._model.row_of(state.chosen)
        if row != self.list.current_row():
            self.list.stand_on(row)
        self._rendering = False
        if former.coverage != state.coverage:
            self._coverage.set_lines(self._list_coverage(state))
        self._show_words(state)
        self._show_card(former, state)
        self.wait_for_rows(waiting=state.loading)

    def _show_card(self, former: TodayState, state: TodayState) -> None:
        if state.card is None or state.today is None:
            self._preview.show_card(None)
        elif former.card is not state.card or former.items is not state.items:
            view = make_card_view(self.words, state.card, state.today)
            todo = self._todo(state) if state.card.household.id == state.chosen else ("", "")
            self._preview.show_card(view, todo=todo)

    def _show_words(self, state: TodayState) -> None:
        words = self.words
        due = sum(item.reason is not WorkReason.NEVER_VISITED for item in state.items)
        parts = [words.long_date(state.today)] if state.today else []
        if not state.loading:
            parts.append(
                words.plural("{count} door calls for a visit", "{count} doors call for a visit", due)
            )
            parts.append(words.plural("{count} done today", "{count} done today", state.done))
        self._line.set_text(" · ".join(parts))
        self._left.setCurrentWidget(self.list if state.items else self._empty_panel)
        self._empty.button.setVisible(self._is_fresh)
        step = "Bring in a household register" if state.brings_lists else "Read files"
        self._empty.button.set_words(words.text(step))
        if not state.items and not state.loading:
            self._empty.show_text(
                words.text("No door is waiting today" if state.coverage else "No household is here yet"),
                words.text("Search with Ctrl+K, or open Households." if state.coverage else
                           "Begin with the list of households of your area." if state.brings_lists else
                           "They come with the set-up file or with a file from the office."),
            )  # fmt: skip
        self._show_draft(state)
        self._show_requests(state)
        self._show_difficulties(state)
        self._fit_strips()
        for button in (self._to_print, self._leaflet, self._quote, self._step):
            button.setEnabled(state.item is not None)

    def _fit_strips(self) -> None:
        """In a low window that has much waiting the doors keep the room: how far the villages are gives way."""
        waiting = sum(not strip.isHidden() for strip in (self._draft, self._requests, self._difficulties))
        roomy = self.height() >= look().px(_ROOM + waiting * _STRIP)
        for widget in (self._legend, self._rule, self._coverage):
            widget.setVisible(roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_strips()

    def _show_draft(self, state: TodayState) -> None:
        words = self.words
        self._draft.setVisible(bool(state.drafts))
        if state.drafts:
            newest = state.drafts[0]
            said = words.plural("{count} unfinished visit", "{count} unfinished visits", len(state.drafts))
            rest = words.text(
                "{name}, kept at {time}", name=newest.household_name, time=words.time(newest.saved_at)
            )
            self._draft.show_text(said, rest, link=words.text("Go on"), caps=("B",))

    def _show_requests(self, state: TodayState) -> None:
        words = self.words
        self._requests.setVisible(bool(state.requests))
        if state.requests:
            waiting = len(state.requests)
            said = words.plural(
                "{count} request about data waits", "{count} requests about data wait", waiting
            )
            rest = tell_nearest(words, state.requests[0])
            self._requests.show_text(said, rest, link=words.text("Open the requests"), caps=("R",))

    def _show_difficulties(self, state: TodayState) -> None:
        words, waiting = self.words, state.difficulties
        self._difficulties.setVisible(bool(waiting))
        if waiting:
            said = words.plural(
                "{count} difficulty waits to be taken up",
                "{count} difficulties wait to be taken up",
                len(waiting),
            )
            place = waiting[0].village_name or words.text("the whole area")
            rest = words.text("since {day}, {place}", day=words.date(waiting[0].reported_on), place=place)
            self._difficulties.show_text(said, rest, link=words.text("Open the difficulties"), caps=("K",))

    def _make_lines(self, state: TodayState) -> list[Line]:
        lines: list[Line] = []
        former, self._drawn = self._drawn, {}
        for reason, group in groupby(state.items, key=lambda item: item.reason):
            items = list(group)
            lines.append(Line(None, self._make_group(reason, len(items))))
            # Only the most urgent wait is strong: more of them would be none.
            worst = max(items, key=lambda item: item.waiting_days) if reason is WorkReason.PROMISED else None
            lines += [self._keep_line(item, state, former, urgent=item is worst) for item in items]
        return lines

    def _keep_line(self, item: WorkItem, state: TodayState, former: _Drawn, *, urgent: bool) -> Line:
        """A row as it was put into words before: after a visit hundreds stay as they were, and one goes."""
        village = state.villages.get(item.household.village, item.household.village_name)
        drawn = former.get(id(item))
        if drawn is None or drawn[:3] != (item, urgent, village):
            line = Line(item.household.id, self._make_row(item, village, urgent=urgent))
            drawn = (item, urgent, village, line)
        self._drawn[id(item)] = drawn
        return drawn[3]

    def _make_group(self, reason: WorkReason, count: int) -> GroupLine:
        words = self.words
        titles = {
            WorkReason.PROMISED: words.text("Promised by today"),
            WorkReason.UNFINISHED_SIGN_UP: words.text("Said yes, papers missing"),
            WorkReason.WINDOW_CLOSING: words.text("Payment window closing"),
            WorkReason.WITHDRAWING: words.text("Came to withdraw everything"),
            WorkReason.RETURNED: words.text("Back home from working away"),
            WorkReason.LAPSED: words.text("Stopped: win back"),
            WorkReason.MEMBER_IN: words.text("One member has joined already"),
            WorkReason.LISTED: words.text("Named by a list"),
            WorkReason.ASSIGNED: words.text("Assigned to you"),
            WorkReason.NOBODY_HOME: words.text("Nobody at home last time"),
            WorkReason.NEVER_VISITED: words.text("Not knocked yet"),
        }
        icon, tone = _GROUPS[reason]
        return GroupLine(titles[reason], words.plural("{count} door", "{count} doors", count), icon, tone)

    def _make_row(self, item: WorkItem, village: str, *, urgent: bool) -> RowLine:
        return RowLine(
            item.household.head,
            tell_reason(self.words, item),
            village,
            tell_waiting(self.words, item),
            right_tone=Tone.WAIT if urgent else None,
        )

    def _list_coverage(self, state: TodayState) -> list[CoverageLine]:
        """The villages, of very many those where the doors of today are; a province has thousands."""
        shown = state.coverage
        if len(shown) > MOST_VILLAGES:
            asked = {item.household.village for item in state.items}
            shown = tuple(sorted(shown, key=lambda each: each.village.id not in asked))[:MOST_VILLAGES]
        lines = [self._make_coverage(each, self._name_village(each, state)) for each in shown]
        rest = set(state.coverage) - set(shown)
        if rest:
            name = self.words.plural("{count} more village", "{count} more villages", len(rest))
            lines.append(self._make_coverage(_sum_up(rest), name))
        return lines

    @staticmethod
    def _name_village(each: Coverage, state: TodayState) -> str:
        return state.villages.get(each.village.id, each.village.name)

    def _make_coverage(self, each: Coverage, name: str) -> CoverageLine:
        words = self.words
        return CoverageLine(
            name,
            words.text("met **{met}** / {known} homes", met=Count(each.spoken_to), known=Count(each.known)),
            words.text(
                "knocked {knocked} · **{left}** doors left",
                knocked=Count(each.knocked),
                left=Count(each.left),
            ),
            spoken_to=each.spoken_to,
            knocked=each.knocked,
            known=each.known,
        )

    def _todo(self, state: TodayState) -> tuple[str, str]:
        answer = self._tell_answer(state)
        return answer if answer is not None else self._tell_reason(state)

    def _tell_answer(self, state: TodayState) -> tuple[str, str] | None:
        """What the office answered to this household, until somebody has been there again to say so."""
        card = state.card
        last = max((visit.visited_on for visit in card.visits), default=None) if card is not None else None
        for question in card.questions if card is not None else ():
            if question.answers and (last is None or question.answers[-1].answered_on >= last):
                told = self.words.text("The office has answered: {answer}", answer=question.answers[-1].text)
                return told, f"“{question.text}”"
        return None

    def _tell_reason(self, state: TodayState) -> tuple[str, str]:
        item = state.item
        if item is None:
            return "", ""
        titles = {
            WorkReason.PROMISED: self.words.text("To do: come back as promised"),
            WorkReason.UNFINISHED_SIGN_UP: self.words.text("To do: fill in the papers"),
            WorkReason.WINDOW_CLOSING: self.words.text("To do: take the payment before the window closes"),
            WorkReason.WITHDRAWING: self.words.text("To do: show what withdrawing loses"),
            WorkReason.RETURNED: self.words.text("To do: talk with whoever has come back"),
            WorkReason.LAPSED: self.words.text("To do: ask whether they go on"),
            WorkReason.MEMBER_IN: self.words.text("To do: ask the others of the home"),
            WorkReason.LISTED: self.words.text("To do: ask whom the list names"),
            WorkReason.ASSIGNED: self.words.text("To do: go to this door as assigned"),
            WorkReason.NOBODY_HOME: self.words.text("To do: try the door again"),
            WorkReason.NEVER_VISITED: self.words.text("To do: first visit"),
        }
        return titles[item.reason], tell_reason(self.words, item)


def _sum_up(rest: Collection[Coverage]) -> Coverage:
    """Several villages as one."""
    nowhere = VillageRow(b"", "", "", "", "", "")
    return Coverage(
        nowhere,
        sum(each.known for each in rest),
        sum(each.knocked for each in rest),
        sum(each.spoken_to for each in rest),
    )
