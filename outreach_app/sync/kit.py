"""The set-up file that makes a laptop one of an office's machines in one trip, opened by a code told separately."""

import secrets
from dataclasses import dataclass, fields
from typing import Self

from outreach_app.errors import NotAllowed, say
from outreach_app.sync.certificates import ID_BYTES
from outreach_app.sync.codes import KIT_CODE_LENGTH
from outreach_app.sync.compression import PLAIN_LIMIT, compress, expand
from outreach_app.sync.frame import KIT_MAGIC, join_frame, split_frame
from outreach_app.sync.keys import SEED_BYTES, MachineKeys, PublicKeys, is_recipient, key_id
from outreach_app.sync.locks import (
    NONCE_BYTES,
    SALT_BYTES,
    STANDARD,
    Cost,
    derive_key,
    lock,
    spell_code,
    unlock,
)
from outreach_app.wire.packing import need_bytes, need_list, need_number, need_text, pack, unpack_map
from outreach_app.wire.refusals import refuse

FILE_ENDING = ".gocuakit"
MOST_BLOCKS = 10_000
MOST_TEAMS = 60

_TAG = b"go-cua kit v1"
_HEADER_KEYS = (
    "office",
    "office_sign",
    "office_seal",
    "kdf",
    "memory",
    "passes",
    "salt",
    "nonce",
    "locked_bytes",
)
_INNER_KEYS = ("compression", "plain_bytes", "data")


@dataclass(frozen=True, slots=True)
class OpenedKit:
    """A kit whose code was right: its contents still packed, and the office that signed it."""

    contents: bytes
    office_public: PublicKeys
    office_id: bytes
    office_key_id: str


@dataclass(frozen=True, slots=True)
class KitContents:
    """What a laptop starts with.

    `certificate` is signed, `enrolment_seed` (32 bytes) its one-time secret; `recovery_code` opens the laptop's
    recovery slot; `escrow` and `teams` are `age1...` recipients, `team_identities` the teams' secrets (leads only);
    `operations` are blocks of `columns`; `unit_code` with the vintage it belongs to; `made_at` in seconds since 1970.
    """

    certificate: bytes
    enrolment_seed: bytes
    recovery_code: str
    office: PublicKeys
    escrow: str
    teams: tuple[str, ...]
    team_identities: tuple[str, ...]
    operations: tuple[bytes, ...]
    rule_book: str
    made_at: int
    office_name: str
    unit_code: str
    unit_vintage: str

    def pack(self) -> bytes:
        """Spell the contents canonically, keys in the order of the fields."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return pack(values | {"office": [self.office.sign, self.office.seal]})

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read packed contents, each part strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, [f.name for f in fields(cls)])
        return cls(
            certificate=need_bytes(found["certificate"]),
            enrolment_seed=need_bytes(found["enrolment_seed"], SEED_BYTES),
            recovery_code=need_text(found["recovery_code"], 40),
            office=_need_keys(found["office"]),
            escrow=_need_recipient(found["escrow"]),
            teams=tuple(_need_recipient(each) for each in need_list(found["teams"], MOST_TEAMS)),
            team_identities=tuple(need_text(e, 100) for e in need_list(found["team_identities"], MOST_TEAMS)),
            operations=tuple(need_bytes(b) for b in need_list(found["operations"], MOST_BLOCKS)),
            rule_book=need_text(found["rule_book"], 100),
            made_at=need_number(found["made_at"], 0, 1 << 53),
            office_name=need_text(found["office_name"], 300),
            unit_code=need_text(found["unit_code"], 20),
            unit_vintage=need_text(found["unit_vintage"], 20),
        )


def seal_kit(
    contents: bytes, *, code: str, office: MachineKeys, office_id: bytes, cost: Cost = STANDARD
) -> bytes:
    """Lock packed contents with a 12-character code and sign the file with the office's key."""
    if len(contents) > PLAIN_LIMIT:
        raise ValueError("too large for one kit")
    scheme, squeezed = compress(contents)
    inner = pack(dict(zip(_INNER_KEYS, (scheme, len(contents), squeezed), strict=True)))
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    public = office.public
    locked_bytes = len(lock(b"", bytes(32), nonce=nonce, bound=b"")) + len(inner)
    values = (
        office_id,
        public.sign,
        public.seal,
        "argon2id",
        cost.memory,
        cost.passes,
        salt,
        nonce,
        locked_bytes,
    )
    header = pack(dict(zip(_HEADER_KEYS, values, strict=True)))
    key = derive_key(spell_code(code, KIT_CODE_LENGTH), salt, cost=cost)
    locked = lock(inner, key, nonce=nonce, bound=_TAG + header)
    return join_frame(KIT_MAGIC, header, body=locked, tag=_TAG, seed=office.sign_seed)


def open_kit(data: bytes, code: str) -> OpenedKit:
    """Open a kit; NotAllowed for a wrong code, UnreadableFile for anything else.

    Size, shape and signature are checked first, so that a damaged file is never taken for a wrong code; the code
    is what proves the office's keys, since nobody else could have locked this content with it.
    """
    frame = split_frame(data, KIT_MAGIC)
    header = unpack_map(frame.header, _HEADER_KEYS)
    cost = Cost(need_number(header["memory"], 0, 1 << 40), need_number(header["passes"], 0, 1 << 16))
    if header["kdf"] != "argon2id" or not cost.is_bearable() or header["locked_bytes"] != len(frame.body):
        raise refuse("damaged")
    office_id = need_bytes(header["office"], ID_BYTES)
    office = _need_keys([header["office_sign"], header["office_seal"]])
    salt, nonce = need_bytes(header["salt"], SALT_BYTES), need_bytes(header["nonce"], NONCE_BYTES)
    frame.check_signature(_TAG, office.sign)
    key = derive_key(spell_code(code, KIT_CODE_LENGTH), salt, cost=cost)
    inner = unlock(bytes(frame.body), key, nonce=nonce, bound=_TAG + frame.header)
    if inner is None:
        raise _wrong_code()
    return OpenedKit(_expand_contents(inner), office, office_id, key_id(office))


def _expand_contents(inner: bytes) -> bytes:
    found = unpack_map(inner, _INNER_KEYS)
    size = need_number(found["plain_bytes"], 0, 1 << 62)
    return expand(str(found["compression"]), need_bytes(found["data"]), size=size)


def _wrong_code() -> NotAllowed:
    return NotAllowed(
        say("The code does not open this set-up file."),
        say("Compare the code with the one the office gave for this file."),
        key="wrong_kit_code",
    )


def _need_keys(value: object) -> PublicKeys:
    pair = need_list(value, 2)
    if len(pair) != 2:
        raise refuse("damaged")
    return PublicKeys(need_bytes(pair[0], 32), _need_recipient(pair[1]))


def _need_recipient(value: object) -> str:
    text = need_text(value, 100)
    if not is_recipient(text):
        raise refuse("damaged")
    return text
