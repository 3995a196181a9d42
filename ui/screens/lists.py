"""Lists: choose a register, see what its columns hold and what it would do, correct, bring it in; what came before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.rows import ImportReport
from outreach_app.i18n import Catalogue
from ui.presenters import lists_words as tell
from ui.presenters.lists import ListsState, Stage, can_bring_in
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
REFUSED, WARNED, SAMPLE, NOTES = "refused", "warned", "sample", "notes"
_SHOWN = 500


class ListsScreen(Screen):
    """Signals: `file_taken(str)`, `commune_chosen(object)`, `field_chosen(str, str)` a letter and a field's key,
    `bringing_in()`, `starting()` with another file.
    """

    file_taken = Signal(str)
    commune_chosen = Signal(object)
    field_chosen = Signal(str, str)
    bringing_in = Signal()
    starting = Signal()

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
        panel = Panel(name=words.text("Bring in a household register"))
        panel.add_heading(words.text("Bring in a household register"))
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
        title = words.text("Bring in a household register")
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

    def _make_rows(self) -> QWidget:
        words = self.words
        self.rows = TablePanel(words.text("Rows to look at"))
        self.rows.title.hide()
        self.kinds = ChipRow(words.text("Rows to look at"))
        self.kinds.chosen.connect(lambda _values: self._show_rows())
        self.rows.body.insertWidget(0, self.kinds)
        self._whole = self.rows.add_note("", Role.LINE)
        self.rows.table.stood_on.connect(lambda _row: self._explain())
        self.rows.table.opened.connect(lambda _row: self._step.click())
        return self.rows

    def _make_bar(self) -> None:
        words = self.words
        self._other = CapButton(words.text("Another file"), ("O",), icon="file-spreadsheet")
        self._correct = CapButton(words.text("Correct columns"), ("C",))
        self._step = CapButton("", ("Ctrl", "Enter"))
        self._other.clicked.connect(self.starting)
        self._correct.clicked.connect(self.columns.take_focus)
        self._step.clicked.connect(self._take_step)
        self.bar = ActionBar(self._step, helpers=(self._other, self._correct))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        words = self.words
        self.on_letter(Qt.Key.Key_O, self._other.click)
        self.on_letter(Qt.Key.Key_C, self._correct.click)
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
        shown = state.report is not None
        self._left.setCurrentIndex(int(shown))
        self._right.setCurrentIndex(int(shown))
        self.figures.setVisible(shown)
        if state.report is not None and former.report is not state.report:
            self._show_report(state, state.report)
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
        came = (former.report is None) != (state.report is None)
        return came or (state.stage is Stage.RESULT and former.stage is not Stage.RESULT)

    def _show_history(self, state: ListsState) -> None:
        lines = []
        for past in state.history:
            name, detail = tell.tell_past(self.words, past)
            lines.append(FileLine(past.id, name, detail))
        self.history.table.set_lines(lines)
        self.history.tell_empty()

    def _show_report(self, state: ListsState, report: ImportReport) -> None:
        words = self.words
        self._line.setText(
            words.plural("{name}: {count} row", "{name}: {count} rows", report.rows, name=report.name)
        )
        self.figures.set_figures(
            [Figure(n, text, hint, Tone(sense.value) if sense else None)
             for n, text, hint, sense in tell.tell_figures(words, report)]
        )  # fmt: skip
        self._show_kinds(report)
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

    def _show_kinds(self, report: ImportReport) -> None:
        words = self.words
        counted = (
            (REFUSED, words.text("left out"), len(report.refused)),
            (WARNED, words.text("to look at"), len(report.warnings)),
            (NOTES, words.text("about the list"), len(report.notes) + len(report.villages_new)),
            (SAMPLE, words.text("as it is read"), len(report.sample)),
        )
        offered = [(key, f"{text} ({words.number(count)})") for key, text, count in counted if count]
        self.kinds.set_choices(offered)
        if not self.kinds.values() and offered:
            self.kinds.set_values((offered[0][0],))

    def _show_rows(self) -> None:
        report, chosen = self._state.report, self.kinds.values()
        if report is not None and chosen:
            self.rows.table.set_lines(self._make_lines(report, str(chosen[0])))
            self._explain()

    def _make_lines(self, report: ImportReport, kind: str) -> Sequence[FileLine]:
        words = self.words
        if kind == SAMPLE:
            told = [tell.tell_sample(each) for each in report.sample]
        elif kind == NOTES:
            told = [(words.text("Village to be made"), name) for name in report.villages_new]
            told += [(words.text("Note"), words.render(note)) for note in report.notes]
        else:
            rows = report.refused if kind == REFUSED else report.warnings
            told = [tell.tell_row(words, row) for row in rows[:_SHOWN]]
        return [FileLine((kind, place), name, detail) for place, (name, detail) in enumerate(told)]

    def _explain(self) -> None:
        """Say in full what may be cut short in its row."""
        row, lines = self.rows.table.current_row(), self.rows.table.lines()
        self._whole.setText(lines[row].detail if 0 <= row < len(lines) else "")

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
        report, words = state.report, self.words
        told, tone = ("", ""), Tone.WAIT
        if report is not None and state.stage is Stage.RESULT:
            told, tone = tell.tell_result(words, report), Tone.GOOD
        elif report is not None:
            told = tell.tell_earlier(words, report)
        self.strip.setVisible(bool(told[0]))
        self.strip.set_tone(tone)
        self.strip.show_text(*told)

    def _show_bar(self, state: ListsState) -> None:
        words, stage = self.words, state.stage
        busy = stage in (Stage.LOOKING, Stage.BRINGING)
        step = {
            Stage.START: words.text("Look into the list"),
            Stage.RESULT: words.text("Bring in another list"),
        }
        ready = can_bring_in(state.report) and not state.must_choose_commune
        self._step.set_words(step.get(stage, words.text("Bring in the list")))
        self._step.setEnabled(stage in step or (stage is Stage.PREVIEW and ready))
        self._other.setVisible(stage is not Stage.START and not busy)
        self._correct.setVisible(stage is Stage.PREVIEW)
        self._right.setEnabled(not busy)
        said = {
            Stage.LOOKING: words.text("Reading the list"),
            Stage.BRINGING: words.text("Bringing in the list"),
        }
        nothing = stage is Stage.PREVIEW and not can_bring_in(state.report)
        text = said.get(stage, words.text("Everything in it is here already.") if nothing else "")
        self.bar.show_state(text, icon="hourglass" if busy else "info", tone=Tone.NEUTRAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state.stage is not Stage.START:
            self.starting.emit()
            return
        super().keyPressEvent(event)
