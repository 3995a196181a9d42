"""The bar and the tour over a sample workspace, joined to the house they stand in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ui.link import Link
from ui.presenters.tour import TourPresenter, TourState, TourStep
from ui.screens.tour_bar import TourBar, TourRing
from ui.widgets.buttons import CapButton
from ui.wiring.bench import make_ports
from ui.wiring.house import House

if TYPE_CHECKING:
    from outreach_app.app import App

_ON_TODAY = {
    TourStep.NOBODY_HOME: "Enter",
    TourStep.VISIT: "Enter",
    TourStep.ADVISE: "T",
    TourStep.PRINT: "P",
}
_ELSEWHERE = {TourStep.TYPE_BACK: ("typeback", ""), TourStep.SEND: ("exchange", "G")}
_STEP_KEYS = {TourStep.VISIT: ("visit", ("Ctrl", "Enter")), TourStep.PRINT: ("print", ("Ctrl", "Enter"))}


class SampleTour(QObject):
    """Shows the steps over a house and points at their controls. Signal `left(bool)`: whether the sample is kept.

    Attributes: presenter, bar, ring.
    """

    left = Signal(bool)

    def __init__(self, house: House, app: "App") -> None:
        super().__init__(house)
        self._house, window = house, house.window
        self.bar = TourBar(window.words, folder=str(app.desk.folder.parent))
        window.put_above(self.bar)
        self.ring = TourRing(window.frame)
        ports = make_ports(house.operations, self, house=house, words=window.words)
        self.presenter = TourPresenter(app, ports, show=self._render)
        link = Link(self, self.presenter.take)
        link.follow(house.operations.changed)
        house.went.connect(self._stand_in)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        house.help.tour_wanted.connect(self._start)
        self.bar.leave_wanted.connect(self._delete)
        self.bar.keep_wanted.connect(self._keep)
        for keys, action in (("F10", self._delete), ("Ctrl+F10", self._keep)):
            QShortcut(QKeySequence(keys), window.frame).activated.connect(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a place ends the tour; in the search, the handbook and other popups it closes those."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._is_listening():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.presenter.leave()
                return True
        return super().eventFilter(watched, event)

    def _is_listening(self) -> bool:
        room, focus = self._house.window.room(), QApplication.focusWidget()
        in_room = room is not None and focus is not None and (room is focus or room.isAncestorOf(focus))
        return self.presenter.state.step is not None and in_room

    def _start(self) -> None:
        self.presenter.start()

    def _delete(self) -> None:
        self.left.emit(False)

    def _keep(self) -> None:
        self.left.emit(True)

    def _stand_in(self, place: str, subject: object) -> None:
        self.presenter.stand_in(place, subject)

    def _render(self, state: TourState) -> None:
        self.bar.render_state(state)
        # Buttons of a place that was just opened stand where they stay once the event loop turns.
        QTimer.singleShot(0, self, lambda: self.ring.point_at(self._find_target(state)))

    def _find_target(self, state: TourState) -> QWidget | None:
        """The control that the next key of the step belongs to."""
        window, step = self._house.window, state.step
        if step is None or step is TourStep.DONE:
            return None
        if step is TourStep.FIND:
            return window.header.search
        place, caps = _STEP_KEYS.get(step, ("", ()))
        if state.place == place and caps:
            return self._find_button(caps)
        home, key = _ELSEWHERE.get(step, ("today", _ON_TODAY.get(step, "")))
        if state.place != home:
            return window.rail_button(home)
        return self._find_button((key,)) if key else None

    def _find_button(self, caps: tuple[str, ...]) -> QWidget | None:
        screen = self._house.window.room()
        buttons = screen.findChildren(CapButton) if screen is not None else []
        return next((each for each in buttons if each.caps() == caps and each.isVisible()), None)
