"""Reports of what was heard at the doors: worries, channels, questions and difficulties, and who was trained."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from outreach_app.domain.contact_counts import ContactReport, ContactRow
from outreach_app.domain.difficulties import find_reported
from outreach_app.domain.heard_visits import HeardVisit
from outreach_app.domain.periods import Period
from outreach_app.domain.question_counts import (
    AskedQuestion,
    QuestionReport,
    find_answered,
    find_open,
    tally_questions,
)
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.visits import Channel, Outcome, Reaction
from outreach_app.domain.worry_counts import AnswerTold, Heard, Told, WorryReport, count_worries
from outreach_app.services.desk import Desk
from outreach_app.services.unit_villages import Area, Find, find_groups, read_area
from outreach_app.store import canvassers, difficulties, heard, questions, settings

_BOOK_LANGUAGE = "vi"
"""The language whose book is looked up for the answer that was told: the one that is read out at the doors."""


@dataclass(frozen=True, slots=True)
class FieldReports:
    """Reads only; a day after today has not happened."""

    desk: Desk

    def worries(self, unit_code: str, period: Period, *, split: Split = Split.VILLAGE) -> WorryReport:
        """Count the worries named within some days, and what the same households said and signed up to today."""
        with self.desk.read() as session:
            area, find = _open(session, unit_code, split)
            told = _read_heard(session, area, period)
            span = Period(period.first, max(period.first, self.desk.today))
            since = heard.read_since(session, {each.household for each in told}, span)
            answered = heard.read_answered(session, self.desk.today)
            names = {row.id: row.name for row in canvassers.list_canvassers(session)}
            spoken = heard.count_spoken(session, period)
            office = settings.read_machine(session).office_name
        rows = count_worries(
            told, since, split=lambda each: find(each.village, each.canvasser, each.day), answered=answered,
            names=names,
        )  # fmt: skip
        visits = sum(count for village, count in spoken.items() if village in area.villages)
        return WorryReport(office, area.name, period, self.desk.today, split, visits, len(told), rows)

    def contacts(self, unit_code: str, period: Period, *, split: Split = Split.VILLAGE) -> ContactReport:
        """Count the visits of some days by channel: door, telephone, Zalo, counter, meeting."""
        with self.desk.read() as session:
            area, find = _open(session, unit_code, split)
            visits, won = heard.read_contacts(session, period), heard.read_won(session, period)
            office = settings.read_machine(session).office_name
        rows = _count_contacts(visits, won, find)
        return ContactReport(office, area.name, period, min(period.last, self.desk.today), split, rows)

    def list_worried(
        self, unit_code: str, period: Period, worry: str, *, group: Group, split: Split
    ) -> list[HeardVisit]:
        """List the visits of some days at which a worry was named in one part of the report, the newest first."""
        with self.desk.read() as session:
            area, find = _open(session, unit_code, split)
            found = [
                _Found(home, village, day, who, reaction=reaction)
                for home, village, day, named, reaction, who in heard.read_worries(session, period)
                if named == worry and village and group in find(village, who, day)
            ]
            return _name_visits(session, area, found)

    def list_contacted(
        self, unit_code: str, period: Period, channel: Channel, *, group: Group, split: Split
    ) -> list[HeardVisit]:
        """List the visits of some days that went one way in one part of the report, the newest first."""
        with self.desk.read() as session:
            area, find = _open(session, unit_code, split)
            found = [
                _Found(home, village, day, who, outcome=outcome)
                for _visit, home, village, day, outcome, _spoken, way, who in heard.read_contacts(
                    session, period
                )
                if way is channel and village and group in find(village, who, day)
            ]
            return _name_visits(session, area, found)

    def questions(self, unit_code: str, period: Period, *, split: Split = Split.VILLAGE) -> QuestionReport:
        """Tell the questions open at the end of some days, those answered in them, and the difficulties reported."""
        on = min(period.last, self.desk.today)
        with self.desk.read() as session:
            area, find = _open(session, unit_code, split)
            asked = [each for each in questions.list_asked(session) if each.village in area.villages]
            known = difficulties.list_difficulties(session, villages=area.villages.keys())
            office = settings.read_machine(session).office_name
        groups: dict[Group, list[AskedQuestion]] = {area.whole: []}
        for each in asked:
            for group in find(each.village, each.canvasser, each.row.asked_on):
                groups.setdefault(group, []).append(each)
        rows = [tally_questions(group, own, period, on) for group, own in groups.items()]
        return QuestionReport(
            office, area.name, period, on, split, [rows[0], *sorted(rows[1:], key=lambda row: _place(row.group))],
            find_open(asked, on), find_answered(asked, period, on),
            sorted(
                find_reported(known, period, on),
                key=lambda each: (not each.was_open(on), each.reported_on, each.id),
            ),
        )  # fmt: skip


def _open(session: Session, unit_code: str, split: Split) -> tuple[Area, Find]:
    area = read_area(session, unit_code)
    return area, find_groups(session, area, split)


@dataclass(frozen=True, slots=True)
class _Found:
    """A visit before its names are read."""

    household: bytes
    village: bytes
    day: date
    canvasser: bytes | None
    reaction: Reaction | None = None
    outcome: Outcome | None = None


def _name_visits(session: Session, area: Area, found: Sequence[_Found]) -> list[HeardVisit]:
    names = {row.id: row.name for row in canvassers.list_canvassers(session)}
    heads = heard.read_heads(session, {each.household for each in found})
    return [
        HeardVisit(
            each.household, *heads.get(each.household, ("", "")), area.name_village(each.village), each.day,
            names.get(each.canvasser or b"", ""), each.reaction, each.outcome,
        )
        for each in sorted(found, key=lambda each: each.day, reverse=True)
    ]  # fmt: skip


def _read_heard(session: Session, area: Area, period: Period) -> list[Heard]:
    worded = heard.read_worded(session, _BOOK_LANGUAGE)
    return [
        Heard(home, village, day, worry, reaction, who, _find_answer(worded.get(worry, ()), reaction, day))
        for home, village, day, worry, reaction, who in heard.read_worries(session, period)
        if village is not None and village in area.villages
    ]


def _find_answer(worded: Sequence[tuple[date, bool]], reaction: Reaction | None, day: date) -> AnswerTold:
    """The words that stood in the book on a day; whether they were told shows in what the family thought of them."""
    if reaction is None:
        return AnswerTold(Told.NOTHING)
    place = bisect_right(worded, day, key=lambda each: each[0])
    own = place > 0 and worded[place - 1][1]
    return AnswerTold(Told.OFFICE, worded[place - 1][0]) if own else AnswerTold(Told.SHIPPED)


@dataclass(slots=True)
class _Count:
    """One channel in one part while it is counted."""

    visits: int = 0
    spoken: int = 0
    homes: set[bytes] = field(default_factory=set)
    won: set[tuple[bytes, str]] = field(default_factory=set)
    outcomes: Counter[Outcome] = field(default_factory=Counter)

    def make_row(self, group: Group, channel: Channel) -> ContactRow:
        return ContactRow(
            group, channel, self.visits, self.spoken, len(self.homes), len(self.won),
            tuple(sorted(self.outcomes.items(), key=lambda pair: (-pair[1], pair[0].value))),
        )  # fmt: skip


def _count_contacts(
    visits: Sequence[heard.Contact], won: Mapping[int, set[tuple[bytes, str]]], find: Find
) -> list[ContactRow]:
    counts: dict[tuple[Group, Channel], _Count] = defaultdict(_Count)
    for visit, home, village, day, outcome, spoken, channel, who in visits:
        for group in find(village or b"", who, day):
            count = counts[group, channel]
            count.visits += 1
            count.spoken += spoken
            count.homes.add(home)
            count.won |= won.get(visit, set())
            if outcome is not None:
                count.outcomes[outcome] += 1
    rows = [count.make_row(group, channel) for (group, channel), count in counts.items()]
    channels = tuple(Channel)
    return sorted(rows, key=lambda row: (*_place(row.group), channels.index(row.channel)))


def _place(group: Group) -> tuple[bool, bool, str, str]:
    return group.kind is not None, group.key == "", group.name, group.key
