"""Areas that scroll without a frame or a ground of their own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def make_scroll_area(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Make an area that scrolls `inside` up and down only; what it stands on shows through."""
    area = QScrollArea(parent)
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
