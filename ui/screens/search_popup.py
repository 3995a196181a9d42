"""The results under the search field; the focus stays in the field."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.rows import HitKind, SearchHit
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.phrases import DOT, name_village, name_village_of
from ui.presenters.search import SearchState
from ui.theme import Size, look
from ui.widgets.fields import SearchField
from ui.widgets.panels import Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_WIDTH = 640
_MOST_ROWS = 9
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class SearchPopup(Panel):
    """Signals: `query_changed(str)`; `hit_wanted(object)` and `card_wanted(object)` with a `SearchHit` or a sheet
    code; `adding_wanted()`; `village_taken(object)` the village to add the household in; `left()`; `placed()` when
    the popup has to be put under its field.
    """

    query_changed = Signal(str)
    hit_wanted = Signal(object)
    card_wanted = Signal(object)
    adding_wanted = Signal()
    village_taken = Signal(object)
    left = Signal()
    placed = Signal()

    def __init__(self, words: Catalogue, parent: QWidget) -> None:
        super().__init__(parent, name=words.text("Search results"))
        self.words = words
        self._state = SearchState()
        self._waiting: bool | None = None
        self._model = LinesModel(self)
        self._list = RowList(self, name=words.text("Search results"), bare=True)
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(lambda _index: self._accept())
        self._line = make_label("", Role.HINT, parent=self)
        self._hints = self._make_hints()
        self.body.setContentsMargins(Size.HALF, Size.GRID, Size.HALF, Size.GRID)
        self.body.addWidget(self._line)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._hints)
        self._line.setContentsMargins(Size.GRID + Size.HALF, 0, 0, 0)
        self.hide()

    def _make_hints(self) -> QWidget:
        words, box = self.words, QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(Size.GRID + Size.HALF, Size.HALF, Size.GRID, 0)
        row.setSpacing(Size.GAP)
        self._open_hint = KeyHint(("Enter",), words.text("log a visit"))
        self._card_hint = KeyHint(("Ctrl", "Enter"), words.text("open the household"))
        self._add_hint = KeyHint(("F2",), words.text("add as a new household"))
        self._take_hint = KeyHint(("Enter",), words.text("add the household, then log the visit"))
        for hint in (self._open_hint, self._card_hint, self._add_hint, self._take_hint):
            row.addWidget(hint)
        row.addStretch(1)
        return box

    def follow_field(self, field: SearchField) -> None:
        """Serve this search field."""
        self._field = field
        field.query_changed.connect(self._ask)
        field.moved.connect(self._move)
        field.accepted.connect(self._accept)
        field.left.connect(self.left)
        field.installEventFilter(self)

    def _ask(self, text: str) -> None:
        self._waiting = None
        self.query_changed.emit(text)

    def _move(self, step: int) -> None:
        row = self._list.current_row() + step
        if self._model.id_at(row) is not None:
            self._list.stand_on(row)

    def _accept(self, *, card: bool = False) -> None:
        if not self._state.open or not self._state.asked:
            return
        if not self._state.up_to_date:
            # Enter before the results: the first of them is opened once they are there, the way it was asked for.
            self._waiting = card
            return
        chosen = self._model.id_at(self._list.current_row())
        if chosen is None:
            return
        if self._state.adding:
            self.village_taken.emit(chosen)
        else:
            (self.card_wanted if card else self.hit_wanted).emit(chosen)
        self._field.clear()

    def render_state(self, state: SearchState) -> None:
        """Show what was found."""
        self._state = state
        if not state.open:
            self.hide()
            self._field.clear()
            return
        if not state.up_to_date:
            return
        self._model.set_lines(self._make_lines(state))
        self._list.stand_on(self._model.first_row())
        self._say(state)
        self.show()
        self.placed.emit()
        if (card := self._waiting) is not None:
            self._waiting = None
            self._accept(card=card)

    def _say(self, state: SearchState) -> None:
        words = self.words
        if state.adding:
            line = words.text("“{text}” is on no list. Where does the family live?", text=state.text)
        elif not state.hits and state.sheet is None:
            line = words.text("Nothing was found for “{text}”", text=state.text)
        elif state.capped:
            line = words.text(
                "The best {count} results; type more to narrow them down", count=len(state.hits)
            )
        else:
            line = words.plural("{count} result", "{count} results", state.total + bool(state.sheet))
        self._line.setText(line)
        found = bool(state.hits)
        self._open_hint.setVisible(found)
        self._card_hint.setVisible(found)
        self._add_hint.setVisible(found and state.can_add)
        self._take_hint.setVisible(state.adding)
        self.setAccessibleDescription(line)

    def _make_lines(self, state: SearchState) -> list[Line]:
        if state.adding:
            return [
                Line(village.id, RowLine(name_village(village), self.words.text("Add the household here")))
                for village in state.villages
            ]
        lines = [Line(hit, self._make_row(hit)) for hit in state.hits]
        if state.sheet is not None:
            detail = self.words.text("Type this sheet back")
            lines.insert(0, Line(state.sheet, RowLine(state.sheet, detail, right=self.words.text("sheet"))))
        return lines

    def _make_row(self, hit: SearchHit) -> RowLine:
        words = self.words
        person = hit.kind is HitKind.PERSON
        born = words.text("born {year}", year=hit.born.year) if hit.born else ""
        tail = words.text("ID …{tail}", tail=hit.citizen_number_tail) if hit.citizen_number_tail else ""
        detail = DOT.join(part for part in (hit.code, born, tail) if part)
        return RowLine(hit.name, detail, name_village_of(hit), "" if person else words.text("household"))

    def sizeHint(self) -> QSize:
        current = look()
        high = current.px(Size.ROW_TWO_LINES) * min(self._model.rowCount(), _MOST_ROWS)
        edges = self._line.sizeHint().height() + self._hints.sizeHint().height() + 5 * Size.GRID
        return QSize(current.px(_WIDTH), high + edges)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusIn and (text := self._field.written()):
            self.query_changed.emit(text)
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in _STAYS
        ):
            self._state = SearchState()
            self.hide()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and held == Qt.KeyboardModifier.ControlModifier:
            self._accept(card=True)
            return True
        if event.key() == Qt.Key.Key_F2 and self._state.open:
            self.adding_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False
