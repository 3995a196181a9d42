"""Wrong passphrases and recovery codes make the next try wait: counted across restarts, never locking for ever.

It slows down whoever sits in front of the laptop. Somebody who copies the folder guesses elsewhere, and there only the
price of one try (Argon2id) stands in the way: so the passphrase itself has to be good.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.errors import NotAllowed, OutreachError, say
from outreach_app.files import read_capped, write_file
from outreach_app.store.packing import pack, unpack

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)

_COUNTED = frozenset({"wrong_passphrase", "wrong_recovery_code"})
_LIMIT = 256


def open_patiently(folder: Path, unwrap: Callable[[], bytes], *, now: datetime) -> bytes:
    """Unwrap the data key of a workspace; NotAllowed `passphrase_waits` while the tries before have to be waited out.

    A wrong one is on the disk before it is told.
    """
    tries, tried_at = _read_tries(folder)
    left = tried_at + wait_after(tries) - now
    # A clock that was turned back must not lock somebody out for longer than the wait itself.
    if timedelta(0) < left <= LONGEST_WAIT:
        raise NotAllowed(
            say("Too many wrong tries."),
            say("Try again in {count} seconds.", count=int(left.total_seconds()) + 1), key="passphrase_waits",
        )  # fmt: skip
    try:
        data_key = unwrap()
    except NotAllowed as error:
        if error.key in _COUNTED:
            _note_wrong(folder, tries + 1, now)
        raise
    if tries:
        _forget(folder)
    return data_key


def wait_after(tries: int) -> timedelta:
    """How long the next try waits after so many wrong ones: twice as long every time, up to five minutes."""
    if tries < FREE_TRIES:
        return timedelta(0)
    doubled = 1 << min(tries - FREE_TRIES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _read_tries(folder: Path) -> tuple[int, datetime]:
    with contextlib.suppress(OutreachError, ValueError, TypeError, KeyError, OverflowError, OSError):
        told = unpack(read_capped(folder / paths.TRIES, _LIMIT))
        return max(0, int(told["tries"])), moment_of(int(told["at"]))
    return 0, moment_of(0)  # a spoilt count locks nobody out


def _note_wrong(folder: Path, tries: int, now: datetime) -> None:
    # A folder that cannot be written opens no workspace either.
    with contextlib.suppress(OutreachError):
        told = pack({"tries": tries, "at": stamp_of(now)})
        write_file(folder / paths.TRIES, told, overwrite=True, private=True)


def _forget(folder: Path) -> None:
    with contextlib.suppress(OSError):
        (folder / paths.TRIES).unlink(missing_ok=True)
