"""Campaign: results of a place and what lies below it, down to the visits of a team, with charts beside the list."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.people import OFFERED_SCHEMES
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.targets import SubjectKind
from outreach_app.i18n import Catalogue
from ui.models.chart_values import Chart
from ui.models.lines import Line, LinesModel
from ui.presenters.campaign_state import CampaignState, View, key_of
from ui.presenters.campaign_words import (
    name_days,
    name_place,
    name_scheme,
    name_team,
    name_view,
    tell_counts,
    tell_coverage,
    tell_line,
    tell_notes,
    tell_nothing,
    tell_percent,
    tell_published,
    tell_team,
    tell_visit,
)
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_campaign_keys
from ui.widgets.chart_panel import ChartPanel
from ui.widgets.chips import ChipRow
from ui.widgets.crumbs import Crumbs
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.form_panel import FormPanel
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.saving_fields import list_saving_fields
from ui.widgets.screen import Screen, digit_of
from ui.widgets.text import Role, make_label

_LIST_SHARE, _CHART_SHARE = 520, 590


class CampaignScreen(Screen):
    """Signals: `days_chosen(object)` a key of the days offered; `scheme_chosen(object)`; `scheme_turned()`;
    `stood_on(object)`, `opened(object)` a line; `up_wanted()`; `crumb_chosen(int)`; `view_chosen(object)`;
    `wished(str)` table, villages, heard, targets, gap, exports, save; `print_wanted()`; `saving_given(object)` values;
    `saving_left()`.
    """

    days_chosen = Signal(object)
    scheme_chosen = Signal(object)
    scheme_turned = Signal()
    stood_on = Signal(object)
    opened = Signal(object)
    up_wanted = Signal()
    crumb_chosen = Signal(int)
    view_chosen = Signal(object)
    wished = Signal(str)
    print_wanted = Signal()
    saving_given = Signal(object)
    saving_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Campaign"))
        self._state = CampaignState()
        self._rendering = False
        self._line = make_label("", Role.NOTE, parent=self)
        self.crumbs = Crumbs(name=words.text("The way down"), parent=self)
        self.crumbs.chosen.connect(self.crumb_chosen)
        self.body.addLayout(self.make_title(words.text("Campaign"), self.crumbs, self._line))
        self._make_choices()
        self.figures = FigureStrip(self, name=words.text("Results"))
        self.body.addWidget(self.figures)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_side(), _CHART_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_campaign_keys(words)

    # ----------------------------------------------------------------------------------------------------- building
    def _make_choices(self) -> None:
        words = self.words
        self.days = ChipRow(words.text("Days that count"), wrap=True, parent=self)
        self.days.chosen.connect(lambda values: self.days_chosen.emit(values[0]) if values else None)
        self.schemes = ChipRow(words.context("report", "Insurance"), parent=self)
        self.schemes.set_choices([(scheme, name_scheme(words, scheme)) for scheme in OFFERED_SCHEMES])
        self.schemes.chosen.connect(lambda values: self.scheme_chosen.emit(values[0]) if values else None)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.days, 1)
        row.addWidget(self.schemes, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("Results by village or commune"), alike=True)
        self.list.setModel(self._model)
        self.list.stood_on.connect(self._tell_row)
        self.list.opened.connect(lambda row: self.opened.emit(self._model.id_at(row)))
        self._nothing = EmptyState(self.words.text("Counting the results"), icon="hourglass")
        panel = Panel()
        panel.body.addWidget(self._nothing)
        self._left = PageStack()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_side(self) -> QWidget:
        words = self.words
        views = [(view, f"{place} {name_view(words, view)}") for place, view in enumerate(View, start=1)]
        self.charts = ChartPanel(words, views)
        self.charts.view_chosen.connect(self.view_chosen)
        self.charts.table_wanted.connect(partial(self.wished.emit, "table"))
        self.form = FormPanel(words)
        self.form.submitted.connect(self.saving_given)
        self.form.left.connect(self.saving_left)
        self._right = PageStack()
        self._right.addWidget(self.charts)
        self._right.addWidget(self.form)
        return self._right

    def _make_bar(self) -> None:
        words = self.words
        turn = CapButton(words.text("The other insurance"), ("B",))
        turn.clicked.connect(self.scheme_turned)
        self._print = CapButton(words.text("Print the results"), ("P",), icon="printer")
        self._print.clicked.connect(self.print_wanted)
        told = {
            "villages": (words.text("All villages"), "C"), "heard": (words.text("Heard at the doors"), "H"),
            "targets": (words.text("Targets"), "G"), "gap": (words.text("Who may explain the difference"), "D"),
            "exports": (words.text("Export"), "E"), "save": (words.text("Save as table"), "X"),
        }  # fmt: skip
        self.buttons = {wish: CapButton(text, (cap,)) for wish, (text, cap) in told.items()}
        self.set_bar(ActionBar(self._print, helpers=(turn, *self.buttons.values())))
        for wish, button in self.buttons.items():
            button.clicked.connect(partial(self.wished.emit, wish))
            self.on_letter(Qt.Key[f"Key_{told[wish][1]}"], button.click)
        self.on_letter(Qt.Key.Key_B, turn.click)
        self.on_letter(Qt.Key.Key_P, self._print.click)
        self.on_letter(Qt.Key.Key_T, partial(self.wished.emit, "table"))
        self.bind("F6", self.days.focus_first)

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
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
            self.up_wanted.emit()
        elif digit is not None and 1 <= int(digit) <= len(View):
            self.view_chosen.emit(list(View)[int(digit) - 1])
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: CampaignState) -> None:
        """Show the results of the days, the scheme and the place chosen."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.level is None)
        self._rendering = True
        if former.offered != state.offered:
            self.days.set_choices([(days.key, name_days(self.words, days)) for days in state.offered])
        self.buttons["exports"].setVisible(state.exports)
        # Shown where the two numbers stand side by side; the key acts everywhere.
        self.buttons["gap"].setVisible(state.view is View.WORDS)
        self.days.set_values((state.chosen,))
        self.schemes.set_values((state.scheme,))
        self.crumbs.set_names([name_place(self.words, crumb) for crumb in state.path])
        self._line.setText(tell_line(self.words, state))
        moved = former.path != state.path or former.level is None
        self._show_list(state)
        self._rendering = False
        self._show_charts(former, state)
        self._show_form(former, state)
        for button in (self._print, self.buttons["save"]):
            button.setEnabled(state.level is not None and not state.loading)
        if moved and state.level is not None and (self.hasFocus() or self.list.hasFocus()):
            self.take_focus()

    def _show_list(self, state: CampaignState) -> None:
        self._model.set_lines(self._make_lines(state))
        row = state.row
        self._left.setCurrentIndex(0 if self._model.rowCount() else 1)
        if not self._model.rowCount():
            self._nothing.show_text(*tell_nothing(self.words, state))
        if row is None:
            return
        self.figures.set_figures(self._make_figures(row))
        wanted = state.stood_on if state.stood_on in state.keys else next(iter(state.keys), None)
        place = self._model.row_of(wanted)
        if place >= 0 and place != self.list.current_row():
            self.list.stand_on(place)

    def _make_lines(self, state: CampaignState) -> list[Line]:
        if state.depth is SubjectKind.UNIT:
            return [Line(each.subject, self._make_line(each)) for each in state.rows]
        words = self.words
        if state.depth is SubjectKind.VILLAGE:
            return [
                Line(key_of(team), RowLine(name_team(words, team.work.name), *tell_team(words, team, state.scheme)))
                for team in state.teams
            ]  # fmt: skip
        return [Line(visit.id, RowLine(visit.head, tell_visit(words, visit))) for visit in state.visits]

    def _make_line(self, row: ReportRow) -> RowLine:
        reached = row.plan is not None and row.plan.is_reached
        return RowLine(
            row.name, tell_counts(self.words, row), right=tell_percent(self.words, row),
            right_tone=Tone.GOOD if reached else None,
        )  # fmt: skip

    def _show_charts(self, former: CampaignState, state: CampaignState) -> None:
        row, words = state.row, self.words
        self.charts.views.set_values((state.view,))
        self.charts.title.set_text(row.name if row else "")
        if row is not None:
            self.charts.notes.setText("\n\n".join(tell_notes(words, row)))
        self.charts.published.setText("\n\n".join(tell_published(words, state.figures)))
        if row is None or state.charts is None:
            self.charts.show_waiting(*tell_nothing(words, state))
        elif state.view is View.WORDS:
            self.charts.show_words()
        else:
            charts = state.charts
            chosen: dict[View, Chart] = {
                View.PROGRESS: charts.progress,
                View.MONTHS: charts.months,
                View.RANKING: charts.ranking,
            }
            self.charts.show_chart(chosen[state.view], as_table=state.as_table)

    def _show_form(self, former: CampaignState, state: CampaignState) -> None:
        saving, words = state.saving, self.words
        self.rest_bar(resting=saving is not None)
        self._right.setCurrentIndex(0 if saving is None else 1)
        if saving is None:
            if former.saving is not None:
                self.take_focus()
            return
        if former.saving is None:
            self.form.open(
                words.text("Keep the results as a table"), list_saving_fields(words), saving.values
            )
        errors = {key: " ".join(map(words.render, told)) for key, told in saving.errors.items()}
        self.form.show_state(errors, busy=saving.busy)

    def _make_figures(self, row: ReportRow) -> list[Figure]:
        words, number, tally = self.words, self.words.number, row.tally
        won_back = (
            words.text("{count} of them won back", count=number(tally.won_back)) if tally.won_back else ""
        )
        return [
            Figure(number(tally.joined), words.context("report", "new"), won_back),
            Figure(number(tally.continuing), words.context("report", "continuing")),
            Figure(
                number(tally.lapsed),
                words.context("report", "stopped"),
                tone=Tone.WAIT if tally.lapsed else None,
            ),
            Figure(number(tally.net), words.text("net growth"), tone=Tone.BAD if tally.net < 0 else None),
            Figure(number(row.active), words.context("report", "members"), tell_coverage(words, row)),
        ]
