"""Taking back what files or a list brought in: with a preview, the newest first, and bringing an undone file back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import Undoing, bring_back, take_back
from outreach_app.store import conflicts as places
from outreach_app.store import listed, stretches
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import InFile

FILES, LIST = "files", "list"


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that stays although what brought it is taken back: somebody has changed it or built upon it since."""

    table: str
    row: bytes
    household: str
    subject: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking an import back does or would do: rows that go by table, fields that change back, rows that stay."""

    import_id: str
    removed: Mapping[str, int]
    fields: int
    kept: tuple[KeptRow, ...]
    preview: bool


@dataclass(frozen=True, slots=True)
class PastReading:
    """One reading of files: when, the names of the files, and whether all of it is undone."""

    import_id: str
    read_at: datetime
    names: tuple[str, ...]
    undone: bool


class _Rehearsal(Exception):
    def __init__(self, done: Undoing) -> None:
        self.done = done


@dataclass(frozen=True, slots=True)
class Imports:
    """Undoing imports. What they wrote is not erased: inverse edits and marks that travel like any other write."""

    desk: Desk

    def list_readings(self) -> list[PastReading]:
        """List the readings of files, newest first."""
        with self.desk.read() as session:
            return _list_readings(session)

    def find_last(self, kind: str) -> str:
        """Name the newest import of a kind (FILES, LIST) that is not undone; NotFound when there is none."""
        with self.desk.read() as session:
            if kind == LIST:
                found = stretches.last_stretch(session, stretches.LIST)
                newest = found.id if found else None
            else:
                newest = next((each.import_id for each in _list_readings(session) if not each.undone), None)
        if newest is None:
            raise NotFound(say("There is nothing to take back."), say("Bring something in first."))
        return newest

    def preview_undo(self, import_id: str) -> UndoReport:
        """Say what taking an import back would do; changes nothing."""
        try:
            with self.desk.write(bulk=True) as writer:
                raise _Rehearsal(_undo(writer, import_id))
        except _Rehearsal as rehearsal:
            with self.desk.read() as session:
                return _report(session, import_id, rehearsal.done, preview=True)

    def undo(self, import_id: str) -> Done[UndoReport]:
        """Take the newest import of files, or the newest list, back: what it brought shows as if it had never come.

        Rows touched since are kept and listed. NotFound for an unknown import; BadInput for one undone already, and for
        one after which others came: those are taken back first.
        """
        with self.desk.write(bulk=True) as writer:
            done = _undo(writer, import_id)
        with self.desk.read() as session:
            return Done(_report(session, import_id, done, preview=False), writer.changes())


def find_undone(session: Session, file_hash: bytes) -> InFile | None:
    """Find a file that was read and taken back since, by the hash of its bytes."""
    return stretches.find_undone_file(session, file_hash)


def describe_undone(session: Session, file: InFile, report: FileReport) -> FileReport:
    """Say of a file that was taken back when it was read, and what reading it again brings."""
    operations = stretches.read_file(session, file.hash)
    made = [operation for operation in operations if operation.kind is Kind.CREATE]
    return replace(
        report, new=len(made), changed=len(operations) - len(made),
        visits=sum(operation.table == "visit" for operation in made), reason_key="undone",
        reason=say("This file was read and taken back."), advice=say("Read it again to have it back."),
        earlier_at=moment_of(file.read_at),
    )  # fmt: skip


def read_again(writer: Writer, file: InFile, report: FileReport, *, import_id: str) -> FileReport:
    """Let an undone file count again because somebody reads it once more; it belongs to the new import from now on."""
    told = describe_undone(writer.session, file, report)
    bring_back(writer, stretches.read_file(writer.session, file.hash), subject=file.hash.hex())
    file.import_id, file.read_at = import_id, stamp_of(writer.now)
    stretches.mark_file(writer.session, file, "applied")
    return replace(told, state=FileState.APPLIED, reason=None, advice=None)


def _undo(writer: Writer, import_id: str) -> Undoing:
    if stretches.find_stretch(writer.session, import_id) is not None:
        return _undo_list(writer, import_id)
    files = stretches.list_files(writer.session, import_id)
    if not files:
        raise NotFound(
            say("There is no import with the name {id}.", id=import_id),
            say("Look up its name in the list of imports."),
        )
    standing = [file for file in files if file.state == "applied"]
    if not standing:
        raise _undone_already()
    _check_newest(writer.session, import_id)
    operations = [o for file in standing for o in stretches.read_file(writer.session, file.hash)]
    done = _take_back(writer, operations, import_id)
    for file in standing:
        stretches.mark_file(writer.session, file, "undone")
    return done


def _undo_list(writer: Writer, import_id: str) -> Undoing:
    stretch = stretches.find_stretch(writer.session, import_id)
    assert stretch is not None, "a list that was looked up"
    if stretch.undone:
        raise _undone_already()
    newest = stretches.last_stretch(writer.session, stretches.LIST)
    if stretch.kind != stretches.LIST or newest is None or newest.id != import_id:
        raise _not_newest(newest.id if newest else "")
    done = _take_back(writer, stretches.read_stretch(writer.session, stretch), import_id)
    listed.forget_import(writer.session, import_id)
    stretches.mark_undone(writer.session, import_id)
    return done


def _take_back(writer: Writer, operations: list[Operation], import_id: str) -> Undoing:
    return take_back(writer, operations, subject=import_id)


def _check_newest(session: Session, import_id: str) -> None:
    newest = next((each for each in _list_readings(session) if not each.undone), None)
    if newest is not None and newest.import_id != import_id:
        raise _not_newest(newest.import_id)


def _not_newest(newest: str) -> BadInput:
    return BadInput(
        say("Something was brought in after this import."),
        say("Take back the newer import {id} first.", id=newest),
        key="not_newest",
    )


def _undone_already() -> BadInput:
    return BadInput(
        say("This import was undone already."),
        say("To have it back, bring in the same file again."),
        key="undone_already",
    )


def _list_readings(session: Session) -> list[PastReading]:
    by_import: dict[str, list[InFile]] = {}
    for file in stretches.list_readings(session):
        assert file.import_id is not None
        by_import.setdefault(file.import_id, []).append(file)
    return [
        PastReading(
            import_id, moment_of(files[0].read_at), tuple(file.name for file in files),
            all(file.state == "undone" for file in files),
        )
        for import_id, files in by_import.items()
    ]  # fmt: skip


def _report(session: Session, import_id: str, done: Undoing, *, preview: bool) -> UndoReport:
    subjects = places.read_subjects(session, done.kept)
    homes = places.read_homes(session, {home for home, _ in subjects.values() if home})
    kept = []
    for table, row in done.kept:
        household, subject = subjects.get((table, row), (None, ""))
        home = homes.get(household or b"")
        kept.append(KeptRow(table, row, home.code if home else "", subject))
    return UndoReport(import_id, done.removed, done.fields, tuple(kept), preview)
