"""The panels of Exchange: machines and ledger left; history, drafts, writing, reading and preview right."""

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.exchange_machines import HandoverPanel, MachinePanel
from ui.widgets.file_dialogs import choose_files, choose_folder
from ui.widgets.file_table import FileTable
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import Panel
from ui.widgets.place_chooser import PlaceChooser
from ui.widgets.text import Role, make_label

_NOTE_FROM = 340
"""The height, at normal type, from which the lists have room for the rule below them."""


class Page(IntEnum):
    """The pages at the right, in the order of the stack."""

    HISTORY = 0
    DRAFTS = 1
    WRITE = 2
    READ = 3
    PREVIEW = 4
    WRITTEN = 5
    UNDO = 6
    ASIDE = 7
    MACHINE = 8
    HANDOVER = 9


class TablePanel(Panel):
    """A heading, a table, and notes below it; `empty` is said at the top while there is nothing. Attribute: table."""

    def __init__(self, heading: str, *notes: str, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, name=heading)
        self.title = make_label(heading, Role.STRONG)
        self.empty = make_label(empty, Role.NOTE, wrap=True)
        self.empty.hide()
        self.table = FileTable(name=heading)
        # The table takes what its panel is given, not what it would like.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.notes: list[QLabel] = []
        self.body.addWidget(self.title)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        for note in notes:
            self.add_note(note)

    def tell_empty(self) -> None:
        """Say what an empty table means, or leave the room to its rows."""
        self.empty.setVisible(not self.table.lines())

    def add_note(self, text: str, role: Role = Role.HINT) -> QLabel:
        """Add a line below the table."""
        label = make_label(text, role, wrap=True)
        self.body.addWidget(label)
        self.notes.append(label)
        return label


class ExchangeLists(QWidget):
    """Machines (office only) above the ledger. Attributes: machines, ledger (`TablePanel`)."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._low = words, False
        self.machines = TablePanel(words.text("Machines"), empty=words.text("No laptop has been set up yet."))
        self.ledger = TablePanel(
            words.text("Sent and received"), "", empty=words.text("Nothing has been written yet.")
        )
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.machines, 3)
        column.addWidget(self.ledger, 2)

    def be_low(self, low: bool, /, *, alone: bool = False) -> None:
        """Stand side by side and without the rule below while there is little height; `alone`: the machines only."""
        self.ledger.setVisible(not alone)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._column.setDirection(across if low else down)
        for place in (0, 1):
            self._column.setStretch(place, 1 if low else 3 - place)
        self._low = low
        self._keep_note()

    def _keep_note(self) -> None:
        # The rule gives way before a row does.
        self.ledger.notes[0].setVisible(not self._low and self.height() >= look().px(_NOTE_FROM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_note()

    def tell_empty(self, *, office: bool) -> None:
        """Say what an empty list means, and what closes an entry."""
        words = self._words
        self.machines.setVisible(office)
        self.machines.tell_empty()
        self.ledger.tell_empty()
        answer = words.text("An answer tells a machine what has arrived.")
        rule = words.text("Only an answer makes an entry count as received.")
        self.ledger.notes[0].setText(answer if office else rule)


class ExchangePages(PageStack):
    """The pages at the right. Signal `files_browsed(object)`: several paths chosen at once.

    Attributes: history, drafts, preview, written, undo, aside (`TablePanel`), machine, handover, target and source
    (`PlaceChooser`).
    """

    files_browsed = Signal(object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._low = words, False
        said = words.text("No file has been read yet. Press O, or drop files on this window.")
        self.history = TablePanel(words.text("Read here before"), empty=said)
        finish = words.text("They are not on the file: only a visit that is logged is sent.")
        self.drafts = TablePanel(words.text("Unfinished visits"), finish)
        self.preview = TablePanel(words.text("Files found"))
        self._explained = self.preview.add_note("", Role.LINE)
        self._advice = self.preview.add_note("", Role.NOTE)
        self.written = TablePanel(words.text("Written just now"))
        nothing = words.text("Nothing of it is left that could be taken back.")
        self.undo = TablePanel(words.text("Take back the newest reading"), "", "", empty=nothing)
        aside = words.text("Nothing was turned away, and no file is kept for later.")
        self.aside = TablePanel(words.text("Turned away and kept for later"), empty=aside)
        # Nobody lets an entry in of which only the beginning can be read.
        self._whole = self.aside.add_note("")
        self.aside.table.stood_on.connect(lambda _row: self.tell_aside())
        self.machine, self.handover = MachinePanel(words), HandoverPanel(words)
        reading = (self.history, self.drafts, self._make_write(), self._make_read(), self.preview)
        for page in (*reading, self.written, self.undo, self.aside, self.machine, self.handover):
            self.addWidget(page)

    def tell_aside(self) -> None:
        """Say what an empty list means, or all of the entry stood on."""
        self.aside.tell_empty()
        lines, row = self.aside.table.lines(), self.aside.table.current_row()
        self._whole.setText(lines[row].detail if 0 <= row < len(lines) else "")

    def _make_write(self) -> QWidget:
        words = self._words
        panel = Panel(name=words.text("Write a file"))
        self._write_title = make_label("", Role.STRONG, wrap=True)
        self._write_note = make_label("", Role.NOTE, wrap=True)
        self.target = PlaceChooser(
            words.text("Folder to write to"), browse=self._browse_folder, browse_text=words.text("Browse")
        )
        for widget in (self._write_title, self._write_note, self.target):
            panel.body.addWidget(widget)
        panel.body.addStretch(1)
        return panel

    def _browse_folder(self) -> str:
        title = self._words.text("Folder to write to")
        return choose_folder(self, self._words, title=title, start=self.target.path())

    def _make_read(self) -> QWidget:
        words = self._words
        panel = Panel(name=words.text("Read files"))
        panel.add_heading(words.text("Read files"))
        said = words.text(
            "Files are found in any folder, under any name, also in a zip. Nothing is taken in yet."
        )
        panel.body.addWidget(make_label(said, Role.NOTE, wrap=True))
        self.source = PlaceChooser(
            words.text("File or folder to read"), browse=self._browse_files, browse_text=words.text("Browse")
        )
        panel.body.addWidget(self.source)
        self._watched = make_label("", Role.NOTE, wrap=True)
        panel.body.addWidget(self._watched)
        panel.body.addStretch(1)
        return panel

    def _browse_files(self) -> str:
        title = self._words.text("Read files")
        files = choose_files(self, self._words, title=title, start=self.source.path())
        if len(files) > 1:
            self.files_browsed.emit(files)
            return ""
        return files[0] if files else ""

    def prepare_write(self, title: str, note: str, *, folder: str) -> None:
        """Say what is about to be written and for whom, and offer a folder."""
        self._write_title.setText(title)
        self._write_note.setText(note)
        self.target.set_path(folder)

    def tell_watched(self, folder: str, *, office: bool) -> None:
        """Say which folder is read by itself, or that one may be."""
        words = self._words
        said = words.text(
            "What comes into {folder} is read by itself; the files stay there as they are.", folder=folder
        )
        none = words.text(
            "F7 watches a folder: what comes into it is read by itself, and stays there as it is."
        )
        self._watched.setText(said if folder else none)
        self._watched.setVisible(office or bool(folder))

    def explain(self, said: str, advice: str) -> None:
        """Say of the file stood on what it is and what to do."""
        self._explained.setText(said)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice) and not self._low)

    def be_low(self, low: bool, /) -> None:
        """Leave the notes out while there is little height: what has to be settled stands below by itself."""
        self._low = low
        for note in self.preview.notes:
            note.setVisible(bool(note.text()) and not low)

    def tell_empty(self) -> None:
        """Say what an empty history means."""
        self.history.tell_empty()
