"""Who is working on this laptop: choose a name, or type a new one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.frame import FrameState
from ui.theme import Size, look
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.panels import Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_WIDTH = 360
_MOST_ROWS = 6


class PersonPopup(Panel):
    """Signals: `chosen(object)` an id, `named(str)` a new name, `pin_given(str)`, `left()` nobody, `closed()` after
    all, `placed()` when it has to be put in its place.
    """

    chosen = Signal(object)
    named = Signal(str)
    pin_given = Signal(str)
    left = Signal()
    closed = Signal()
    placed = Signal()

    def __init__(self, words: Catalogue, parent: QWidget) -> None:
        super().__init__(parent, name=words.text("Who is working?"))
        self.words = words
        self._model = LinesModel(self)
        self._list = RowList(self, name=words.text("People"), bare=True, keys=self._pass_letter)
        self._list.setModel(self._model)
        self._list.opened.connect(self._take)
        self._name = TextField()
        self._name.returnPressed.connect(self._take_name)
        self.add_heading(words.text("Who is working?"))
        self.body.addWidget(self._list, 1)
        hint = words.text("Type the name, then Enter")
        self._somebody = LabelledField(words.text("Somebody else"), self._name, hint=hint)
        self.body.addWidget(self._somebody)
        self._who = make_label("", Role.STRONG, wrap=True)
        self._pin = TextField()
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.returnPressed.connect(lambda: self.pin_given.emit(self._pin.text()))
        self._asking = LabelledField(words.text("PIN"), self._pin, hint=words.text("Type it, then Enter"))
        for widget in (self._who, self._asking):
            self.body.addWidget(widget)
            widget.hide()
        self.body.addWidget(KeyHint(("Esc",), words.text("change nothing")))
        self.setTabOrder(self._list, self._name)
        self.hide()

    def render_state(self, state: FrameState) -> None:
        """Show the people while somebody chooses."""
        if not state.choosing_person:
            if self.isVisible():
                self.hide()
                self.closed.emit()
            return
        if self._show_pin(state) or self.isVisible():
            return
        here = state.standing.canvasser.id if state.standing and state.standing.canvasser else None
        self._model.set_lines([Line(each.id, RowLine(each.name, each.agency)) for each in state.people])
        self._list.setVisible(bool(state.people))
        self._list.setFixedHeight(min(len(state.people), _MOST_ROWS) * look().px(Size.ROW_TWO_LINES) + 2)
        self._name.clear()
        self.show()
        self.placed.emit()
        row = self._model.row_of(here)
        self._list.stand_on(max(row, 0))
        (self._list if state.people else self._name).setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_pin(self, state: FrameState) -> bool:
        """Ask for the PIN of whoever was chosen, and go back to the names; tells whether it is asked for."""
        asked, was = state.asking_pin, not self._asking.isHidden()
        for widget in (self._who, self._asking):
            widget.setVisible(asked is not None)
        self._list.setVisible(asked is None and bool(state.people))
        self._somebody.setVisible(asked is None)
        if asked is not None:
            self._who.setText(self.words.text("{name} has a PIN on this laptop.", name=asked.name))
            self._pin.clear()
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)
        elif was:
            (self._list if state.people else self._name).setFocus(Qt.FocusReason.OtherFocusReason)
        if (asked is not None) != was:
            self.placed.emit()
        return asked is not None

    def _take(self, row: int) -> None:
        self.chosen.emit(self._model.id_at(row))

    def _pass_letter(self, event: QKeyEvent) -> bool:
        """A name that is typed at once goes into the field, instead of choosing whoever stands first."""
        if not event.text().strip() or not event.text().isprintable():
            return False
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.insert(event.text())
        return True

    def _take_name(self) -> None:
        if name := self._name.written():
            self.named.emit(name)

    def sizeHint(self) -> QSize:
        return QSize(look().px(_WIDTH), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
