"""The rows of a list by what became of them, and beside them those who may be meant in the row stood on."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from outreach_app.i18n import Catalogue
from ui.widgets.chips import ChipRow
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.file_table import FileLine
from ui.widgets.text import Role

_SHOWN = 500

RowLines = Sequence[tuple[int, str, str]]
"""Number of the row, its title and all about it."""
PersonLines = Sequence[tuple[bytes, str, str]]
"""Id of somebody who may be meant, the name and the rest."""


class ListRows(QObject):
    """Two panels that belong together. Signals: `chosen(int, object)` a row and who is meant, `opened()` any other row.

    Attributes: panel (rows, with `kinds` above), people. `read_rows` gives the rows of a kind, `read_people` of a row
    those who may be meant.
    """

    chosen = Signal(int, object)
    opened = Signal()

    def __init__(
        self,
        words: Catalogue,
        parent: QObject,
        *,
        read_rows: Callable[[str], RowLines],
        read_people: Callable[[int], PersonLines],
    ) -> None:
        super().__init__(parent)
        self._read_rows, self._read_people = read_rows, read_people
        self._offered: list[tuple[Hashable, str]] = []
        self.panel = TablePanel(words.text("Rows to look at"))
        self.panel.title.hide()
        self.table = self.panel.table
        self.kinds = ChipRow(words.text("Rows to look at"), wrap=True, whole=True)
        self.kinds.chosen.connect(lambda _values: self.show_rows())
        self.panel.body.insertWidget(0, self.kinds)
        self._whole = self.panel.add_note("", Role.LINE)
        self.table.stood_on.connect(lambda _row: self._explain())
        self.table.opened.connect(lambda _row: self._open_row())
        self.table.installEventFilter(self)
        empty = words.text("Stand on a row that is for you to choose.")
        self.people = TablePanel(words.text("Who is meant?"), empty=empty)
        self.people.table.opened.connect(lambda _row: self._choose())

    def show_kinds(self, offered: Sequence[tuple[Hashable, str]]) -> None:
        """Offer these kinds of rows, and show the first or what was chosen before."""
        self._offered = list(offered)
        self.kinds.set_choices(self._offered)
        if not self.kinds.values() and offered:
            self.kinds.set_values((offered[0][0],))
        self.show_rows()

    def show_rows(self) -> None:
        """Show the rows of the kind that is chosen."""
        chosen = self.kinds.values()
        if chosen:
            self.put(str(chosen[0]), self._read_rows(str(chosen[0])))

    def put(self, kind: str, rows: RowLines) -> None:
        """Show these rows."""
        self.table.set_lines([FileLine((kind, row), title, detail) for row, title, detail in rows[:_SHOWN]])
        self._explain()

    def row_stood_on(self) -> int | None:
        """The number of the row that somebody stands on."""
        standing = self.table.current_id()
        return standing[1] if isinstance(standing, tuple) and isinstance(standing[1], int) else None

    def take_focus(self) -> None:
        """Stand on the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self) -> None:
        """Say in full what may be cut short in its row, and who may be meant in it."""
        row, lines = self.table.current_row(), self.table.lines()
        self._whole.setText(lines[row].detail if 0 <= row < len(lines) else "")
        at = self.row_stood_on()
        found = self._read_people(at) if at is not None else ()
        self.people.table.set_lines([FileLine(*each) for each in found])
        self.people.tell_empty()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        walks = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = walks.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                self._walk_kinds(step)
                return True
        return super().eventFilter(watched, event)

    def _walk_kinds(self, step: int) -> None:
        """Show the next kind of rows without leaving them."""
        kinds = [value for value, _ in self._offered]
        if self.kinds.isVisible() and self.kinds.values() and kinds:
            here = kinds.index(self.kinds.values()[0])
            self.kinds.set_values((kinds[(here + step) % len(kinds)],))
            self.show_rows()

    def _open_row(self) -> None:
        """Go to those who may be meant, where somebody has to choose; else take the step."""
        if self.people.isVisible() and self.people.table.lines():
            self.people.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.opened.emit()

    def _choose(self) -> None:
        row, person = self.row_stood_on(), self.people.table.current_id()
        if row is not None and isinstance(person, bytes):
            self.chosen.emit(row, person)
            self.take_focus()
