"""What the page of what was heard shows: four reports, each a list that may lead further down."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.contact_counts import ContactReport
from outreach_app.domain.heard_visits import HeardVisit
from outreach_app.domain.periods import Period
from outreach_app.domain.question_counts import QuestionReport
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.training_counts import TrainingReport
from outreach_app.domain.worry_counts import WorryReport
from ui.presenters.ports import HeardAt
from ui.presenters.table_saving import OpenSaving

Report = WorryReport | ContactReport | QuestionReport | TrainingReport
Sections = tuple[tuple[str, tuple[str, ...]], ...]
"""Headings with the lines below each, for the panel beside the list."""


class Heard(StrEnum):
    """The reports in the order of their digits."""

    WORRIES = "worries"
    CONTACTS = "contacts"
    QUESTIONS = "questions"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Down:
    """A step down: a worry, a channel, a part of the report or a commune, with its name."""

    key: Hashable
    name: str


@dataclass(frozen=True, slots=True)
class Go:
    """Another place that a line leads to, and what to open there."""

    place: str
    subject: object


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line of the list; without a key it is a heading. `leads` is where Enter goes, `sections` stand beside it."""

    key: Hashable | None
    title: str
    detail: str = ""
    right: str = ""
    leads: Down | Go | None = None
    sections: Sections = ()


@dataclass(frozen=True, slots=True)
class HeardPlace:
    """What brings somebody back to where they were."""

    at: HeardAt
    kind: Heard
    split: Split
    path: tuple[Down, ...]


@dataclass(frozen=True, slots=True)
class HeardPaperAt:
    """A report of what was heard, to look at in the place Print."""

    at: HeardAt
    kind: Heard
    split: Split


@dataclass(frozen=True, slots=True)
class HeardState:
    """The lines of a report at the end of the way down; `report` is kept while somebody goes down in it."""

    loading: bool = True
    at: HeardAt | None = None
    kind: Heard = Heard.WORRIES
    split: Split = Split.VILLAGE
    report: Report | None = None
    path: tuple[Down, ...] = ()
    visits: tuple[HeardVisit, ...] | None = None
    lines: tuple[HeardLine, ...] = ()
    stood_on: Hashable = None
    saving: OpenSaving | None = None

    @property
    def period(self) -> Period | None:
        """The days that count."""
        return self.at.period if self.at else None

    @property
    def line(self) -> HeardLine | None:
        """The line stood on, else the first that can be."""
        known = [each for each in self.lines if each.key is not None]
        return next((each for each in known if each.key == self.stood_on), next(iter(known), None))

    @property
    def group(self) -> Group | None:
        """The part of the report gone down into."""
        return next((step.key for step in self.path if isinstance(step.key, Group)), None)

    @property
    def day(self) -> date | None:
        """The last of the days that has come."""
        return self.report.on if self.report else None
