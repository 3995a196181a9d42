"""The orders to erase people: a part of Exchange that says which machines have confirmed each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters.erasing_words import list_orders, tell_machines, tell_order
from ui.presenters.erasures import ErasuresState
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.exchange_pages import TablePanel
from ui.widgets.key_lists import list_erasure_keys
from ui.widgets.panels import Panel
from ui.widgets.screen import Screen
from ui.widgets.strips import Strip
from ui.widgets.told_sections import ToldSections


class ErasuresScreen(Screen):
    """Signal `left()`: back to the exchange."""

    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Erased people"))
        self._state = ErasuresState()
        self.body.addLayout(self.make_title(words.text("Erased people")))
        self.strip = Strip(Tone.WAIT, self, stacked=True)
        self.strip.hide()
        self.body.addWidget(self.strip)
        nobody = words.text("Nobody was erased.")
        self.orders = TablePanel(words.text("Orders"), empty=nobody)
        self.orders.table.stood_on.connect(lambda _row: self._explain())
        self.told = ToldSections()
        panel = Panel(name=words.text("This order"))
        panel.body.addWidget(self.told, 1)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.orders, 3)
        row.addWidget(panel, 2)
        self.body.addLayout(row, 1)
        self.back = CapButton(words.text("Back to the exchange"), ("Esc",))
        self.back.clicked.connect(self.left)
        self.set_bar(ActionBar(helpers=(self.back,)))
        self.keys = list_erasure_keys(words)
        self.wait_for_rows()

    def render_state(self, state: ErasuresState) -> None:
        """Show the orders, and whether this machine is done with all of them."""
        self._state = state
        words = self.words
        self.orders.table.fill(list_orders(words, state.orders, office=state.office))
        self.orders.tell_empty()
        self.strip.setVisible(not state.finished)
        if not state.finished:
            self.strip.show_text(
                words.text("This machine is not done yet"),
                words.text("Kept files or backups are still to be cleared; the next start goes on with it."),
            )
        self._explain()
        self.wait_for_rows(waiting=state.loading)

    def _explain(self) -> None:
        row = max(0, self.orders.table.current_row())
        if row >= len(self._state.orders):
            self.told.show_sections(())
            return
        order = self._state.orders[row]
        machines = tell_machines(self.words, order, office=self._state.office)
        self.told.show_sections(
            (tell_order(self.words, order), (self.words.text("The other machines"), machines))
        )

    def take_focus(self) -> None:
        """Stand in the list."""
        there = self if self.orders.table.isHidden() or not self._state.orders else self.orders.table
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
