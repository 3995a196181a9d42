"""Lists: choose a register, see what its columns hold and what it would do, correct, bring it in; what came before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.rows import ImportReport
from outreach_app.domain.stopped_lines import StoppedReport
from outreach_app.i18n import Catalogue
from ui.presenters import lists_words as tell
from ui.presenters import stopped_words
from ui.presenters.lists import KIND_NAMES, ListKind, ListsState, Stage, can_bring_in
from ui.presenters.ports import Sense
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.chips import ChipRow
from ui.widgets.choices import DropDown
from ui.widgets.column_match import ColumnMatch
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.fields import LabelledField
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.file_dialogs import choose_files
from ui.widgets.file_table import FileLine
from ui.widgets.key_lists import list_list_keys
from ui.widgets.panels import Panel
from ui.widgets.place_chooser import PlaceChooser
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

KINDS = "(*.xlsx *.xls *.ods *.csv)"
_SHOWN = 500


class ListsScreen(Screen):
    """Signals: `file_taken(str)`, `commune_chosen(object)`, `field_chosen(str, str)` a letter and a field's key,
    `bringing_in()`, `starting()` with another file; `kind_chosen(object)` what the list is of,
    `person_chosen(int, object)` who is meant in a row, `taking_back()` the newest list.
    """

    file_taken = Signal(str)
    commune_chosen = Signal(object)
    field_chosen = Signal(str, str)
    bringing_in = Signal()
    starting = Signal()
    kind_chosen = Signal(object)
    person_chosen = Signal(int, object)
    taking_back = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Lists"))
        self._state = ListsState()
        self._lay_out()
        self._make_bar()
        self._bind_keys()

    def _lay_out(self) -> None:
        words = self.words
        self._line = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Lists"), self._line))
        self.figures = FigureStrip(self, name=words.text("What the list would do"))
        self.strip = Strip(Tone.WAIT, self)
        self.figures.hide()
        self.strip.hide()
        self.body.addWidget(self.figures)
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self._left.addWidget(self._make_start())
        self._left.addWidget(self._make_columns())
        self._left.addWidget(self._make_people())
        self.history = TablePanel(
            words.text("Brought in before"), empty=words.text("No list has been brought in yet.")
        )
        self._right.addWidget(self.history)
        self._right.addWidget(self._make_rows())
        row.addWidget(self._left, 1)
        row.addWidget(self._right, 1)
        self.body.addLayout(row, 1)

    def _make_start(self) -> QWidget:
        words = self.words
        panel = Panel(name=words.text("Bring in a list"))
        panel.add_heading(words.text("Bring in a list"))
        self.kind = ChipRow(words.text("What the list is of"))
        self.kind.set_choices([(each, words.text(name)) for each, name in KIND_NAMES.items()])
        self.kind.set_values((ListKind.REGISTER,))
        self.kind.chosen.connect(lambda values: self.kind_chosen.emit(*values))
        panel.body.addWidget(self.kind)
        said = words.text(
            "A spreadsheet as it comes (xlsx, xls, ods, csv). Nothing is brought in before you have seen what it does."
        )
        panel.body.addWidget(make_label(said, Role.NOTE, wrap=True))
        self.file = PlaceChooser(words.text("File"), browse=self._browse, browse_text=words.text("Browse"))
        self.file.taken.connect(self.file_taken)
        panel.body.addWidget(self.file)
        panel.body.addStretch(1)
        return panel

    def _browse(self) -> str:
        words = self.words
        kinds = words.text("Spreadsheets") + " " + KINDS
        title = words.text("Bring in a list")
        stick = self._state.drives[0].folder if self._state.drives else ""
        start = self.file.path() or stick
        files = choose_files(self, words, title=title, start=start, kinds=kinds, several=False)
        return files[0] if files else ""

    def _make_columns(self) -> QWidget:
        words = self.words
        panel = Panel(name=words.text("Columns of the list"))
        panel.add_heading(words.text("Columns of the list"))
        self.commune = DropDown()
        self.commune.chosen.connect(self.commune_chosen)
        self._commune = LabelledField(words.text("Commune of the list"), self.commune)
        panel.body.addWidget(self._commune)
        fields = tell.list_fields(words)
        unnamed = words.text("no header")
        self.columns = ColumnMatch(fields, unnamed=unnamed, name=words.text("Columns of the list"))
        self.columns.chosen.connect(self.field_chosen)
        panel.body.addWidget(self.columns, 1)
        return panel

    def _make_people(self) -> QWidget:
        words = self.words
        self.people = TablePanel(
            words.text("Who is meant?"), empty=words.text("Stand on a row that is for you to choose.")
        )
        self.people.table.opened.connect(lambda _row: self._choose_person())
        return self.people

    def _choose_person(self) -> None:
        row, person = self._row_stood_on(), self.people.table.current_id()
        if row is not None and isinstance(person, bytes):
            self.person_chosen.emit(row, person)
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row_stood_on(self) -> int | None:
        standing = self.rows.table.current_id()
        return standing[1] if isinstance(standing, tuple) and isinstance(standing[1], int) else None

    def _make_rows(self) -> QWidget:
        words = self.words
        self.rows = TablePanel(words.text("Rows to look at"))
        self.rows.title.hide()
        self.kinds = ChipRow(words.text("Rows to look at"), wrap=True)
        self.kinds.chosen.connect(lambda _values: self._show_rows())
        self.rows.body.insertWidget(0, self.kinds)
        self._whole = self.rows.add_note("", Role.LINE)
        self.rows.table.stood_on.connect(lambda _row: self._explain())
        self.rows.table.opened.connect(lambda _row: self._open_row())
        return self.rows

    def _open_row(self) -> None:
        """Go to those who may be meant, where somebody has to choose; else take the step."""
        if self._state.stopped is not None and self.people.table.lines():
            self.people.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._step.click()

    def _make_bar(self) -> None:
        words = self.words
        self._back = CapButton(words.text("Take the newest list back"), ("U",), icon="undo-2")
        self._back.clicked.connect(self.taking_back)
        self._other = CapButton(words.text("Another file"), ("O",), icon="file-spreadsheet")
        self._correct = CapButton(words.text("Correct columns"), ("C",))
        self._step = CapButton("", ("Ctrl", "Enter"))
        self._other.clicked.connect(self.starting)
        self._correct.clicked.connect(self.columns.take_focus)
        self._step.clicked.connect(self._take_step)
        self.bar = ActionBar(self._step, helpers=(self._other, self._correct, self._back))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        words = self.words
        self.on_letter(Qt.Key.Key_O, self._other.click)
        self.on_letter(Qt.Key.Key_C, self._correct.click)
        self.on_letter(Qt.Key.Key_U, self._back.click)
        self.bind("F6", self.kind.focus_first)
        self.bind("Ctrl+Return", self._step.click)
        self.keys = list_list_keys(words)

    def _take_step(self) -> None:
        match self._state.stage:
            case Stage.START:
                self.file.take()
            case Stage.PREVIEW:
                self.bringing_in.emit()
            case Stage.RESULT:
                self.starting.emit()

    def take_focus(self) -> None:
        """Stand where the work of this stage is."""
        if self._state.stage in (Stage.START, Stage.LOOKING):
            self.file.take_focus()
        elif self._state.must_choose_commune:
            self.commune.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: ListsState) -> None:
        """Show the stage, the preview, and what was brought in before."""
        former, self._state = self._state, state
        self._show_history(state)
        shown = state.is_shown
        self.kind.set_values((state.kind,))
        self._left.setCurrentIndex(2 if state.stopped is not None else int(shown))
        self._right.setCurrentIndex(int(shown))
        self.figures.setVisible(shown)
        if state.report is not None and former.report is not state.report:
            self._show_report(state, state.report)
        if state.stopped is not None and former.stopped is not state.stopped:
            self._show_stopped(state.stopped)
        self._show_columns(state)
        self._show_commune(state)
        self._show_strip(state)
        self._show_bar(state)
        if self._must_move(former, state):
            self.take_focus()

    def _must_move(self, former: ListsState, state: ListsState) -> bool:
        """The focus moves when a page comes or goes, not while a column is corrected."""
        if not self.isVisible():
            return False
        came = former.is_shown != state.is_shown
        return came or (state.stage is Stage.RESULT and former.stage is not Stage.RESULT)

    def _show_history(self, state: ListsState) -> None:
        lines = [FileLine(past.id, *tell.tell_past(self.words, past)) for past in state.history]
        self.history.table.set_lines(lines)
        self.history.tell_empty()

    def _show_report(self, state: ListsState, report: ImportReport) -> None:
        words = self.words
        self._line.setText(
            words.plural("{name}: {count} row", "{name}: {count} rows", report.rows, name=report.name)
        )
        self._show_figures(tell.tell_figures(words, report))
        self._show_kinds(tell.list_kinds(self.words, report))
        self._show_rows()

    def _show_figures(self, told: Sequence[tuple[str, str, str, Sense | None]]) -> None:
        tones = [(figure, Tone(figure[3].value) if figure[3] else None) for figure in told]
        self.figures.set_figures([Figure(*figure[:3], tone) for figure, tone in tones])

    def _show_stopped(self, report: StoppedReport) -> None:
        words = self.words
        rows = len(report.lines) + len(report.refused)
        self._line.setText(
            words.plural("{name}: {count} row", "{name}: {count} rows", rows, name=report.name)
        )
        self._show_figures(stopped_words.tell_figures(words, report))
        self._show_kinds(stopped_words.list_kinds(words, report))
        self._show_rows()

    def _show_columns(self, state: ListsState) -> None:
        """Columns as they are read; what was just chosen stands although the list is still being read again."""
        if state.report is not None:
            now = {each.letter: each.field for each in state.report.listed}
            chosen = now | dict(state.corrected) if state.stage is Stage.LOOKING else now
            columns = state.recognised or state.report.listed
            self.columns.set_columns(
                [(each.letter, each.header, chosen.get(each.letter, "")) for each in columns]
            )

    def _show_kinds(self, offered: Sequence[tuple[str, str]]) -> None:
        self.kinds.set_choices(offered)
        if not self.kinds.values() and offered:
            self.kinds.set_values((offered[0][0],))

    def _show_rows(self) -> None:
        report, stopped, chosen = self._state.report, self._state.stopped, self.kinds.values()
        if not chosen or (report is None and stopped is None):
            return
        kind = str(chosen[0])
        if stopped is not None:
            rows = stopped_words.list_rows(self.words, stopped, kind)
        else:
            rows = tell.list_rows(self.words, report, kind) if report is not None else []
        self.rows.table.set_lines(
            [FileLine((kind, row), title, detail) for row, title, detail in rows[:_SHOWN]]
        )
        self._explain()

    def _explain(self) -> None:
        """Say in full what may be cut short in its row."""
        row, lines = self.rows.table.current_row(), self.rows.table.lines()
        self._whole.setText(lines[row].detail if 0 <= row < len(lines) else "")
        if self._state.stopped is not None:
            at = self._row_stood_on()
            found = (
                stopped_words.list_candidates(self.words, self._state.stopped, at) if at is not None else []
            )
            self.people.table.set_lines([FileLine(person, name, detail) for person, name, detail in found])
            self.people.tell_empty()

    def _show_commune(self, state: ListsState) -> None:
        self._commune.setVisible(len(state.communes) > 1)
        if len(state.communes) > 1:
            if self.commune.count() != len(state.communes):
                self.commune.set_choices(state.communes)
            self.commune.set_value(state.commune)
            self._commune.set_error(
                self.words.text("Choose the commune; villages are made there.")
                if state.commune is None
                else ""
            )

    def _show_strip(self, state: ListsState) -> None:
        told, sense = tell.tell_strip(self.words, state)
        self.strip.setVisible(bool(told[0]))
        self.strip.set_tone(Tone(sense.value))
        self.strip.show_text(*told)

    def _show_bar(self, state: ListsState) -> None:
        words, stage = self.words, state.stage
        busy = stage in (Stage.LOOKING, Stage.BRINGING)
        step = {
            Stage.START: words.text("Look into the list"),
            Stage.RESULT: words.text("Bring in another list"),
        }
        stopped = state.stopped is not None
        fresh = stopped_words.can_bring_in(state.stopped) if stopped else can_bring_in(state.report)
        ready = fresh and not state.must_choose_commune
        self._step.set_words(step.get(stage, words.text("Bring in the list")))
        self._step.setEnabled(stage in step or (stage is Stage.PREVIEW and ready))
        self._other.setVisible(stage is not Stage.START and not busy)
        self._correct.setVisible(stage is Stage.PREVIEW and not stopped)
        self._back.setVisible(stage in (Stage.START, Stage.RESULT) and bool(state.history))
        self._right.setEnabled(not busy)
        said = {
            Stage.LOOKING: words.text("Reading the list"),
            Stage.BRINGING: words.text("Bringing in the list"),
        }
        nothing = stage is Stage.PREVIEW and not fresh
        empty = "Nobody in it is to be taken in." if stopped else "Everything in it is here already."
        text = said.get(stage, words.text(empty) if nothing else "")
        self.bar.show_state(text, icon="hourglass" if busy else "info", tone=Tone.NEUTRAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state.stage is not Stage.START:
            self.starting.emit()
            return
        super().keyPressEvent(event)
