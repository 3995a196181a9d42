"""What the two sides of an exchange tell each other beside operations: what a laptop holds, what the office orders."""

from dataclasses import dataclass, field
from typing import Self

from outreach_app.domain.seen import Seen, Streams
from outreach_app.sync.certificates import ID_BYTES, INCARNATION_BYTES
from outreach_app.wire.packing import need_bytes, need_list, need_number, need_text, pack, unpack_map
from outreach_app.wire.refusals import refuse

_HOLDINGS_KEYS = ("returns", "files", "own")
_ORDERS_KEYS = (
    "relies_on",
    "cover",
    "leaves",
    "certificate",
    "teams",
    "blocked",
    "at_lead",
    "arrived",
    "machines",
)
_MOST_STREAMS = 10_000
_MOST_RANGES = 100_000
_MOST_ROWS = 4_000_000
_BIG = 1 << 62


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a laptop has taken in, told in full in each of its files; the newest file counts.

    `returns` are the office's return files by number, `files` those of other machines of its team, `own` the operations
    of this machine's incarnations that stand in its journal.
    """

    returns: Streams = field(default_factory=dict)
    files: Streams = field(default_factory=dict)
    own: Streams = field(default_factory=dict)

    def pack(self) -> bytes:
        """Spell it canonically."""
        values = (self.returns, self.files, self.own)
        return pack(dict(zip(_HOLDINGS_KEYS, map(spell_streams, values), strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _HOLDINGS_KEYS)
        return cls(*(need_streams(found[key]) for key in _HOLDINGS_KEYS))


@dataclass(frozen=True, slots=True)
class Orders:
    """What the office tells one laptop beside operations.

    `relies_on` are the return files this one counts on having arrived; if they have, `cover` holds: of each machine
    named, everything in this laptop's scope up to that number is here. `leaves` are rows that left the scope;
    `certificate` is the signed one in force; `teams` are [recipient, identity or None] of the communes in scope, empty
    for unchanged; `blocked` are [device id, since in milliseconds since 1970, why] of machines that may not write any
    more; `at_lead` are this laptop's files that a team lead has; `machines` are [incarnation, number, name] of the
    other machines that wrote in its area.
    """

    relies_on: Streams = field(default_factory=dict)
    cover: tuple[tuple[bytes, int], ...] = ()
    leaves: tuple[bytes, ...] = ()
    certificate: bytes | None = None
    teams: tuple[tuple[str, str | None], ...] = ()
    blocked: tuple[tuple[bytes, int, str], ...] = ()
    at_lead: Streams = field(default_factory=dict)
    arrived: Streams = field(default_factory=dict)
    machines: tuple[tuple[bytes, int, str], ...] = ()

    def pack(self) -> bytes:
        """Spell it canonically."""
        values = (
            spell_streams(self.relies_on), [list(each) for each in self.cover], b"".join(self.leaves),
            self.certificate, [list(each) for each in self.teams], [list(each) for each in self.blocked],
            spell_streams(self.at_lead), spell_streams(self.arrived), [list(each) for each in self.machines],
        )  # fmt: skip
        return pack(dict(zip(_ORDERS_KEYS, values, strict=True)))

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read it strictly; raises UnreadableFile `damaged`."""
        found = unpack_map(data, _ORDERS_KEYS)
        certificate = found["certificate"]
        return cls(
            need_streams(found["relies_on"]),
            tuple(
                (need_bytes(incarnation, INCARNATION_BYTES), need_number(upto, 0, _BIG))
                for incarnation, upto in (need_pair(e) for e in need_list(found["cover"], _MOST_STREAMS))
            ),
            _need_rows(found["leaves"]),
            None if certificate is None else need_bytes(certificate),
            tuple(
                (need_text(recipient, 100), None if identity is None else need_text(identity, 100))
                for recipient, identity in (need_pair(e) for e in need_list(found["teams"], _MOST_STREAMS))
            ),
            tuple(
                (need_bytes(device, ID_BYTES), need_number(since, 0, _BIG), need_text(why, 500))
                for device, since, why in (
                    _need_triple(e) for e in need_list(found["blocked"], _MOST_STREAMS)
                )
            ),
            need_streams(found["at_lead"]),
            need_streams(found["arrived"]),
            tuple(
                (
                    need_bytes(incarnation, INCARNATION_BYTES),
                    need_number(number, 0, _BIG),
                    need_text(name, 200),
                )
                for incarnation, number, name in (
                    _need_triple(e) for e in need_list(found["machines"], _MOST_STREAMS)
                )
            ),
        )


def spell_streams(streams: Streams) -> list[object]:
    """Spell what is known of several machines: [incarnation, watermark, ranges], by incarnation."""
    return [
        [incarnation, streams[incarnation].watermark, [list(each) for each in streams[incarnation].beyond]]
        for incarnation in sorted(streams)
    ]


def need_streams(value: object) -> dict[bytes, Seen]:
    """Read what `spell_streams` spelled; anything else is `damaged`."""
    found: dict[bytes, Seen] = {}
    for each in need_list(value, _MOST_STREAMS):
        incarnation, watermark, beyond = _need_triple(each)
        found[need_bytes(incarnation, INCARNATION_BYTES)] = need_seen(watermark, beyond)
    if spell_streams(found) != value:
        raise refuse("damaged")
    return found


def need_seen(watermark: object, beyond: object) -> Seen:
    """Read a watermark and the ranges beyond it."""
    ranges = [need_pair(each) for each in need_list(beyond, _MOST_RANGES)]
    told = Seen(
        need_number(watermark, 0, _BIG),
        tuple((need_number(low, 1, _BIG), need_number(high, 1, _BIG)) for low, high in ranges),
    )
    if any(low > high for low, high in told.beyond) or Seen().join(told) != told:
        raise refuse("damaged")
    return told


def need_pair(value: object) -> tuple[object, object]:
    """Take a list of exactly two."""
    pair = need_list(value, 2)
    if len(pair) != 2:
        raise refuse("damaged")
    return pair[0], pair[1]


def _need_triple(value: object) -> tuple[object, object, object]:
    triple = need_list(value, 3)
    if len(triple) != 3:
        raise refuse("damaged")
    return triple[0], triple[1], triple[2]


def _need_rows(value: object) -> tuple[bytes, ...]:
    packed = need_bytes(value)
    if len(packed) % ID_BYTES or len(packed) > _MOST_ROWS * ID_BYTES:
        raise refuse("damaged")
    return tuple(packed[place : place + ID_BYTES] for place in range(0, len(packed), ID_BYTES))
