"""The file that travels between machines: what anybody may read of it, what is sealed, and the order of belief.

`unseal` believes nothing before it is proved: size, shape, length and hash of the sealed part; the signature by the
key that the clear part names; only then the age header, decryption in memory, the sealed repetition of the clear
part, the caller's trust in the signing key, and last the bounded unpacking against length and hash of the plain
text. docs/sync-format.md tells the bytes.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyrage

from outreach_app.errors import UnreadableFile
from outreach_app.sync.age import MOST_RECIPIENTS, open_sealed, seal_to
from outreach_app.sync.certificates import ID_BYTES, INCARNATION_BYTES, verify_binding
from outreach_app.sync.codes import fingerprint
from outreach_app.sync.compression import PLAIN_LIMIT, compress, expand
from outreach_app.sync.frame import SYNC_MAGIC, Frame, join_frame, split_frame
from outreach_app.sync.keys import RECIPIENT_ID_BYTES, SIGN_BYTES, MachineKeys, public_half, recipient_id
from outreach_app.wire.packing import need_bytes, need_list, need_number, pack, unpack_map
from outreach_app.wire.refusals import refuse

KINDS = ("sync", "return", "receipt")
FIRST = bytes(32)  # the "previous file" of a stream's first file
FILE_ENDING = ".gocua"
HASH_BYTES = 32
NUMBER_LIMIT = 1 << 31

_TAG = b"go-cua sync file v1"
_INNER_LIMIT = 1024 * 1024  # the binding carries the certificate, which names every village of a lead
_CLEAR_KEYS = (
    "kind",
    "office",
    "sender",
    "incarnation",
    "recipients",
    "number",
    "previous",
    "sealed_bytes",
    "sealed_sha256",
)
_INNER_KEYS = ("clear", "binding", "compression", "plain_bytes", "plain_sha256")


@dataclass(frozen=True, slots=True)
class ClearPart:
    """What anybody may read of a file.

    `sender` is the Ed25519 public key of the machine, `incarnation` 8 bytes, `recipients` 16-byte ids of which the
    first is the addressee: files are numbered from 1 for each (sender, incarnation, addressee), and
    `previous_hash` is the hash of the stream's file before this one.
    """

    kind: str
    office_id: bytes
    sender: bytes
    incarnation: bytes
    recipients: tuple[bytes, ...]
    number: int
    previous_hash: bytes
    sealed_bytes: int
    sealed_hash: bytes

    @property
    def addressee(self) -> bytes:
        """The recipient whose stream this file counts in; the others may read along."""
        return self.recipients[0]


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A file that proved itself: `binding` as the sender enclosed it, `file_hash` over every byte of the file."""

    clear: ClearPart
    binding: bytes | None
    payload: bytes
    file_hash: bytes


# Judges the sender's key, pinned or proved by the enclosed binding; raises to refuse. The payload is still packed.
Trust = Callable[[ClearPart, bytes | None], None]


def seal(
    payload: bytes,
    *,
    kind: str,
    office_id: bytes,
    sender: MachineKeys,
    incarnation: bytes,
    recipients: Sequence[str],
    number: int,
    previous_hash: bytes = FIRST,
    binding: bytes | None = None,
) -> bytes:
    """Seal a payload of at most 256 MiB to `age1...` recipients, the addressee first, and sign the whole."""
    if len(payload) > PLAIN_LIMIT or len(set(recipients)) != len(recipients) or kind not in KINDS:
        raise ValueError("payload too large, a recipient named twice, or no such kind")
    ids = [recipient_id(r) for r in recipients]
    values = (kind, office_id, public_half(sender.sign_seed), incarnation, ids, number, previous_hash)
    named = dict(zip(_CLEAR_KEYS[:-2], values, strict=True))
    scheme, squeezed = compress(payload)
    inner_values = (pack(named), binding, scheme, len(payload), hashlib.sha256(payload).digest())
    inner = pack(dict(zip(_INNER_KEYS, inner_values, strict=True)))
    sealed = seal_to(recipients, len(inner).to_bytes(4, "big") + inner + squeezed)
    header = pack(named | {"sealed_bytes": len(sealed), "sealed_sha256": hashlib.sha256(sealed).digest()})
    try:
        _read_header(header)
    except UnreadableFile as error:
        raise ValueError("nobody could read a file with such a clear part") from error
    return join_frame(SYNC_MAGIC, header, body=sealed, tag=_TAG, seed=sender.sign_seed)


def read_clear(data: bytes) -> ClearPart:
    """Read what a file says of itself, unproved; UnreadableFile `newer_format` means: keep it for later."""
    return _read_frame(data)[1]


def unseal(
    data: bytes, own: MachineKeys | Sequence[str], *, trust: Trust, office_id: bytes | None = None
) -> Unsealed:
    """Prove and open a file with a machine's keys or with bare identities (`AGE-SECRET-KEY-1...`).

    Raises UnreadableFile with the reason as its key, or what `trust` raises; nothing of the payload was parsed then.
    """
    frame, clear = _read_frame(data)
    if hashlib.sha256(frame.body).digest() != clear.sealed_hash:
        raise refuse("damaged")
    frame.check_signature(_TAG, clear.sender)
    if office_id is not None and clear.office_id != office_id:
        raise refuse("foreign_office")
    plain = open_sealed(bytes(frame.body), _own_identities(own, clear), recipients=len(clear.recipients))
    inner, squeezed = _split_inner(plain)
    if inner["clear"] != pack(_named_part(frame.header)):
        raise refuse("forged")
    binding = None if inner["binding"] is None else need_bytes(inner["binding"])
    trust(clear, binding)
    return Unsealed(clear, binding, _expand_payload(inner, squeezed), hash_file(data))


def is_whole(data: bytes) -> bool:
    """Tell whether a file is sound as anybody can see: shape, length and hash of the sealed part, signature."""
    try:
        frame, clear = _read_frame(data)
        frame.check_signature(_TAG, clear.sender)
    except UnreadableFile:
        return False
    return hashlib.sha256(frame.body).digest() == clear.sealed_hash


def hash_file(data: bytes) -> bytes:
    """Hash a whole file, as the next file of its stream and every acknowledgement name it."""
    return hashlib.sha256(data).digest()


def file_name(clear: ClearPart) -> str:
    """Name a file so that nobody learns of persons or places and no two files of an office share a name."""
    office = fingerprint("go-cua office v1", clear.office_id, length=4)
    sender = fingerprint("go-cua sender v1", clear.sender, clear.incarnation, length=6)
    addressee = fingerprint("go-cua addressee v1", clear.addressee, length=4)
    return f"gocua-{office}-{sender}-{addressee}-{clear.number:06d}".lower() + FILE_ENDING


def trust_only(*keys: bytes) -> Trust:
    """Trust these pinned Ed25519 public keys and no other, whatever binding is enclosed."""

    def judge(clear: ClearPart, binding: bytes | None) -> None:
        if clear.sender not in keys:
            raise refuse("unknown_sender")

    return judge


def trust_bound(office: bytes) -> Trust:
    """Trust a key that an enclosed binding proves under a certificate by this office's Ed25519 public key."""

    def judge(clear: ClearPart, binding: bytes | None) -> None:
        if binding is None:
            raise refuse("unknown_sender")
        proved = verify_binding(binding, office)
        if proved.machine.sign != clear.sender or proved.certificate.office_id != clear.office_id:
            raise refuse("forged")

    return judge


def _read_frame(data: bytes) -> tuple[Frame, ClearPart]:
    frame = split_frame(data, SYNC_MAGIC)
    clear = _read_header(frame.header)
    if clear.sealed_bytes != len(frame.body):
        raise refuse("damaged")
    return frame, clear


def _read_header(header: bytes) -> ClearPart:
    fields = unpack_map(header, _CLEAR_KEYS)
    recipients = need_list(fields["recipients"], MOST_RECIPIENTS)
    if fields["kind"] not in KINDS or not recipients:
        raise refuse("damaged")
    return ClearPart(
        kind=str(fields["kind"]),
        office_id=need_bytes(fields["office"], ID_BYTES),
        sender=need_bytes(fields["sender"], SIGN_BYTES),
        incarnation=need_bytes(fields["incarnation"], INCARNATION_BYTES),
        recipients=tuple(need_bytes(r, RECIPIENT_ID_BYTES) for r in recipients),
        number=need_number(fields["number"], 1, NUMBER_LIMIT),
        previous_hash=need_bytes(fields["previous"], HASH_BYTES),
        sealed_bytes=need_number(fields["sealed_bytes"], 1, PLAIN_LIMIT),
        sealed_hash=need_bytes(fields["sealed_sha256"], HASH_BYTES),
    )


def _named_part(header: bytes) -> dict[str, object]:
    fields = unpack_map(header, _CLEAR_KEYS)
    return {key: fields[key] for key in _CLEAR_KEYS[:-2]}


def _own_identities(own: MachineKeys | Sequence[str], clear: ClearPart) -> list[str]:
    identities = [own.seal_identity] if isinstance(own, MachineKeys) else list(own)
    publics = [str(pyrage.x25519.Identity.from_str(i).to_public()) for i in identities]
    fitting = [i for i, p in zip(identities, publics, strict=True) if recipient_id(p) in clear.recipients]
    if not fitting:
        raise refuse("not_for_us")
    return fitting


def _split_inner(plain: bytes) -> tuple[dict[str, object], bytes]:
    end = 4 + int.from_bytes(plain[:4], "big")
    if len(plain) < end or end > _INNER_LIMIT:
        raise refuse("damaged")
    return unpack_map(plain[4:end], _INNER_KEYS), plain[end:]


def _expand_payload(inner: dict[str, object], squeezed: bytes) -> bytes:
    size = need_number(inner["plain_bytes"], 0, 1 << 62)
    payload = expand(str(inner["compression"]), squeezed, size=size)
    if hashlib.sha256(payload).digest() != need_bytes(inner["plain_sha256"], HASH_BYTES):
        raise refuse("damaged")
    return payload
