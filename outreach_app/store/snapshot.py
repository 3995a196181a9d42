"""Copies of the database: made by the engine's own backup, proved before they count, swapped in whole."""

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import EnvironmentTrouble, StoreUnavailable, say
from outreach_app.store.database import Database
from outreach_app.store.engine import sqlite


def make_snapshot(database: Database, target: Path) -> Path:
    """Copy the live database to a new file; a name appears only for a copy that opened whole."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        sqlite.copy_database(database.engine, part, database.data_key)
        _prove(part, database.data_key)
        part.replace(target)
    except OSError as error:
        raise EnvironmentTrouble(
            say("The backup could not be written."),
            say("Free some space or choose another disk."),
            key="backup_failed",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def swap_in(folder: Path, backup: Path) -> Path:
    """Put a copy of a backup in the database's place; the former file and its log keep a dated name."""
    live = folder / paths.DATABASE
    aside = folder / f"before-restore-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    aside.mkdir()
    fresh = folder / f".{paths.DATABASE}.restored"
    _copy_to_disk(backup, fresh)
    for name in (paths.DATABASE, f"{paths.DATABASE}-wal", f"{paths.DATABASE}-shm"):
        if (folder / name).exists():
            (folder / name).replace(aside / name)
    fresh.replace(live)
    return aside


def _copy_to_disk(source: Path, target: Path) -> None:
    # The copy is on the disk before the former database is moved aside: a power cut leaves one of the two whole.
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1024 * 1024)
        writing.flush()
        os.fsync(writing.fileno())


def _prove(path: Path, data_key: bytes) -> None:
    copy = Database(path, data_key)
    try:
        with copy.read() as session:
            damage = sqlite.find_damage(session.connection())
    finally:
        copy.close()
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    if damage:
        raise StoreUnavailable(
            say("The backup came out damaged and was thrown away."),
            say("Try another disk, and check this one."),
            key="backup_damaged",
        )
