"""Making a workspace's folder: keys, database and a laptop's first register, all of it or nothing."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import BadInput, EnvironmentTrouble, say
from outreach_app.files import replace_patiently, sync_folder, write_file
from outreach_app.store import heads, migrate, moving, replication, settings
from outreach_app.store.database import Database
from outreach_app.store.engine import Place
from outreach_app.store.journal import Writer
from outreach_app.store.settings import MachineSelf
from outreach_app.sync import merge, slots
from outreach_app.sync.locks import Cost
from outreach_app.sync.passphrases import judge_passphrase
from outreach_app.sync.secrets import Pins
from outreach_app.sync.shapes import check_shapes
from outreach_app.wire.columns import decode_operations

_MAKING = ".making"


@dataclass(frozen=True, slots=True)
class Register:
    """The blocks of operations a laptop starts with, and when it takes them in."""

    blocks: Sequence[bytes]
    now: datetime


def make_folder(
    folder: Path,
    machine: MachineSelf,
    pins: Pins,
    *,
    passphrase: str,
    recovery: str,
    cost: Cost | None,
    register: Register | None = None,
    hub: str | None = None,
) -> bytes:
    """Make a workspace whole under another name beside its folder, then give it its name; returns the data key.

    With the address of a `hub` the rows go there once the folder with the keys stands. Raises BadInput for a folder
    that holds something or a weak passphrase, EnvironmentTrouble when the disk refuses.
    """
    need_strong(passphrase)
    data_key = secrets.token_bytes(slots.DATA_KEY_BYTES)
    keys = slots.create_slots(data_key, passphrase, recovery_code=recovery, cost=cost)
    if hub is None:
        with _placing(folder, keys) as making:
            _fill_database(making / paths.DATABASE, data_key, machine, pins=pins, register=register)
        return data_key
    _need_free_hub(hub, data_key)
    place_folder(folder, keys, hub=hub)
    try:
        _fill_database(hub, data_key, machine, pins=pins, register=register)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return data_key


def place_folder(folder: Path, keys: bytes, *, hub: str | None = None) -> None:
    """Make a folder with a key file, and for a hub with the note of its address; it has its name only when whole."""
    with _placing(folder, keys) as making:
        if hub is not None:
            note = f"{hub}\n{secrets.token_hex(4)}\n".encode()
            write_file(making / paths.HUB, note, private=True)


def need_empty(folder: Path) -> None:
    """Refuse a folder that holds something; BadInput `not_empty`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            say("The folder {folder} is not empty.", folder=str(folder)),
            say("Choose a new or an empty folder."),
            key="not_empty",
        )


def _need_free_hub(hub: str, data_key: bytes) -> None:
    database = Database(hub, data_key)
    try:
        if migrate.read_version(database) is not None and not moving.is_empty(database):
            raise BadInput(
                say("There is an office at this hub already."),
                say("Join it by a key file of that office: outreach hub join."),
                key="not_empty",
            )
    finally:
        database.close()


@contextlib.contextmanager
def _placing(folder: Path, keys: bytes) -> Iterator[Path]:
    """Lend a folder with a key file under another name, and give it its name at the end; a trouble leaves none."""
    _need_short(folder.resolve())
    need_empty(folder)
    folder = folder.resolve()
    making = folder.with_name(f".{folder.name}{_MAKING}")
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        write_file(making / paths.KEYS, keys, private=True)
        yield making
        with contextlib.suppress(FileNotFoundError):  # Windows renames onto no folder, not even an empty one
            folder.rmdir()
        replace_patiently(making, folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise _cannot_make(folder) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _need_short(folder: Path) -> None:
    # The longest name in it is that of the database's log while the workspace is made.
    longest = str(folder.with_name(f".{folder.name}{_MAKING}") / f"{paths.DATABASE}-journal")
    most, length = (259, len(longest)) if os.name == "nt" else (511, len(os.fsencode(longest)))
    if length > most:
        raise BadInput(
            say("The names of the folders down to this one are too long together."),
            say("Choose a folder nearer to the top of the disk, such as {folder}.",
                folder=str(paths.default_workspace())),
            key="path_too_long",
        )  # fmt: skip


def _fill_database(
    place: Place, data_key: bytes, machine: MachineSelf, *, pins: Pins, register: Register | None
) -> None:
    database = Database(place, data_key)
    try:
        migrate.upgrade(database)
        with database.write_local() as session:
            settings.create_machine(session, machine)
            pins.write(session)
        if register is not None:
            with database.write(now=register.now) as writer:
                _take_register(writer, register.blocks)
        database.settle()
    finally:
        database.close()


def _cannot_make(folder: Path) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        say("The workspace could not be made in {folder}.", folder=str(folder)),
        say("Free some space or choose another folder."),
        key="cannot_make",
    )


def _take_register(writer: Writer, packed: Sequence[bytes]) -> None:
    for block in packed:
        told = decode_operations(block)
        check_shapes(told)
        operations = replication.drop_known(writer.session, told)
        known = heads.read_heads(writer.session, merge.fields_edited(operations))
        decision = merge.decide(operations, known)
        replication.write_decision(
            writer, operations, creates=decision.creates, changed=decision.heads, origin="kit", source=None
        )


def need_strong(passphrase: str) -> None:
    """Refuse a passphrase that is guessed quickly, with the reason."""
    weakness = judge_passphrase(passphrase)
    if weakness is not None:
        raise BadInput(say("This passphrase is too weak."), weakness, key="weak_passphrase")
