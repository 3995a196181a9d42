"""What was heard at the doors and who was trained, for the unit and the days chosen in the place Campaign."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.heard_visits import HeardVisit
from outreach_app.domain.periods import month_of
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.visits import Channel
from ui.presenters.heard_state import Down, Go, Heard, HeardPaperAt, HeardPlace, HeardState, Report
from ui.presenters.heard_words import lay_lines, results_of
from ui.presenters.ports import HeardAt, Latest, Ports
from ui.presenters.table_saving import TableSaving

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = (
    "visit", "household", "enrolment", "question", "answer", "difficulty", "meeting", "attendance", "canvasser", "team",
    "team_member", "village",
)  # fmt: skip
_DEEPEST = 2
"""Worry or channel, then its part of the report: below that stand visits."""


class HeardPresenter:
    """Reads one report at a time, goes down in it to the visits behind a count, opens households, meetings, Settings.

    Attribute: saving (keeping the report as a table).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[HeardState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = HeardState()
        self._reads, self._visits = Latest(), Latest()
        self._here = False
        self.saving = TableSaving(ports, show=lambda form: self._set(saving=form))

    def enter(self, subject: object) -> None:
        """Look again; `subject` names unit and days, or where somebody was."""
        self._here = True
        if isinstance(subject, HeardAt) and subject != self._state.at:
            self._state = replace(
                self._state, at=subject, path=(), report=None, visits=None, lines=(), loading=True
            )
        elif isinstance(subject, HeardPlace):
            self._state = replace(
                self._state, at=subject.at, kind=subject.kind, split=subject.split, path=subject.path, loading=True
            )  # fmt: skip
        self._show(self._state)
        self._reload()

    def here(self) -> HeardPlace | None:
        """What brings somebody back to where they are."""
        state = self._state
        return HeardPlace(state.at, state.kind, state.split, state.path) if state.at else None

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this page is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def leave(self) -> None:
        """Stop following what happens elsewhere."""
        self._here = False

    # ------------------------------------------------------------------------------------------------------ choosing
    def choose_kind(self, kind: Heard) -> None:
        """Look at another report."""
        if kind is not self._state.kind:
            self._begin(kind=kind)

    def choose_split(self, split: Split) -> None:
        """Split the report by something else."""
        if split is not self._state.split:
            self._begin(split=split)

    def _begin(self, **changes: Any) -> None:
        self.saving.leave()
        self._set(path=(), report=None, visits=None, lines=(), stood_on=None, loading=True, **changes)
        self._reload()

    def stand_on(self, line: Hashable) -> None:
        """Show what is known of another line."""
        if line != self._state.stood_on:
            self._set(stood_on=line)

    # ---------------------------------------------------------------------------------------------------- going down
    def open(self, line: Hashable) -> None:
        """Go down into a line, or to the household, meeting or section that it names."""
        found = next((each for each in self._state.lines if each.key == line and each.key is not None), None)
        leads = found.leads if found else None
        if isinstance(leads, Go):
            if self._ports.places.has(leads.place):
                self._ports.places.go(leads.place, leads.subject)
        elif isinstance(leads, Down) and not self._state.loading:
            self._go((*self._state.path, leads), None)

    def go_back(self) -> None:
        """Put the question for a folder away, else go up a step, else back to the results."""
        if self.saving.leave():
            return
        path = self._state.path
        if path:
            self._go(path[:-1], path[-1].key)
        else:
            self._ports.places.go("campaign")

    def go_to(self, place: int) -> None:
        """Go back to a place on the way down, counted from the unit."""
        path = self._state.path
        if 0 <= place < len(path):
            self._go(path[:place], path[place].key)

    def _go(self, path: tuple[Down, ...], stood_on: Hashable) -> None:
        at, kind, split = self._state.at, self._state.kind, self._state.split
        if at is None or self._state.loading:
            self._set(path=path, stood_on=stood_on)
            self._reload()
            return
        self._ports.query(
            lambda: self._read_visits(at, kind, split=split, path=path),
            done=self._visits.only(lambda visits: self._lay(path=path, visits=visits, stood_on=stood_on)),
        )

    def _read_visits(
        self, at: HeardAt, kind: Heard, *, split: Split, path: tuple[Down, ...]
    ) -> tuple[HeardVisit, ...] | None:
        """The visits at the end of the way down; None where what is listed is counts."""
        group = path[-1].key if len(path) == _DEEPEST else None
        if not isinstance(group, Group):
            return None
        reports, what = self._app.field_reports, path[0].key
        if kind is Heard.WORRIES:
            return tuple(reports.list_worried(at.unit, at.period, str(what), group=group, split=split))
        assert isinstance(what, Channel)
        return tuple(reports.list_contacted(at.unit, at.period, what, group=group, split=split))

    def open_results(self) -> None:
        """Look at the results of the village stood on, or gone down into."""
        line = self._state.line
        group = line.key if line is not None and isinstance(line.key, Group) else self._state.group
        if (at := results_of(group)) is not None:
            self._ports.places.go("campaign", at)

    # ------------------------------------------------------------------------------------------------------ keeping
    def save_table(self) -> None:
        """Ask where the tables of the report are kept."""
        from outreach_app.services.field_papers import write_report

        report, at, words = self._state.report, self._state.at, self._ports.words
        if report is None or at is None or self._state.loading:
            return

        self.saving.start(name_file(at, self._state.kind), lambda kind: write_report(report, kind, words))

    def print_report(self) -> None:
        """Look at the report in the place Print."""
        state = self._state
        if state.at is not None and state.report is not None and not state.loading:
            self._ports.places.go("print", HeardPaperAt(state.at, state.kind, state.split))

    # ------------------------------------------------------------------------------------------------------- reading
    def _reload(self) -> None:
        state = self._state
        self._set(loading=True)
        self._ports.query(
            lambda: self._read(state.at, state.kind, split=state.split, path=state.path),
            done=self._reads.only(self._take),
        )

    def _read(
        self, at: HeardAt | None, kind: Heard, *, split: Split, path: tuple[Down, ...]
    ) -> tuple[HeardAt, Report, tuple[HeardVisit, ...] | None]:
        app = self._app
        at = at or HeardAt(app.reports.own_unit(), month_of(app.desk.today))
        report = read_report(app, at, kind, split=split)
        visits = None if kind is Heard.TRAINING else self._read_visits(at, kind, split=split, path=path)
        return at, report, visits

    def _take(self, read: tuple[HeardAt, Report, tuple[HeardVisit, ...] | None]) -> None:
        at, report, visits = read
        self._lay(at=at, report=report, visits=visits, loading=False)

    def _lay(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        lines = lay_lines(self._ports.words, state)
        self._set(**changes, lines=lines)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def read_report(app: "App", at: HeardAt, kind: Heard, *, split: Split) -> Report:
    """Read one of the reports of a unit within some days; training is split by nothing."""
    if kind is Heard.TRAINING:
        return app.training_reports.read(at.unit, first=at.period.first, last=at.period.last)
    read: dict[Heard, Callable[..., Report]] = {
        Heard.WORRIES: app.field_reports.worries, Heard.CONTACTS: app.field_reports.contacts,
        Heard.QUESTIONS: app.field_reports.questions,
    }  # fmt: skip
    return read[kind](at.unit, at.period, split=split)


def name_file(at: HeardAt, kind: Heard) -> str:
    """The name of a file that keeps a report, without an ending."""
    return f"{_FILE_NAMES[kind]}-{at.unit}-{at.period.first:%Y-%m-%d}-{at.period.last:%Y-%m-%d}"


_FILE_NAMES = {
    Heard.WORRIES: "ban-khoan", Heard.CONTACTS: "kenh-tiep-can", Heard.QUESTIONS: "cau-hoi", Heard.TRAINING: "tap-huan",
}  # fmt: skip
