"""Opening a workspace or one that was locked: its passphrase, or the office's code when it was forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.first_run import passphrases_differ
from ui.presenters.hubs import shorten
from ui.presenters.ports import Command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.going_back import WentBack
    from outreach_app.services.repairing import Repair
    from outreach_app.services.workspace import Clock


@dataclass(frozen=True, slots=True)
class UnlockState:
    """The page: whether the workspace is being opened, whether the passphrase was forgotten, what went wrong.

    `told` is what a repair did, or at which hub this is; `elsewhere` whether there is another workspace to go to;
    `way` names this version when it can be gone back to: a newer one has upgraded the database.
    """

    busy: bool = False
    forgotten: bool = False
    error: OutreachError | None = None
    told: tuple[Message, ...] = ()
    elsewhere: bool = False
    way: str = ""

    @property
    def damaged(self) -> bool:
        """Whether the database turned out to be damaged, so that a repair is offered."""
        return self.error is not None and self.error.key == "store_damaged"


class UnlockPresenter:
    """Opens the workspace in `folder` and hands the App to `opened`; `app` is one that is open and was only locked."""

    def __init__(
        self,
        folder: Path,
        *,
        command: Command,
        show: Callable[[UnlockState], None],
        opened: "Callable[[App], None]",
        clock: "Clock",
        app: "App | None" = None,
    ) -> None:
        self._app = app
        self._tried = ""
        self._folder, self._command, self._show, self._opened = folder, command, show, opened
        self._clock = clock
        self._state = UnlockState()

    def start(self) -> None:
        """Ask for the passphrase; say at once when another window has this workspace open."""
        from outreach_app.services.occupancy import already_open, is_held

        if self._app is None and is_held(self._folder):
            self._state = replace(self._state, error=already_open())
        self._set(told=_name_hub(self._folder), elsewhere=bool(paths.list_hubs()))

    @property
    def state(self) -> UnlockState:
        """What is shown now."""
        return self._state

    def resume(self, former: object) -> None:
        """Go on where somebody was on a page in another language."""
        if isinstance(former, UnlockPresenter):
            self._state = former.state
            self._show(self._state)

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase."""
        if self._state.busy:
            return
        self._tried = passphrase

        def open_it() -> "App":
            from outreach_app.app import open_workspace
            from outreach_app.services.occupancy import need_free
            from outreach_app.services.workspace import open_data_key

            if self._app is not None:
                open_data_key(self._folder, passphrase, clock=self._clock)
                return self._app
            need_free(self._folder)
            return open_workspace(self._folder, passphrase, clock=self._clock)

        self._begin(open_it)

    def repair(self) -> None:
        """Repair a damaged workspace with the passphrase that was just typed, and tell what was done."""
        if not self._state.busy and self._state.damaged:
            self._set(busy=True, error=None)
            self._command(self._repair, done=self._tell_repair, failed=self._fail)

    def _repair(self) -> "Repair":
        from outreach_app.services.repairing import open_with_kept_keys, repair_folder

        data_key = open_with_kept_keys(self._folder, self._tried, clock=self._clock)
        return repair_folder(self._folder, data_key, now=self._clock())

    def _tell_repair(self, repair: "Repair") -> None:
        left = tuple(problem.what for problem in repair.problems)
        self._tried = ""
        self._set(busy=False, told=(*repair.done, *left))

    def go_back(self) -> None:
        """Put the database of this version back with the passphrase that was just typed, and tell what was done."""
        if not self._state.busy and self._state.way:
            self._set(busy=True, error=None)
            self._command(self._go_back, done=self._tell_back, failed=self._fail)

    def _go_back(self) -> "WentBack":
        from outreach_app.services.going_back import go_back
        from outreach_app.services.workspace import open_data_key

        data_key = open_data_key(self._folder, self._tried, clock=self._clock)
        return go_back(self._folder, data_key, now=self._clock())

    def _tell_back(self, back: "WentBack") -> None:
        self._tried = ""
        self._set(busy=False, way="", told=back.told)

    def forget(self, forgotten: bool) -> None:
        """Ask for the office's code instead, or for the passphrase again."""
        if not self._state.busy:
            self._set(forgotten=forgotten, error=None)

    def recover(self, code: str, passphrase: str, again: str) -> None:
        """Open with the office's code and set a new passphrase."""
        if self._state.busy:
            return
        if passphrase != again:
            self._fail(passphrases_differ())
            return

        def open_it() -> "App":
            from outreach_app.app import recover_workspace
            from outreach_app.services.occupancy import need_free
            from outreach_app.services.workspace import renew_passphrase

            if self._app is not None:
                renew_passphrase(self._folder, code, passphrase, clock=self._clock)
                return self._app
            need_free(self._folder)
            return recover_workspace(self._folder, code, passphrase, clock=self._clock)

        self._begin(open_it)

    def _begin(self, open_it: "Callable[[], App]") -> None:
        self._set(busy=True, error=None, way="")
        self._command(open_it, done=self._opened, failed=self._fail)

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=False, error=error, way=self._find_way() if error.key == "newer_schema" else "")

    def _find_way(self) -> str:
        from outreach_app.services.version_before import name_way_here

        return name_way_here(self._folder)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _name_hub(folder: Path) -> tuple[Message, ...]:
    """At which hub somebody is about to work, and whether the way there is guarded; nothing for a file."""
    from outreach_app.services.hub_addresses import warn_of_open_way

    hub = paths.read_hub(folder)
    if hub is None:
        return ()
    warning = warn_of_open_way(hub[0])
    return (say("At the hub {hub}", hub=shorten(hub[0])), *((warning,) if warning is not None else ()))
