"""The focus ring around buttons, chips and cards: one frame that follows the focus through the whole program."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QSlider, QWidget

from ui.theme import Size
from ui.widgets.paint import paint_ring

_REACH = Size.RING + Size.RING_CLEAR
_FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
)


def find_host(control: QWidget) -> QWidget | None:
    """The widget a ring may be painted in: what scrolls together with the control, else its window."""
    host = control.parentWidget()
    while host is not None and not host.isWindow():
        above = host.parentWidget()
        area = above.parentWidget() if above is not None else None
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            return host
        host = above
    return host


class FocusRing(QWidget):
    """A frame 1 px clear of the focused control, also after a mouse click; it takes no mouse and no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus_ring")

    def stand_around(self, control: QWidget, host: QWidget) -> None:
        """Move to a control."""
        if self.parentWidget() is not host:
            self.setParent(host)
        place = QRect(control.mapTo(host, QPoint(0, 0)), control.size())
        self.setGeometry(place.adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.setVisible(control.isVisibleTo(host))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ring(painter, QRect(0, 0, self.width(), self.height()))


class FocusWatch(QObject):
    """Keeps the ring at the control that has the focus; a child of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._control: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self.move_ring)

    def move_ring(self, old: QWidget | None, new: QWidget | None) -> None:
        """Follow the focus; fields and lists show theirs themselves."""
        self._leave()
        if isinstance(new, QAbstractButton | QSlider) and not new.property("own_ring"):
            self._control = new
            self._stand()

    def _leave(self) -> None:
        self._watch([])
        self._control = None
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()

    def _watch(self, widgets: list[QWidget]) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = widgets
        for widget in widgets:
            widget.installEventFilter(self)

    def _stand(self) -> None:
        control = self._control
        host = find_host(control) if control is not None else None
        if control is None or host is None:
            return
        self._watch(_between(control, host))
        # The ring dies with the screen it stood in; then a new one is made.
        if self._ring is None or not shiboken6.isValid(self._ring):
            self._ring = FocusRing()
        self._ring.stand_around(control, host)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED and self._control is not None and shiboken6.isValid(self._control):
            self._stand()
        return False


def _between(control: QWidget, host: QWidget) -> list[QWidget]:
    chain: list[QWidget] = []
    widget: QWidget | None = control
    while widget is not None and widget is not host:
        chain.append(widget)
        widget = widget.parentWidget()
    return chain


def install_focus_ring(app: QApplication) -> None:
    """Show the ring from now on; once per application."""
    if app.findChild(FocusWatch) is None:
        FocusWatch(app)
