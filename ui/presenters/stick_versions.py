"""A new version of the program on a stick that goes in: found behind everything else, told in the place Exchange."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.domain.progress import Stopped
from outreach_app.errors import OutreachError
from ui.presenters.drives import Drive
from ui.presenters.exchange_state import Board, Progress, Stage
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App

_AT_WORK = (Stage.WRITING, Stage.LOOKING, Stage.READING)


class StickVersions:
    """Looks once through each set of sticks, never while files are read from them or written there."""

    def __init__(self, app: "App", ports: Ports, board: Board) -> None:
        self._app, self._ports, self._board = app, ports, board
        self._seen: tuple[str, ...] | None = ()
        self._progress = Progress()

    def look(self, drives: Sequence[Drive]) -> None:
        """Look through these drives, unless that was done or something is being read or written."""
        folders = tuple(drive.folder for drive in drives)
        if folders == self._seen or self._board.state.stage in _AT_WORK:
            return
        self._progress.stop()
        self._seen, self._progress = folders, Progress()
        self._board.set(newer="")
        if folders:
            progress = self._progress
            self._ports.query(
                lambda: self._find_newest(folders, progress), done=self._tell, failed=self._give_up,
                series="versions", behind=True,
            )  # fmt: skip

    def give_way(self) -> None:
        """Stop looking: the stick is wanted for something else. What was not seen is looked at afterwards."""
        self._progress.stop()

    def _find_newest(self, folders: Sequence[str], progress: Progress) -> str:
        from outreach_app.services.releases import look_for_releases
        from outreach_app.versions import read_own, spell_version

        if read_own() is None:
            return ""
        found = [
            offer
            for folder in folders
            for offer in look_for_releases(self._app.desk, Path(folder), watch=progress)
        ]
        fit = [each.release.described.version for each in found if each.release and each.refusal is None]
        return max(fit, key=spell_version, default="")

    def _tell(self, version: str) -> None:
        self._board.set(newer=version)

    def _give_up(self, error: OutreachError) -> None:
        # Nobody asked for this: a stick that cannot be read is told to whoever reads files from it.
        if isinstance(error, Stopped):
            self._seen = None
