"""A secret that a person knows, turned into a key, and what is locked with it."""

import unicodedata
from dataclasses import dataclass

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from outreach_app.sync.codes import read_code

SALT_BYTES = 16
NONCE_BYTES = 24
TAG_BYTES = 16
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """How hard Argon2id works for one try: `memory` in bytes, `passes` over it."""

    memory: int
    passes: int

    def is_bearable(self) -> bool:
        """Tell whether this cost is neither weaker than the floor nor more than a machine should be made to pay."""
        return FLOOR.memory <= self.memory <= CEILING.memory and FLOOR.passes <= self.passes <= CEILING.passes


STANDARD = Cost(128 * MIB, 3)
FLOOR = Cost(64 * MIB, 3)
CEILING = Cost(512 * MIB, 8)


def read_passphrase(typed: str) -> bytes:
    """Spell a passphrase one way, however the keyboard composed it: NFKC, trimmed, UTF-8."""
    return unicodedata.normalize("NFKC", typed).strip().encode("utf-8", "surrogatepass")


def spell_code(typed: str, length: int) -> bytes:
    """Spell a typed code one way; NotAllowed when it cannot be one."""
    return read_code(typed, length).encode("ascii")


def derive_key(secret: bytes, salt: bytes, *, cost: Cost) -> bytes:
    """Derive 32 bytes by Argon2id; ValueError for a cost outside the bounds, before any work is done."""
    if not cost.is_bearable():
        raise ValueError("cost outside the bounds")
    return argon2id.kdf(32, secret, salt, opslimit=cost.passes, memlimit=cost.memory)


def lock(plain: bytes, key: bytes, *, nonce: bytes, bound: bytes) -> bytes:
    """Encrypt and authenticate with XChaCha20-Poly1305; `bound` is authenticated beside it."""
    return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, nonce, key)


def unlock(locked: bytes, key: bytes, *, nonce: bytes, bound: bytes) -> bytes | None:
    """Undo `lock`; None when the key or any byte is another."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(locked, bound, nonce, key)
    except CryptoError:
        return None
