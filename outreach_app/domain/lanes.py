"""In which order doors are walked: the lane of an address, from the street to the house, numbers by value.

An address may name its parts in any order ("số 5A ngõ 12/3 đường Láng", "Thôn 2, xóm Đình"); the key has them from the
larger to the smaller, so that the doors of one lane stand together and its houses by number.
"""

import re
from collections.abc import Iterator, Sequence

from outreach_app.domain.text import fold, sort_key_place

_RANKS: tuple[tuple[str, ...], ...] = (
    (
        "thon",
        "ban",
        "ap",
        "buon",
        "bon",
        "plei",
        "soc",
        "lang",
        "xom",
        "khom",
        "khu",
        "khu pho",
        "cum",
        "to",
        "doi",
    ),
    ("duong", "pho", "quoc lo", "tinh lo", "huong lo", "dai lo", "ql", "tl", "dt"),
    ("ngo", "kiet", "hem", "lo"),
    ("ngach",),
    ("so", "so nha", "nha so", "nha", "can", "can so"),
)
"""Words that begin a part of an address, folded, the largest part first."""
_STREET, _HOUSE = 1, 4
_FREE = len(_RANKS)
_RANK_OF = {word: rank for rank, words in enumerate(_RANKS) for word in words}
_PIECES = re.compile(r"[,;\n]")
_SPLIT_HOUSE = re.compile(r"(?<=\d)\s+(?=[^\W\d_](?:\W|$))")
_HOUSE_NUMBER = re.compile(
    r"^(?:(?:số\s+)?nhà\s+)?(?:số\s+)?(?:nhà\s+)?(\d+)[^\W_]*(?:/\w+)*(?=\s|$)\s*", re.IGNORECASE
)
_BETWEEN, _NOWHERE = "\x1f", "~"


def lane_key(neighbour_group: str, address: str) -> str:
    """The key by which the doors of a village stand in order: the neighbour group, then lane, then house.

    Keys compare as plain text, also in SQLite's BINARY order. Doors without an address come last in their group.
    """
    group = sort_key_place(neighbour_group) or _NOWHERE
    parts: list[list[str]] = [[] for _ in range(_FREE + 1)]
    for piece in _PIECES.split(_SPLIT_HOUSE.sub("", address)):
        for rank, told in _read_parts(piece.split()):
            for each, words in _tell_street(rank, told):
                parts[each].append(sort_key_place(" ".join(words)))
    if not any(parts):
        return f"{group}{_BETWEEN}{_NOWHERE}"
    return _BETWEEN.join((group, *(" ".join(part) for part in parts)))


def _read_parts(words: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The parts between two commas with their ranks: one goes on until the next word that begins one."""
    folded = [fold(word) for word in words]
    rank, begin, place = _FREE, 0, 0
    while place < len(words):
        found, length = _find_rank(folded, place)
        # Right behind the word for a part stands its name: the street in "đường Láng" is no village.
        if found is None or (place == begin and rank != _FREE):
            place += 1
            continue
        if place > begin:
            yield rank, words[begin:place]
        rank, begin = found, place + length
        place = max(begin, place + 1)
    if begin < len(words):
        yield rank, words[begin:]


def _find_rank(folded: Sequence[str], place: int) -> tuple[int | None, int]:
    """The rank of the part that begins at a word, and how many words say so; a house is known by its number."""
    for length in (2, 1):
        rank = _RANK_OF.get(" ".join(folded[place : place + length]))
        behind = folded[place + length : place + length + 1]
        if rank is not None and behind and (rank != _HOUSE or behind[0][:1].isdigit()):
            return rank, length
    return (_HOUSE, 0) if place == 0 and folded[place][:1].isdigit() else (None, 0)


def _tell_street(rank: int, told: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """A house's number alone, and what stands behind it as its street: "45/3 Lê Lợi"."""
    if rank != _HOUSE or len(told) == 1:
        yield rank, told
        return
    yield rank, told[:1]
    yield _STREET, told[1:]


def split_house(address: str) -> tuple[str, int | None]:
    """Part an address into its lane as written and the house's number: ("ngõ 12/3 đường Láng", 5) of "số 5A ngõ ...".

    Without a number the second is None; a number behind a slash counts by what stands before it.
    """
    kept, number = [], None
    for piece in (part.strip() for part in _PIECES.split(address)):
        found = _HOUSE_NUMBER.match(piece) if number is None else None
        if found is not None:
            number, piece = int(found[1]), piece[found.end() :]
        if piece:
            kept.append(piece)
    return ", ".join(kept), number
