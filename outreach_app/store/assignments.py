"""Assignments as stored, and who goes to which doors on a day: visit lists that are out count as well."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.assignments import Door, Plan, Resolution, Task
from outreach_app.domain.periods import Period
from outreach_app.store import engine, sheets
from outreach_app.store.database import run

_TASKS = (
    "SELECT a.id, a.village, a.starts_on, a.ends_on, a.canvasser, a.team, a.neighbour_group,"
    " coalesce(m.survivor, a.household) FROM assignment a LEFT JOIN merged m ON m.row = a.household"
    " WHERE a.removed IS NULL AND a.village IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who goes to a door on a day: people and teams by id, the visit list it stands on, whether two people are sent."""

    canvassers: frozenset[bytes] = frozenset()
    teams: frozenset[bytes] = frozenset()
    sheet: str = ""
    contested: bool = False

    def is_for(self, canvasser: bytes | None, teams: Collection[bytes]) -> bool:
        """Whether this person goes there: by name, or with a team when nobody is named."""
        if canvasser in self.canvassers:
            return True
        return not self.canvassers and not self.teams.isdisjoint(teams)


def read_assigned(
    session: Session, day: date, doors: Collection[bytes] | None = None
) -> dict[bytes, Assigned]:
    """Tell of these doors (else of all) who goes there on a day; doors that are nobody's are left out.

    A visit list of that day that is still out counts before any assignment.
    """
    found = _read_by_plan(session, day, doors)
    for sheet in sheets.list_open(session):
        if sheet.day == day and sheet.canvasser is not None:
            for household in sheet.households:
                if doors is None or household in doors:
                    found[household] = _join_sheet(found.get(household), sheet.canvasser, sheet.code)
    return found


def _join_sheet(former: Assigned | None, canvasser: bytes, code: str) -> Assigned:
    if former is None or not former.sheet:
        return Assigned(frozenset({canvasser}), sheet=code)
    both = former.canvassers | {canvasser}
    return Assigned(both, sheet=former.sheet, contested=len(both) > 1)


def _read_by_plan(session: Session, day: date, doors: Collection[bytes] | None) -> dict[bytes, Assigned]:
    tasks = list_tasks(session, day=day)
    if not tasks:
        return {}
    plan, memberships = Plan(tasks), read_memberships(session)
    chosen = read_doors(session, tasks) if doors is None else read_these_doors(session, doors)
    told = ((door.household, plan.resolve(door, day, memberships)) for door in chosen)
    return {household: _make(resolution) for household, resolution in told if resolution.tasks}


def _make(resolution: Resolution) -> Assigned:
    people = frozenset(task.canvasser for task in resolution.tasks if task.canvasser)
    teams = frozenset(task.team for task in resolution.tasks if task.team and not task.canvasser)
    return Assigned(people, teams, contested=resolution.contested)


def list_tasks(session: Session, *, day: date | None = None, since: date | None = None) -> list[Task]:
    """List the assignments that hold on a day, or that have not ended before one; all without either."""
    told, values = _TASKS, dict[str, str]()
    if day is not None:
        told += " AND a.starts_on <= :day AND (a.ends_on IS NULL OR a.ends_on >= :day)"
        values["day"] = day.isoformat()
    if since is not None:
        told += " AND (a.ends_on IS NULL OR a.ends_on >= :since)"
        values["since"] = since.isoformat()
    rows = run(session, f"{told} ORDER BY a.starts_on, a.made, a.id", **values)
    made = (_make_task(*row) for row in rows)
    return [task for task in made if task is not None]


def _make_task(
    id: bytes,
    village: bytes,
    starts_on: str,
    ends_on: str | None,
    canvasser: bytes | None,
    team: bytes | None,
    group: str | None,
    household: bytes | None,
) -> Task | None:
    first = date.fromisoformat(starts_on)
    last = date.fromisoformat(ends_on) if ends_on else date.max
    # Two machines may each have moved one end: a time that ends before it begins holds on no day.
    return (
        Task(id, village, Period(first, last), canvasser, team, group, household) if first <= last else None
    )


def read_memberships(session: Session) -> dict[tuple[bytes, bytes], list[Period]]:
    """Read when every person was in which team."""
    rows = run(
        session,
        "SELECT canvasser, team, starts_on, ends_on FROM team_member"
        " WHERE removed IS NULL AND canvasser IS NOT NULL AND team IS NOT NULL",
    )
    found: dict[tuple[bytes, bytes], list[Period]] = defaultdict(list)
    for canvasser, team, starts_on, ends_on in rows:
        first = date.fromisoformat(starts_on) if starts_on else date.min
        last = date.fromisoformat(ends_on) if ends_on else date.max
        if first <= last:
            found[canvasser, team].append(Period(first, last))
    return found


def list_teams_of(session: Session, canvasser: bytes | None, day: date) -> set[bytes]:
    """List the teams somebody is in on a day."""
    return {
        team
        for (person, team), periods in read_memberships(session).items()
        if person == canvasser and any(period.holds(day) for period in periods)
    }


def list_doors_of(session: Session, canvasser: bytes, day: date) -> set[bytes]:
    """List the doors that are somebody's on a day; only places that may be theirs are looked through."""
    teams = list_teams_of(session, canvasser, day)
    meant = [task for task in list_tasks(session, day=day) if task.who in {canvasser, *teams}]
    doors = {door.household for door in read_doors(session, meant)}
    for sheet in sheets.list_open(session):
        if sheet.day == day and sheet.canvasser == canvasser:
            doors.update(sheet.households)
    assigned = read_assigned(session, day, doors) if doors else {}
    return {door for door, who in assigned.items() if who.is_for(canvasser, teams)}


_DOORS = (
    "SELECT s.household, s.village, h.neighbour_group FROM household_state s JOIN household h ON h.id = s.household"
    " WHERE NOT s.hidden AND s.village IS NOT NULL AND {column} IN ({marks})"
)


def read_doors(session: Session, tasks: Iterable[Task]) -> list[Door]:
    """Read the doors that these assignments can be about."""
    known = list(tasks)
    wide = {task.village for task in known if task.household is None}
    single = {task.household for task in known if task.household is not None}
    found = {door.household: door for door in _read(session, "s.village", wide)}
    found |= {door.household: door for door in _read(session, "s.household", single - found.keys())}
    return list(found.values())


def read_these_doors(session: Session, households: Iterable[bytes]) -> list[Door]:
    """Read where households lie."""
    return _read(session, "s.household", set(households))


def _read(session: Session, column: str, wanted: Iterable[bytes]) -> list[Door]:
    found = list[Door]()
    for chunk in engine.in_chunks(sorted(wanted), size=5_000):
        statement = _DOORS.format(column=column, marks=engine.placeholders(len(chunk)))
        rows = engine.fetch_rows(session.connection(), statement, chunk)
        found += [Door(row[0], row[1], row[2] or "") for row in rows]
    return found
