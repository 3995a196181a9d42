"""The keys of a machine: Ed25519 to sign what it sends, age X25519 to read what is sealed to it."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Self

import pyrage
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from outreach_app.sync.codes import fingerprint, group_code

SEED_BYTES = 32
SIGN_BYTES = 32
SIGNATURE_BYTES = 64
RECIPIENT_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others need of a machine: its Ed25519 public key (32 bytes) and its `age1...` recipient."""

    sign: bytes
    seal: str

    def __post_init__(self) -> None:
        if len(self.sign) != SIGN_BYTES or not is_recipient(self.seal):
            raise ValueError("malformed public keys")


@dataclass(frozen=True, slots=True)
class MachineKeys:
    """A machine's own secrets: an Ed25519 seed (32 bytes) and an `AGE-SECRET-KEY-1...` identity."""

    sign_seed: bytes = field(repr=False)
    seal_identity: str = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Draw new keys from the operating system."""
        return cls(secrets.token_bytes(SEED_BYTES), str(pyrage.x25519.Identity.generate()))

    @property
    def public(self) -> PublicKeys:
        """Derive the public halves."""
        seal = str(pyrage.x25519.Identity.from_str(self.seal_identity).to_public())
        return PublicKeys(public_half(self.sign_seed), seal)


def is_recipient(text: str) -> bool:
    """Tell whether a text is an X25519 recipient (`age1...`)."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def public_half(seed: bytes) -> bytes:
    """Derive the Ed25519 public key of a seed; both are 32 bytes."""
    return bytes(SigningKey(seed).verify_key)


def key_id(public: PublicKeys) -> str:
    """Name a machine's keys by 16 letters and digits in groups of four, to be read aloud and compared."""
    return group_code(fingerprint("go-cua keys v1", public.sign, public.seal.encode("ascii"), length=16))


def recipient_id(seal: str) -> bytes:
    """Name an `age1...` recipient by 16 bytes of its hash, as the clear part of a file does."""
    return hashlib.sha256(b"go-cua recipient v1\0" + seal.encode("ascii")).digest()[:RECIPIENT_ID_BYTES]


def sign(tag: bytes, message: bytes | memoryview, *, seed: bytes) -> bytes:
    """Sign a message for one purpose; the tag keeps a signature from being used for another."""
    return bytes(SigningKey(seed).sign(_purposeful(tag, message)).signature)


def has_signed(tag: bytes, message: bytes | memoryview, *, signature: bytes, signer: bytes) -> bool:
    """Tell whether the signature over this message for this purpose is by that Ed25519 public key."""
    try:
        VerifyKey(signer).verify(_purposeful(tag, message), signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def _purposeful(tag: bytes, message: bytes | memoryview) -> bytes:
    # Of a hash, so that a file of 256 MiB is not copied once more for the signing library.
    return tag + b"\0" + hashlib.sha512(message).digest()
