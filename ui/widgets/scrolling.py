"""Areas that scroll without a frame or a ground of their own."""

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.theme import Size


class FocusFollower(QObject):
    """Keeps what has the focus in sight, also when Enter and not Tab brought it there; a child of its area."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.follow)

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to a control inside the area."""
        inside = self._area.widget()
        if new is not None and inside is not None and inside.isAncestorOf(new):
            self._area.ensureWidgetVisible(new, 0, Size.MARGIN)


class ContentArea(QScrollArea):
    """A scroll area that would like to be as high as its content, so that it scrolls only where there is no room."""

    def sizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().sizeHint()
        # Wrapped words may need more than they would like to have.
        return inside.sizeHint().expandedTo(QSize(0, inside.minimumSizeHint().height()))


def make_scroll_area(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Make an area that scrolls `inside` up and down only; what it stands on shows through."""
    area = ContentArea(parent)
    fill_scroll_area(area, inside)
    return area


def fill_scroll_area(area: QScrollArea, inside: QWidget) -> None:
    """Dress a scroll area and give it its content."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    # Qt turns the content's own ground on when it is put in.
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    FocusFollower(area)
