"""Everything that the monthly report of a unit says: results, what was heard, who works there, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.committees import CommitteeList
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.question_counts import QuestionReport
from outreach_app.domain.renewal_reasons import RenewalClass
from outreach_app.domain.report_rows import ProgressReport
from outreach_app.domain.results import Tally
from outreach_app.domain.teams import TeamRow
from outreach_app.domain.training_counts import TrainingReport
from outreach_app.domain.worry_counts import WorryReport


@dataclass(frozen=True, slots=True)
class ComingWork:
    """What waits in the month after, in numbers only: nobody's name belongs into a report for councils.

    `promised` are returns to doors due by its last day, `renewals` people to remind on its first day, `home` people
    away for work who are expected back by its last day, `returned` sign-ups whose papers came back.
    """

    period: Period
    promised: int = 0
    renewals: Mapping[RenewalClass, int] = field(default_factory=dict)
    home: int = 0
    returned: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is known to wait."""
        return not (self.promised or self.home or self.returned or any(self.renewals.values()))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports: the office above as it stands in a sentence, the place the paper is dated from, the day."""

    above: str
    place: str
    day: date


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """The month of a unit; `months` are the last twelve by scheme, the newest last and cut at the last day known."""

    sender: Sender
    progress: ProgressReport
    months: Mapping[Scheme, Sequence[tuple[Period, Tally]]]
    worries: WorryReport
    questions: QuestionReport
    training: TrainingReport
    committees: CommitteeList
    teams: Sequence[TeamRow]
    coming: ComingWork

    @property
    def month(self) -> Period:
        """The days it is about."""
        return self.progress.period
