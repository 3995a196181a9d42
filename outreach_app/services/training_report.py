"""Who was trained of those who canvass and of steering committees, by team and commune."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.meetings import Meeting, MeetingKind, Training
from outreach_app.domain.rows import CanvasserRow
from outreach_app.domain.teams import TeamRow
from outreach_app.domain.text import sort_key
from outreach_app.domain.training_counts import (
    CommuneTraining,
    Lesson,
    TrainedRow,
    Trainee,
    TrainingDay,
    TrainingReport,
)
from outreach_app.services.desk import Desk
from outreach_app.services.territory_data import read_standing
from outreach_app.services.unit_villages import Area, read_area
from outreach_app.store import canvassers, committees, meetings, settings, teams, workplaces

_OFFICE = "office"
"""The role of those who work in the office and are sent to no door."""


@dataclass(frozen=True, slots=True)
class TrainingReports:
    """Reads only; a training that is still to come has taught nobody."""

    desk: Desk

    def read(self, unit_code: str, *, first: date | None = None, last: date | None = None) -> TrainingReport:
        """Tell who was trained up to a day (else today), and from a day on if one is named.

        Whoever is in no team and sent nowhere is told with every unit.
        """
        today = self.desk.today
        on = min(last or today, today)
        with self.desk.read() as session:
            area = read_area(session, unit_code)
            days = meetings.list_meetings(session, start=first, end=on)
            rows = [*_read_canvassers(session, area, today), *_read_committees(session, area, today)]
            taught = [*meetings.list_trainings(session), *committees.list_trainings(session)]
            office = settings.read_machine(session).office_name
        lessons = _group_lessons(taught, first, on)
        told = [_with_lessons(row, lessons.get(row.id, ())) for row in rows]
        return TrainingReport(
            office, area.name, first, on, sorted(told, key=_place), _count_communes(area, told),
            [_make_day(each) for each in days if each.kind is MeetingKind.TRAINING],
        )  # fmt: skip


def _place(row: TrainedRow) -> tuple[bool, str, str, str]:
    return row.is_trained, row.kind.value, row.teams[0] if row.teams else "", sort_key(row.name)


def _read_canvassers(session: Session, area: Area, today: date) -> list[TrainedRow]:
    rows, sent = teams.list_teams(session), workplaces.read_sent(session, today)
    working = (each for each in canvassers.list_canvassers(session) if not each.has_left(today))
    found = []
    for each in working:
        if each.role == _OFFICE:
            continue
        own = _teams_of(each, rows, today)
        codes = _communes_of(each, own, sent, area)
        inside = tuple(area.communes[code] for code in sorted(codes) if code in area.communes)
        if inside or not codes:
            found.append(
                TrainedRow(each.id, each.name, Trainee.CANVASSER, tuple(t.name for t in own), inside)
            )
    return found


def _teams_of(who: CanvasserRow, rows: Sequence[TeamRow], today: date) -> list[TeamRow]:
    return [
        row
        for row in rows
        if row.id == who.team or any(member.canvasser == who.id for member in row.list_in(today))
    ]


def _communes_of(
    who: CanvasserRow, own: Sequence[TeamRow], sent: Mapping[bytes, Collection[bytes]], area: Area
) -> set[str]:
    """The codes of communes somebody works in; a village of elsewhere is told by an empty code."""
    places = {village for id in (who.id, *(team.id for team in own)) for village in sent.get(id, ())}
    codes = {area.villages[each].commune_code if each in area.villages else "" for each in places}
    return codes | {team.commune_code for team in own}


def _read_committees(session: Session, area: Area, today: date) -> list[TrainedRow]:
    territory, found = read_standing(session), []
    for committee in committees.list_committees(session):
        unit = territory.unit(committee.unit_code, committee.unit_vintage)
        name = unit.full_name if unit else committee.unit_code
        if committee.unit_code in area.communes or name == area.name:
            communes = (name,) if committee.unit_code in area.communes else ()
            found += [
                TrainedRow(each.id, each.name, Trainee.COMMITTEE, (name,), communes)
                for each in committee.list_in(today)
            ]
    return found


def _group_lessons(taught: Iterable[Training], first: date | None, on: date) -> dict[bytes, list[Lesson]]:
    found: dict[bytes, list[Lesson]] = defaultdict(list)
    for each in sorted(taught, key=lambda each: each.day, reverse=True):
        if each.day <= on and (first is None or each.day >= first):
            found[each.canvasser].append(Lesson(each.meeting, each.day, each.topic, each.led_by))
    return found


def _with_lessons(row: TrainedRow, lessons: Sequence[Lesson]) -> TrainedRow:
    return TrainedRow(row.id, row.name, row.kind, row.teams, row.communes, tuple(lessons))


def _count_communes(area: Area, rows: Sequence[TrainedRow]) -> list[CommuneTraining]:
    doors = [row for row in rows if row.kind is Trainee.CANVASSER]
    found = []
    for code, name in sorted(area.communes.items()):
        there = [row for row in doors if name in row.communes]
        found.append(CommuneTraining(code, name, len(there), sum(row.is_trained for row in there)))
    return found


def _make_day(meeting: Meeting) -> TrainingDay:
    return TrainingDay(
        meeting.id, meeting.day, meeting.topic, meeting.led_by, meeting.came, meeting.others or 0
    )
