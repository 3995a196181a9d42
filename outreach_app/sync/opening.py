"""Opening a file: all that its bytes and this machine's keys settle, which is done before anybody is made to wait.

Signatures, seal, hashes, the chain of certificates, the form of what is inside and the operations themselves depend on
the file, on the keys that are pinned here and on the office's id; `Proved` keeps the latter two, and whoever holds the
lock proves a file again when they have changed. Everything else is asked under the lock, of what is known there:
whether the file was read before or taken back, who was erased, whether its machine is blocked or two, whether it speaks
for itself, its area and role as the office widened or narrowed them, and what others have edited.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from outreach_app.domain.operations import SCHEMA, Operation
from outreach_app.errors import OutreachError
from outreach_app.store import blocks
from outreach_app.sync import envelope, receipts, redacting, shapes
from outreach_app.sync.findings import Finding
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from outreach_app.wire.columns import decode_operations
from outreach_app.wire.refusals import refuse

MOST_AHEAD = 50_000
"""Operations of files opened beforehand, which wait in memory (some 100 MB); further files are opened in their turn."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A file that is ours, whole, and signed by whom we trust, under these pins; `parts` are its operations by block.

    `packed` are its blocks as the journal keeps them, where it was opened ahead of its turn.
    """

    pins: Pins
    office_id: bytes
    sealed: envelope.Unsealed
    payload: Payload
    parts: tuple[tuple[Operation, ...], ...]
    packed: tuple[bytes, ...] = ()

    def holds(self, pins: Pins, office_id: bytes) -> bool:
        """Tell whether it was proved by the keys that are pinned now."""
        return (self.pins, self.office_id) == (pins, office_id)


def open_alone(data: bytes, pins: Pins, office_id: bytes) -> Proved:
    """Prove and decode a file by itself; raises UnreadableFile with the reason as its key."""
    sealed = envelope.unseal(
        data, pins.identities, trust=redacting.trust_for(data, pins), office_id=office_id
    )
    payload = Payload.unpack(sealed.payload)
    if payload.schema > SCHEMA:
        raise refuse("newer_format")
    sealed = redacting.stand_for(sealed, payload, pins)
    if sealed.clear.kind == receipts.KIND:
        receipts.check_receipt(payload, sealed.binding, pins)
    parts = tuple(map(decode_operations, payload.blocks))
    shapes.check_shapes([operation for part in parts for operation in part])
    return Proved(pins, office_id, sealed, payload, parts)


def open_ahead(findings: Iterable[Finding], pins: Pins, office_id: bytes) -> dict[bytes, Proved]:
    """Prove files before the lock is taken, by the hash of their bytes; those that fail are looked at in their turn.

    Nothing is written here: whoever is killed before the files are placed has read none of them.
    """
    ahead: dict[bytes, Proved] = {}
    room = MOST_AHEAD
    for finding in findings:
        if finding.refusal is not None or room <= 0:
            continue
        try:
            proved = open_alone(finding.data, pins, office_id)
        except OutreachError:
            continue
        packed = tuple(map(blocks.pack_block, proved.payload.blocks))
        ahead[envelope.hash_file(finding.data)] = replace(proved, packed=packed)
        room -= sum(map(len, proved.parts))
    return ahead
