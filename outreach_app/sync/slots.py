"""The key file beside the database: one random data key, wrapped once by the passphrase and once by the recovery code.

Changing a passphrase rewrites this file, not the database. Editing the file cannot make a guess cheaper than the
floor, nor make opening it dearer than the ceiling: both are refused before any work is done.
"""

import secrets
from dataclasses import dataclass

from outreach_app.errors import NotAllowed, say
from outreach_app.sync.codes import RECOVERY_CODE_LENGTH
from outreach_app.sync.locks import (
    NONCE_BYTES,
    SALT_BYTES,
    TAG_BYTES,
    Cost,
    derive_key,
    lock,
    read_passphrase,
    spell_code,
    unlock,
)
from outreach_app.sync.prices import choose_cost
from outreach_app.wire.packing import need_bytes, need_list, need_number, pack, unpack_map
from outreach_app.wire.refusals import refuse

DATA_KEY_BYTES = 32
PASSPHRASE = "passphrase"  # noqa: S105 - a kind of slot
RECOVERY = "recovery"
FORMAT = 1
SIZE_LIMIT = 4096

_TAG = b"go-cua key slot v1\0"
_FILE_KEYS = ("format", "slots")
_SLOT_KEYS = ("kind", "kdf", "memory", "passes", "salt", "nonce", "sealed")


@dataclass(frozen=True, slots=True)
class _Slot:
    kind: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes

    def header(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "kdf": "argon2id",
            "memory": self.cost.memory,
            "passes": self.cost.passes,
            "salt": self.salt,
            "nonce": self.nonce,
        }


def create_slots(data_key: bytes, passphrase: str, *, recovery_code: str, cost: Cost | None = None) -> bytes:
    """Wrap a 32-byte data key for a passphrase and a 16-character recovery code; the bytes of the key file.

    Without a `cost` a try is made as dear as this machine bears; see sync.prices.
    """
    cost = cost or choose_cost()
    return _pack_slots(
        [
            _wrap(data_key, read_passphrase(passphrase), kind=PASSPHRASE, cost=cost),
            _wrap(data_key, spell_code(recovery_code, RECOVERY_CODE_LENGTH), kind=RECOVERY, cost=cost),
        ]
    )


def open_with_passphrase(slots: bytes, passphrase: str) -> bytes:
    """Unwrap the data key; NotAllowed for a wrong passphrase, UnreadableFile for a changed key file."""
    return _open(slots, read_passphrase(passphrase), kind=PASSPHRASE)


def open_with_recovery_code(slots: bytes, code: str) -> bytes:
    """Unwrap the data key; NotAllowed for a wrong code, UnreadableFile for a changed key file."""
    return _open(slots, spell_code(code, RECOVERY_CODE_LENGTH), kind=RECOVERY)


def replace_passphrase(slots: bytes, data_key: bytes, *, passphrase: str, cost: Cost | None = None) -> bytes:
    """Wrap the same data key for a new passphrase; the recovery code stays."""
    fresh = _wrap(data_key, read_passphrase(passphrase), kind=PASSPHRASE, cost=cost or choose_cost())
    return _pack_slots([fresh, _find(slots, RECOVERY)])


def replace_recovery_code(slots: bytes, data_key: bytes, *, code: str, cost: Cost | None = None) -> bytes:
    """Wrap the same data key for a new recovery code; the passphrase stays."""
    fresh = _wrap(data_key, spell_code(code, RECOVERY_CODE_LENGTH), kind=RECOVERY, cost=cost or choose_cost())
    return _pack_slots([_find(slots, PASSPHRASE), fresh])


def _wrap(data_key: bytes, secret: bytes, *, kind: str, cost: Cost) -> _Slot:
    if len(data_key) != DATA_KEY_BYTES:
        raise ValueError("a data key has 32 bytes")
    bare = _Slot(kind, cost, secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES), b"")
    key = derive_key(secret, bare.salt, cost=cost)
    sealed = lock(data_key, key, nonce=bare.nonce, bound=_TAG + pack(bare.header()))
    return _Slot(kind, cost, bare.salt, bare.nonce, sealed)


def _open(slots: bytes, secret: bytes, *, kind: str) -> bytes:
    slot = _find(slots, kind)
    key = derive_key(secret, slot.salt, cost=slot.cost)
    data_key = unlock(slot.sealed, key, nonce=slot.nonce, bound=_TAG + pack(slot.header()))
    if data_key is None:
        raise _wrong_secret(kind)
    return data_key


def _wrong_secret(kind: str) -> NotAllowed:
    if kind == PASSPHRASE:
        message = say("The passphrase is not right.")
        advice = say("Type it again; if it is forgotten, open the workspace with the recovery code.")
        return NotAllowed(message, advice, key="wrong_passphrase")
    message = say("The recovery code is not right.")
    return NotAllowed(message, say("Compare it with the recovery sheet."), key="wrong_recovery_code")


def _pack_slots(slots: list[_Slot]) -> bytes:
    return pack({"format": FORMAT, "slots": [pack(s.header() | {"sealed": s.sealed}) for s in slots]})


def _find(slots: bytes, kind: str) -> _Slot:
    if len(slots) > SIZE_LIMIT:
        raise refuse("slots_changed")
    file = unpack_map(slots, _FILE_KEYS)
    if need_number(file["format"], 1, 1 << 16) > FORMAT:
        raise refuse("newer_format")
    found = [_read_slot(need_bytes(s)) for s in need_list(file["slots"], 2)]
    if [s.kind for s in found] != [PASSPHRASE, RECOVERY]:
        raise refuse("slots_changed")
    return found[0] if kind == PASSPHRASE else found[1]


def _read_slot(packed: bytes) -> _Slot:
    fields = unpack_map(packed, _SLOT_KEYS)
    cost = Cost(need_number(fields["memory"], 0, 1 << 40), need_number(fields["passes"], 0, 1 << 16))
    if fields["kdf"] != "argon2id" or not cost.is_bearable():
        raise refuse("slots_changed")
    return _Slot(
        str(fields["kind"]),
        cost,
        need_bytes(fields["salt"], SALT_BYTES),
        need_bytes(fields["nonce"], NONCE_BYTES),
        need_bytes(fields["sealed"], DATA_KEY_BYTES + TAG_BYTES),
    )
