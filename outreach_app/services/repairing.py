"""Repairing a damaged workspace: rows from the history, a database from the last good backup and what else is readable.

The damaged files are kept beside the workspace. What cannot be repaired is said.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.operations import Operation
from outreach_app.errors import Message, StoreUnavailable, UnreadableFile, say
from outreach_app.files import read_capped, write_file
from outreach_app.services import backups, upkeep
from outreach_app.services.guesses import open_patiently
from outreach_app.services.occupancy import hold_window
from outreach_app.services.opening import open_database
from outreach_app.services.upkeep import CheckReport, Problem
from outreach_app.services.workspace import Clock, open_data_key, system_clock
from outreach_app.store import heads, incarnations, mending, replication, snapshot
from outreach_app.store.database import Database
from outreach_app.sync import merge, slots

_DAMAGED = "store_damaged"


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done, in sentences; `problems` are those that are left, `kept` is where the damaged files are."""

    done: tuple[Message, ...]
    problems: tuple[Problem, ...]
    kept: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is left."""
        return not self.problems


def open_with_kept_keys(folder: Path, passphrase: str, *, clock: Clock = system_clock) -> bytes:
    """Unwrap the data key; a key file that is missing or damaged is replaced by the copy that backups keep."""
    try:
        return open_data_key(folder, passphrase, clock=clock)
    except (UnreadableFile, StoreUnavailable):
        copy = folder / paths.BACKUPS / paths.KEYS
        if not copy.is_file():
            raise
    keys = read_capped(copy, slots.SIZE_LIMIT)
    data_key = open_patiently(folder, lambda: slots.open_with_passphrase(keys, passphrase), now=clock())
    write_file(folder / paths.KEYS, keys, overwrite=True, private=True)
    return data_key


def repair_folder(folder: Path, data_key: bytes, *, now: datetime) -> Repair:
    """Check a closed workspace and repair what can be; StoreUnavailable, with nothing changed, when no backup opens."""
    if paths.read_hub(folder) is not None:
        return _repair_hub(folder, data_key)
    hold = hold_window(folder)
    try:
        report = _look(folder / paths.DATABASE, data_key)
        if report is None:
            return _replace_database(folder, data_key, now=now)
        if report.ok:
            return Repair((say("Nothing is damaged."),), ())
        return _restore_rows(folder, data_key)
    finally:
        hold.release()


def _repair_hub(folder: Path, data_key: bytes) -> Repair:
    database = open_database(folder, data_key)
    try:
        if upkeep.run_check(database).ok:
            return Repair((say("Nothing is damaged."),), ())
        kept = snapshot.make_aside(folder, snapshot.BEFORE_REPAIR)
        snapshot.make_snapshot(database, kept / paths.DATABASE, as_it_is=True)
        counts = mending.restore_rows(database)
        left = upkeep.run_check(database)
        return Repair((*_say_counts(counts), _say_kept(kept)), left.problems, kept)
    finally:
        database.close()


def _look(path: Path, data_key: bytes) -> CheckReport | None:
    """Check a database; None when the file itself is not whole or there is none."""
    if not path.is_file():
        return None
    database = Database(path, data_key)
    try:
        report = upkeep.run_check(database)
    except StoreUnavailable as error:
        if error.key != _DAMAGED:
            raise
        return None
    finally:
        database.close()
    return None if report.file_damaged else report


def _restore_rows(folder: Path, data_key: bytes) -> Repair:
    database = Database(folder / paths.DATABASE, data_key)
    try:
        kept = snapshot.make_aside(folder, snapshot.BEFORE_REPAIR)
        snapshot.make_snapshot(database, kept / paths.DATABASE)
        counts = mending.restore_rows(database)
        left = upkeep.run_check(database)
    finally:
        database.close()
    return Repair((*_say_counts(counts), _say_kept(kept)), left.problems, kept)


def _replace_database(folder: Path, data_key: bytes, *, now: datetime) -> Repair:
    for backup in backups.list_backups(folder):
        with contextlib.suppress(StoreUnavailable):
            kept = upkeep.restore_backup(folder, backup.path, data_key)
            break
    else:
        raise StoreUnavailable(
            say("The database is damaged, and no backup here is whole. Nothing was changed."),
            say("Look for a backup on another disk or stick; else ask the office for a new set-up file."),
            key="no_good_backup",
        )
    database = Database(folder / paths.DATABASE, data_key)
    try:
        count = take_salvaged(database, kept / paths.DATABASE, data_key, now=now)
        report = upkeep.run_check(database)
        with database.read() as session:
            waiting = incarnations.count_waiting(session)
    finally:
        database.close()
    done = (
        say("The database was replaced by the backup {name} of {moment}.",
            name=backup.path.name, moment=backup.made_at),
        say("{count} entries written after it were read out of the damaged database.", count=count),
        say("{count} entries wait to be sent.", count=waiting),
        say("Lost are drafts and settings since the backup, and what could not be read."
            " What the office has comes back."),
        _say_kept(kept),
    )  # fmt: skip
    return Repair(done, report.problems, kept)


def _say_counts(counts: Mapping[str, int]) -> tuple[Message, ...]:
    done = [
        say("{count} rows of {table} were put right from their history.", count=count, table=table)
        for table, count in sorted(counts.items())
    ]
    return tuple(done or [say("Lists and counts were built anew.")])


def _say_kept(kept: Path) -> Message:
    return say("The damaged database is kept in {folder}.", folder=str(kept))


def take_salvaged(database: Database, damaged: Path, data_key: bytes, *, now: datetime) -> int:
    """Take what a damaged database still tells into the restored one; returns how many operations were new."""
    if not damaged.is_file():
        return 0
    former = Database(damaged, data_key)
    try:
        found = list(mending.salvage_operations(former))
        with database.read() as session:
            fresh = replication.drop_known(session, found)
            own = incarnations.list_own(session)
        sent = {each: mending.salvage_sent(former, each) for each in own}
    finally:
        former.close()
    if fresh:
        _write_fresh(database, fresh, now=now)
        _note_unsent(database, [each for each in fresh if each.incarnation in own], sent)
    return len(fresh)


def _write_fresh(database: Database, fresh: Sequence[Operation], *, now: datetime) -> None:
    with database.write(now=now, bulk=True) as writer:
        known = heads.read_row_heads(writer.session, merge.rows_edited(fresh))
        decision = merge.decide(fresh, known)
        replication.write_decision(
            writer, fresh, creates=decision.creates, changed=decision.heads, origin="own", source=None
        )


def _note_unsent(database: Database, own: Sequence[Operation], sent: dict[bytes, int]) -> None:
    with database.write_local() as session:
        for incarnation in {each.incarnation for each in own}:
            last = max(each.seq for each in own if each.incarnation == incarnation)
            incarnations.add_leftover(session, incarnation, sent=sent[incarnation], last=last)
