"""Whoever writes to a workspace's database and whoever puts another file in its place wait for one another.

A write that began before a restore is in the former database whole, which the restore keeps; one that comes later finds
that its database is no longer the one in the workspace, and stores nothing in a file that nobody will open.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import StoreUnavailable, say
from outreach_app.file_locks import let_go, take_lock
from outreach_app.store.engine import Place

WAIT_S = 8.0
"""As long as one who writes waits for another."""

Identity = tuple[int, int]


def identify(place: Place) -> Identity | None:
    """Tell a workspace's own database from any other that will ever have its name; None for all other databases."""
    if (
        not isinstance(place, Path)
        or place.name != paths.DATABASE
        or not (place.parent / paths.KEYS).is_file()
    ):
        return None
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def while_writing(place: Place, opened: Identity | None) -> Iterator[None]:
    """Keep restores away while something is written to the file that was opened; `opened` is None where none come.

    StoreUnavailable `restoring` while one goes on, `restored_meanwhile` when another database has taken its place.
    """
    if opened is None or not isinstance(place, Path):
        yield
        return
    try:
        handle = take_lock(place.parent / paths.RESTORE, shared=True, wait_s=WAIT_S)
    except BlockingIOError as error:
        raise StoreUnavailable(
            say("A backup is being put back into this workspace just now. Nothing was stored."),
            say("Wait until that is done, then do this again."),
            key="restoring",
        ) from error
    try:
        if identify(place) not in (opened, None):
            raise StoreUnavailable(
                say("A backup was put back into this workspace meanwhile. Nothing was stored."),
                say("Open the workspace again, then do this once more."),
                key="restored_meanwhile",
            )
        yield
    finally:
        let_go(handle)


@contextmanager
def while_replacing(folder: Path) -> Iterator[None]:
    """Keep everybody from writing while the database of a workspace is replaced.

    StoreUnavailable `store_busy` when somebody writes all the time.
    """
    try:
        handle = take_lock(folder / paths.RESTORE, wait_s=WAIT_S)
    except BlockingIOError as error:
        raise StoreUnavailable(
            say("Another program is writing to this workspace."),
            say("Close the other window and try again."),
            key="store_busy",
        ) from error
    try:
        yield
    finally:
        let_go(handle)
