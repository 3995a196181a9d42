"""Taking a new version from a stick: backup, unpacked beside the present one, tried on a copy, then put in use.

Until the very last step, which replaces one small file, nothing that runs or is stored is touched.
"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.errors import EnvironmentTrouble, StoreUnavailable, say
from outreach_app.files import (
    LEFTOVER_PREFIX,
    LEFTOVER_SUFFIX,
    is_leftover,
    need_folders,
    replace_patiently,
    sync_folder,
    trouble_writing,
)
from outreach_app.services import backups
from outreach_app.services.desk import Desk
from outreach_app.services.releases import Offer, look_at_release, say_how_without_bundle
from outreach_app.services.trial import Expected, try_version
from outreach_app.services.upkeep import run_check
from outreach_app.store import incarnations
from outreach_app.store.database import Database
from outreach_app.sync.releases import Release, holds_release, unpack_release
from outreach_app.versions import InUse, OwnRelease, read_in_use, read_own, write_in_use

_SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """A version that runs from the next start on, the one that ran so far, and the backup made before."""

    version: str
    before: str
    backup: Path
    waiting: int


def take_release(desk: Desk, path: Path, *, watch: Watch = unwatched) -> Taken:
    """Take the version in a file; it runs from the next start on.

    Raises the file's refusal, EnvironmentTrouble `disk_full` or `release_trial`, StoreUnavailable `backup_damaged`:
    each time the present version goes on and nothing was changed but for the backup.
    """
    offer = look_at_release(desk, path)
    own = read_own()
    if offer.refusal is not None or offer.release is None or own is None:
        raise offer.refusal or say_how_without_bundle()
    place = _need_place(offer.release, desk)
    backup, expected = _back_up(desk)
    folder = _unpack(offer, offer.release, place, watch=watch)
    try:
        try_version(desk, folder, backup, expected)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    version = offer.release.described.version
    former = _put_in_use(version, own)
    _thin(place, kept={version, former.before, own.version})
    return Taken(version, own.version, backup, expected.waiting)


def _need_place(release: Release, desk: Desk) -> Path:
    place = paths.versions_folder()
    need_folders(place)
    try:
        _remove_leftovers(place)
        room = shutil.disk_usage(place).free
    except OSError as error:
        raise trouble_writing(place, error) from error
    if room < release.total + 3 * (desk.folder / paths.DATABASE).stat().st_size + _SPARE_BYTES:
        raise EnvironmentTrouble(
            say("There is not enough room on the disk for a new version beside the present one."),
            say("Free some space, then take it again; the present version goes on."),
            key="disk_full",
        )
    return place


def _back_up(desk: Desk) -> tuple[Path, Expected]:
    """Make a backup and prove it as thoroughly as the workspace; what it holds is what the trial must find."""
    made = backups.make_backup(desk)
    copy = Database(made.path, desk.database.data_key)
    try:
        report = run_check(copy)
        with copy.read() as session:
            waiting = incarnations.count_waiting(session)
    finally:
        copy.close()
    if not report.ok:
        raise StoreUnavailable(
            say("The workspace is damaged, so no new version is put over it."),
            say("Close the window and repair it: outreach check --repair."),
            key="backup_damaged",
        )
    return made.path, Expected(report.journal_entries, report.tables, waiting)


def _unpack(offer: Offer, release: Release, place: Path, *, watch: Watch) -> Path:
    """Unpack beside the present version; the name appears for a whole folder that was read back."""
    target = place / release.described.version
    part = Path(tempfile.mkdtemp(prefix=LEFTOVER_PREFIX, suffix=LEFTOVER_SUFFIX, dir=place))
    try:
        unpack_release(release, offer.path, part, watch=watch)
        if not holds_release(release, part):
            raise EnvironmentTrouble(
                say("What was written came back changed: the disk or stick is failing."),
                say("Use another disk or stick; nothing was lost here."),
                key="written_wrong",
            )
        part.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)  # one that never came into use
        replace_patiently(part, target)
        sync_folder(place)
    except OSError as error:
        raise trouble_writing(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _put_in_use(version: str, own: OwnRelease) -> InUse:
    told = read_in_use()
    inside = own.folder.parent == paths.versions_folder().resolve()
    home = told.home if inside and told is not None else str(own.folder)
    fresh = InUse(version, own.version if inside else "", home, starts=0)
    write_in_use(fresh)
    return fresh


def _thin(place: Path, *, kept: set[str]) -> None:
    for folder in place.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)  # one that still runs elsewhere goes next time


def _remove_leftovers(place: Path) -> None:
    for folder in place.iterdir():
        if is_leftover(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
