"""The history of the record stood on, over whatever place is open: Ctrl+H."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from ui.link import Link
from ui.presenters.history import HistoryPresenter, HistoryState
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from ui.main_window import MainWindow
    from ui.operations import Operations
    from ui.screens.history_panel import HistoryPanel

KEYS = "Ctrl+H"


class HistoryDesk(QObject):
    """Opens and closes the history; the panel is made when it is first asked for."""

    def __init__(
        self, window: "MainWindow", app: "App", ports: Ports, *, operations: "Operations", owner: QObject
    ) -> None:
        super().__init__(owner)
        self._window = window
        self._panel: HistoryPanel | None = None
        self.presenter = HistoryPresenter(app, ports, show=self._render)
        self._link = Link(self, self.presenter.follow)
        self._link.follow(operations.changed)
        self._back: Callable[[], object] = lambda: None
        self._shortcut = QShortcut(QKeySequence(KEYS), window.frame)
        self._shortcut.activated.connect(self.toggle)

    def toggle(self) -> None:
        """Show the history of the record stood on, or put it away."""
        if self.presenter.is_open:
            self.presenter.leave()
            return
        screen = self._window.room()
        before = QApplication.focusWidget()
        self._back = before.setFocus if before is not None else (lambda: None)
        self.presenter.open(screen.record() if screen is not None else None)

    def close(self) -> None:
        """Take panel and key away with the house."""
        self._shortcut.deleteLater()
        if self._panel is not None:
            self._panel.deleteLater()

    def _make_panel(self) -> "HistoryPanel":
        from ui.screens.history_panel import HistoryPanel

        panel = HistoryPanel(self._window.words, self._window.frame)
        panel.stood_on.connect(self.presenter.stand_on)
        panel.restore_wanted.connect(self.presenter.restore)
        panel.left.connect(self.presenter.leave)
        return panel

    def _render(self, state: HistoryState) -> None:
        if state.record is None:
            if self._panel is not None and self._panel.isVisible():
                self._panel.hide()
                self._back()
            return
        self._panel = self._panel or self._make_panel()
        self._panel.render_state(state)
        if not self._panel.isVisible():
            self._panel.open_in(self._window.work_area())
