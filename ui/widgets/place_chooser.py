"""Choosing a file or folder without a mouse: the sticks plugged in as cards, a path to type, a button to browse."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Size
from ui.widgets.buttons import CapButton
from ui.widgets.choices import OptionCard
from ui.widgets.fields import LabelledField, TextField

MOST_CARDS = 3


class PathField(TextField):
    """A path to type or paste. Signal `accepted()` on Enter."""

    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            return
        super().keyPressEvent(event)

    def path(self) -> str:
        """The path as typed; unlike names it is never recomposed, and quotes around it are taken off."""
        return self.text().strip().strip("\"'")

    def sizeHint(self) -> QSize:
        return QSize(2 * Size.RAIL, super().sizeHint().height())


class PlaceChooser(QWidget):
    """Cards for the drives, the path field, and Browse. Signal `taken(str)`: the path somebody settled on.

    `browse` opens a dialog and gives back a path or nothing; Enter in the field, a card, and a path browsed for all
    settle on it.
    """

    taken = Signal(str)

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        browse: Callable[[], str],
        browse_text: str,
        card_hint: str = "",
        hint: str = "",
        browse_caps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(parent)
        self._browse, self._card_hint = browse, card_hint
        self._places: tuple[tuple[str, str], ...] = ()
        self.cards: list[OptionCard] = []
        self.field = PathField(self, icon="folder-open")
        self.field.accepted.connect(self.take)
        self.button = CapButton(browse_text, browse_caps, parent=self)
        self.button.clicked.connect(self._ask)
        self._labelled = LabelledField(label, self.field, hint=hint)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Size.GRID)
        column.addLayout(self._cards)
        row = QHBoxLayout()
        row.setSpacing(Size.GRID)
        row.addWidget(self._labelled, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.setTabOrder(self.field, self.button)

    def set_drives(self, drives: Sequence[tuple[str, str]]) -> None:
        """Offer these drives (name, folder) as cards; the same ones keep the focus that stands on them."""
        drives = tuple(drives[:MOST_CARDS])
        if drives == self._places:
            return
        for card in self.cards:
            # A widget that waits to be shown by its layout would else come up as a window of its own.
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self._places, self.cards = drives, []
        for name, folder in drives:
            card = OptionCard(name, self._card_hint or folder, ("Enter",), icon="usb", parent=self)
            card.clicked.connect(lambda _on=False, folder=folder: self._settle(folder))
            self._cards.addWidget(card)
            self.cards.append(card)

    def set_path(self, path: str) -> None:
        """Put a path into the field, without a signal."""
        self.field.setText(path)

    def set_error(self, error: str) -> None:
        """Say beside the field what to do about it."""
        self._labelled.set_error(error)

    def path(self) -> str:
        """The path in the field."""
        return self.field.path()

    def take(self) -> None:
        """Settle on what stands in the field."""
        if path := self.path():
            self.taken.emit(path)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Stand on the first drive, or in the field with its text chosen."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _settle(self, path: str) -> None:
        self.set_path(path)
        self.taken.emit(path)

    def _ask(self) -> None:
        if path := self._browse():
            self._settle(path)
