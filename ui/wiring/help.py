"""F1: the keys of a screen beside the handbook; made when it is first asked for, in the frame and before it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.i18n import Catalogue
from outreach_app.services.handbook import ENTRANCE
from ui.presenters.handbook import HandbookPresenter
from ui.screens.keys_help import KeysHelp
from ui.widgets.screen import KeyLine
from ui.wiring.handbook import open_handbook


class HelpDesk(QObject):
    """Opens the panel over a part of `parent` and gives the focus back. Signals: `tour_wanted()`, `print_wanted()`.

    Attributes: panel (None until it was first asked for).
    """

    tour_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, words: Catalogue, parent: QWidget, *, role: str) -> None:
        super().__init__(parent)
        self._words, self._parent, self._role = words, parent, role
        self.panel: KeysHelp | None = None
        self._book: HandbookPresenter | None = None
        self._before: QWidget | None = None

    def toggle(
        self,
        area: QRect,
        *,
        place: str,
        title: str,
        here: Sequence[KeyLine],
        everywhere: Sequence[KeyLine] = (),
    ) -> None:
        """Show the keys and the chapter of a place, or put both away."""
        if self.panel is not None and self.panel.isVisible():
            self.put_away()
            return
        panel, book = self._open()
        self._before = QApplication.focusWidget()
        panel.show_keys(title, here, everywhere)
        book.open_place(place)
        panel.open_in(area)

    def put_away(self) -> None:
        """Close it, and give the focus back to where it was."""
        if self.panel is None or not self.panel.isVisible():
            return
        self.panel.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> tuple[KeysHelp, HandbookPresenter]:
        if self.panel is None or self._book is None:
            self.panel = panel = KeysHelp(self._words, self._parent)
            book = HandbookPresenter(open_handbook(self._role, self._words.language), show=panel.render_state)
            self._book = book
            panel.left.connect(self.put_away)
            panel.searched.connect(book.search)
            panel.stepped.connect(book.step)
            panel.opened.connect(book.open_hit)
            panel.turned.connect(book.turn)
            panel.paper.setVisible(self._role != ENTRANCE)
            panel.print_wanted.connect(self.put_away)
            panel.print_wanted.connect(self.print_wanted)
            panel.tour_wanted.connect(self.put_away)
            panel.tour_wanted.connect(self.tour_wanted)
        return self.panel, self._book
