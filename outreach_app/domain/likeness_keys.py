"""Which rows to compare: the blocks that a person stands in, named by sums of 32 bits that are the same everywhere."""

from functools import lru_cache
from zlib import crc32

from outreach_app.domain.likeness import Born, Traits


def blocking_keys(person: Traits) -> frozenset[int]:
    """Name the blocks a person stands in (32-bit numbers): two rows are compared when they share one.

    Numbers; name with year; given name with date (day and month in either order); village with name, with date, and
    with year and first letter; phone or address with the given name's first letter.
    """
    keys = []
    if person.citizen:
        keys.append(crc32(person.citizen.encode(), _CITIZEN))
    if person.insurance:
        keys.append(crc32(person.insurance.encode(), _INSURANCE))
    if person.name.core:
        letters, last, initial = _cut_name(person.name.core)
        if person.phone:
            keys.append(crc32(initial, crc32(person.phone.encode(), _PHONE)))
        if address := _sum_address(person.address):
            keys.append(crc32(initial, address))
        if person.village:
            keys.append(crc32(letters, _sum_place("v", person.village)))
        if person.born:
            keys += _born_keys(person, person.born, letters, last, initial)
    return frozenset(keys)


def _born_keys(person: Traits, born: Born, letters: bytes, last: bytes, initial: bytes) -> list[int]:
    year, day = _cut_born(born)
    keys = [crc32(letters, crc32(year, _NAME))]
    if person.village:
        keys.append(crc32(year + initial, _sum_place("y", person.village)))
    if born[2]:
        keys.append(crc32(last, crc32(day, _DATE)))
        if person.village:
            keys.append(crc32(day, _sum_place("w", person.village)))
    return keys


_CITIZEN, _INSURANCE, _PHONE, _NAME, _DATE, _ADDRESS = (
    crc32(kind) for kind in (b"c", b"i", b"p", b"n", b"d", b"a")
)


@lru_cache(maxsize=65_536)
def _cut_name(core: tuple[str, ...]) -> tuple[bytes, bytes, bytes]:
    """All letters whatever order the words stand in, spaced or not; the given name; its first letter."""
    return "".join(sorted("".join(core))).encode(), core[-1].encode(), core[-1][0].encode()


@lru_cache(maxsize=65_536)
def _cut_born(born: Born) -> tuple[bytes, bytes]:
    """The year, and the date with day and month in either order."""
    return str(born[0]).encode(), f"{born[0]}-{min(born[1:])}-{max(born[1:])}".encode()


@lru_cache(maxsize=65_536)
def _sum_place(kind: str, village: object) -> int:
    return crc32(f"{kind}{village}".encode())


@lru_cache(maxsize=65_536)
def _sum_address(address: tuple[str, ...]) -> int:
    """The sum of an address with a number in it; 0 for one that says too little."""
    told = len(address) > 1 and any(word.isdigit() for word in address)
    return crc32("".join(address).encode(), _ADDRESS) if told else 0
