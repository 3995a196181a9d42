"""What an office that moved to a hub left behind in its former folder: it keeps whoever is erased at the hub later."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import BadInput, StoreUnavailable, say
from outreach_app.files import sync_folder, write_file
from outreach_app.services.opening import open_database
from outreach_app.store import check, journal, replication
from outreach_app.store.database import Database
from outreach_app.store.snapshot import ASIDE

_ASIDE = ("moved-*", *ASIDE)
_COPIED = (paths.OUTBOX, paths.HELD, paths.CARRIED)
"""Carried to the hub's folder when the office moved."""


def note_former(hub_folder: Path, folder: Path) -> None:
    """Note in a hub's folder which folder its office came from."""
    known, here = _read_notes(hub_folder), folder.resolve()
    if here not in known:
        told = "".join(f"{each}\n" for each in (*known, here))
        write_file(hub_folder / paths.FORMER, told.encode(), overwrite=True)


def find_former(hub_folder: Path) -> tuple[Path, ...]:
    """List the folders on this machine that still hold databases of the office of a hub from before it moved there."""
    hub = paths.read_hub(hub_folder)
    if hub is None:
        return ()
    places = dict.fromkeys((*_read_notes(hub_folder), paths.default_workspace()))
    return tuple(each for each in places if paths.read_moved(each) == hub[0] and any(_list_databases(each)))


def delete_former(hub_folder: Path, data_key: bytes) -> tuple[Path, ...]:
    """Delete the former databases, their backups and kept files, once the hub is proved; returns the folders cleared.

    Replaying its journal must give the hub's rows, and the hub must know every entry of the former database; else
    StoreUnavailable `hub_unproved`, and nothing is deleted. Keys and the note of where the office went stay.
    """
    folders = find_former(hub_folder)
    if not folders:
        raise BadInput(
            say("On this machine nothing is left of the office from before it moved."),
            say("Look on the machine on which it was moved, and on its backups."),
            key="no_former",
        )
    database = open_database(hub_folder, data_key)
    try:
        known = _is_sound(database) and all(
            _knows_all(database, former, data_key)
            for each in folders
            for former in each.glob(f"moved-*/{paths.DATABASE}")
        )
    finally:
        database.close()
    if not known:
        raise _unproved()
    for folder in folders:
        _clear(folder)
    return folders


def _is_sound(hub: Database) -> bool:
    with hub.read() as session:
        return not check.find_damage(session) and not any(check.compare_with_journal(session))


def _knows_all(hub: Database, former: Path, data_key: bytes) -> bool:
    """Whether every entry of a former database stands in the hub's journal."""
    database = Database(former, data_key)
    try:
        with database.read() as old, hub.read() as session:
            return not replication.drop_known(session, journal.read_operations(old))
    finally:
        database.close()


def _clear(folder: Path) -> None:
    for place in (*_list_databases(folder), *(folder / name for name in _COPIED)):
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    for pattern in _ASIDE:
        for aside in folder.glob(pattern):
            shutil.rmtree(aside)
    sync_folder(folder)


def _list_databases(folder: Path) -> Iterator[Path]:
    for pattern in (*(f"{each}/{paths.DATABASE}*" for each in _ASIDE), f"{paths.BACKUPS}/*.db*"):
        yield from folder.glob(pattern)


def _read_notes(hub_folder: Path) -> list[Path]:
    with suppress(OSError):
        return [Path(each) for each in (hub_folder / paths.FORMER).read_text(encoding="utf-8").splitlines()]
    return []


def _unproved() -> StoreUnavailable:
    return StoreUnavailable(
        say("The hub does not hold all that the former database holds. Nothing was deleted."),
        say("Check the hub: outreach check. Ask whoever looks after it."),
        key="hub_unproved",
    )
