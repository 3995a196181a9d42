"""An office at a hub: joining it, moving an office there and back, and what its database's owner looks after."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM
from outreach_app.errors import BadInput, NotAllowed, StoreUnavailable, say
from outreach_app.files import read_capped, sync_folder, write_file
from outreach_app.services.backups import keep_keys
from outreach_app.services.former_files import note_former
from outreach_app.services.making import need_empty, need_strong, place_folder
from outreach_app.services.occupancy import hold_window
from outreach_app.services.opening import open_database
from outreach_app.store import check, incarnations, migrate, moving, settings
from outreach_app.store.database import Database
from outreach_app.store.engine import postgres_roles
from outreach_app.sync import slots
from outreach_app.sync.codes import RECOVERY_CODE_LENGTH, make_code
from outreach_app.sync.locks import STANDARD, Cost

_NO_KEY = bytes(slots.DATA_KEY_BYTES)
"""For work on tables and rights, which opens nothing that is sealed."""

_KEPT_BESIDE = (paths.OUTBOX, paths.HELD, paths.CARRIED, paths.LEAFLETS)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file by which somebody else joins the hub, and the code that opens it, which is told separately."""

    path: Path
    code: str


@dataclass(frozen=True, slots=True)
class Move:
    """An office that has moved: where it is now, its entries, and where a former file was put."""

    place: str
    folder: Path
    entries: int
    aside: Path | None


def make_key_file(folder: Path, data_key: bytes, target: Path, *, cost: Cost = STANDARD) -> KeyFile:
    """Write a file by which another account joins this hub; without its code it opens nothing."""
    if paths.read_hub(folder) is None:
        raise BadInput(
            say("This workspace is a file and no hub."),
            say("Move the office to a hub first: outreach hub move."),
            key="no_hub",
        )
    code = make_code(RECOVERY_CODE_LENGTH)
    locked = slots.create_slots(data_key, secrets.token_urlsafe(32), recovery_code=code, cost=cost)
    write_file(target, locked, private=True)
    return KeyFile(target, code)


def join_hub(address: str, key_file: Path, code: str, passphrase: str, *, cost: Cost | None = None) -> Path:
    """Set up this account's folder for a hub by a key file: own passphrase, the same office; returns the folder.

    Whoever forgot that passphrase joins once more: the folder gets a new one and stays as it is.

    NotAllowed for a wrong code, StoreUnavailable when the hub does not answer or holds another office.
    """
    need_strong(passphrase)
    data_key = slots.open_with_recovery_code(read_capped(key_file, slots.SIZE_LIMIT), code)
    folder = paths.hub_folder(address)
    joined = paths.is_workspace(folder)
    if not joined:
        need_empty(folder)
    database = Database(address, data_key)
    try:
        migrate.need_current(database)
        with database.read() as session:
            moving.need_here(session)
            settings.read_setting(session, "secrets")  # another office's key is told here
    finally:
        database.close()
    if joined:
        former = read_capped(folder / paths.KEYS, slots.SIZE_LIMIT)
        fresh = slots.replace_passphrase(former, data_key, passphrase=passphrase, cost=cost)
        write_file(folder / paths.KEYS, fresh, overwrite=True, private=True)
        keep_keys(folder, folder / paths.BACKUPS)
        return folder
    # The code of a key file goes from hand to hand; it opens nothing here.
    unknown = make_code(RECOVERY_CODE_LENGTH)
    keys = slots.create_slots(data_key, passphrase, recovery_code=unknown, cost=cost)
    place_folder(folder, keys, hub=address)
    return folder


def spell_roles(database: str, *, owner: str, clerk: str) -> list[str]:
    """Write what the server's administrator runs once for a new hub; BadInput for a name that is no plain word."""
    return postgres_roles.spell_roles(database, owner=owner, clerk=clerk)


def clean_hub(address: str) -> None:
    """Rewrite the tables of a hub without the rows that were deleted; for the owner of its database.

    NotAllowed `hub_owner_only` for everybody else, and while somebody holds a table.
    """
    database = Database(address, _NO_KEY)
    try:
        if not database.rewrite_pages():
            raise NotAllowed(
                say("This account does not own the tables, or somebody works with them without an end."),
                say("Use the owner's account, and close other windows."),
                key="hub_owner_only",
            )
    finally:
        database.close()


def upgrade_hub(address: str) -> None:
    """Bring the tables of a hub up to date; for the owner of its database, after a backup by the server's means."""
    database = Database(address, _NO_KEY)
    try:
        migrate.upgrade(database)
    finally:
        database.close()


def move_to_hub(folder: Path, address: str, data_key: bytes, *, now: datetime) -> Move:
    """Move an office from its file to an empty hub; the file's folder keeps the former database and the way there.

    One transaction of the hub takes every row, and ends only after its journal was replayed. A move that was cut short
    between the hub and the file is ended by moving again.
    """
    live, target = folder / paths.DATABASE, paths.hub_folder(address)
    _need_database(folder)
    hold = hold_window(folder)
    source = Database(live, data_key)
    hub = Database(address, data_key)
    try:
        entries = _move(source, hub, now=now, to=address)
        if not paths.is_workspace(target):
            need_empty(target)
            place_folder(target, read_capped(folder / paths.KEYS, slots.SIZE_LIMIT), hub=address)
            _copy_beside(folder, target)
        note_former(target, folder)
        source.settle()
    finally:
        source.close()
        hub.close()
        hold.release()
    return Move(address, target, entries, _put_aside(folder, address, now))


def move_to_file(hub_folder: Path, folder: Path, data_key: bytes, *, now: datetime) -> Move:
    """Move an office from its hub to a file in a new or empty folder, or in the one it once left."""
    hub = open_database(hub_folder, data_key)
    try:
        if not (folder / paths.MOVED).is_file():
            need_empty(folder)
            place_folder(folder, read_capped(hub_folder / paths.KEYS, slots.SIZE_LIMIT))
        fresh = folder / f".{paths.DATABASE}.moving"
        _forget(fresh)
        target = Database(fresh, data_key)
        try:
            entries = _move(hub, target, now=now, to=str(folder))
            target.settle()
        finally:
            target.close()
        fresh.replace(folder / paths.DATABASE)
        (folder / paths.MOVED).unlink(missing_ok=True)
        _copy_beside(hub_folder, folder)
        sync_folder(folder)
    finally:
        hub.close()
    return Move(str(folder), folder, entries, None)


def grant_rights(address: str, clerk: str) -> None:
    """Let an account read and write the rows of a hub, and nothing else; for the owner of its database."""
    database = Database(address, _NO_KEY)
    try:
        with database.mend() as session:
            for statement in postgres_roles.spell_grants(clerk):
                session.connection().exec_driver_sql(statement)
    finally:
        database.close()


def _move(source: Database, target: Database, *, now: datetime, to: str) -> int:
    """Carry an office over; whichever of both commits first, the next try ends what was begun."""
    migrate.upgrade(target)
    with source.mend() as leaving:
        moving.need_here(leaving)
        if moving.is_empty(target) or _was_left_by(leaving, target):
            with target.mend() as coming:
                moving.clear_office(coming)
                moving.carry_office(leaving, coming)
                _begin_anew(coming, now=now)
                entries = check.count_operations(coming)
        else:
            entries = _need_same(leaving, target)
        moving.note_moved(leaving, to)
    return entries


def _was_left_by(leaving: Session, target: Database) -> bool:
    with target.read() as session:
        same = settings.read_machine(session).workspace_id == settings.read_machine(leaving).workspace_id
    return same and moving.was_left(target)


def _begin_anew(session: Session, *, now: datetime) -> None:
    # Should somebody still write at the former place, no operation's name is used twice.
    moving.note_here(session)
    incarnations.renew_incarnation(session, secrets.token_bytes(8), now=now.astimezone(VIETNAM))


def _need_same(leaving: Session, target: Database) -> int:
    with target.read() as session:
        same = settings.read_machine(session).workspace_id == settings.read_machine(leaving).workspace_id
        if same and moving.digest_journal(leaving) == moving.digest_journal(session):
            return check.count_operations(session)
    raise StoreUnavailable(
        say("There is another office in this place, or a later state of this one. Nothing was changed."),
        say("Choose an empty database or folder."),
        key="not_empty",
    )


def _need_database(folder: Path) -> None:
    if not (folder / paths.DATABASE).is_file():
        raise BadInput(
            say("There is no file of an office in {folder}.", folder=str(folder)),
            say("Name the folder of the office by --workspace."),
            key="no_workspace",
        )


def _copy_beside(source: Path, target: Path) -> None:
    for name in _KEPT_BESIDE:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)


def _put_aside(folder: Path, address: str, now: datetime) -> Path:
    aside = folder / f"moved-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}"
    aside.mkdir(exist_ok=True)
    write_file(folder / paths.MOVED, f"{address}\n".encode(), overwrite=True)
    (folder / paths.DATABASE).replace(aside / paths.DATABASE)
    _forget(folder / paths.DATABASE)
    sync_folder(folder)
    return aside


def _forget(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def remove_from_hub(folder: Path, data_key: bytes) -> None:
    """Take a new office out of its hub again: one whose recovery sheet could not be printed must not stay."""
    if paths.read_hub(folder) is None:
        return
    database = open_database(folder, data_key)
    try:
        with database.mend() as session:
            moving.clear_office(session)
    finally:
        database.close()


def need_file(folder: Path) -> None:
    """Refuse for a hub what is done with files only; BadInput `hub_not_a_file`."""
    if paths.read_hub(folder) is not None:
        raise BadInput(
            say("This is done with a workspace in a file; a hub is looked after by its server's own means."),
            say("Ask whoever looks after the hub for a restore from its backups."),
            key="hub_not_a_file",
        )
