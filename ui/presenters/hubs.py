"""Choosing among the workspaces that this account can open, and joining an office at a hub by its key file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import OutreachError
from ui.presenters.first_run import passphrases_differ
from ui.presenters.ports import Command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.workspace import Clock


class HubStep(StrEnum):
    """Where somebody stands: choosing one that is known, or joining one."""

    CHOOSE = "choose"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace that this account can open: its folder, and for one at a hub the address."""

    folder: Path
    address: str = ""

    @property
    def database(self) -> str:
        """The name of the hub's database; empty for a workspace in a file."""
        return shorten(self.address).rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class HubsState:
    """The page: its step, what is known, whether somebody is joining, what went wrong."""

    step: HubStep = HubStep.CHOOSE
    known: tuple[Known, ...] = ()
    busy: bool = False
    error: OutreachError | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """What was typed: key file, its code, the hub's address, the account's password there (or none), passphrase."""

    file: str
    code: str
    address: str
    password: str
    passphrase: str
    again: str


class HubsPresenter:
    """Hands the folder that was chosen to `chosen`, the App of a hub that was joined to `opened`; `left` goes back."""

    def __init__(
        self,
        *,
        command: Command,
        show: Callable[[HubsState], None],
        chosen: Callable[[Path], None],
        opened: "Callable[[App], None]",
        left: Callable[[], None],
        clock: "Clock",
    ) -> None:
        self._command, self._show, self._clock = command, show, clock
        self._chosen, self._opened, self._left = chosen, opened, left
        self._state = HubsState()

    def start(self) -> None:
        """Show what is known; where nothing is, the way to join."""
        known = list_known()
        self._set(known=known, step=HubStep.CHOOSE if known else HubStep.JOIN)

    def resume(self, former: object) -> None:
        """Go on where somebody was on a page in another language."""
        if isinstance(former, HubsPresenter):
            self._state = former.state
            self._show(self._state)

    @property
    def state(self) -> HubsState:
        """What is shown now."""
        return self._state

    def choose(self, number: int) -> None:
        """Open one of the known workspaces; the number after the last one is joining another hub."""
        if number < len(self._state.known):
            self._chosen(self._state.known[number].folder)
        else:
            self._set(step=HubStep.JOIN, error=None)

    def leave(self) -> None:
        """Go back to what is known, or to where somebody came from."""
        if self._state.busy:
            return
        if self._state.step is HubStep.JOIN and self._state.known:
            self._set(step=HubStep.CHOOSE, error=None)
        else:
            self._left()

    def join(self, typed: Joining) -> None:
        """Join a hub and open it."""
        if self._state.busy:
            return
        if typed.passphrase != typed.again:
            self._fail(passphrases_differ())
            return
        self._set(busy=True, error=None)
        self._command(lambda: self._join(typed), done=self._enter, failed=self._fail)

    def _join(self, typed: Joining) -> "App":
        from outreach_app.app import open_workspace
        from outreach_app.services.hub_addresses import parse_address
        from outreach_app.services.hub_passwords import keep_password, put_back
        from outreach_app.services.hubs import join_hub

        address = parse_address(typed.address)
        former = keep_password(address, typed.password) if typed.password else None
        try:
            folder = join_hub(address, paths.read_typed(typed.file), typed.code, typed.passphrase)
        except BaseException:
            if typed.password:
                put_back(former)
            raise
        return open_workspace(folder, typed.passphrase, clock=self._clock)

    def _enter(self, app: "App") -> None:
        self._set(busy=False)
        self._opened(app)

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=False, error=error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def shorten(address: str) -> str:
    """An address without what only the way there needs: account, machine and database."""
    return address.partition("?")[0].partition("://")[2] or address


def list_known() -> tuple[Known, ...]:
    """List the workspace on this machine, if there is one, and every hub that this account has joined."""
    own = paths.default_workspace()
    here = (Known(own),) if paths.is_workspace(own) else ()
    told = [(folder, paths.read_hub(folder)) for folder in paths.list_hubs()]
    return here + tuple(Known(folder, hub[0]) for folder, hub in told if hub is not None)


def find_place(folder: Path) -> Path | None:
    """The folder to open where this one was asked for; None when somebody has to choose.

    An office that moved is opened where it went. Where the usual workspace is missing the only hub stands in for it.
    """
    if (moved := paths.find_moved(folder)) is not None:
        return moved
    if not paths.is_workspace(folder) and folder.parent == paths.hubs_folder():
        return None  # the address of a hub that nobody has joined here
    if paths.is_workspace(folder) or folder != paths.default_workspace():
        return folder
    hubs = paths.list_hubs()
    return folder if not hubs else hubs[0] if len(hubs) == 1 else None
