"""The bar below the place Lists: its helpers and the step, each with its key."""

from outreach_app.i18n import Catalogue
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton


class ListBar(ActionBar):
    """Attributes: step, other (file), correct (columns), enter (newcomers), rest (rows to complete), settle, back."""

    def __init__(self, words: Catalogue) -> None:
        self.back = CapButton(words.text("Take the newest list back"), ("U",), icon="undo-2")
        self.other = CapButton(words.text("Another file"), ("O",), icon="file-spreadsheet")
        self.correct = CapButton(words.text("Correct columns"), ("C",))
        self.enter = CapButton("", ("E",), icon="user-plus")
        self.rest = CapButton(words.text("Keep rows to complete"), ("S",))
        self.settle = CapButton(words.text("Rows to settle"), ("D",))
        self.step = CapButton("", ("Ctrl", "Enter"))
        helpers = (self.other, self.correct, self.enter, self.rest, self.settle, self.back)
        super().__init__(self.step, helpers=helpers)
