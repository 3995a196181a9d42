"""Backup files of a workspace: when one is due, making one at a time, and thinning old ones before the disk is full."""

import contextlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM, stamp_of
from outreach_app.errors import EnvironmentTrouble, OutreachError, say
from outreach_app.files import read_capped, write_file
from outreach_app.services.desk import Desk
from outreach_app.store import settings, snapshot
from outreach_app.store.database import Database, run_one
from outreach_app.sync import slots

KEPT_LATEST = 10
KEPT_DAYS = 30
KEPT_IN_NEED = 3
"""How many stay although the disk has room for hardly another one."""

DAILY = timedelta(days=1)
BEFORE_IMPORT = timedelta(hours=1)
"""How old the newest backup may be when files or a list come in: sticks read one after the other share one."""

_NAME = "gocua-%Y%m%d-%H%M%S.db"
_PATTERN = "gocua-*.db"
_ONE_AT_A_TIME = threading.Lock()
"""Whoever makes a backup first removes what was cut short before: so two must never be made at once."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: when it was made, how large it is."""

    path: Path
    made_at: datetime
    bytes: int


def list_backups(folder: Path) -> list[Backup]:
    """List the backups of a workspace's folder, newest first."""
    kept = folder / paths.BACKUPS
    found = [_describe(path) for path in kept.glob(_PATTERN)] if kept.is_dir() else []
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def make_backup(desk: Desk) -> Backup:
    """Copy the database page by page into the backups folder, prove the copy, and thin old ones."""
    with _ONE_AT_A_TIME:
        return _make(desk)


def make_due_backup(desk: Desk, age: timedelta = DAILY) -> Backup | None:
    """Make a backup when none is younger than `age` and something was written or read since the last, else None.

    A hub is backed up by its server's own means; a file of it is made when somebody asks for one.
    """
    if paths.read_hub(desk.folder) is not None:
        return None
    with _ONE_AT_A_TIME:
        made = list_backups(desk.folder)
        # One of the future was made while the clock was wrong: it does not keep others from being made.
        if any(timedelta(0) <= desk.now - backup.made_at < age for backup in made):
            return None
        with desk.read() as session:
            state = _read_state(session)
            untouched = state[1:] == [0, 0, 0] if not made else state == _read_saved_state(session)
        return None if untouched else _make(desk)


def renew_backups(desk: Desk) -> int:
    """Make one backup of what is left, proved; then every other one goes. Returns how many went."""
    with (
        _ONE_AT_A_TIME
    ):  # one that was under way while somebody was erased holds them still: it is waited for
        former = list_backups(desk.folder)
        if not former:
            return 0
        fresh = _make(desk)
        # One of this very second has its name and was put in its place: it is gone as well.
        for backup in former:
            if backup.path != fresh.path:
                backup.path.unlink(missing_ok=True)
    return len(former)


def secure_before_import(desk: Desk) -> None:
    """Make a backup before files or a list come in, unless one is an hour old at most.

    What keeps it from being made holds nobody up: a full disk is told by the import itself, and the header shows how
    old the last backup is.
    """
    with contextlib.suppress(OutreachError):
        make_due_backup(desk, BEFORE_IMPORT)


def secure_before_upgrade(database: Database, folder: Path, now: datetime) -> Backup:
    """Make a proved backup of a database whose schema is about to be upgraded; the upgrade waits for it."""
    kept = _need_folder(folder)
    with _ONE_AT_A_TIME:
        return _describe(snapshot.make_snapshot(database, kept / f"{now.astimezone(VIETNAM):{_NAME}}"))


def thin_backups(folder: Path, now: datetime, *, free: Callable[[Path], int]) -> None:
    """Keep the latest and one of each day of a month; fewer when the disk has no room for two more.

    `free` tells how many bytes are left on the disk of a folder.
    """
    kept_days: set[str] = set()
    oldest = (now - timedelta(days=KEPT_DAYS)).strftime("%Y%m%d")
    made = list_backups(folder)
    # Those of the future were made while the clock was wrong: they are no newer than what is made now.
    made.sort(key=lambda backup: backup.made_at > now)
    for place, backup in enumerate(made):
        day = backup.path.name.split("-")[1]
        tight = place >= KEPT_IN_NEED and free(backup.path.parent) < 2 * backup.bytes
        if tight or (place >= KEPT_LATEST and (day in kept_days or day < oldest)):
            backup.path.unlink()
        kept_days.add(day)


def _make(desk: Desk) -> Backup:
    kept = _need_folder(desk.folder)
    snapshot.remove_leftovers(kept)
    with desk.read() as session:
        state = _read_state(session)  # before the copy: what is written meanwhile makes another one due
    target = snapshot.make_snapshot(desk.database, kept / f"{desk.now:{_NAME}}")
    keep_keys(desk.folder, kept)
    with desk.database.write_local() as session:
        settings.write_setting(session, "last_backup", stamp_of(desk.now))
        settings.write_setting(session, "backup_state", state)
    with contextlib.suppress(OSError):  # another program reads an old one: it goes next time
        thin_backups(desk.folder, desk.now, free=lambda folder: shutil.disk_usage(folder).free)
    return _describe(target)


def keep_keys(folder: Path, kept: Path) -> None:
    """Keep a copy of the key file with the backups, which nobody opens without it; it is locked as the original is."""
    if not kept.is_dir():
        return
    with contextlib.suppress(OutreachError, OSError):
        keys = read_capped(folder / paths.KEYS, slots.SIZE_LIMIT)
        if not (kept / paths.KEYS).is_file() or (kept / paths.KEYS).read_bytes() != keys:
            write_file(kept / paths.KEYS, keys, overwrite=True, private=True)


def _need_folder(folder: Path) -> Path:
    kept = folder / paths.BACKUPS
    try:
        kept.mkdir(exist_ok=True)
    except OSError as error:
        raise EnvironmentTrouble(
            say("The backup could not be written."),
            say("Free some space or choose another disk."),
            key="backup_failed",
        ) from error
    return kept


def _read_state(session: Session) -> list[object]:
    """Who writes here, how far, and what was taken in: the same again says that nothing is new."""
    machine = settings.read_machine(session)
    taken = run_one(session, "SELECT (SELECT coalesce(max(id), 0) FROM block WHERE origin <> 'kit'),"
                    " (SELECT coalesce(max(id), 0) FROM in_file)")  # fmt: skip
    return [machine.incarnation, machine.last_seq, *taken]


def _read_saved_state(session: Session) -> object:
    return settings.read_setting(session, "backup_state")


def _describe(path: Path) -> Backup:
    stat = path.stat()
    # By its name: a folder that was copied or restored has new times on its files.
    try:
        made = datetime.strptime(path.name, _NAME).replace(tzinfo=VIETNAM)
    except ValueError:
        made = datetime.fromtimestamp(stat.st_mtime, VIETNAM)
    return Backup(path, made, stat.st_size)
