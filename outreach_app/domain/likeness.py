"""How alike two people on lists are: evidence in bits, each piece with its reason; no decision is made here.

Each compared field gives log2(m / u): how much likelier the observation is for one person listed twice than for two
people. The weights are fixed; the words of names are weighted by how common they are in the register. Where they come
from and how well they do is told in docs/decisions/0009-how-duplicates-are-found.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2
from operator import ne

from outreach_app.domain.name_likeness import (
    Name,
    NameShares,
    compare_names,
    count_slips,
    read_name,
    word_closeness,
)
from outreach_app.domain.text import fold

Born = tuple[int, int, int]
"""Year, month and day; 0 for what is not known."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One person as comparing sees them; `home` and `village` are names to be compared, `address` folded words;
    `kin` are the core names of the others in the household."""

    name: Name
    sex: str | None = None
    born: Born | None = None
    citizen: str = ""
    insurance: str = ""
    phone: str = ""
    relation: str = ""
    village: object = None
    home: object = None
    home_key: str = ""
    address: tuple[str, ...] = ()
    kin: frozenset[str] = frozenset()


def make_traits(
    name: str, *, sex: str | None = None, born: str | None = None, citizen: str | None = None,
    insurance: str | None = None, phone: str | None = None, relation: str = "", village: object = None,
    home: object = None, home_key: str | None = None, address: str = "", kin: frozenset[str] = frozenset(),
) -> Traits:  # fmt: skip
    """Make a person ready for comparing from what the register holds; `born` is ISO text and may be a year only."""
    return Traits(
        read_name(name), sex, read_born(born), citizen or "", insurance or "", phone or "", relation, village, home,
        home_key or "", _read_address(address), kin,
    )  # fmt: skip


@lru_cache(maxsize=65_536)
def read_born(born: str | None) -> Born | None:
    """Cut a stored date of birth into numbers; 1 January stands in lists for a year alone."""
    if not born:
        return None
    year, month, day = int(born[:4]), int(born[5:7] or 0), int(born[8:10] or 0)
    return (year, 0, 0) if (month, day) == (1, 1) else (year, month, day)


@lru_cache(maxsize=16_384)
def _read_address(address: str) -> tuple[str, ...]:
    return tuple(fold(address).split())


@dataclass(slots=True)
class Likeness:
    """What speaks for two rows being one person: bits in all, and the reasons that spoke for it, strongest first."""

    bits: float = 0.0
    reasons: list[tuple[str, float]] = field(default_factory=list)

    def add(self, bits: float, reason: str = "") -> None:
        """Count one piece of evidence; a reason is kept for what speaks for it, or what a person must be warned of."""
        self.bits += bits
        if reason:
            self.reasons.append((reason, bits))

    @property
    def reason_keys(self) -> tuple[str, ...]:
        """The reasons in words' keys, strongest first."""
        return tuple(key for key, _ in sorted(self.reasons, key=lambda each: -each[1]))


@dataclass(frozen=True, slots=True)
class Register:
    """What the weights depend on: how common names are, how many people there are, and in how many villages."""

    shares: NameShares
    people: int
    villages: int

    @property
    def least_bits(self) -> float:
        """The evidence from which two rows are put before a person: it outweighs how many strangers there are."""
        return log2(max(self.people, 500)) + MARGIN

    @property
    def village_bits(self) -> float:
        """What sharing a village says."""
        return min(7.0, 0.8 * log2(max(self.villages, 2)))


MARGIN = 12.0
"""Bits above log2(people): the least at which 999 of 1,000 suggestions on the tuning registers are right."""


def compare(one: Traits, other: Traits, register: Register) -> Likeness:
    """Weigh everything two rows say of a person."""
    found = Likeness()
    named, reason = compare_names(one.name, other.name, register.shares)
    found.add(named, reason)
    _compare_numbers(one, other, found, alike=bool(reason))
    _compare_born(one.born, other.born, found)
    _compare_sex(one, other, found)
    _compare_places(one, other, found, register)
    return found


KIN_AT_MOST = 8.0
"""What the names of the rest of the family may add."""


# --- numbers ------------------------------------------------------------------------------------------------------


def _compare_numbers(one: Traits, other: Traits, found: Likeness, *, alike: bool) -> None:
    _compare_citizen(one, other, found)
    if one.insurance and other.insurance:
        if one.insurance == other.insurance:
            found.add(15.0, "same_insurance_number")
        elif _is_slip(one.insurance, other.insurance):
            found.add(5.0, "insurance_number_slip")
        else:
            found.add(-4.0)
    if one.phone and other.phone:
        if one.phone == other.phone:
            found.add(4.0 if alike else 1.0, "same_phone")
        else:
            found.add(-0.7)


def _compare_citizen(one: Traits, other: Traits, found: Likeness) -> None:
    mine, theirs = one.citizen, other.citizen
    if mine and mine == theirs:
        found.add(
            18.0 if len(mine) == 12 else 14.0, "same_citizen_number" if len(mine) == 12 else "same_old_number"
        )
    elif len(mine) == len(theirs) == 12:
        _compare_unequal(mine, theirs, found)
    elif len(mine) == len(theirs) == 9:
        if _is_slip(mine, theirs):
            found.add(5.0, "old_number_slip")
        else:
            found.add(-5.0)
    else:
        _check_against(mine, other, found)
        _check_against(theirs, one, found)


def _compare_unequal(mine: str, theirs: str, found: Likeness) -> None:
    # Twins are entered one after the other: numbers that differ only at the end prove little.
    if _is_slip(mine, theirs):
        found.add(1.0 if mine[:10] == theirs[:10] else 7.0, "citizen_number_slip")
    elif mine[3:6] != theirs[3:6]:
        found.add(-14.0)  # the law writes sex and year of birth into the number: these are two people
    else:
        found.add(-9.0)


def _check_against(number: str, person: Traits, found: Likeness) -> None:
    """A citizen number tells sex and year of birth, which the other row may tell too."""
    if len(number) != 12 or person.born is None:
        return
    if int(number[4:6]) == person.born[0] % 100:
        found.add(0.5)
    else:
        found.add(-4.0)


def _is_slip(one: str, other: str) -> bool:
    """One digit wrong, left out or put in, or two neighbours swapped."""
    if len(one) == len(other) and sum(map(ne, one, other)) > 2:
        return False  # mostly, and found out without a loop
    return count_slips(one, other, most=1) == 1


# --- birth and sex ------------------------------------------------------------------------------------------------


def _compare_born(one: Born | None, other: Born | None, found: Likeness) -> None:
    if one is None or other is None:
        return
    if one == other:
        found.add(*((13.0, "same_birth_date") if one[2] else (5.0, "same_birth_year")))
    elif not (one[1] and other[1]):
        _compare_years(one[0], other[0], found)
    elif not (one[2] and other[2]):
        found.add(*((8.0, "same_birth_month") if one[:2] == other[:2] else _year_and_no_more(one, other)))
    elif one[0] == other[0] and one[1:] == (other[2], other[1]):
        found.add(9.5, "day_and_month_swapped")
    else:
        _compare_parts(one, other, found)


def _year_and_no_more(one: Born, other: Born) -> tuple[float, str]:
    return (-1.0, "") if one[0] == other[0] else (-6.0, "")


def _compare_years(one: int, other: int, found: Likeness) -> None:
    if one == other:
        found.add(5.0, "same_birth_year")
    elif abs(one - other) == 1:
        found.add(-1.0, "birth_year_near")
    elif _is_slip(str(one), str(other)):
        found.add(-2.0)
    else:
        found.add(-7.0)


def _compare_parts(one: Born, other: Born, found: Likeness) -> None:
    if (one[0] == other[0]) + (one[1] == other[1]) + (one[2] == other[2]) == 2:
        slip = _is_slip(_digits_of(one), _digits_of(other))
        found.add(*((6.0, "birth_date_slip") if slip else (3.5, "birth_date_part")))
    elif one[0] == other[0]:
        found.add(-3.0)
    else:
        found.add(-8.0)


def _digits_of(born: Born) -> str:
    return f"{born[0]:04d}{born[1]:02d}{born[2]:02d}"


def _compare_sex(one: Traits, other: Traits, found: Likeness) -> None:
    if one.sex and other.sex:
        found.add(0.8 if one.sex == other.sex else -5.0)


# --- places -------------------------------------------------------------------------------------------------------


def _compare_places(one: Traits, other: Traits, found: Likeness, register: Register) -> None:
    if one.village is not None and other.village is not None:
        if one.village == other.village:
            found.add(register.village_bits, "same_village")
            _compare_homes(one, other, found)
        else:
            found.add(-2.5)
    if one.home is None or one.home != other.home:
        _compare_kin(one, other, found)
        _compare_address(one.address, other.address, found)


def _compare_kin(one: Traits, other: Traits, found: Likeness) -> None:
    # A family entered twice brings its members' names along; namesakes live with other people.
    shared = len(one.kin & other.kin)
    if shared:
        found.add(4.0 + min(shared, 4), "same_kin")
    elif len(one.kin) > 1 and len(other.kin) > 1:
        found.add(-2.5)


def _compare_homes(one: Traits, other: Traits, found: Likeness) -> None:
    same = one.home is not None and one.home == other.home
    if same or (one.home_key and one.home_key == other.home_key):
        found.add(2.5, "same_household" if same else "same_list_number")
        if one.relation and other.relation and one.relation != other.relation:
            found.add(-1.5)  # father and son of one house


def _compare_address(one: tuple[str, ...], other: tuple[str, ...], found: Likeness) -> None:
    if not one or not other:
        return
    if other < one:
        one, other = other, one  # so that it does not matter which of them comes first
    numbered = any(word.isdigit() for word in one) and any(word.isdigit() for word in other)
    if one == other or "".join(one) == "".join(other):
        found.add(7.0 if numbered else 1.0, "same_address")
        return
    first, second = sorted((one, other), key=lambda words: len(set(words)))
    shorter, longer, joined = set(first), set(second), "".join(second)
    near = sum(word in longer or _has_near(word, longer, joined) for word in shorter)
    share = near / len(longer)
    if share >= 0.5 and numbered:
        found.add(6.0 if share >= 0.75 else 4.0, "similar_address")
    elif share < 0.2:
        found.add(-4.0 if numbered else -1.0)


def _has_near(word: str, others: Iterable[str], joined: str) -> bool:
    if len(word) < 4:
        return False
    # Spaces are lost and put in where addresses are copied.
    return word in joined or any(
        word[-1] == there[-1] and word_closeness(word, there) == 2 for there in others
    )
