"""Questions nobody could answer at the door, by village and age: those open on a day, those answered in some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.difficulties import Difficulty
from outreach_app.domain.periods import Period
from outreach_app.domain.report_groups import Delay, Group, Split, count_days
from outreach_app.domain.rows import QuestionRow

WEEK, MONTH = 7, 30
"""Days after which an open question counts as old, and as very old."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the place it came from."""

    row: QuestionRow
    village: bytes
    village_name: str
    canvasser: bytes | None

    def answered_on(self, until: date) -> date | None:
        """Give the day of the first answer that was there on a day."""
        return min((each.answered_on for each in self.row.answers if each.answered_on <= until), default=None)

    def waited(self, on: date) -> int:
        """How many days it waited for its first answer, or has waited up to a day."""
        return count_days(self.row.asked_on, self.answered_on(on) or on)


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """The questions of one part of a report: asked in its days, open at their end by age, answered in them.

    `open` counts all that are open, `over_week` and `over_month` those of them that have waited longer.
    """

    group: Group
    asked: int
    open: int
    over_week: int
    over_month: int
    oldest: int | None
    answered: int
    days: Delay | None


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """Questions and difficulties of a unit: tallies (the whole first), open ones (longest first), answered ones.

    `difficulties` are those open on `on`, the oldest first, then those closed within the days.
    """

    office_name: str
    name: str
    period: Period
    on: date
    split: Split
    rows: Sequence[QuestionTally]
    open: Sequence[AskedQuestion]
    answered: Sequence[AskedQuestion]
    difficulties: Sequence[Difficulty]

    @property
    def whole(self) -> QuestionTally:
        """The unit as a whole."""
        return self.rows[0]


def tally_questions(group: Group, asked: Sequence[AskedQuestion], period: Period, on: date) -> QuestionTally:
    """Count the questions of one part of a report; a day after `on` has not happened."""
    waits = [each.waited(on) for each in find_open(asked, on)]
    answered = find_answered(asked, period, on)
    return QuestionTally(
        group,
        sum(period.holds(each.row.asked_on) and each.row.asked_on <= on for each in asked),
        len(waits),
        sum(days > WEEK for days in waits),
        sum(days > MONTH for days in waits),
        max(waits, default=None),
        len(answered),
        Delay.of([each.waited(on) for each in answered]),
    )


def find_open(asked: Sequence[AskedQuestion], on: date) -> list[AskedQuestion]:
    """Find the questions that were open at the end of a day, the longest waiting first."""
    found = [each for each in asked if each.row.asked_on <= on and each.answered_on(on) is None]
    return sorted(found, key=lambda each: (each.row.asked_on, each.row.id))


def find_answered(asked: Sequence[AskedQuestion], period: Period, on: date) -> list[AskedQuestion]:
    """Find the questions that were answered for the first time within a period, the newest answer first."""
    told = [(each.answered_on(on), each) for each in asked]
    found = [(day, each) for day, each in told if day is not None and period.holds(day)]
    return [each for day, each in sorted(found, key=lambda pair: (pair[0], pair[1].row.id), reverse=True)]
