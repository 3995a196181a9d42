"""Going back to the version that ran before: its database comes from a backup, what was written since is put in again.

It is always the version one goes back to that does this, since only it knows what its database looked like.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zstandard import ZstdError

from outreach_app import paths
from outreach_app.domain.operations import Operation
from outreach_app.errors import EnvironmentTrouble, Message, NotFound, OutreachError, StoreUnavailable, say
from outreach_app.services import backups, upkeep
from outreach_app.services.occupancy import hold_window
from outreach_app.services.releases import say_how_without_bundle
from outreach_app.services.repairing import take_salvaged
from outreach_app.store import blocks, journal, migrate
from outreach_app.store.database import Database
from outreach_app.versions import InUse, OwnRelease, go_back_to, read_in_use, read_own, write_in_use


@dataclass(frozen=True, slots=True)
class WentBack:
    """The version that runs again, the one that was left, and, where its database was a newer one, what became of it.

    `kept` is where the newer database lies, `entries` how many of its entries came along, `backup` what they were put
    into; None, 0 and None when the database could stay as it was.
    """

    version: str
    left: str
    kept: Path | None = None
    backup: Path | None = None
    entries: int = 0

    @property
    def told(self) -> tuple[Message, ...]:
        """What happened, in sentences."""
        again = say("Version {version} runs again.", version=self.version)
        if self.kept is None:
            return (again,)
        return (
            again,
            say("The database of the newer version is kept in {folder}.", folder=str(self.kept)),
            say("{count} entries that were written since were put in again; unfinished forms are only there.",
                count=self.entries),
        )  # fmt: skip


def go_back(folder: Path, data_key: bytes, *, now: datetime) -> WentBack:
    """Put the version in use that ran before: this one; nothing that was written since is lost.

    NotFound `no_version_before`; StoreUnavailable when the newer database holds what this version cannot read
    (`newer_entries`) or no backup of this version's is whole (`no_good_backup`), with nothing changed.
    EnvironmentTrouble `release_hub` at a hub.
    """
    own, told = need_way_back()
    if paths.read_hub(folder) is not None:
        raise EnvironmentTrouble(
            say("This office stands at a hub; its database is not put back from here."),
            say("Ask whoever looks after the hub."),
            key="release_hub",
        )
    hold = hold_window(folder)
    try:
        back = _return_database(folder, data_key, now=now) if paths.is_workspace(folder) else None
    finally:
        hold.release()
    if _was_left(own, told):
        if back is None:
            raise say_no_way_back()
        return replace(back, version=own.version, left=told.failed)
    write_in_use(go_back_to(told))
    return replace(back or WentBack("", ""), version=own.version, left=told.version)


def need_way_back() -> tuple[OwnRelease, InUse]:
    """Give back this version, which ran before, and what is in use; raises as `go_back` does when there is no way."""
    own, told = read_own(), read_in_use()
    if own is None:
        raise say_how_without_bundle()
    if told is None or not (_was_left(own, told) or (told.version and _is(own, told, told.before))):
        raise say_no_way_back()
    return own, told


def _was_left(own: OwnRelease, told: InUse) -> bool:
    """Whether this version runs again because the newer one did not start; that may have upgraded the database."""
    return bool(told.failed) and _is(own, told, told.version)


def _is(own: OwnRelease, told: InUse, version: str) -> bool:
    return own.version == version if version else own.folder == Path(told.home).resolve()


def say_no_way_back() -> NotFound:
    """What is told where no version ran before."""
    return NotFound(
        say("There is no version here to go back to."),
        say("Nothing was changed."),
        key="no_version_before",
    )


def is_newer(database: Database) -> bool:
    """Tell whether a later version of the program has upgraded a database."""
    version = migrate.read_version(database)
    return version is not None and version > migrate.HEAD


def _return_database(folder: Path, data_key: bytes, *, now: datetime) -> WentBack | None:
    live = folder / paths.DATABASE
    database = Database(live, data_key)
    try:
        if not is_newer(database):
            return None
        known = len(_read_all(database))
    finally:
        database.close()
    backup = _find_backup(folder, data_key)
    came: list[int] = []

    def complete(restored: Database) -> None:
        migrate.upgrade(restored)
        came.append(take_salvaged(restored, live, data_key, now=now))
        _need_all(restored, known)

    kept = upkeep.restore_backup(folder, backup, data_key, complete=complete)
    return WentBack("", "", kept, backup, sum(came))


def _read_all(database: Database) -> list[Operation]:
    """Read the whole history, strictly: one entry that cannot be read would be one that is lost."""
    try:
        with database.read() as session:
            return [*blocks.read_blocks(session), *journal.read_tail(session)]
    except (OutreachError, ZstdError, ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error


def _need_all(restored: Database, known: int) -> None:
    if len({operation.dot for operation in _read_all(restored)}) < known:
        raise _unreadable()


def _unreadable() -> StoreUnavailable:
    return StoreUnavailable(
        say("The newer version has written what this one cannot read. Nothing was changed."),
        say("Go on with the newer version, write its entries to a stick, then ask the office."),
        key="newer_entries",
    )


def _find_backup(folder: Path, data_key: bytes) -> Path:
    for backup in backups.list_backups(folder):
        copy = Database(backup.path, data_key)
        try:
            version = migrate.read_version(copy)
            if version is not None and version <= migrate.HEAD and upkeep.run_check(copy).ok:
                return backup.path
        except StoreUnavailable:
            continue
        finally:
            copy.close()
    raise StoreUnavailable(
        say("No backup here is from before the newer version. Nothing was changed."),
        say("Go on with the newer version."),
        key="no_good_backup",
    )
