"""Settings: who works here, how the windows look, backups, the passphrase, the check, and what the office sets up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import CanvasserRow, Standing
from outreach_app.errors import BadInput, Message, NotAllowed, OutreachError, say
from outreach_app.settings import Settings, load_settings, save_settings
from ui.models.committees import CommitteesState
from ui.models.difficulties import DifficultiesState
from ui.models.licences import LicencesState
from ui.models.requests import RequestsState
from ui.models.teams import AssignmentsState, PinsState, TeamsState
from ui.models.territory import TerritoryState
from ui.models.versions import GoingBack, VersionsState
from ui.presenters.assignment_settings import AssignmentSettings
from ui.presenters.committee_settings import CommitteeSettings
from ui.presenters.difficulty_settings import DifficultySettings
from ui.presenters.licence_settings import LicenceSettings
from ui.presenters.office_settings import OfficeSettings, OfficeState
from ui.presenters.pin_settings import PinSettings
from ui.presenters.ports import Latest, Ports, StandAt
from ui.presenters.request_settings import RequestSettings
from ui.presenters.rule_settings import RuleSettings, RulesState
from ui.presenters.second_place import SecondPlaceSettings, SecondPlaceState
from ui.presenters.taking_back import remember_command
from ui.presenters.team_settings import TeamSettings
from ui.presenters.territory_settings import TerritorySettings
from ui.presenters.version_settings import VersionSettings

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.backups import Backup
    from outreach_app.services.upkeep import CheckReport


class Section(StrEnum):
    """The sections in the order of the list."""

    PEOPLE = "people"
    LOOK = "look"
    BACKUPS = "backups"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a section
    MACHINE = "machine"
    VILLAGES = "villages"
    LAPTOPS = "laptops"
    RULES = "rules"
    TEAMS = "teams"
    ASSIGNMENTS = "assignments"
    REQUESTS = "requests"
    DIFFICULTIES = "difficulties"
    COMMITTEES = "committees"
    TERRITORY = "territory"
    VERSION = "version"
    LICENCES = "licences"


OFFICE_SECTIONS = frozenset({Section.VILLAGES, Section.LAPTOPS, Section.COMMITTEES, Section.TERRITORY})
LEAD_SECTIONS = frozenset({Section.ASSIGNMENTS, Section.REQUESTS})


class Busy(StrEnum):
    """What is running; one thing at a time."""

    NOTHING = ""
    BACKUP = "backup"
    VERIFY = "verify"
    CHECK = "check"
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind of work


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the place shows; `checked` is the last check, `verified` the name of the backup it looked at, if one."""

    section: Section = Section.PEOPLE
    standing: Standing | None = None
    people: tuple[CanvasserRow, ...] = ()
    teams: tuple[str, ...] = ()
    look: Settings = field(default_factory=Settings)
    backups: "tuple[Backup, ...]" = ()
    busy: Busy = Busy.NOTHING
    checked: "CheckReport | None" = None
    verified: str = ""
    key_id: str = ""
    passphrase_changed: bool = False
    suggestion: str = ""
    office: OfficeState = field(default_factory=OfficeState)
    rules: RulesState = field(default_factory=RulesState)
    parties: TeamsState = field(default_factory=TeamsState)
    assigned: AssignmentsState = field(default_factory=AssignmentsState)
    requested: RequestsState = field(default_factory=RequestsState)
    pins: PinsState = field(default_factory=PinsState)
    difficulties: DifficultiesState = field(default_factory=DifficultiesState)
    committees: CommitteesState = field(default_factory=CommitteesState)
    territory: TerritoryState = field(default_factory=TerritoryState)
    second: SecondPlaceState = field(default_factory=SecondPlaceState)
    versions: VersionsState = field(default_factory=VersionsState)
    licences: LicencesState = field(default_factory=LicencesState)

    @property
    def is_office(self) -> bool:
        """Whether this machine is the office's."""
        return self.standing is not None and self.standing.role == "office"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections this machine has."""
        leads = self.standing is not None and self.standing.role in ("office", "lead")
        left = (frozenset() if self.is_office else OFFICE_SECTIONS) | (
            frozenset() if leads else LEAD_SECTIONS
        )
        return tuple(each for each in Section if each not in left)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the workspace brought."""

    standing: Standing
    people: tuple[CanvasserRow, ...]
    teams: tuple[str, ...]
    backups: "tuple[Backup, ...]"
    key_id: str
    look: Settings


class SettingsPresenter:
    """Carries out what is set; `office` holds what only an office sets up, `rules` the rule book."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[SettingsState], None],
        dress: Callable[[Settings], None],
        go_back: Callable[[GoingBack], None],
        settings_file: Path | None = None,
    ) -> None:
        self._app, self._ports, self._show, self._dress, self._file = app, ports, show, dress, settings_file
        self._state = SettingsState()
        self._reads = Latest()
        self.office = OfficeSettings(app, ports, show=lambda office: self._set(office=office))
        self.rules = RuleSettings(app, ports, show=lambda rules: self._set(rules=rules))
        self.parties = TeamSettings(app, ports, show=lambda parties: self._set(parties=parties))
        self.assigned = AssignmentSettings(app, ports, show=lambda assigned: self._set(assigned=assigned))
        self.requested = RequestSettings(app, ports, show=lambda requested: self._set(requested=requested))
        self.pins = PinSettings(app, ports, show=lambda pins: self._set(pins=pins))
        self.difficulties = DifficultySettings(app, ports, show=lambda told: self._set(difficulties=told))
        self.committees = CommitteeSettings(app, ports, show=lambda known: self._set(committees=known))
        self.territory = TerritorySettings(app, ports, show=lambda known: self._set(territory=known))
        self.second = SecondPlaceSettings(app, ports, show=lambda known: self._set(second=known))
        self.versions = VersionSettings(
            app, ports, show=lambda known: self._set(versions=known), go_back=go_back
        )
        self.licences = LicenceSettings(ports, show=lambda known: self._set(licences=known))

    def enter(self, subject: object) -> None:
        """Look at everything again."""
        if isinstance(subject, StandAt) and isinstance(subject.line, Section):
            self._state = replace(self._state, section=subject.line)
            self._look_around(subject.line)
        self._reload()

    def here(self) -> StandAt:
        """What brings somebody back to the section that is open."""
        return StandAt(self._state.section)

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes):
            self._reload()

    def leave(self) -> None:
        """Forget codes and suggestions when somebody goes elsewhere."""
        self._set(suggestion="", passphrase_changed=False)
        self.office.forget_codes()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._reads.only(self._take))

    def _read(self) -> _Read:
        app = self._app
        return _Read(
            app.standing(),
            tuple(app.office.list_working()),
            tuple(app.office.list_teams()),
            tuple(app.upkeep.list_backups()),
            app.syncing.read_key_id(),
            load_settings(self._file),
        )

    def _take(self, read: _Read) -> None:
        self._set(
            standing=read.standing,
            people=read.people,
            teams=read.teams,
            backups=read.backups,
            key_id=read.key_id,
            look=read.look,
        )
        if read.standing.role == "office":
            self.office.reload()
            self.committees.reload()
            self.territory.reload()
        self.difficulties.reload()
        self.rules.reload()
        self.parties.reload()
        self.assigned.reload()
        self.requested.reload()
        self.pins.reload()
        self.second.reload()
        self.versions.reload()

    def choose_section(self, section: Section) -> None:
        """Show another section; codes that were told are forgotten."""
        if section is not self._state.section:
            self.leave()
            self._set(section=section, checked=None, verified="")
            self._look_around(section)

    def _look_around(self, section: Section) -> None:
        if section is Section.VERSION:
            self.versions.look_around()
        if section is Section.LICENCES:
            self.licences.look_around()

    # -------------------------------------------------------------------------------------------------- people
    def work_as(self, person: bytes) -> None:
        """Sign what follows with this person's name."""
        self._ports.command(
            lambda: self._work_as(person), done=self._say_working, failed=self._refuse_working
        )

    def _work_as(self, person: bytes) -> Changes:
        self._app.office.choose_canvasser(person)
        return Changes(frozenset({"canvasser"}))

    def _say_working(self, _changes: Changes) -> None:
        self._ports.places.notice(say("What follows is signed with this name."))

    def _refuse_working(self, error: OutreachError) -> None:
        if error.key == "pin_missing":
            error = NotAllowed(
                error.message, say("Press F12, choose the name and type the PIN."), key=error.key
            )
        self._ports.places.trouble(error)

    def add_person(self, told: Mapping[str, str]) -> None:
        """Enter somebody who works here by name, role, phone, agency and code; all but the name may be missing."""
        rest = {"role": "canvasser"} | {key: value for key, value in told.items() if key != "name" and value}
        self._ports.command(
            lambda: self._app.office.add_canvasser(told["name"], **rest),
            done=lambda done: self._say_done(
                done,
                say("{name} was added.", name=done.value.name),
                what=say("the new name {name}", name=done.value.name),
            ),
        )

    def change_person(self, person: object, told: Mapping[str, str]) -> None:
        """Change somebody's phone, organisation and collector's code."""
        if not isinstance(person, bytes):
            return
        phone, agency, code = (told.get(key, "") for key in ("phone", "agency", "code"))
        self._ports.command(
            lambda: self._app.office.edit_canvasser(person, phone=phone, agency=agency, code=code),
            done=lambda done: self._say_done(
                done,
                say("{name} was changed.", name=done.value.name),
                what=say("the change at {name}", name=done.value.name),
            ),
        )

    def add_team(self, name: str) -> None:
        """Enter a team of this office's commune."""
        commune = self._state.office.home
        if not name.strip() or commune is None:
            self._ports.places.trouble(
                BadInput(say("The name is missing."), say("Type the team's name."), key="name_missing")
            )
            return
        self._ports.command(
            lambda: self._app.office.add_team(name, commune),
            done=lambda done: self._say_done(
                done, say("{name} was added.", name=name), what=say("the new team {name}", name=name)
            ),
        )

    def _say_done(self, done: Any, notice: Message, *, what: Message) -> None:
        remember_command(self._app, self._ports.places, done, what=what)
        self._ports.places.notice(notice)

    # ---------------------------------------------------------------------------------------------------- look
    def set_look(self, **chosen: str) -> None:
        """Set language, theme or type size, each seen at once, or after how many minutes the window locks."""
        fresh = replace(self._state.look, **chosen)
        self._set(look=fresh)
        if chosen.keys() != {"lock_after"}:
            self._dress(fresh)
        self._ports.query(lambda: save_settings(fresh, self._file), done=lambda _done: None)
        if "language" in chosen:
            self._ports.places.speak(chosen["language"])

    # -------------------------------------------------------------------------------------------------- upkeep
    def make_backup(self) -> None:
        """Make a backup now and prove it."""
        if self._begin(Busy.BACKUP):
            self._ports.command(self._back_up, done=lambda made: self._say_backup(made[0]), failed=self._fail)

    def _back_up(self) -> "tuple[Backup, Changes]":
        """The header shows the last backup, so it has to hear of this one."""
        return self._app.upkeep.make_backup(), Changes(frozenset({"backup"}))

    def _say_backup(self, backup: "Backup") -> None:
        self._set(busy=Busy.NOTHING)
        self._ports.places.notice(say("Backup {name} made and proved.", name=backup.path.name))

    def verify_backup(self, name: str) -> None:
        """Check a backup as thoroughly as the workspace itself."""
        backup = next((each for each in self._state.backups if each.path.name == name), None)
        if backup is not None and self._begin(Busy.VERIFY):
            work = lambda: self._app.upkeep.verify_backup(backup.path)  # noqa: E731 - one line for one call
            self._ports.query(work, done=lambda report: self._take_check(report, name), failed=self._fail)

    def check(self) -> None:
        """Check the workspace: the file itself, and that its history gives every row."""
        if self._begin(Busy.CHECK):
            done = lambda report: self._take_check(report, "")  # noqa: E731 - one line for one call
            self._ports.query(self._app.upkeep.check, done=done, failed=self._fail)

    def _take_check(self, report: "CheckReport", verified: str) -> None:
        self._set(busy=Busy.NOTHING, checked=report, verified=verified)

    def suggest_passphrase(self) -> None:
        """Draw five words that a person can keep."""
        from outreach_app.sync.passphrases import suggest_passphrase

        self._set(suggestion=suggest_passphrase())

    def change_passphrase(self, old: str, new: str, again: str) -> None:
        """Replace the passphrase; nothing else of the workspace changes."""
        if new != again:
            self._ports.places.trouble(
                BadInput(
                    say("The two new passphrases differ."), say("Type the new one twice alike."), key="differ"
                )
            )
            return
        if self._begin(Busy.PASSPHRASE):
            self._ports.command(
                lambda: self._change_passphrase(old, new), done=self._say_changed, failed=self._fail
            )

    def _change_passphrase(self, old: str, new: str) -> None:
        from outreach_app.services.workspace import change_passphrase

        change_passphrase(self._app.desk.folder, old, new)

    def _say_changed(self, _done: None) -> None:
        self._set(busy=Busy.NOTHING, passphrase_changed=True, suggestion="")

    def _begin(self, busy: Busy) -> bool:
        if self._state.busy is not Busy.NOTHING:
            return False
        self._set(busy=busy, checked=None, verified="", passphrase_changed=False)
        return True

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=Busy.NOTHING)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
