"""The places around the work: files, lists, print, settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from outreach_app.i18n import N_
from ui.presenters.exchange import count_waiting
from ui.theme import Theme, TypeSetting, apply_theme
from ui.wiring.bench import OFFICE, Bench, Place, Room, keep
from ui.wiring.campaign_places import (
    open_campaign,
    open_exports,
    open_gap,
    open_heard,
    open_targets,
    open_villages,
)

if TYPE_CHECKING:
    from outreach_app.settings import Settings
    from ui.presenters.differences import DifferencesPresenter
    from ui.presenters.exchange import ExchangePresenter
    from ui.presenters.printing import PrintingPresenter
    from ui.screens.exchange import ExchangeScreen
    from ui.widgets.print_forms import PrintForms

_REPORTING = OFFICE | {"lead"}


def _open_exchange(bench: Bench) -> Room:
    from ui.presenters.exchange import ExchangePresenter
    from ui.screens.exchange import ExchangeScreen

    screen = ExchangeScreen(bench.words)
    presenter = ExchangePresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.draft_wanted.connect(presenter.open_draft)
    screen.folder_taken.connect(presenter.write)
    screen.again_wanted.connect(presenter.start_again)
    screen.files_taken.connect(presenter.look_into)
    differences = _wire_differences(bench, screen)
    parts = _wire_exchange_parts(bench, screen, presenter)

    def enter(subject: object) -> None:
        presenter.enter(subject)
        differences.enter(subject)

    def follow(news: object) -> None:
        presenter.follow(news)
        differences.follow(news)

    return keep(Room(screen, enter, follow), presenter, differences, *parts)


def _wire_exchange_parts(
    bench: Bench, screen: "ExchangeScreen", presenter: "ExchangePresenter"
) -> tuple[object, ...]:
    from ui.presenters.exchange_aside import AsidePresenter, TakingBackPresenter
    from ui.presenters.exchange_machines import HandoverPresenter, MachinesPresenter
    from ui.presenters.exchange_refused import RefusedPresenter
    from ui.presenters.exchange_watch import WatchPresenter
    from ui.presenters.papers import Papers
    from ui.presenters.ports import StandAt
    from ui.presenters.settings import Section

    app, board, ports = bench.app, presenter.board, bench.ports(screen)
    back = TakingBackPresenter(app, ports, board, reload=presenter.reload)
    aside = AsidePresenter(app, ports, board, reload=presenter.reload)
    refused = RefusedPresenter(app, ports, board, reload=presenter.reload)
    machines = MachinesPresenter(app, ports, board, reload=presenter.reload)
    doors = HandoverPresenter(app, ports, board)
    watch = WatchPresenter(app, ports, board, reload=presenter.reload)
    wishes: dict[str, Callable[[], None]] = {
        "write": presenter.start_writing, "go_on": presenter.go_on, "read": presenter.start_reading,
        "apply": presenter.apply, "undo": back.start, "take_back": back.take_back, "aside": aside.start,
        "read_held": aside.read_again, "adopt": aside.adopt, "unblock": machines.unblock, "handover": doors.start,
        "accept": refused.accept_asked, "erasures": lambda: ports.places.go("erasures"),
        "summary": Papers(ports.places).print_summary, "seen": watch.put_away, "arrivals": watch.print_day,
        "settled": watch.tell_settled, "version": lambda: ports.places.go("settings", StandAt(Section.VERSION)),
    }  # fmt: skip
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.adopting_wanted.connect(aside.ask)
    screen.letting_in.connect(refused.let_in)
    screen.machine_wanted.connect(machines.open)
    screen.act_wanted.connect(machines.start)
    screen.why_given.connect(machines.block)
    screen.kit_folder_taken.connect(machines.replace)
    screen.handing_over.connect(doors.hand_over)
    screen.watching_wanted.connect(watch.turn)

    def leave() -> None:
        # One thing at a time: what is asked or begun inside a page, then the page.
        if not refused.stop_asking() and not aside.stop_asking() and not machines.leave_act():
            presenter.leave()

    screen.left.connect(leave)
    return (back, aside, refused, machines, doors, watch)


def _wire_differences(bench: Bench, screen: "ExchangeScreen") -> "DifferencesPresenter":
    from ui.presenters.differences import DifferencesPresenter

    panel = screen.differences
    presenter = DifferencesPresenter(bench.app, bench.ports(screen), show=screen.render_differences)
    panel.pressed.connect(presenter.press)
    panel.typed.connect(presenter.store_typed)
    panel.many_wanted.connect(presenter.start_many)
    panel.rule_applied.connect(presenter.apply_rule)
    panel.field_toggled.connect(presenter.toggle_field)
    panel.left.connect(presenter.leave)
    panel.household_wanted.connect(presenter.open_household)
    return presenter


def _open_erasures(bench: Bench) -> Room:
    from ui.presenters.erasures import ErasuresPresenter
    from ui.screens.erasures import ErasuresScreen

    screen = ErasuresScreen(bench.words)
    presenter = ErasuresPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.left.connect(presenter.leave)
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


def _open_lists(bench: Bench) -> Room:
    from ui.presenters.lists import ListsPresenter
    from ui.screens.lists import ListsScreen

    screen = ListsScreen(bench.words)
    presenter = ListsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.file_taken.connect(presenter.look_into)
    screen.commune_chosen.connect(presenter.choose_commune)
    screen.field_chosen.connect(presenter.choose_field)
    screen.bringing_in.connect(presenter.bring_in)
    screen.starting.connect(presenter.start)
    screen.kind_chosen.connect(presenter.choose_kind)
    screen.person_chosen.connect(presenter.choose_person)
    screen.taking_back.connect(presenter.take_back)
    screen.layout_chosen.connect(presenter.choose_layout)
    screen.settling.connect(presenter.listed.open_queue)
    screen.reading_anew.connect(presenter.read_anew)
    screen.naming_columns.connect(presenter.name_columns)
    screen.named.connect(presenter.read_named)
    screen.entering.connect(presenter.turn_entering)
    screen.keeping_rest.connect(presenter.listed.keep_rest)
    screen.naming.sheet_chosen.connect(presenter.choose_sheet)
    screen.naming.row_chosen.connect(presenter.choose_heading_row)
    screen.naming.column_chosen.connect(presenter.name_column)
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


def _open_print(bench: Bench) -> Room:
    from ui.presenters.printing import PrintingPresenter
    from ui.screens.printing import PrintScreen

    screen = PrintScreen(bench.words)
    presenter = PrintingPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.paper_chosen.connect(presenter.choose_paper)
    screen.paper_wanted.connect(presenter.make_paper)
    screen.saving_wanted.connect(presenter.start_saving)
    screen.left.connect(presenter.leave)
    screen.handbook_wanted.connect(bench.keep_handbook)
    screen.desk.wanted.connect(
        lambda pages, dots, grey: presenter.begin_printing(pages, dots=dots, grey=grey)
    )
    screen.desk.page_gone.connect(presenter.send_next_page)
    screen.desk.left.connect(presenter.end_printing)
    screen.desk.missing.connect(presenter.miss_printer)
    screen.view.turned.connect(presenter.turn)
    screen.view.magnified.connect(presenter.magnify)
    screen.view.room_changed.connect(presenter.measure_room)
    _connect_forms(screen.forms, presenter)
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


def _connect_forms(forms: "PrintForms", presenter: "PrintingPresenter") -> None:
    forms.village_chosen.connect(presenter.choose_village)
    forms.doors_given.connect(presenter.choose_doors)
    forms.sheet_chosen.connect(presenter.open_sheet)
    forms.searched.connect(presenter.search)
    forms.household_chosen.connect(presenter.choose_household)
    forms.day_given.connect(presenter.choose_day)
    forms.folder_taken.connect(presenter.save)
    forms.print_chosen.connect(lambda large: presenter.choose_print(large=large))
    forms.run.village_chosen.connect(presenter.runs.choose_village)
    forms.run.unvisited_chosen.connect(lambda only: presenter.runs.choose_unvisited(only=only))
    forms.slips.day_given.connect(presenter.choose_slip_day)
    forms.official.changed.connect(lambda name, value: presenter.official.change(**{name: value}))
    forms.official.opened.connect(presenter.official.open_household)
    forms.month.changed.connect(lambda name, value: presenter.months.change(**{name: value}))


def _open_settings(bench: Bench) -> Room:
    from ui.presenters.settings import SettingsPresenter
    from ui.screens.settings import SettingsScreen

    screen = SettingsScreen(bench.words)
    presenter = SettingsPresenter(
        bench.app, bench.ports(screen), show=screen.render_state, dress=dress, go_back=bench.go_back
    )
    office = presenter.office
    screen.section_chosen.connect(presenter.choose_section)
    screen.people.person_chosen.connect(presenter.work_as)
    screen.people.person_given.connect(presenter.add_person)
    screen.people.person_changed.connect(presenter.change_person)
    screen.people.team_given.connect(presenter.add_team)
    screen.people.pin_given.connect(presenter.pins.give)
    screen.teams.given.connect(presenter.parties.give)
    screen.assignments.given.connect(presenter.assigned.give)
    screen.requests.given.connect(presenter.requested.give)
    screen.difficulties.given.connect(presenter.difficulties.give)
    screen.committees.given.connect(presenter.committees.give)
    screen.territory.given.connect(presenter.territory.give)
    screen.version.given.connect(presenter.versions.give)
    screen.licences.part_stood_on.connect(presenter.licences.read)
    screen.look.chosen.connect(lambda key, value: presenter.set_look(**{key: value}))
    screen.backups.backup_wanted.connect(presenter.make_backup)
    screen.backups.verify_wanted.connect(presenter.verify_backup)
    screen.backups.second_chosen.connect(presenter.second.choose)
    screen.backups.copy_wanted.connect(presenter.second.copy)
    screen.backups.second_dropped.connect(presenter.second.forget)
    screen.passphrase.changed.connect(presenter.change_passphrase)
    screen.passphrase.lock_chosen.connect(lambda minutes: presenter.set_look(lock_after=minutes))
    screen.passphrase.suggestion_wanted.connect(presenter.suggest_passphrase)
    screen.machine.check_wanted.connect(presenter.check)
    screen.villages.added.connect(office.add_village)
    screen.villages.renamed.connect(office.rename_village)
    screen.villages.merged.connect(office.merge_villages)
    screen.kit_wanted.connect(office.make_kit)
    screen.laptops.recovery_wanted.connect(office.ask_recovery)
    screen.laptops.recovery_confirmed.connect(office.tell_recovery)
    screen.laptops.silence_given.connect(office.set_silence)
    screen.rules.writing_wanted.connect(presenter.rules.write_files)
    screen.rules.looking_wanted.connect(presenter.rules.look_into)
    screen.rules.issue_wanted.connect(presenter.rules.issue)
    screen.rules.preview_left.connect(presenter.rules.forget_preview)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here), presenter
    )


def dress(chosen: "Settings") -> None:
    """Dress the windows that are open in another theme and type size."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, Theme(chosen.theme), type_setting=TypeSetting(chosen.type_size))


OFFICE_PLACES: tuple[Place, ...] = (
    Place("campaign", N_("Campaign"), "target", open_campaign, part=1, roles=_REPORTING, sign="8"),
    Place(
        "villages",
        N_("All villages"),
        "table-2",
        open_villages,
        part=1,
        roles=_REPORTING,
        in_rail=False,
        shown_as="campaign",
    ),
    Place(
        "heard",
        N_("Heard at the doors"),
        "megaphone",
        open_heard,
        part=1,
        roles=_REPORTING,
        in_rail=False,
        shown_as="campaign",
    ),
    Place(
        "gap",
        N_("Who may explain the difference"),
        "users",
        open_gap,
        part=1,
        roles=_REPORTING,
        in_rail=False,
        shown_as="campaign",
    ),
    Place(
        "exports",
        N_("Export for analysts"),
        "download",
        open_exports,
        part=1,
        roles=OFFICE,
        in_rail=False,
        shown_as="campaign",
    ),
    Place(
        "targets",
        N_("Targets"),
        "target",
        open_targets,
        part=1,
        roles=_REPORTING,
        in_rail=False,
        shown_as="campaign",
    ),
    Place(
        "exchange", N_("Exchange"), "arrow-left-right", _open_exchange, part=1, sign="9", count=count_waiting
    ),
    Place("print", N_("Print"), "printer", _open_print, part=2, sign="0"),
    Place("lists", N_("Lists"), "file-spreadsheet", _open_lists, part=2, roles=OFFICE, sign="-"),
    Place(
        "erasures", N_("Erased people"), "trash-2", _open_erasures, part=2, in_rail=False, shown_as="exchange"
    ),
)

SETTINGS = Place("settings", N_("Settings"), "settings", _open_settings, part=2, sign=",")
"""The last place of every rail."""
