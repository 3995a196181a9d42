"""The place Campaign: results of the own unit and what lies under it, for the days and the scheme chosen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period, month_of, quarter_of, year_of
from outreach_app.domain.report_rows import ProgressReport, ReportRow
from outreach_app.domain.targets import Subject
from ui.presenters.ports import Latest, Ports, ProgressPaperAt

if TYPE_CHECKING:
    from outreach_app.app import App

MOST_DRIVES = 3
_TABLES = (
    "enrolment",
    "membership",
    "target",
    "official_figure",
    "campaign",
    "village",
    "household",
    "person",
)


class Span(StrEnum):
    """Days of the calendar that may be looked at, beside the drives."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Days:
    """Days that may be looked at: of the calendar, or a drive with its name."""

    key: Span | bytes
    period: Period
    name: str = ""


@dataclass(frozen=True, slots=True)
class CampaignState:
    """The results as they were read for the days chosen; `offered` are the days that can be."""

    loading: bool = True
    offered: tuple[Days, ...] = ()
    chosen: Span | bytes = Span.MONTH
    scheme: Scheme = Scheme.VOLUNTARY
    unit: str = ""
    report: ProgressReport | None = None
    stood_on: Subject | None = None

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """The lines of the scheme chosen, the unit as a whole first."""
        return tuple(row for row in self.report.rows if row.scheme is self.scheme) if self.report else ()

    @property
    def row(self) -> ReportRow | None:
        """The line stood on, else the whole."""
        return next((row for row in self.rows if row.subject == self.stood_on), next(iter(self.rows), None))


@dataclass(frozen=True, slots=True)
class _Read:
    unit: str
    offered: tuple[Days, ...]
    chosen: Span | bytes
    report: ProgressReport


class CampaignPresenter:
    """Reads results and opens their paper."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[CampaignState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = CampaignState()
        self._reads = Latest()
        self._here = False

    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here; `subject` may name the days."""
        self._here = True
        if isinstance(subject, Span):
            self._state = replace(self._state, chosen=subject)
        self._show(self._state)
        self._reload()

    def here(self) -> Span | None:
        """What brings somebody back to the days chosen."""
        return self._state.chosen if isinstance(self._state.chosen, Span) else None

    def leave(self) -> None:
        """Stop following what happens elsewhere; coming back looks again."""
        self._here = False

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def choose_days(self, key: Span | bytes) -> None:
        """Look at other days."""
        if key != self._state.chosen:
            self._set(chosen=key, loading=True)
            self._reload()

    def turn_scheme(self) -> None:
        """Look at the next scheme that is offered."""
        place = OFFERED_SCHEMES.index(self._state.scheme)
        self.choose_scheme(OFFERED_SCHEMES[(place + 1) % len(OFFERED_SCHEMES)])

    def choose_scheme(self, scheme: Scheme) -> None:
        """Look at another scheme."""
        self._set(scheme=scheme)

    def stand_on(self, subject: Subject | None) -> None:
        """Show the plans of another line."""
        if subject != self._state.stood_on:
            self._set(stood_on=subject)

    def print_report(self) -> None:
        """Look at the printed report of these days."""
        report = self._state.report
        if report is not None and not self._state.loading:
            self._ports.places.go("print", ProgressPaperAt(self._state.unit, report.period))

    def _reload(self) -> None:
        chosen = self._state.chosen
        self._ports.query(lambda: self._read(chosen), done=self._reads.only(self._take))

    def _read(self, chosen: Span | bytes) -> _Read:
        reports = self._app.reports
        offered = self._list_days(self._app.desk.today)
        # A drive that was taken back meanwhile leaves the month to look at.
        days = next((each for each in offered if each.key == chosen), offered[0])
        unit = reports.own_unit()
        return _Read(unit, offered, days.key, reports.collect(unit, days.period))

    def _list_days(self, today: date) -> tuple[Days, ...]:
        calendar = (
            Days(Span.MONTH, month_of(today)),
            Days(Span.LAST_MONTH, month_of(today.replace(day=1) - timedelta(days=1))),
            Days(Span.QUARTER, quarter_of(today)),
            Days(Span.YEAR, year_of(today)),
        )
        drives = self._app.campaigns.list_campaigns()[:MOST_DRIVES]
        return (*calendar, *(Days(each.id, each.period, each.name) for each in drives))

    def _take(self, read: _Read) -> None:
        self._set(loading=False, unit=read.unit, offered=read.offered, chosen=read.chosen, report=read.report)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
