"""Secrets in rows: plain in an encrypted file, sealed under the workspace's data key at a hub, which others read."""

import hashlib

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random
from sqlmodel import Session

from outreach_app.errors import StoreUnavailable, say

SEAL = "seal"
"""Under this name a session of a hub leads to the key its secrets are sealed with."""

_NONCE = 24


def make_seal(data_key: bytes) -> bytes:
    """Derive the key of a hub's rows from the workspace's data key, which itself seals nothing there."""
    return hashlib.blake2b(b"rows of a hub", key=data_key, digest_size=32, person=b"go-cua hub v1").digest()


def seal(session: Session, plain: bytes, *, bound: str) -> bytes:
    """Give a value the form it is stored in; at a hub it opens only under the same name, `bound`."""
    key = session.info.get(SEAL)
    if key is None:
        return plain
    nonce = random(_NONCE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound.encode(), nonce, key)


def unseal(session: Session, kept: bytes, *, bound: str) -> bytes:
    """Undo `seal`; StoreUnavailable `hub_other_key` for what another office's key sealed, or somebody changed."""
    key = session.info.get(SEAL)
    if key is None:
        return kept
    nonce, sealed = kept[:_NONCE], kept[_NONCE:]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, bound.encode(), nonce, key)
    except (CryptoError, ValueError, TypeError) as error:
        raise StoreUnavailable(
            say("The office at this hub is locked with another key. Nothing was changed."),
            say("Check the address, and join the hub with a key file of this office."),
            key="hub_other_key",
        ) from error


def seal_text(session: Session, plain: str | None, *, bound: str) -> str | None:
    """As `seal`, for a column of text."""
    if plain is None or SEAL not in session.info:
        return plain
    return seal(session, plain.encode(), bound=bound).hex()


def unseal_text(session: Session, kept: str | None, *, bound: str) -> str | None:
    """As `unseal`, for a column of text."""
    if kept is None or SEAL not in session.info:
        return kept
    try:
        packed = bytes.fromhex(kept)
    except ValueError:
        packed = b""
    return unseal(session, packed, bound=bound).decode()
