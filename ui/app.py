"""The desktop program: the application object, the entrance pages, and the house behind them."""

import contextlib
import gc
import os
import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from outreach_app import paths
from outreach_app.errors import OutreachError
from outreach_app.garbage import collector_paused
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.settings import Settings, keep_language, load_settings
from outreach_app.versions import hand_over_to
from ui.collecting import collect_on_main
from ui.main_window import PROGRAM, MainWindow
from ui.models.versions import GoingBack
from ui.theme import Theme, TypeSetting, apply_theme, program_icon
from ui.widgets.entrance import EntrancePage
from ui.widgets.focus import install_focus_ring
from ui.wiring.behind import load_places, prepare_visit

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.rows import Standing
    from outreach_app.services.occupancy import Hold
    from outreach_app.services.workspace import Clock
    from ui.operations import Operations
    from ui.presenters.first_run import FirstRunPresenter
    from ui.presenters.hubs import HubsPresenter
    from ui.presenters.ports import Command, Query, SignUpAt, VisitAt
    from ui.presenters.tour import TourState
    from ui.presenters.unlock import UnlockPresenter
    from ui.wiring.entrances import Doorway
    from ui.wiring.help import HelpDesk
    from ui.wiring.house import House
    from ui.wiring.lock import Lock
    from ui.wiring.sample_tour import SampleTour

_PAUSE_MS = 20


@dataclass(frozen=True, slots=True)
class Start:
    """How the window is started: the workspace's folder and the language, if the caller names one."""

    folder: Path
    language: str | None = None


def run_window(start: Start | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    begin = start or Start(default_folder())
    settings = load_settings()
    application = make_application(settings)
    program = Program(begin.folder, open_catalogue(begin.language or settings.language))
    program.window.painted.connect(watch_for_bugs)
    program.show()
    code = application.exec()
    program.close()
    if program.went_back_to is not None:
        with contextlib.suppress(OSError):  # the icon starts it as well
            return hand_over_to(program.went_back_to, program.folder)
    return code


def make_window_unseen(start: Start) -> None:
    """Make the window and load all behind it, show nothing and leave: how a new version of the program is tried."""
    from ui.wiring import house  # noqa: F401 - loaded to see that it loads

    settings = load_settings()
    application = make_application(settings)
    program = Program(start.folder, open_catalogue(start.language or settings.language))
    _import_store()
    application.processEvents()
    program.close()


def default_folder() -> Path:
    """The workspace that is opened when none is named."""
    named = os.environ.get("OUTREACH_WORKSPACE")
    if named and "://" in named:
        return paths.hub_folder(named)
    return Path(named).expanduser() if named else paths.default_workspace()


def read_clock() -> datetime:
    """What this machine's clock says."""
    return datetime.now(UTC)


def make_application(settings: Settings) -> QApplication:
    """Make the application object, dressed as the settings say."""
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName(PROGRAM)
    apply_theme(application, Theme(settings.theme), type_setting=TypeSetting(settings.type_size))
    application.setWindowIcon(program_icon())
    install_focus_ring(application)
    collect_on_main(application)
    return application


class Program(QObject):
    """One window and what it shows: the entrance first, then the house of the open workspace; `clock` dates its work.

    Attributes: window, operations, app and house (None until a workspace is open), went_back_to (the folder
    of the version that runs once this window is closed).
    """

    def __init__(self, folder: Path, words: Catalogue, *, clock: "Clock" = read_clock) -> None:
        super().__init__()
        self.folder, self.words, self._clock = folder, words, clock
        self.window = MainWindow(words)
        self._operations: Operations | None = None
        self._next_language = ""
        self._sample: SampleTour | None = None
        self._sample_stays, self._at_hubs = True, False
        self.app: App | None = None
        self.house: House | None = None
        self.lock: Lock | None = None
        self._hold: Hold | None = None
        self.went_back_to: Path | None = None
        self.window.painted.connect(load_store)
        self.window.painted.connect(lambda: load_places(self.window))
        self.window.language_wanted.connect(self.speak)
        self.window.closing.connect(self._put_away)

    @property
    def operations(self) -> "Operations":
        """Background work, made when it is first needed: after the first paint."""
        from ui.operations import Operations

        if self._operations is None:
            self._operations = Operations(self)
        return self._operations

    def show(self) -> None:
        """Show the page that fits: unlock for a workspace that is there, the first run otherwise."""
        self._show_entrance()
        self.window.show()

    def _show_entrance(self) -> None:
        from ui.presenters.hubs import find_place

        place = find_place(self.folder)
        self.folder = place or self.folder
        if place is None or self._at_hubs:
            self._show_hubs()
        else:
            self._show_way_in()

    def _show_way_in(self) -> None:
        if paths.is_workspace(self.folder):
            self._show_unlock()
        else:
            self._show_first_run()

    def _show_unlock(self) -> None:
        from ui.wiring.entrances import make_unlock

        screen, presenter = make_unlock(self._doorway())
        self._put_in(screen, presenter)
        presenter.start()

    def _show_hubs(self) -> None:
        from ui.wiring.entrances import make_hubs

        self._at_hubs = True
        screen, presenter = make_hubs(self._doorway(), left=self._leave_hubs)
        self._put_in(screen, presenter)
        presenter.start()

    def _leave_hubs(self) -> None:
        self._change_entrance(self._show_way_in)

    def _open_place(self, folder: Path) -> None:
        self.folder = folder
        self._change_entrance(self._show_entrance)

    def _change_entrance(self, show: Callable[[], None]) -> None:
        self._at_hubs, former = False, self._entrance
        show()
        former.deleteLater()

    def _show_first_run(self) -> "FirstRunPresenter":
        from ui.presenters.first_run import sample_folder
        from ui.wiring.entrances import make_first_run

        screen, presenter = make_first_run(self._doorway())
        self._sample_stays = paths.is_workspace(sample_folder(self.folder))
        self._put_in(screen, presenter)
        presenter.start()
        return presenter

    def _doorway(self) -> "Doorway":
        from ui.wiring.entrances import Doorway

        return Doorway(
            self.folder, self.words, self._clock, self.enter, self._query, self._command, self._show_hubs,
            self._open_place,
        )  # fmt: skip

    def _put_in(
        self, screen: EntrancePage, presenter: "FirstRunPresenter | HubsPresenter | UnlockPresenter"
    ) -> None:
        # Signals hold no strong reference to a presenter.
        self._entrance, self._entrance_presenter = screen, presenter
        self.window.show_entrance(screen)
        self._help: HelpDesk | None = None
        for key, action in (("F1", self._toggle_help), ("F11", self.window.turn_language)):
            QShortcut(QKeySequence(key), screen).activated.connect(action)

    def _toggle_help(self) -> None:
        from outreach_app.services.handbook import ENTRANCE
        from ui.widgets.frame_key_lists import list_entrance_keys
        from ui.wiring.help import HelpDesk

        if self._help is None:
            self._help = HelpDesk(self.words, self._entrance, role=ENTRANCE)
            self._help.tour_wanted.connect(self.try_sample)
        place = "unlock" if paths.is_workspace(self.folder) else "first_run"
        here = list_entrance_keys(self.words)
        self._help.toggle(self._entrance.rect(), place=place, title="", here=here)

    def _query(self, screen: EntrancePage) -> "Query":
        from ui.wiring.bench import make_query

        return make_query(self.operations, screen, trouble=screen.show_error)

    def _command(self, screen: EntrancePage) -> "Command":
        from ui.wiring.bench import make_command

        return make_command(self.operations, screen, trouble=screen.show_error)

    # ---------------------------------------------------------------------------------------------------- language
    def speak(self, language: str) -> None:
        """Show everything in another language as soon as nothing is running; what is being typed stays."""
        if self._next_language == language or language == self.words.language:
            return
        self._next_language = language
        with contextlib.suppress(OutreachError):  # costs no more than choosing it again at the next start
            keep_language(language)
        self._when_idle(self._turn)

    def _turn(self) -> None:
        """Build everything anew, unless something stands there that is stored nowhere."""
        language, self._next_language = self._next_language, ""
        if self.house is None:
            self.words = self.window.words = open_catalogue(language)
            self._show_entrance_again()
        elif (screen := self.house.find_half_typed()) is not None:
            from ui.presenters.troubles import HalfTyped

            self.house.frame.say_trouble(HalfTyped(screen.accessibleName()))
        else:
            self.words = open_catalogue(language)
            self._build_anew(self.house)

    def _build_anew(self, former: "House") -> None:
        from ui.wiring.house import House

        memory, standing = former.remember_all(), former.standing
        self.window.unfurnish(self.words)
        former.close()
        assert self.app is not None
        self.house = House(self.window, self.app, self.operations, standing=standing)
        self.house.resume(memory)
        self._join_tour(self._sample.presenter.state if self._sample is not None else None)

    def _show_entrance_again(self) -> None:
        former, page = self._entrance_presenter, self._entrance
        self._show_entrance()
        self._entrance_presenter.resume(former)
        self._entrance.take_over(page)
        page.deleteLater()

    def enter(self, app: "App") -> None:
        """Go into an open workspace; a visit that was being typed when the power went is opened again."""
        from outreach_app.services.occupancy import hold_window
        from ui.presenters.unfinished import find_unfinished

        try:
            self._hold = hold_window(app.desk.folder)
        except OutreachError as error:  # another window was a moment faster
            app.close()
            self._show_entrance()
            self._entrance.show_error(error)
            return
        if self._at_hubs:  # one that was joined just now
            self._at_hubs, self.folder = False, app.desk.folder
        self.app = app
        look = self._query(self._entrance)
        look(lambda: (app.standing(), find_unfinished(app)), done=self._furnish)

    # ---------------------------------------------------------------------------------------------------- sample
    def try_sample(self) -> None:
        """Put a workspace that is open away, make a sample beside it, and lead through it."""
        if self.house is not None:
            self._when_idle(lambda: self._leave_house(self._make_sample))
        else:
            self._make_sample()

    def _make_sample(self) -> None:
        presenter = self._show_first_run()
        presenter.look_around()

    def _is_sample(self) -> bool:
        from ui.presenters.first_run import sample_folder

        return self.app is not None and self.app.desk.folder == sample_folder(self.folder)

    def _join_tour(self, state: "TourState | None") -> None:
        """Put the bar and the tour over a sample; a real workspace only offers it."""
        from ui.wiring.sample_tour import SampleTour

        assert self.house is not None
        assert self.app is not None
        self.house.going_back.connect(self._go_back)
        if not self._is_sample():
            self._watch_over(self.house, self.app)
            self._sample = None
            self.house.help.tour_wanted.connect(self.try_sample)
            return
        self._sample = SampleTour(self.house, self.app)
        self._sample.left.connect(self._leave_sample)
        if state is None:
            self._sample.presenter.start()
        else:
            self._sample.presenter.resume(state)

    def _watch_over(self, house: "House", app: "App") -> None:
        """Lock the window when nobody uses it and after sleep; a sample holds nobody's data and has no passphrase."""
        from ui.wiring.lock import Lock

        self.lock = Lock(house, app, self._doorway())
        self.lock.covered.connect(self._give_help)

    def _give_help(self, page: object) -> None:
        if isinstance(page, EntrancePage):
            self._entrance, self._help = page, None
            QShortcut(QKeySequence("F1"), page).activated.connect(self._toggle_help)

    def _leave_sample(self, keep: object) -> None:
        self._sample_stays = bool(keep)
        self._when_idle(lambda: self._leave_house(self._show_entrance))

    # -------------------------------------------------------------------------------------------- the version before
    def _go_back(self, wanted: object) -> None:
        """Close the workspace and let the version before put its database back."""
        assert isinstance(wanted, GoingBack)
        self._when_idle(lambda: self._leave_house(lambda: self._show_going_back(wanted)))

    def _show_going_back(self, wanted: GoingBack) -> None:
        from ui.wiring.entrances import make_going_back

        def stay() -> None:
            screen.deleteLater()
            self._show_unlock()

        screen, presenter = make_going_back(self._doorway(), wanted, opened=self._open_former, stayed=stay)
        self._going_back = presenter
        self.window.show_entrance(screen)
        presenter.start()

    def _open_former(self, folder: Path) -> None:
        self.went_back_to = folder
        self.window.close()

    def _when_idle(self, action: Callable[[], None]) -> None:
        """Let drafts be stored and commands end, then go on."""
        if self.house is not None:
            self.house.leave_all()
        if self.operations.is_idle():
            action()
        else:
            QTimer.singleShot(_PAUSE_MS, self, lambda: self._when_idle(action))

    def _leave_house(self, then: Callable[[], object]) -> None:
        """Take the open workspace out of the window, close it, and go on elsewhere."""
        assert self.house is not None
        self.window.unfurnish(self.words)
        self.house.close()
        self.house = None
        self._close_app()
        then()

    def _close_app(self) -> None:
        """Leave the workspace; a sample that nobody wants to keep is deleted."""
        if self.app is None:
            return
        folder, throw_away = self.app.desk.folder, self._is_sample() and not self._sample_stays
        with contextlib.suppress(OutreachError):  # a hub that is away costs the last looks of the log
            self.app.close()
        if self._hold is not None:
            self._hold.release()
        self.app, self._sample, self._hold = None, None, None
        if throw_away:
            shutil.rmtree(folder, ignore_errors=True)

    def _furnish(self, read: "tuple[Standing, tuple[str, VisitAt | SignUpAt] | None]") -> None:
        from ui.crash import crash_desk
        from ui.wiring.house import House

        standing, draft = read
        assert self.app is not None
        self.house = House(self.window, self.app, self.operations, standing=standing)
        crash_desk().reported.connect(self._say_bug)
        # Keys and paint come in between: frame and first place together keep an old laptop from answering.
        QTimer.singleShot(0, self.house, lambda: self._begin(draft))

    def _begin(self, draft: "tuple[str, VisitAt | SignUpAt] | None") -> None:
        from outreach_app.versions import confirm_start

        assert self.house is not None
        confirm_start()
        if draft is not None and not self._is_sample():
            self.house.start(place=draft[0], subject=draft[1])
        else:
            self.house.start()
        self._join_tour(None)
        self._entrance.deleteLater()
        prepare_visit(self.house)

    def _say_bug(self, note: object) -> None:
        from ui.crash import CrashNote
        from ui.presenters.troubles import Bug

        if isinstance(note, CrashNote) and self.house is not None:
            bug = Bug(place=note.place or note.kind, log=note.log)
            self.house.frame.say_trouble(bug, everywhere=True)

    def _put_away(self) -> None:
        if self.house is not None:
            self.house.leave_all()

    def close(self) -> None:
        """Finish what was asked for and leave the workspace."""
        self._put_away()
        if self._operations is not None:
            self._operations.close()
        self._close_app()


def watch_for_bugs() -> None:
    """Send what nobody expected to the log from now on."""
    from outreach_app import logs
    from ui.crash import install_crash_hook

    logs.leave_no_core()
    install_crash_hook(logs.open_log(paths.log_folder()))


def load_store() -> None:
    """Load the store in the background once the window is painted, so that opening need not wait for it."""
    threading.Thread(target=_import_store, name="load store", daemon=True).start()


def _import_store() -> None:
    # Thousands of classes come into being and all of them stay: nobody need ever look for garbage among them, which
    # would stop the window each time.
    with collector_paused():
        import outreach_app.app  # noqa: F401

        gc.freeze()
