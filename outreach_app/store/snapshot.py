"""Copies of the database: made by the engine's own backup, proved before they count, swapped in whole."""

import contextlib
import errno
import filecmp
import os
import secrets
import shutil
from datetime import datetime
from itertools import count
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import EnvironmentTrouble, StoreUnavailable, say
from outreach_app.files import replace_patiently, sync_folder, trouble_writing
from outreach_app.store import engine, migrate, moving
from outreach_app.store.database import Database

_LOGS = ("-wal", "-shm")

BEFORE_RESTORE, BEFORE_REPAIR = "before-restore", "before-repair"
ASIDE = (f"{BEFORE_RESTORE}-*", f"{BEFORE_REPAIR}-*")
"""The folders with databases that were put aside: whoever is erased is erased there too."""


def make_snapshot(database: Database, target: Path, *, as_it_is: bool = False) -> Path:
    """Copy the live database to a new file; a name appears only for a copy that opened whole.

    A hub's copy is proved by its journal too, unless it shall keep the rows `as_it_is`, before a repair.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        _copy(database, part, as_it_is=as_it_is)
        _prove(part, database.data_key)
        replace_patiently(part, target)
        sync_folder(target.parent)
    except (OSError, engine.DriverError) as error:
        known = engine.explain(error)
        raise EnvironmentTrouble(
            say("The backup could not be written."),
            known.advice if known else say("Free some space or choose another disk."),
            key=known.key if known else "backup_failed",
        ) from error
    finally:
        _forget(part)
    return target


def _copy(database: Database, part: Path, *, as_it_is: bool) -> None:
    if engine.is_file(database.engine):
        engine.copy_database(database.engine, part, database.data_key)
        return
    copy = Database(part, database.data_key)
    try:
        migrate.upgrade(copy)
        with database.read() as leaving, copy.mend() as coming:
            (moving.carry_rows if as_it_is else moving.carry_office)(leaving, coming)
        copy.settle()
    finally:
        copy.close()


def remove_leftovers(folder: Path) -> None:
    """Remove what a backup that was cut short left behind; for the one process that makes backups here."""
    for part in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            part.unlink()


def copy_proved(backup: Path, target: Path) -> None:
    """Copy a proved backup to another disk; its name appears there only for a copy that reads back the same.

    OSError when the disk refuses.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        _copy_to_disk(backup, part)
        if not filecmp.cmp(backup, part, shallow=False):
            raise OSError(errno.EIO, "the copy came back changed")
        replace_patiently(part, target)
        sync_folder(target.parent)
    finally:
        _forget(part)


def prepare_copy(folder: Path, backup: Path) -> Path:
    """Copy a backup beside the live database, whole and on the disk, under a name nobody opens."""
    fresh = folder / f".{paths.DATABASE}.restored"
    _forget(fresh)
    try:
        _copy_to_disk(backup, fresh)
    except OSError as error:
        _forget(fresh)
        raise EnvironmentTrouble(
            say("The backup could not be copied. Nothing was changed."),
            say("Free some space, then try again."),
            key="restore_failed",
        ) from error
    return fresh


def swap_in(folder: Path, fresh: Path) -> Path:
    """Put a prepared copy in the database's place; the former file and its log stay in a folder with a dated name.

    The name of the live database always leads to one of the two: the former is linked aside before the copy takes its
    name in one step, and its log is out of the way by then, since SQLite would play it into the copy.
    """
    try:
        return _swap(folder, fresh)
    except OSError as error:
        raise trouble_writing(folder / paths.DATABASE, error) from error


def _swap(folder: Path, fresh: Path) -> Path:
    live = folder / paths.DATABASE
    aside = make_aside(folder, BEFORE_RESTORE)
    for ending in ("", *_LOGS):
        former = live.with_name(live.name + ending)
        if former.exists():
            _keep(former, aside / former.name)
    sync_folder(aside)
    try:
        for ending in _LOGS:
            live.with_name(live.name + ending).unlink(missing_ok=True)
        replace_patiently(fresh, live)
    except PermissionError as error:  # on Windows whoever has the database open keeps it where it is
        _forget(fresh)
        for ending in _LOGS:
            former, log = aside / f"{live.name}{ending}", live.with_name(live.name + ending)
            if former.exists() and not log.exists():
                _copy_to_disk(former, log)
        raise EnvironmentTrouble(
            say("Another program holds the database open. It stays as it was."),
            say("Close all windows of Gõ cửa, wait a moment and try again."),
            key="restore_failed",
        ) from error
    sync_folder(folder)
    return aside


def make_aside(folder: Path, reason: str) -> Path:
    """Make a folder with a dated name of its own for files that are put aside."""
    stem = f"{reason}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    aside = next(
        path for n in count(1) if not (path := folder / (stem if n == 1 else f"{stem}-{n}")).exists()
    )
    aside.mkdir()
    return aside


def _keep(former: Path, target: Path) -> None:
    try:
        os.link(former, target)
    except OSError:  # a stick's file system knows no second name
        _copy_to_disk(former, target)


def _copy_to_disk(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1024 * 1024)
        writing.flush()
        os.fsync(writing.fileno())


def _forget(path: Path) -> None:
    for ending in ("", "-journal", *_LOGS):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _prove(path: Path, data_key: bytes) -> None:
    copy = Database(path, data_key)
    try:
        with copy.read() as session:
            damage = engine.find_damage(session.connection())
    finally:
        copy.close()
        for ending in _LOGS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    if damage:
        raise StoreUnavailable(
            say("The backup came out damaged and was thrown away."),
            say("Try another disk, and check this one."),
            key="backup_damaged",
        )
