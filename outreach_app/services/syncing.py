"""Files between machines: writing the file for the office, reading a stick, answering, and the ledger of both."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from outreach_app import paths
from outreach_app.domain.changes import Changes
from outreach_app.domain.progress import Step, Watch, unwatched
from outreach_app.domain.rows import (
    FileReport,
    FileState,
    Ledger,
    MachineRow,
    ReadFile,
    ReadReport,
    RefusedEntry,
    WrittenFile,
)
from outreach_app.errors import BadInput, EnvironmentTrouble, OutreachError, say
from outreach_app.files import need_folder, remove_leftovers
from outreach_app.garbage import collector_paused
from outreach_app.services import imports, ledger, permissions, refusals
from outreach_app.services.backups import secure_before_import
from outreach_app.services.desk import Desk, Done
from outreach_app.services.erasure_files import WITHDRAWN, try_to_finish
from outreach_app.services.newcomers import count_in_file, count_written
from outreach_app.services.territory_carrying import carry_strays
from outreach_app.services.upkeep import write_mark
from outreach_app.store import (
    consignments,
    duplicates,
    erasure_orders,
    erasures,
    exchange,
    held,
    incarnations,
    journal,
    leaving,
    replication,
    settings,
)
from outreach_app.store.journal import Writer
from outreach_app.sync import carrying, inbox, orders, outbox, receipts, redacting, returning
from outreach_app.sync.envelope import hash_file
from outreach_app.sync.findings import Finding, find_envelopes
from outreach_app.sync.keys import key_id
from outreach_app.sync.opening import Proved, open_ahead
from outreach_app.sync.payload import Acknowledgement
from outreach_app.sync.secrets import Pins


@dataclass(frozen=True, slots=True)
class Syncing:
    """The exchange of files, for laptops, leads and the office alike."""

    desk: Desk

    def write(self, target: Path, *, watch: Watch = unwatched) -> Done[list[WrittenFile]]:
        """Write what waits: a laptop its file for the office, the office its answers to every machine it has read.

        A file is sealed, numbered and kept before it goes out, so that a pulled stick or a kill costs neither rows nor
        a number; it is announced only after it was read back from the stick. Nothing waiting gives an empty list.
        `watch` is told of each file before it goes out.
        """
        if not target.is_dir():
            raise EnvironmentTrouble(
                say("The folder “{folder}” does not exist.", folder=str(target)),
                say("Plug in the stick or choose another folder."),
                key="no_folder",
            )
        folder = self.desk.folder / paths.OUTBOX
        need_folder(folder)
        remove_leftovers(folder)
        with self.desk.database.write_local() as session:
            permissions.need_unblocked(session)
            for made in self._make_files(session):
                outbox.enter_file(session, made, outbox=folder, now=self.desk.now)
            waiting = {
                file.id: file.name for file in exchange.list_out_files(session) if not file.folder and file.id
            }
        write_mark(self.desk)
        written = []
        for place, file in enumerate(sorted(waiting)):
            watch(Step(place, len(waiting), waiting[file]))
            written.append(self._deliver(file, target))
        return Done([*written, *self._carry_on(target)], Changes(frozenset({"out_file"})))

    def write_again(self, number: int, target: Path, *, name: str | None = None) -> WrittenFile:
        """Put an earlier file on a stick once more, byte for byte, from the copy in the outbox.

        An office numbers its answers machine by machine, so there `name`, as the ledger tells it, says which is meant.
        """
        with self.desk.read() as session:
            found = [
                file.id
                for file in exchange.list_out_files(session)
                if file.number == number and name in (None, file.name)
            ]
            withdrawn = any(
                file.id in found and file.folder == WITHDRAWN for file in exchange.list_out_files(session)
            )
        if withdrawn:
            raise BadInput(
                say(
                    "The copy of file {number} was removed because somebody on it was erased.", number=number
                ),
                say("Write the next file: it carries what is still missing there."),
                key="copy_erased",
            )
        if not found or found[0] is None:
            raise BadInput(
                say("No file has the number {number}.", number=number),
                say("Look at the ledger for its number."),
            )
        return self._deliver(found[0], target)

    def _deliver(self, file: int, target: Path) -> WrittenFile:
        with self.desk.database.write_local() as session:
            entry = exchange.read_out_file(session, file)
            there = outbox.deliver(
                entry,
                outbox=self.desk.folder / paths.OUTBOX,
                target=target,
                kept=redacting.read_copy(session, entry.hash),
            )
            entry.folder = str(target)
            exchange.add_out_file(session, entry)
            peer = exchange.read_peer(session, entry.peer)
            device = peer.name if peer else ""
            kind = ledger.kind_of(entry, settings.read_machine(session).role)
            return WrittenFile(
                str(there), entry.number, entry.operations, entry.bytes, device=device, kind=kind
            )

    def _carry_on(self, target: Path) -> list[WrittenFile]:
        # The originals of the team's files that were read here, sealed as they came.
        with self.desk.read() as session:
            there = carrying.deliver_originals(session, self.desk.folder / paths.CARRIED, target)
        return [WrittenFile(str(path), 0, 0, path.stat().st_size, carried=True) for path in there]

    def preview(self, sources: Sequence[Path], *, watch: Watch = unwatched) -> ReadReport:
        """Say what reading these files, folders or zips would do; changes nothing. `watch` is told of each file."""
        with self.desk.read() as session:
            pins = Pins.read(session)
            readings = [
                inbox.open_file(session, pins, finding, now=self.desk.now)
                for finding in _watched(_find_all(sources), watch)
            ]
            return ReadReport(tuple(_describe(session, each) for each in readings), None, preview=True)

    def secure(self) -> None:
        """Make the backup before files come in unless a fresh one is there; `read` does it when nobody has."""
        secure_before_import(self.desk)

    def read(self, sources: Sequence[Path], *, watch: Watch = unwatched) -> Done[ReadReport]:
        """Read every file there and apply what is proved, the whole stick in one transaction.

        A page written under a savepoint is copied and encrypted once more, so files get one each only when one of
        them failed half-way: then the stick is read again from the start. `watch` is told of each file; when it raises
        `Stopped`, nothing of the whole stick is kept.
        """
        return self.read_findings(list(_find_all(sources)), watch=watch)

    def read_findings(self, findings: Sequence[Finding], *, watch: Watch = unwatched) -> Done[ReadReport]:
        """Read files that were found already, as `read` does."""
        self.secure()
        try:
            read = self._read_stick(findings, watch, guarded=False)
        except _FailedHalfway:
            read = self._read_stick(findings, watch, guarded=True)
        try_to_finish(self.desk)
        return read

    def _read_stick(self, findings: Sequence[Finding], watch: Watch, *, guarded: bool) -> Done[ReadReport]:
        import_id = secrets.token_hex(8)
        with collector_paused():
            ahead = self._open_ahead(findings, watch)
        with collector_paused(), self.desk.write(bulk=True) as writer:
            pins = Pins.read(writer.session)
            reports = [
                self._read_one(writer, pins, f, import_id, guarded=guarded, ahead=ahead)
                for f in _watched(findings, watch)
            ]
            watch(Step(len(findings), len(findings), ""))
            writer.touched.everything = any(report.state is FileState.APPLIED for report in reports)
            self._renew_if_restored(writer)
            inbox.tell_rewordings(writer)
            leaving.let_go(writer, orders.read_unanswered)
            carry_strays(writer)
            read = [(hash_file(f.data), f.data, report) for f, report in zip(findings, reports, strict=True)]
            if writer.erasures and any(report.state is FileState.HELD for report in reports):
                erasures.add_pending(writer.session, ())
            gone = held.settle_files(writer.session, self.desk.folder / paths.HELD, read, now=self.desk.now)
            taken = [
                f.data
                for f, report in zip(findings, reports, strict=True)
                if report.state is FileState.APPLIED
            ]
            carrying.keep_originals(writer.session, self.desk.folder / paths.CARRIED, taken)
        for kept in gone:
            kept.unlink(missing_ok=True)
        applied = any(report.state is FileState.APPLIED for report in reports)
        report = ReadReport(tuple(reports), import_id if applied else None, preview=False)
        return Done(report, writer.changes())

    def read_ledger(self) -> Ledger:
        """Count what is to send, on file, accepted, merged and refused, and list the files newest first."""
        with self.desk.read() as session:
            return ledger.read_ledger(session)

    def list_read(self, *, limit: int = 100) -> list[ReadFile]:
        """List the files that were read and applied here, newest first."""
        with self.desk.read() as session:
            return ledger.list_read(session, limit=limit)

    def list_refused(self) -> list[RefusedEntry]:
        """List refused entries: at the office those of its machines, on a laptop those the office refused."""
        with self.desk.read() as session:
            return refusals.list_refused(session)

    def read_key_id(self) -> str:
        """Tell this machine's own key as it is read aloud to compare it with what another machine shows."""
        with self.desk.read() as session:
            return key_id(Pins.read(session).own.public)

    def list_machines(self) -> list[MachineRow]:
        """List the machines with a set-up file: last file, missing files, clock."""
        with self.desk.read() as session:
            return ledger.list_machines(session)

    def _make_files(self, session: Session) -> Iterator[outbox.Addressed]:
        # One at a time: each is entered in the ledger before the next takes its number.
        pins = Pins.read(session)
        if settings.read_machine(session).role != "office":
            made = outbox.make_sync_file(session, pins, now=self.desk.now)
            yield from [made] if made else []
            for peer, streams in list(receipts.find_due(session)):
                yield outbox.make_receipt(session, pins, peer, streams, now=self.desk.now)
                receipts.note_told(session, peer.id, streams)
            return
        journal.close_tail(session, now=self.desk.now)
        for peer in exchange.list_peers(session):
            reply = returning.find_reply(session, peer)
            if reply is not None and peer.seal_key:
                made = outbox.make_return_file(
                    session, pins, reply, peer=peer.id, seal_key=peer.seal_key, now=self.desk.now
                )
                yield made
                consignments.add_sent(session, peer.id, made.describe_cargo(reply))
            returning.note_look(session, peer)

    def _open_ahead(self, findings: Sequence[Finding], watch: Watch) -> dict[bytes, Proved]:
        # Somebody else may be writing meanwhile: what depends on what is known is asked again under the lock.
        with self.desk.read() as session:
            pins, office_id = Pins.read(session), settings.read_machine(session).office_id
            new = [f for f in findings if exchange.find_in_file(session, hash_file(f.data)) is None]
        return open_ahead(_watched(new, lambda step: watch(replace(step, done=0))), pins, office_id)

    def _read_one(
        self,
        writer: Writer,
        pins: Pins,
        finding: Finding,
        import_id: str,
        *,
        guarded: bool,
        ahead: dict[bytes, Proved],
    ) -> FileReport:
        session = writer.session
        reading = inbox.open_file(session, pins, finding, now=self.desk.now, ahead=ahead)
        if reading.opened is None:
            return inbox.describe(reading, session)
        if (undone := imports.find_undone(session, reading.opened.sealed.file_hash)) is not None:
            return imports.read_again(writer, undone, inbox.describe(reading, session), import_id=import_id)
        try:
            with session.begin_nested() if guarded else nullcontext():
                before = duplicates.last_number(session)
                report = inbox.apply_file(writer, pins, reading.opened, import_id=import_id)
                return replace(report, duplicates=count_written(session, before))
        except OutreachError as error:
            if not guarded:
                raise _FailedHalfway from error
            writer.erasures = erasure_orders.read_erasures(session)
            refused = inbox.describe(inbox.Reading(finding, error=error), session)
            return replace(refused, number=reading.opened.sealed.clear.number)

    def _renew_if_restored(self, writer: Writer) -> None:
        # The office has more of this machine than the machine has sent: it was restored from a backup. What it writes
        # next must not reuse a number, so it goes on under a new incarnation, in the transaction that learnt of it.
        session = writer.session
        machine = settings.read_machine(session)
        told = settings.read_setting(session, f"told:{machine.incarnation.hex()}")
        sent = exchange.read_sent(session, machine.incarnation)
        if told and Acknowledgement.unpack(told).seen.highest > sent:
            fresh = secrets.token_bytes(8)
            incarnations.renew_incarnation(session, fresh, now=self.desk.now)
            writer.go_on_as(fresh)


class _FailedHalfway(Exception):
    """A file was refused after rows of it may have been written: the transaction must go."""


def _describe(session: Session, reading: inbox.Reading) -> FileReport:
    report = inbox.describe(reading, session)
    if reading.opened is None or report.state is not FileState.WAITING:
        return report
    if (undone := imports.find_undone(session, reading.opened.sealed.file_hash)) is not None:
        return imports.describe_undone(session, undone, report)
    fresh = replication.drop_known(session, reading.opened.operations)
    return replace(report, duplicates=count_in_file(session, fresh))


def _find_all(sources: Sequence[Path]) -> list[Finding]:
    return [finding for source in sources for finding in find_envelopes(source)]


def _watched(findings: Sequence[Finding], watch: Watch) -> Iterator[Finding]:
    for place, finding in enumerate(findings):
        watch(Step(place, len(findings), finding.name))
        yield finding
