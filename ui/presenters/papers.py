"""Printing from a place: the PDF is made and kept in the background, then shown in the place Print."""

from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from outreach_app.errors import say
from ui.presenters.ports import Ports, PrintAt

if TYPE_CHECKING:
    from outreach_app.app import App


class Papers:
    """Makes the three papers of a working day for whatever place asks."""

    def __init__(self, app: "App", ports: Ports) -> None:
        self._app, self._ports = app, ports

    def print_visit_list(self, village: bytes) -> None:
        """Choose the next doors of a village, give them a sheet code, and print the list."""
        self._ports.command(lambda: self._make_visit_list(village), done=lambda made: self._show(made[0]))

    def _make_visit_list(self, village: bytes) -> tuple[Path, Changes]:
        app = self._app
        made = app.sheets.make(village, app.sheets.plan(village))
        return self._keep(app.printing.visit_list(made.value.id, self._ports.words), made.value.code), made.changes

    def print_leaflet(self, household: bytes) -> None:
        """Print the leaflet of one household with its own figures."""
        self._ports.query(lambda: self._make_leaflet(household), done=self._show)

    def _make_leaflet(self, household: bytes) -> Path:
        code = self._app.households.read_card(household).household.code
        return self._keep(self._app.printing.leaflet(household, self._ports.words), f"to-roi-{code}")

    def print_summary(self) -> None:
        """Print what today came to."""
        self._ports.query(self._make_summary, done=self._show)

    def _make_summary(self) -> Path:
        day = self._app.desk.today
        return self._keep(self._app.printing.daily_summary(self._ports.words, day=day), f"tong-hop-{day:%Y-%m-%d}")

    def _keep(self, pdf: bytes, name: str) -> Path:
        from outreach_app import paths
        from outreach_app.files import write_file

        folder = self._app.desk.folder / paths.PRINTED
        folder.mkdir(exist_ok=True)
        target = folder / f"{name}.pdf"
        write_file(target, pdf)
        return target

    def _show(self, path: Path) -> None:
        if self._ports.places.has("print"):
            self._ports.places.go("print", PrintAt(str(path)))
        else:
            self._ports.places.notice(say("Written: {path}", path=str(path)))
