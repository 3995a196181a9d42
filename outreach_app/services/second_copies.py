"""A second place for backups, a stick or another disk: the newest one is copied there whenever it is plugged in.

The key file goes along, locked as it is: with the passphrase the copies open on any machine, without it on none.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.errors import BadInput, EnvironmentTrouble, NotFound, OutreachError, say
from outreach_app.files import read_capped, write_file
from outreach_app.services import backups, upkeep
from outreach_app.services.backups import Backup
from outreach_app.services.desk import Desk
from outreach_app.services.upkeep import CheckReport
from outreach_app.services.workspace import open_data_key
from outreach_app.store import incarnations, settings, snapshot
from outreach_app.store.database import Database
from outreach_app.sync import slots

KEPT_SECOND = 5
LATE_DAYS = 7
_FOLDER, _COPIED, _SINCE = "second_folder", "second_copied", "second_since"


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """Where copies go, whether it is there now, when the last one was copied, and for how many days none came."""

    folder: Path
    present: bool
    copied_at: datetime | None
    days: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a restore of a backup would give: its check, and how many entries it holds that were not sent."""

    report: CheckReport
    waiting: int


@dataclass(frozen=True, slots=True)
class SecondCopies:
    """Keeps the second place of one workspace up to date."""

    desk: Desk

    def choose(self, folder: Path | None) -> None:
        """Copy backups there from now on, or nowhere; BadInput for a folder inside the workspace or none at all."""
        if folder is not None:
            if not folder.is_dir():
                raise NotFound(
                    say("There is no folder {folder}.", folder=str(folder)),
                    say("Plug the stick in, or choose another folder."),
                    key="no_folder",
                )
            if folder.resolve().is_relative_to(self.desk.folder.resolve()):
                raise BadInput(
                    say("This folder is on the same disk and inside the workspace."),
                    say("Choose a stick or a folder on another disk."),
                    key="second_inside",
                )
        with self.desk.database.write_local() as session:
            settings.write_setting(session, _FOLDER, str(folder.resolve()) if folder else None)
            settings.write_setting(session, _COPIED, None)
            settings.write_setting(session, _SINCE, stamp_of(self.desk.now))

    def read(self) -> SecondPlace | None:
        """Tell how the second place stands; None when there is none."""
        with self.desk.read() as session:
            named = settings.read_setting(session, _FOLDER)
            copied = settings.read_setting(session, _COPIED)
            since = settings.read_setting(session, _SINCE)
        if not named:
            return None
        days = (self.desk.now - moment_of(copied or since)).days
        return SecondPlace(Path(named), Path(named).is_dir(), moment_of(copied) if copied else None, days)

    def copy_newest(self) -> Path | None:
        """Copy the newest backup if its place is there and does not have it; None when there was nothing to do.

        The copy is compared with the backup, which was proved when it was made, before its name appears.
        """
        place, made = self.read(), backups.list_backups(self.desk.folder)
        if place is None or not place.present or not made:
            return None
        target = self._own_folder(place.folder) / made[0].path.name
        backups.keep_keys(
            self.desk.folder, target.parent
        )  # a former passphrase opens nothing there any more either
        if target.is_file() and target.stat().st_size == made[0].bytes:
            return None
        _copy(made[0], target)
        _thin(target.parent)
        with self.desk.database.write_local() as session:
            settings.write_setting(session, _COPIED, stamp_of(self.desk.now))
        return target

    def find_neglect(self) -> OutreachError | None:
        """What to tell when no backup has reached the second place for a week."""
        place = self.read()
        if place is None or place.days < LATE_DAYS:
            return None
        return EnvironmentTrouble(
            say("No backup has reached {folder} for {count} days.", folder=str(place.folder), count=place.days),
            say("Plug it in; the copy is made by itself. Another place is chosen in Settings, Backups."),
            key="second_late",
        )  # fmt: skip

    def _own_folder(self, folder: Path) -> Path:
        # One stick may serve several machines.
        with self.desk.read() as session:
            machine = settings.read_machine(session)
        own = folder / f"go-cua-{machine.workspace_id.hex()[:12]}"
        try:
            own.mkdir(exist_ok=True)
        except OSError as error:
            raise _cannot_copy(folder) from error
        return own


def rehearse_restore(backup: Path, passphrase: str, *, keys: Path) -> Rehearsal:
    """Open a backup as a restore would, on its own in a scratch folder: by passphrase and the key file in `keys`.

    The live workspace is neither read nor touched.
    """
    with _scratch() as folder:
        shutil.copyfile(keys / paths.KEYS, folder / paths.KEYS)
        data_key = open_data_key(folder, passphrase)
        upkeep.restore_backup(folder, backup, data_key)
        database = Database(folder / paths.DATABASE, data_key)
        try:
            report = upkeep.run_check(database)
            with database.read() as session:
                waiting = incarnations.count_waiting(session)
        finally:
            database.close()
    return Rehearsal(report, waiting)


def open_for_restore(folder: Path, backup: Path, passphrase: str) -> bytes:
    """Unwrap the key for a restore; on a new laptop the key file beside the backup makes the workspace's folder."""
    beside = backup.parent / paths.KEYS
    if (folder / paths.KEYS).is_file() or not beside.is_file():
        return open_data_key(folder, passphrase)
    keys = read_capped(beside, slots.SIZE_LIMIT)
    data_key = slots.open_with_passphrase(keys, passphrase)
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / paths.KEYS, keys, private=True)
    return data_key


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gocua-rehearsal-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(made: Backup, target: Path) -> None:
    try:
        snapshot.copy_proved(made.path, target)
    except OSError as error:
        raise _cannot_copy(target.parent.parent) from error


def _thin(folder: Path) -> None:
    for path in sorted(folder.glob("gocua-*.db"), reverse=True)[KEPT_SECOND:]:
        with contextlib.suppress(OSError):
            path.unlink()


def _cannot_copy(folder: Path) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        say("The backup could not be copied to {folder}.", folder=str(folder)),
        say("Look whether the stick is full or locked. The backup on this machine is made."),
        key="second_failed",
    )
