"""Lists: choose a register, see what its columns hold and what it would do, correct, bring it in; what came before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters import found_lists, list_naming, listed_words, stopped_words
from ui.presenters import lists_words as tell
from ui.presenters.lists import KIND_NAMES, ListKind, ListsState, Stage
from ui.presenters.ports import Sense
from ui.theme import Size, Tone
from ui.widgets.choices import DropDown
from ui.widgets.column_match import make_match_panel
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.fields import LabelledField
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.file_dialogs import choose_files
from ui.widgets.file_table import FileLine
from ui.widgets.key_lists import list_list_keys
from ui.widgets.list_bar import ListBar
from ui.widgets.list_naming import ListNaming
from ui.widgets.list_rows import ListRows
from ui.widgets.list_start import ListStart
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

KINDS = "(*.xlsx *.xls *.ods *.csv)"
_PEOPLE, _LISTED, _NAMING = 2, 3, 4
_FIRST_ROWS = 2
_DOUBT = "doubt"


class ListsScreen(Screen):
    """Signals: `file_taken(str)`, `commune_chosen(object)`, `field_chosen(str, str)` letter and key of a field,
    `bringing_in()`, `starting()` with another file; `kind_chosen(object)` what the list is of,
    `person_chosen(int, object)` who is meant in a row (None: nobody), `taking_back()` the newest list;
    `layout_chosen(object)` which list of people to be asked, `settling()` the rows that wait, `reading_anew()` columns;
    `naming_columns()` by hand, `named()` then; `entering()` newcomers or not; `keeping_rest()`. Attribute: naming.
    """

    file_taken = Signal(str)
    commune_chosen = Signal(object)
    field_chosen = Signal(str, str)
    bringing_in = Signal()
    starting = Signal()
    kind_chosen = Signal(object)
    person_chosen = Signal(int, object)
    taking_back = Signal()
    layout_chosen = Signal(object)
    settling = Signal()
    reading_anew = Signal()
    naming_columns = Signal()
    named = Signal()
    entering = Signal()
    keeping_rest = Signal()

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
        self._rows = ListRows(words, self, read_rows=self._read_rows, read_people=self._read_people)
        self._rows.chosen.connect(self.person_chosen)
        self._rows.opened.connect(self._open_row)
        self.rows, self.people, self.kinds = self._rows.panel, self._rows.people, self._rows.kinds
        self._left.addWidget(make_scroll_area(self._make_start()))
        self._left.addWidget(self._make_columns())
        self._left.addWidget(self.people)
        self._left.addWidget(self._make_listed_columns())
        self.naming = ListNaming(words)
        self._left.addWidget(self.naming)
        self.history = TablePanel(
            words.text("Brought in before"), empty=words.text("No list has been brought in yet.")
        )
        self._right.addWidget(self.history)
        self._right.addWidget(make_scroll_area(self.rows))
        self._right.addWidget(self.naming.rows)
        row.addWidget(self._left, 1)
        row.addWidget(self._right, 1)
        self.body.addLayout(row, 1)

    def _make_start(self) -> QWidget:
        words = self.words
        kinds = [(each, words.text(name)) for each, name in KIND_NAMES.items()]
        layouts = listed_words.list_layouts(words)
        self.start = ListStart(words, kinds=kinds, layouts=layouts, browse=self._browse)
        self.kind, self.file = self.start.kind, self.start.file
        self.start.kind_chosen.connect(self.kind_chosen)
        self.start.layout_chosen.connect(self.layout_chosen)
        self.start.file_taken.connect(self.file_taken)
        return self.start

    def _browse(self) -> str:
        words, title = self.words, self.words.text("Bring in a list")
        kinds = words.text("Spreadsheets") + " " + KINDS
        stick = self._state.drives[0].folder if self._state.drives else ""
        start = self.file.path() or stick
        files = choose_files(self, words, title=title, start=start, kinds=kinds, several=False)
        return files[0] if files else ""

    def _make_columns(self) -> QWidget:
        self.commune = DropDown()
        self.commune.chosen.connect(self.commune_chosen)
        self._commune = LabelledField(self.words.text("Commune of the list"), self.commune)
        self.columns, panel = make_match_panel(self.words, tell.list_fields(self.words))
        self.columns.chosen.connect(self.field_chosen)
        panel.body.insertWidget(1, self._commune)
        return panel

    def _make_listed_columns(self) -> QWidget:
        self.listed_columns, panel = make_match_panel(self.words, listed_words.list_fields(self.words))
        self.listed_columns.chosen.connect(self.field_chosen)
        return panel

    def _choose_nobody(self) -> None:
        row = self._rows.row_stood_on()
        if self._state.stage is Stage.SETTLING and row is not None:
            self.person_chosen.emit(row, None)

    def _make_bar(self) -> None:
        self.bar = bar = ListBar(self.words)
        bar.back.clicked.connect(self.taking_back)
        bar.settle.clicked.connect(self.settling)
        bar.other.clicked.connect(self.starting)
        bar.correct.clicked.connect(self._correct_columns)
        bar.enter.clicked.connect(self.entering)
        bar.rest.clicked.connect(self.keeping_rest)
        bar.step.clicked.connect(self._take_step)
        self.set_bar(bar)

    def _bind_keys(self) -> None:
        bar, key = self.bar, Qt.Key
        buttons = {key.Key_O: bar.other, key.Key_C: bar.correct, key.Key_U: bar.back, key.Key_D: bar.settle}
        for letter, button in (buttons | {key.Key_E: bar.enter, key.Key_S: bar.rest}).items():
            self.on_letter(letter, button.click)
        self.on_letter(Qt.Key.Key_N, self._choose_nobody)
        self.on_letter(Qt.Key.Key_R, self.reading_anew.emit)
        self.bind("F6", self.kind.focus_first)
        self.bind("Ctrl+Return", bar.step.click)
        self.keys = list_list_keys(self.words)

    def _correct_columns(self) -> None:
        if self._state.stopped is not None:
            self.naming_columns.emit()
        else:
            (self.columns if self._state.listed is None else self.listed_columns).take_focus()

    def _open_row(self) -> None:
        """Enter on a row never brings a list in: say what does."""
        if self._state.stage is Stage.PREVIEW:
            said = self.words.text(
                "Ctrl+Enter brings the list in; rows that wait are settled after it, by D."
            )
            self.bar.show_state(said, icon="info", tone=Tone.NEUTRAL)
        else:
            (self.bar.settle if self.bar.settle.isVisible() else self.bar.step).click()

    def _take_step(self) -> None:
        match self._state.stage:
            case Stage.START:
                self.file.take()
            case Stage.PREVIEW:
                self.bringing_in.emit()
            case Stage.NAMING:
                self.named.emit()
            case Stage.RESULT | Stage.SETTLING:
                self.starting.emit()

    def take_focus(self) -> None:
        """Stand where the work of this stage is."""
        if self._state.stage is Stage.NAMING:
            self.naming.take_focus()
        elif self._state.stage in (Stage.START, Stage.LOOKING):
            self.file.take_focus()
        elif self._state.must_choose_commune:
            self.commune.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._rows.take_focus()

    def render_state(self, state: ListsState) -> None:
        """Show the stage, the preview, and what was brought in before."""
        former, self._state = self._state, state
        if state.stage is Stage.START:
            self._line.setText("")
        self._show_history(state)
        shown, settling = state.is_shown, state.stage is Stage.SETTLING
        asked = state.kind is ListKind.PROSPECTS
        self.start.show_kind(state.kind, layout=state.layout if asked else None)
        self._left.setCurrentIndex(_choose_page(state))
        self._right.setCurrentIndex(_FIRST_ROWS if state.is_naming else int(shown or settling))
        self.figures.setVisible(shown and not settling)
        self.kinds.setVisible(not settling)
        if state.shown is not None and former.shown is not state.shown:
            self._show_list(state)
        if settling and former.doubts is not state.doubts:
            self._show_doubts(state)
        self._show_columns(state)
        if state.naming is not None and state.naming is not former.naming:
            self._show_naming(Path(state.path).name, state.naming)
        self._show_commune(state)
        self._show_strip(state)
        self._show_bar(state)
        if self._must_move(former, state):
            self.take_focus()

    def _must_move(self, former: ListsState, state: ListsState) -> bool:
        """The focus moves when a page comes or goes or has taken it, not while a column is corrected."""
        if not self.isVisible():
            return False
        own = (Stage.SETTLING, Stage.NAMING)
        came = former.is_shown != state.is_shown or any(
            (former.stage is stage) != (state.stage is stage) for stage in own
        )
        lost = state.stage is Stage.PREVIEW and QApplication.focusWidget() is None
        return came or lost or (state.stage is Stage.RESULT and former.stage is not Stage.RESULT)

    def _show_history(self, state: ListsState) -> None:
        lines = [FileLine(past.id, *tell.tell_past(self.words, past)) for past in state.history]
        self.history.table.set_lines(lines)
        self.history.tell_empty()

    def _show_figures(self, told: Sequence[tuple[str, str, str, Sense | None]]) -> None:
        tones = [(figure, Tone(figure[3].value) if figure[3] else None) for figure in told]
        self.figures.set_figures([Figure(*figure[:3], tone) for figure, tone in tones])

    def _show_list(self, state: ListsState) -> None:
        name, rows, figures, kinds = tell.tell_shown(self.words, state)
        self._line.setText(self.words.plural("{name}: {count} row", "{name}: {count} rows", rows, name=name))
        self._show_figures(figures)
        self._rows.show_kinds(kinds)

    def _show_doubts(self, state: ListsState) -> None:
        told = [listed_words.tell_doubt(self.words, row) for row in state.doubts]
        self._line.setText(self.words.text("Rows to settle"))
        self._rows.put(_DOUBT, [(place, *each) for place, each in enumerate(told)])

    def _show_columns(self, state: ListsState) -> None:
        """Columns as they are read; what was just chosen stands although the list is still being read again."""
        report, shown = (
            state.report or state.listed,
            self.columns if state.listed is None else self.listed_columns,
        )
        if report is not None:
            now = {each.letter: each.field for each in report.listed}
            chosen = now | dict(state.corrected) if state.stage is Stage.LOOKING else now
            columns = state.recognised or report.listed
            shown.set_columns([(each.letter, each.header, chosen.get(each.letter, "")) for each in columns])

    def _show_naming(self, name: str, naming: list_naming.Naming) -> None:
        words, head = self.words, naming.head
        self._line.setText(name)
        rows, sheets = list_naming.list_heading_rows(words, naming), [(each, each) for each in head.sheets]
        self.naming.show_sheets(sheets, sheet=head.sheet, rows=rows, header_row=head.header_row)
        columns = list_naming.list_columns(words, naming)
        self.naming.show_fields(list_naming.list_fields(words, naming), columns=columns)
        labels = list_naming.list_labels(words, naming)
        self.naming.table.show_rows(labels, head.rows, header_row=head.header_row)

    def _read_rows(self, kind: str) -> Sequence[tuple[int, str, str]]:
        state = self._state
        if state.listed is not None:
            return listed_words.list_rows(self.words, state.listed, kind)
        if state.stopped is not None:
            return found_lists.list_rows(self.words, state.stopped, kind)
        return tell.list_rows(self.words, state.report, kind) if state.report is not None else []

    def _read_people(self, at: int) -> Sequence[tuple[bytes, str, str]]:
        words, state = self.words, self._state
        if state.stage is Stage.SETTLING:
            people = state.doubts[at].people if at < len(state.doubts) else ()
            return [(each.person, *stopped_words.tell_candidate(words, each)) for each in people]
        return found_lists.list_candidates(words, state.stopped, at) if state.stopped is not None else []

    def _show_commune(self, state: ListsState) -> None:
        self._commune.setVisible(len(state.communes) > 1)
        if len(state.communes) > 1:
            if self.commune.count() != len(state.communes):
                self.commune.set_choices(state.communes)
            self.commune.set_value(state.commune)
            asked = self.words.text("Choose the commune; villages are made there.")
            self._commune.set_error("" if state.commune is not None else asked)

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
            Stage.SETTLING: words.text("Bring in another list"),
            Stage.NAMING: words.text("Read the list like this"),
        }
        fresh = tell.can_go_on(state)
        ready = fresh and not state.must_choose_commune
        missing = stage is Stage.NAMING and not (state.naming is not None and state.naming.is_ready)
        bar = self.bar
        bar.step.set_words(step.get(stage, words.text("Bring in the list")))
        bar.step.setEnabled((stage in step and not missing) or (stage is Stage.PREVIEW and ready))
        bar.other.setVisible(stage is not Stage.START and not busy)
        bar.correct.setVisible(stage is Stage.PREVIEW)
        bar.back.setVisible(stage in (Stage.START, Stage.RESULT) and bool(state.history))
        bar.settle.setVisible(stage in (Stage.START, Stage.RESULT) and state.waiting > 0)
        bar.enter.setVisible(state.can_enter)
        bar.enter.set_words(listed_words.name_entering(words, entering=state.entering))
        bar.rest.setVisible(state.can_keep_rest)
        self._right.setEnabled(not busy)
        nothing = stage is Stage.PREVIEW and not fresh
        text = tell.tell_state(words, state, nothing=nothing)
        self.bar.show_state(text, icon="hourglass" if busy else "info", tone=Tone.NEUTRAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state.stage is not Stage.START:
            self.starting.emit()
            return
        super().keyPressEvent(event)


def _choose_page(state: ListsState) -> int:
    """Which page stands on the left."""
    if state.is_naming:
        return _NAMING
    if state.stage is Stage.SETTLING or state.stopped is not None:
        return _PEOPLE
    return _LISTED if state.listed is not None else int(state.report is not None)
