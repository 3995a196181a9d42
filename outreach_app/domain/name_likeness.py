"""How alike two names are, by how common their words are: Thị and Văn dropped, Telex keys read, slips allowed."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from outreach_app.domain.telex import decode_telex, decode_vni_typing
from outreach_app.domain.text import fold

_FILLERS = frozenset(("thi", "van", "a"))
"""Middle words that lists drop and add: Thị, Văn, and the A of the Mông and Dao."""
_PRIOR = 200.0
"""People of unknown names that every count of words is mixed with, so that a small register is not over-sure."""


@dataclass(slots=True)
class NameShares:
    """How many people bear a word as first, middle and last word of their name; learnt from the register itself."""

    first: Counter[str] = field(default_factory=Counter)
    middle: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    people: int = 0

    def learn(self, words: Iterable[str], people: int = 1) -> None:
        """Count one more name, given in folded words, or so many people of it."""
        parts = tuple(words)
        if parts:
            self.people += people
            self.first[parts[0]] += people
            self.last[parts[-1]] += people
            for word in parts[1:-1]:
                self.middle[word] += people

    def bits(self, counts: Counter[str], word: str) -> float:
        """How surprising it is that two strangers share this word, in bits."""
        return log2((self.people + _PRIOR) / (counts[word] + _PRIOR * 0.01))


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready for comparing: as written (NFC, small letters), folded words, and these without fillers."""

    written: str
    words: tuple[str, ...]
    core: tuple[str, ...]


_MOST_LETTERS = 400
"""A name that is longer is compared by its beginning; the rest of it is no name."""


@lru_cache(maxsize=65_536)
def read_name(name: str) -> Name:
    """Make a name ready for comparing; raw Telex and VNI keys are read as the letters they stand for."""
    written = unicodedata.normalize("NFC", name[:_MOST_LETTERS]).lower()
    words = tuple(found for word in written.split() for found in _read_word(word))
    return Name(written, words, core_of(words))


def core_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave the filler words out of the middle of a name."""
    if len(words) < 3:
        return words
    return (words[0], *(word for word in words[1:-1] if word not in _FILLERS), words[-1])


def core_key(name: Name) -> str:
    """The words of a name without fillers, in an order that does not depend on who wrote it."""
    return " ".join(sorted(name.core))


class NameKeys(dict[str, str]):
    """The core key of every name asked for, worked out once; lives as long as one list is being looked through."""

    def __missing__(self, name: str) -> str:
        self[name] = key = core_key(read_name(name))
        return key


def kin_of(own: str, household: Iterable[str]) -> frozenset[str]:
    """The core names of everybody in a household but oneself."""
    return frozenset(name for name in household if name != own)


@lru_cache(maxsize=65_536)
def _read_word(word: str) -> tuple[str, ...]:
    if word.isascii():  # marks prove that the keys were read already
        for decoded in (decode_telex(word), decode_vni_typing(word)):
            if decoded != word:
                return (fold(decoded),)
    return tuple(fold(word).split())


def compare_names(one: Name, other: Name, shares: NameShares) -> tuple[float, str]:
    """Weigh two names in bits for being the same person's, with the key of the reason (empty when they differ)."""
    if not one.core or not other.core:
        return 0.0, ""
    if other.core < one.core:
        one, other = other, one  # so that it does not matter which of them comes first
    if one.words == other.words:
        bits = weigh_whole(one.core, shares)
        if one.written == other.written:
            return bits, "same_name"
        return (
            (bits, "same_name") if _marks_agree(one.written, other.written) else (bits - 3.0, "same_letters")
        )
    if one.core == other.core:
        return weigh_whole(one.core, shares) - 1.0, "filler_dropped"
    if sorted(one.words) == sorted(other.words) or sorted(one.core) == sorted(other.core):
        return weigh_whole(one.core, shares) - 2.0, "name_order"
    if (
        len(one.words) != len(other.words)
        and count_slips("".join(one.words), "".join(other.words), most=1) < 2
    ):
        return weigh_whole(max(one.core, other.core, key=len), shares) - 3.0, "similar_name"
    if 1 in (len(one.core), len(other.core)):
        shorter, longer = sorted((one.core, other.core), key=len)
        return _compare_single(shorter[0], longer, shares)
    return max(
        _compare_parts(one.core, other.core, shares),
        _compare_parts(one.core, (*other.core[1:], other.core[0]), shares, turned=True),
    )


def weigh_whole(core: tuple[str, ...], shares: NameShares) -> float:
    """Weigh two strangers sharing this whole name, given as its core words, in bits."""
    if not core:
        return 0.0
    bits = shares.bits(shares.last, core[-1])
    if len(core) > 1:
        bits += 0.9 * shares.bits(shares.first, core[0])
    return min(24.0, bits + sum(0.7 * min(7.0, shares.bits(shares.middle, word)) for word in core[1:-1]))


def _compare_single(word: str, other: tuple[str, ...], shares: NameShares) -> tuple[float, str]:
    """Weigh a call name, or a family name alone, against a whole name."""
    if word == other[-1]:
        return 0.8 * shares.bits(shares.last, word) - 1.0, "name_part"
    if word == other[0]:
        return 0.5 * shares.bits(shares.first, word) - 1.0, "name_part"
    near = any(word_closeness(word, there) == 2 for there in other)
    return (1.0, "name_part") if near else (-9.0, "")


def _compare_parts(
    one: tuple[str, ...], other: tuple[str, ...], shares: NameShares, *, turned: bool = False
) -> tuple[float, str]:
    given, given_near = _part(one[-1], other[-1], shares.bits(shares.last, one[-1]), differ=-9.0)
    family, family_near = _part(one[0], other[0], shares.bits(shares.first, one[0]), differ=-6.0)
    middle = _middle(one[1:-1], other[1:-1], shares)
    bits = given + 0.9 * family + middle - (4.0 if turned else 0.0)
    alike = given_near and family_near and bits > 0
    return min(20.0, bits), "similar_name" if alike else ""


def _part(one: str, other: str, bits: float, *, differ: float) -> tuple[float, bool]:
    if one == other:
        return min(bits, 12.0), True
    closeness = word_closeness(one, other)
    if closeness == 2:
        return 0.45 * min(bits, 10.0), True
    return (-2.0, True) if closeness == 1 else (differ, False)


def _middle(one: tuple[str, ...], other: tuple[str, ...], shares: NameShares) -> float:
    if one == other:
        return sum(0.7 * min(7.0, shares.bits(shares.middle, word)) for word in one)
    if not one or not other:
        return -1.5
    if word_closeness(" ".join(one), " ".join(other)) == 2:
        return 1.0
    return -1.0 if set(one) & set(other) else -5.0


@lru_cache(maxsize=131_072)
def word_closeness(one: str, other: str) -> int:
    """Tell how close two words are: 2 for one slip (two in long words), 1 for what may still be meant, 0 for others."""
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 2:
        return 0
    slips = count_slips(one, other, most=3)
    if slips == 1 or (slips == 2 and longest >= 7):
        return 2 if longest > 3 else 1
    return 1 if (slips == 2 and longest >= 5) or (slips == 3 and longest >= 9) else 0


def count_slips(one: str, other: str, *, most: int) -> int:
    """Count letters wrong, left out, put in, or swapped with their neighbour; more than `most` counts as one more."""
    if one == other:
        return 0
    # A slip changes at most two members of the set of letters, so most strangers are told apart without counting.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    start, end = 0, 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return min(_count(one[start : len(one) - end], other[start : len(other) - end]), most + 1)


def _count(one: str, other: str) -> int:
    if len(one) < 2 and len(other) < 2:
        return 1
    if not one or not other:
        return len(one) + len(other)
    if len(one) == 2 and one == other[::-1]:
        return 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _marks_agree(one: str, other: str) -> bool:
    """Whether two spellings differ in nothing that tells names apart: a name without any mark agrees with all."""
    marks, others = _marks_of(one), _marks_of(other)
    return marks == others or not any(marks) or not any(others)


@lru_cache(maxsize=16_384)
def _marks_of(written: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFD", written)
    return tuple("".join(sorted(c for c in w if unicodedata.combining(c) or c == "đ")) for w in apart.split())
