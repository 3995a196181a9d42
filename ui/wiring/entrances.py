"""The pages before a workspace is open, each with its presenter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from outreach_app.i18n import Catalogue
from ui.main_window import PROGRAM
from ui.presenters.first_run import FirstRunPresenter
from ui.presenters.ports import Command, Query
from ui.presenters.unlock import UnlockPresenter
from ui.screens.first_run import FirstRunScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.entrance import EntrancePage

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.workspace import Clock


@dataclass(frozen=True, slots=True)
class Doorway:
    """What an entrance is made from; `query` and `command` work for the page they are asked for."""

    folder: Path
    words: Catalogue
    clock: "Clock"
    opened: "Callable[[App], None]"
    query: Callable[[EntrancePage], Query]
    command: Callable[[EntrancePage], Command]


def make_unlock(doorway: Doorway, *, app: "App | None" = None) -> tuple[UnlockScreen, UnlockPresenter]:
    """Make the page that asks for the passphrase; `app` is a workspace that is open and was locked."""
    screen = UnlockScreen(doorway.words, brand=PROGRAM, locked=app is not None)
    presenter = UnlockPresenter(
        doorway.folder,
        command=doorway.command(screen),
        show=screen.render_state,
        opened=doorway.opened,
        clock=doorway.clock,
        app=app,
    )
    screen.unlock_wanted.connect(presenter.unlock)
    screen.forgotten.connect(presenter.forget)
    screen.repair_wanted.connect(presenter.repair)
    screen.recover_wanted.connect(presenter.recover)
    return screen, presenter


def make_first_run(doorway: Doorway) -> tuple[FirstRunScreen, FirstRunPresenter]:
    """Make the page of a machine that has no workspace."""
    screen = FirstRunScreen(doorway.words, brand=PROGRAM)
    presenter = FirstRunPresenter(
        doorway.folder,
        doorway.words,
        query=doorway.query(screen),
        command=doorway.command(screen),
        show=screen.render_state,
        opened=doorway.opened,
        clock=doorway.clock,
        later=lambda pause, action: QTimer.singleShot(pause, screen, action),
    )
    screen.step_wanted.connect(presenter.go_to)
    screen.kit_given.connect(presenter.open_kit)
    screen.unit_typed.connect(presenter.find_units)
    screen.office_given.connect(presenter.make_office)
    screen.sample_wanted.connect(presenter.look_around)
    screen.going_on.connect(presenter.go_on)
    return screen, presenter
