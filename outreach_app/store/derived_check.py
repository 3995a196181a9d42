"""Proving that what is kept for speed agrees with what it was worked out from: lists, counts, search, what is known."""

from collections.abc import Iterator, Set
from typing import Any

from sqlmodel import Session

from outreach_app.domain.seen import Seen
from outreach_app.store import blocks, derived, engine, journal, merged, seen, settings, visit_facts, withheld

_BATCH = 5_000
ORPHANS = "SELECT count(*) FROM household_state s WHERE NOT EXISTS (SELECT 1 FROM household h WHERE h.id = s.household)"
"""Not `NOT IN`: a hub with a million households goes through all of them for each, which takes days."""

Stale = tuple[str, str, int]
"""What is wrong ('derived', 'search', 'numbers', 'spans'), in which table, and how often."""


def find_stale(session: Session) -> Iterator[Stale]:
    """Yield what differs from what would be worked out now; nothing when all of it agrees. Nothing is written."""
    counts = {
        "merged": _compare(session, "row, survivor FROM merged", set(merged.find_merged(session).items())),
        "withheld": _compare(session, "subject, what FROM withheld", withheld.find_withheld(session)),
        "household_state": _compare_homes(session),
        "visit_fact": _compare_facts(session),
        "visit_outcome": _compare_outcomes(session),
    }
    yield from (("derived", table, count) for table, count in counts.items() if count)
    misfiled = engine.count_misfiled(session.connection(), derived.read_search_words(session))
    if misfiled:
        yield "search", "person", misfiled
    yield from _find_miscounted(session)


def _compare(session: Session, select: str, expected: Set[tuple[Any, ...]]) -> int:
    found = set(engine.fetch_rows(session.connection(), f"SELECT {select}"))
    return len({each[0] for each in expected ^ found})


def _compare_homes(session: Session) -> int:
    connection = session.connection()
    homes = [row[0] for row in engine.fetch_rows(connection, "SELECT id FROM household ORDER BY id")]
    wrong = engine.fetch_rows(
        connection,
        ORPHANS,
    )[0][0]
    for chunk in engine.in_chunks(homes, size=_BATCH):
        expected, _ = derived.tell_homes(session, chunk)
        marks = engine.placeholders(len(chunk))
        found = engine.fetch_rows(
            connection,
            f"SELECT {derived.HOME_COLUMNS} FROM household_state WHERE household IN ({marks})",
            chunk,
        )
        wrong += len({row[0] for row in set(expected) ^ set(found)})
    return int(wrong)


def _compare_facts(session: Session) -> int:
    outdated, wrong = visit_facts.find_outdated(session), 0
    for low, high, facts in _read_facts(session):
        expected = {
            (number, home, day, outcome, spoken, number not in outdated)
            for number, home, day, outcome, spoken in zip(*facts.columns, strict=True)
        }
        select = "SELECT visit, household, visited_on, outcome, spoken, current FROM visit_fact"
        wrong += _compare_stretch(session, select, low, high=high, expected=expected)
    return wrong


def _compare_outcomes(session: Session) -> int:
    select = "SELECT visit, person, scheme, outcome, lapse FROM visit_outcome"
    return sum(
        _compare_stretch(session, select, low, high=high, expected=set(facts.outcomes))
        for low, high, facts in _read_facts(session)
    )


def _read_facts(session: Session) -> Iterator[tuple[int, int, visit_facts.VisitFacts]]:
    """What all visits come to, by stretches of row numbers that leave none out."""
    low = 0
    for facts in visit_facts.read_facts(session, after=0):
        high = facts.columns[0][-1]
        yield low, high, facts
        low = high
    yield low, derived.LAST_ROW, visit_facts.NO_FACTS


def _compare_stretch(
    session: Session, select: str, low: int, *, high: int, expected: Set[tuple[Any, ...]]
) -> int:
    stretch = f"{select} WHERE visit > ? AND visit <= ?"
    found = set(engine.fetch_rows(session.connection(), stretch, (low, high)))
    return len({row[0] for row in expected ^ found})


# ------------------------------------------------------------------------------------------------- what is known
def _find_miscounted(session: Session) -> Iterator[Stale]:
    """Yield what would give a number out twice, take an entry in twice, or keep one from being found."""
    wrong = _find_wrong_spans(session)
    if wrong:
        yield "spans", "block", len(wrong)
        return  # what is known is told by the spans
    known, holds = seen.read_seen(session), _read_held(session)
    unknown = sum(not known.get(each, Seen()).holds(held) for each, held in holds.items())
    if unknown:
        yield "numbers", "seen", unknown
    machine = settings.read_machine(session)
    if holds.get(machine.incarnation, Seen()).highest > machine.last_seq:
        yield "numbers", "machine", 1


def _find_wrong_spans(session: Session) -> list[int]:
    rows = engine.fetch_rows(
        session.connection(),
        "SELECT id FROM block WHERE operations <>"
        " (SELECT coalesce(sum(operations), 0) FROM block_span WHERE block_span.block = block.id)",
    )
    return [row[0] for row in rows]


def _read_held(session: Session) -> dict[bytes, Seen]:
    """Every operation of the journal by machine; only blocks with holes in a machine's numbers are opened."""
    held: dict[bytes, list[tuple[int, int]]] = {}
    holed: set[int] = set()
    spans = "SELECT block, incarnation, low, high, operations FROM block_span"
    for block, incarnation, low, high, count in engine.fetch_rows(session.connection(), spans):
        if high - low + 1 == count:
            held.setdefault(incarnation, []).append((low, high))
        else:
            holed.add(block)
    for operation in (*(each for block in sorted(holed) for each in blocks.read_block(session, block)),
                      *journal.read_tail(session)):  # fmt: skip
        held.setdefault(operation.incarnation, []).append((operation.seq, operation.seq))
    return {incarnation: Seen().join(Seen(0, tuple(ranges))) for incarnation, ranges in held.items()}


def rebuild_known(session: Session) -> None:
    """Make the index of blocks, what is known and the own counter agree with the journal; nothing is unlearnt."""
    for block in _find_wrong_spans(session):
        blocks.renew_spans(session, block)
    held, machine = _read_held(session), settings.read_machine(session)
    seen.learn_streams(session, held)
    highest = held.get(machine.incarnation, Seen()).highest
    if highest > machine.last_seq:
        session.connection().exec_driver_sql("UPDATE machine SET last_seq = ?", (highest,))
