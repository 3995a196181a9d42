"""One window at a time over a workspace: the system's lock on a small file, which a killed program lets go of."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import StoreUnavailable, say

_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK})


@dataclass(slots=True)
class Hold:
    """A workspace held by this window; `release` lets go of it, and so does the end of the program."""

    handle: int | None

    def release(self) -> None:
        """Let others in."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


def hold_window(folder: Path) -> Hold:
    """Hold a workspace for one window, a restore or a repair; StoreUnavailable `already_open` while another does.

    A hub is made for many at once: nobody holds it.
    Where a drive knows no locks the workspace is lent without one: the database itself keeps two writers apart.
    """
    if (folder / paths.HUB).is_file():
        return Hold(None)
    try:
        handle = os.open(folder / paths.WINDOW, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a folder that cannot be written is told by whoever opens the database
        return Hold(None)
    try:
        _lock(handle)
    except OSError as error:
        os.close(handle)
        if error.errno in _TAKEN:
            raise already_open() from error
        return Hold(None)
    return Hold(handle)


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


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
