"""The frame and the places of one open workspace."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.domain.rows import Standing
from outreach_app.errors import Message, OutreachError, say
from outreach_app.i18n import Catalogue
from ui.link import Link
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.presenters.daily_backup import DailyBackup
from ui.presenters.exchange_state import FilesAt
from ui.presenters.folder_watch import FolderWatch
from ui.presenters.frame import FramePresenter, FrameState
from ui.presenters.others_watch import OthersWatch
from ui.presenters.ports import Ports, StandAt, Undo
from ui.widgets.drops import FileDrops
from ui.widgets.form import Form
from ui.widgets.rail import Place as RailPlace
from ui.widgets.screen import Screen
from ui.wiring.bench import Bench, Place, Room, make_ports
from ui.wiring.folder_guard import FolderGuard
from ui.wiring.handbook import print_handbook_apart
from ui.wiring.help import HelpDesk
from ui.wiring.history import HistoryDesk
from ui.wiring.places import PLACES

if TYPE_CHECKING:
    from outreach_app.app import App


@dataclass(frozen=True, slots=True)
class Memory:
    """What a house was about: the place that was open, what brings somebody back in each, and its frame."""

    open: str
    places: Mapping[str, object]
    frame: FramePresenter


class House(QObject):
    """The frame and the places of one open workspace: makes a place when it is first gone to, passes changes on.

    It is what presenters know as `Places`. Signals: `went(str, object)` a place that was gone to, and its subject;
    `going_back(object)` a `GoingBack`: the workspace is to be left for the version before.
    """

    went = Signal(str, object)
    going_back = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        app: "App",
        operations: Operations,
        *,
        standing: Standing,
        places: tuple[Place, ...] = PLACES,
    ) -> None:
        super().__init__(window)
        self.window, self.operations, self.standing = window, operations, standing
        self._bench = Bench(app, window.words, operations, self, self._print_handbook, self.going_back.emit)
        self._places = {place.key: place for place in places if standing.role in place.roles}
        self._rooms: dict[str, Room] = {}
        self._open, self._role = "", standing.role
        self._left: dict[str, object] = {}
        self.covered = False
        self._wire_frame(app)

    def _wire_frame(self, app: "App") -> None:
        window = self.window
        window.furnish(make_rail_places(self._places.values(), window.words))
        counts = {place.key: place.count for place in self._places.values() if place.count is not None}
        ports = make_ports(self.operations, self, house=self, words=window.words)
        self.frame = FramePresenter(app, ports, show=self._render_frame, counts=counts)
        link = Link(self, self.frame.take)
        link.follow(self.operations.changed)
        window.place_wanted.connect(self.go)
        window.undo_wanted.connect(self.frame.undo)
        window.person_wanted.connect(self.frame.choose_person)
        window.notice_over.connect(self.frame.put_notice_away)
        window.banner.closed.connect(self.frame.put_trouble_away)
        self._wire_search(app, ports)
        self._wire_people()
        self.help = HelpDesk(window.words, window.frame, role=self._role)
        window.help_wanted.connect(self._toggle_help)
        self.help.print_wanted.connect(self._print_handbook)
        self.backups = DailyBackup(
            app, ports, is_over=self.operations.is_closed, is_idle=self.operations.is_free,
            tell=partial(self.frame.say_trouble, everywhere=True), spread=self.operations.broadcast,
        )  # fmt: skip
        guard = FolderGuard(self)
        self.watch = FolderWatch(
            app, ports, is_over=self.operations.is_closed, is_idle=self.operations.is_free,
            tell=partial(self.frame.say_trouble, everywhere=True), guard=guard.listen,
        )  # fmt: skip
        guard.stirred.connect(self.watch.stir)
        self.others = OthersWatch(
            app, ports, is_over=self.operations.is_closed, spread=self.operations.broadcast,
            tell=partial(self.frame.say_trouble, everywhere=True),
        )  # fmt: skip
        Link(self, self.watch.follow).follow(self.operations.changed)
        self.history = HistoryDesk(window, app, ports, operations=self.operations, owner=self)
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.focusChanged.connect(self._keep_focus_in_sight)
        self._drops = FileDrops(window)
        self._drops.dropped.connect(self._look_into_files)

    def _toggle_help(self) -> None:
        screen = self.window.room()
        here = screen.keys if screen is not None else ()
        title = screen.accessibleName() if screen is not None else ""
        self.help.toggle(
            self.window.work_area(),
            place=self._name_explained(),
            title=title,
            here=here,
            everywhere=self.window.frame_keys(),
        )

    def _name_explained(self) -> str:
        """The place that is open by its key, in Settings with the section stood on: `settings.teams`."""
        room = self._rooms.get(self._open)
        at = room.here() if room is not None and self._open == "settings" else None
        return f"settings.{at.line}" if isinstance(at, StandAt) and at.line else self._open

    def _print_handbook(self) -> None:
        # A process of its own: pictures of windows are taken where windows are, and that would stop this one.
        role, language = self._role, self.window.words.language
        self.notice(say("The handbook is being made; that takes a minute. You can go on working."))
        self.operations.query(
            self,
            lambda: print_handbook_apart(role, language),
            done=lambda file: self.notice(say("The handbook is here: {file}", file=str(file))),
            failed=self.trouble,
        )

    def _look_into_files(self, paths: object) -> None:
        if isinstance(paths, tuple) and self.has("exchange") and not self.covered:
            self.go("exchange", FilesAt(paths))

    def _wire_search(self, app: "App", ports: Ports) -> None:
        from ui.presenters.search import SearchPresenter
        from ui.screens.search_popup import SearchPopup

        window, field_ = self.window, self.window.header.search
        popup = SearchPopup(window.words, window)
        presenter = SearchPresenter(app, ports, show=popup.render_state)
        popup.placed.connect(lambda: window.place_popup(popup, under=field_))
        popup.follow_field(field_)
        popup.query_changed.connect(presenter.search)
        for found in (popup.hit_wanted, popup.card_wanted, popup.village_taken):
            found.connect(window.end_search)
        popup.hit_wanted.connect(presenter.open_hit)
        popup.card_wanted.connect(presenter.open_card)
        popup.adding_wanted.connect(presenter.start_adding)
        popup.village_taken.connect(presenter.add_household)
        popup.left.connect(presenter.leave)
        popup.left.connect(self._focus_room)
        self._search, self._popup = presenter, popup

    def _wire_people(self) -> None:
        from ui.screens.person_popup import PersonPopup

        window = self.window
        popup = PersonPopup(window.words, window)
        popup.placed.connect(lambda: window.place_popup(popup, under=window.header.person, right=True))
        popup.chosen.connect(self.frame.work_as)
        popup.named.connect(self.frame.work_as_new)
        popup.pin_given.connect(self.frame.give_pin)
        popup.left.connect(self.frame.leave_people)
        popup.closed.connect(self._focus_room)
        self._people = popup

    def _render_frame(self, state: FrameState) -> None:
        self.window.render_state(state)
        self._people.render_state(state)

    def _keep_focus_in_sight(self, former: QWidget | None, now: QWidget | None) -> None:
        """Give the focus back when a screen that is no longer shown took it: its rows came in late."""
        if now is not None and not now.isVisible() and self.window.isAncestorOf(now):
            QTimer.singleShot(0, self, partial(self._give_back, former))

    def _give_back(self, former: QWidget | None) -> None:
        if former is not None and shiboken6.isValid(former) and former.isVisible():
            former.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._open:
            self._rooms[self._open].screen.stand()

    def _focus_room(self) -> None:
        self.window.end_search()
        if self._open and QApplication.activePopupWidget() is None:
            self._rooms[self._open].screen.stand()

    def start(self, *, place: str = "today", subject: object = None) -> None:
        """Read how things stand and open the first place."""
        self.frame.start()
        self.go(place, subject)
        self.backups.start()
        self.watch.start()
        self.others.start()

    def remember_all(self) -> Memory:
        """Where everybody stands, for another house over the same workspace."""
        places = {place: room.here() for place, room in self._rooms.items()}
        return Memory(self._open, places, self.frame)

    def resume(self, memory: Memory) -> None:
        """Open what was open in another house, where everybody stood in it."""
        self._left = dict(memory.places)
        self.frame.resume(memory.frame)
        self.start(place=memory.open)

    def close(self) -> None:
        """Take everything away that stands in the window, so that another house may be built there."""
        for part in (self._popup, self._people, self._drops):
            part.hide() if isinstance(part, QWidget) else self.window.removeEventFilter(part)
            part.deleteLater()
        self.history.close()
        self.deleteLater()

    def find_half_typed(self) -> Screen | None:
        """A screen with a form in which something was typed that is stored nowhere yet."""
        for room in self._rooms.values():
            forms = (form for form in room.screen.findChildren(Form) if form.isVisibleTo(room.screen))
            if any(form.is_touched() for form in forms):
                return room.screen
        return None

    def go(self, place: str, subject: object = None) -> None:
        """Open a place; one that this role does not have is a bug."""
        left = self._left.pop(place, None)
        subject = left if subject is None else subject
        if self._open and self._open != place:
            self._rooms[self._open].leave()
        self.help.put_away()
        self.history.presenter.leave()
        known, room = self._places[place], self._room(place)
        self._open = place
        self.window.show_room(room.screen, rail_key=known.shown_as or place)
        self.frame.stand_in(place)
        room.enter(subject)
        self.went.emit(place, subject)

    def prepare(self, place: str) -> Iterator[None]:
        """Make a place that this role has ahead of the first time it is gone to, one piece of it at each step."""
        if place not in self._places or place in self._rooms:
            return
        screen = self._room(place).screen
        yield
        self.window.keep_room(screen)
        for part in (screen, *screen.findChildren(QWidget)):
            part.ensurePolished()

    def has(self, place: str) -> bool:
        """Whether this role has a place."""
        return place in self._places

    def _room(self, place: str) -> Room:
        if place not in self._rooms:
            room = self._places[place].make(self._bench)
            link = Link(room.screen, room.follow)
            link.follow(self.operations.changed)
            self._rooms[place] = room
        return self._rooms[place]

    def leave_all(self) -> None:
        """Let the open place put away what is being typed, before the window closes."""
        if self._open:
            self._rooms[self._open].leave()

    def cover(self) -> None:
        """Put away what stands over the places, since nobody may see it; the places stay as they are."""
        self.covered = True
        self.help.put_away()
        self.history.presenter.leave()
        self._popup.hide()
        for _step in ("PIN", "names"):
            self.frame.leave_people()

    def uncover(self) -> None:
        """Go on where somebody was; who has a PIN here is asked for it again."""
        self.covered = False
        self._focus_room()
        self.frame.ask_again()

    def notice(self, message: Message) -> None:
        """Say in passing what was just done."""
        self.frame.say_notice(message)

    def trouble(self, error: OutreachError) -> None:
        """Show a problem in the banner."""
        self.frame.say_trouble(error)

    def remember(self, undo: Undo) -> None:
        """Make this the command that Ctrl+Z takes back."""
        self.frame.remember(undo)

    def speak(self, language: str) -> None:
        """Ask whoever built this house for one in another language."""
        self.window.language_wanted.emit(language)


def make_rail_places(places: Iterable[Place], words: Catalogue) -> list[RailPlace]:
    """Turn the places of a role into the rail's, with a line where the part changes."""
    rail: list[RailPlace] = []
    part = 0
    for place in places:
        if place.in_rail:
            title, new_part = words.text(place.title), place.part != part
            rail.append(RailPlace(place.key, title, place.icon, new_part=new_part, sign=place.sign))
            part = place.part
    return rail
