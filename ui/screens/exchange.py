"""Exchange: counts in the order of travel, the ledger, the machines, writing to a stick, reading with a preview."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.review import DifferencesState
from ui.presenters import exchange_words as tell
from ui.presenters.exchange import ExchangeState, Stage, missing_of
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind
from ui.widgets.differences import DifferencePanel
from ui.widgets.exchange_pages import ExchangeLists, ExchangePages, Page
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.file_table import FileLine
from ui.widgets.key_lists import list_exchange_keys
from ui.widgets.paint import Tag
from ui.widgets.screen import Screen, digit_of, is_plain
from ui.widgets.strips import Strip
from ui.widgets.tags import SignLine
from ui.widgets.text import Role, make_label

NEXT = "next"
_QUIET = (Stage.LEDGER, Stage.RESULT)
_PAGES = {
    Stage.DRAFTS: Page.DRAFTS, Stage.WRITE: Page.WRITE, Stage.WRITING: Page.WRITE, Stage.READ: Page.READ,
    Stage.LOOKING: Page.READ, Stage.PREVIEW: Page.PREVIEW, Stage.READING: Page.PREVIEW, Stage.RESULT: Page.PREVIEW,
}  # fmt: skip


def make_tag(mark: tell.Mark) -> Tag:
    """The tag of a state."""
    text, icon, sense = mark
    return Tag(text, icon, Tone(sense.value))


class ExchangeScreen(Screen):
    """Signals: `writing_wanted()`, `going_on()` past the drafts, `draft_wanted(str)`, `folder_taken(str)`,
    `again_wanted(object)` with a `LedgerFile`; `reading_wanted()`, `files_taken(object)` with a tuple of paths,
    `applying()`; `left()` when somebody puts away what was begun.
    """

    writing_wanted = Signal()
    going_on = Signal()
    draft_wanted = Signal(str)
    folder_taken = Signal(str)
    again_wanted = Signal(object)
    reading_wanted = Signal()
    files_taken = Signal(object)
    applying = Signal()
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Exchange"))
        self._state = ExchangeState()
        self._lay_out()
        self._make_bar()
        self._bind_keys()
        self.wait_for_rows()

    def _lay_out(self) -> None:
        words = self.words
        self._times = make_label("", Role.NOTE, parent=self)
        title = self.make_title(words.text("Exchange"), self._times)
        self._stick = SignLine("usb", "", self, small=False, ink="ink_2")
        title.addWidget(self._stick)
        self.body.addLayout(title)
        self.figures = FigureStrip(self, name=words.text("What is on its way"))
        self.body.addWidget(self.figures)
        self.strip = Strip(Tone.GOOD, self)
        self.strip.hide()
        self.body.addWidget(self.strip)
        self.lists, self.pages = ExchangeLists(words), ExchangePages(words)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.lists, 1)
        row.addWidget(self.pages, 1)
        self.body.addLayout(row, 1)
        self.differences = DifferencePanel(words)
        self.body.addWidget(self.differences)
        self._connect_pages()

    def _connect_pages(self) -> None:
        pages = self.pages
        pages.drafts.table.opened.connect(self._open_draft)
        pages.target.taken.connect(self.folder_taken)
        pages.source.taken.connect(lambda path: self.files_taken.emit((path,)))
        pages.files_browsed.connect(self.files_taken)
        pages.preview.table.opened.connect(lambda _row: self._step.click())
        pages.preview.table.stood_on.connect(lambda _row: self._explain())

    def _open_draft(self) -> None:
        self.draft_wanted.emit(str(self.pages.drafts.table.current_id()))

    def _make_bar(self) -> None:
        words = self.words
        self._read = CapButton(words.text("Read files"), ("O",), icon="download")
        self._again = CapButton(words.text("Write this file again"), ("F5",))
        self._open = CapButton(words.text("Finish this visit"), ("Enter",))
        self._back = CapButton(words.text("Leave it"), ("Esc",))
        self._write = CapButton(words.text("Write to a stick"), ("G",))
        self._step = CapButton("", ("Enter",))
        self._read.clicked.connect(self.reading_wanted)
        self._again.clicked.connect(self._write_again)
        self._open.clicked.connect(self._open_draft)
        self._back.clicked.connect(self.left)
        self._write.clicked.connect(self._press_write)
        self._step.clicked.connect(self._take_step)
        helpers = (self._read, self._again, self._open, self._back)
        self.bar = ActionBar(self._step, helpers=helpers, beside=(self._write,))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        self.on_letter(Qt.Key.Key_G, self._write.click)
        self.on_letter(Qt.Key.Key_O, self._read.click)
        self.bind("F5", self._again.click)
        self.bind("Ctrl+Return", self._step.click)

    def _press_write(self) -> None:
        if self._state.stage is Stage.DRAFTS:
            self.going_on.emit()
        else:
            self.writing_wanted.emit()

    def _take_step(self) -> None:
        match self._state.stage:
            case Stage.WRITE:
                self.pages.target.take()
            case Stage.READ:
                self.pages.source.take()
            case Stage.PREVIEW:
                self.applying.emit()

    def _write_again(self) -> None:
        look, chosen = self._state.look, self.lists.ledger.table.current_id()
        files = look.ledger.files if look else ()
        if (file := next((each for each in files if each.name == chosen), None)) is not None:
            self.again_wanted.emit(file)

    def take_focus(self) -> None:
        """Stand where the work of this stage is."""
        stage = self._state.stage
        if stage is Stage.DRAFTS:
            self.pages.drafts.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif stage is Stage.WRITE:
            self.pages.target.take_focus()
        elif stage is Stage.READ:
            self.pages.source.take_focus()
        elif stage in (Stage.PREVIEW, Stage.RESULT, Stage.READING):
            self.pages.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.lists.ledger.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: ExchangeState) -> None:
        """Show counts, lists, and the page of the stage."""
        former, self._state = self._state, state
        if former.look is not state.look:
            self._show_look(state)
        self._show_pages(state)
        self._show_strip(state)
        self._show_bar(state)
        self._make_room()
        self.wait_for_rows(waiting=state.look is None)
        if former.stage is not state.stage and self.isVisible():
            self.take_focus()

    def _show_look(self, state: ExchangeState) -> None:
        words, look = self.words, state.look
        if look is None:
            return
        self._times.setText(tell.tell_times(words, state))
        stick = look.drives[0].name if look.drives else ""
        self._stick.show_state("usb", words.text("Stick “{name}” plugged in", name=stick) if stick else "")
        self.figures.set_figures(
            [Figure(n, text, hint, Tone(sense.value) if sense else None) for n, text, hint, sense in
             tell.tell_figures(words, state)]
        )  # fmt: skip
        self._show_machines(state)
        self._show_ledger(state)
        self._show_history(state)
        drives = [(drive.name, drive.folder) for drive in look.drives]
        self.pages.target.set_drives(drives)
        self.pages.source.set_drives(drives)
        self.pages.drafts.table.set_lines(
            [FileLine(each.id, each.household_name or words.text("household not chosen yet"),
                      words.text("kept {moment}", moment=each.saved_at)) for each in look.drafts]
        )  # fmt: skip

    def _show_machines(self, state: ExchangeState) -> None:
        assert state.look is not None
        self.lists.machines.table.set_lines(
            [FileLine(m.number, m.device, tell.tell_machine(self.words, m), make_tag(tell.mark_machine(self.words, m)))
             for m in state.look.machines]
        )  # fmt: skip

    def _show_ledger(self, state: ExchangeState) -> None:
        words, look = self.words, state.look
        assert look is not None
        lines = [
            FileLine(file.name, tell.name_file(words, file), tell.tell_file(words, file, look.drives),
                     make_tag(tell.mark_file(words, file)))
            for file in look.ledger.files
        ]  # fmt: skip
        waiting = tell.tell_waiting_file(words, state)
        if waiting is not None:
            name, detail, mark = waiting
            lines.insert(0, FileLine(NEXT, name, detail, make_tag(mark)))
        self.lists.ledger.table.set_lines(lines)
        self.lists.tell_empty(office=state.office)

    def _show_history(self, state: ExchangeState) -> None:
        assert state.look is not None
        lines = []
        for place, file in enumerate(state.look.history):
            name, detail = tell.tell_read(self.words, file)
            lines.append(FileLine(len(state.look.history) - place, name, detail))
        self.pages.history.table.set_lines(lines)
        self.pages.tell_empty()

    def _show_pages(self, state: ExchangeState) -> None:
        page = _PAGES.get(state.stage, Page.HISTORY)
        if page != self.pages.currentIndex():
            self._prepare_page(state)
            self.pages.setCurrentIndex(page)
        if page is Page.PREVIEW:
            self._show_preview(state)
        self.pages.setEnabled(state.stage not in (Stage.WRITING, Stage.LOOKING, Stage.READING))

    def _prepare_page(self, state: ExchangeState) -> None:
        words = self.words
        if state.stage is Stage.WRITE:
            waiting = tell.tell_waiting_file(words, state)
            named = tell.name_file(words, state.again) if state.again else waiting[0] if waiting else ""
            title = words.text("Write: {what}", what=named)
            self.pages.prepare_write(title, self._tell_target(state), folder=state.folder)
        elif state.stage is Stage.READ:
            self.pages.source.set_path(state.folder)

    def _tell_target(self, state: ExchangeState) -> str:
        words, look = self.words, state.look
        if state.office:
            return words.text("One file for each machine; only that machine can open it.")
        office = look.standing.office_name if look else ""
        return words.text(
            "For {office}. Nobody else can open it; the name of the file tells nothing.", office=office
        )

    def _show_preview(self, state: ExchangeState) -> None:
        words, report = self.words, state.report
        if report is None:
            return
        lines = []
        for place, file in enumerate(report.files):
            mark = tell.mark_report(words, file, missing_of(file, state.missing))
            line = FileLine(
                place, tell.name_report(words, file), tell.tell_report(words, file), make_tag(mark)
            )
            lines.append(line)
        self.pages.preview.table.set_lines(lines)
        count = words.plural("{count} file found", "{count} files found", len(lines))
        self.pages.preview.title.setText(count if report.preview else words.text("Files read"))
        self._explain()

    def _explain(self) -> None:
        report, row = self._state.report, self.pages.preview.table.current_row()
        if report is None or not 0 <= row < len(report.files):
            return
        file = report.files[row]
        self.pages.explain(*tell.explain_report(self.words, file, missing_of(file, self._state.missing)))

    def _show_strip(self, state: ExchangeState) -> None:
        words, told = self.words, None
        if state.written is not None:
            told = tell.tell_written(words, state)
        elif state.stage is Stage.RESULT and state.report is not None:
            told = tell.tell_result(words, state.report)
        self.strip.setVisible(told is not None)
        if told is not None:
            self.strip.set_tone(Tone(told[2].value))
            self.strip.show_text(told[0], told[1])

    def _show_bar(self, state: ExchangeState) -> None:
        words, stage = self.words, state.stage
        steps = {
            Stage.WRITE: words.text("Write here"), Stage.WRITING: words.text("Writing"),
            Stage.READ: words.text("Look into it"), Stage.LOOKING: words.text("Looking"),
            Stage.PREVIEW: words.plural("Take in {count} file", "Take in {count} files", state.to_apply),
            Stage.READING: words.text("Taking in"),
        }  # fmt: skip
        quiet = stage in _QUIET or stage is Stage.DRAFTS
        self._write.setVisible(quiet)
        self._write.set_kind(Kind.FILLED if quiet else Kind.OUTLINE)
        self._write.setEnabled(state.waiting > 0)
        self._write.set_words(self._name_write(state))
        self._step.setVisible(not quiet and not (stage is Stage.PREVIEW and not state.to_apply))
        self._step.set_words(steps.get(stage, ""))
        can_step = stage in (Stage.WRITE, Stage.READ) or (stage is Stage.PREVIEW and state.to_apply > 0)
        self._step.setEnabled(can_step)
        self._read.setVisible(stage in _QUIET)
        self._again.setVisible(stage is Stage.LEDGER and bool(state.look and state.look.ledger.files))
        self._open.setVisible(stage is Stage.DRAFTS)
        self._back.setVisible(stage is not Stage.LEDGER and stage not in (Stage.WRITING, Stage.READING))
        text, icon = self._tell_state(state)
        self.bar.show_state(text, icon=icon, tone=Tone.NEUTRAL)

    def _name_write(self, state: ExchangeState) -> str:
        if state.stage is Stage.DRAFTS:
            return self.words.text("Write all the same")
        return self.words.text("Write answers to a stick" if state.office else "Write to a stick")

    def _tell_state(self, state: ExchangeState) -> tuple[str, str]:
        words = self.words
        said = {
            Stage.WRITING: words.text("Writing, then reading back to compare"),
            Stage.LOOKING: words.text("Opening the files and checking their seals"),
            Stage.READING: words.text("Taking in; either everything of a file or nothing"),
        }.get(state.stage)
        if said:
            return said, "hourglass"
        if state.stage in _QUIET and state.look is not None and not state.waiting:
            return words.text("Nothing waits to be written."), "info"
        if state.stage is Stage.PREVIEW and not state.to_apply:
            return words.text("None of these files brings anything new."), "info"
        return "", ""

    def render_differences(self, state: DifferencesState) -> None:
        """Show what needs a person, below the lists; the focus comes back to the lists afterwards."""
        begun = self.differences.is_begun()
        self.differences.render_state(state)
        self._make_room()
        if begun and not self.differences.is_begun() and self.isVisible():
            self.take_focus()

    def _make_room(self) -> None:
        """Show the difference whole below lists that give way: an office's history makes room for its ledger."""
        shown = self._state.stage in _QUIET and self.differences.has_item()
        self.differences.setVisible(shown)
        self.keys = list_exchange_keys(self.words, differences=shown)
        history = self.pages.currentIndex() == Page.HISTORY
        self.lists.be_low(shown)
        self.pages.setVisible(not (shown and history and self._state.office))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        quiet = self._state.stage in _QUIET
        if quiet and not event.isAutoRepeat() and (is_plain(event) or digit_of(event)):
            escape = event.key() == Qt.Key.Key_Escape
            said = self._state.written is not None or self._state.stage is not Stage.LEDGER
            if not (escape and said) and self.differences.take_key(event, digit_of(event)):
                return
        begun = self._state.stage is not Stage.LEDGER or self._state.written is not None
        if event.key() == Qt.Key.Key_Escape and begun:
            self.left.emit()
            return
        super().keyPressEvent(event)
