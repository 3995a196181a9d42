"""A form in a panel: title, fields that scroll, the key that stores and the key that leaves."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind, LinkButton
from ui.widgets.form import FieldSpec, Form
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label


class FormPanel(Panel):
    """Signals: `submitted(object)` values by field, once every date can be read; `left()`."""

    submitted = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._title = make_label("", Role.TITLE, wrap=True)
        self.form = Form()
        self.form.submitted.connect(self._check)
        self.form.left.connect(self.left)
        self._store = CapButton(words.text("Save"), ("Ctrl", "Enter"), kind=Kind.CHOSEN)
        self._store.clicked.connect(self.form.submit)
        leave = LinkButton(words.text("Change nothing"), ("Esc",))
        leave.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(self._store)
        self.body.addWidget(self._title)
        self.body.addWidget(make_scroll_area(self.form), 1)
        self.body.addLayout(row)

    def open(self, title: str, fields: Sequence[FieldSpec], values: Mapping[str, object]) -> None:
        """Show another form and go into its first field."""
        self._title.setText(title)
        self.form.set_fields(fields, values)
        self.form.focus_first()

    def show_state(self, errors: Mapping[str, str], *, busy: bool) -> None:
        """Show what is wrong beside the fields; while it is being stored nothing can be sent again."""
        self._store.setEnabled(not busy)
        self.form.show_errors(errors)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From a field the form hears Esc; from the two buttons below it nobody else would.
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _check(self, values: Mapping[str, object]) -> None:
        unreadable = self.form.unreadable_dates()
        if unreadable:
            hint = self._words.text("Write it as 2/5/1984, or 1984")
            self.form.show_errors(dict.fromkeys(unreadable, hint))
            return
        self.submitted.emit(values)
