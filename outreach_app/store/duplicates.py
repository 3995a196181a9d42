"""Finding rows that look alike in the encrypted store: blocks of people, the pairs they give, and what was judged.

Blocks, shares of names and pairs are brought up to date when somebody looks, so that no visit pays for them.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sqlmodel import Session

from outreach_app.domain import likeness
from outreach_app.domain.likeness import Likeness, Register, Traits
from outreach_app.domain.name_likeness import NameShares, core_key, kin_of, read_name
from outreach_app.store import likely_households, settings
from outreach_app.store.duplicate_queue import name_pair
from outreach_app.store.engine import sqlite

CAP = 150
"""People in a block at most: beyond that its key says nothing, and comparing all with all would never end."""
MANY = 15_000
"""From so many people to look at, going through all blocks once is cheaper than asking for each of theirs."""
_MARK = "likeness_mark"
_BATCH = 5_000
_PAIRS = 20_000
_STRIPE = 1 << 16
_SLICES = 64

_PEOPLE = (
    "SELECT p.number, p.id, p.name, p.sex, p.born, p.citizen_number, p.insurance_number, coalesce(p.phone, h.phone),"
    " p.relation, h.village, coalesce(m.survivor, p.household), h.register_key, h.address"
    " FROM person p LEFT JOIN merged m ON m.row = p.household"
    " LEFT JOIN household h ON h.id = coalesce(m.survivor, p.household)"
    " WHERE p.removed IS NULL AND p.id NOT IN (SELECT row FROM merged)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as the search sees one: row number, id and traits."""

    number: int
    id: bytes
    traits: Traits


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who look alike, the smaller id first, with what speaks for it."""

    one: bytes
    other: bytes
    likeness: Likeness

    @property
    def id(self) -> str:
        """The pair's name, the same on every machine."""
        return name_pair(self.one, self.other)


def count_waiting(session: Session) -> int:
    """Count the people who came or changed since somebody last looked."""
    row = session.connection().exec_driver_sql(
        "SELECT (SELECT count(*) FROM person WHERE number > ?) + (SELECT count(*) FROM look_again)",
        (_read_mark(session),),
    )
    return int(row.scalar_one())


def bring_up_to_date(session: Session) -> list[Pair]:
    """Look at everybody who came or changed, and store the pairs found; returns those that involve them."""
    mark = _read_mark(session)
    again = [row[0] for row in sqlite.fetch_rows(session.connection(), "SELECT person FROM look_again")]
    fresh = [
        row[0]
        for row in sqlite.fetch_rows(
            session.connection(), "SELECT number FROM person WHERE number > ? ORDER BY number", (mark,)
        )
    ]
    if not again and not fresh:
        return []
    _file_people(session, [number for number in again if number <= mark], learn=False)
    _file_people(session, fresh, learn=True)
    wanted = {*again, *fresh}
    _forget_pairs(session, wanted)
    found = find_pairs(session, wanted)
    _store_pairs(session, found)
    session.connection().exec_driver_sql("DELETE FROM look_again")
    settings.write_setting(session, _MARK, max(mark, fresh[-1] if fresh else 0))
    likely_households.refresh(session)
    return found


def list_after(session: Session, number: int) -> list[bytes]:
    """List the ids of the people after a row number."""
    rows = sqlite.fetch_rows(session.connection(), "SELECT id FROM person WHERE number > ?", (number,))
    return [row[0] for row in rows]


def last_number(session: Session) -> int:
    """Read the highest row number of a person."""
    return int(session.connection().exec_driver_sql("SELECT max(number) FROM person").scalar_one() or 0)


def count_likely(session: Session, newcomers: Sequence[Traits]) -> int:
    """Count the pairs that people who are not written yet would make with each other and with those filed here."""
    keys: dict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(newcomers):
        for key in likeness.blocking_keys(person):
            keys[key].append(place)
    filed = read_blocks(session, keys)
    inside = {pair for places in keys.values() if len(places) <= CAP for pair in combinations(places, 2)}
    across = {
        (place, there) for key, places in keys.items() for there in filed.get(key, ()) for place in places
    }
    register = read_register(session)
    register = replace(register, people=register.people + len(newcomers))
    count = sum(
        likeness.compare(newcomers[a], newcomers[b], register).bits >= register.least_bits for a, b in inside
    )
    for chunk in sqlite.in_chunks(sorted(across), size=_PAIRS):
        count += _count_across(session, [(newcomers[a], b) for a, b in chunk], register)
    return count


def _count_across(session: Session, pairs: Sequence[tuple[Traits, int]], register: Register) -> int:
    people = read_candidates(session, {number for _, number in pairs})
    near = [
        (one, people[b].traits)
        for one, b in pairs
        if b in people and likeness.is_near(one, people[b].traits, register)
    ]
    kin = _read_kin(session, {other.home for _, other in near if isinstance(other.home, bytes)})
    return sum(
        likeness.compare(one, _with_kin(other, kin), register).bits >= register.least_bits
        for one, other in near
    )


def start_anew(session: Session) -> None:
    """Forget blocks, shares and pairs; the next look goes through everybody."""
    connection = session.connection()
    sqlite.clear_likeness(connection)
    for table in ("name_share", "look_again", "likely_duplicate"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    settings.write_setting(session, _MARK, 0)


def forget_people(session: Session, people: Collection[bytes]) -> None:
    """Take people out of blocks, pairs and the shares of names, as long as their names still stand in their rows."""
    connection, mark = session.connection(), _read_mark(session)
    for person in people:
        rows = sqlite.fetch_rows(connection, "SELECT number, name FROM person WHERE id = ?", (person,))
        for number, name in rows:
            connection.exec_driver_sql("DELETE FROM likeness_key WHERE person = ?", (number,))
            _unlearn_name(session, name if number <= mark else "")
        connection.exec_driver_sql(
            "DELETE FROM likely_duplicate WHERE one = ? OR other = ?", (person, person)
        )
    connection.exec_driver_sql("DELETE FROM name_share WHERE people <= 0")


def _unlearn_name(session: Session, name: str) -> None:
    shares = NameShares()
    shares.learn(read_name(name).core if name else ())
    counts = (("first", shares.first), ("middle", shares.middle), ("last", shares.last))
    sqlite.run_many(
        session.connection(),
        "UPDATE name_share SET people = people - ? WHERE place = ? AND word = ?",
        [(people, place, word) for place, words in counts for word, people in words.items()],
    )


def find_pairs(session: Session, wanted: Collection[int]) -> list[Pair]:
    """Find who looks like these people (by row number), judged before or not."""
    register = read_register(session)
    found: list[Pair] = []
    many = len(wanted) > MANY
    for pairs in _all_pairs(session, wanted) if many else _pairs_of(session, wanted):
        people = read_candidates(session, {number for pair in pairs for number in pair})
        near = [
            (people[a], people[b])
            for a, b in pairs
            if a in people and b in people and likeness.is_near(people[a].traits, people[b].traits, register)
        ]
        found += weigh_with_kin(session, near, register)
    return found


def weigh_with_kin(
    session: Session, near: Sequence[tuple[Candidate, Candidate]], register: Register
) -> Iterator[Pair]:
    """Weigh pairs once more with the names of the rest of their families, and give those that are to be shown."""
    kin = _read_kin(
        session, {each.traits.home for pair in near for each in pair if isinstance(each.traits.home, bytes)}
    )
    for one, other in near:
        found = likeness.compare(_with_kin(one.traits, kin), _with_kin(other.traits, kin), register)
        if found.bits >= register.least_bits:
            first, second = sorted((one.id, other.id))
            yield Pair(first, second, found)


def _with_kin(person: Traits, kin: Mapping[object, Sequence[str]]) -> Traits:
    return replace(person, kin=kin_of(core_key(person.name), kin.get(person.home, ())))


def _read_kin(session: Session, homes: Collection[bytes]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for chunk in sqlite.in_chunks(homes, size=_BATCH):
        rows = sqlite.fetch_rows(
            session.connection(),
            "SELECT household, name FROM person WHERE removed IS NULL"
            f" AND household IN ({sqlite.placeholders(len(chunk))})",
            chunk,
        )
        for home, name in rows:
            found[home].append(core_key(read_name(name)))
    return found


# --- people and what is known of all of them ----------------------------------------------------------------------


def read_candidates(session: Session, numbers: Iterable[int]) -> dict[int, Candidate]:
    """Read people by row number, ready for comparing; who was removed or gave way to another is left out."""
    found: dict[int, Candidate] = {}
    for chunk in sqlite.in_chunks(sorted(numbers), size=_BATCH):
        statement = f"{_PEOPLE} AND p.number IN ({sqlite.placeholders(len(chunk))})"
        for row in sqlite.fetch_rows(session.connection(), statement, chunk):
            found[row[0]] = Candidate(row[0], row[1], _make_traits(row))
    return found


def _make_traits(row: Sequence[Any]) -> Traits:
    return likeness.make_traits(
        row[2], sex=row[3], born=row[4], citizen=row[5], insurance=row[6], phone=row[7], relation=row[8],
        village=row[9], home=row[10], home_key=row[11], address=row[12] or "",
    )  # fmt: skip


def read_register(session: Session) -> Register:
    """Read what the weights depend on: how common words of names are here, and how many people and villages."""
    shares = NameShares()
    rows = sqlite.fetch_rows(session.connection(), "SELECT place, word, people FROM name_share")
    for place, word, people in rows:
        {"first": shares.first, "middle": shares.middle, "last": shares.last}[place][word] = people
    shares.people = shares.last.total()
    villages = session.connection().exec_driver_sql("SELECT count(*) FROM village WHERE removed IS NULL")
    return Register(shares, shares.people, int(villages.scalar_one()))


def _file_people(session: Session, numbers: Sequence[int], *, learn: bool) -> None:
    shares = NameShares()
    # In the order of the table, so that a page of it is written once however many people are filed.
    stripes = [array("Q") for _ in range(_SLICES)]
    for chunk in sqlite.in_chunks(numbers, size=_BATCH):
        for number, person in read_candidates(session, chunk).items():
            for key in likeness.blocking_keys(person.traits):
                stripes[key * _SLICES >> 32].append(key << 32 | number)
            shares.learn(person.traits.name.core if learn else ())
    for stripe in stripes:
        sqlite.run_many(
            session.connection(),
            "INSERT INTO likeness_key (key, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(each >> 32, each & 0xFFFFFFFF) for each in sorted(stripe)],
        )
    counts = (("first", shares.first), ("middle", shares.middle), ("last", shares.last))
    sqlite.run_many(
        session.connection(),
        "INSERT INTO name_share (place, word, people) VALUES (?, ?, ?)"
        " ON CONFLICT (place, word) DO UPDATE SET people = people + excluded.people",
        [(place, word, people) for place, words in counts for word, people in words.items()],
    )


def _read_mark(session: Session) -> int:
    return int(settings.read_setting(session, _MARK) or 0)


# --- blocks -------------------------------------------------------------------------------------------------------


def _pairs_of(session: Session, wanted: Collection[int]) -> Iterator[list[tuple[int, int]]]:
    """Ask for the blocks of a few people."""
    for chunk in sqlite.in_chunks(sorted(wanted), size=1_000):
        keys: dict[int, list[int]] = defaultdict(list)
        for number, person in read_candidates(session, chunk).items():
            for key in likeness.blocking_keys(person.traits):
                keys[key].append(number)
        neighbours = read_blocks(session, keys)
        pairs = {
            (min(number, there), max(number, there))
            for key, numbers in keys.items()
            for there in neighbours.get(key, ())
            for number in numbers
            if number != there
        }
        yield sorted(pairs)


def read_blocks(session: Session, keys: Iterable[int]) -> dict[int, list[int]]:
    """Read who stands in these blocks; blocks that are too large to mean anything are left out."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for chunk in sqlite.in_chunks(sorted(keys), size=_BATCH):
        statement = f"SELECT key, person FROM likeness_key WHERE key IN ({sqlite.placeholders(len(chunk))})"
        for key, person in sqlite.fetch_rows(session.connection(), statement, chunk):
            blocks[key].append(person)
    return {key: people for key, people in blocks.items() if len(people) <= CAP}


def _all_pairs(session: Session, wanted: Collection[int]) -> Iterator[list[tuple[int, int]]]:
    """Go through all blocks once; pairs are kept as plain numbers, in stripes of their first person."""
    stripes: dict[int, array[int]] = defaultdict(lambda: array("Q"))
    for people in _walk_blocks(session):
        for a, b in combinations(people, 2):
            if a in wanted or b in wanted:
                stripes[a // _STRIPE].append(a << 32 | b)
    for stripe in sorted(stripes):
        pairs = sorted(set(stripes.pop(stripe)))
        for start in range(0, len(pairs), _PAIRS):
            yield [(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs[start : start + _PAIRS]]


def _walk_blocks(session: Session) -> Iterator[list[int]]:
    statement = (
        "SELECT group_concat(person) FROM likeness_key WHERE key >= ? AND key < ?"
        " GROUP BY key HAVING count(*) BETWEEN 2 AND ?"
    )
    step = 2**32 // _SLICES
    for low in range(0, 2**32, step):
        for row in sqlite.fetch_rows(session.connection(), statement, (low, low + step, CAP)):
            yield sorted(map(int, row[0].split(",")))


# --- pairs -----------------------------------------------------------------------------------------------------


def _store_pairs(session: Session, pairs: Iterable[Pair]) -> None:
    sqlite.run_many(
        session.connection(),
        "INSERT INTO likely_duplicate (id, subject, one, other, bits, reasons) VALUES (?, 'person', ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET bits = excluded.bits, reasons = excluded.reasons",
        [
            (
                pair.id,
                pair.one,
                pair.other,
                round(pair.likeness.bits * 10),
                ",".join(pair.likeness.reason_keys),
            )
            for pair in pairs
        ],
    )


def _forget_pairs(session: Session, numbers: Collection[int]) -> None:
    for chunk in sqlite.in_chunks(sorted(numbers), size=_BATCH):
        ids = f"(SELECT id FROM person WHERE number IN ({sqlite.placeholders(len(chunk))}))"
        for side in ("one", "other"):
            session.connection().exec_driver_sql(
                f"DELETE FROM likely_duplicate WHERE subject = 'person' AND {side} IN {ids}", tuple(chunk)
            )
