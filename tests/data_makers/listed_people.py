"""People on lists whose true identity is known, and the pairs that a comparison of all of them suggests."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from outreach_app.domain.likeness import Register, Traits, compare, make_traits
from outreach_app.domain.likeness_keys import blocking_keys
from outreach_app.domain.name_likeness import NameShares, core_key, kin_of, read_name

Pair = tuple[int, int]


@dataclass(slots=True)
class Listed:
    """One row of a register; `who` tells who it truly is."""

    who: int
    name: str
    sex: str | None
    born: str | None
    citizen: str
    insurance: str
    phone: str
    relation: str
    village: str
    home: str
    home_key: str = ""
    address: str = ""

    def traits(self, kin: frozenset[str] = frozenset()) -> Traits:
        """The row as comparing sees it."""
        return make_traits(
            self.name, sex=self.sex, born=self.born, citizen=self.citizen, insurance=self.insurance,
            phone=self.phone, relation=self.relation, village=self.village, home=self.home, home_key=self.home_key,
            address=self.address, kin=kin,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """How suggested pairs compare with the truth."""

    right: int
    suggested: int
    true: int

    @property
    def precision(self) -> float:
        """Which share of the suggestions is right."""
        return self.right / max(1, self.suggested)

    @property
    def recall(self) -> float:
        """Which share of the truth was suggested."""
        return self.right / max(1, self.true)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, self.suggested + self.true)


def make_all(rows: Sequence[Listed]) -> list[Traits]:
    """All rows as comparing sees them, each with the names of the others in its household."""
    homes: dict[str, list[str]] = defaultdict(list)
    cores = [core_key(read_name(row.name)) for row in rows]
    for row, core in zip(rows, cores, strict=True):
        homes[row.home].append(core)
    return [row.traits(kin_of(core, homes[row.home])) for row, core in zip(rows, cores, strict=True)]


def make_register(people: Sequence[Traits]) -> Register:
    """What the weights depend on, counted from these rows."""
    shares = NameShares()
    for person in people:
        shares.learn(person.name.core)
    return Register(shares, len(people), len({person.village for person in people}))


def find_pairs(people: Sequence[Traits], *, cap: int = 150) -> dict[Pair, float]:
    """Compare all rows that share a block, and give the pairs that would be suggested with their bits."""
    register = make_register(people)
    return {
        pair: bits for pair, bits in weigh_pairs(people, register, cap=cap) if bits >= register.least_bits
    }


def weigh_pairs(people: Sequence[Traits], register: Register, *, cap: int = 150) -> list[tuple[Pair, float]]:
    """Weigh every pair that shares a block of at most `cap` rows."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in blocking_keys(person):
            blocks[key].append(place)
    pairs = {p for rows in blocks.values() if len(rows) <= cap for p in combinations(rows, 2)}
    return [((a, b), compare(people[a], people[b], register).bits) for a, b in sorted(pairs)]


def true_pairs(rows: Sequence[Listed]) -> set[Pair]:
    """Every two rows that are one person."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.who].append(place)
    return {pair for same in places.values() for pair in combinations(same, 2)}


def score_pairs(suggested: Iterable[Pair], truth: set[Pair]) -> Score:
    """Hold suggestions against the truth."""
    found = set(suggested)
    return Score(len(found & truth), len(found), len(truth))
