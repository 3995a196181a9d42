"""One window at a time over a workspace: the system's lock on a small file, which a killed program lets go of."""

from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import StoreUnavailable, say
from outreach_app.file_locks import let_go, take_lock


@dataclass(slots=True)
class Hold:
    """A workspace held by this window; `release` lets go of it, and so does the end of the program."""

    handle: int | None

    def release(self) -> None:
        """Let others in."""
        let_go(self.handle)
        self.handle = None


def hold_window(folder: Path) -> Hold:
    """Hold a workspace for one window, a restore or a repair; StoreUnavailable `already_open` while another does.

    A hub is made for many at once: nobody holds it.
    Where a drive knows no locks the workspace is lent without one: the database itself keeps two writers apart.
    """
    if (folder / paths.HUB).is_file():
        return Hold(None)
    try:  # a folder that cannot be written is told by whoever opens the database
        return Hold(take_lock(folder / paths.WINDOW))
    except BlockingIOError as error:
        raise already_open() from error


def is_held(folder: Path) -> bool:
    """Tell whether a window, a restore or a repair holds a workspace now."""
    if not (folder / paths.WINDOW).is_file():
        return False
    try:
        hold_window(folder).release()
    except StoreUnavailable:
        return True
    return False


def need_free(folder: Path) -> None:
    """Raise StoreUnavailable `already_open` while a workspace is held."""
    if is_held(folder):
        raise already_open()


def already_open() -> StoreUnavailable:
    """What whoever comes second is told."""
    return StoreUnavailable(
        say("This workspace is already open in another window of Gõ cửa."),
        say("Go on in that window, or close it first. Nothing was changed."),
        key="already_open",
    )
