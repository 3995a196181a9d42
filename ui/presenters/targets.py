"""Targets, drives and official figures in the window: the office enters, changes and hands down, others read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.errors import say
from ui.presenters.ports import Latest, Ports
from ui.presenters.taking_back import remember_command
from ui.presenters.target_forms import TargetForms
from ui.presenters.targets_state import OpenForm, Section, TargetsState

if TYPE_CHECKING:
    from outreach_app.app import App

_TABLES = ("target", "campaign", "official_figure", "village", "team", "canvasser")
_TABLE_OF = {
    Section.TARGETS: "target",
    Section.DRIVES: "campaign",
    Section.FIGURES: "official_figure",
}


class TargetsPresenter:
    """Reads what was entered, opens forms, takes back.

    Attribute: forms (what is typed and stored).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TargetsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TargetsState()
        self._reads = Latest()
        self._here = False
        self.forms = TargetForms(app, ports, show=self._show_form, made=self._stand_on_made)

    def enter(self, subject: object) -> None:
        """Look again; `subject` may name the section."""
        self._here = True
        if isinstance(subject, Section):
            self._state = replace(self._state, section=subject)
        self._show(self._state)
        self._reload()

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def leave(self) -> None:
        """Stop following what happens elsewhere."""
        self._here = False

    def go_back(self) -> None:
        """Close the form that is open, else go back to the results."""
        if not self.forms.leave():
            self._ports.places.go("campaign")

    def choose_section(self, section: Section) -> None:
        """List something else."""
        self.forms.leave()
        self._set(section=section, stood_on=None)

    def stand_on(self, row: bytes | None) -> None:
        """Show what is known of another line."""
        if row != self._state.stood_on:
            self._set(stood_on=row)

    # --------------------------------------------------------------------------------------------------------- deeds
    def start_new(self) -> None:
        """Open the form for what the section lists."""
        state = self._state
        if not state.office or state.today is None or not state.subjects:
            return
        if state.section is Section.TARGETS:
            self.forms.start_target(state.subjects[0], state.today)
        elif state.section is Section.DRIVES:
            self.forms.start_drive(state.today)
        else:
            self.forms.start_figure(state.subjects[0], state.today)

    def change(self) -> None:
        """Open the line stood on, to correct it."""
        if self._state.office and self._state.row is not None:
            self.forms.change_row(self._state.row)

    def hand_down(self) -> None:
        """Open a form with a row for everybody the target stood on can be handed down to."""
        target = self._state.target
        if self._state.office and target is not None:
            self.forms.start_parts(target, self._state.list_parts(target))

    def take_back(self) -> None:
        """Take back the line stood on."""
        row, table = self._state.row, _TABLE_OF[self._state.section]
        if row is None or not self._state.office:
            return
        campaigns, places = self._app.campaigns, self._ports.places

        def taken(done: Any) -> None:
            remember_command(self._app, places, done, what=say("what was taken back"))
            places.notice(say("Taken back."))

        self._ports.command(lambda: campaigns.take_back(table, row.id), done=taken)

    # ------------------------------------------------------------------------------------------------------- reading
    def _reload(self) -> None:
        self._ports.query(self._read, done=self._reads.only(lambda read: self._set(loading=False, **read)))

    def _read(self) -> dict[str, Any]:
        app = self._app
        targets, figures = tuple(app.campaigns.list_targets()), tuple(app.campaigns.list_figures())
        subjects = self._list_subjects()
        self.forms.drives = tuple(app.campaigns.list_drives())
        told = {each.subject for each in targets} | {each.subject for each in figures}
        missing = {subject: app.campaigns.name_subject(subject) for subject in told - subjects.keys()}
        return {
            "office": app.standing().role == "office", "today": app.desk.today, "targets": targets,
            "drives": tuple(app.campaigns.list_campaigns()), "figures": tuple(reversed(figures)),
            "names": {**subjects, **missing}, "subjects": tuple(subjects),
        }  # fmt: skip

    def _list_subjects(self) -> Mapping[Subject, str]:
        """Whom a number can be given to: the own unit, what lies right below it, teams, organisations, collectors."""
        app = self._app
        found = dict(app.campaigns.list_subjects(app.reports.own_unit()))
        for team in app.teams.list_teams():
            found[Subject(SubjectKind.TEAM, team.id.hex())] = team.name
        people = app.office.list_canvassers()
        for agency in sorted({each.agency for each in people if each.agency}):
            found[app.campaigns.find_agency(agency)] = agency
        for each in people:
            found[Subject(SubjectKind.COLLECTOR, each.id.hex())] = each.name
        return found

    def _show_form(self, form: OpenForm | None) -> None:
        self._set(form=form)

    def _stand_on_made(self, row: bytes) -> None:
        self._set(stood_on=row)
        self._reload()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
