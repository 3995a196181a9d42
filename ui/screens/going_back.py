"""Going back to the version before: the page that stands while that version puts its database back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.path_words import break_path
from ui.presenters.going_back import GoingBackState
from ui.theme import Size
from ui.widgets.buttons import CapButton, Kind
from ui.widgets.entrance import EntrancePage
from ui.widgets.text import Role, make_label


class GoingBackScreen(EntrancePage):
    """Signal `going_on()`: to the version that runs now."""

    going_on = Signal()

    def __init__(self, words: Catalogue, *, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(words, brand=brand, parent=parent)
        self._title, self._told = make_label("", Role.TITLE, wrap=True), make_label("", Role.NOTE, wrap=True)
        self._step = CapButton("", ("Enter",), kind=Kind.FILLED, shortcut="Return")
        self._step.clicked.connect(self.going_on)
        self.add_page(self._make_page)

    def _make_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        column.addWidget(self._title)
        column.addWidget(self._told)
        column.addWidget(self._step, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def render_state(self, state: GoingBackState) -> None:
        """Show how far it is."""
        words = self.words
        self._title.setText(words.text("Going back to version {version}", version=state.version))
        waiting = words.text("The version before puts its database back. Leave the window open.")
        told = break_path("\n".join(words.render(sentence) for sentence in state.told))
        self._told.setText(waiting if state.busy else told)
        self._step.set_words(
            words.text("Open version {version}", version=state.version) if state.told
            else words.text("Back to the workspace")
        )  # fmt: skip
        self._step.setVisible(not state.busy)
        self.show_error(state.error)
        self.show_page(0)
        self._told.setVisible(bool(self._told.text()))
        # As on the page that asks for the passphrase: as high as its words are at the width of the panel.
        width = self._panel.width() - 2 * Size.MARGIN
        for label in (self._title, self._told):
            label.setMinimumHeight(label.heightForWidth(width) if label.text() else 0)
        if not state.busy:
            self._step.setFocus(Qt.FocusReason.OtherFocusReason)
