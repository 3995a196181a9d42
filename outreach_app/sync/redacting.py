"""Copies of files from which somebody was taken out: sealed anew by whoever holds them, known by the original's hash.

The holder signs the copy and names the file it stands for. The reader believes the holder (the machine itself, a team
lead who carries the file on, the office) and treats the copy as that file: same sender, number and hash, so that
neither the chain nor a ledger has a gap, and the original is known when it comes after all.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from outreach_app.domain.erasure import Erasures
from outreach_app.domain.operations import Operation
from outreach_app.store import settings
from outreach_app.store.local_tables import OutFile
from outreach_app.sync import envelope
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.keys import recipient_id
from outreach_app.sync.payload import Origin, Payload, make_blocks
from outreach_app.sync.secrets import Pins
from outreach_app.wire.refusals import refuse

_HOLDERS = ("lead", "office")
_COPIES = "redacted:"


def stand_for(sealed: envelope.Unsealed, payload: Payload, pins: Pins) -> envelope.Unsealed:
    """Give a redacted copy out as the file it stands for; any other file as it is. Raises UnreadableFile `forged`."""
    origin = payload.redacted
    if origin is None:
        return sealed
    if sealed.clear.kind != "sync" or not _may_hold(sealed, origin, pins):
        raise refuse("forged")
    if (
        origin.binding is None
        or verify_binding(origin.binding, pins.office.sign).machine.sign != origin.sender
    ):
        raise refuse("forged")
    clear = replace(
        sealed.clear, sender=origin.sender, incarnation=origin.incarnation, number=origin.number,
        previous_hash=origin.previous_hash,
    )  # fmt: skip
    return replace(sealed, clear=clear, binding=origin.binding, file_hash=origin.file_hash)


def redact_file(data: bytes, pins: Pins, erasures: Erasures, *, office_id: bytes) -> bytes | None:
    """Make a copy of another machine's file without the erased; None when they are not in it.

    Raises UnreadableFile for a file that this machine cannot open.
    """
    sealed = envelope.unseal(data, pins.identities, trust=trust_for(data, pins), office_id=office_id)
    payload = Payload.unpack(sealed.payload)
    before = payload.operations()
    after = erasures.redact_all(before)
    if after is before:
        return None
    original = stand_for(sealed, payload, pins)
    clear = original.clear
    origin = Origin(
        original.file_hash,
        clear.sender,
        clear.incarnation,
        clear.number,
        clear.previous_hash,
        original.binding,
    )
    copy = replace(payload, blocks=make_blocks(after), redacted=origin)
    known = {recipient_id(each): each for each in (pins.office.seal, pins.escrow, *pins.teams)}
    recipients = [known[each] for each in sealed.clear.recipients if each in known]
    return _seal(copy, pins, recipients or [pins.office.seal, pins.escrow], office_id=clear.office_id)


def remake_file(
    file: OutFile,
    operations: Sequence[Operation],
    pins: Pins,
    *,
    previous: bytes,
    payload: Payload,
    office_id: bytes,
) -> bytes:
    """Make a file of this machine once more out of its journal, from which somebody was taken out meanwhile."""
    origin = Origin(
        file.hash, pins.own.public.sign, file.incarnation, file.number, previous, pins.binding
    )  # fmt: skip
    copy = replace(payload, blocks=make_blocks(operations), low=file.low, high=file.high, redacted=origin)
    recipients = list(dict.fromkeys([pins.office.seal, pins.escrow, *pins.teams]))
    return _seal(copy, pins, recipients, office_id=office_id)


def trust_for(data: bytes, pins: Pins) -> envelope.Trust:
    """Whom to believe: for a return file the pinned office, for others also any machine it has certified."""
    clear = envelope.read_clear(data)
    if clear.kind == "return":
        return envelope.trust_only(pins.office.sign)
    if clear.sender == pins.office.sign:
        return envelope.trust_only(pins.office.sign)
    return envelope.trust_bound(pins.office.sign)


def note_copy(session: Session, file_hash: bytes, copy_hash: bytes) -> None:
    """Remember which bytes stand for a file of this machine now."""
    settings.write_setting(session, _COPIES + file_hash.hex(), copy_hash)


def read_copy(session: Session, file_hash: bytes) -> bytes:
    """Tell the hash of the bytes that are kept for a file of this machine: mostly its own."""
    return settings.read_setting(session, _COPIES + file_hash.hex()) or file_hash


def _may_hold(sealed: envelope.Unsealed, origin: Origin, pins: Pins) -> bool:
    holder = sealed.clear.sender
    if holder in (origin.sender, pins.office.sign):
        return True
    if sealed.binding is None:
        return False
    return verify_binding(sealed.binding, pins.office.sign).certificate.role in _HOLDERS


def _seal(payload: Payload, pins: Pins, recipients: Sequence[str], *, office_id: bytes) -> bytes:
    assert payload.redacted is not None
    origin = payload.redacted
    return envelope.seal(
        payload.pack(), kind="sync", office_id=office_id, sender=pins.own, incarnation=origin.incarnation,
        recipients=recipients, number=origin.number, previous_hash=origin.previous_hash, binding=pins.binding,
    )  # fmt: skip
