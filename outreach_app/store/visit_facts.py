"""What visits come to: facts and outcomes as lists and reports read them, and which of corrected visits stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import SPOKEN_TO, Channel, Outcome, PersonOutcome
from outreach_app.store import engine, merged
from outreach_app.store.packing import unpack

_STRONGEST = (
    Outcome.SIGNED_UP,
    Outcome.CONTINUING,
    Outcome.CALL_BACK,
    Outcome.THINKING,
    Outcome.REFUSED,
    Outcome.DO_NOT_CONTACT,
)
_STRENGTH = {outcome.value: place for place, outcome in enumerate(_STRONGEST)}
"""Which person outcome speaks for the door when several were given."""

_SCHEMES = frozenset(scheme.value for scheme in Scheme)
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_LAPSES = frozenset(reason.value for reason in LapseReason)
BATCH = 5_000

Latest = tuple[str, bytes, str | None, int, int]
"""Of a household's last visit the day, the id and what speaks for the door; of all its visits whether anybody spoke and
whether the door was knocked: a call that reached nobody is no knock."""

_FACTS = "number, id, household, visited_on, door_outcome, outcomes, met, channel, lapses"
_FACT_COLUMNS = ("visit", "household", "visited_on", "outcome", "spoken")
_OUTCOME_COLUMNS = ("visit", "person", "scheme", "outcome", "lapse")
_FAMILY = """
SELECT id FROM visit WHERE number > ? AND (
    supersedes IS NOT NULL OR cancelled IS NOT NULL
    OR EXISTS (SELECT 1 FROM visit later WHERE later.supersedes = visit.id)
)
"""
"""Visits after a row number that correct, cancel or are corrected: they are few."""

_TREES = """
WITH RECURSIVE up(id) AS (
    SELECT id FROM visit WHERE id IN ({marks})
    UNION SELECT visit.supersedes FROM up JOIN visit ON visit.id = up.id WHERE visit.supersedes IS NOT NULL
), tree(id) AS (
    SELECT id FROM up UNION SELECT visit.id FROM tree JOIN visit ON visit.supersedes = tree.id
)
SELECT visit.id, visit.supersedes, visit.made, visit.cancelled, visit.household, visit.number
FROM visit JOIN tree ON tree.id = visit.id
"""
"""These visits with everything they correct and are corrected by, however many steps away."""


def refresh_visits(session: Session, *, after: int) -> tuple[dict[bytes, Latest], set[bytes]]:
    """Write facts and outcomes of the visits after a row number and settle which are current.

    Returns the latest of them by household, and the households of which visits were corrected or cancelled.
    """
    latest: dict[bytes, Latest] = {}
    fresh = not _has_facts(session, after)
    for facts in read_facts(session, after=after):
        _note_latest(facts, latest)
        if fresh:
            _insert_fresh_facts(session, facts)
        else:
            _insert_facts(session, facts)
    return latest, _settle_current(session, _read_family(session, after))


def renew_outcomes(session: Session, visits: Collection[bytes]) -> None:
    """Write the outcomes of some visits anew from their rows; everything else that is derived of them stands."""
    connection = session.connection()
    for chunk in engine.in_chunks(sorted(visits), size=BATCH):
        marks = engine.placeholders(len(chunk))
        connection.exec_driver_sql(
            f"DELETE FROM visit_outcome WHERE visit IN (SELECT number FROM visit WHERE id IN ({marks}))",
            tuple(chunk),
        )
        rows = engine.fetch_rows(
            connection,
            f"SELECT {_FACTS} FROM visit WHERE id IN ({marks})",
            chunk,
        )
        if rows:
            _insert_facts(session, _tell_facts(session, rows))


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What some visits come to: `homes` and `visits` side by side, columns of visit_fact, rows of visit_outcome."""

    homes: Sequence[bytes | None]
    visits: Sequence[Latest]
    columns: tuple[Sequence[Any], ...]
    outcomes: list[tuple[Any, ...]]


NO_FACTS = VisitFacts((), (), ((), (), (), (), ()), [])


def read_facts(session: Session, *, after: int) -> Iterator[VisitFacts]:
    """Work out what the visits after a row number come to, some thousand at a time; nothing is written."""
    last = after
    while rows := engine.fetch_rows(
        session.connection(),
        f"SELECT {_FACTS} FROM visit WHERE number > ? ORDER BY number LIMIT ?",
        (last, BATCH),
    ):
        last = rows[-1][0]
        yield _tell_facts(session, rows)


def _tell_facts(session: Session, rows: Sequence[Sequence[Any]]) -> VisitFacts:
    numbers, visits, doors, days, at_door, packed, met, channels, lapses = zip(*rows, strict=True)
    survivors = merged.read_survivors(session, {home for home in doors if home})
    homes = [survivors.get(home, home) for home in doors] if survivors else doors
    told = [_known_outcomes(each) for each in packed]
    spoken = [
        int(_speaks(some) or door in SPOKEN_TO or (people is not None and any(unpack(people))))
        for some, door, people in zip(told, at_door, met, strict=True)
    ]
    spoke = list(map(_speaks_for_door, at_door, told))
    knocked = [
        int(channel == Channel.DOOR or some > 0) for channel, some in zip(channels, spoken, strict=True)
    ]
    outcomes = [
        (number, *each, why.get(each[:2]))
        for number, some, why in zip(numbers, told, map(_known_lapses, lapses), strict=True)
        for each in some
    ]
    latest = list(zip(days, visits, spoke, spoken, knocked, strict=True))
    return VisitFacts(homes, latest, (numbers, homes, days, spoke, spoken), outcomes)


def _note_latest(facts: VisitFacts, latest: dict[bytes, Latest]) -> None:
    for home, visit in zip(facts.homes, facts.visits, strict=True):
        if home:
            latest[home] = later(latest[home], visit) if home in latest else visit


def _has_facts(session: Session, after: int) -> bool:
    statement = (
        "SELECT EXISTS (SELECT 1 FROM visit_fact WHERE visit > ?)"
        " OR EXISTS (SELECT 1 FROM visit_outcome WHERE visit > ?)"
    )
    return bool(engine.fetch_rows(session.connection(), statement, (after, after))[0][0])


def _insert_fresh_facts(session: Session, facts: VisitFacts) -> None:
    # Of visits of which nothing is told yet: nothing has to be looked up, so an engine may take them in bulk.
    connection = session.connection()
    told = dict(zip(_FACT_COLUMNS, facts.columns, strict=True))
    engine.insert_columns(connection, "visit_fact", {**told, "current": [1] * len(facts.homes)})
    first = {
        row[:3]: row for row in reversed(facts.outcomes)
    }  # a file may tell of one person and scheme twice
    if first:
        outcomes = zip(*reversed(first.values()), strict=True)
        engine.insert_columns(connection, "visit_outcome", dict(zip(_OUTCOME_COLUMNS, outcomes, strict=True)))


def _insert_facts(session: Session, facts: VisitFacts) -> None:
    engine.run_at_once(
        session.connection(),
        "INSERT INTO visit_fact (visit, household, visited_on, outcome, spoken, current) VALUES (?, ?, ?, ?, ?, TRUE)"
        " ON CONFLICT (visit) DO NOTHING",
        facts.columns,
    )
    engine.run_at_once(
        session.connection(),
        "INSERT INTO visit_outcome (visit, person, scheme, outcome, lapse) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (visit, person, scheme) DO NOTHING",
        list(zip(*facts.outcomes, strict=True)),
    )


def _known_outcomes(packed: bytes | None) -> list[tuple[bytes, str, str]]:
    """Person, scheme and outcome as stored; words of a newer program are left for it to show."""
    told = unpack(packed) if packed else []
    return [
        (person, scheme, outcome)
        for person, scheme, outcome in told
        if scheme in _SCHEMES and outcome in _OUTCOMES
    ]


def read_outcomes(packed: bytes | None) -> tuple[PersonOutcome, ...]:
    """Unpack the outcomes of a visit."""
    return tuple(PersonOutcome(p, Scheme(s), Outcome(o)) for p, s, o in _known_outcomes(packed))


def read_lapses(packed: bytes | None) -> tuple[PersonLapse, ...]:
    """Unpack why people of a visit do not go on paying."""
    return tuple(PersonLapse(p, Scheme(s), LapseReason(r)) for (p, s), r in _known_lapses(packed).items())


def _known_lapses(packed: bytes | None) -> dict[tuple[bytes, str], str]:
    told = unpack(packed) if packed else ()
    return {
        (person, scheme): reason
        for person, scheme, reason in told
        if scheme in _SCHEMES and reason in _LAPSES
    }


def _speaks(told: Sequence[tuple[bytes, str, str]]) -> bool:
    """Whether an outcome says that somebody was reached."""
    return any(outcome != Outcome.NOT_HOME.value for _, _, outcome in told)


def _speaks_for_door(door: str | None, told: Sequence[tuple[bytes, str, str]]) -> str | None:
    if door:
        return door
    if len(told) == 1:
        return told[0][2]
    return min((outcome for _, _, outcome in told), key=_rank, default=None)


def _rank(outcome: str) -> tuple[int, str]:
    return _STRENGTH.get(outcome, len(_STRENGTH)), outcome


def _read_family(session: Session, after: int) -> list[bytes]:
    return [row[0] for row in engine.fetch_rows(session.connection(), _FAMILY, (after,))]


def find_outdated(session: Session) -> set[int]:
    """Work out, by row number, which visits do not count any more: corrected or cancelled; nothing is written."""
    return {
        number
        for standing in _read_standing(session, _read_family(session, 0))
        for number, _, counts in standing
        if not counts
    }


def _read_standing(
    session: Session, family: Collection[bytes]
) -> Iterator[list[tuple[int, bytes | None, bool]]]:
    """Of these visits and all they correct or are corrected by: row number, household, and whether it counts."""
    for chunk in engine.in_chunks(family, size=BATCH):
        statement = _TREES.format(marks=engine.placeholders(len(chunk)))
        rows = {row[0]: row for row in engine.fetch_rows(session.connection(), statement, chunk)}
        standing = _find_standing(rows)
        yield [(row[5], row[4], visit in standing) for visit, row in rows.items()]


def _settle_current(session: Session, family: Collection[bytes]) -> set[bytes]:
    # Of a visit and all its corrections one at most stands: the latest that no other corrects, if it cancels nothing.
    households: set[bytes] = set()
    for standing in _read_standing(session, family):
        engine.run_at_once(
            session.connection(),
            "UPDATE visit_fact SET current = ? WHERE visit = ?",
            [[int(counts) for *_, counts in standing], [number for number, *_ in standing]],
        )
        households.update(home for _, home, _ in standing if home)
    return households


def _find_standing(rows: Mapping[bytes, Sequence[Any]]) -> set[bytes]:
    corrected = {row[1] for row in rows.values()}
    latest: dict[bytes, Sequence[Any]] = {}
    for visit, row in rows.items():
        if visit not in corrected:
            root = _find_root(visit, rows)
            latest[root] = max(row, latest.get(root, row), key=lambda each: (each[2], each[0]))
    return {row[0] for row in latest.values() if row[3] is None}


def _find_root(visit: bytes, rows: Mapping[bytes, Sequence[Any]]) -> bytes:
    passed = {visit}  # nothing corrects itself in good faith, but a file may say so
    while (former := rows[visit][1]) in rows and former not in passed:
        passed.add(visit := former)
    return visit


def later(one: Latest, other: Latest) -> Latest:
    """Of two visits of one household the later, with what is told of all its visits taken together."""
    day, id, outcome, *_ = max(one, other, key=itemgetter(0, 1))
    return day, id, outcome, one[3] | other[3], one[4] | other[4]
