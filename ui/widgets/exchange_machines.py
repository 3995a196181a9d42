"""One machine with what is done about it, and the form by which somebody's doors are handed over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.exchange import Act, HandoverLook, MachineLook
from ui.theme import Size, Tone
from ui.widgets.buttons import CapButton
from ui.widgets.choices import DropDown, TickBox
from ui.widgets.fields import LabelledField
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.panels import Panel
from ui.widgets.place_chooser import PathField, PlaceChooser
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

_PAGES = {Act.LOOK: 0, Act.BLOCK: 1, Act.REPLACE: 2}


class MachinePanel(Panel):
    """Signals: `block_wanted()`, `unblock_wanted()`, `replace_wanted()`, `why_given(str)`, `folder_taken(str)`.

    Attributes: why (the field of the reason), target (`PlaceChooser`), block, unblock, renew (`CapButton`).
    """

    block_wanted = Signal()
    unblock_wanted = Signal()
    replace_wanted = Signal()
    why_given = Signal(str)
    folder_taken = Signal(str)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("Machine"))
        self._words = words
        self._act = Act.LOOK
        self._title = make_label("", Role.TITLE, wrap=True)
        self.facts = QWidget()
        self._grid = QGridLayout(self.facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Size.GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.result = Strip(Tone.ACCENT, stacked=True)
        self.result.hide()
        self._note = make_label("", Role.NOTE, wrap=True)
        self._acts = QStackedWidget()
        for page in (self._make_keys(), self._make_why(), self._make_where()):
            self._acts.addWidget(page)
        self.body.addWidget(self._title)
        self.body.addWidget(make_scroll_area(self.facts), 1)
        for widget in (self.result, self._note, self._acts):
            self.body.addWidget(widget)

    def _make_keys(self) -> QWidget:
        words, page = self._words, QWidget()
        self.block = CapButton(words.text("Block this machine"), ("B",))
        self.unblock = CapButton(words.text("Let it write again"), ("B",))
        self.renew = CapButton(words.text("Replace it by another laptop"), ("K",))
        self.block.clicked.connect(self.block_wanted)
        self.unblock.clicked.connect(self.unblock_wanted)
        self.renew.clicked.connect(self.replace_wanted)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        for button in (self.block, self.unblock, self.renew):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _make_why(self) -> QWidget:
        page = QWidget()
        self.why = PathField(self)
        self.why.accepted.connect(self.give_why)
        hint = self._words.text("such as: lost on the way")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(LabelledField(self._words.text("Why is it blocked?"), self.why, hint=hint))
        column.addStretch(1)
        return page

    def _make_where(self) -> QWidget:
        words = self._words
        self.target = PlaceChooser(
            words.text("Folder for the set-up file"), browse=self._browse, browse_text=words.text("Browse")
        )
        self.target.taken.connect(self.folder_taken)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.target)
        column.addStretch(1)
        return page

    def _browse(self) -> str:
        title = self._words.text("Folder for the set-up file")
        return choose_folder(self, self._words, title=title, start=self.target.path())

    def give_why(self) -> None:
        """Settle on the reason that stands in the field."""
        self.why_given.emit(self.why.written())

    def _show_facts(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        self._title.setText(title)
        while (item := self._grid.takeAt(0)) is not None:
            if isinstance(gone := item.widget(), QLabel):
                gone.hide()
                gone.deleteLater()
        for row, (name, value) in enumerate(facts):
            self._grid.addWidget(make_label(name, Role.NOTE), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(make_label(value, Role.LINE, wrap=True), row, 1)
        self._grid.setRowStretch(len(facts), 1)

    def show_look(self, shown: MachineLook) -> None:
        """Show the machine; an act that begins asks for its reason or its folder anew."""
        self._show_facts(shown.title, shown.facts)
        self.result.setVisible(bool(shown.result[0]))
        self.result.show_text(*shown.result)
        former, self._act = self._act, shown.act
        self._note.setText(shown.note)
        self._note.setVisible(shown.act is not Act.LOOK)
        self._acts.setCurrentIndex(_PAGES[shown.act])
        self.block.setVisible(not shown.revoked)
        self.unblock.setVisible(shown.revoked)
        self.renew.setVisible(not shown.replaced)
        if former is not shown.act:
            self.why.clear()
            self.target.set_path(shown.folder)

    def press(self, *, block: bool) -> None:
        """Press the key of blocking and letting write again, or that of replacing; hidden ones mean nothing."""
        for button in (self.block, self.unblock) if block else (self.renew,):
            if self._act is Act.LOOK and not button.isHidden():
                button.click()
                return

    def take_step(self) -> None:
        """Settle on what was asked for."""
        if self._act is Act.BLOCK:
            self.give_why()
        elif self._act is Act.REPLACE:
            self.target.take()

    def take_focus(self) -> None:
        """Stand where the work of this machine is."""
        if self._act is Act.REPLACE:
            self.target.take_focus()
            return
        there = self.unblock if self.block.isHidden() else self.block
        (self.why if self._act is Act.BLOCK else there).setFocus(Qt.FocusReason.OtherFocusReason)


class HandoverPanel(Panel):
    """From whom the doors go to whom. Signal `chosen(object, object, bool)`: from, to, and whether for good."""

    chosen = Signal(object, object, bool)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("Hand doors over"))
        self._words = words
        self.add_heading(words.text("Hand doors over"))
        said = words.text(
            "Visit lists still out get another name; promised returns come onto new lists."
            " Visits stay signed by whoever made them."
        )
        self.leaver = DropDown(self, name=words.text("From"))
        self.successor = DropDown(self, name=words.text("To"))
        self.leaves = TickBox(words.text("Leaves for good: from tomorrow nobody works under this name"), self)
        self.result = Strip(Tone.GOOD, stacked=True)
        self.result.hide()
        self.empty = make_label(
            words.text("Nobody has a visit list out or a return promised."), Role.NOTE, wrap=True
        )
        self.body.addWidget(make_label(said, Role.NOTE, wrap=True))
        self.body.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(LabelledField(words.text("From"), self.leaver), 1)
        row.addWidget(LabelledField(words.text("To"), self.successor), 1)
        self.body.addLayout(row)
        self.body.addWidget(self.leaves)
        self.body.addWidget(self.result)
        self.body.addStretch(1)

    def show_look(self, shown: HandoverLook) -> None:
        """Offer who has doors and who may take them, and say what was handed over."""
        self.empty.setVisible(not shown.leavers)
        self.leaver.set_choices(shown.leavers)
        self.successor.set_choices(shown.successors)
        if shown.leavers and self.leaver.value() is None:
            self.leaver.set_value(shown.leavers[0][0])
        others = [person for person, _ in shown.successors if person != self.leaver.value()]
        if len(others) == 1 and self.successor.value() is None:
            self.successor.set_value(others[0])
        self.result.setVisible(bool(shown.result[0]))
        self.result.show_text(*shown.result)

    def is_ready(self) -> bool:
        """Whether two different people are chosen."""
        return (
            self.leaver.value() not in (None, self.successor.value()) and self.successor.value() is not None
        )

    def take(self) -> None:
        """Settle on the two that are chosen."""
        if self.is_ready():
            self.chosen.emit(self.leaver.value(), self.successor.value(), self.leaves.isChecked())

    def take_focus(self) -> None:
        """Stand on the person whose doors go."""
        self.leaver.setFocus(Qt.FocusReason.OtherFocusReason)
