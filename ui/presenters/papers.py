"""Printing from a place: the paper is prepared in the place Print, where it is looked at before it is printed."""

from ui.presenters.ports import Paper, Places, PrintAt


class Papers:
    """Opens the three papers of a working day for whatever place asks."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def print_visit_list(self, village: bytes) -> None:
        """Choose the next doors of a village."""
        self._places.go("print", PrintAt(Paper.VISIT_LIST, village))

    def print_leaflet(self, household: bytes) -> None:
        """Show the leaflet of one household with its own figures."""
        self._places.go("print", PrintAt(Paper.LEAFLET, household))

    def print_summary(self) -> None:
        """Show what today came to."""
        self._places.go("print", PrintAt(Paper.SUMMARY))
