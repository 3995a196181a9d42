"""Print: what goes on paper, chosen at the left, seen page by page at the right, then kept as PDF or printed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.domain.assignments import tell_obstacle
from outreach_app.i18n import Catalogue
from ui.presenters.pages import PageImage
from ui.presenters.phrases import name_village_of, tell_reason
from ui.presenters.ports import Paper
from ui.presenters.print_state import MonthPaper
from ui.presenters.printing import MOST_DOORS, PrintingState, Stage, list_villages
from ui.presenters.printing_words import (
    MADE,
    can_make,
    list_candidates,
    list_homes,
    list_slips,
    name_sheet,
    offer_kinds,
    offer_months,
    tell_empty,
    tell_late,
    tell_rest,
    tell_step,
    tell_work,
)
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind
from ui.widgets.chips import ChipRow
from ui.widgets.file_table import FileLine
from ui.widgets.key_lists import list_print_keys
from ui.widgets.page_view import PageView, make_image
from ui.widgets.paint import Tag
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.paper_printer import PrinterDesk
from ui.widgets.print_forms import Form, PrintForms
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

_FORMS = dict(zip(Paper, Form, strict=False))
_LEFT, _RIGHT = 2, 3


class PrintScreen(Screen):
    """Signals: `paper_chosen(object)` a `Paper`; `paper_wanted()`; `turned(int)`, `magnified(int)`,
    `room_changed(int, int)`; `saving_wanted()`, `handbook_wanted()` as PDF, `left()`. The forms' own signals are on
    `forms`, those of printing on `desk`.
    """

    paper_chosen = Signal(object)
    paper_wanted = Signal()
    saving_wanted = Signal()
    handbook_wanted = Signal()
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Print"))
        self._state = PrintingState()
        self.desk = PrinterDesk(self)
        self._day_typed = False
        self._lay_out()
        self._make_bar()
        self._bind_keys()
        self.wait_for_rows()

    def _lay_out(self) -> None:
        words = self.words
        self.papers = ChipRow(words.text("What to print"), wrap=True)
        named = (
            words.text("Visit list"), words.text("Leaflet"), words.text("Daily summary"),
            words.text("Village leaflets"), words.text("Appointments"), words.text("Official forms"),
            words.text("Monthly report"),
        )  # fmt: skip
        self.papers.set_choices(
            [
                (paper, f"{n}  {text}")
                for n, (paper, text) in enumerate(zip(Paper, named, strict=True), start=1)
            ]
        )
        self.papers.chosen.connect(self._choose_paper)
        self.body.addLayout(self.make_title(words.text("Print"), self.papers))
        self.strip = Strip(Tone.GOOD, self)
        self.strip.hide()
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        self.forms = PrintForms(words, most_doors=MOST_DOORS)
        self.forms.finished.connect(self._finish_form)
        self.forms.day_given.connect(self._mark_typing)
        self.forms.slips.day_given.connect(self._mark_typing)
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
        self._line = make_label("", Role.NOTE)
        column = QVBoxLayout()
        column.setSpacing(Size.HALF)
        column.addWidget(self._line)
        column.addWidget(self._pages, 1)
        panel.body.addLayout(column)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._save = CapButton(words.text("Keep as PDF"), ("S",), icon="download")
        self._larger = CapButton(words.text("Larger"), ("+",))
        self._smaller = CapButton(words.text("Smaller"), ("-",))
        self._back = CapButton(words.text("Leave it"), ("Esc",))
        self._book = CapButton(words.text("Handbook"), ("H",), icon="download")
        self._book.clicked.connect(self.handbook_wanted)
        self._step = CapButton("", ("Ctrl", "Enter"))
        self._print = CapButton(words.text("Print on paper"), ("P",), icon="printer")
        self._save.clicked.connect(self.saving_wanted)
        self._larger.clicked.connect(lambda: self.view.magnified.emit(1))
        self._smaller.clicked.connect(lambda: self.view.magnified.emit(-1))
        self._back.clicked.connect(self._leave)
        self._print.clicked.connect(self._ask_printer)
        self._step.clicked.connect(self._take_step)
        helpers = (self._save, self._larger, self._smaller, self._back, self._book)
        self.bar = ActionBar(self._print, helpers=helpers, beside=(self._step,))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        words = self.words
        for place, paper in enumerate(Paper):
            self.on_letter(Qt.Key(Qt.Key.Key_1 + place), partial(self.paper_chosen.emit, paper))
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.on_letter(key, self._larger.click)
        self.on_letter(Qt.Key.Key_Minus, self._smaller.click)
        self.on_letter(Qt.Key.Key_S, self._save.click)
        self.on_letter(Qt.Key.Key_H, self._book.click)
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
        elif self._state.stage is Stage.CHOOSING:
            self.paper_wanted.emit()

    def _leave(self) -> None:
        if self.desk.is_open():
            self.desk.abort()
        else:
            self.left.emit()

    def _mark_typing(self, _day: object) -> None:
        self._day_typed = True

    def _finish_form(self) -> None:
        """Enter in a form goes on: a paper is made, one that is there is looked at."""
        if self._state.printed is not None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._take_step()

    def _ask_printer(self) -> None:
        printed = self._state.printed
        if printed is not None and self._state.stage is Stage.SHOWN:
            size, title = printed.pages[0], self.words.text("Print on paper")
            self.desk.ask(title=title, width=size.width, height=size.height, pages=len(printed.pages))

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
        self._show_printing(former, state)
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
        typing = self._day_typed and (self.forms.day.hasFocus() or self.forms.slips.day.hasFocus())
        return state.stage is Stage.SAVING or (state.stage is Stage.SHOWN and not typing)

    def _show_forms(self, former: PrintingState, state: PrintingState) -> None:
        forms = self.forms
        page = Form.SAVING if state.stage is Stage.SAVING else _FORMS[state.paper]
        if forms.currentIndex() != page:
            forms.setCurrentIndex(page)
            if page is Form.SAVING:
                forms.folder.set_path(state.folder)
        self._show_choices(former, state)
        self._show_lists(former, state)
        if former.planned is not state.planned:
            self._show_planned(state)
        if former.hits is not state.hits:
            self._show_hits(state)

    def _show_choices(self, former: PrintingState, state: PrintingState) -> None:
        forms, words = self.forms, self.words
        if former.coverage is not state.coverage:
            forms.village.set_choices(list_villages(state.coverage))
            forms.run.offer_villages(list_villages(state.coverage))
        forms.village.set_value(state.village)
        forms.large.set_value(state.large)
        forms.run.village.set_value(state.whole_village)
        forms.run.visited.set_value(state.unvisited)
        if not forms.doors.hasFocus():
            forms.doors.set_number(state.doors)
        for field, was, day in (
            (forms.day, former.day, state.day), (forms.slips.day, former.slip_day, state.slip_day)
        ):  # fmt: skip
            if not field.hasFocus() and was != day:
                field.set_value(day)
        named = [(sheet.id, name_sheet(words, sheet, state.today)) for sheet in state.sheets]
        forms.show_sheets(named, late=tell_late(words, state.sheets, state.today))
        if former.choice is not state.choice:
            forms.official.show_choice(state.choice)
        if former.units is not state.units or former.today != state.today:
            forms.month.offer(*offer_months(words, state))
        changed = state.units_changed and state.month.paper is MonthPaper.MONTHLY
        forms.month.show_choice(state.month, offer_kinds(words, state), changed=changed)

    def _show_lists(self, former: PrintingState, state: PrintingState) -> None:
        forms = self.forms
        if former.whole is not state.whole:
            forms.run.show_homes(*list_homes(self.words, state))
        if former.slips is not state.slips:
            forms.slips.show_slips(list_slips(state), none=state.slips == ())
        if former.candidates is not state.candidates:
            forms.official.show_sign_ups(*list_candidates(self.words, state), none=state.candidates == ())

    def _show_planned(self, state: PrintingState) -> None:
        words = self.words
        items = state.planned or ()
        lines = [FileLine(item.household.id, item.household.head, tell_reason(words, item)) for item in items]
        said = words.plural("{count} door on this list", "{count} doors on this list", len(lines))
        aside = Tag(words.text("Left out"), "circle-slash-2", Tone.NEUTRAL)
        left = [
            FileLine(home.id, home.head, words.render(tell_obstacle(why)), aside)
            for home, why in state.left_out
        ]
        self.forms.planned.table.set_lines([*lines, *left])
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
        self._empty.show_text(*tell_empty(self.words, state))
        title = f"{printed.title} · " if printed else ""
        self._line.setText(title + self._tell_page(state) if printed else "")
        self._line.setVisible(printed is not None)
        self.view.setAccessibleName(printed.title if printed else words.text("Preview"))

    def _image_of(self, drawn: PageImage) -> QImage:
        ratio = self.devicePixelRatioF()
        return make_image(drawn.width, drawn.height, drawn.stride, drawn.pixels, ratio=ratio)

    def _tell_page(self, state: PrintingState) -> str:
        pages = len(state.printed.pages) if state.printed else 0
        return self.words.text("page {page} of {pages}", page=state.page + 1, pages=pages) if pages else ""

    def _show_strip(self, state: PrintingState) -> None:
        words = self.words
        self.strip.setVisible(bool(state.saved))
        if state.saved:
            self.strip.show_text(words.text("Kept: {path}", path=state.saved), tell_rest(words, state))

    def _show_bar(self, state: PrintingState) -> None:
        words, stage = self.words, state.stage
        choosing = state.paper in MADE and stage in (Stage.CHOOSING, Stage.MAKING)
        shown = stage is Stage.SHOWN
        running = stage is Stage.PRINTING or (stage is Stage.MAKING and state.paper is Paper.LEAFLETS)
        self._step.setVisible(choosing or stage is Stage.SAVING)
        self._step.set_words(tell_step(words, state))
        self._step.setEnabled(stage is Stage.SAVING or (stage is Stage.CHOOSING and can_make(state)))
        self._step.set_kind(Kind.FILLED)
        self._print.setVisible(shown)
        self._book.setVisible(stage is Stage.CHOOSING)
        for button in (self._save, self._larger, self._smaller):
            button.setVisible(shown)
        self._back.set_words(words.text("Stop") if running else words.text("Leave it"))
        self._back.setVisible(stage is Stage.SAVING or running)
        self.bar.show_state(tell_work(words, state), icon="hourglass", tone=Tone.NEUTRAL)

    def _show_printing(self, former: PrintingState, state: PrintingState) -> None:
        page = state.to_print
        if page is not None and former.to_print is not page:
            image = make_image(page.width, page.height, page.stride, page.pixels, ratio=1.0, grey=page.grey)
            self.desk.send(image)
        if former.stage is Stage.PRINTING and state.stage is not Stage.PRINTING:
            self.desk.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._back.isHidden():
            self._leave()
            return
        super().keyPressEvent(event)
