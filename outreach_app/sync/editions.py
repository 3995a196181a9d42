"""The office's rule book as it travels: texts by file name, squeezed and signed by the office's key."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.rule_files import read_rule_book
from outreach_app.domain.rules import RuleBook
from outreach_app.sync.compression import compress, expand
from outreach_app.sync.keys import MachineKeys, has_signed, sign
from outreach_app.wire.packing import need_bytes, need_number, need_text, pack, unpack, unpack_map
from outreach_app.wire.refusals import refuse

FORMAT = 1
MOST_BYTES = 4 * 1024 * 1024
"""Rule books are small; nothing larger is unpacked."""

_TAG = b"go-cua rule book v1"
_KEYS = ("format", "version", "issued_on", "note", "compression", "plain_bytes", "data")


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of the office's rule book: the texts by file name, and when and with which words it was issued."""

    version: str
    issued_on: date
    note: str
    texts: Mapping[str, str]

    def read_book(self) -> RuleBook:
        """Read and check the book; raises BadRuleBook."""
        return read_rule_book(self.texts)


@dataclass(frozen=True, slots=True)
class SignedEdition:
    """An issue as it is stored and sent: canonical bytes and the office's signature over them."""

    content: bytes
    signature: bytes


def tidy_text(text: str) -> str:
    """Spell a TOML text canonically: NFC, one kind of line end, no blanks before it, one at the very end."""
    lines = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def sign_edition(edition: Edition, office: MachineKeys) -> SignedEdition:
    """Pack an issue and sign it with the office's key."""
    plain = pack({name: tidy_text(text) for name, text in sorted(edition.texts.items())})
    scheme, data = compress(plain)
    values = (FORMAT, edition.version, edition.issued_on.isoformat(), edition.note, scheme, len(plain), data)
    content = pack(dict(zip(_KEYS, values, strict=True)))
    return SignedEdition(content, sign(_TAG, content, seed=office.sign_seed))


def prove_edition(signed: SignedEdition, office: bytes) -> Edition:
    """Unpack an issue signed by this Ed25519 public key.

    Raises UnreadableFile: `forged` without that signature, `newer_format` from a later program, or `damaged`.
    """
    if not has_signed(_TAG, signed.content, signature=signed.signature, signer=office):
        raise refuse("forged")
    _check_format(signed.content)
    found = unpack_map(signed.content, _KEYS)
    size = need_number(found["plain_bytes"], 0, MOST_BYTES)
    plain = expand(need_text(found["compression"], 20), need_bytes(found["data"]), size=size)
    return Edition(
        need_text(found["version"], 40),
        _need_date(found["issued_on"]),
        need_text(found["note"], 500),
        _need_texts(unpack(plain)),
    )


def _check_format(content: bytes) -> None:
    # Only the office can have made these bytes, so what a later program added may be looked at this far.
    found = unpack(content)
    told = found.get("format") if isinstance(found, dict) else None
    if need_number(told, 1, 1 << 31) > FORMAT:
        raise refuse("newer_format")


def _need_texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise refuse("damaged")
    return {need_text(name, 100): need_text(text, MOST_BYTES) for name, text in value.items()}


def _need_date(value: object) -> date:
    try:
        return date.fromisoformat(need_text(value, 10))
    except ValueError as error:
        raise refuse("damaged") from error
