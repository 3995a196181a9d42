"""What is asked of a file beyond its seal: that its machine is the one it says, and speaks for itself alone."""

from collections.abc import Collection, Sequence

from sqlmodel import Session

from outreach_app.domain.clock import TICKS
from outreach_app.domain.operations import Operation
from outreach_app.domain.seen import Seen
from outreach_app.errors import UnreadableFile, say
from outreach_app.store import blocks, exchange, seen, settings
from outreach_app.store.local_tables import Peer
from outreach_app.sync import orders
from outreach_app.sync.certificates import Binding, Certificate
from outreach_app.sync.envelope import ClearPart
from outreach_app.wire.refusals import refuse

_DAY_MS = 24 * 60 * 60 * 1000


def check_sender(session: Session, clear: ClearPart, binding: Binding, *, file_hash: bytes) -> None:
    """Raise UnreadableFile `second_machine` when two machines go on under one name.

    That is so when a set-up file was opened twice (another key), or a disk was copied (another file of one number).
    """
    peer = find_sender(session, clear, binding)
    if peer is None:
        return
    if peer.sign_key is not None and peer.sign_key != clear.sender:
        raise UnreadableFile(
            say("Another machine was set up with the same set-up file as {name}.", name=peer.name),
            say("Give that machine a set-up file of its own; what it wrote is kept in this file."),
            key="second_machine",
        )
    read = exchange.hash_of_number(session, peer.id, clear.incarnation, clear.number)
    if read not in (None, file_hash) or _leaves_chain(session, peer, clear, file_hash):
        raise _copied(peer.name)


def _leaves_chain(session: Session, peer: Peer, clear: ClearPart, file_hash: bytes) -> bool:
    """Whether the files before and after this one, as read here, are not the ones it stands between."""
    before = exchange.hash_of_number(session, peer.id, clear.incarnation, clear.number - 1)
    after = exchange.previous_of_number(session, peer.id, clear.incarnation, clear.number + 1)
    return before not in (None, clear.previous_hash) or after not in (None, file_hash)


def find_sender(session: Session, clear: ClearPart, binding: Binding) -> Peer | None:
    """Find the machine a file is from: by its key, or, as long as its key is not known, by its set-up file."""
    by_key = exchange.find_peer_by_sign_key(session, clear.sender)
    return by_key or exchange.read_peer(session, binding.certificate.device_id)


def check_operations(
    session: Session, binding: Binding | None, operations: Sequence[Operation], *, own: Collection[bytes]
) -> None:
    """Refuse operations under another machine's name than its `own`, or unlike what is known of that name."""
    known = seen.read_seen(session)
    for operation in operations:
        if operation.incarnation not in own and operation.incarnation in known:
            raise refuse("forged")
    _check_repeats(session, known, operations, name=binding.certificate.device_name if binding else "")


def check_blocked(
    session: Session, certificate: Certificate, made_at: int, operations: Sequence[Operation]
) -> None:
    """Raise UnreadableFile `machine_blocked` for what a blocked machine wrote afterwards; `made_at` in milliseconds.

    What it wrote before may still be on its way and is read as ever.
    """
    blocked = orders.read_blocked(session).get(certificate.device_id)
    if blocked is None:
        return
    since, why = blocked
    latest = max((o.time // TICKS for o in operations), default=0)
    if made_at > since or latest > since + _DAY_MS:
        raise UnreadableFile(
            say("{name} was blocked by the office: {why}", name=certificate.device_name, why=why),
            say("The file is kept here; it is read once the office lets this machine write again."),
            key="machine_blocked",
        )


def own_incarnations(session: Session, clear: ClearPart, binding: Binding | None) -> set[bytes]:
    """The incarnations a machine may write under: after a restored backup it also sends what the former had left."""
    own = {clear.incarnation}
    if binding is not None:
        sender = find_sender(session, clear, binding)
        own |= {binding.incarnation, *(exchange.incarnations_of(session, sender.id) if sender else ())}
    return own - {settings.read_machine(session).incarnation}


def _check_repeats(
    session: Session, known: dict[bytes, Seen], operations: Sequence[Operation], *, name: str
) -> None:
    again = {o.dot: o for o in operations if o.incarnation in known and o.seq in known[o.incarnation]}
    stored = blocks.read_dots(session, again) if again else {}
    if any(stored[dot] != operation for dot, operation in again.items() if dot in stored):
        raise _copied(name)


def _copied(name: str) -> UnreadableFile:
    return UnreadableFile(
        say("Two machines write under the name {name}: one of them is a copy of the other.", name=name),
        say("Keep this file, and find out which of the two goes on; nothing of it was taken in."),
        key="second_machine",
    )
