"""Who may explain a difference from an official number of members: from Campaign, for the unit looked into there."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.official_figures import Measure
from outreach_app.domain.people import Scheme
from outreach_app.domain.report_rows import FigureReport
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.errors import NotFound
from ui.presenters.gap_state import GapAt, GapState, Missing
from ui.presenters.ports import HouseholdAt, Latest, Ports
from ui.presenters.table_saving import TableSaving
from ui.presenters.targets_state import Section

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = (
    "official_figure", "enrolment", "membership", "dossier_state", "person", "household", "village", "visit",
)  # fmt: skip


class GapPresenter:
    """Reads one difference at a time with the people named, opens their households, keeps them as a table.

    Attribute: saving (keeping the table).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[GapState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = GapState()
        self._reads = Latest()
        self._here = False
        self.saving = TableSaving(ports, show=lambda form: self._set(saving=form))

    def enter(self, subject: object) -> None:
        """Look again; `subject` names unit and day."""
        self._here = True
        if isinstance(subject, GapAt) and subject != self._state.at:
            self._state = replace(self._state, at=subject, report=None, gaps=(), missing=None, loading=True)
        self._show(self._state)
        self._reload()

    def here(self) -> GapAt | None:
        """What brings somebody back to where they are."""
        return self._state.at

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this page is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def leave(self) -> None:
        """Stop following what happens elsewhere."""
        self._here = False

    def choose_scheme(self, scheme: Scheme | None) -> None:
        """Look at the number of another scheme."""
        at = self._state.at
        if at is not None and scheme != self._state.scheme:
            self.saving.leave()
            self._set(at=replace(at, scheme=scheme), stood_on=None, loading=True)
            self._reload()

    def choose_place(self, place: int) -> None:
        """Look at the difference that stands at a place among those offered, counted from 1."""
        gaps = self._state.gaps
        if 1 <= place <= len(gaps):
            self.choose_scheme(gaps[place - 1].official.scheme)

    def stand_on(self, person: Hashable) -> None:
        """Show what is known of another person."""
        if person != self._state.stood_on:
            self._set(stood_on=person)

    def open(self, person: Hashable) -> None:
        """Open the household of somebody named."""
        people = self._state.report.people if self._state.report else ()
        found = next((each.person for each in people if each.person.person == person), None)
        if found is not None:
            self._ports.places.go("households", HouseholdAt(found.household))

    def open_figures(self) -> None:
        """Go where official numbers are entered."""
        self._ports.places.go("targets", Section.FIGURES)

    def go_back(self) -> None:
        """Put the question for a folder away, else go back to the results."""
        if not self.saving.leave():
            self._ports.places.go("campaign")

    def save_table(self) -> None:
        """Ask where the people named are kept as a table."""
        report, words = self._state.report, self._ports.words
        if report is None or not report.people or self._state.loading:
            return
        official = report.gap.official
        name = f"chenh-lech-{official.subject.key}-{official.scheme or 'any'}-{official.on:%Y-%m-%d}"
        self.saving.start(name, lambda kind: self._app.figure_people.write_gap(report, kind, words))

    # ------------------------------------------------------------------------------------------------------- reading
    def _reload(self) -> None:
        at = self._state.at
        self._set(loading=True)
        self._ports.query(
            lambda: self._read(at), done=self._reads.only(lambda read: self._set(loading=False, **read))
        )

    def _read(self, at: GapAt | None) -> dict[str, Any]:
        app = self._app
        at = at or GapAt(self._own_unit(), app.desk.today)
        told = app.reports.figures(at.unit, "", until=at.until)
        schemes = [gap.official.scheme for gap in told.gaps] or _list_stocks(told) or [at.scheme]
        scheme = at.scheme if at.scheme in schemes else schemes[0]
        known = {"at": at, "gaps": told.gaps, "office": app.standing().role == "office"}
        try:
            report = app.figure_people.explain(at.unit, scheme, until=at.until)
        except NotFound as error:
            return {**known, "report": None, "missing": Missing(error.key)}
        return {
            **known,
            "report": report,
            "missing": None,
            "villages": app.figure_people.name_villages(report),
        }

    def _own_unit(self) -> Subject:
        code = self._app.reports.own_unit()
        units = self._app.campaigns.list_subjects(code)
        return next(each for each in units if each.kind is SubjectKind.UNIT and each.key == code)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _list_stocks(told: FigureReport) -> list[Scheme | None]:
    """The schemes of which a number of members was published."""
    return [
        each.scheme
        for each in told.schemes
        if any(figure.measure is Measure.STOCK and figure.subject == told.subject for figure in each.figures)
    ]
