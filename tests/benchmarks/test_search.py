"""Search as you type over a million people: every key press of a scripted day, whole and against the query alone."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.text import fold, tokens
from outreach_app.store import search
from outreach_app.store.database import run
from outreach_app.store.engine import sqlite
from tests.benchmarks import promised
from tests.benchmarks.population import make_pools
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import percentile, ratio_of, run_in_turns
from tests.benchmarks.workspaces import open_kept, populated_office

HOUSEHOLDS = 250_000
EVERY = 3
ROUNDS = 3
SHOWN = 20
_CAP = 200
_NAMES = 20_000
_COLUMNS = ("phone", "citizen_number", "insurance_number")
_MISSES = (
    "xyz",
    "qu",
    "ng",
    "lo zz",
    "giang kh",
    "h'mo xo",
    "phuong thao nguyen a",
    "0000",
    "99999999",
    "k9",
)
_TELEX = (
    "lof van paos",
    "nguyeenx thij hoa",
    "giangf a chuw",
    "ddinhf",
    "quangf thij ngoan",
    "traanf vawn hungf",
)

Query = Callable[[str], object]


@pytest.fixture(scope="module")
def office() -> Iterator[App]:
    opened = open_kept(populated_office(HOUSEHOLDS))
    yield opened
    opened.close()


def write_script(office: App) -> list[str]:
    """What is typed on a day: 60 names in four ways, numbers by their beginning and their end, codes, misses, Telex."""
    rng = random.Random(7)
    with office.desk.read() as session:
        some = [rng.randrange(1, 4 * HOUSEHOLDS) for _ in range(60)]
        people = [
            run(session, "SELECT name, phone, citizen_number FROM person WHERE number = :n", n=n)[0]
            for n in some
        ]
        codes = [
            run(session, "SELECT code FROM household WHERE number = :n", n=n)[0][0]
            for n in some[:10]
            if n <= HOUSEHOLDS
        ]
    typed: list[str] = []
    for place, (name, phone, citizen) in enumerate(people):
        words = fold(name).split()
        ways = (" ".join(words), name, " ".join(reversed(words)), " ".join(words[-2:]))
        typed.append(ways[place % 4])
        typed += [phone, phone[-5:]] if phone and place % 3 == 0 else []
        typed += [citizen, citizen[-4:]] if citizen and place % 4 == 0 else []
    return [*typed, *codes, *_MISSES, *_TELEX]


def press_keys(typed: str) -> Iterator[str]:
    """What the search field holds after each key."""
    yield from (typed[: end + 1] for end in range(len(typed)))


def raw_queries(connection: sqlcipher.Connection) -> Query:
    """Only the statements: the full-text query of the words, and the b-tree of last digits, row numbers fetched."""

    def ask(text: str) -> None:
        words, match = PREPARED[text]
        digits = "".join(words)
        if digits.isdigit() and len(digits) > 3:
            for column in _COLUMNS:
                statement = (
                    f"SELECT number FROM person WHERE substr({column}, -4) = ? AND {column} LIKE ? LIMIT ?"
                )
                connection.execute(statement, (digits[-4:], f"%{digits}", SHOWN)).fetchall()
        if match:
            statement = "SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT ?"
            connection.execute(statement, (match, _CAP)).fetchall()

    return ask


PREPARED: dict[str, tuple[tuple[str, ...], str]] = {}


def raw_rows(connection: sqlcipher.Connection) -> Query:
    """The same statements, and one more that reads what is shown of the first twenty people."""
    ask = raw_queries(connection)

    def ask_and_read(text: str) -> None:
        ask(text)
        match = PREPARED[text][1]
        if match:
            connection.execute(_SHOWN_ROWS, (match, SHOWN)).fetchall()

    return ask_and_read


_SHOWN_ROWS = """
SELECT p.id, p.name, p.born, p.citizen_number, h.id, h.code, s.head_name, v.name, v.commune_code
FROM (SELECT rowid AS number FROM person_search WHERE person_search MATCH ? LIMIT ?) found
JOIN person p ON p.number = found.number JOIN household h ON h.id = p.household
JOIN household_state s ON s.household = h.id JOIN village v ON v.id = h.village
"""


def measure(query: Query, keys: list[str]) -> tuple[list[float], list[float]]:
    """Processor and wall-clock seconds of every key press."""
    spent, waited = [], []
    for text in keys:
        began, at = time.thread_time(), time.perf_counter()
        query(text)
        spent.append(time.thread_time() - began)
        waited.append(time.perf_counter() - at)
    return spent, waited


def spell(words: tuple[str, ...]) -> str:
    """The words as the full-text index is asked for them."""
    return sqlite._spell_match([[search._variants(word) for word in words]], None) if words else ""


def test_search(office: App) -> None:
    keys = [held for typed in write_script(office) for held in press_keys(typed)][::EVERY]
    PREPARED.update({key: (tokens(key), spell(tokens(key))) for key in keys})
    connection = connect(populated_office(HOUSEHOLDS) / paths.DATABASE, office.desk.database.data_key)
    with office.desk.read() as session:
        village = run(session, "SELECT id FROM village WHERE number = 700")[0][0]
    ways: dict[str, Query] = {
        "raw": raw_queries(connection),
        "rows": raw_rows(connection),
        "find": lambda text: office.households.find(text, limit=SHOWN),
        "near": lambda text: office.households.find(text, limit=SHOWN, village=village),
    }
    for query in ways.values():  # pages into the caches: the second key press is what a day is made of
        measure(query, keys[::2])
    spent: dict[str, list[float]] = {name: [] for name in ways}
    waited: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
            took, wall = measure(ways[name], keys)
            spent[name].append(percentile(took, 95))
            waited[name] += wall
    connection.close()
    write_lines(spent, waited, keys=len(keys))
    assert office.households.find("lo van pao").hits
    assert not office.households.find("xyzzy").hits


def write_lines(spent: dict[str, list[float]], waited: dict[str, list[float]], *, keys: int) -> None:
    size = f"{4 * HOUSEHOLDS:,} people, {keys:,} key presses"
    typical = {way: f"{1000 * percentile(each, 50):.2f} ms" for way, each in spent.items()}
    for way, promise in (("find", promised.FIND_RAW), ("near", promised.FIND_NEAR_RAW)):
        found = ratio_of(spent[way], spent["raw"])
        report_promised(promise, ours=typical[way], limit=typical["raw"], found=found, size=size)
    report(
        "search", "the same against query and rows by hand", ours=typical["find"], limit=typical["rows"],
        found=ratio_of(spent["find"], spent["rows"]), goal=None, size=size,
    )  # fmt: skip
    raw = f"{1000 * percentile(waited['raw'], 95):.1f} ms"
    for way, promise in (("find", promised.FIND), ("near", promised.FIND_NEAR)):
        p50, p95, longest = (1000 * percentile(waited[way], p) for p in (50, 95, 100))
        report_promised(promise, ours=f"{p95:.1f} ms", limit=raw, found=p95, size=size, rounds=ROUNDS,
                        spread=f"p50 {p50:.1f}, longest {longest:.0f} ms")  # fmt: skip


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """A bare connection with the program's page cache."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for pragma in ("cipher_log_level = NONE", f"key = \"x'{key.hex()}'\"", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def test_folding_a_name() -> None:
    rng, pools = random.Random(7), make_pools(7)
    names = [name for pool in pools for name in pool.draw(rng, _NAMES // len(pools))]
    bare = {ord(letter): letter for name in names for letter in name}
    spent = run_in_turns(
        {"ours": lambda: [fold(name) for name in names], "limit": lambda: [n.translate(bare) for n in names]},
        rounds=9,
    )
    report("search", "names folded", ours="fold", limit="str.translate", goal=6, size=f"{len(names):,} names",
           found=ratio_of(spent["ours"], spent["limit"]))  # fmt: skip
