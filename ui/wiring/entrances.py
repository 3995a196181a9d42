"""The pages before a workspace is open, each with its presenter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from outreach_app.i18n import Catalogue
from ui.main_window import PROGRAM
from ui.models.versions import GoingBack
from ui.presenters.first_run import FirstRunPresenter
from ui.presenters.going_back import GoingBackPresenter
from ui.presenters.hubs import HubsPresenter
from ui.presenters.ports import Command, Query
from ui.presenters.unlock import UnlockPresenter
from ui.screens.first_run import FirstRunScreen
from ui.screens.going_back import GoingBackScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.entrance import EntrancePage

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.workspace import Clock
    from ui.screens.hubs import HubsScreen


@dataclass(frozen=True, slots=True)
class Doorway:
    """What an entrance is made from; `query` and `command` work for the page they are asked for.

    `elsewhere` shows the page of hubs, `moved` opens another workspace's folder.
    """

    folder: Path
    words: Catalogue
    clock: "Clock"
    opened: "Callable[[App], None]"
    query: Callable[[EntrancePage], Query]
    command: Callable[[EntrancePage], Command]
    elsewhere: Callable[[], None]
    moved: Callable[[Path], None]


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
    screen.back_wanted.connect(presenter.go_back)
    if app is None:
        screen.elsewhere_wanted.connect(doorway.elsewhere)
    return screen, presenter


def make_hubs(doorway: Doorway, *, left: Callable[[], None]) -> "tuple[HubsScreen, HubsPresenter]":
    """Make the page that offers the known workspaces and joins a hub."""
    from ui.screens.hubs import HubsScreen

    screen = HubsScreen(doorway.words, brand=PROGRAM)
    presenter = HubsPresenter(
        command=doorway.command(screen),
        show=screen.render_state,
        chosen=doorway.moved,
        opened=doorway.opened,
        left=left,
        clock=doorway.clock,
    )
    screen.chosen.connect(presenter.choose)
    screen.join_given.connect(presenter.join)
    screen.left.connect(presenter.leave)
    return screen, presenter


def make_going_back(
    doorway: Doorway, wanted: GoingBack, *, opened: Callable[[Path], None], stayed: Callable[[], None]
) -> tuple[GoingBackScreen, GoingBackPresenter]:
    """Make the page of somebody who goes back to the version before."""
    screen = GoingBackScreen(doorway.words, brand=PROGRAM)
    presenter = GoingBackPresenter(
        wanted,
        words=doorway.words,
        command=doorway.command(screen),
        show=screen.render_state,
        opened=opened,
        stayed=stayed,
    )
    screen.going_on.connect(presenter.go_on)
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
    screen.hubs_wanted.connect(doorway.elsewhere)
    return screen, presenter
