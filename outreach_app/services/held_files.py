"""Files that were held: listed, looked at again once the cause is gone, or adopted as those of a second machine."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import FileReport, HeldFile, ReadReport
from outreach_app.errors import BadInput, NotAllowed, say
from outreach_app.files import read_capped
from outreach_app.services.desk import Desk, Done
from outreach_app.services.syncing import Syncing
from outreach_app.store import held, settings
from outreach_app.store.journal import Writer
from outreach_app.sync import adopting, inbox, proving
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.findings import Finding
from outreach_app.sync.frame import SIZE_LIMIT
from outreach_app.sync.secrets import Pins

_REASONS = {
    "newer_format": say("The file was made by a newer version of this program."),
    "second_machine": say("Two machines write under one name."),
    "machine_blocked": say("This machine was blocked by the office."),
}
_OTHER = say("The file waits for a person.")


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """What waits beside the workspace for a newer program or for a person."""

    desk: Desk

    @property
    def folder(self) -> Path:
        """Where the kept files lie."""
        return self.desk.folder / paths.HELD

    def list(self) -> list[HeldFile]:
        """List the files kept for later, oldest first."""
        with self.desk.read() as session:
            return [
                HeldFile(
                    row.hash.hex()[:12], row.name, row.device, row.number, row.reason_key,
                    _REASONS.get(row.reason_key, _OTHER), moment_of(row.held_at), row.bytes,
                )
                for row in held.list_held(session)
            ]  # fmt: skip

    def read_again(self) -> Done[ReadReport]:
        """Look at every kept file once more; what can be read now is taken in and kept no longer."""
        return Syncing(self.desk).read([self.folder] if self.folder.is_dir() else [])

    def adopt(self, id: str) -> Done[FileReport]:
        """Take in a kept file of a second machine, which gets a name of its own; `id` may be the beginning of its name.

        A machine set up with somebody else's set-up file learns its new name and number from its next return file; a
        copied disk can only be read, and needs a new set-up file.
        """
        with self.desk.write() as writer:
            session = writer.session
            if settings.read_machine(session).role != "office":
                raise NotAllowed(
                    say("Only the office decides about a second machine."),
                    say("Ask the office."),
                    key="office_only",
                )
            row = held.find_held(session, id)
            kept = held.path_of(self.folder, row.hash)
            finding = Finding(row.name, read_capped(kept, SIZE_LIMIT))
            report = _adopt(writer, finding)
            held.forget_file(session, row.hash)
            writer.touched.everything = True
        kept.unlink(missing_ok=True)
        return Done(report, writer.changes())


def _adopt(writer: Writer, finding: Finding) -> FileReport:
    session = writer.session
    pins = Pins.read(session)
    opened = inbox.prove_file(session, pins, finding, now=writer.now)
    clear, enclosed = opened.sealed.clear, opened.sealed.binding
    binding = verify_binding(enclosed, pins.office.sign) if enclosed is not None else None
    original = proving.find_sender(session, clear, binding) if binding is not None else None
    if binding is None or original is None or original.sign_key is None:
        raise _nothing_to_adopt()
    import_id = secrets.token_hex(8)
    if original.sign_key != clear.sender:
        adopting.adopt_twin(session, pins, original, binding)
        return inbox.apply_file(writer, pins, opened, import_id=import_id)
    copy = adopting.adopt_copy(
        session, original, opened.sealed, low=opened.payload.low, operations=opened.operations
    )
    return inbox.apply_file(writer, pins, opened, import_id=import_id, copy=copy)


def _nothing_to_adopt() -> BadInput:
    return BadInput(
        say("This file is not from a second machine."),
        say("Read the files kept for later again instead."),
        key="nothing_to_adopt",
    )
