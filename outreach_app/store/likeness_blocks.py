"""Blocks of people who may be the same: kept in buckets of many blocks, read for a few people or walked through whole.

A block is named by 32 bits; the upper half names its bucket. A bucket holds its entries as sorted whole numbers of 64
bits, block before row number, as every machine the program runs on writes them: little-endian.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, groupby

from sqlmodel import Session

from outreach_app.domain.likeness import Register
from outreach_app.domain.likeness_columns import Columns
from outreach_app.store import engine

CAP = 150
"""People in a block at most: of a larger one only those are compared who share another large one too."""
_BATCH = 5_000
_STEP = 1 << 10
_STRIPE = 1 << 16
_PERSON = 0xFFFFFFFF


class Entries:
    """Entries on their way into the buckets, in stripes of these, so that each is written once in a large filing."""

    def __init__(self) -> None:
        """Begin with none."""
        self._stripes = [array("Q") for _ in range(_STRIPE // _STEP)]

    def add(self, person: int, keys: Iterable[int]) -> None:
        """Note in which blocks a person, by row number, stands."""
        for key in keys:
            self._stripes[key >> 26].append(key << 32 | person)

    def file(self, session: Session) -> None:
        """Write everything noted into the buckets."""
        for place, stripe in enumerate(self._stripes):
            if stripe:
                self._stripes[place] = array("Q")
                _file_stripe(session, array("Q", sorted(stripe)))


def _file_stripe(session: Session, entries: "array[int]") -> None:
    """Write sorted entries, each bucket of them behind what it holds already."""
    fresh: dict[int, array[int]] = {}
    end = 0
    for bucket in range(entries[0] >> 48, (entries[-1] >> 48) + 1):
        start, end = end, bisect_left(entries, bucket + 1 << 48, end)
        if start < end:
            fresh[bucket] = entries[start:end]
    known = _read_buckets(session, fresh)
    for bucket, before in known.items():
        fresh[bucket] = array("Q", sorted({*before, *fresh[bucket]}))
    _write_buckets(session, [(bucket, some.tobytes()) for bucket, some in fresh.items()])


def _write_buckets(session: Session, rows: Sequence[tuple[int, bytes]]) -> None:
    engine.run_many(
        session.connection(),
        "INSERT INTO likeness_bucket (bucket, entries) VALUES (?, ?)"
        " ON CONFLICT (bucket) DO UPDATE SET entries = excluded.entries",
        rows,
    )


def _read_buckets(session: Session, buckets: Iterable[int]) -> "dict[int, array[int]]":
    found = {}
    for chunk in engine.in_chunks(sorted(buckets), size=_BATCH):
        statement = (
            f"SELECT bucket, entries FROM likeness_bucket WHERE bucket IN ({engine.placeholders(len(chunk))})"
        )
        for bucket, entries in engine.fetch_rows(session.connection(), statement, chunk):
            found[bucket] = array("Q", entries)
    return found


def _block_of(entry: int) -> int:
    return entry >> 32


def forget(session: Session, people: Collection[int]) -> None:
    """Take people, by row number, out of all blocks they ever stood in."""
    gone = set(people)
    for bucket, entries in _walk_buckets(session) if gone else ():
        if not gone.isdisjoint([entry & _PERSON for entry in entries]):
            left = array("Q", [entry for entry in entries if entry & _PERSON not in gone])
            _write_buckets(session, [(bucket, left.tobytes())])


def read_blocks(session: Session, keys: Collection[int]) -> dict[int, list[int]]:
    """Read who stands in these blocks, however many."""
    wanted, found = set(keys), defaultdict(list)
    for chunk in engine.in_chunks({key >> 16 for key in wanted}, size=_BATCH):
        for entries in _read_buckets(session, chunk).values():
            for entry in entries:
                if entry >> 32 in wanted:
                    found[entry >> 32].append(entry & _PERSON)
    return found


def _walk_buckets(session: Session) -> "Iterator[tuple[int, array[int]]]":
    statement = "SELECT bucket, entries FROM likeness_bucket WHERE bucket >= ? AND bucket < ?"
    for low in range(0, _STRIPE, _STEP):
        for bucket, entries in engine.fetch_rows(session.connection(), statement, (low, low + _STEP)):
            yield bucket, array("Q", entries)


# --- pairs --------------------------------------------------------------------------------------------------------


def pair_with(session: Session, keys: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """Pair a few people, given by their blocks, with everybody who shares one; the smaller row number first."""
    blocks = read_blocks(session, keys)
    large = {key: set(people) for key, people in blocks.items() if len(people) > CAP}
    shared = _share_two({key: keys[key] for key in large})
    groups = [(keys[key], people) for key, people in blocks.items() if len(people) <= CAP]
    groups += [(some, sorted(large[one] & large[other])) for (one, other), some in shared.items()]
    return {
        (min(number, there), max(number, there))
        for numbers, people in groups
        if len(people) <= CAP
        for there in people
        for number in numbers
        if number != there
    }


def pair_all(
    session: Session, wanted: Container[int], columns: Columns, register: Register
) -> Iterator[list[int]]:
    """Go through all blocks once: pairs that may be shown, as `one << 32 | other`, in stripes of their first person."""
    stripes: dict[int, array[int]] = defaultdict(lambda: array("Q"))
    pairs = chain.from_iterable(combinations(people, 2) for people in _walk_blocks(session))
    for one, other in columns.sift(pairs, register):
        if one in wanted or other in wanted:
            stripes[one // _STRIPE].append(one << 32 | other)
    for stripe in sorted(stripes):
        yield sorted(set(stripes.pop(stripe)))


def _walk_blocks(session: Session) -> Iterator[list[int]]:
    """Give the people of every block, in order; of the large ones, those who share two of them, at the end."""
    large = {}
    for _, entries in _walk_buckets(session):
        for key, block in groupby(entries, _block_of):
            people = [entry & _PERSON for entry in block]
            if 1 < len(people) <= CAP:
                yield people
            elif len(people) > CAP:
                large[key] = array("I", people)
    for shared in _share_two(large).values():
        if 1 < len(shared) <= CAP:
            yield sorted(shared)


def _share_two(blocks: Mapping[int, Sequence[int]]) -> "dict[tuple[int, int], array[int]]":
    """Find who stands in both of any two blocks."""
    keys: dict[int, list[int]] = defaultdict(list)
    for key, people in blocks.items():
        for person in people:
            keys[person].append(key)
    shared: dict[tuple[int, int], array[int]] = defaultdict(lambda: array("I"))
    for person, some in keys.items():
        for pair in combinations(sorted(some), 2):
            shared[pair].append(person)
    return shared
