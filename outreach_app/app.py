"""The composition root: an open workspace as a frozen set of services."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import moment_of
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.domain.rows import Standing
from outreach_app.services import upkeep as upkeep_service
from outreach_app.services import workspace
from outreach_app.services.absences import Absences
from outreach_app.services.access import Access, AccessLog
from outreach_app.services.advice import Advice
from outreach_app.services.appointments import AppointmentSlips
from outreach_app.services.assigning import Assigning
from outreach_app.services.calls import Calls
from outreach_app.services.campaigns import Campaigns
from outreach_app.services.cash import Cash
from outreach_app.services.commands import Commands
from outreach_app.services.committees import Committees
from outreach_app.services.conflicts import Conflicts
from outreach_app.services.consents import Consents
from outreach_app.services.contract_reports import ContractReports
from outreach_app.services.copies import Copies
from outreach_app.services.desk import Desk
from outreach_app.services.difficulties import Difficulties
from outreach_app.services.dossier_lists import DossierLists
from outreach_app.services.dossiers import Dossiers
from outreach_app.services.duplicates import Duplicates
from outreach_app.services.enrolments import Enrolments
from outreach_app.services.erasing import Erasing
from outreach_app.services.erasure_files import try_to_finish
from outreach_app.services.exports import Exports
from outreach_app.services.field_reports import FieldReports
from outreach_app.services.figure_people import FigurePeople
from outreach_app.services.forms import Forms
from outreach_app.services.handing_out import HandingOut
from outreach_app.services.handovers import Handovers
from outreach_app.services.held_files import HeldFiles
from outreach_app.services.histories import Histories
from outreach_app.services.households import Households
from outreach_app.services.hubs import need_file
from outreach_app.services.imports import Imports
from outreach_app.services.leaflet_runs import LeafletRuns
from outreach_app.services.list_columns import ListColumns
from outreach_app.services.listed_doubts import ListedDoubts
from outreach_app.services.lists import Lists
from outreach_app.services.meeting_papers import MeetingPapers
from outreach_app.services.meetings import Meetings
from outreach_app.services.money import Money
from outreach_app.services.monthly import MonthlyReports
from outreach_app.services.mornings import Mornings
from outreach_app.services.neighbour_groups import NeighbourGroups
from outreach_app.services.objections import Objections
from outreach_app.services.occupancy import hold_window
from outreach_app.services.office import Office
from outreach_app.services.one_offs import OneOffs
from outreach_app.services.overviews import Overviews
from outreach_app.services.permissions import Permissions
from outreach_app.services.pins import Pins
from outreach_app.services.printing import Printing
from outreach_app.services.prospect_lists import ProspectLists
from outreach_app.services.prospects import Prospects
from outreach_app.services.questions import Questions
from outreach_app.services.receipt_books import ReceiptBooks
from outreach_app.services.refusals import Refusals
from outreach_app.services.renewals import Renewals
from outreach_app.services.replacements import Replacements
from outreach_app.services.reports import Reports
from outreach_app.services.requests import Requests
from outreach_app.services.rule_books import RuleBooks
from outreach_app.services.second_copies import open_for_restore
from outreach_app.services.sheets import Sheets
from outreach_app.services.sign_up_drafts import SignUpDrafts
from outreach_app.services.silences import Silences
from outreach_app.services.stopped_lists import StoppedLists
from outreach_app.services.syncing import Syncing
from outreach_app.services.teams import Teams
from outreach_app.services.territory import TerritoryDecisions, carry_due
from outreach_app.services.territory_data import load_territory
from outreach_app.services.training_report import TrainingReports
from outreach_app.services.trusted import TrustedPeople
from outreach_app.services.upkeep import Upkeep
from outreach_app.services.village_coverage import VillageCoverage
from outreach_app.services.visits import Visits
from outreach_app.services.watching import Watching
from outreach_app.services.weekly import WeeklyReports
from outreach_app.services.work import Work
from outreach_app.services.workspace import Clock, MadeKit, RecoverySheet, system_clock
from outreach_app.store import canvassers, incarnations, settings, sheets, visits
from outreach_app.sync.locks import STANDARD, Cost


@dataclass(frozen=True, slots=True)
class App:
    """Everything that can be done in one open workspace."""

    desk: Desk
    households: Households
    visits: Visits
    work: Work
    sheets: Sheets
    enrolments: Enrolments
    rule_books: RuleBooks
    advice: Advice
    objections: Objections
    questions: Questions
    office: Office
    lists: Lists
    printing: Printing
    forms: Forms
    syncing: Syncing
    permissions: Permissions
    held: HeldFiles
    upkeep: Upkeep
    conflicts: Conflicts
    renewals: Renewals
    imports: Imports
    duplicates: Duplicates
    handovers: Handovers
    replacements: Replacements
    erasing: Erasing
    sign_up_drafts: SignUpDrafts
    money: Money
    cash: Cash
    receipt_books: ReceiptBooks
    dossiers: Dossiers
    refusals: Refusals
    silences: Silences
    stopped_lists: StoppedLists
    prospect_lists: ProspectLists
    listed_doubts: ListedDoubts
    prospects: Prospects
    calls: Calls
    one_offs: OneOffs
    teams: Teams
    trusted: TrustedPeople
    neighbour_groups: NeighbourGroups
    assigning: Assigning
    handing_out: HandingOut
    pins: Pins
    absences: Absences
    meetings: Meetings
    meeting_papers: MeetingPapers
    consents: Consents
    requests: Requests
    access: Access
    copies: Copies
    campaigns: Campaigns
    territory: TerritoryDecisions
    reports: Reports
    histories: Histories
    commands: Commands
    leaflet_runs: LeafletRuns
    appointments: AppointmentSlips
    field_reports: FieldReports
    difficulties: Difficulties
    committees: Committees
    training_reports: TrainingReports
    overviews: Overviews
    figure_people: FigurePeople
    monthly: MonthlyReports
    contracts: ContractReports
    watching: Watching
    dossier_lists: DossierLists
    list_columns: ListColumns
    mornings: Mornings
    exports: Exports
    weekly: WeeklyReports
    village_coverage: VillageCoverage

    def standing(self) -> Standing:
        """Read what the header shows: who works here, what waits to be sent, drafts, last backup."""
        with self.desk.read() as session:
            machine = settings.read_machine(session)
            unit = load_territory().unit(machine.unit_code, machine.unit_vintage)
            backup = settings.read_setting(session, "last_backup")
            who = canvassers.read_canvasser(session, self.desk.canvasser) if self.desk.canvasser else None
            return Standing(
                workspace=str(self.desk.folder),
                role=machine.role,
                office_name=machine.office_name,
                unit_name=unit.full_name if unit else machine.unit_code,
                device_name=machine.device_name,
                device_number=machine.device_number,
                canvasser=who,
                to_send=incarnations.count_waiting(session),
                drafts=len(visits.list_drafts(session)),
                sheets_open=len(sheets.list_open(session)),
                last_backup=moment_of(backup) if backup else None,
                last_saved=moment_of(machine.last_saved) if machine.last_saved else None,
            )

    def make_kit(
        self,
        target: Path,
        *,
        device: str,
        role: str,
        villages: list[bytes],
        until: date,
        cost: Cost = STANDARD,
    ) -> MadeKit:
        """Write a laptop's set-up file; see services.workspace.make_kit."""
        return workspace.make_kit(
            self.desk, target, device=device, role=role, villages=villages, until=until, cost=cost
        )

    def recovery_code(self, device: str) -> str:
        """Tell the code that opens a laptop whose passphrase was forgotten."""
        return workspace.read_recovery_code(self.desk, device)

    def close(self) -> None:
        """Leave the workspace: remember how far it was written, and let go of the database."""
        try:
            self.access.log.flush()
            self.upkeep.write_mark()
        finally:
            self.desk.database.close()


@dataclass(frozen=True, slots=True)
class CreatedOffice:
    """A new office, open, with the recovery sheet's secrets, which are kept nowhere else."""

    app: App
    sheet: RecoverySheet


def open_workspace(folder: Path, passphrase: str, *, clock: Clock = system_clock) -> App:
    """Open a workspace; NotAllowed for a wrong passphrase, StoreUnavailable when it is damaged, newer or missing."""
    return _compose(workspace.open_folder(folder, passphrase, clock=clock))


def recover_workspace(folder: Path, code: str, new_passphrase: str, *, clock: Clock = system_clock) -> App:
    """Open a workspace by its recovery code and set a new passphrase."""
    return _compose(workspace.recover_folder(folder, code, new_passphrase, clock=clock))


def create_office(
    folder: Path,
    *,
    passphrase: str,
    name: str,
    unit_code: str,
    clock: Clock = system_clock,
    cost: Cost | None = None,
    hub: str | None = None,
) -> CreatedOffice:
    """Make an office in a folder, or at the hub of this address; the caller prints the recovery sheet."""
    desk, sheet = workspace.create_office(
        folder, passphrase=passphrase, name=name, unit_code=unit_code, clock=clock, cost=cost, hub=hub
    )
    return CreatedOffice(_compose(desk), sheet)


def open_kit_file(
    folder: Path,
    kit: Path,
    code: str,
    passphrase: str,
    *,
    clock: Clock = system_clock,
    cost: Cost | None = None,
) -> App:
    """Set up a laptop from the office's file."""
    return _compose(workspace.open_kit(folder, kit, code=code, passphrase=passphrase, clock=clock, cost=cost))


def restore_workspace(folder: Path, backup: Path, passphrase: str) -> Path:
    """Put a proved backup in a closed workspace's place; returns where the former database went.

    StoreUnavailable `already_open` while a window has it open.
    """
    need_file(folder)
    data_key = open_for_restore(folder, backup, passphrase)
    hold = hold_window(folder)
    try:
        return upkeep_service.restore_backup(folder, backup, data_key)
    finally:
        hold.release()


def make_sample(folder: Path, *, clock: Clock = system_clock, watch: Watch = unwatched) -> App:
    """Make or open a laptop with sample data, to look around in; see services.sample."""
    from outreach_app.services import sample

    return _compose(sample.make_sample(folder, clock=clock, watch=watch))


def make_sample_office(folder: Path, *, clock: Clock = system_clock) -> tuple[App, Path]:
    """Make an office with sample data in an empty folder, and a stick with files for it; see services.sample_office."""
    from outreach_app.services import sample_office

    made = sample_office.make_sample_office(folder, clock=clock)
    return _compose(made.desk), made.stick


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder holds a workspace."""
    return paths.is_workspace(folder)


def _compose(desk: Desk) -> App:
    upkeep_service.renew_after_rollback(desk)
    try_to_finish(desk)
    log = AccessLog(desk)
    desk.note_access = log.note
    carry_due(desk)
    return App(
        desk,
        Households(desk),
        Visits(desk),
        Work(desk),
        Sheets(desk),
        Enrolments(desk),
        RuleBooks(desk),
        Advice(desk),
        Objections(desk),
        Questions(desk),
        Office(desk),
        Lists(desk),
        Printing(desk),
        Forms(desk),
        Syncing(desk),
        Permissions(desk),
        HeldFiles(desk),
        Upkeep(desk),
        Conflicts(desk),
        Renewals(desk),
        Imports(desk),
        Duplicates(desk),
        Handovers(desk),
        Replacements(desk),
        Erasing(desk),
        SignUpDrafts(desk),
        Money(desk),
        Cash(desk),
        ReceiptBooks(desk),
        Dossiers(desk),
        Refusals(desk),
        Silences(desk),
        StoppedLists(desk),
        ProspectLists(desk),
        ListedDoubts(desk),
        Prospects(desk),
        Calls(desk),
        OneOffs(desk),
        Teams(desk),
        TrustedPeople(desk),
        NeighbourGroups(desk),
        Assigning(desk),
        HandingOut(desk),
        Pins(desk),
        Absences(desk),
        Meetings(desk),
        MeetingPapers(desk),
        Consents(desk),
        Requests(desk),
        Access(desk, log),
        Copies(desk),
        Campaigns(desk),
        TerritoryDecisions(desk),
        Reports(desk),
        Histories(desk),
        Commands(desk),
        LeafletRuns(desk),
        AppointmentSlips(desk),
        FieldReports(desk),
        Difficulties(desk),
        Committees(desk),
        TrainingReports(desk),
        Overviews(desk),
        FigurePeople(desk),
        MonthlyReports(desk),
        ContractReports(desk),
        Watching(desk),
        DossierLists(desk),
        ListColumns(desk),
        Mornings(desk),
        Exports(desk, log),
        WeeklyReports(desk),
        VillageCoverage(desk),
    )
