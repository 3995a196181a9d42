"""Households that may be one and the same: neighbours of one village of whose people several look alike."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from outreach_app.domain.people import HEAD
from outreach_app.domain.text import fold
from outreach_app.store import engine, merged
from outreach_app.store.duplicate_queue import name_pair

_LIKELY = """
SELECT a.id, b.id, a.household, b.household, a.relation, b.relation FROM likely_duplicate d
JOIN person a ON a.id = d.one JOIN person b ON b.id = d.other WHERE d.subject = 'person'
"""
_FOUND = """
SELECT a.id, b.id, a.household, b.household, a.relation, b.relation FROM merged m
JOIN person a ON a.id = m.row JOIN person b ON b.id = m.survivor
"""
"""The households of people who look alike, and of those who were found to be one."""

Homes = tuple[bytes, bytes]
_BITS_EACH = 100
"""What each pair of people counts, in tenths of bits, for the order of the queue."""


def refresh(session: Session) -> None:
    """Find all pairs of households anew from the pairs of people."""
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM likely_duplicate WHERE subject = 'household'")
    _write_pairs(
        session, [row for which in (_LIKELY, _FOUND) for row in engine.fetch_rows(connection, which)]
    )


def refresh_some(session: Session, people: Collection[bytes]) -> None:
    """Find the pairs of the households of these people anew; to be called with all whose pairs came or went."""
    connection = session.connection()
    homes = _read_column(session, "SELECT household FROM person WHERE id", people) - {None}
    homes |= set(merged.read_survivors(session, homes).values())
    homes |= merged.read_absorbed(session, homes).keys()
    members = _read_column(session, "SELECT id FROM person WHERE household", homes)
    found: set[Sequence[Any]] = set()
    for chunk in engine.in_chunks(sorted(members), size=5_000):
        marks = engine.placeholders(len(chunk))
        for which, sides in (
            (f"{_LIKELY} AND", ("d.one", "d.other")),
            (f"{_FOUND} WHERE", ("m.row", "m.survivor")),
        ):
            for side in sides:
                found.update(engine.fetch_rows(connection, f"{which} {side} IN ({marks})", chunk))
    for chunk in engine.in_chunks(sorted(homes), size=5_000):
        marks = engine.placeholders(len(chunk))
        for side in ("one", "other"):
            connection.exec_driver_sql(
                f"DELETE FROM likely_duplicate WHERE subject = 'household' AND {side} IN ({marks})",
                tuple(chunk),
            )
    _write_pairs(session, found)


def _read_column(session: Session, which: str, ids: Collection[bytes]) -> set[Any]:
    found: set[Any] = set()
    for chunk in engine.in_chunks(sorted(ids), size=5_000):
        rows = engine.fetch_rows(
            session.connection(), f"{which} IN ({engine.placeholders(len(chunk))})", chunk
        )
        found.update(row[0] for row in rows)
    return found


def _write_pairs(session: Session, found: Iterable[Sequence[Any]]) -> None:
    people, heads = _count_people(session, found)
    likely = [homes for homes, count in people.items() if count > 1 or homes in heads]
    rows = _read_homes(session, {home for homes in likely for home in homes})
    engine.run_many(
        session.connection(),
        "INSERT INTO likely_duplicate (id, subject, one, other, bits, reasons) VALUES (?, 'household', ?, ?, ?, ?)",
        [
            (
                name_pair(*homes),
                *homes,
                _BITS_EACH * people[homes],
                ",".join(_give_reasons(homes, people, heads, rows)),
            )
            for homes in sorted(likely)
            if _are_neighbours(homes, rows)
        ],
    )


def _count_people(session: Session, found: Iterable[Sequence[Any]]) -> tuple[Counter[Homes], set[Homes]]:
    alike = [row[2:] for row in found]
    left = merged.read_survivors(session, {home for row in alike for home in row[:2] if home})
    people: Counter[Homes] = Counter()
    heads: set[Homes] = set()
    for one, other, relation, there in alike:
        homes = sorted((left.get(one, one), left.get(other, other))) if one and other else ()
        if homes and homes[0] != homes[1]:
            people[homes[0], homes[1]] += 1
            if relation == there == HEAD:
                heads.add((homes[0], homes[1]))
    return people, heads


def _read_homes(session: Session, homes: set[bytes]) -> dict[bytes, Sequence[Any]]:
    found: dict[bytes, Sequence[Any]] = defaultdict(tuple)
    for chunk in engine.in_chunks(sorted(homes), size=5_000):
        statement = (
            "SELECT id, village, register_key, phone, address FROM household WHERE removed IS NULL"
            f" AND id IN ({engine.placeholders(len(chunk))})"
        )
        found |= {row[0]: row for row in engine.fetch_rows(session.connection(), statement, chunk)}
    return found


def _are_neighbours(homes: Homes, rows: Mapping[bytes, Sequence[Any]]) -> bool:
    one, other = rows.get(homes[0]), rows.get(homes[1])
    return bool(one and other and one[1] is not None and one[1] == other[1])


def _give_reasons(
    homes: Homes, people: Counter[Homes], heads: set[Homes], rows: Mapping[bytes, Sequence[Any]]
) -> Iterator[str]:
    yield "several_people" if people[homes] > 1 else "one_person"
    if homes in heads:
        yield "same_head"
    yield "same_village"
    one, other = rows[homes[0]], rows[homes[1]]
    if one[2] and one[2] == other[2]:
        yield "same_list_number"
    if one[3] and one[3] == other[3]:
        yield "same_phone"
    if one[4] and fold(one[4]) == fold(other[4] or ""):
        yield "same_address"
