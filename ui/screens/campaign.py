"""Campaign: new, continuing, stopped and net of the unit and what lies under it, against plan and last year."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.people import OFFERED_SCHEMES
from outreach_app.domain.report_rows import ReportRow
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.campaign import CampaignState
from ui.presenters.campaign_words import (
    name_days,
    name_scheme,
    tell_counts,
    tell_coverage,
    tell_line,
    tell_members,
    tell_notes,
    tell_percent,
    tell_published,
)
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.key_lists import list_campaign_keys
from ui.widgets.panels import Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label

_LIST_SHARE, _NOTES_SHARE = 640, 470


class CampaignScreen(Screen):
    """Signals: `days_chosen(object)` a key of the days offered; `scheme_chosen(object)`; `scheme_turned()`;
    `stood_on(object)` the subject of a line or None; `print_wanted()`.
    """

    days_chosen = Signal(object)
    scheme_chosen = Signal(object)
    scheme_turned = Signal()
    stood_on = Signal(object)
    print_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Campaign"))
        self._state = CampaignState()
        self._rendering = False
        self._line = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Campaign"), self._line))
        self._make_choices()
        self.figures = FigureStrip(self, name=words.text("Results"))
        self.body.addWidget(self.figures)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_notes(), _NOTES_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_campaign_keys(words)

    def _make_choices(self) -> None:
        words = self.words
        self.days = ChipRow(words.text("Days that count"), wrap=True, parent=self)
        self.days.chosen.connect(lambda values: self.days_chosen.emit(values[0]) if values else None)
        self.schemes = ChipRow(words.context("report", "Insurance"), wrap=True, parent=self)
        self.schemes.set_choices([(scheme, name_scheme(words, scheme)) for scheme in OFFERED_SCHEMES])
        self.schemes.chosen.connect(lambda values: self.scheme_chosen.emit(values[0]) if values else None)
        self.body.addWidget(self.days)
        self.body.addWidget(self.schemes)

    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("Results by village or commune"), alike=True)
        self.list.setModel(self._model)
        self.list.stood_on.connect(self._tell_row)
        return self.list

    def _make_notes(self) -> QWidget:
        words, inside = self.words, QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        self._notes, self._published = (make_label("", Role.LINE, wrap=True, parent=inside) for _ in range(2))
        column.addWidget(self._notes)
        column.addWidget(make_label(words.text("Official figures"), Role.STRONG, parent=inside))
        column.addWidget(self._published)
        column.addStretch(1)
        panel = Panel(name=words.text("What the numbers say"))
        panel.add_heading(words.text("What the numbers say"))
        panel.body.addWidget(make_scroll_area(inside, panel), 1)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        turn = CapButton(words.text("The other insurance"), ("B",))
        turn.clicked.connect(self.scheme_turned)
        self._print = CapButton(words.text("Print the results"), ("P",), icon="printer")
        self._print.clicked.connect(self.print_wanted)
        self.set_bar(ActionBar(self._print, helpers=(turn,)))
        self.on_letter(Qt.Key.Key_B, turn.click)
        self.on_letter(Qt.Key.Key_P, self._print.click)
        self.bind("F6", self.days.focus_first)

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering:
            self.stood_on.emit(self._model.id_at(row))

    def render_state(self, state: CampaignState) -> None:
        """Show the results of the days and scheme chosen."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading and state.report is None)
        self._rendering = True
        if former.offered != state.offered:
            self.days.set_choices([(days.key, name_days(self.words, days)) for days in state.offered])
        self.days.set_values((state.chosen,))
        self.schemes.set_values((state.scheme,))
        if state.report is not None:
            self._line.setText(tell_line(self.words, state.report))
            self._show_report(state)
        self._rendering = False
        self._print.setEnabled(state.report is not None)

    def _show_report(self, state: CampaignState) -> None:
        assert state.report is not None
        row = state.row
        self._model.set_lines([Line(each.subject, self._make_line(each)) for each in state.rows])
        if row is None:
            return
        self.figures.set_figures(self._make_figures(row))
        place = self._model.row_of(row.subject)
        if place != self.list.current_row():
            self.list.stand_on(place)
        self._notes.setText("\n\n".join(tell_notes(self.words, row)))
        published = tell_published(self.words, state.report)
        nothing = self.words.text("None entered for this unit: outreach campaign figure enter.")
        self._published.setText("\n\n".join(published) if published else nothing)

    def _make_line(self, row: ReportRow) -> RowLine:
        reached = row.plan is not None and row.plan.is_reached
        return RowLine(
            row.name, tell_counts(self.words, row), tell_members(self.words, row), tell_percent(self.words, row),
            right_tone=Tone.GOOD if reached else None,
        )  # fmt: skip

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
