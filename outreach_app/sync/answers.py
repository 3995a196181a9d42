"""What the office's acknowledgements do to a laptop's ledger: only they close an entry, or open it again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from outreach_app.domain.clock import stamp_of
from outreach_app.store import exchange, settings
from outreach_app.store.leaving import Mark
from outreach_app.store.local_tables import OutFile
from outreach_app.sync.outbox import OFFICE_PEER
from outreach_app.sync.payload import Acknowledgement


def take_answers(session: Session, answers: Sequence[Acknowledgement], mark: Mark, *, now: datetime) -> None:
    """Enter what a return file says of this machine's entries, unless a later file has said more."""
    for told in answers:
        if _is_outdated(session, told, mark):
            continue
        _close_ledger(session, told, now=now)
        exchange.replace_refusals(session, told.incarnation, list(told.returned))
        settings.write_setting(session, f"told:{told.incarnation.hex()}", told.pack())
        settings.write_setting(
            session, f"told_by:{told.incarnation.hex()}", [mark.incarnation, mark.number, mark.made_at]
        )


def _is_outdated(session: Session, told: Acknowledgement, mark: Mark) -> bool:
    # Return files may be read in any order. What the office has looked at of a machine only ever grows, and of two
    # words about the same entries, refused and let in later, the one written last counts.
    former = settings.read_setting(session, f"told:{told.incarnation.hex()}")
    if former is None:
        return False
    known = Acknowledgement.unpack(former).seen.count()
    by = settings.read_setting(session, f"told_by:{told.incarnation.hex()}")
    later = by is not None and Mark(*by).is_after(mark)
    return known > told.seen.count() or (known == told.seen.count() and later)


def _close_ledger(session: Session, told: Acknowledgement, *, now: datetime) -> None:
    # What the office has taken back is open again: it is received once its file was read once more.
    for file in exchange.list_out_files(session):
        if file.incarnation != told.incarnation or file.peer != OFFICE_PEER:
            continue
        if not told.undone.isdisjoint(range(file.low, file.high + 1)):
            file.received_at, file.accepted = None, 0
        elif file.received_at is None and _has_arrived(file, told):
            file.received_at, file.accepted = stamp_of(now), file.operations
        session.add(file)
    session.flush()


def _has_arrived(file: OutFile, told: Acknowledgement) -> bool:
    return file.number <= told.number or (file.low <= file.high and file.high in told.seen)
