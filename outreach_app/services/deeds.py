"""Commands of the desk that one key takes back: what one of them wrote is remembered as one stretch of the journal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from outreach_app.errors import Message, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import Undoing, take_back
from outreach_app.store import settings, stretches
from outreach_app.store.journal import Writer

_OFFICE_WRITES = say("Only the office writes this.")


@contextmanager
def open_deed(desk: Desk) -> Iterator[tuple[Writer, str]]:
    """Open a write whose whole content `undo_deed` takes back by the name given beside the writer."""
    deed = secrets.token_hex(8)
    with desk.write() as writer:
        yield writer, deed
        stretches.add_stretch(writer, deed, stretches.DEED)


def undo_deed(desk: Desk, deed: str) -> Done[Undoing]:
    """Take back what a command wrote; rows and fields that somebody touched since stay and are listed."""
    with desk.write() as writer:
        stretch = stretches.find_stretch(writer.session, deed)
        if stretch is None or stretch.kind != stretches.DEED or stretch.undone:
            raise NotFound(
                say("There is nothing of this to take back."), say("It was taken back already."), key="undone_already"
            )  # fmt: skip
        done = take_back(writer, stretches.read_stretch(writer.session, stretch), subject=deed)
        stretches.mark_undone(writer.session, deed)
    return Done(done, writer.changes())


def need_office(session: Session, said: Message = _OFFICE_WRITES) -> None:
    """Refuse on a laptop what only the office does, as `said` tells: NotAllowed `office_only`."""
    if settings.read_machine(session).role != "office":
        raise NotAllowed(said, say("Ask the office."), key="office_only")


def need_lead(writer: Writer) -> None:
    """Refuse on a canvasser's laptop what only the office and team leads write."""
    if settings.read_machine(writer.session).role not in ("office", "lead"):
        raise NotAllowed(
            say("Only the office and team leads write this."),
            say("Ask the team lead; it comes with the next file."),
            key="lead_only",
        )
