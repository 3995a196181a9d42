"""Making the file for the office: what has not been sent, sealed, signed, numbered, and entered in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.clock import TICKS, stamp_of
from outreach_app.domain.operations import SCHEMA
from outreach_app.domain.seen import Seen, Streams
from outreach_app.errors import EnvironmentTrouble, say
from outreach_app.files import read_capped, write_file
from outreach_app.store import exchange, incarnations, journal, seen, settings
from outreach_app.store.consignments import Sent
from outreach_app.store.local_tables import OutFile, Peer
from outreach_app.store.packing import unpack
from outreach_app.sync import envelope, receipts
from outreach_app.sync.payload import Payload, make_blocks
from outreach_app.sync.returning import Reply
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings, need_streams, spell_streams

_COPY_LIMIT = 512 * 1024 * 1024
OFFICE_PEER = b"office".ljust(16, b"\0")
"""The office's place among a laptop's peers; a laptop has one office."""
_TOLD_RETURNS = "told_returns"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A file ready to be written: its bytes, name and ledger entry."""

    data: bytes
    name: str
    entry: OutFile

    def describe_cargo(self, reply: Reply) -> Sent:
        """Say what a return file carries, to be remembered for the next one."""
        return Sent(self.entry.incarnation, self.entry.number, reply.dots, reply.left, reply.told)


def make_sync_file(session: Session, pins: Pins, *, now: datetime) -> Addressed | None:
    """Seal everything written since the last file for office, escrow and team; None when nothing waits.

    A file without entries goes out when return files brought something since the last file told what is held here.
    """
    machine = settings.read_machine(session)
    sent = exchange.read_sent(session, machine.incarnation)
    operations = list(incarnations.read_waiting(session))
    if not operations and not _owes_receipt(session):
        return None
    # Bulk writes stand in blocks of their own, so the last operation read need not be the last one written.
    high = max((o.seq for o in operations if o.incarnation == machine.incarnation), default=sent)
    payload = Payload(
        made_at=stamp_of(now) // TICKS, schema=SCHEMA, blocks=make_blocks(operations), low=sent + 1, high=high,
        holdings=read_own_holdings(session),
    )  # fmt: skip
    recipients = [pins.office.seal, pins.escrow, *pins.teams]
    return _address(
        session, pins, payload, "sync", recipients, peer=OFFICE_PEER, rows=len(operations), now=now
    )


def make_return_file(
    session: Session, pins: Pins, reply: Reply, *, peer: bytes, seal_key: str, now: datetime
) -> Addressed:
    """Seal what goes back to one machine: what the office has of it, and what it does not have yet."""
    operations = reply.read_operations(session)
    payload = Payload(
        stamp_of(now) // TICKS, SCHEMA, make_blocks(operations), 1, 0, reply.acknowledgements,
        orders=reply.orders,
    )  # fmt: skip
    return _address(
        session, pins, payload, "return", [seal_key, pins.escrow], peer=peer, rows=len(operations), now=now
    )


def make_receipt(session: Session, pins: Pins, peer: Peer, streams: Streams, *, now: datetime) -> Addressed:
    """Seal a lead's word to one machine of the team: which of its files are here."""
    assert peer.seal_key is not None, "a machine whose file was read"
    payload = Payload(stamp_of(now) // TICKS, SCHEMA, (), 1, 0, holdings=Holdings(files=streams))
    recipients = [peer.seal_key, pins.escrow]
    return _address(session, pins, payload, receipts.KIND, recipients, peer=peer.id, rows=0, now=now)


def read_own_holdings(session: Session) -> Holdings:
    """Say what this machine holds: return files, files of its team, and what it wrote, former incarnations too."""
    known = seen.read_seen(session)
    return Holdings(
        returns=exchange.streams_read(session, "return"),
        files=exchange.streams_read(session, "sync"),
        own=_read_own_streams(session, known),
    )


def _read_own_streams(session: Session, known: Streams) -> Streams:
    # A former incarnation is named even when nothing of it is left here: that tells which of the two came later.
    *former, present = incarnations.list_own(session)
    return {each: known.get(each, Seen()) for each in former} | (
        {present: known[present]} if present in known else {}
    )


def _owes_receipt(session: Session) -> bool:
    """Whether a return file brought something since the last file told the office what is held here."""
    told = settings.read_setting(session, _TOLD_RETURNS)
    former = need_streams(told) if told else {}
    return any(
        file.number not in former.get(file.incarnation, Seen()) and unpack(file.counts).get("rows", 0)
        for file in exchange.list_in_files(session)
        if file.kind == "return" and file.incarnation is not None and file.number is not None
    )


def enter_file(session: Session, made: Addressed, *, outbox: Path, now: datetime) -> None:
    """Keep a sealed file and enter it in the ledger before it goes anywhere.

    The number is spent and the bytes are safe when this transaction commits; a kill before that leaves a copy that no
    ledger names, which the next file of that number replaces.
    """
    write_file(outbox / made.name, made.data, overwrite=True, private=True)
    journal.close_tail(session, now=now, source=made.entry.hash)
    incarnations.forget_leftovers(session)
    if made.entry.peer == OFFICE_PEER:
        settings.write_setting(
            session, _TOLD_RETURNS, spell_streams(exchange.streams_read(session, "return"))
        )
    exchange.add_out_file(session, made.entry)


def deliver(entry: OutFile, *, outbox: Path, target: Path, kept: bytes | None = None) -> Path:
    """Put an entered file on a stick, byte for byte; `kept` is the hash of a copy from which somebody was taken out.

    One that is there already and equal is left as it is, a damaged one is replaced; a sound one that is not ours, as a
    copied disk writes it, is never overwritten.
    """
    data = read_capped(outbox / entry.name, _COPY_LIMIT)
    if envelope.hash_file(data) != (kept or entry.hash):
        raise EnvironmentTrouble(
            say("The kept copy of file {number} is damaged.", number=entry.number),
            say("Check this machine's disk; the office can read the file from an earlier stick."),
            key="outbox_damaged",
        )
    there = target / entry.name
    former = read_capped(there, _COPY_LIMIT) if there.is_file() else None
    if former != data:
        write_file(there, data, overwrite=former is not None and _may_replace(former, entry))
    return there


def _may_replace(former: bytes, entry: OutFile) -> bool:
    # A damaged file, or the original of a copy from which somebody was taken out.
    return not envelope.is_whole(former) or envelope.hash_file(former) == entry.hash


def _address(
    session: Session,
    pins: Pins,
    payload: Payload,
    kind: str,
    recipients: list[str],
    *,
    peer: bytes,
    rows: int,
    now: datetime,
) -> Addressed:
    machine = settings.read_machine(session)
    former = exchange.last_out_file(session, peer, machine.incarnation)
    number = former.number + 1 if former else 1
    data = envelope.seal(
        payload.pack(), kind=kind, office_id=machine.office_id, sender=pins.own, incarnation=machine.incarnation,
        recipients=list(dict.fromkeys(recipients)), number=number,
        previous_hash=former.hash if former else envelope.FIRST, binding=pins.binding,
    )  # fmt: skip
    clear = envelope.read_clear(data)
    entry = OutFile(
        peer=peer, incarnation=machine.incarnation, number=number, hash=envelope.hash_file(data),
        name=envelope.file_name(clear), folder="", low=payload.low, high=payload.high, operations=rows,
        bytes=len(data), written_at=stamp_of(now),
    )  # fmt: skip
    return Addressed(data, entry.name, entry)
