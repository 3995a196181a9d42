"""Backups that are proved, restores that lose nothing silently, and the check that the journal equals the tables."""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM, moment_of
from outreach_app.errors import Message, NotFound, OutreachError, StoreUnavailable, say
from outreach_app.files import read_capped, write_file
from outreach_app.services import backups
from outreach_app.services.backups import Backup
from outreach_app.services.copied_machines import find_copy_trouble
from outreach_app.services.desk import Desk
from outreach_app.services.erasure_copies import erase_in_copy, read_order_entries_of
from outreach_app.services.erasure_files import WITHDRAWN
from outreach_app.store import check, exchange, incarnations, settings, snapshot, swapping
from outreach_app.store.database import Database, run
from outreach_app.store.packing import pack, unpack

_MARK_LIMIT = 64 * 1024
_CLOCK_LEEWAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the check found, and what to do about it."""

    what: Message
    advice: Message


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check looked at and found; sound when `problems` is empty.

    `file_damaged`: the database file itself is not whole, so that nothing further was looked at.
    """

    problems: tuple[Problem, ...]
    journal_entries: int
    tables: dict[str, int]
    file_damaged: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Looks after the workspace."""

    desk: Desk

    def make_backup(self) -> Backup:
        """Copy the database page by page into the backups folder, prove the copy, and thin old ones."""
        return backups.make_backup(self.desk)

    def make_due_backup(self) -> Backup | None:
        """Make a backup when the newest is a day old and something was written or read since, else None."""
        return backups.make_due_backup(self.desk)

    def list_backups(self) -> list[Backup]:
        """List the backups, newest first."""
        return backups.list_backups(self.desk.folder)

    def verify_backup(self, backup: Path) -> CheckReport:
        """Open a backup under this workspace's key and check it as thoroughly as the workspace itself."""
        copy = Database(backup, self.desk.database.data_key)
        try:
            return run_check(copy)
        finally:
            copy.close()

    def check(self, *, by_clock: bool = True) -> CheckReport:
        """Check the file itself, that replaying the journal gives every row, and that none was written past it.

        Also whether files of the workspace are missing, and `by_clock` whether this moment can be right.
        """
        report = run_check(self.desk.database)
        clock = judge_clock(self.desk) if by_clock else []
        beside = [*find_missing_files(self.desk), *find_copies(self.desk), *clock]
        return replace(report, problems=(*report.problems, *beside))

    def write_mark(self) -> None:
        """Remember beside the database how far this machine has written, so that an old copy put back is noticed."""
        write_mark(self.desk)


def write_mark(desk: Desk) -> None:
    """Remember beside the database how far this machine has written; see Upkeep.write_mark.

    Of a database that was replaced meanwhile nothing is remembered: the mark is the new one's.
    """
    if desk.database.is_replaced():
        return
    with desk.read() as session:
        machine, own = settings.read_machine(session), incarnations.list_own(session)
    told = pack({"incarnation": machine.incarnation, "seq": machine.last_seq, "own": own})
    write_file(desk.folder / paths.MARK, told, overwrite=True, private=True)


def restore_backup(
    folder: Path, backup: Path, data_key: bytes, *, complete: Callable[[Database], object] = bool
) -> Path:
    """Put a proved backup in the database's place under a new incarnation; the former file is kept beside it.

    Returns where the former database went. Who was erased since the backup is erased in it too. What was written after
    the backup and not yet sent is in the former file, and what was sent comes back from the office. `complete` is done
    to the copy before it takes the place.
    """
    if not backup.is_file():
        raise NotFound(
            say("There is no backup {name}.", name=backup.name), say("List the backups and choose one.")
        )
    copy = Database(backup, data_key)
    try:
        report = run_check(copy)
    finally:
        copy.close()
    if not report.ok:
        raise StoreUnavailable(
            say("This backup is damaged itself. Nothing was changed."),
            say("Choose an older backup."),
            key="backup_damaged",
        )
    with swapping.while_replacing(folder):
        return _replace(folder, backup, data_key, complete=complete)


def _replace(folder: Path, backup: Path, data_key: bytes, *, complete: Callable[[Database], object]) -> Path:
    fresh = snapshot.prepare_copy(folder, backup)
    restored = Database(fresh, data_key)
    try:
        with restored.write_local() as session:
            others = _read_own(folder / paths.DATABASE, data_key)
            incarnations.renew_incarnation(
                session, secrets.token_bytes(8), now=datetime.now(VIETNAM), others=others
            )
        entries = read_order_entries_of(folder / paths.DATABASE, data_key)
        complete(restored)
        erase_in_copy(restored, entries, now=datetime.now(VIETNAM))
        restored.settle()
    finally:
        restored.close()
    _settle_former(folder / paths.DATABASE, data_key)
    return snapshot.swap_in(folder, fresh)


def _read_own(live: Path, data_key: bytes) -> list[bytes]:
    """The incarnations that a database which may be damaged or missing has written under."""
    if not live.is_file():
        return []
    former = Database(live, data_key)
    try:
        with contextlib.suppress(StoreUnavailable), former.read() as session:
            return incarnations.list_own(session)
        return []
    finally:
        former.close()


def _settle_former(live: Path, data_key: bytes) -> None:
    # A database that still opens takes its log in first, so that what is kept aside is whole in one file.
    if not live.is_file():
        return
    former = Database(live, data_key)
    try:
        with contextlib.suppress(StoreUnavailable):
            former.settle()
    finally:
        former.close()


def was_rolled_back(desk: Desk) -> bool:
    """Tell whether the database is older than the mark beside it: an old copy was put back by hand.

    It has then written less under its incarnation than the mark knows of, or knows nothing of the mark's.
    """
    mark = _read_mark(desk.folder)
    if mark is None:
        return False
    with desk.read() as session:
        machine, own = settings.read_machine(session), incarnations.list_own(session)
    if mark.incarnation == machine.incarnation:
        return mark.seq > machine.last_seq
    return mark.incarnation not in own


def renew_after_rollback(desk: Desk) -> bool:
    """Go on under a new incarnation when an old copy was put back; returns whether that was so."""
    if not was_rolled_back(desk):
        return False
    mark = _read_mark(desk.folder)
    others = mark.own if mark is not None else ()
    with desk.database.write_local() as session:
        incarnations.renew_incarnation(session, secrets.token_bytes(8), now=desk.now, others=others)
    return True


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far this machine had written: under which incarnation, and which ones it had."""

    incarnation: bytes
    seq: int
    own: tuple[bytes, ...]


def _read_mark(folder: Path) -> _Mark | None:
    """Read the mark; None when there is none, or a spoilt one, which locks nobody out."""
    path = folder / paths.MARK
    if not path.is_file():
        return None
    with contextlib.suppress(OutreachError, ValueError, TypeError, KeyError):
        told = unpack(read_capped(path, _MARK_LIMIT))
        incarnation, seq = told["incarnation"], told["seq"]
        own = tuple(each for each in told.get("own", ()) if isinstance(each, bytes))
        if isinstance(incarnation, bytes) and isinstance(seq, int):
            return _Mark(incarnation, seq, own)
    return None


def run_check(database: Database) -> CheckReport:
    """Check one database; see Upkeep.check."""
    with database.read() as session:
        damage = check.find_damage(session)
        if damage:
            problem = Problem(
                say("The database file is damaged: {detail}", detail=damage[0]),
                say("Close the window and repair it: outreach check --repair."),
            )
            return CheckReport((problem,), 0, {}, file_damaged=True)
        found = [_explain(kind, table, count) for kind, table, count in check.compare_with_journal(session)]
        entries = check.count_operations(session)
        tables = {row[0]: row[1] for row in run(session, check.COUNTS)}
    return CheckReport(tuple(found), entries, tables)


def find_missing_files(desk: Desk) -> list[Problem]:
    """Find kept copies of files on their way that are gone: they could not be written again.

    At a hub none: they lie in the folder of whichever account wrote them.
    """
    if paths.read_hub(desk.folder) is not None:
        return []
    with desk.read() as session:
        files = exchange.list_out_files(session)
    # The copies of withdrawn files were taken away with somebody who was erased.
    waiting = [each for each in files if each.received_at is None and each.folder != WITHDRAWN]
    outbox = desk.folder / paths.OUTBOX
    return [
        Problem(
            say("The kept copy of the file {name} is missing.", name=each.name),
            say("Ask whether it arrived; until then keep the stick it was written to."),
        )
        for each in waiting
        if not (outbox / each.name).is_file()
    ]


def find_copies(desk: Desk) -> list[Problem]:
    """Tell whose copy's file was taken in here as that machine's own."""
    trouble = find_copy_trouble(desk)
    return [Problem(trouble.message, trouble.advice)] if trouble is not None else []


def judge_clock(desk: Desk) -> list[Problem]:
    """Tell when this machine's clock stands before something it has saved or backed up already."""
    with desk.read() as session:
        saved = moment_of(settings.read_machine(session).last_saved)
    if saved - desk.now <= _CLOCK_LEEWAY:
        return []
    return [
        Problem(
            say("The clock of this machine is wrong: it says {now}, and something was saved on {saved}.",
                now=desk.now, saved=saved),
            say("Set date and time in the system's settings. Nothing is lost by it."),
        )
    ]  # fmt: skip


def _explain(kind: str, table: str, count: int) -> Problem:
    sentences = {
        "missing": say(
            "{count} rows of {table} stand in the history but not in the table.", count=count, table=table
        ),
        "extra": say(
            "{count} rows of {table} stand in the table but not in the history.", count=count, table=table
        ),
        "different": say("{count} rows of {table} differ from their history.", count=count, table=table),
        "unrecorded": say("{count} writes to {table} went past the history.", count=count, table=table),
        "derived": say("{count} counted values of {table} are out of date.", count=count, table=table),
        "search": say("The search knows {count} people by other words than theirs.", count=count),
        "heads": say("Of {count} rows of {table} the edits are known otherwise than in the history.",
                     count=count, table=table),
        "numbers": say("{count} counters of {table} are behind the history.", count=count, table=table),
        "spans": say("The index of {count} blocks of the history is wrong.", count=count),
    }  # fmt: skip
    return Problem(sentences[kind], say("Close the window and repair it: outreach check --repair."))
