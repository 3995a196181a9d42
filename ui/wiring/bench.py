"""What a place is made from and what it is once it is open."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer

from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.models.versions import GoingBack
from ui.operations import Operations
from ui.presenters.frame import Count
from ui.presenters.ports import Command, Places, Ports, Query
from ui.widgets.screen import Screen

if TYPE_CHECKING:
    from outreach_app.app import App

Answer = TypeVar("Answer")
OFFICE = frozenset({"office"})
EVERYBODY = frozenset({"office", "lead", "canvasser"})


@dataclass(frozen=True, slots=True)
class Bench:
    """What a place is made from; `ports(screen)` gives its presenter background work that ends with the screen.

    `keep_handbook()` makes the reader's handbook as PDF behind the work, `go_back(wanted)` leaves the workspace for the
    version of the program that ran before.
    """

    app: "App"
    words: Catalogue
    operations: Operations
    house: Places
    keep_handbook: Callable[[], None]
    go_back: Callable[[GoingBack], None]

    def ports(self, screen: QObject) -> Ports:
        """Make the ports of the presenter of this screen."""
        return make_ports(self.operations, screen, house=self.house, words=self.words)


@dataclass(frozen=True, slots=True)
class Room:
    """A place that was opened: `enter(subject)` each time somebody goes there, `follow(changes)` after a command.

    `here()` gives the subject that brings somebody back to where they are, once `leave()` has put away what is typed.
    """

    screen: Screen
    enter: Callable[[object], None]
    follow: Callable[[object], None]
    leave: Callable[[], None] = field(default=lambda: None)
    here: Callable[[], object] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the program: its key, its name (a source string), icon, part of the rail, and who sees it.

    `sign` is the key that opens it together with Ctrl, the same on every machine, whoever works there. `count` tells
    how many wait there (read in the background). A place with `in_rail=False` is opened from another one, `shown_as`,
    which stays marked in the rail.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Bench], Room]
    part: int = 0
    roles: frozenset[str] = EVERYBODY
    count: Count | None = None
    in_rail: bool = True
    shown_as: str = ""
    sign: str = ""


def keep(room: Room, *parts: object) -> Room:
    """Let the screen own its presenter, since Qt's signals hold no strong reference to it."""
    room.screen.kept.extend(parts)
    return room


Tell = Callable[[OutreachError], None]


def make_ports(operations: Operations, owner: QObject, *, house: Places, words: Catalogue) -> Ports:
    """Make ports whose answers are dropped once `owner` is gone; errors nobody takes go to the banner."""

    def later(milliseconds: int, action: Callable[[], None]) -> None:
        QTimer.singleShot(milliseconds, owner, action)

    def missed(error: OutreachError) -> None:
        house.trouble(error)
        if isinstance(owner, Screen):
            owner.stop_waiting()

    query = make_query(operations, owner, trouble=missed)
    command = make_command(operations, owner, trouble=house.trouble)
    return Ports(query, command, partial(operations.in_turn, owner), later, house, words)


def make_query(operations: Operations, owner: QObject, *, trouble: Tell) -> Query:
    """Make the reading port of a presenter; nobody waits for what a hidden screen reads to keep up."""

    def query(
        work: Callable[[], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Tell | None = None,
        series: str = "",
        behind: bool = False,
    ) -> None:
        hidden = isinstance(owner, Screen) and owner.isHidden()
        operations.query(
            owner, work, done=done, failed=failed or trouble, series=series, behind=behind or hidden
        )

    return query


def make_command(operations: Operations, owner: QObject, *, trouble: Tell) -> Command:
    """Make the writing port of a presenter."""

    def command(
        work: Callable[[], Answer], *, done: Callable[[Answer], None], failed: Tell | None = None
    ) -> None:
        operations.command(owner, work, done=done, failed=failed or trouble)

    return command
