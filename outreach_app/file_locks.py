"""The system's locks on small files: a program that is killed lets go of them by itself."""

import contextlib
import errno
import os
import sys
import time
from pathlib import Path

_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK})
_PAUSE_S = 0.02


def take_lock(path: Path, *, shared: bool = False, wait_s: float = 0.0) -> int | None:
    """Lock a file, which is made for it, and give back its handle; closing the handle lets go.

    `shared` goes together with others that share; it is waited for at most so long. BlockingIOError when somebody else
    keeps it; None where the folder cannot be written or its drive knows no locks.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    until = time.monotonic() + wait_s
    while True:
        try:
            _lock(handle, shared=shared)
        except OSError as error:
            if error.errno in _TAKEN and time.monotonic() < until:
                time.sleep(_PAUSE_S)
                continue
            os.close(handle)
            if error.errno in _TAKEN:
                raise BlockingIOError(error.errno, "locked", str(path)) from error
            return None
        return handle


def let_go(handle: int | None) -> None:
    """Let go of a lock."""
    if handle is not None:
        with contextlib.suppress(OSError):
            os.close(handle)


if sys.platform == "win32":

    def _lock(handle: int, *, shared: bool) -> None:
        import msvcrt

        # Windows lends no byte to two at once: those that would share go one after the other.
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int, *, shared: bool) -> None:
        import fcntl

        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
