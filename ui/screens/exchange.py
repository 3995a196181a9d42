"""Exchange: counts in the order of travel, the ledger, the machines, writing, reading with a preview, taking back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.exchange import Act
from ui.models.review import DifferencesState
from ui.presenters import exchange_aside_words as aside
from ui.presenters import exchange_lists as rows
from ui.presenters import exchange_words as tell
from ui.presenters.drives import name_of_place
from ui.presenters.exchange_figures import tell_figures
from ui.presenters.exchange_state import BUSY, ExchangeState, Stage, missing_of
from ui.theme import Size, Tone, look
from ui.widgets.differences import DifferencePanel
from ui.widgets.exchange_bar import ExchangeBar
from ui.widgets.exchange_machines import HandoverPanel, MachinePanel
from ui.widgets.exchange_pages import ExchangeLists, ExchangePages, Page
from ui.widgets.figures import Figure, FigureStrip
from ui.widgets.key_lists import list_all_keys
from ui.widgets.place_chooser import PlaceChooser
from ui.widgets.screen import Screen, digit_of, is_plain
from ui.widgets.strips import Strip
from ui.widgets.tags import SignLine
from ui.widgets.text import Role, make_label

_PAGES = {
    Stage.DRAFTS: Page.DRAFTS, Stage.WRITE: Page.WRITE, Stage.WRITING: Page.WRITE, Stage.WRITTEN: Page.WRITTEN,
    Stage.READ: Page.READ, Stage.LOOKING: Page.READ, Stage.PREVIEW: Page.PREVIEW, Stage.READING: Page.PREVIEW,
    Stage.RESULT: Page.PREVIEW, Stage.UNDO: Page.UNDO, Stage.UNDOING: Page.UNDO, Stage.ASIDE: Page.ASIDE,
    Stage.ACCEPTING: Page.ASIDE, Stage.MACHINE: Page.MACHINE, Stage.HANDOVER: Page.HANDOVER,
}  # fmt: skip
_TITLE, _LISTS = 64, 120
"""Heights at normal type: the title with its margins, and the least that lists are worth showing for."""


class ExchangeScreen(Screen):
    """Signals: `wished(str)` what needs no more words, `draft_wanted(str)`, `folder_taken(str)` to write to,
    `again_wanted(object)` a `LedgerFile`, `files_taken(object)` a tuple of paths, `adopting_wanted(str)` a kept file;
    `letting_in(str, bool)` a refused entry, and whether all alike; `machine_wanted(str)`, `act_wanted(object)`,
    `why_given(str)`, `kit_folder_taken(str)`; `handing_over(object, object, bool)` from, to, for good;
    `watching_wanted(str)` the path typed; `left()`.
    """

    wished = Signal(str)
    draft_wanted = Signal(str)
    folder_taken = Signal(str)
    again_wanted = Signal(object)
    files_taken = Signal(object)
    adopting_wanted = Signal(str)
    letting_in = Signal(str, bool)
    machine_wanted = Signal(str)
    act_wanted = Signal(object)
    why_given = Signal(str)
    kit_folder_taken = Signal(str)
    handing_over = Signal(object, object, bool)
    watching_wanted = Signal(str)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Exchange"))
        self._state = ExchangeState()
        self._review, self._folded = DifferencesState(), False
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
        self.strip.link_activated.connect(partial(self.wished.emit, "version"))
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
        pages, machine = self.pages, self.pages.machine
        pages.drafts.table.opened.connect(self._open_draft)
        pages.target.taken.connect(self.folder_taken)
        pages.source.taken.connect(lambda path: self.files_taken.emit((path,)))
        pages.files_browsed.connect(self.files_taken)
        pages.preview.table.stood_on.connect(lambda _row: self._explain())
        for panel in (pages.preview, pages.undo, pages.aside):
            panel.table.opened.connect(lambda _row: self.bar.step.click())
        there = self.lists.machines.table
        there.opened.connect(lambda _row: self.machine_wanted.emit(str(there.current_id())))
        machine.block_wanted.connect(lambda: self.act_wanted.emit(Act.BLOCK))
        machine.replace_wanted.connect(lambda: self.act_wanted.emit(Act.REPLACE))
        machine.unblock_wanted.connect(partial(self.wished.emit, "unblock"))
        machine.why_given.connect(self.why_given)
        machine.folder_taken.connect(self.kit_folder_taken)
        pages.handover.chosen.connect(self.handing_over)

    def _open_draft(self) -> None:
        self.draft_wanted.emit(str(self.pages.drafts.table.current_id()))

    def _make_bar(self) -> None:
        self.bar = ExchangeBar(self.words)
        pressed: dict[str, Callable[[], None]] = {
            "again": self._write_again, "open": self._open_draft, "adopt": self._ask_adopting,
            "accept": partial(self._let_in, False), "alike": partial(self._let_in, True), "stop": self.left.emit,
            "back": self.left.emit, "watch": lambda: self.watching_wanted.emit(self.pages.source.path()),
        }  # fmt: skip
        pressed |= {
            w: partial(self.wished.emit, w)
            for w in "read undo aside handover summary arrivals erasures seen".split()
        }
        for name, action in pressed.items():
            self.bar.helpers[name].clicked.connect(action)
        self.bar.write.clicked.connect(lambda: self.wished.emit(rows.name_writing(self._state)))
        self.bar.step.clicked.connect(self._take_step)
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        letters = {
            Qt.Key.Key_Z: "undo", Qt.Key.Key_R: "aside", Qt.Key.Key_M: "adopt",
            Qt.Key.Key_C: "accept", Qt.Key.Key_T: "alike", Qt.Key.Key_X: "erasures",
        }  # fmt: skip
        for key, name in letters.items():
            self.on_letter(key, partial(self._press, name))
        self.on_letter(Qt.Key.Key_D, partial(self._press, "handover", "summary"))
        self.on_letter(Qt.Key.Key_O, self._read)
        self.on_letter(Qt.Key.Key_P, self._print_day)
        self.on_letter(Qt.Key.Key_N, self._go_on)
        self.on_letter(Qt.Key.Key_V, self._open_version)
        self.on_letter(Qt.Key.Key_G, self.bar.write.click)
        self.on_letter(Qt.Key.Key_B, lambda: self.pages.machine.press(block=True))
        self.on_letter(Qt.Key.Key_K, lambda: self.pages.machine.press(block=False))
        self.bind("F5", lambda: self._press("again"))
        self.bind("F6", self._fold)
        self.bind("F7", partial(self._press, "watch"))
        self.bind("Ctrl+Return", self.bar.step.click)

    def _press(self, *helpers: str) -> None:
        # A button that is not shown at this stage means nothing.
        shown = (self.bar.helpers[name] for name in helpers if not self.bar.helpers[name].isHidden())
        if (button := next(shown, None)) is not None:
            button.click()

    # These two keys mean the same all day; their buttons make room for each other where something came by itself.
    def _read(self) -> None:
        if self._state.stage in rows.QUIET:
            self.wished.emit("read")

    def _print_day(self) -> None:
        if self._state.office and self._state.came_today and self._state.stage in rows.QUIET:
            self.wished.emit("arrivals")

    def _open_version(self) -> None:
        if rows.leads_to_version(self._state):
            self.wished.emit("version")

    def _go_on(self) -> None:
        """Go to the next thing that waits for a person: differences, what was turned away, machine by machine."""
        state = self._state
        standing = state.machine.device if state.stage is Stage.MACHINE else ""
        if self.differences.has_item():
            (self._fold if self._folded and state.stage in rows.QUIET else self.left.emit)()
        elif state.aside and state.stage in rows.QUIET:
            self.wished.emit("aside")
        elif device := state.missing_after(standing):
            self.machine_wanted.emit(device)
        else:
            self.wished.emit("settled")

    def _take_step(self) -> None:
        match self._state.stage:
            case Stage.WRITE:
                self.pages.target.take()
            case Stage.READ:
                self.pages.source.take()
            case Stage.PREVIEW:
                self.wished.emit("apply")
            case Stage.UNDO:
                self.wished.emit("take_back")
            case Stage.ASIDE:
                self.wished.emit(self._state.wish_aside)
            case Stage.MACHINE:
                self.pages.machine.take_step()
            case Stage.HANDOVER:
                self.pages.handover.take()

    def _ask_adopting(self) -> None:
        chosen = self.pages.aside.table.current_id()
        held = self._state.look.held if self._state.look else ()
        seconds = [file.id for file in held if file.reason_key == "second_machine"]
        if seconds:
            self.adopting_wanted.emit(str(chosen if chosen in seconds else seconds[0]))

    def _let_in(self, alike: bool) -> None:
        self.letting_in.emit(str(self.pages.aside.table.current_id()), alike)

    def _write_again(self) -> None:
        look, chosen = self._state.look, self.lists.ledger.table.current_id()
        files = look.ledger.files if look else ()
        if (file := next((each for each in files if each.name == chosen), None)) is not None:
            self.again_wanted.emit(file)

    def take_focus(self) -> None:
        """Stand where the work of this stage is."""
        pages = self.pages
        tables = {
            Page.DRAFTS: pages.drafts, Page.PREVIEW: pages.preview, Page.WRITTEN: pages.written,
            Page.UNDO: pages.undo, Page.ASIDE: pages.aside,
        }  # fmt: skip
        doors: dict[Page, PlaceChooser | MachinePanel | HandoverPanel] = {
            Page.WRITE: pages.target, Page.READ: pages.source, Page.MACHINE: pages.machine,
            Page.HANDOVER: pages.handover,
        }  # fmt: skip
        page = _PAGES.get(self._state.stage, Page.HISTORY)
        if (door := doors.get(page)) is not None:
            door.take_focus()
        else:
            table = tables.get(page, self.lists.ledger).table
            (self if table.isHidden() or self.lists.isHidden() else table).setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def render_state(self, state: ExchangeState) -> None:
        """Show counts, lists, and the page of the stage."""
        former, self._state = self._state, state
        if former.look is not state.look:
            self._show_look(state)
        self._show_pages(state)
        told = rows.tell_strip(self.words, state)
        self.strip.setVisible(told is not None)
        if told is not None:
            self.strip.set_tone(Tone(told[2].value))
            link = self.words.text("New version") if rows.leads_to_version(state) else ""
            self.strip.show_text(told[0], told[1], link=link, caps=("V",) if link else ())
        self._show_bar(state)
        self._make_room()
        self.wait_for_rows(waiting=state.look is None)
        moved = former.stage is not state.stage or former.machine.act is not state.machine.act
        if moved and self.isVisible():
            self.take_focus()

    def _show_look(self, state: ExchangeState) -> None:
        words, look = self.words, state.look
        if look is None:
            return
        self._times.setText(tell.tell_times(words, state))
        stick = look.drives[0].name if look.drives else ""
        self._stick.show_state("usb", words.text("Stick “{name}” plugged in", name=stick) if stick else "")
        self._show_figures()
        self.lists.machines.table.fill(rows.list_machines(words, state))
        self.lists.ledger.table.fill(rows.list_ledger(words, state))
        self.lists.tell_empty(office=state.office)
        self.pages.history.table.fill(rows.list_history(words, state))
        self.pages.tell_empty()
        drives = [(drive.name, drive.folder) for drive in look.drives]
        for chooser in (self.pages.target, self.pages.source, self.pages.machine.target):
            chooser.set_drives(drives)
        self.pages.drafts.table.fill(rows.list_drafts(words, state))
        watched = name_of_place(look.watched, look.drives) if look.watched else ""
        self.pages.tell_watched(watched, office=state.office)
        self.bar.name_watch(
            words.text("Watch no longer") if look.watched else words.text("Watch this folder")
        )
        self.pages.aside.table.fill(rows.list_aside(words, state))
        self.pages.tell_aside()

    def _show_figures(self) -> None:
        pairs = max(0, self._review.total - self._review.differences)
        told = tell_figures(self.words, self._state, differences=self._review.differences, pairs=pairs)
        self.figures.set_figures(
            [Figure(n, text, hint, Tone(sense.value) if sense else None) for n, text, hint, sense in told]
        )

    def _show_pages(self, state: ExchangeState) -> None:
        page = _PAGES.get(state.stage, Page.HISTORY)
        if page != self.pages.currentIndex():
            self._prepare_page(state)
            self.pages.setCurrentIndex(page)
        match page:
            case Page.PREVIEW:
                self._show_preview(state)
            case Page.WRITTEN:
                self.pages.written.table.fill(rows.list_written(self.words, state))
            case Page.UNDO:
                self._show_undo(state)
            case Page.MACHINE:
                if (seen := aside.look_at_machine(self.words, state)) is not None:
                    self.pages.machine.show_look(seen)
            case Page.HANDOVER:
                self.pages.handover.show_look(aside.look_at_handover(self.words, state))
        self.pages.setEnabled(state.stage not in (*BUSY, Stage.LOOKING))

    def _prepare_page(self, state: ExchangeState) -> None:
        words = self.words
        if state.stage is Stage.WRITE:
            waiting = tell.tell_waiting_file(words, state)
            named = tell.name_file(words, state.again) if state.again else waiting[0] if waiting else ""
            title = words.text("Write: {what}", what=named)
            self.pages.prepare_write(title, tell.tell_target(words, state), folder=state.folder)
        elif state.stage is Stage.READ:
            self.pages.source.set_path(state.folder)

    def _show_preview(self, state: ExchangeState) -> None:
        words, report = self.words, state.report
        if report is None:
            return
        self.pages.preview.table.fill(rows.list_report(words, state))
        count = words.plural("{count} file found", "{count} files found", len(report.files))
        self.pages.preview.title.setText(count if report.preview else words.text("Files read"))
        self._explain()

    def _explain(self) -> None:
        report, row = self._state.report, self.pages.preview.table.current_row()
        if report is None or not 0 <= row < len(report.files):
            return
        file = report.files[row]
        missing, clock_s = missing_of(file, self._state.missing), self._state.clock_of(file.device)
        self.pages.explain(*tell.explain_report(self.words, file, missing, clock_s=clock_s))

    def _show_undo(self, state: ExchangeState) -> None:
        panel, report = self.pages.undo, state.undo
        panel.table.fill(rows.list_undo(self.words, state))
        told = aside.tell_undo(self.words, report) if report is not None and report.preview else ("", "")
        for note, text in zip(panel.notes, told, strict=True):
            note.setText(text)
            note.setVisible(bool(text))
        panel.empty.setVisible(report is not None and not panel.table.lines())

    def _show_bar(self, state: ExchangeState) -> None:
        seen = rows.look_at_bar(self.words, state)
        self.bar.show_stage(
            seen.helpers, write=seen.write, can_write=seen.can_write, step=seen.step, can_step=seen.can_step
        )
        self.bar.say(seen.said, seen.icon)

    def render_differences(self, state: DifferencesState) -> None:
        """Show what needs a person, below the lists; the focus comes back to the lists afterwards."""
        begun = self.differences.is_begun()
        counted = (self._review.total, self._review.differences) != (state.total, state.differences)
        self._review = state
        self.differences.render_state(state)
        if counted:
            self._show_figures()
        self._make_room()
        if begun and not self.differences.is_begun() and self.isVisible():
            self.take_focus()

    def _make_room(self) -> None:
        """Show the difference whole below lists that give way: an office's history makes room for its ledger."""
        waiting = self._state.stage in rows.QUIET and self.differences.has_item()
        shown = waiting and not self._folded
        self.differences.setVisible(shown)
        self.keys = list_all_keys(self.words, differences=waiting, office=self._state.office)
        history = self.pages.currentIndex() == Page.HISTORY
        crowded = shown and self._state.office
        self.lists.be_low(shown, alone=crowded and not history)
        self.pages.be_low(shown)
        # A difference is whole or not there: in large type lists and pages give way altogether, until F6 puts it away.
        strip = 0 if self.strip.isHidden() else self.strip.sizeHint().height() + Size.GRID
        bar = self.bar.heightForWidth(self.width()) if self.bar.hasHeightForWidth() else self.bar.height()
        above = self.figures.sizeHint().height() + max(bar, self.bar.height()) + strip + look().px(_TITLE)
        page = 0 if crowded and history else self.pages.minimumSizeHint().height()
        room = self.height() - above - self.differences.sizeHint().height() > max(page, look().px(_LISTS))
        self.lists.setVisible(room or not shown)
        self.pages.setVisible((room or not shown) and not (crowded and history))
        # What was just told and the difference come before the counts, which stand there again after Esc.
        self.figures.setVisible(not shown or above + self.differences.sizeHint().height() <= self.height())

    def _fold(self) -> None:
        self._folded = not self._folded and self.differences.has_item()
        self._make_room()
        self.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        quiet = self._state.stage in rows.QUIET
        if quiet and not event.isAutoRepeat() and (is_plain(event) or digit_of(event)):
            escape = event.key() == Qt.Key.Key_Escape
            state = self._state
            said = state.written is not None or state.stage is not Stage.LEDGER or state.arrived is not None
            if not (escape and said) and self.differences.take_key(event, digit_of(event)):
                return
        begun = self._state.stage is not Stage.LEDGER or self._state.written is not None
        if event.key() == Qt.Key.Key_Escape and (begun or self._state.arrived is not None):
            (self.left.emit if begun else self.bar.helpers["seen"].click)()
            return
        super().keyPressEvent(event)
