"""Finding somebody who is to stand on a meeting's list: a name, who answers to it, Enter puts them there."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from outreach_app.domain.rows import HitKind, SearchHit
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.panels import Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.tags import KeyHint


class Found(Protocol):
    """What was found for a text."""

    @property
    def text(self) -> str:
        """What was typed."""

    @property
    def hits(self) -> Sequence[SearchHit]:
        """Who answers to it."""


class GuestPanel(Panel):
    """Signals: `typed(str)`, `taken(object)` a `SearchHit`, `left()` Escape.

    The arrows walk the list while the field keeps the focus, Enter takes the line stood on.
    """

    typed = Signal(str)
    taken = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        title = words.text("Somebody who is not on the list")
        super().__init__(parent, name=title)
        self._words = words
        self.field = TextField(self, icon="search")
        self.field.textChanged.connect(lambda _text: self.typed.emit(self.field.written()))
        self.field.installEventFilter(self)
        self._lines = LinesModel(self)
        self.list = RowList(name=words.text("People found"), alike=True, bare=True)
        self.list.setModel(self._lines)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.body.addWidget(
            LabelledField(title, self.field, hint=words.text("Name, phone or household code"))
        )
        self.body.addWidget(self.list, 1)
        self.body.addWidget(KeyHint(("Enter",), words.text("put on the list")))
        self.body.addWidget(KeyHint(("Esc",), words.text("back to the list")))

    def show_found(self, found: Found | None) -> None:
        """Show who was found; None begins anew."""
        if found is None:
            self._lines.set_lines(())
            self.field.blockSignals(True)
            self.field.clear()
            self.field.blockSignals(False)
            return
        lines = [Line(hit, RowLine(hit.name, self._tell(hit))) for hit in found.hits]
        self._lines.set_lines(lines)
        if lines and self.list.current_row() < 0:
            self.list.stand_on(0)

    def _tell(self, hit: SearchHit) -> str:
        whole = self._words.text("the household") if hit.kind is HitKind.HOUSEHOLD else ""
        born = str(hit.born.year) if hit.born else ""
        return " · ".join(part for part in (whole, born, hit.code, hit.village_name) if part)

    def take_focus(self) -> None:
        """Stand in the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, row: int) -> None:
        hit = self._lines.id_at(row)
        if hit is not None:
            self.taken.emit(hit)

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
