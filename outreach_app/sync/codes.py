"""Codes that people read aloud, write down and type back: Crockford's alphabet, in groups of four."""

import hashlib
import re
import secrets

from outreach_app.errors import NotAllowed, say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KIT_CODE_LENGTH = 12
RECOVERY_CODE_LENGTH = 16
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code(length: int) -> str:
    """Draw a random code, five bits a character, grouped as it is printed: `7Q2M-0X9K-4TBD`."""
    return group_code("".join(secrets.choice(ALPHABET) for _ in range(length)))


def group_code(code: str) -> str:
    """Write a code in groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(typed: str, length: int) -> str:
    """Take a code as somebody typed it (any case, spaces, hyphens, O for 0, I or L for 1); NotAllowed otherwise."""
    code = re.sub(r"[\s\-\u2010-\u2015.]", "", typed).upper().translate(_LOOKALIKES)
    if len(code) != length or any(c not in ALPHABET for c in code):
        raise NotAllowed(
            say("The code has {length} letters and digits.", length=length),
            say("Type it as it is printed; spaces and hyphens do not matter."),
            key="code_shape",
        )
    return code


def fingerprint(tag: str, *parts: bytes, length: int) -> str:
    """Name public bytes by `length` characters of their hash, ungrouped."""
    digest = hashlib.sha256(tag.encode("ascii") + b"\0")
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    number = int.from_bytes(digest.digest(), "big") >> (256 - 5 * length)
    return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in reversed(range(length)))
