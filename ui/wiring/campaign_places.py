"""The place Campaign and what is opened from it."""

from collections.abc import Callable

from ui.wiring.bench import Bench, Room, keep


def open_campaign(bench: Bench) -> Room:
    """Make the results with their charts."""
    from ui.presenters.campaign import CampaignPresenter
    from ui.screens.campaign import CampaignScreen

    screen = CampaignScreen(bench.words)
    ports = bench.ports(screen)
    presenter = CampaignPresenter(bench.app, ports, show=screen.render_state)
    wishes: dict[str, Callable[[], None]] = {
        "table": presenter.turn_table, "save": presenter.save_table, "villages": presenter.open_villages,
        "targets": lambda: ports.places.go("targets"), "heard": presenter.open_heard,
        "exports": presenter.open_exports, "gap": presenter.open_gap,
    }  # fmt: skip
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.days_chosen.connect(presenter.choose_days)
    screen.scheme_chosen.connect(presenter.choose_scheme)
    screen.scheme_turned.connect(presenter.turn_scheme)
    screen.stood_on.connect(presenter.stand_on)
    screen.opened.connect(presenter.open)
    screen.up_wanted.connect(presenter.go_up)
    screen.crumb_chosen.connect(presenter.go_to)
    screen.view_chosen.connect(presenter.choose_view)
    screen.print_wanted.connect(presenter.print_report)
    screen.saving_given.connect(presenter.saving.store)
    screen.saving_left.connect(presenter.saving.leave)
    room = Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here)
    return keep(room, presenter)


def open_targets(bench: Bench) -> Room:
    """Make the targets, drives and official figures."""
    from ui.presenters.targets import TargetsPresenter
    from ui.screens.targets import TargetsScreen

    screen = TargetsScreen(bench.words)
    presenter = TargetsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    wishes: dict[str, Callable[[], None]] = {
        "new": presenter.start_new, "change": presenter.change, "hand_down": presenter.hand_down,
        "take_back": presenter.take_back,
    }  # fmt: skip
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.section_chosen.connect(presenter.choose_section)
    screen.stood_on.connect(presenter.stand_on)
    screen.changed.connect(presenter.forms.change)
    screen.given.connect(presenter.forms.store)
    screen.left.connect(presenter.go_back)
    return keep(Room(screen, presenter.enter, presenter.follow, presenter.leave), presenter)


def open_heard(bench: Bench) -> Room:
    """Make the reports of what was heard and of training."""
    from ui.presenters.heard import HeardPresenter
    from ui.screens.heard import HeardScreen

    screen = HeardScreen(bench.words)
    presenter = HeardPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    wishes: dict[str, Callable[[], None]] = {
        "results": presenter.open_results, "save": presenter.save_table, "print": presenter.print_report,
    }  # fmt: skip
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.kind_chosen.connect(presenter.choose_kind)
    screen.split_chosen.connect(presenter.choose_split)
    screen.stood_on.connect(presenter.stand_on)
    screen.opened.connect(presenter.open)
    screen.crumb_chosen.connect(presenter.go_to)
    screen.saving_given.connect(presenter.saving.store)
    screen.left.connect(presenter.go_back)
    room = Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here)
    return keep(room, presenter)


def open_gap(bench: Bench) -> Room:
    """Make the people who may explain a difference from an official number."""
    from ui.presenters.gap import GapPresenter
    from ui.screens.gap import GapScreen

    screen = GapScreen(bench.words)
    presenter = GapPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    wishes: dict[str, Callable[[], None]] = {"figures": presenter.open_figures, "save": presenter.save_table}
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.scheme_chosen.connect(presenter.choose_scheme)
    screen.place_chosen.connect(presenter.choose_place)
    screen.stood_on.connect(presenter.stand_on)
    screen.opened.connect(presenter.open)
    screen.saving_given.connect(presenter.saving.store)
    screen.left.connect(presenter.go_back)
    room = Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here)
    return keep(room, presenter)


def open_exports(bench: Bench) -> Room:
    """Make the exports for analysts."""
    from ui.presenters.exports import ExportsPresenter
    from ui.screens.exports import ExportsScreen

    screen = ExportsScreen(bench.words)
    presenter = ExportsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.changed.connect(presenter.change)
    screen.given.connect(presenter.write)
    screen.left.connect(presenter.go_back)
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


def open_villages(bench: Bench) -> Room:
    """Make the table of villages."""
    from ui.presenters.villages import VillagesPresenter
    from ui.screens.villages import VillagesScreen

    screen = VillagesScreen(bench.words)
    presenter = VillagesPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.days_chosen.connect(presenter.choose_days)
    screen.sort_moved.connect(presenter.move_sort)
    screen.sort_turned.connect(presenter.turn_sort)
    screen.stood_on.connect(presenter.stand_on)
    screen.opened.connect(presenter.open)
    screen.save_wanted.connect(presenter.save_table)
    screen.print_wanted.connect(presenter.print_table)
    screen.saving_given.connect(presenter.saving.store)
    screen.left.connect(presenter.go_back)
    return keep(Room(screen, presenter.enter, presenter.follow, presenter.leave), presenter)
