"""The outer shape that both kinds of our files share: magic, version, header, body, signature.

magic (8) | version (2, big-endian) | header length (4, big-endian) | header | body | Ed25519 signature (64)
"""

import struct
from dataclasses import dataclass

from outreach_app.sync.keys import SIGNATURE_BYTES, has_signed, sign
from outreach_app.wire.refusals import refuse

SYNC_MAGIC = b"\x89GCS\r\n\x1a\n"
KIT_MAGIC = b"\x89GCK\r\n\x1a\n"
RELEASE_MAGIC = b"\x89GCV\r\n\x1a\n"
MAGIC_BYTES = 8
VERSION = 1
SIZE_LIMIT = 256 * 1024 * 1024
HEADER_LIMIT = 16 * 1024

_START = struct.Struct(">8sHI")
_OTHER_KIND = {SYNC_MAGIC: "is_sync_file", KIT_MAGIC: "is_kit", RELEASE_MAGIC: "is_release"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a file, none of them believed yet; `signed` is everything before the signature."""

    header: bytes
    body: memoryview
    signed: memoryview
    signature: bytes

    def check_signature(self, tag: bytes, signer: bytes) -> None:
        """Raise UnreadableFile `forged` unless this Ed25519 key signed every byte before the signature."""
        if not has_signed(tag, self.signed, signature=self.signature, signer=signer):
            raise refuse("forged")


def join_frame(magic: bytes, header: bytes, *, body: bytes, tag: bytes, seed: bytes) -> bytes:
    """Put a file together and sign it; ValueError when nobody could read it back for its size."""
    signed = _START.pack(magic, VERSION, len(header)) + header + body
    if len(header) > HEADER_LIMIT or len(signed) + SIGNATURE_BYTES > SIZE_LIMIT:
        raise ValueError("too large for one file")
    return signed + sign(tag, signed, seed=seed)


def split_frame(data: bytes, magic: bytes) -> Frame:
    """Take a file apart, looking at sizes only; raises UnreadableFile with the reason as its key."""
    if len(data) > SIZE_LIMIT:
        raise refuse("too_large")
    found = bytes(data[:MAGIC_BYTES])
    if found != magic:
        raise refuse(_OTHER_KIND.get(found, "not_ours"))
    if len(data) < _START.size + SIGNATURE_BYTES:
        raise refuse("damaged")
    _, version, header_bytes = _START.unpack_from(data)
    if version > VERSION:
        raise refuse("newer_format")
    body_start, body_end = _START.size + header_bytes, len(data) - SIGNATURE_BYTES
    if version < VERSION or header_bytes > HEADER_LIMIT or body_start > body_end:
        raise refuse("damaged")
    view = memoryview(data)
    header = bytes(view[_START.size : body_start])
    return Frame(header, view[body_start:body_end], view[:body_end], bytes(view[body_end:]))
