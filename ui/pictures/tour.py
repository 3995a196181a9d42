"""Pictures of F1 with a search in the handbook, and of a step of the tour over sample data."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio
from ui.wiring.sample_tour import SampleTour


def show_handbook_and_tour(studio: Studio) -> Iterator[Picture]:
    """Search in the handbook, then stand on the tour's first step and on one in another place."""
    studio.house.go("today")
    studio.settle()
    studio.window.toggle_help()
    studio.type("usb")
    yield studio.take("1-handbook-search", "today")
    studio.press(Qt.Key.Key_Escape)
    studio.press(Qt.Key.Key_Escape)
    tour = SampleTour(studio.house, studio.app)
    tour.presenter.start()
    yield studio.take("1-tour", "today")
    studio.house.go("exchange")
    yield studio.take("1-tour-elsewhere", "exchange")
    tour.presenter.leave()
    for part in (tour.bar, tour.ring):
        part.hide()
        part.deleteLater()
    tour.deleteLater()
