"""A team lead's receipt: the lead has read files of a machine of the team, told directly by stick.

It says no more than which files, by number. The machine shows them as received by the lead; an entry of its ledger is
closed by the office alone.
"""

from collections.abc import Iterator

from sqlmodel import Session

from outreach_app.domain.seen import Seen, Streams
from outreach_app.store import exchange, incarnations, settings
from outreach_app.store.local_tables import Peer
from outreach_app.sync import carrying
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings, need_streams, spell_streams
from outreach_app.wire.refusals import refuse

KIND = "receipt"
LEAD = "lead"
_TOLD = "receipted:"
_RECEIVED = "received_by_lead"


def find_due(session: Session) -> Iterator[tuple[Peer, Streams]]:
    """Find the machines that have not been told what of theirs is here; the office's own word makes one needless."""
    if settings.read_machine(session).role != LEAD:
        return
    here, arrived = exchange.streams_read(session, "sync"), carrying.read_arrived(session)
    for peer in exchange.list_peers(session):
        own = {i: here[i] for i in exchange.incarnations_of(session, peer.id) if i in here}
        told = _read_streams(session, _TOLD + peer.id.hex())
        news = any(
            not told.get(i, Seen()).join(arrived.get(i, Seen())).holds(there) for i, there in own.items()
        )
        if peer.seal_key is not None and news:
            yield peer, own


def note_told(session: Session, peer: bytes, streams: Streams) -> None:
    """Remember what a machine is told by the receipt that is being entered."""
    settings.write_setting(session, _TOLD + peer.hex(), spell_streams(streams))


def check_receipt(payload: Payload, binding: bytes | None, pins: Pins) -> None:
    """Raise UnreadableFile `forged` for a receipt that is not a lead's, or that brings anything but a word."""
    if binding is None or verify_binding(binding, pins.office.sign).certificate.role != LEAD:
        raise refuse("forged")
    told = payload.holdings
    if told is None or told.returns or told.own:
        raise refuse("forged")
    if payload.blocks or payload.acknowledgements or payload.orders or payload.redacted:
        raise refuse("forged")


def take_receipt(session: Session, told: Holdings) -> None:
    """Remember which files of this machine a lead has; whatever else is named is passed over."""
    own = set(incarnations.list_own(session))
    known = read_received(session)
    for incarnation in own & told.files.keys():
        known[incarnation] = known.get(incarnation, Seen()).join(told.files[incarnation])
    settings.write_setting(session, _RECEIVED, spell_streams(known))


def read_received(session: Session) -> dict[bytes, Seen]:
    """Tell which files of this machine a lead has, as leads told themselves."""
    return _read_streams(session, _RECEIVED)


def _read_streams(session: Session, name: str) -> dict[bytes, Seen]:
    told = settings.read_setting(session, name)
    return need_streams(told) if told else {}
