"""What a paper is made from: village and doors of a visit list, household of a leaflet, day of a summary, and more."""

from datetime import date
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.people import PartialDate
from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.choices import DropDown
from ui.widgets.dates import Leaning, PartialDateField
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.fields import LabelledField, SearchField, TextField
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.panels import Panel
from ui.widgets.place_chooser import PlaceChooser
from ui.widgets.print_month_form import MonthForm
from ui.widgets.print_more_forms import AppointmentDay, OfficialForm, VillageRun
from ui.widgets.text import Role, make_label


class Form(IntEnum):
    """The forms in the order of the stack."""

    VISIT_LIST = 0
    LEAFLET = 1
    SUMMARY = 2
    LEAFLETS = 3
    APPOINTMENTS = 4
    FORMS = 5
    MONTH = 6
    SAVING = 7


class NumberField(TextField):
    """A small number; Up and Down change it. Signal `number_given(int)` when it is whole."""

    number_given = Signal(int)

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))
        self.textEdited.connect(lambda _text: self._tell())

    def number(self) -> int:
        """The number that stands there, or the least."""
        return int(self.text()) if self.text().isdecimal() and self.text() else self._least

    def set_number(self, number: int) -> None:
        """Put a number there without a signal."""
        if self.text() and self.number() == number:
            return
        self.setText(str(number))

    def _tell(self) -> None:
        if self.hasAcceptableInput():
            self.number_given.emit(self.number())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.setText(str(max(self._least, min(self.number() + step, self._most))))
        self._tell()


class PrintForms(QStackedWidget):
    """The forms at the left. Signals: `village_chosen(object)`, `doors_given(int)`, `sheet_chosen(object)`,
    `print_chosen(object)` whether in large letters, `searched(str)`, `household_chosen(object)`, `day_given(object)`
    a date, `folder_taken(str)`, `finished()` when Enter says that a form is filled in.

    Attributes: village, doors, large, sheets, planned, query, hits, day, run, slips, official, month, folder.
    """

    village_chosen = Signal(object)
    doors_given = Signal(int)
    sheet_chosen = Signal(object)
    print_chosen = Signal(object)
    searched = Signal(str)
    household_chosen = Signal(object)
    day_given = Signal(object)
    folder_taken = Signal(str)
    finished = Signal()

    def __init__(self, words: Catalogue, *, most_doors: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.addWidget(self._make_visit_list(most_doors))
        self.addWidget(self._make_leaflet())
        self.addWidget(self._make_summary())
        self.run, self.slips, self.official = VillageRun(words), AppointmentDay(words), OfficialForm(words)
        self.month = MonthForm(words)
        for panel in (self.run, self.slips, self.official, self.month):
            panel.finished.connect(self.finished)
            self.addWidget(panel)
        self.addWidget(self._make_saving())

    def _make_visit_list(self, most_doors: int) -> QWidget:
        words = self._words
        self.planned = TablePanel(words.text("Doors of this list"))
        self.village, self.doors, self.sheets = DropDown(), NumberField(1, most_doors), DropDown()
        self.sheets.setPlaceholderText(words.text("choose a sheet"))
        self.village.chosen.connect(self.village_chosen)
        self.doors.number_given.connect(self.doors_given)
        self.doors.returnPressed.connect(self.finished)
        self.sheets.chosen.connect(self.sheet_chosen)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(LabelledField(words.text("Village"), self.village), 3)
        row.addWidget(LabelledField(words.text("Doors"), self.doors), 1)
        self.large = DropDown()
        self.large.set_choices([(False, words.text("normal")), (True, words.text("large"))])
        self.large.chosen.connect(self.print_chosen)
        row.addWidget(LabelledField(words.text("Letters"), self.large), 2)
        label = words.text("Or print again a sheet that is out")
        self._sheets = LabelledField(label, self.sheets)
        self.planned.body.insertLayout(0, row)
        self.planned.body.addWidget(self._sheets)
        self.planned.table.opened.connect(lambda _row: self.finished.emit())
        return self.planned

    def _make_leaflet(self) -> QWidget:
        words = self._words
        panel = self.hits = TablePanel(words.text("Households found"))
        self.query = SearchField(words.text("Name or code of the household"), ())
        self.query.query_changed.connect(self.searched)
        self.query.moved.connect(self._move_hit)
        self.query.accepted.connect(self._take_hit)
        panel.body.insertWidget(0, LabelledField(words.text("Whose leaflet"), self.query))
        panel.table.opened.connect(lambda _row: self._take_hit())
        panel.title.hide()
        return panel

    def _move_hit(self, step: int) -> None:
        self.hits.table.stand_on(max(0, self.hits.table.current_row() + step))

    def _take_hit(self) -> None:
        lines, row = self.hits.table.lines(), max(0, self.hits.table.current_row())
        if row < len(lines):
            self.household_chosen.emit(lines[row].id)

    def _make_summary(self) -> QWidget:
        words = self._words
        panel = Panel(name=words.text("Daily summary"))
        self.day = PartialDateField(leaning=Leaning.PAST)
        self.day.value_changed.connect(self._tell_day)
        self.day.returnPressed.connect(self.finished)
        hint = words.text("Up and Down move by a day")
        panel.body.addWidget(LabelledField(words.text("Day"), self.day, hint=hint))
        panel.body.addStretch(1)
        return panel

    def _tell_day(self, value: object) -> None:
        if isinstance(value, PartialDate) and value.month and value.day:
            self.day_given.emit(date(value.year, value.month, value.day))

    def _make_saving(self) -> QWidget:
        words = self._words
        panel = Panel(name=words.text("Keep as PDF"))
        panel.add_heading(words.text("Keep as PDF"))
        said = words.text("The file holds names and numbers in the open. Delete it when it has been printed.")
        panel.body.addWidget(make_label(said, Role.NOTE, wrap=True))
        self.folder = PlaceChooser(
            words.text("Folder"), browse=self._browse, browse_text=words.text("Browse")
        )
        self.folder.taken.connect(self.folder_taken)
        panel.body.addWidget(self.folder)
        panel.body.addStretch(1)
        return panel

    def _browse(self) -> str:
        return choose_folder(
            self, self._words, title=self._words.text("Keep as PDF"), start=self.folder.path()
        )

    def show_sheets(self, sheets: list[tuple[bytes, str]], *, late: str = "") -> None:
        """Offer the sheets that are out and say how many are overdue; without any the question is not asked."""
        self._sheets.setVisible(bool(sheets))
        self._sheets.set_hint(late)
        offered = [
            (self.sheets.itemData(row), self.sheets.itemText(row)) for row in range(self.sheets.count())
        ]
        if offered != sheets:
            self.sheets.set_choices(sheets)

    def take_focus(self) -> None:
        """Stand in the first field of the form shown."""
        first = {
            Form.VISIT_LIST: self.planned.table, Form.LEAFLET: self.query, Form.SUMMARY: self.day,
            Form.LEAFLETS: self.run.village, Form.APPOINTMENTS: self.slips.day, Form.FORMS: self.official.form,
            Form.MONTH: self.month.paper,
        }  # fmt: skip
        chosen = first.get(Form(self.currentIndex()))
        if chosen is None:
            self.folder.take_focus()
        else:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
