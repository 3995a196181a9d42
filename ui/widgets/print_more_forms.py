"""What the larger papers are made from: a village's leaflets, a day's appointment slips, the official forms."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.forms import FORM_NAMES, RESULT_NAMES, Form, ResultForm
from outreach_app.domain.people import PartialDate
from outreach_app.i18n import N_, Catalogue
from ui.theme import Size, Tone
from ui.widgets.choices import DropDown
from ui.widgets.dates import Leaning, PartialDateField
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.file_table import FileLine
from ui.widgets.paint import Tag
from ui.widgets.scrolling import make_scroll_area

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    Row = tuple[Hashable, str, str]


class ChoiceShown(Protocol):
    """What was chosen for a form."""

    @property
    def form(self) -> Form:
        """Which form."""

    @property
    def since(self) -> date | None:
        """First day of the sign-ups."""

    @property
    def until(self) -> date | None:
        """Last day of the sign-ups."""

    @property
    def result(self) -> ResultForm | None:
        """How everybody wants book or card."""

    @property
    def number(self) -> str:
        """Number of the list."""

    @property
    def organisation(self) -> str:
        """Who hands it in."""

    @property
    def organisation_code(self) -> str:
        """The code of that organisation."""


_LETTERS = 8
"""What a field beside another keeps room for, however long its choices are."""


class VillageRun(TablePanel):
    """The households of a run. Signals: `village_chosen(object)` id or None for all, `unvisited_chosen(object)` bool,
    `finished()`. Attributes: village, visited.
    """

    village_chosen = Signal(object)
    unvisited_chosen = Signal(object)
    finished = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Households of these leaflets"), parent=parent)
        self._words = words
        self.village, self.visited = DropDown(), DropDown()
        self.visited.set_choices(
            [(False, words.text("all households")), (True, words.text("not visited yet"))]
        )
        self.visited.set_value(False)
        for field in (self.village, self.visited):
            field.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(_LETTERS)
        self.village.chosen.connect(self.village_chosen)
        self.visited.chosen.connect(self.unvisited_chosen)
        which = LabelledField(words.text("Which"), self.visited)
        self.body.insertLayout(0, _in_a_row(LabelledField(words.text("Village"), self.village), which))
        self.add_note(words.text("Each family's leaflet is in its own language. Print on one side only."))
        self.table.opened.connect(lambda _row: self.finished.emit())

    def show_homes(self, title: str, rows: "Sequence[Row]") -> None:
        """Show the households of the run."""
        self.title.setText(title)
        self.table.set_lines([FileLine(*row) for row in rows])

    def offer_villages(self, villages: "Sequence[tuple[Hashable, str]]") -> None:
        """Offer these villages, and all of them."""
        self.village.set_choices([(None, self._words.text("all villages")), *villages])


class AppointmentDay(TablePanel):
    """The promised returns of a day. Signals: `day_given(object)` a date, `finished()`. Attribute: day."""

    day_given = Signal(object)
    finished = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(
            words.text("Promised returns"),
            empty=words.text("No return was promised for this day."),
            parent=parent,
        )
        self.day = PartialDateField(leaning=Leaning.FUTURE)
        self.day.value_changed.connect(lambda value: _tell_day(value, self.day_given.emit))
        self.day.returnPressed.connect(self.finished)
        field = LabelledField(words.text("Day"), self.day, hint=words.text("Up and Down move by a day"))
        self.body.insertWidget(0, field)
        self.table.opened.connect(lambda _row: self.finished.emit())

    def show_slips(self, rows: "Sequence[Row]", *, none: bool) -> None:
        """Show the returns of the day, or say that there are none."""
        self.table.set_lines([FileLine(*row) for row in rows])
        self.empty.setVisible(none)


class OfficialForm(TablePanel):
    """Which official form and from which sign-ups. Signals: `changed(str, object)` a field of FormChoice and its value,
    `opened(object)` the sign-up whose household is wanted, `finished()`.

    Attributes: form, since, until, result, number, organisation, code.
    """

    changed = Signal(str, object)
    opened = Signal(object)
    finished = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(
            words.text("Sign-ups on this form"),
            empty=words.text("Nobody signed up in these days."),
            parent=parent,
        )
        self._words = words
        self._make_fields()
        labelled = {
            name: LabelledField(words.text(label), field)
            for name, label, field in (
                ("form", N_("Form"), self.form), ("result", N_("Book or card"), self.result),
                ("since", N_("First day"), self.since), ("until", N_("Last day"), self.until),
                ("number", N_("Number of the list"), self.number),
                ("organisation", N_("Organisation"), self.organisation),
                ("organisation_code", N_("Code of the organisation"), self.code),
            )
        }  # fmt: skip
        self._lists_only = [labelled[name] for name in ("number", "organisation", "organisation_code")]
        rows = (("form", "result"), ("since", "until"), ("number", "organisation_code"), ("organisation",))
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        for names in rows:
            column.addLayout(_in_a_row(*(labelled[name] for name in names)))
        # With the largest letters on a low screen the fields scroll, so that the list below keeps a row in sight.
        self._area = make_scroll_area(self._inside, self)
        self.body.insertWidget(0, self._area, 3)
        self.body.setStretchFactor(self.table, 2)
        self.table.opened.connect(lambda row: self.opened.emit(self.table.lines()[row].id))

    def _make_fields(self) -> None:
        words = self._words
        self.form, self.result = DropDown(), DropDown()
        self.since, self.until = (
            PartialDateField(leaning=Leaning.PAST),
            PartialDateField(leaning=Leaning.PAST),
        )
        self.number, self.organisation, self.code = TextField(), TextField(), TextField()
        self.form.set_choices([(form, FORM_NAMES[form]) for form in Form])
        results = [(result, words.text(name)) for result, name in RESULT_NAMES.items()]
        self.result.set_choices([(None, words.text("left for the hand")), *results])
        self.form.chosen.connect(lambda value: self.changed.emit("form", value))
        self.result.chosen.connect(lambda value: self.changed.emit("result", value))
        for name, day in (("since", self.since), ("until", self.until)):
            day.value_changed.connect(self._teller(name))
            day.returnPressed.connect(self.finished)
        told = (
            ("number", self.number),
            ("organisation", self.organisation),
            ("organisation_code", self.code),
        )
        for name, field in told:
            field.textEdited.connect(self._writer(name, field))
            field.returnPressed.connect(self.finished)

    def _teller(self, name: str) -> Callable[[object], None]:
        return lambda value: _tell_day(value, lambda day: self.changed.emit(name, day))

    def _writer(self, name: str, field: TextField) -> Callable[[str], None]:
        return lambda _text: self.changed.emit(name, field.written())

    def show_choice(self, choice: ChoiceShown) -> None:
        """Show what was chosen, ask only what this form has a place for, and leave alone where somebody types."""
        self.form.set_value(choice.form)
        self.result.set_value(choice.result)
        for day, value in ((self.since, choice.since), (self.until, choice.until)):
            if not day.hasFocus():
                day.set_value(value)
        told = ((self.number, choice.number), (self.organisation, choice.organisation))
        for field, text in (*told, (self.code, choice.organisation_code)):
            if not field.hasFocus():
                field.setText(text)
        for labelled in self._lists_only:
            labelled.setVisible(choice.form is not Form.DECLARATION)
        self._lists_only[0].setVisible(choice.form is Form.VOLUNTARY_LIST)
        self._keep_low()

    def show_sign_ups(self, title: str, rows: "Sequence[tuple[Row, bool]]", *, none: bool) -> None:
        """Show whose sign-ups the form carries; True beside a row means that something is missing."""
        words = self._words
        missing = Tag(words.text("missing"), "triangle-alert", Tone.WAIT)
        complete = Tag(words.text("complete"), "check", Tone.GOOD)
        self.title.setText(title)
        self.table.set_lines([FileLine(*row, missing if lacking else complete) for row, lacking in rows])
        self.empty.setVisible(none)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_low()

    def _keep_low(self) -> None:
        self._area.setMaximumHeight(self._inside.sizeHint().height())


def _in_a_row(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Size.GAP)
    for field in fields:
        row.addWidget(field, 1)
    return row


def _tell_day(value: object, tell: Callable[[date], None]) -> None:
    if isinstance(value, PartialDate) and value.month and value.day:
        tell(date(value.year, value.month, value.day))
