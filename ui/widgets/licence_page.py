"""The page of Settings about licences: the parts of the program above, the text of the one stood on below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from outreach_app.i18n import Catalogue
from outreach_app.licences import Part, PartKind
from ui.models.licences import LicencesState
from ui.widgets.file_table import FileLine, FileTable
from ui.widgets.settings_pages import SettingsPage

_LIST, _TEXT = 2, 3


class LongText(QPlainTextEdit):
    """A text to be read: the arrows and page keys scroll it. Signal `left()`: Escape."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        # Without a text cursor the arrows move the page.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_text(self, text: str) -> None:
        """Show a text from its beginning; the same one stays where it was scrolled to."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LicencesPage(SettingsPage):
    """What the program is made of. Signal `part_stood_on(object)`: the name of a part."""

    part_stood_on = Signal(object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Licences"), parent=parent)
        self._words = words
        self._kinds = {
            PartKind.PROGRAM: words.text("This program"), PartKind.FONT: words.text("Font"),
            PartKind.ICONS: words.text("Icons"), PartKind.DATA: words.text("Data"),
            PartKind.LIBRARY: words.text("Library"),
        }  # fmt: skip
        self.add_note(words.text("What this program is made of. Enter leads into the text, Esc back."))
        self.table = FileTable(name=words.text("Licences"))
        self.table.stood_on.connect(lambda _row: self.part_stood_on.emit(self.table.current_id()))
        self.text = LongText(name=words.text("Licence text"))
        self.table.opened.connect(lambda _row: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.text.left.connect(self.take_focus)
        self.body.addWidget(self.table, _LIST)
        self.body.addWidget(self.text, _TEXT)

    def show_licences(self, state: LicencesState) -> None:
        """Show the parts and the text that was read."""
        self.table.set_lines([self._line(part) for part in state.parts])
        text = state.text
        self.text.show_text(text if isinstance(text, str) else self._words.render(text))

    def _line(self, part: Part) -> FileLine:
        called = self._words.render(part.called) if part.called else part.name
        title = " ".join(each for each in (called, part.version) if each)
        detail = " · ".join(each for each in (self._kinds[part.kind], part.licence) if each)
        return FileLine(part.name, title, detail)

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
