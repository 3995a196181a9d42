"""Exports for analysts: which format and days, with or without names, where to; how far it is, and where it lies."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.export_words import FORMAT_NAMES, tell_sections, tell_warning
from ui.presenters.exports import ExportsState, Stage
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_export_keys
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.panels import Panel
from ui.widgets.screen import Screen
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.told_sections import ToldSections

_FORM_SHARE, _SIDE_SHARE = 600, 510


class ExportsScreen(Screen):
    """Signals: `changed(object)` all values; `given(object)` values to write; `left()` stop, or go back."""

    changed = Signal(object)
    given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Export for analysts"))
        self._state = ExportsState()
        self.body.addLayout(self.make_title(words.text("Export for analysts")))
        self.strip = Strip(Tone.ACCENT, self, stacked=True)
        self.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_form(), _FORM_SHARE)
        self.told = ToldSections()
        panel = Panel(name=words.text("What is in it"))
        panel.body.addWidget(self.told, 1)
        row.addWidget(panel, _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_export_keys(words)

    def _make_form(self) -> QWidget:
        self.form = Form()
        self.form.submitted.connect(self._check)
        self.form.left.connect(self.left)
        self.form.changed.connect(lambda _key: self.changed.emit(self.form.values()))
        panel = Panel(name=self.words.text("What is written"))
        panel.body.addWidget(make_scroll_area(self.form), 1)
        return panel

    def _make_bar(self) -> None:
        words = self.words
        self._back = CapButton(words.text("Back to the results"), ("Esc",))
        self._back.clicked.connect(self.left)
        self._write = CapButton(words.text("Write the export"), ("Ctrl", "Enter"))
        self._write.clicked.connect(self.form.submit)
        self.set_bar(ActionBar(self._write, helpers=(self._back,)))
        self.bind("Ctrl+Return", self._write.click)

    def _list_fields(self) -> list[FieldSpec]:
        words = self.words
        formats = tuple((kind, words.text(name)) for kind, name in FORMAT_NAMES.items())
        return [
            FieldSpec("format", words.text("Kind of file"), FieldKind.CHOICE, choices=formats),
            FieldSpec("first", words.text("First day"), FieldKind.DAY, hint=words.text("empty: everything")),
            FieldSpec("last", words.text("Last day"), FieldKind.DAY),
            FieldSpec("with_names", words.text("With names, numbers, telephones, addresses"), FieldKind.TICK),
            FieldSpec("folder", words.text("Folder")),
            FieldSpec("name", words.text("Name of the new folder")),
        ]

    def take_focus(self) -> None:
        """Stand in the first field; while an export is written nothing can be typed."""
        if self._state.stage in (Stage.CHOOSING, Stage.DONE):
            self.form.focus_first()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _check(self, values: object) -> None:
        unreadable = self.form.unreadable_dates()
        if unreadable:
            self.form.show_errors(dict.fromkeys(unreadable, self.words.text("Write it as 2/5/1984, or 1984")))
        else:
            self.given.emit(values)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: ExportsState) -> None:
        """Show the form, what goes out, and how far the export is."""
        former, self._state = self._state, state
        if former.stage is Stage.READING and state.stage is not Stage.READING:
            self.form.set_fields(self._list_fields(), state.values)
            self.take_focus()
        self.strip.set_tone(Tone.WAIT if state.with_names else Tone.ACCENT)
        title, rest = tell_warning(self.words, state)
        self.strip.show_text(title, rest)
        self.told.show_sections(tell_sections(self.words, state))
        errors = {key: " ".join(map(self.words.render, told)) for key, told in state.errors.items()}
        if former.errors != state.errors:
            self.form.show_errors(errors)
        writing = state.stage is Stage.WRITING
        if (former.stage is Stage.WRITING) != writing:
            self._turn(writing=writing)

    def _turn(self, *, writing: bool) -> None:
        """While it is written nothing of the form can be changed, and Esc stops it."""
        # A field that is greyed out gives its focus to nobody in particular.
        held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.form.setEnabled(not writing)
        self._write.setEnabled(not writing)
        words = self.words
        self._back.set_words(words.text("Stop") if writing else words.text("Back to the results"))
        if held or self.hasFocus():
            self.take_focus()
