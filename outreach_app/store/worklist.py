"""Why doors are on today's list, read in one pass each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from outreach_app.domain.absences import FRESH, CallItem, CallState, judge_calls
from outreach_app.domain.prospects import join_named
from outreach_app.domain.rows import WorkReason
from outreach_app.domain.text import sort_key_place
from outreach_app.store import absences, assignments, engine
from outreach_app.store.database import run, run_one
from outreach_app.store.half_joined import list_half_joined
from outreach_app.store.households import read_date
from outreach_app.store.withheld import SILENT


@dataclass(frozen=True, slots=True)
class DoorReason:
    """A household, why somebody should go there, since when it waits (days), and the words written at the door."""

    household: bytes
    reason: WorkReason
    detail: str
    due_on: date | None
    waiting_days: int


_LAST_VISIT = (
    "SELECT f.household, t.made, t.next_on, t.next_step, t.note, f.outcome, t.door_outcome, t.visited_on"
    " FROM visit_fact f JOIN visit t ON t.number = f.visit WHERE f.current AND ({0}) AND NOT EXISTS (SELECT 1"
    " FROM visit_fact lf JOIN visit lt ON lt.number = lf.visit WHERE lf.household = f.household AND lf.current"
    " AND (lt.visited_on, lt.made, lt.number) > (t.visited_on, t.made, t.number))"
)
"""The last visit of each household, of those that are so: doors with an older one are looked at no further."""

_LAST_ALREADY = (
    "SELECT f.household, t.made, t.next_on, t.next_step, t.note, f.outcome, t.door_outcome, t.visited_on"
    " FROM visit_fact f CROSS JOIN household_state ls CROSS JOIN visit t WHERE f.current AND ({0})"
    " AND ls.household = f.household AND ls.last_visit = f.visited_on AND t.number = f.visit"
    " AND NOT EXISTS (SELECT 1 FROM visit_fact lf JOIN visit lt ON lt.number = lf.visit"
    " WHERE lf.household = f.household AND lf.current AND lf.visited_on = f.visited_on"
    " AND (lt.made, lt.number) > (t.made, t.number))"
)
"""The same where many visits of many years are so: only those of the household's last day are read whole."""


def read_reasons(session: Session, today: date, *, village: bytes | None, limit: int) -> list[DoorReason]:
    """Collect the doors that call for a visit on a day, one reason each, the strongest first."""
    found: dict[bytes, DoorReason] = {}
    for part in (
        _promised,
        _unfinished,
        _ticked_only,
        _member_in,
        _named_by_list,
        _nobody_home,
        _never_visited,
    ):
        for reason in part(session, today, village, limit):
            found.setdefault(reason.household, reason)
    return list(found.values())


def count_doors_of_day(session: Session, day: date) -> int:
    """Count the distinct doors with a current visit on a day."""
    row = run_one(
        session,
        "SELECT count(DISTINCT household) FROM visit_fact WHERE visited_on = :d AND current",
        d=day.isoformat(),
    )
    return int(row[0]) if row else 0


def _promised(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    due = "t.next_on <= :today AND t.next_step <> 'none'"
    rows = run(
        session,
        f"SELECT last.household, last.next_on, last.note, last.next_on FROM ({_LAST_VISIT.format(due)}) last"
        f" {_OPEN_DOOR} ORDER BY last.next_on LIMIT :n",
        today=today.isoformat(), village=village, n=limit,
    )  # fmt: skip
    return [_reason(row, WorkReason.PROMISED, today) for row in rows]


def _unfinished(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    # Somebody said yes at the door, nothing else was said since, and no sign-up for that person and scheme followed.
    rows = run(
        session,
        f"WITH said AS MATERIALIZED ({_LAST_WORD})"
        " SELECT last.household, last.visited_on, group_concat(DISTINCT p.name), last.visited_on"
        f" FROM said last JOIN person p ON p.id = last.person {_OPEN_DOOR}"
        " AND last.place = 1 AND last.outcome = 'signed_up'"
        f" AND NOT p.deceased AND NOT p.do_not_contact AND p.id NOT IN {SILENT}"
        " AND NOT EXISTS (SELECT 1 FROM enrolment e"
        f" WHERE e.person IN {_ALIKE.format('p.id')} AND e.scheme = last.scheme AND e.removed IS NULL"
        "  AND e.signed_on >= last.visited_on)"
        f" AND NOT EXISTS ({_PROMISED_LATER})"
        " GROUP BY last.household, last.visited_on ORDER BY last.visited_on LIMIT :n",
        today=today.isoformat(), village=village, n=limit,
    )  # fmt: skip
    return [_reason(row, WorkReason.UNFINISHED_SIGN_UP, today) for row in rows]


def _ticked_only(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    # A tick on paper says that a family joins, not who: the sign-up itself is still to be written.
    ticked = "t.door_outcome = 'signed_up'"
    rows = run(
        session,
        f"SELECT last.household, last.visited_on, last.note, last.visited_on FROM ({_LAST_VISIT.format(ticked)}) last"
        f" {_OPEN_DOOR} AND (last.next_on IS NULL OR last.next_on <= :today OR last.next_step = 'none')"
        f" AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.household IN {_ALIKE.format('last.household')}"
        "  AND e.removed IS NULL"
        "  AND e.signed_on >= last.visited_on) ORDER BY last.visited_on LIMIT :n",
        today=today.isoformat(), village=village, n=limit,
    )  # fmt: skip
    return [_reason(row, WorkReason.UNFINISHED_SIGN_UP, today) for row in rows]


def _nobody_home(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    empty = "f.outcome = 'not_home' AND f.visited_on < :today"
    rows = run(
        session,
        f"SELECT last.household, last.visited_on, last.note, last.visited_on FROM ({_LAST_ALREADY.format(empty)}) last"
        f" {_OPEN_DOOR}"
        " AND (last.next_on IS NULL OR last.next_on <= :today) ORDER BY last.visited_on LIMIT :n",
        today=today.isoformat(), village=village, n=limit,
    )  # fmt: skip
    return [_reason(row, WorkReason.NOBODY_HOME, today) for row in rows]


def _never_visited(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    # Village by village, lane by lane: an index holds the doors nobody has knocked in this order, so few are read.
    found: list[DoorReason] = []
    for each in [village] if village else _walk_villages(session):
        if len(found) >= limit:
            break
        rows = run(
            session,
            "SELECT s.household FROM household_state s JOIN household h ON h.id = s.household"
            " WHERE NOT s.knocked AND NOT s.hidden AND s.village = :village AND NOT h.do_not_contact"
            f" AND h.id NOT IN {SILENT} ORDER BY s.lane_key LIMIT :n",
            village=each,
            n=limit - len(found),
        )
        found += [DoorReason(row[0], WorkReason.NEVER_VISITED, "", None, 0) for row in rows]
    return found


def _walk_villages(session: Session) -> list[bytes]:
    """The villages in the order in which their doors stand on the list; those that gave way may still hold doors."""
    rows = run(session, "SELECT id, name FROM village WHERE removed IS NULL")
    return [row[0] for row in sorted(rows, key=lambda row: (sort_key_place(row[1]), row[0]))]


def _member_in(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    return [
        DoorReason(each.household, WorkReason.MEMBER_IN, each.names, None, (today - each.since).days)
        for each in list_half_joined(session, today, village=village)[:limit]
    ]


def _named_by_list(session: Session, today: date, village: bytes | None, limit: int) -> list[DoorReason]:
    """Doors of people whom a list named and whom nobody has visited since, those named first before the others."""
    rows = run(
        session,
        "SELECT s.household, r.named_on, p.name, r.reason, r.source FROM prospect r INDEXED BY ix_prospect_listed"
        " LEFT JOIN merged m ON m.row = r.household JOIN person p ON p.id = r.person"
        " JOIN household_state s ON s.household = coalesce(m.survivor, r.household)"
        " JOIN household h ON h.id = s.household"
        " WHERE r.named_on IS NOT NULL AND r.stage = 'new' AND r.removed IS NULL AND r.reason <> 'in_population'"
        " AND r.named_on <= :today AND NOT p.deceased AND NOT p.do_not_contact AND p.removed IS NULL"
        f" AND p.id NOT IN {SILENT} AND NOT s.hidden AND NOT h.do_not_contact AND h.id NOT IN {SILENT}"
        " AND (s.last_visit IS NULL OR s.last_visit < r.named_on) AND (:village IS NULL OR s.village = :village)"
        " ORDER BY r.named_on LIMIT :n",
        today=today.isoformat(), village=village, n=limit * 4,
    )  # fmt: skip
    homes: dict[bytes, list[Any]] = {}
    for row in rows:
        homes.setdefault(row[0], []).append(row)
    return [_tell_named(told, today) for told in list(homes.values())[:limit]]


def _tell_named(rows: Sequence[Any], today: date) -> DoorReason:
    household, day, _, reason, source = rows[0]
    since = date.fromisoformat(day)
    names = ", ".join(dict.fromkeys(row[2] for row in rows))
    detail = join_named(names, reason, source)
    return DoorReason(household, WorkReason.LISTED, detail, since, (today - since).days)


_OPEN_DOOR = (
    "JOIN household_state s ON s.household = last.household JOIN household h ON h.id = last.household"
    f" WHERE NOT s.hidden AND NOT h.do_not_contact AND h.id NOT IN {SILENT}"
    " AND (:village IS NULL OR s.village = :village)"
)


_ALIKE = "(SELECT {0} UNION SELECT row FROM merged WHERE survivor = {0})"
"""A row with everything that gave way to it."""

_LAST_WORD = (
    "SELECT coalesce(m.survivor, o.person) AS person, o.scheme, o.outcome, f.household, t.visited_on,"
    " rank() OVER (PARTITION BY coalesce(m.survivor, o.person), o.scheme ORDER BY t.visited_on DESC, t.made DESC)"
    " AS place FROM visit_outcome o LEFT JOIN merged m ON m.row = o.person"
    " JOIN visit_fact f ON f.visit = o.visit AND f.current JOIN visit t ON t.number = o.visit"
    " WHERE coalesce(m.survivor, o.person) IN (SELECT coalesce(n.survivor, yes.person) FROM visit_outcome yes"
    "  LEFT JOIN merged n ON n.row = yes.person WHERE yes.outcome = 'signed_up')"
)
"""What was said of each person and scheme, the last at place 1, of whoever once said yes: read in one pass."""

_PROMISED_LATER = (
    "SELECT 1 FROM (SELECT t.next_on, t.next_step FROM visit_fact f JOIN visit t ON t.number = f.visit"
    "  WHERE f.household = last.household AND f.current ORDER BY t.visited_on DESC, t.made DESC LIMIT 1) promise"
    " WHERE promise.next_on > :today AND promise.next_step <> 'none'"
)


def _reason(row: Any, reason: WorkReason, today: date) -> DoorReason:
    due = read_date(row[1])
    since = read_date(row[3]) or today
    return DoorReason(row[0], reason, row[2] or "", due, max(0, (today - since).days))


def read_assigned_doors(
    session: Session, today: date, canvasser: bytes | None, *, village: bytes | None, limit: int
) -> list[DoorReason]:
    """Read the doors that are somebody's today and that nobody has knocked yet since they were handed out."""
    if canvasser is None:
        return []
    mine = sorted(assignments.list_doors_of(session, canvasser, today))
    since = _assigned_since(session, today, canvasser, mine)
    found: list[DoorReason] = []
    for chunk in engine.in_chunks(mine, size=5_000):
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT s.household, s.village, s.last_visit FROM household_state s JOIN household h ON h.id = s.household"
            f" WHERE s.household IN ({engine.placeholders(len(chunk))}) AND NOT s.hidden AND NOT h.do_not_contact"
            f" AND h.id NOT IN {SILENT}",
            chunk,
        )
        for household, home, last in rows:
            if village not in (None, home):
                continue
            day = since.get(household, today)
            if last is None or last < day.isoformat():
                found.append(DoorReason(household, WorkReason.ASSIGNED, "", None, max((today - day).days, 0)))
    return found[:limit]


def _assigned_since(
    session: Session, today: date, canvasser: bytes, doors: Sequence[bytes]
) -> dict[bytes, date]:
    """Since when these doors are somebody's, by name or through a team; those of a visit list alone are left out."""
    who = {canvasser, *assignments.list_teams_of(session, canvasser, today)}
    tasks = [task for task in assignments.list_tasks(session, day=today) if task.who in who]
    found: dict[bytes, date] = {}
    for door in assignments.read_these_doors(session, doors) if tasks else ():
        days = [task.period.first for task in tasks if task.covers(door)]
        if days:
            found[door.household] = max(days)
    return found


_LEFT_ALONE = timedelta(days=3)
"""For so long after a visit nobody is sent again only because somebody has come home."""


def read_returned_doors(session: Session, today: date, *, village: bytes | None) -> list[DoorReason]:
    """Read the doors of people who came home lately and whom nobody has spoken with since, the longest back first."""
    people = absences.list_returned(session, today - FRESH, village=village)
    calls = [item for item in judge_calls(people, today, years={}) if item.state is CallState.RETURNED]
    open_people = _read_open_people(session, [item.who.person for item in calls], today)
    homes: dict[bytes, list[CallItem]] = {}
    for item in calls:
        if item.who.person in open_people:
            homes.setdefault(item.who.household, []).append(item)
    found = []
    for home, back in homes.items():
        since = back[0].due_on or today
        names = ", ".join(item.who.name for item in back)
        found.append(DoorReason(home, WorkReason.RETURNED, names, since, (today - since).days))
    return found


def _read_open_people(session: Session, people: Sequence[bytes], today: date) -> set[bytes]:
    """Those who may be spoken with, in a home that was not visited in the last days."""
    found: set[bytes] = set()
    for chunk in engine.in_chunks(people):
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT p.id FROM person p LEFT JOIN merged m ON m.row = p.household"
            " JOIN household_state s ON s.household = coalesce(m.survivor, p.household)"
            f" WHERE p.id IN ({engine.placeholders(len(chunk))}) AND p.id NOT IN {SILENT}"
            f" AND s.household NOT IN {SILENT} AND (s.last_visit IS NULL OR s.last_visit < ?)",
            (*chunk, (today - _LEFT_ALONE).isoformat()),
        )
        found.update(row[0] for row in rows)
    return found
