"""Taking a second machine in: a set-up file that was opened twice, a disk that was copied; nothing it typed is lost.

The office decides it for one held file. A second machine with keys of its own gets a name, number and permission of its
own, which travel to it. A copied disk shares its keys with the first machine, so only what it wrote can be taken in,
under names of its own; the machine itself needs a new set-up file.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from outreach_app.domain.operations import Operation
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, say
from outreach_app.store import blocks, consignments, exchange, seen, settings
from outreach_app.store.consignments import KIT
from outreach_app.store.local_tables import Peer
from outreach_app.store.packing import pack
from outreach_app.sync import envelope
from outreach_app.sync.certificates import Binding, Certificate, sign_certificate, verify_certificate
from outreach_app.sync.rekeying import Renaming, name_copy, rename_operations
from outreach_app.sync.secrets import Pins

_COPIES = "copies:"


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copied machine wrote, under its own names, and the machine it counts as from now on."""

    peer: Peer
    incarnation: bytes
    operations: tuple[Operation, ...]


def adopt_twin(session: Session, pins: Pins, original: Peer, binding: Binding) -> Peer:
    """Give a machine that was set up with somebody else's set-up file an entry and a permission of its own."""
    number = max(peer.number for peer in exchange.list_peers(session)) + 1
    serial = _next_serial(session, pins)
    certificate = replace(
        binding.certificate, device_id=secrets.token_bytes(16), device_number=number,
        device_name=_free_name(session, original.name), enrolment_key=binding.machine.sign, serial=serial,
    )  # fmt: skip
    twin = _make_peer(certificate)
    twin.certificate = sign_certificate(certificate, pins.own)
    twin.sign_key, twin.seal_key = binding.machine.sign, binding.machine.seal
    twin.recovery_code = original.recovery_code
    exchange.save_peer(session, twin)
    for cargo in consignments.list_sent(session, original.id):
        if cargo.number == KIT:
            consignments.add_sent(session, twin.id, cargo)
    return twin


def adopt_copy(
    session: Session, original: Peer, sealed: envelope.Unsealed, *, low: int, operations: Sequence[Operation]
) -> Copy:
    """Rename what a copied machine wrote from where it parts from the first; later files of it go the same way."""
    clear = sealed.clear
    name = _COPIES + clear.sender.hex()
    known = settings.read_setting(session, name) or []
    peer_id, told = known or (secrets.token_bytes(16), [])
    renaming: dict[bytes, tuple[bytes, int]] = {bytes(i): (bytes(j), first) for i, j, first in told}
    for incarnation, first in _find_parting(
        session, original, sealed, low=low, operations=operations
    ).items():
        renaming.setdefault(incarnation, (name_copy(clear.sender, incarnation, sealed.file_hash), first))
    settings.write_setting(
        session, name, [peer_id, [[i, j, first] for i, (j, first) in sorted(renaming.items())]]
    )
    peer = exchange.read_peer(session, peer_id)
    if peer is None:
        number = max(each.number for each in exchange.list_peers(session)) + 1
        peer = Peer(
            id=peer_id, name=_free_name(session, original.name), number=number, role=original.role,
            scope=original.scope,
        )  # fmt: skip
        exchange.save_peer(session, peer)
    stream = renaming.get(clear.incarnation, (clear.incarnation, 0))[0]
    return Copy(
        peer, stream, tuple(rename_operations(_leave_out_shared(session, operations, renaming), renaming))
    )


def _find_parting(
    session: Session, original: Peer, sealed: envelope.Unsealed, *, low: int, operations: Sequence[Operation]
) -> dict[bytes, int]:
    """Find per incarnation the first operation of the copy that is not the first machine's as well."""
    clear = sealed.clear
    parting: dict[bytes, int] = {}
    if _breaks_off(session, original, sealed):
        if clear.number > 1 and exchange.find_in_file(session, clear.previous_hash) is None:
            raise BadInput(
                say("An earlier file of that machine is not here yet."),
                say("Read its earlier files first, then adopt this one."),
                key="earlier_missing",
            )
        parting[clear.incarnation] = low
    stored = _read_stored(session, operations)
    for operation in operations:
        if operation.dot in stored and stored[operation.dot] != operation:
            former = parting.get(operation.incarnation, operation.seq)
            parting[operation.incarnation] = min(former, operation.seq)
    return parting


def _breaks_off(session: Session, original: Peer, sealed: envelope.Unsealed) -> bool:
    clear = sealed.clear
    there = exchange.hash_of_number(session, original.id, clear.incarnation, clear.number)
    before = exchange.hash_of_number(session, original.id, clear.incarnation, clear.number - 1)
    return there not in (None, sealed.file_hash) or before not in (None, clear.previous_hash)


def _leave_out_shared(
    session: Session, operations: Sequence[Operation], renaming: Renaming
) -> list[Operation]:
    # After the parting two operations may be equal by chance, as when both machines add a family at the same moment.
    stored = _read_stored(session, operations)
    return [
        o
        for o in operations
        if stored.get(o.dot) != o or (o.incarnation in renaming and o.seq >= renaming[o.incarnation][1])
    ]


def _read_stored(session: Session, operations: Sequence[Operation]) -> dict[tuple[bytes, int], Operation]:
    known = seen.read_seen(session)
    again = {o.dot for o in operations if o.incarnation in known and o.seq in known[o.incarnation]}
    return blocks.read_dots(session, again) if again else {}


def _make_peer(certificate: Certificate) -> Peer:
    return Peer(
        id=certificate.device_id, name=certificate.device_name, number=certificate.device_number,
        role=certificate.role, scope=pack(list(certificate.scope)),
    )  # fmt: skip


def _free_name(session: Session, name: str) -> str:
    taken = {fold(peer.name) for peer in exchange.list_peers(session)}
    return next(each for n in range(2, 1_000) if fold(each := f"{name} ({n})") not in taken)


def _next_serial(session: Session, pins: Pins) -> int:
    given = [peer.certificate for peer in exchange.list_peers(session) if peer.certificate is not None]
    return max(verify_certificate(each, pins.office.sign).serial for each in given) + 1
