"""The places around the work: files, lists, print, settings."""

from outreach_app.i18n import N_
from ui.presenters.exchange import count_waiting
from ui.wiring.bench import OFFICE, Bench, Place, Room, keep


def _open_exchange(bench: Bench) -> Room:
    from ui.presenters.exchange import ExchangePresenter
    from ui.screens.exchange import ExchangeScreen

    screen = ExchangeScreen(bench.words)
    presenter = ExchangePresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.writing_wanted.connect(presenter.start_writing)
    screen.going_on.connect(presenter.go_on)
    screen.draft_wanted.connect(presenter.open_draft)
    screen.folder_taken.connect(presenter.write)
    screen.again_wanted.connect(presenter.start_again)
    screen.reading_wanted.connect(presenter.start_reading)
    screen.files_taken.connect(presenter.look_into)
    screen.applying.connect(presenter.apply)
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
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


OFFICE_PLACES: tuple[Place, ...] = (
    Place("exchange", N_("Exchange"), "arrow-left-right", _open_exchange, part=1, count=count_waiting),
    Place("lists", N_("Lists"), "file-spreadsheet", _open_lists, part=1, roles=OFFICE),
)
