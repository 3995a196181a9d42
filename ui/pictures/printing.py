"""Pictures of the place Print: each paper before and after it is made, and the form for a folder."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio
from ui.presenters.ports import Paper, PrintAt


def show_printing(studio: Studio) -> Iterator[Picture]:
    """Make every paper as a person would and look at each."""
    yield from _show_small(studio)
    yield from _show_many(studio)
    yield from _show_official(studio)


def _show_small(studio: Studio) -> Iterator[Picture]:
    household = studio.app.work.list_doors()[0].household.id
    studio.house.go("print", PrintAt(Paper.VISIT_LIST))
    yield studio.take("9-print-visit-list", "print")
    studio.house.go("print", PrintAt(Paper.LEAFLET, household))
    yield studio.take("9-print-leaflet", "print")
    studio.house.go("print", PrintAt(Paper.SUMMARY))
    yield studio.take("9-print-summary", "print")
    studio.press(Qt.Key.Key_S)
    yield studio.take("9-print-keep", "print")
    studio.press(Qt.Key.Key_Escape)


def _show_many(studio: Studio) -> Iterator[Picture]:
    village = studio.app.households.read_coverage()[-1].village.id
    studio.house.go("print", PrintAt(Paper.LEAFLETS, village))
    yield studio.take("9-print-leaflets", "print")
    make_paper(studio)
    yield studio.take("9-print-leaflets-made", "print")
    studio.house.go("print", PrintAt(Paper.APPOINTMENTS))
    yield studio.take("9-print-appointments", "print")


def _show_official(studio: Studio) -> Iterator[Picture]:
    studio.house.go("print", PrintAt(Paper.FORMS))
    yield studio.take("9-print-forms", "print")
    studio.house.go("print", PrintAt(Paper.MONTH))
    yield studio.take("9-print-month", "print")
    make_paper(studio)
    yield studio.take("9-print-month-made", "print")


def make_paper(studio: Studio) -> None:
    """Have the paper made that is chosen in the place Print."""
    from ui.screens.printing import PrintScreen

    screen = studio.window.findChild(PrintScreen)
    assert isinstance(screen, PrintScreen), "the place is open"
    screen.paper_wanted.emit()
