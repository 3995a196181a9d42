"""Seeded defects: each takes one promise out of the program, and a row of the battery has to notice.

A defect is put into the child process that acts, or into this one by a test's own monkeypatch; the program itself has
no switch for any of them.
"""

import os
import shutil
import tomllib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from outreach_app import files, paths
from outreach_app.domain import rule_files
from outreach_app.domain.operations import Operation
from outreach_app.errors import OutreachError
from outreach_app.exchange import table_writer
from outreach_app.services import backups, erasure_files, opening, upkeep, workspace
from outreach_app.services.backups import Backup
from outreach_app.services.desk import Desk
from outreach_app.store import engine, migrate, replication, snapshot, swapping
from outreach_app.store.database import Database
from outreach_app.store.engine import sqlite
from outreach_app.store.local_tables import OutFile
from outreach_app.sync import frame, outbox, payload, releases, slots
from ui.presenters import visit_form

_SEEDED: list[str] = []


@contextmanager
def seeded(defect: str) -> Iterator[None]:
    """Have every child that is started within the block carry a defect."""
    _SEEDED.append(defect)
    try:
        yield
    finally:
        _SEEDED.remove(defect)


def seeded_now() -> str | None:
    """The defect that children carry just now."""
    return _SEEDED[-1] if _SEEDED else None


def put_in(defect: str) -> None:
    """Put a defect into this process for good."""
    DEFECTS[defect](pytest.MonkeyPatch())


def _commit_without_fsync(patch: pytest.MonkeyPatch) -> None:
    pragmas = sqlite._pragmas
    patch.setattr(sqlite, "_pragmas", lambda *told: (*pragmas(*told), "PRAGMA synchronous = OFF"))


def _write_files_without_fsync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(os, "fsync", lambda handle: None)


def _forget_the_folder(patch: pytest.MonkeyPatch) -> None:
    for module in (files, snapshot):
        patch.setattr(module, "sync_folder", lambda folder: None)


def _write_in_place(patch: pytest.MonkeyPatch) -> None:
    def write(path: Path, data: bytes, *, overwrite: bool = False, private: bool = False) -> None:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            file.write(data[len(data) // 2 :])

    for module in (files, workspace, outbox):
        patch.setattr(module, "write_file", write)


def _back_up_in_place(patch: pytest.MonkeyPatch) -> None:
    def copy(database: Database, target: Path) -> Path:
        sqlite.copy_database(database.engine, target, database.data_key)
        return target

    patch.setattr(snapshot, "make_snapshot", copy)


def _restore_in_place(patch: pytest.MonkeyPatch) -> None:
    def swap(folder: Path, fresh: Path) -> Path:
        with fresh.open("rb") as source, (folder / paths.DATABASE).open("r+b") as live:
            shutil.copyfileobj(source, live, 65_536)
        return folder

    patch.setattr(snapshot, "swap_in", swap)


def _upgrade_without_backup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(opening, "secure_before_upgrade", lambda database, folder, now: None)


def _erase_in_the_database_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasure_files, "renew_backups", lambda desk: 0)


def _believe_any_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(frame.Frame, "check_signature", lambda *told: None)


def _deliver_to_nowhere(patch: pytest.MonkeyPatch) -> None:
    deliver = outbox.deliver

    def pretend(entry: OutFile, *, outbox: Path, target: Path, kept: bytes | None = None) -> Path:
        with suppress(OutreachError):
            deliver(entry, outbox=outbox, target=target, kept=kept)
        return target / entry.name

    patch.setattr(outbox, "deliver", pretend)


def _prove_no_backup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(upkeep, "run_check", lambda database: upkeep.CheckReport((), 0, {}))


def _trust_the_future(patch: pytest.MonkeyPatch) -> None:
    whole = backups.make_due_backup

    def make(desk: Desk, age: timedelta = backups.DAILY) -> Backup | None:
        if any(desk.now - backup.made_at < age for backup in backups.list_backups(desk.folder)):
            return None
        return whole(desk, age)

    patch.setattr(backups, "make_due_backup", make)


def _wait_for_nobody(patch: pytest.MonkeyPatch) -> None:
    pragmas = sqlite._pragmas
    patch.setattr(sqlite, "_pragmas", lambda *told: (*pragmas(*told), "PRAGMA busy_timeout = 0"))


def _hand_out_the_register_alone(patch: pytest.MonkeyPatch) -> None:
    whole = replication.read_in_scope

    def read(session: Session, villages: Collection[bytes]) -> Iterator[Operation]:
        return (each for each in whole(session, villages) if each.table != "visit")

    patch.setattr(replication, "read_in_scope", read)


def _hold_no_writer_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(swapping, "while_writing", lambda place, opened: nullcontext())


def _take_any_passphrase(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(slots, "open_with_passphrase", lambda kept, passphrase: bytes(32))


def _take_any_schema(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(migrate, "upgrade", lambda database: None)


def _notice_no_old_copy(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(upkeep, "was_rolled_back", lambda desk: False)


def _grant_whatever_is_declared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(payload, "_need_bearable", lambda blocks: None)


def _unpack_without_fsync(patch: pytest.MonkeyPatch) -> None:
    def write(path: Path, data: bytes, *, runs: bool) -> None:
        path.write_bytes(data)
        path.chmod(0o755 if runs else 0o644)

    patch.setattr(releases, "_write", write)


def _read_any_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rule_files, "_parse", lambda name, text: tomllib.loads(text, parse_float=Decimal))


def _take_plain_names_only(patch: pytest.MonkeyPatch) -> None:
    copy = sqlite.copy_database

    def copy_plainly(source: Engine, target: Path, data_key: bytes) -> None:
        copy(source, Path(str(target).encode("ascii").decode()), data_key)

    patch.setattr(engine, "copy_database", copy_plainly)


def _believe_any_draft(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(visit_form, "take", lambda read, value, default: read(value))


def _guard_no_formula(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(table_writer, "_guard", lambda text: text)


DEFECTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "commit without fsync": _commit_without_fsync,
    "files without fsync": _write_files_without_fsync,
    "names without fsync": _forget_the_folder,
    "files written in place": _write_in_place,
    "backup in place": _back_up_in_place,
    "restore in place": _restore_in_place,
    "upgrade without backup": _upgrade_without_backup,
    "erased in the database only": _erase_in_the_database_only,
    "delivered without a stick": _deliver_to_nowhere,
    "backups unproved": _prove_no_backup,
    "backups of the future count": _trust_the_future,
    "nobody waits": _wait_for_nobody,
    "the register alone handed out": _hand_out_the_register_alone,
    "writes not held up": _hold_no_writer_up,
    "any passphrase fits": _take_any_passphrase,
    "any schema will do": _take_any_schema,
    "old copies unnoticed": _notice_no_old_copy,
    "any signature believed": _believe_any_signature,
    "a version unpacked without fsync": _unpack_without_fsync,
    "any text will do": _read_any_text,
    "plain names only": _take_plain_names_only,
    "any draft believed": _believe_any_draft,
    "formulas unguarded": _guard_no_formula,
    "whatever is declared": _grant_whatever_is_declared,
}
