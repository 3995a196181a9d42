"""Assignments: a village, neighbour group or household to a team or a person for a time, and overlaps settled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.assignments import Overlap, Task, Width, find_overlaps
from outreach_app.domain.periods import Period
from outreach_app.errors import BadInput, Message, NotAllowed, NotFound, say
from outreach_app.services.deeds import need_lead, open_deed, undo_deed
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import Undoing
from outreach_app.store import assignments, canvassers, households, neighbour_groups, teams, villages
from outreach_app.store.journal import Writer

SETTLED, TAKEN_BACK = "settled", "taken_back"


@dataclass(frozen=True, slots=True)
class Target:
    """What is assigned: a village, one neighbour group of it, or one household of it."""

    village: bytes
    group: str | None = None
    household: bytes | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """To whom: a person, or else a team."""

    canvasser: bytes | None = None
    team: bytes | None = None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment to be read: names instead of ids; `last` is None while it goes on."""

    id: bytes
    width: Width
    village: str
    group: str
    code: str
    head: str
    who: str
    is_team: bool
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Two assignments that send two people to the same doors on the same days."""

    one: AssignmentRow
    other: AssignmentRow
    first: date
    last: date | None
    doors: int


@dataclass(frozen=True, slots=True)
class AssignReport:
    """What was assigned: how many entries, how many of others were shortened for it, and what takes it back."""

    made: int
    shortened: int
    deed: str


@dataclass(frozen=True, slots=True)
class Assigning:
    """The office and team leads say who goes where; every machine of the area learns of it."""

    desk: Desk

    def list_assignments(self, *, on: date | None = None) -> list[AssignmentRow]:
        """List what holds on a day; without one, everything that has not ended yet."""
        with self.desk.read() as session:
            tasks = assignments.list_tasks(session, day=on, since=None if on else self.desk.today)
            return _Names(session).tell_all(tasks)

    def list_overlaps(self) -> list[OverlapRow]:
        """Tell where two people are sent to the same doors, from today on."""
        today = self.desk.today
        with self.desk.read() as session:
            tasks = assignments.list_tasks(session, since=today)
            names = _Names(session)
            found = find_overlaps(
                tasks,
                assignments.read_doors(session, tasks),
                assignments.read_memberships(session),
                since=today,
            )
            return [_tell_overlap(names, each) for each in found]

    def assign(
        self, targets: Iterable[Target], worker: Worker, *, first: date, last: date | None, instead: bool = False
    ) -> Done[AssignReport]:  # fmt: skip
        """Assign places for a time; BadInput `overlap` when somebody else has one of them then.

        `instead` shortens what others have there by these days. Whoever has a place already keeps it as it is.
        """
        period = _need_period(first, last)
        with open_deed(self.desk) as (writer, deed):
            need_lead(writer)
            _need_worker(writer.session, worker, first)
            known = assignments.list_tasks(writer.session, since=first)
            made = shortened = 0
            for target in dict.fromkeys(targets):
                task = _make_task(writer.session, target, worker, period)
                there = [each for each in known if each.place == task.place and each.rank == task.rank]
                rivals = _find_rivals(writer.session, task, there)
                if rivals and not instead:
                    raise _overlapping(_Names(writer.session), task, rivals[0])
                for rival in rivals:
                    _shorten(writer, rival, period)
                shortened += len(rivals)
                if not any(each.who == task.who and not task.period.subtract(each.period) for each in there):
                    writer.create("assignment", _values_of(task))
                    made += 1
        return Done(AssignReport(made, shortened, deed), writer.changes())

    def settle(self, kept: bytes, other: bytes) -> Done[AssignReport]:
        """Let of two overlapping assignments one stand and shorten the other by the days they share."""
        with open_deed(self.desk) as (writer, deed):
            need_lead(writer)
            winner, loser = _need_task(writer.session, kept), _need_task(writer.session, other)
            shared = winner.period.meet(loser.period)
            if shared is not None:
                _shorten(writer, loser, shared)
        return Done(AssignReport(0, int(shared is not None), deed), writer.changes())

    def end(self, assignment: bytes, last_day: date | None = None) -> Done[AssignReport]:
        """Let an assignment end with a day (today); one that has not begun by then is taken back."""
        last = last_day or self.desk.today
        with open_deed(self.desk) as (writer, deed):
            need_lead(writer)
            task = _need_task(writer.session, assignment)
            told = {"removed": TAKEN_BACK} if last < task.period.first else {"ends_on": last.isoformat()}
            writer.edit("assignment", assignment, told)
        return Done(AssignReport(0, 1, deed), writer.changes())

    def undo(self, deed: str) -> Done[Undoing]:
        """Take back what one of these commands wrote."""
        return undo_deed(self.desk, deed)


def _need_period(first: date, last: date | None) -> Period:
    if last is not None and last < first:
        raise BadInput(
            say("The last day, {last}, lies before the first, {first}.", last=last, first=first),
            say("Change one of them."),
            key="days_turned",
        )
    return Period(first, last or date.max)


def _need_worker(session: Session, worker: Worker, day: date) -> None:
    if worker.canvasser is not None:
        person = canvassers.read_canvasser(session, worker.canvasser)
        if person is not None and person.has_left(day):
            raise NotAllowed(
                say("{name} no longer works here.", name=person.name), say("Choose somebody else."), key="has_left"
            )  # fmt: skip
        if person is not None:
            return
    elif worker.team is not None and teams.read_team(session, worker.team) is not None:
        return
    raise NotFound(say("Nobody is named who goes there."), say("Choose a person or a team from the list."))


def _make_task(session: Session, target: Target, worker: Worker, period: Period) -> Task:
    village = target.village
    if target.household is not None:
        home = households.read_household(session, target.household)
        if home is None:
            raise NotFound(say("This household is not in the workspace."), say("Choose one from the list."))
        return Task(b"", home.village, period, worker.canvasser, worker.team, None, home.id)
    if villages.read_village(session, village) is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))
    if target.group is not None:
        known = dict(neighbour_groups.list_groups(session, village))
        if not target.group or target.group not in known:
            raise NotFound(
                say("This village has no neighbour group {name}.", name=target.group or "–"),
                say("Choose a group from the list."),
                key="no_such_group",
            )
    return Task(b"", village, period, worker.canvasser, worker.team, target.group)


def _find_rivals(session: Session, task: Task, there: Sequence[Task]) -> list[Task]:
    apart = [each for each in there if each.who != task.who and each.period.meet(task.period)]
    if not apart:
        return []
    doors = assignments.read_doors(session, [task])
    told = find_overlaps([task, *apart], doors, assignments.read_memberships(session))
    return [each.other for each in told if each.one is task]


def take_over(writer: Writer, doors: Mapping[bytes, bytes], canvasser: bytes, *, day: date) -> None:
    """Give doors (household and its village) to somebody for one day; others who had them for that day lose it."""
    period = Period(day, day)
    known: dict[bytes, list[Task]] = defaultdict(list)
    for task in assignments.list_tasks(writer.session, day=day):
        if task.household is not None and task.period == period:
            known[task.household].append(task)
    for household, village in doors.items():
        for rival in known[household]:
            if rival.who != canvasser:
                writer.edit("assignment", rival.id, {"removed": SETTLED})
        if all(rival.who != canvasser for rival in known[household]):
            task = Task(b"", village, period, canvasser, household=household)
            writer.create("assignment", _values_of(task))


def pass_on(writer: Writer, leaver: bytes, successor: bytes, *, since: date) -> int:
    """Give what is somebody's from a day on to somebody else; the days before stay as they were. Returns how many."""
    mine = [task for task in assignments.list_tasks(writer.session, since=since) if task.canvasser == leaver]
    for task in mine:
        ahead = task.period.meet(Period(since))
        assert ahead is not None
        _shorten(writer, task, ahead)
        writer.create("assignment", _values_of(replace(task, canvasser=successor, period=ahead)))
    return len(mine)


def _shorten(writer: Writer, task: Task, by: Period) -> None:
    left = task.period.subtract(by)
    if not left:
        writer.edit("assignment", task.id, {"removed": SETTLED})
        return
    values = _values_of(replace(task, period=left[0]))
    writer.edit("assignment", task.id, {name: values[name] for name in ("starts_on", "ends_on")})
    for piece in left[1:]:
        writer.create("assignment", _values_of(replace(task, period=piece)))


def _values_of(task: Task) -> dict[str, object]:
    return {
        "village": task.village, "neighbour_group": task.group, "household": task.household, "team": task.team,
        "canvasser": task.canvasser, "starts_on": task.period.first.isoformat(),
        "ends_on": None if task.period.last == date.max else task.period.last.isoformat(),
    }  # fmt: skip


def _need_task(session: Session, assignment: bytes) -> Task:
    found = next((each for each in assignments.list_tasks(session) if each.id == assignment), None)
    if found is None:
        raise NotFound(say("This assignment is not in the workspace."), say("Choose one from the list."))
    return found


def _overlapping(names: "_Names", task: Task, rival: Task) -> BadInput:
    row = names.tell(rival)
    return BadInput(
        say("{place} is {name}'s then.", place=tell_place(row), name=row.who),
        say("Choose other days, or take it over: their days are shortened."),
        key="overlap",
    )


def tell_place(row: AssignmentRow) -> Message:
    """What an assignment is about in words."""
    if row.width is Width.HOUSEHOLD:
        return say("{head} ({code})", head=row.head, code=row.code)
    if row.width is Width.GROUP:
        return say("{group}, {village}", group=row.group, village=row.village)
    return say("{name}", name=row.village)


def _tell_overlap(names: "_Names", overlap: Overlap) -> OverlapRow:
    last = None if overlap.period.last == date.max else overlap.period.last
    one, other = names.tell(overlap.one), names.tell(overlap.other)
    return OverlapRow(one, other, overlap.period.first, last, len(overlap.doors))


class _Names:
    """Names of everything assignments point to, read once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.people = {each.id: each.name for each in canvassers.list_canvassers(session)}
        self.teams = {each.id: each.name for each in teams.list_teams(session)}
        self.villages = {each.id: each.name for each in villages.list_villages(session, with_merged=True)}
        self.homes: dict[bytes, tuple[str, str]] = {}

    def tell_all(self, tasks: Sequence[Task]) -> list[AssignmentRow]:
        """Tell of many; households are read together."""
        homes = households.read_many(self.session, [each.household for each in tasks if each.household])
        self.homes |= {id: (row.code, row.head) for id, row in homes.items()}
        return [self.tell(task) for task in tasks]

    def tell(self, task: Task) -> AssignmentRow:
        """Tell of one."""
        code, head = self._home(task.household) if task.household else ("", "")
        person = self.people.get(task.canvasser or b"", "") if task.canvasser else ""
        return AssignmentRow(
            task.id, task.width, self.villages.get(task.village, "?"), task.group or "", code, head,
            person or self.teams.get(task.team or b"", "?"), task.canvasser is None, task.period.first,
            None if task.period.last == date.max else task.period.last,
        )  # fmt: skip

    def _home(self, household: bytes) -> tuple[str, str]:
        if household not in self.homes:
            row = households.read_household(self.session, household)
            self.homes[household] = (row.code, row.head) if row else ("?", "?")
        return self.homes[household]
