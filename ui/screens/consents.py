"""A member's consents: the purposes with where each stands at the left, noting something new at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.consents import Act, How, Purpose, Representation
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.people import PartialDate
from outreach_app.domain.requests import KIND_NAMES
from outreach_app.i18n import Catalogue
from ui.presenters.consent_words import (
    list_hows,
    list_purposes,
    list_speakers,
    tell_purpose,
    tell_warnings,
)
from ui.presenters.consents import ConsentForm, ConsentsState, name_tick
from ui.presenters.erasing_words import ASKED_BY
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.file_table import FileTable
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.key_lists import list_consent_keys
from ui.widgets.panels import Panel
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label
from ui.widgets.told_sections import ToldSections


class ConsentsScreen(Screen):
    """Signals: `stored(object)` values by field; `form_wanted(object)` a `ConsentForm`; `removal_wanted(object)` a
    purpose; `taken_back(object)` an act's id; `sheet_wanted()`, `copy_wanted()` papers; `left()`.
    """  # fmt: skip

    stored = Signal(object)
    form_wanted = Signal(object)
    removal_wanted = Signal(object)
    taken_back = Signal(object)
    sheet_wanted = Signal()
    copy_wanted = Signal()
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Consents"))
        self._state = ConsentsState()
        self._who = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Consents"), self._who))
        self.strip = Strip(Tone.WAIT, self, stacked=True)
        self.strip.hide()
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_standing(), 1)
        row.addWidget(self._make_form(), 1)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_consent_keys(words)
        self.wait_for_rows()

    def _make_standing(self) -> Panel:
        words = self.words
        panel = Panel(name=words.text("Where it stands"))
        panel.add_heading(words.text("Where it stands"))
        self.table = FileTable(name=words.text("Purposes"), keys=self._table_key)
        self.table.stood_on.connect(lambda _row: self._explain())
        self.table.opened.connect(lambda _row: self.form.focus_first())
        self.told = ToldSections()
        panel.body.addWidget(self.table, 3)
        panel.body.addWidget(self.told, 2)
        return panel

    def _make_form(self) -> Panel:
        self._panel = Panel()
        self._heading = make_label("", Role.STRONG, wrap=True)
        self._panel.body.addWidget(self._heading)
        self.form = Form(today=lambda: self._state.today)
        self.form.submitted.connect(self._check)
        self.form.left.connect(self.left)
        self._panel.body.addWidget(make_scroll_area(self.form), 1)
        return self._panel

    def _make_bar(self) -> None:
        words = self.words
        self.back = CapButton(words.text("Back"), ("Esc",))
        self.back.clicked.connect(self.left)
        self.other = CapButton("", ("F3",))
        self.other.clicked.connect(self._switch)
        self.step = CapButton(words.text("Save"), ("Ctrl", "Enter"))
        self.step.clicked.connect(self.form.submit)
        sheet, copy = (
            CapButton(words.text("Print the sheet"), ("F2",)),
            CapButton(words.text("Print a copy"), ("F4",)),
        )
        sheet.clicked.connect(self.sheet_wanted)
        copy.clicked.connect(self.copy_wanted)
        self.set_bar(ActionBar(self.step, helpers=(self.back, sheet, self.other, copy)))
        self.bind("F2", sheet.click)
        self.bind("F4", copy.click)
        self.bind("Ctrl+Return", self.step.click)
        self.bind("F3", self.other.click)

    def _switch(self) -> None:
        note = self._state.form is ConsentForm.NOTE
        self.form_wanted.emit(ConsentForm.REQUEST if note else ConsentForm.NOTE)
        self.form.focus_first()

    def _check(self, values: object) -> None:
        unreadable = self.form.unreadable_dates()
        if unreadable:
            hint = self.words.text("Type a day, such as 25/11.")
            self.form.show_errors(dict.fromkeys(unreadable, hint))
            return
        self.stored.emit(values)

    def _table_key(self, event: QKeyEvent) -> bool:
        told, purpose = self._state.told, self.table.current_id()
        if event.key() != Qt.Key.Key_Delete or told is None or not isinstance(purpose, Purpose):
            return False
        standing = told.find(purpose).standing
        if purpose in told.sensitive.withheld:
            self.removal_wanted.emit(purpose)
        elif standing is not None:
            self.taken_back.emit(standing.id)
        return True

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: ConsentsState) -> None:
        """Show where each purpose stands, and the form."""
        former, self._state = self._state, state
        told = state.told
        self._who.setText(f"{told.person.name} · {told.household.code}" if told else "")
        if told is not None:
            self.table.fill(list_purposes(self.words, told))
            self._show_strip()
        self._explain()
        begun = former.round != state.round or (former.told is None) != (told is None)
        if begun and told is not None:
            self.form.set_fields(self._list_fields(), self._list_values())
        self.form.show_errors({key: self.words.render(error) for key, error in state.errors.items()})
        self.step.setEnabled(not state.busy and told is not None)
        note = state.form is ConsentForm.NOTE
        words = self.words
        self.other.set_words(words.text("Note a request") if note else words.text("Note a consent"))
        self._heading.setText(words.text("What was said") if note else words.text("The request"))
        self.wait_for_rows(waiting=told is None)

    def _show_strip(self) -> None:
        told = self._state.told
        assert told is not None
        title, text = tell_warnings(self.words, told)
        self.strip.setVisible(bool(title))
        if title:
            self.strip.show_text(title, text)

    def _explain(self) -> None:
        told, purpose = self._state.told, self.table.current_id()
        if told is None:
            self.told.show_sections(())
            return
        chosen = purpose if isinstance(purpose, Purpose) else Purpose.CONTACT
        self.told.show_sections(tell_purpose(self.words, told.find(chosen)))

    def _list_fields(self) -> tuple[FieldSpec, ...]:
        return self._note_fields() if self._state.form is ConsentForm.NOTE else self._request_fields()

    def _note_fields(self) -> tuple[FieldSpec, ...]:
        words, told = self.words, self._state.told
        assert told is not None
        acts = ((Act.GIVEN, words.text("agrees to")), (Act.WITHDRAWN, words.text("withdraws")))
        ticks = tuple(
            FieldSpec(name_tick(each.purpose), each.text.title, FieldKind.TICK) for each in told.purposes
        )
        return (
            FieldSpec("act", words.text("The person"), FieldKind.CHOICE, choices=acts),
            *ticks,
            FieldSpec("how", words.text("By what means"), FieldKind.CHOICE, choices=list_hows(words)),
            FieldSpec("on", words.text("Day of the signature"), FieldKind.DAY),
            FieldSpec("witness", words.text("Witness, for a thumbprint")),
            FieldSpec(
                "representation", words.text("Who speaks"), FieldKind.CHOICE, choices=list_speakers(words)
            ),
            FieldSpec("representative", words.text("Name of the parent or guardian")),
            FieldSpec("sheet", words.text("Code at the foot of the sheet")),
            *self._value_fields(),
        )

    def _value_fields(self) -> tuple[FieldSpec, ...]:
        words = self.words
        hint = words.text("Only with the consent to it, given before or ticked above.")
        return (
            FieldSpec("ethnicity", words.text("Ethnic group"), hint=hint),
            FieldSpec("health_note", words.text("Health note"), hint=hint),
            FieldSpec("location", words.text("Exact place of the house"), hint=hint),
        )

    def _request_fields(self) -> tuple[FieldSpec, ...]:
        words = self.words
        kinds = tuple((kind, words.text(name)) for kind, name in KIND_NAMES.items())
        asked = tuple((who, words.text(ASKED_BY[who])) for who in AskedBy)
        return (
            FieldSpec("kind", words.text("What is asked for"), FieldKind.CHOICE, choices=kinds),
            FieldSpec("asked_by", words.text("Who asked"), FieldKind.CHOICE, choices=asked),
            FieldSpec("on", words.text("Day of the request"), FieldKind.DAY),
            FieldSpec("note", words.text("In their own words")),
        )

    def _list_values(self) -> dict[str, object]:
        told, today = self._state.told, self._state.today
        assert told is not None
        day = PartialDate(today.year, today.month, today.day)
        if self._state.form is ConsentForm.REQUEST:
            return {"asked_by": AskedBy.SELF, "on": day}
        who = Representation.PARENT if told.child else Representation.SELF
        values: dict[str, object] = {"act": Act.GIVEN, "how": How.PAPER, "on": day, "representation": who}
        return values | {
            "ethnicity": told.sensitive.ethnicity, "health_note": told.sensitive.health_note,
            "location": told.sensitive.location,
        }  # fmt: skip

    def take_focus(self) -> None:
        """Stand in the list of purposes."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
