"""The program's version, and a new one from a stick, as Settings shows and takes it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import BadInput, OutreachError, say
from ui.models.versions import GoingBack, VersionsState, VersionWork
from ui.presenters.drives import Drive, find_drives
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.releases import Offer
    from outreach_app.services.updating import Taken


class VersionSettings:
    """Looks for new versions on sticks that are plugged in, or in a folder, and takes one."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[VersionsState], None],
        go_back: Callable[[GoingBack], None],
        drives: Callable[[], tuple[Drive, ...]] = find_drives,
    ) -> None:
        self._app, self._ports, self._show, self._drives = app, ports, show, drives
        self._go_back = go_back
        self._state = VersionsState()
        self._reads, self._looks = Latest(), Latest()

    def reload(self) -> None:
        """Read which version runs."""
        self._ports.query(self._read, done=self._reads.only(self._take_read))

    def _take_read(self, read: Mapping[str, Any]) -> None:
        self._set(replace(self._state, **read))

    def _read(self) -> dict[str, Any]:
        from outreach_app import __version__
        from outreach_app.services.version_before import find_way_back
        from outreach_app.versions import read_in_use, read_own

        way = find_way_back(self._app.desk.folder)
        own, told = read_own(), read_in_use()
        version = own.version if own else __version__
        coming = told.version if own and told and told.version != version else ""
        failed = told.failed if told else ""
        return {
            "own": version, "next": coming, "failed": failed, "bundle": own is not None,
            "before": way.version if way else "",
        }  # fmt: skip

    def look_around(self) -> None:
        """Look through the sticks that are plugged in, whenever somebody comes here."""
        if not self._state.taking:
            self._look(self._search_sticks)

    def _search_sticks(self) -> "tuple[str, tuple[Offer, ...]]":
        from outreach_app.versions import read_own

        folders = [drive.folder for drive in self._drives()] if read_own() is not None else []
        if not folders and self._state.offers:  # found in a folder that was typed
            return self._state.folder, self._state.offers
        return self._search(folders)

    def give(self, work: VersionWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the row stood on."""
        if work is VersionWork.TAKE:
            self._take(row)
        elif work is VersionWork.BACK:
            self._ask_back(str(values.get("passphrase") or ""))
        elif folder := str(values.get("folder") or "").strip():
            self._look(lambda: self._search([str(paths.read_typed(folder))]))
        else:
            self._ports.places.trouble(BadInput(
                say("No folder is named."), say("Plug in the stick or choose another folder."), key="no_folder",
            ))  # fmt: skip

    def _ask_back(self, passphrase: str) -> None:
        """Prove the passphrase while the window still stands; the version before is asked once it is closed."""
        self._ports.query(
            lambda: self._prove(passphrase), done=self._go_back, failed=self._ports.places.trouble
        )

    def _prove(self, passphrase: str) -> GoingBack:
        from outreach_app.services.going_back import say_no_way_back
        from outreach_app.services.version_before import find_way_back
        from outreach_app.services.workspace import open_data_key

        folder = self._app.desk.folder
        way = find_way_back(folder)
        if way is None:
            raise say_no_way_back()
        open_data_key(folder, passphrase)
        return GoingBack(way, folder, passphrase)

    def _look(self, search: "Callable[[], tuple[str, tuple[Offer, ...]]]") -> None:
        self._ports.query(search, done=self._looks.only(self._show_found), failed=self._ports.places.trouble)

    def _search(self, folders: list[str]) -> "tuple[str, tuple[Offer, ...]]":
        from outreach_app.services.releases import look_for_releases

        found = [offer for folder in folders for offer in look_for_releases(self._app.desk, Path(folder))]
        return (folders[0] if folders else "", tuple(found))

    def _show_found(self, found: "tuple[str, tuple[Offer, ...]]") -> None:
        self._set(replace(self._state, folder=found[0], offers=found[1]))

    def _take(self, row: object) -> None:
        from outreach_app.services.updating import take_release

        offer = self._state.find(row)
        if offer is None:
            self._ports.places.trouble(BadInput(
                say("This machine does not take that version."), say("Choose another row."), key="no_release",
            ))  # fmt: skip
            return
        self._set(replace(self._state, taking=True))
        # As a reader: visits are stored meanwhile.
        self._ports.query(
            lambda: take_release(self._app.desk, offer.path), done=self._say_taken, failed=self._fail
        )

    def _say_taken(self, taken: "Taken") -> None:
        self._set(replace(self._state, taking=False, offers=()))
        self._ports.places.notice(
            say("Version {version} was tried and runs from the next start on. Close the window and open it again.",
                version=taken.version)
        )  # fmt: skip
        self.reload()

    def _fail(self, error: OutreachError) -> None:
        self._set(replace(self._state, taking=False))
        self._ports.places.trouble(error)

    def _set(self, state: VersionsState) -> None:
        self._state = state
        self._show(state)
