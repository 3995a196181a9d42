"""Households and people for the benchmarks: names of eight peoples with a long tail, in villages of real communes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count

from outreach_app.domain.codes import household_code
from outreach_app.domain.syllables import is_syllable
from outreach_app.services.territory_data import load_territory
from outreach_app.store.journal import Writer
from tests.data_makers.names import PEOPLES, Sex, make_name

HOMES_IN_VILLAGE = 125
VILLAGES_IN_COMMUNE = 12
_PROVINCES = ("11", "12", "14")
"""Điện Biên, Lai Châu, Sơn La."""
_NAMES_OF_A_PEOPLE = 4_000
_ONSETS = "b c ch d đ g h k kh l m n ng nh ph qu s t th tr v x".split()
_RIMES = "a ai am an ang ao au e en eng eo i in ich inh o oi om on ong u ui um un ung ư ưng ơi ơn".split()
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0323")
_RELATIONS = ("head", "spouse", "child", "child")


@dataclass(frozen=True, slots=True)
class Pool:
    """Distinct names of one people, the commonest first, with running weights that fall like 1 / rank^0.8."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def draw(self, rng: random.Random, number: int) -> list[str]:
        """Draw names; a few turn up everywhere, most hardly ever."""
        return rng.choices(self.names, cum_weights=self.weights, k=number)


@cache
def make_pools(seed: int) -> tuple[Pool, ...]:
    """Make one pool of names for each people; every third name carries a rare syllable, so that the tail is long."""
    rng, rare = random.Random(seed), _rare_syllables()
    return tuple(_make_pool(rng, people, rare) for people in PEOPLES)


def _make_pool(rng: random.Random, people: str, rare: list[str]) -> Pool:
    found: dict[str, None] = {}
    for number in count():
        sex: Sex = "m" if number % 2 else "f"
        name = make_name(rng, sex, people=people)
        found[f"{name} {rng.choice(rare)}" if number % 3 == 0 else name] = None
        if len(found) == _NAMES_OF_A_PEOPLE or number > 8 * _NAMES_OF_A_PEOPLE:
            break
    names = tuple(found)
    return Pool(names, tuple(accumulate((rank + 1) ** -0.8 for rank in range(len(names)))))


def _rare_syllables() -> list[str]:
    spelled = (onset + rime[0] + tone + rime[1:] for onset in _ONSETS for rime in _RIMES for tone in _TONES)
    return [word.capitalize() for word in spelled if is_syllable(word)]


@dataclass(slots=True)
class Population:
    """Makes a register of any size, village by village, the same for the same seed."""

    households: int
    members: int = 4
    seed: int = 20261121
    serial: int = 0

    def write_villages(self, writer: Writer) -> list[bytes]:
        """Make the villages; every household will find a place in one."""
        return writer.create_many("village", self._villages())

    def write_homes(self, writer: Writer, villages: list[bytes]) -> list[bytes]:
        """Make households and members of these villages; returns the households' ids."""
        rng = random.Random(f"{self.seed}:{self.serial}")
        owners = [v for v in villages for _ in range(HOMES_IN_VILLAGE)]
        homes = writer.create_many("household", self._homes(villages))
        writer.create_many("person", self._people(rng, homes, owners))
        return homes

    def _villages(self) -> Iterator[dict[str, object]]:
        communes = [c.code for p in _PROVINCES for c in load_territory().communes_of(p)]
        for number in range(-(-self.households // HOMES_IN_VILLAGE)):
            yield {
                "name": f"Nà {number}", "kind": "ban", "prefix": village_letters(number),
                "commune_code": communes[number // VILLAGES_IN_COMMUNE % len(communes)], "commune_vintage": "2025",
            }  # fmt: skip

    def _homes(self, villages: list[bytes]) -> Iterator[dict[str, object]]:
        for village in villages:
            prefix = village_letters(int.from_bytes(village[8:], "big") - 1)
            for number in range(1, HOMES_IN_VILLAGE + 1):
                yield {
                    "village": village, "code": household_code(prefix, number), "register_key": str(number),
                    "neighbour_group": f"Tổ {number % 4 + 1}", "category": "near_poor" if number % 7 == 0 else "other",
                    "source": "danh sách.xlsx",
                }  # fmt: skip

    def _people(
        self, rng: random.Random, homes: list[bytes], owners: list[bytes]
    ) -> Iterator[dict[str, object]]:
        pools = make_pools(self.seed)
        places = {village: number for number, village in enumerate(dict.fromkeys(owners))}
        for home, village in zip(homes, owners, strict=True):
            pool = pools[places[village] * 7 % len(pools)]
            for place, name in enumerate(pool.draw(rng, self.members)):
                self.serial += 1
                yield _person(rng, home, name, place=place, serial=self.serial)


def _person(rng: random.Random, home: bytes, name: str, *, place: int, serial: int) -> dict[str, object]:
    year = 1938 + rng.randrange(48) if place < 2 else 1986 + rng.randrange(38)
    values: dict[str, object] = {
        "household": home, "name": name, "relation": _RELATIONS[min(place, 3)], "sex": "m" if place % 2 == 0 else "f",
        "born": f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}" if serial % 5 else str(year),
    }  # fmt: skip
    if serial % 10:
        values["citizen_number"] = f"012{year % 10}{year % 100:02d}{rng.randrange(10**6):06d}"
    if serial % 3 == 0:
        values["insurance_number"] = f"48{rng.randrange(10**8):08d}"
    if place == 0 and serial % 7:
        values["phone"] = f"09{rng.randrange(10**8):08d}"
    return values


def village_letters(number: int) -> str:
    """A prefix for the codes of the n-th village."""
    letters = "ABCDEGHKLN"
    return f"{letters[number // 1000 % 10]}{letters[number // 100 % 10]}{number % 100 + 1}"
