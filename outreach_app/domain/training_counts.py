"""Who was trained, when and in what, by team and commune, and the communes where nobody who canvasses was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.i18n import N_


class Trainee(StrEnum):
    """As what somebody is trained."""

    CANVASSER = "canvasser"
    COMMITTEE = "committee"


TRAINEE_NAMES: dict[Trainee, str] = {
    Trainee.CANVASSER: N_("works at the doors"), Trainee.COMMITTEE: N_("sits on a steering committee"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """One training that somebody came to; `meeting` is its row id."""

    meeting: bytes
    day: date
    topic: str
    led_by: str


@dataclass(frozen=True, slots=True)
class TrainedRow:
    """Somebody who canvasses or sits on a committee, their teams (or the committee), and the lessons, newest first."""

    id: bytes
    name: str
    kind: Trainee
    teams: tuple[str, ...]
    communes: tuple[str, ...]
    lessons: tuple[Lesson, ...] = ()

    @property
    def is_trained(self) -> bool:
        """Whether they came to any training that counts here."""
        return bool(self.lessons)

    @property
    def last_day(self) -> date | None:
        """The day of the newest lesson."""
        return self.lessons[0].day if self.lessons else None


@dataclass(frozen=True, slots=True)
class CommuneTraining:
    """One commune: who canvasses there (of its teams, or sent to its villages) and how many of them were trained."""

    code: str
    name: str
    canvassers: int
    trained: int

    @property
    def is_without(self) -> bool:
        """Whether nobody trained canvasses there."""
        return self.trained == 0


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """One training: its day and topic, who led it, who came by name and (known by no name) by head."""

    meeting: bytes
    day: date
    topic: str
    led_by: str
    named: int
    others: int


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Training up to `on`, from `first` on if one is named: people (those without first), communes, the trainings."""

    office_name: str
    name: str
    first: date | None
    on: date
    rows: Sequence[TrainedRow]
    communes: Sequence[CommuneTraining]
    days: Sequence[TrainingDay]

    @property
    def without(self) -> list[CommuneTraining]:
        """The communes where nobody trained canvasses."""
        return [each for each in self.communes if each.is_without]

    @property
    def trained(self) -> int:
        """How many people were trained."""
        return sum(row.is_trained for row in self.rows)
