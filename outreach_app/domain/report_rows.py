"""Lines of the reports: a unit or village under one scheme within some days, and the published numbers beside ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from outreach_app.domain.official_figures import DistinctCheck, Gap
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import PublishedScheme
from outreach_app.domain.results import Comparison, Progress, Tally, take_percent
from outreach_app.domain.targets import Subject


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A unit or village under one scheme within some days; `plans` are its targets for exactly these days."""

    subject: Subject
    name: str
    scheme: Scheme
    period: Period
    tally: Tally
    active: int
    last_year: int
    plans: tuple[Progress, ...] = ()
    base: int | None = None

    @property
    def plan(self) -> Progress | None:
        """The plan the row is judged by: the first that was set."""
        return self.plans[0] if self.plans else None

    @property
    def against_last_year(self) -> Comparison:
        """Who joined beside the same days of the year before."""
        return Comparison(self.tally.joined, self.period, self.last_year, self.period.year_before)

    @property
    def coverage(self) -> Decimal | None:
        """Members in percent of the workforce or population as last published; None when that is not known."""
        return take_percent(self.active, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class FigureReport:
    """Official figures of a unit up to a day, by scheme; `distinct` compares people with the sum of the schemes."""

    subject: Subject
    name: str
    until: date
    schemes: tuple[PublishedScheme, ...]
    gaps: tuple[Gap, ...]
    distinct: DistinctCheck | None


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What the printed report says: results up to `on`, the whole unit first, and its official figures."""

    office_name: str
    name: str
    period: Period
    on: date
    rows: Sequence[ReportRow]
    figures: FigureReport
