"""What the place Campaign shows: results of a place and what lies below it, a village's teams, a team's visits."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from outreach_app.domain.overviews import VisitLine
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import FigureReport, ReportRow
from outreach_app.domain.targets import Subject, SubjectKind
from ui.presenters.campaign_charts import Charts
from ui.presenters.table_saving import OpenSaving

if TYPE_CHECKING:
    from outreach_app.services.overviews import Level, Overview, TeamLine


class Span(StrEnum):
    """Days of the calendar that may be looked at, beside the drives."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"


class View(StrEnum):
    """What stands beside the list."""

    PROGRESS = "progress"
    MONTHS = "months"
    RANKING = "ranking"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Days:
    """Days that may be looked at: of the calendar, or a drive with its name."""

    key: Span | bytes
    period: Period
    name: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A place on the way down: province, commune, village, team."""

    subject: Subject
    name: str


@dataclass(frozen=True, slots=True)
class CampaignAt:
    """What brings somebody back to where they were: days, scheme, the way down, and what stood beside the list."""

    chosen: Span | bytes
    scheme: Scheme
    path: tuple[Crumb, ...]
    view: View


@dataclass(frozen=True, slots=True)
class CampaignState:
    """The results as they were read for the days chosen; `offered` are the days that can be.

    `path` leads from the own unit down to what is listed: places, a village's teams, a team's visits. `figures` are
    read only while the words are shown; `as_table` shows the numbers of a chart instead of the chart; `exports` whether
    this role may write data for analysts.
    """

    loading: bool = True
    offered: tuple[Days, ...] = ()
    chosen: Span | bytes = Span.MONTH
    scheme: Scheme = Scheme.VOLUNTARY
    overview: "Overview | None" = None
    path: tuple[Crumb, ...] = ()
    level: "Level | None" = None
    teams: "tuple[TeamLine, ...]" = ()
    stood_on: Hashable = None
    charts: Charts | None = None
    view: View = View.PROGRESS
    as_table: bool = False
    figures: FigureReport | None = None
    saving: OpenSaving | None = None
    exports: bool = False

    @property
    def depth(self) -> SubjectKind:
        """What kind of place is looked into."""
        return self.path[-1].subject.kind if self.path else SubjectKind.UNIT

    @property
    def unit(self) -> str:
        """The code of the innermost unit looked into."""
        return next((c.subject.key for c in reversed(self.path) if c.subject.kind is SubjectKind.UNIT), "")

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """The lines of the scheme chosen, the innermost unit as a whole first."""
        return tuple(row for row in self.level.rows if row.scheme is self.scheme) if self.level else ()

    @property
    def row(self) -> ReportRow | None:
        """Whose numbers stand above and beside the list: the place stood on, below a village the village itself."""
        if self.depth is SubjectKind.UNIT:
            wanted: object = self.stood_on
        else:
            wanted = next(c.subject for c in reversed(self.path) if c.subject.kind is SubjectKind.VILLAGE)
        return next((row for row in self.rows if row.subject == wanted), next(iter(self.rows), None))

    @property
    def visits(self) -> tuple[VisitLine, ...]:
        """The visits of the team looked into."""
        if self.depth is not SubjectKind.TEAM:
            return ()
        return next((each.work.visits for each in self.teams if key_of(each) == self.path[-1].subject), ())

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """What names the lines of the list, from top to bottom."""
        if self.depth is SubjectKind.UNIT:
            return tuple(row.subject for row in self.rows)
        if self.depth is SubjectKind.VILLAGE:
            return tuple(map(key_of, self.teams))
        return tuple(visit.id for visit in self.visits)


def key_of(line: "TeamLine") -> Subject:
    """What names a team in the list; whoever has no team has an empty key."""
    return Subject(SubjectKind.TEAM, line.work.team.hex() if line.work.team else "")
