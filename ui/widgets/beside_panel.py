"""Finding a family that is not on the sheet, beside its rows: a name, who answers to it, and one line to add it."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from outreach_app.domain.rows import SearchHit
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.panels import Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.tags import KeyHint

_ADD = "add"


class Found(Protocol):
    """What was found for a name."""

    @property
    def text(self) -> str:
        """The name."""

    @property
    def hits(self) -> Sequence[SearchHit]:
        """Who answers to it."""

    @property
    def can_add(self) -> bool:
        """Whether a family of that name can be added."""


class BesidePanel(Panel):
    """Signals: `typed(str)` the name, `taken(object)` a household's id, `added()` add it, `left()` Escape.

    The arrows walk the list while the field keeps the focus, Enter takes the line stood on.
    """

    typed = Signal(str)
    taken = Signal(object)
    added = Signal()
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("Household outside the list"))
        self._words = words
        self.field = TextField(self, icon="search")
        self.field.textChanged.connect(lambda _text: self.typed.emit(self.field.written()))
        self.field.installEventFilter(self)
        labelled = LabelledField(
            words.text("Household outside the list"), self.field, hint=words.text("Name of the head")
        )
        self._lines = LinesModel(self)
        self.list = RowList(name=words.text("Households found"), alike=True, bare=True)
        self.list.setModel(self._lines)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.opened.connect(self._take)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.body.addWidget(labelled)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(KeyHint(("Enter",), words.text("log the visit")))
        self.body.addWidget(KeyHint(("Esc",), words.text("back to the rows")))

    def show_found(self, found: Found | None) -> None:
        """Show who was found; None begins anew."""
        if found is None:
            self._lines.set_lines(())
            if self.field.text():
                self.field.blockSignals(True)
                self.field.clear()
                self.field.blockSignals(False)
            return
        words = self._words
        lines = [
            Line(hit.household, RowLine(hit.name, f"{hit.code} · {hit.village_name}")) for hit in found.hits
        ]
        if found.can_add:
            lines.append(Line(_ADD, RowLine(found.text, words.text("Add as a new household"))))
        self._lines.set_lines(lines)
        if lines and self.list.current_row() < 0:
            self.list.stand_on(0)

    def take_focus(self) -> None:
        """Stand in the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, row: int) -> None:
        chosen = self._lines.id_at(row)
        if chosen == _ADD:
            self.added.emit()
        elif chosen is not None:
            self.taken.emit(chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.stand_on(self.list.current_row() + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.current_row())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True
