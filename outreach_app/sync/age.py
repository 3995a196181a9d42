"""The age format to X25519 recipients only, read strictly before the library sees a byte of it.

Only the header's grammar is checked here; every secret and every check of authenticity is pyrage's.
"""

import re
from collections.abc import Sequence

import pyrage

from outreach_app.wire.refusals import refuse

MOST_RECIPIENTS = 64
_VERSION_LINE = b"age-encryption.org/v1"
_HEADER_LIMIT = 32 * 1024
_ARGUMENTS = re.compile(rb"[\x21-\x7e]+( [\x21-\x7e]+)*")
_FULL_LINE = re.compile(rb"[A-Za-z0-9+/]{64}")
_LAST_LINE = re.compile(rb"[A-Za-z0-9+/]{0,63}")
_X25519_SHARE = re.compile(rb"X25519 [A-Za-z0-9+/]{43}")
_X25519_BODY = re.compile(rb"[A-Za-z0-9+/]{43}")
_MAC_LINE = re.compile(rb"--- [A-Za-z0-9+/]{43}")


def seal_to(recipients: Sequence[str], plain: bytes) -> bytes:
    """Encrypt to `age1...` recipients; ValueError when there are none, too many, or one is malformed."""
    if not 1 <= len(recipients) <= MOST_RECIPIENTS:
        raise ValueError(f"a file goes to 1 to {MOST_RECIPIENTS} recipients, not {len(recipients)}")
    try:
        keys = [pyrage.x25519.Recipient.from_str(r) for r in recipients]
    except pyrage.RecipientError as error:
        raise ValueError("malformed recipient") from error
    sealed: bytes = pyrage.encrypt(plain, keys)
    return sealed


def open_sealed(sealed: bytes, identities: Sequence[str], *, recipients: int) -> bytes:
    """Decrypt in memory what was sealed to exactly so many recipients; raises UnreadableFile."""
    if count_recipients(sealed) != recipients:
        raise refuse("forged")
    keys = [pyrage.x25519.Identity.from_str(i) for i in identities]
    try:
        plain: bytes = pyrage.decrypt(sealed, keys)
    except pyrage.DecryptError as error:
        raise refuse("not_for_us" if "No matching keys" in str(error) else "damaged") from error
    return plain


def count_recipients(sealed: bytes) -> int:
    """Count the X25519 stanzas of a header that holds nothing else; raises UnreadableFile.

    A passphrase stanza could make the reader work for minutes in gigabytes, so it is refused by its name. The one
    stanza of another kind that may stand there is the `...-grease` that age writers add to keep readers tolerant.
    """
    lines = _header_lines(sealed)
    found = greased = position = 0
    while position < len(lines):
        arguments = lines[position][3:]
        body, position = _stanza_body(lines, position)
        kind = arguments.split(b" ")[0]
        if kind == b"X25519" and _X25519_SHARE.fullmatch(arguments) and _X25519_BODY.fullmatch(body):
            found += 1
        elif kind.endswith(b"-grease") and not greased:
            greased += 1
        else:
            raise refuse("passphrase_stanza" if kind == b"scrypt" else "damaged")
    return found


def _header_lines(sealed: bytes) -> list[bytes]:
    end = sealed.find(b"\n--- ", 0, _HEADER_LIMIT)
    close = sealed.find(b"\n", end + 1, end + 100) if end > 0 else -1
    if close < 0 or not _MAC_LINE.fullmatch(sealed[end + 1 : close]):
        raise refuse("damaged")
    version, *lines = sealed[:end].split(b"\n")
    if version != _VERSION_LINE:
        raise refuse("damaged")
    return lines


def _stanza_body(lines: list[bytes], start: int) -> tuple[bytes, int]:
    if not lines[start].startswith(b"-> ") or not _ARGUMENTS.fullmatch(lines[start][3:]):
        raise refuse("damaged")
    position = start + 1
    while position < len(lines) and _FULL_LINE.fullmatch(lines[position]):
        position += 1
    if position == len(lines) or not _LAST_LINE.fullmatch(lines[position]):
        raise refuse("damaged")
    return b"".join(lines[start + 1 : position + 1]), position + 1
