"""Finding rows that look alike in the encrypted store: whom to look at, the pairs they give, what was found.

Blocks, shares of names and pairs are brought up to date when somebody looks, so that no visit pays for them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sqlmodel import Session

from outreach_app.domain import likeness
from outreach_app.domain.likeness import Likeness, Register, Traits
from outreach_app.domain.likeness_columns import Columns, leave_out_strangers
from outreach_app.domain.likeness_keys import blocking_keys
from outreach_app.domain.name_likeness import NameShares, core_key, kin_of, read_name
from outreach_app.store import engine, likely_households, settings
from outreach_app.store.duplicate_queue import name_pair
from outreach_app.store.likeness_blocks import CAP, Entries, forget, pair_all, pair_with, read_blocks
from outreach_app.store.likeness_people import Candidate, read_candidates, read_kin, walk_candidates

MANY = 15_000
"""From so many people to look at, going through all blocks once is cheaper than asking for each of theirs."""
_MARK = "likeness_mark"
_BATCH = 5_000
_PAIRS = 20_000


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom to look at, by row number: everybody behind the mark up to the last, and some who changed before it."""

    mark: int
    last: int
    again: frozenset[int]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and (number > self.mark or number in self.again)


def count_waiting(session: Session) -> int:
    """Count the people who came or changed since somebody last looked."""
    row = session.connection().exec_driver_sql(
        "SELECT (SELECT count(*) FROM person WHERE number > ?) + (SELECT count(*) FROM look_again)",
        (_read_mark(session),),
    )
    return int(row.scalar_one())


def bring_up_to_date(session: Session) -> int:
    """Look at everybody who came or changed, and store the pairs found; returns how many involve them."""
    count, waiting = count_waiting(session), _read_waiting(session)
    if not count:
        return 0
    columns = Columns(waiting.last) if count > MANY else None
    _file_people(session, waiting, columns)
    looked_at = set() if columns else _read_ids(session, _list_numbers(session, waiting))
    parted = _forget_pairs(session, waiting.again)
    found = 0
    for pairs in _pair_people(session, waiting, columns):
        weighed = list(_weigh_pairs(session, pairs))
        _store_pairs(session, weighed)
        found += len(weighed)
        parted.update(*((pair.one, pair.other) for pair in weighed) if not columns else ())
    session.connection().exec_driver_sql("DELETE FROM look_again")
    settings.write_setting(session, _MARK, waiting.last)
    if columns is None:
        likely_households.refresh_some(session, looked_at | parted)
    else:
        likely_households.refresh(session)
    return found


def _read_waiting(session: Session) -> Waiting:
    mark = _read_mark(session)
    again = frozenset(
        row[0] for row in engine.fetch_rows(session.connection(), "SELECT person FROM look_again")
    )
    return Waiting(mark, max(mark, last_number(session)), again)


def list_after(session: Session, number: int) -> list[bytes]:
    """List the ids of the people after a row number."""
    rows = engine.fetch_rows(session.connection(), "SELECT id FROM person WHERE number > ?", (number,))
    return [row[0] for row in rows]


def last_number(session: Session) -> int:
    """Read the highest row number of a person."""
    return int(session.connection().exec_driver_sql("SELECT max(number) FROM person").scalar_one() or 0)


def count_likely(session: Session, newcomers: Sequence[Traits]) -> int:
    """Count the pairs that people who are not written yet would make with each other and with those filed here."""
    keys: dict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(newcomers):
        for key in blocking_keys(person):
            keys[key].append(place)
    filed = {key: people for key, people in read_blocks(session, keys).items() if len(people) <= CAP}
    inside = {pair for places in keys.values() if len(places) <= CAP for pair in combinations(places, 2)}
    across = {
        (place, there) for key, places in keys.items() for there in filed.get(key, ()) for place in places
    }
    register = read_register(session)
    register = replace(register, people=register.people + len(newcomers))
    count = sum(
        likeness.compare(newcomers[a], newcomers[b], register).bits >= register.least_bits for a, b in inside
    )
    for chunk in engine.in_chunks(sorted(across), size=_PAIRS):
        count += _count_across(session, [(newcomers[a], b) for a, b in chunk], register)
    return count


def _count_across(session: Session, pairs: Sequence[tuple[Traits, int]], register: Register) -> int:
    people = read_candidates(session, {number for _, number in pairs})
    found = [(one, people[b].traits) for one, b in pairs if b in people]
    near = [found[place] for place in leave_out_strangers(found, register)]
    kin = read_kin(session, {other.home for _, other in near if isinstance(other.home, bytes)})
    return sum(
        likeness.compare(one, _with_kin(other, kin), register).bits >= register.least_bits
        for one, other in near
    )


def start_anew(session: Session) -> None:
    """Forget blocks, shares and pairs; the next look goes through everybody."""
    connection = session.connection()
    engine.clear_likeness(connection)
    for table in ("name_share", "look_again", "likely_duplicate"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    settings.write_setting(session, _MARK, 0)


def forget_people(session: Session, people: Collection[bytes]) -> None:
    """Take people out of blocks, pairs and the shares of names, as long as their names still stand in their rows."""
    connection, mark = session.connection(), _read_mark(session)
    numbers: list[int] = []
    gone: Counter[tuple[str, ...]] = Counter()
    for chunk in engine.in_chunks(people):
        marks = engine.placeholders(len(chunk))
        rows = engine.fetch_rows(connection, f"SELECT number, name FROM person WHERE id IN ({marks})", chunk)
        numbers += [number for number, _ in rows]
        gone += Counter(read_name(name).core for number, name in rows if number <= mark)
    forget(session, numbers)
    _learn_names(session, {core: -count for core, count in gone.items()})
    likely_households.refresh_some(session, _part(session, people) | set(people))


def _learn_names(session: Session, cores: Mapping[tuple[str, ...], int]) -> None:
    """Count so many people more, or fewer, of each name."""
    shares = NameShares()
    for core, people in cores.items():
        shares.learn(core, people)
    counts = (("first", shares.first), ("middle", shares.middle), ("last", shares.last))
    engine.run_many(
        session.connection(),
        "INSERT INTO name_share (place, word, people) VALUES (?, ?, ?)"
        " ON CONFLICT (place, word) DO UPDATE SET people = name_share.people + excluded.people",
        [(place, word, people) for place, words in counts for word, people in words.items()],
    )
    session.connection().exec_driver_sql("DELETE FROM name_share WHERE people <= 0")


def _pair_people(
    session: Session, waiting: Waiting, columns: Columns | None
) -> Iterator[list[tuple[int, int]]]:
    """Pair whoever waits with everybody who may be the same, some thousand pairs at a time."""
    if columns is not None:
        for stripe in pair_all(session, waiting, columns, read_register(session)):
            for chunk in engine.in_chunks(stripe, size=_PAIRS):
                yield [(pair >> 32, pair & 0xFFFFFFFF) for pair in chunk]
        return
    for some in engine.in_chunks(_list_numbers(session, waiting), size=1_000):
        keys: dict[int, list[int]] = defaultdict(list)
        for number, person in read_candidates(session, some).items():
            for key in blocking_keys(person.traits):
                keys[key].append(number)
        yield from engine.in_chunks(sorted(pair_with(session, keys)), size=_PAIRS)


def _list_numbers(session: Session, waiting: Waiting) -> list[int]:
    statement = "SELECT number FROM person WHERE number > ?"
    fresh = engine.fetch_rows(session.connection(), statement, (waiting.mark,))
    return sorted(waiting.again.union(row[0] for row in fresh))


def _weigh_pairs(session: Session, pairs: Sequence[tuple[int, int]]) -> Iterator[Pair]:
    register = read_register(session)
    people = read_candidates(session, {number for pair in pairs for number in pair})
    found = [(people[a], people[b]) for a, b in pairs if a in people and b in people]
    near = leave_out_strangers([(one.traits, other.traits) for one, other in found], register)
    return weigh_with_kin(session, [found[place] for place in near], register)


def weigh_with_kin(
    session: Session, near: Sequence[tuple[Candidate, Candidate]], register: Register
) -> Iterator[Pair]:
    """Weigh pairs once more with the names of the rest of their families, and give those that are to be shown."""
    kin = read_kin(
        session, {each.traits.home for pair in near for each in pair if isinstance(each.traits.home, bytes)}
    )
    for one, other in near:
        found = likeness.compare(_with_kin(one.traits, kin), _with_kin(other.traits, kin), register)
        if found.bits >= register.least_bits:
            first, second = sorted((one.id, other.id))
            yield Pair(first, second, found)


def _with_kin(person: Traits, kin: Mapping[object, Sequence[str]]) -> Traits:
    return replace(person, kin=kin_of(core_key(person.name), kin.get(person.home, ())))


def read_register(session: Session) -> Register:
    """Read what the weights depend on: how common words of names are here, and how many people and villages."""
    shares = NameShares()
    rows = engine.fetch_rows(session.connection(), "SELECT place, word, people FROM name_share")
    for place, word, people in rows:
        {"first": shares.first, "middle": shares.middle, "last": shares.last}[place][word] = people
    shares.people = shares.last.total()
    villages = session.connection().exec_driver_sql("SELECT count(*) FROM village WHERE removed IS NULL")
    return Register(shares, shares.people, int(villages.scalar_one()))


def _file_people(session: Session, waiting: Waiting, columns: Columns | None) -> None:
    """File who waits in blocks and learn the names of those who are new; columns are filled with everybody."""
    entries, cores = Entries(), Counter[tuple[str, ...]]()
    for number, person in walk_candidates(session, waiting.mark, waiting.last):
        entries.add(number, blocking_keys(person))
        cores[person.name.core] += 1
        if columns is not None:
            columns.put(number, person)
    for number, other in read_candidates(
        session, [each for each in waiting.again if each <= waiting.mark]
    ).items():
        entries.add(number, blocking_keys(other.traits))
    if columns is not None:
        for number, person in walk_candidates(session, 0, waiting.mark):
            columns.put(number, person)
    entries.file(session)
    _learn_names(session, cores)


def _read_mark(session: Session) -> int:
    return int(settings.read_setting(session, _MARK) or 0)


# --- pairs -----------------------------------------------------------------------------------------------------


def _store_pairs(session: Session, pairs: Iterable[Pair]) -> None:
    engine.run_many(
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


def _forget_pairs(session: Session, numbers: Collection[int]) -> set[bytes]:
    """Take the pairs of people, by row number, away; returns those who stood in them."""
    return _part(session, _read_ids(session, numbers))


def _part(session: Session, people: Collection[bytes]) -> set[bytes]:
    parted: set[bytes] = set()
    for chunk in engine.in_chunks(sorted(people), size=_BATCH):
        marks = engine.placeholders(len(chunk))
        for side in ("one", "other"):
            rows = engine.fetch_rows(
                session.connection(),
                f"DELETE FROM likely_duplicate WHERE subject = 'person' AND {side} IN ({marks}) RETURNING one, other",
                chunk,
            )
            parted.update(id for row in rows for id in row)
    return parted


def _read_ids(session: Session, numbers: Collection[int]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in engine.in_chunks(sorted(numbers), size=_BATCH):
        statement = f"SELECT id FROM person WHERE number IN ({engine.placeholders(len(chunk))})"
        found.update(row[0] for row in engine.fetch_rows(session.connection(), statement, chunk))
    return found
