"""Print: what goes on paper, chosen at the left, seen page by page at the right, then kept as PDF or printed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.pages import PageImage
from ui.presenters.phrases import name_village_of, tell_reason
from ui.presenters.ports import Paper
from ui.presenters.printing import MOST_DOORS, PrintingState, Stage, list_villages
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind
from ui.widgets.chips import ChipRow
from ui.widgets.file_table import FileLine
from ui.widgets.key_lists import list_print_keys
from ui.widgets.page_view import PageView, make_image
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.paper_printer import DOTS, PrintRun, choose_printer
from ui.widgets.print_forms import Form, PrintForms
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FORMS = {Paper.VISIT_LIST: Form.VISIT_LIST, Paper.LEAFLET: Form.LEAFLET, Paper.SUMMARY: Form.SUMMARY}
_LEFT, _RIGHT = 2, 3


class PrintScreen(Screen):
    """Signals: `paper_chosen(object)` a `Paper`; `sheet_wanted()`; `turned(int)`, `magnified(int)`,
    `room_changed(int, int)`; `saving_wanted()`, `saving_left()`, `folder_taken(str)`; `pages_wanted(int)` dots an
    inch, `pages_gone()`. The forms' own signals are on `forms`.
    """

    paper_chosen = Signal(object)
    sheet_wanted = Signal()
    saving_wanted = Signal()
    saving_left = Signal()
    pages_wanted = Signal(int)
    pages_gone = Signal()
    printer_missing = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Print"))
        self._state = PrintingState()
        self._printer: QPrinter | None = None
        self._day_typed = False
        self._lay_out()
        self._make_bar()
        self._bind_keys()
        self.wait_for_rows()

    def _lay_out(self) -> None:
        words = self.words
        self.papers = ChipRow(words.text("What to print"))
        named = (words.text("Visit list"), words.text("Leaflet"), words.text("Daily summary"))
        self.papers.set_choices(
            [
                (paper, f"{n}  {text}")
                for n, (paper, text) in enumerate(zip(Paper, named, strict=True), start=1)
            ]
        )
        self.papers.chosen.connect(self._choose_paper)
        self._line = make_label("", Role.NOTE, parent=self)
        title = self.make_title(words.text("Print"), self.papers)
        title.addWidget(self._line)
        self.body.addLayout(title)
        self.strip = Strip(Tone.GOOD, self)
        self.strip.hide()
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        self.forms = PrintForms(words, most_doors=MOST_DOORS)
        self.forms.finished.connect(self._finish_form)
        self.forms.day_given.connect(self._mark_typing)
        row.addWidget(self.forms, _LEFT)
        row.addWidget(self._make_preview(), _RIGHT)
        self.body.addLayout(row, 1)

    def _make_preview(self) -> QWidget:
        words = self.words
        self.view = PageView(name=words.text("Preview"))
        self._empty = EmptyState("", icon="printer")
        panel = Panel(name=words.text("Preview"))
        panel.body.setContentsMargins(Size.HALF, Size.HALF, Size.HALF, Size.HALF)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        column = QVBoxLayout()
        column.addWidget(self._pages)
        panel.body.addLayout(column)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._save = CapButton(words.text("Keep as PDF"), ("S",), icon="download")
        self._larger = CapButton(words.text("Larger"), ("+",))
        self._smaller = CapButton(words.text("Smaller"), ("-",))
        self._back = CapButton(words.text("Leave it"), ("Esc",))
        self._step = CapButton("", ("Ctrl", "Enter"))
        self._print = CapButton(words.text("Print on paper"), ("P",), icon="printer")
        self._save.clicked.connect(self.saving_wanted)
        self._larger.clicked.connect(lambda: self.view.magnified.emit(1))
        self._smaller.clicked.connect(lambda: self.view.magnified.emit(-1))
        self._back.clicked.connect(self.saving_left)
        self._print.clicked.connect(self._ask_printer)
        self._step.clicked.connect(self._take_step)
        helpers = (self._save, self._larger, self._smaller, self._back)
        self.bar = ActionBar(self._print, helpers=helpers, beside=(self._step,))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        words = self.words
        for key, paper in zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), Paper, strict=True):
            self.on_letter(key, partial(self.paper_chosen.emit, paper))
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.on_letter(key, self._larger.click)
        self.on_letter(Qt.Key.Key_Minus, self._smaller.click)
        self.on_letter(Qt.Key.Key_S, self._save.click)
        self.on_letter(Qt.Key.Key_P, self._print.click)
        self.bind("Ctrl+P", self._print.click)
        self.bind("Ctrl+S", self._save.click)
        self.bind("Ctrl+Return", self._take_step)
        self.keys = list_print_keys(words)

    def _choose_paper(self, values: object) -> None:
        chosen = values[0] if isinstance(values, tuple) and values else self._state.paper
        self.papers.set_values((chosen,))
        self.paper_chosen.emit(chosen)

    def _take_step(self) -> None:
        if self._state.stage is Stage.SAVING:
            self.forms.folder.take()
        elif self._state.paper is Paper.VISIT_LIST and self._state.stage is Stage.CHOOSING:
            self.sheet_wanted.emit()

    def _mark_typing(self, _day: object) -> None:
        self._day_typed = True

    def _finish_form(self) -> None:
        """Enter in a form goes on: a list is made, a paper that is there is looked at."""
        if self._state.printed is not None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._take_step()

    def _ask_printer(self) -> None:
        printed = self._state.printed
        if printed is None or self._state.stage is not Stage.SHOWN:
            return
        size = printed.pages[0]
        try:
            self._printer = choose_printer(
                self, title=self.words.text("Print on paper"), width=size.width, height=size.height
            )
        except ImportError:
            self.printer_missing.emit()
            return
        if self._printer is not None:
            self.pages_wanted.emit(DOTS)

    def take_focus(self) -> None:
        """Stand in the form, or before the paper once it is there."""
        if self._state.stage is Stage.SHOWN:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.forms.take_focus()

    def render_state(self, state: PrintingState) -> None:
        """Show form, preview and what can be done with it."""
        former, self._state = self._state, state
        self.papers.set_values((state.paper,))
        self._show_forms(former, state)
        self._show_preview(former, state)
        self._show_strip(state)
        self._show_bar(state)
        if state.to_print and former.to_print is not state.to_print:
            self._send_pages(state.to_print)
        self.wait_for_rows(waiting=state.is_reading)
        if self.isVisible() and self._must_move(former, state):
            self.take_focus()

    def _must_move(self, former: PrintingState, state: PrintingState) -> bool:
        """The focus follows the work, but never leaves the date while it is typed."""
        if former.paper is not state.paper:
            self._day_typed = False
            return state.stage is not Stage.MAKING
        if former.stage is state.stage or state.stage in (Stage.MAKING, Stage.PRINTING):
            return False
        # A stack that changes its page hands the focus to the first field, which nobody has typed in yet.
        typing = self._day_typed and self.forms.day.hasFocus()
        return state.stage is Stage.SAVING or (state.stage is Stage.SHOWN and not typing)

    def _show_forms(self, former: PrintingState, state: PrintingState) -> None:
        forms = self.forms
        page = Form.SAVING if state.stage is Stage.SAVING else _FORMS[state.paper]
        if forms.currentIndex() != page:
            forms.setCurrentIndex(page)
            if page is Form.SAVING:
                forms.folder.set_path(state.folder)
        if former.coverage is not state.coverage:
            forms.village.set_choices(list_villages(state.coverage))
        forms.village.set_value(state.village)
        if not forms.doors.hasFocus():
            forms.doors.set_number(state.doors)
        if not forms.day.hasFocus() and former.day != state.day:
            forms.day.set_value(state.day)
        forms.show_sheets(
            [(sheet.id, self._name_sheet(sheet.code, len(sheet.lines))) for sheet in state.sheets]
        )
        if former.planned is not state.planned:
            self._show_planned(state)
        if former.hits is not state.hits:
            self._show_hits(state)

    def _name_sheet(self, code: str, doors: int) -> str:
        return self.words.plural("{code}: {count} door", "{code}: {count} doors", doors, code=code)

    def _show_planned(self, state: PrintingState) -> None:
        words = self.words
        items = state.planned or ()
        lines = [FileLine(item.household.id, item.household.head, tell_reason(words, item)) for item in items]
        self.forms.planned.table.set_lines(lines)
        said = words.plural("{count} door on this list", "{count} doors on this list", len(lines))
        self.forms.planned.title.setText(said if lines else words.text("No door of this village is waiting."))

    def _show_hits(self, state: PrintingState) -> None:
        self.forms.hits.table.set_lines(
            [
                FileLine(hit.household, hit.name, f"{hit.code} · {name_village_of(hit)}")
                for hit in state.hits or ()
            ]
        )
        if state.hits:
            self.forms.hits.table.stand_on(0)

    def _show_preview(self, former: PrintingState, state: PrintingState) -> None:
        words, printed = self.words, state.printed
        if former.drawn is not state.drawn:
            drawn = state.drawn
            spoken = self._tell_page(state)
            self.view.show_page(self._image_of(drawn) if drawn else None, spoken=spoken)
        self._pages.setCurrentWidget(self.view if printed is not None else self._empty)
        self._empty.show_text(*self._tell_empty(state))
        title = f"{printed.title} · " if printed else ""
        self._line.setText(title + self._tell_page(state) if printed else "")
        self.view.setAccessibleName(printed.title if printed else words.text("Preview"))

    def _image_of(self, drawn: PageImage) -> QImage:
        ratio = self.devicePixelRatioF()
        return make_image(drawn.width, drawn.height, drawn.stride, drawn.pixels, ratio=ratio)

    def _tell_page(self, state: PrintingState) -> str:
        pages = len(state.printed.pages) if state.printed else 0
        return self.words.text("page {page} of {pages}", page=state.page + 1, pages=pages) if pages else ""

    def _tell_empty(self, state: PrintingState) -> tuple[str, str]:
        words = self.words
        if state.stage is Stage.MAKING:
            return words.text("Making the paper"), ""
        if state.paper is Paper.VISIT_LIST:
            rest = words.text(
                "Making it gives the list its sheet code; it can then be typed back row by row."
            )
            return words.text("The list is shown here once it is made."), rest
        if state.paper is Paper.LEAFLET:
            return words.text("The leaflet is shown here."), words.text("Choose a household.")
        return words.text("The summary is shown here."), words.text("Choose a day.")

    def _show_strip(self, state: PrintingState) -> None:
        words = self.words
        self.strip.setVisible(bool(state.saved))
        if state.saved:
            self.strip.show_text(
                words.text("Kept: {path}", path=state.saved), words.text("It is not encrypted.")
            )

    def _show_bar(self, state: PrintingState) -> None:
        words, stage = self.words, state.stage
        choosing = state.paper is Paper.VISIT_LIST and stage in (Stage.CHOOSING, Stage.MAKING)
        shown = stage is Stage.SHOWN
        self._step.setVisible(choosing or stage is Stage.SAVING)
        self._step.set_words(
            words.text("Keep it here") if stage is Stage.SAVING else words.text("Make the sheet")
        )
        self._step.setEnabled(stage is Stage.SAVING or (choosing and bool(state.planned)))
        self._step.set_kind(Kind.FILLED)
        self._print.setVisible(shown)
        for button in (self._save, self._larger, self._smaller):
            button.setVisible(shown)
        self._back.setVisible(stage is Stage.SAVING)
        said = {
            Stage.MAKING: words.text("Making the paper"),
            Stage.PRINTING: words.text("Sending it to the printer"),
        }
        self.bar.show_state(said.get(stage, ""), icon="hourglass", tone=Tone.NEUTRAL)

    def _send_pages(self, pages: tuple[PageImage, ...]) -> None:
        assert self._printer is not None, "pages are drawn for a printer"
        images = [make_image(p.width, p.height, p.stride, p.pixels, ratio=1.0) for p in pages]
        run = PrintRun(self, self._printer, images, done=self.pages_gone.emit)
        if not run.start():
            self.pages_gone.emit()
            self.printer_missing.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state.stage is Stage.SAVING:
            self.saving_left.emit()
            return
        super().keyPressEvent(event)
