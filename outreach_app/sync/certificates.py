"""What the office permits a machine, and the machine's proof that it is the one permitted.

The office signs a certificate that names a one-time enrolment key and puts that key's secret into the machine's
set-up file. The machine makes keys of its own and signs them with both: whoever pinned the office's key can
believe them without asking the office.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from outreach_app.sync.keys import SIGN_BYTES, SIGNATURE_BYTES, MachineKeys, PublicKeys, has_signed, sign
from outreach_app.wire.packing import need_bytes, need_list, need_number, need_text, pack, unpack_map
from outreach_app.wire.refusals import refuse

ID_BYTES = 16
INCARNATION_BYTES = 8
MOST_VILLAGES = 10_000
ROLES = ("canvasser", "lead", "office")

_CERTIFICATE_TAG = b"go-cua certificate v1"
_ENROLMENT_TAG = b"go-cua enrolment v1"
_OWN_TAG = b"go-cua own keys v1"
_SIGNED_KEYS = ("body", "signature")
_BINDING_KEYS = ("body", "enrolment_signature", "own_signature")
_CERTIFICATE_KEYS = (
    "office_id",
    "device_id",
    "device_number",
    "device_name",
    "role",
    "scope",
    "not_before",
    "not_after",
    "enrolment_key",
    "serial",
)
_BODY_KEYS = ("certificate", "sign", "seal", "incarnation", "made_at")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one machine may do: ids and villages are 16-byte row ids, `enrolment_key` an Ed25519 public key."""

    office_id: bytes
    device_id: bytes
    device_number: int
    device_name: str
    role: str
    scope: tuple[bytes, ...]
    not_before: date
    not_after: date
    enrolment_key: bytes
    serial: int

    def covers(self, day: date) -> bool:
        """Tell whether the permission holds on a day."""
        return self.not_before <= day <= self.not_after

    def pack(self) -> bytes:
        """Spell the certificate canonically, unsigned."""
        values: list[object] = [getattr(self, name) for name in _CERTIFICATE_KEYS]
        plain = [v.isoformat() if isinstance(v, date) else v for v in values]
        return pack(dict(zip(_CERTIFICATE_KEYS, plain, strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read a canonical certificate; raises UnreadableFile `damaged`."""
        fields = unpack_map(data, _CERTIFICATE_KEYS)
        if fields["role"] not in ROLES:
            raise refuse("damaged")
        return cls(
            office_id=need_bytes(fields["office_id"], ID_BYTES),
            device_id=need_bytes(fields["device_id"], ID_BYTES),
            device_number=need_number(fields["device_number"], 0, 1 << 31),
            device_name=need_text(fields["device_name"], 200),
            role=str(fields["role"]),
            scope=tuple(need_bytes(v, ID_BYTES) for v in need_list(fields["scope"], MOST_VILLAGES)),
            not_before=_need_date(fields["not_before"]),
            not_after=_need_date(fields["not_after"]),
            enrolment_key=need_bytes(fields["enrolment_key"], SIGN_BYTES),
            serial=need_number(fields["serial"], 0, 1 << 53),
        )


@dataclass(frozen=True, slots=True)
class Binding:
    """A machine's own public keys under its certificate; `made_at` in seconds since 1970, by its own clock."""

    certificate: Certificate
    machine: PublicKeys
    incarnation: bytes
    made_at: int


def sign_certificate(certificate: Certificate, office: MachineKeys) -> bytes:
    """Give the permission: the certificate with the office's signature."""
    body = certificate.pack()
    return pack({"body": body, "signature": sign(_CERTIFICATE_TAG, body, seed=office.sign_seed)})


def verify_certificate(data: bytes, office: bytes) -> Certificate:
    """Read a certificate signed by this Ed25519 public key; UnreadableFile `certificate` for any other."""
    fields = unpack_map(data, _SIGNED_KEYS)
    body, signature = need_bytes(fields["body"]), need_bytes(fields["signature"], SIGNATURE_BYTES)
    if not has_signed(_CERTIFICATE_TAG, body, signature=signature, signer=office):
        raise refuse("certificate")
    return Certificate.unpack(body)


def sign_binding(
    certificate: bytes, machine: MachineKeys, *, enrolment_seed: bytes, incarnation: bytes, made_at: int
) -> bytes:
    """Bind a machine's own keys to its signed certificate; the enrolment seed may be forgotten afterwards."""
    public = machine.public
    values = (certificate, public.sign, public.seal, incarnation, made_at)
    body = pack(dict(zip(_BODY_KEYS, values, strict=True)))
    return pack(
        {
            "body": body,
            "enrolment_signature": sign(_ENROLMENT_TAG, body, seed=enrolment_seed),
            "own_signature": sign(_OWN_TAG, body, seed=machine.sign_seed),
        }
    )


@lru_cache(maxsize=64)
def verify_binding(data: bytes, office: bytes) -> Binding:
    """Believe a machine's keys: certificate by this office key, binding by the enrolment key and by the machine.

    Remembered, since it depends on these bytes alone and is asked at every turn of a file.
    """
    fields = unpack_map(data, _BINDING_KEYS)
    body = need_bytes(fields["body"])
    inner = unpack_map(body, _BODY_KEYS)
    certificate = verify_certificate(need_bytes(inner["certificate"]), office)
    machine = _need_keys(inner["sign"], inner["seal"])
    by_kit = need_bytes(fields["enrolment_signature"], SIGNATURE_BYTES)
    by_machine = need_bytes(fields["own_signature"], SIGNATURE_BYTES)
    if not has_signed(_ENROLMENT_TAG, body, signature=by_kit, signer=certificate.enrolment_key):
        raise refuse("certificate")
    if not has_signed(_OWN_TAG, body, signature=by_machine, signer=machine.sign):
        raise refuse("certificate")
    incarnation = need_bytes(inner["incarnation"], INCARNATION_BYTES)
    return Binding(certificate, machine, incarnation, need_number(inner["made_at"], 0, 1 << 53))


def _need_keys(sign_key: object, seal: object) -> PublicKeys:
    try:
        return PublicKeys(need_bytes(sign_key, SIGN_BYTES), need_text(seal, 100))
    except ValueError as error:
        raise refuse("damaged") from error


def _need_date(value: object) -> date:
    try:
        return date.fromisoformat(need_text(value, 10))
    except ValueError as error:
        raise refuse("damaged") from error
