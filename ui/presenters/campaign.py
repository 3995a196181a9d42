"""The place Campaign: results of the own unit and, by Enter, of each commune, village and team down to the visits."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import month_of, quarter_of, year_of
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.errors import NotFound
from ui.presenters.campaign_charts import draw_charts
from ui.presenters.campaign_state import CampaignAt, CampaignState, Crumb, Days, Span, View, key_of
from ui.presenters.gap_state import GapAt
from ui.presenters.ports import HeardAt, HouseholdAt, Latest, Ports, ProgressPaperAt, ResultsAt, VillagesAt
from ui.presenters.table_saving import TableSaving

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.overviews import Level, Overview, TeamLine

MOST_DRIVES = 3
_TABLES = (
    "enrolment", "membership", "target", "official_figure", "campaign", "village", "household", "person", "visit",
    "team", "team_member",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Laid:
    """What is listed at the end of a way down; a way that ends nowhere any more ends where it still leads."""

    path: tuple[Crumb, ...]
    level: "Level"
    teams: "tuple[TeamLine, ...]"


@dataclass(frozen=True, slots=True)
class _Read:
    offered: tuple[Days, ...]
    chosen: Span | bytes
    overview: "Overview"
    laid: _Laid


class CampaignPresenter:
    """Reads results once for the days chosen, goes down and up in what was read, opens papers and households.

    Attribute: saving (keeping the results as a table).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[CampaignState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = CampaignState(exports=ports.places.has("exports"))
        self._reads, self._drawings, self._figures = Latest(), Latest(), Latest()
        self._here = False
        self.saving = TableSaving(ports, show=lambda form: self._set(saving=form))

    # ------------------------------------------------------------------------------------------------------ coming
    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here; `subject` may name the days, a village, or where somebody was."""
        self._here = True
        if isinstance(subject, Span):
            self._state = replace(self._state, chosen=subject)
        elif isinstance(subject, CampaignAt):
            self._state = replace(
                self._state, chosen=subject.chosen, scheme=subject.scheme, path=subject.path, view=subject.view
            )  # fmt: skip
        self._show(self._state)
        self._reload(subject.village if isinstance(subject, ResultsAt) else None)

    def here(self) -> CampaignAt:
        """What brings somebody back to where they are."""
        state = self._state
        return CampaignAt(state.chosen, state.scheme, state.path, state.view)

    def leave(self) -> None:
        """Stop following what happens elsewhere; coming back looks again, so what was counted need not be kept."""
        self._here = False
        self._reads.drop()
        self._state = replace(self._state, overview=None, loading=True)

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    # ------------------------------------------------------------------------------------------------------ choosing
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
        self._draw()

    def choose_view(self, view: View) -> None:
        """Show something else beside the list."""
        self._set(view=view)
        self._read_figures()

    def turn_table(self) -> None:
        """Show the numbers of the charts instead of the charts, or the charts again."""
        self._set(as_table=not self._state.as_table)

    def stand_on(self, line: Hashable) -> None:
        """Show the numbers of another line."""
        if line != self._state.stood_on:
            self._set(stood_on=line)
            if self._state.depth is SubjectKind.UNIT:
                self._draw()

    # ---------------------------------------------------------------------------------------------------- going down
    def open(self, line: Hashable) -> None:
        """Go down into a line of the list; at the end its household opens."""
        state = self._state
        if state.depth is SubjectKind.TEAM:
            visit = next((each for each in state.visits if each.id == line), None)
            if visit is not None:
                self._ports.places.go("households", HouseholdAt(visit.household))
        elif isinstance(line, Subject) and (crumb := self._name(line)) is not None:
            self._go((*state.path, crumb), None)

    def _name(self, line: Subject) -> Crumb | None:
        """The line as a place to go into; the whole that is looked into already is none."""
        state = self._state
        if line.kind is SubjectKind.TEAM:
            return next((Crumb(line, team.work.name) for team in state.teams if key_of(team) == line), None)
        row = next((row for row in state.rows[1:] if row.subject == line), None)
        return Crumb(line, row.name) if row else None

    def go_up(self) -> None:
        """Go back one step, to the line that was gone into."""
        if not self.saving.leave() and len(self._state.path) > 1:
            self.go_to(len(self._state.path) - 2)

    def go_to(self, place: int) -> None:
        """Go back to a place on the way down, counted from the top."""
        path = self._state.path
        if 0 <= place < len(path) - 1:
            self._go(path[: place + 1], path[place + 1].subject)

    def _go(self, path: tuple[Crumb, ...], stood_on: Hashable) -> None:
        overview = self._state.overview
        if overview is None or self._state.loading:
            return

        def take(laid: _Laid) -> None:
            self._set(path=laid.path, level=laid.level, teams=laid.teams, stood_on=stood_on)
            self._draw()

        self._ports.query(lambda: self._lay(overview, path), done=self._reads.only(take))

    def print_report(self) -> None:
        """Look at the printed report of the unit looked into."""
        state = self._state
        if state.overview is not None and not state.loading:
            self._ports.places.go("print", ProgressPaperAt(state.unit, state.overview.period))

    def open_villages(self) -> None:
        """Look at every village of the unit looked into in one table."""
        if self._state.unit:
            self._ports.places.go("villages", VillagesAt(self._state.unit))

    def open_heard(self) -> None:
        """Look at what was heard in the unit looked into within the days chosen."""
        days = next((each for each in self._state.offered if each.key == self._state.chosen), None)
        if self._state.unit and days is not None:
            self._ports.places.go("heard", HeardAt(self._state.unit, days.period))

    def open_gap(self) -> None:
        """Look at who may explain the difference from the official number of the unit looked into."""
        state = self._state
        if state.level is not None and state.overview is not None and not state.loading:
            whole = state.level.rows[0].subject
            self._ports.places.go("gap", GapAt(whole, state.overview.on, state.scheme))

    def open_exports(self) -> None:
        """Go where the office writes its data for analysts."""
        if self._state.exports:
            self._ports.places.go("exports")

    def save_table(self) -> None:
        """Ask where the results of the unit looked into are kept as a table."""
        state, reports, words = self._state, self._app.reports, self._ports.words
        if state.overview is None or state.loading:
            return
        unit, period = state.unit, state.overview.period
        self.saving.start(
            f"ket-qua-{unit}-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}",
            lambda kind: reports.write_table(reports.collect(unit, period), kind, words),
        )

    # ------------------------------------------------------------------------------------------------------ reading
    def _reload(self, village: bytes | None = None) -> None:
        chosen, path = self._state.chosen, self._state.path
        self._ports.query(lambda: self._read(chosen, path, village), done=self._reads.only(self._take))

    def _read(self, chosen: Span | bytes, path: tuple[Crumb, ...], village: bytes | None) -> _Read:
        offered = self._list_days(self._app.desk.today)
        # A drive that was taken back meanwhile leaves the month to look at.
        days = next((each for each in offered if each.key == chosen), offered[0])
        overview = self._app.overviews.read(days.period)
        laid = self._lay(overview, path) if village is None else self._find(overview, village)
        return _Read(offered, days.key, overview, laid)

    def _list_days(self, today: date) -> tuple[Days, ...]:
        calendar = (
            Days(Span.MONTH, month_of(today)),
            Days(Span.LAST_MONTH, month_of(today.replace(day=1) - timedelta(days=1))),
            Days(Span.QUARTER, quarter_of(today)),
            Days(Span.YEAR, year_of(today)),
        )
        drives = self._app.campaigns.list_campaigns()[:MOST_DRIVES]
        return (*calendar, *(Days(each.id, each.period, each.name) for each in drives))

    def _lay(self, overview: "Overview", path: tuple[Crumb, ...]) -> _Laid:
        """Follow a way down as far as it still leads."""
        units = [crumb.subject.key for crumb in path if crumb.subject.kind is SubjectKind.UNIT]
        level, crumbs = self._lay_units(overview, units or [self._app.reports.own_unit()])
        teams: tuple[TeamLine, ...] = ()
        for crumb in path[len(units) :]:
            if crumb.subject.kind is SubjectKind.VILLAGE and crumb.subject in level.villages:
                teams = tuple(self._app.overviews.list_teams(overview, bytes.fromhex(crumb.subject.key)))
            elif crumb.subject not in map(key_of, teams):
                break
            crumbs.append(crumb)
        return _Laid(tuple(crumbs), level, teams)

    def _lay_units(self, overview: "Overview", codes: list[str]) -> "tuple[Level, list[Crumb]]":
        try:
            level = self._app.overviews.lay_level(overview, codes[-1])
        except NotFound:
            codes = [self._app.reports.own_unit()]
            level = self._app.overviews.lay_level(overview, codes[0])
        names = {each.subject.key: each for each in self._state.path}
        kept = [names[code] for code in codes[:-1] if code in names]
        return level, [*kept, Crumb(level.rows[0].subject, level.rows[0].name)]

    def _find(self, overview: "Overview", village: bytes) -> _Laid:
        """Go down from the own unit to a village."""
        level, crumbs = self._lay_units(overview, [self._app.reports.own_unit()])
        while crumbs[-1].subject.kind is SubjectKind.UNIT:
            below = [row for row in level.rows if row.subject != crumbs[-1].subject]
            row = next((row for row in below if village in level.villages[row.subject]), None)
            if row is None:
                break
            crumbs.append(Crumb(row.subject, row.name))
            if row.subject.kind is SubjectKind.UNIT:
                level = self._app.overviews.lay_level(overview, row.subject.key)
        teams: tuple[TeamLine, ...] = ()
        if crumbs[-1].subject.kind is SubjectKind.VILLAGE:
            teams = tuple(self._app.overviews.list_teams(overview, village))
        return _Laid(tuple(crumbs), level, teams)

    def _take(self, read: _Read) -> None:
        laid = read.laid
        self._set(
            loading=False, offered=read.offered, chosen=read.chosen, overview=read.overview, path=laid.path,
            level=laid.level, teams=laid.teams, figures=None,
        )  # fmt: skip
        self._draw()
        self._read_figures()

    def _draw(self) -> None:
        state, words = self._state, self._ports.words
        overview, level, row, rows = state.overview, state.level, state.row, state.rows
        if overview is not None and level is not None and row is not None:
            self._ports.query(
                lambda: draw_charts(words, overview, level, row, rows),
                done=self._drawings.only(lambda charts: self._set(charts=charts)), series="charts",
            )  # fmt: skip

    def _read_figures(self) -> None:
        """Read what was published about the unit, which may count everybody's covers, only where it is shown."""
        state, level, overview = self._state, self._state.level, self._state.overview
        if state.view is not View.WORDS or level is None or overview is None:
            return
        whole, reports = level.rows[0], self._app.reports
        if state.figures is not None and state.figures.subject == whole.subject:
            return
        self._ports.query(
            lambda: reports.figures(whole.subject, whole.name, until=overview.on),
            done=self._figures.only(lambda figures: self._set(figures=figures)),
        )

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
