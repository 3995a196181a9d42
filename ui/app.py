"""The desktop program: the application object, the entrance pages, and the house behind them."""

import json
import os
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from outreach_app import paths
from outreach_app.errors import OutreachError, say
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.settings import Settings, load_settings
from ui.main_window import PROGRAM, MainWindow
from ui.theme import Theme, TypeSetting, apply_theme, program_icon
from ui.widgets.entrance import EntrancePage
from ui.widgets.focus import install_focus_ring

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.rows import Standing
    from outreach_app.services.workspace import Clock
    from ui.crash import CrashNote
    from ui.operations import Operations
    from ui.presenters.ports import Command, Query, SignUpAt, VisitAt
    from ui.wiring.house import House

FRESH_DRAFT = timedelta(hours=24)
"""A draft younger than this is opened at the start; older ones wait on today's page."""


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
    return code


def default_folder() -> Path:
    """The workspace that is opened when none is named."""
    named = os.environ.get("OUTREACH_WORKSPACE")
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
    return application


class Program(QObject):
    """One window and what it shows: the entrance first, then the house of the open workspace; `clock` dates its work.

    Attributes: window, operations, app and house (None until a workspace is open).
    """

    def __init__(self, folder: Path, words: Catalogue, *, clock: "Clock" = read_clock) -> None:
        super().__init__()
        self.folder, self.words, self._clock = folder, words, clock
        self.window = MainWindow(words)
        self._operations: Operations | None = None
        self.app: App | None = None
        self.house: House | None = None
        self.window.painted.connect(load_store)
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
        if paths.is_workspace(self.folder):
            self._show_unlock()
        else:
            self._show_first_run()
        self.window.show()

    def _show_unlock(self) -> None:
        from ui.presenters.unlock import UnlockPresenter
        from ui.screens.unlock import UnlockScreen

        screen = UnlockScreen(self.words, brand=PROGRAM)
        presenter = UnlockPresenter(
            self.folder,
            command=self._command(screen),
            show=screen.render_state,
            opened=self.enter,
            clock=self._clock,
        )
        screen.unlock_wanted.connect(presenter.unlock)
        screen.forgotten.connect(presenter.forget)
        screen.recover_wanted.connect(presenter.recover)
        self._put_in(screen, presenter)
        self.window.show_entrance(screen)
        presenter.start()

    def _show_first_run(self) -> None:
        from ui.presenters.first_run import FirstRunPresenter
        from ui.screens.first_run import FirstRunScreen

        screen = FirstRunScreen(self.words, brand=PROGRAM)
        presenter = FirstRunPresenter(
            self.folder,
            self.words,
            query=self._query(screen),
            command=self._command(screen),
            show=screen.render_state,
            opened=self.enter,
            clock=self._clock,
        )
        screen.step_wanted.connect(presenter.go_to)
        screen.kit_given.connect(presenter.open_kit)
        screen.unit_typed.connect(presenter.find_units)
        screen.office_given.connect(presenter.make_office)
        screen.sample_wanted.connect(presenter.look_around)
        screen.going_on.connect(presenter.go_on)
        self._put_in(screen, presenter)
        self.window.show_entrance(screen)
        presenter.start()

    def _put_in(self, screen: EntrancePage, presenter: object) -> None:
        # Signals hold no strong reference to a presenter.
        self._entrance, self._entrance_presenter = screen, presenter

    def _query(self, screen: EntrancePage) -> "Query":
        def query(work: Any, *, done: Any, failed: Any = None, series: str = "") -> None:
            self.operations.query(screen, work, done=done, failed=failed or screen.show_error, series=series)

        return query

    def _command(self, screen: EntrancePage) -> "Command":
        def command(work: Any, *, done: Any, failed: Any = None) -> None:
            self.operations.command(screen, work, done=done, failed=failed or screen.show_error)

        return command

    def enter(self, app: "App") -> None:
        """Go into an open workspace; a visit that was being typed when the power went is opened again."""
        self.app = app
        look = self._query(self._entrance)
        look(lambda: (app.standing(), self._find_draft(app)), done=self._furnish)

    @staticmethod
    def _find_draft(app: "App") -> "tuple[str, VisitAt | SignUpAt] | None":
        """The place and door of what was typed last, unless that is long ago."""
        from ui.presenters.ports import SignUpAt, VisitAt
        from ui.presenters.sign_up_form import read_visit

        found: list[tuple[datetime, str, VisitAt | SignUpAt]] = []
        for draft in app.visits.list_drafts()[:1]:
            if draft.household is not None:
                found.append((draft.saved_at, "visit", VisitAt(draft.household, draft=draft.id)))
        for draft in app.sign_up_drafts.list_all()[:1]:
            if draft.household is not None:
                visit = read_visit(json.loads(draft.content))
                found.append((draft.saved_at, "sign_up", SignUpAt(draft.household, visit=visit)))
        newest = max(found, key=lambda each: each[0], default=None)
        fresh = newest is not None and app.desk.now - newest[0] < FRESH_DRAFT
        return newest[1:] if newest is not None and fresh else None

    def _furnish(self, read: "tuple[Standing, tuple[str, VisitAt | SignUpAt] | None]") -> None:
        from ui.crash import crash_desk
        from ui.wiring.house import House

        standing, draft = read
        assert self.app is not None
        self.house = House(self.window, self.app, self.operations, standing=standing)
        crash_desk().reported.connect(self._say_bug)
        if draft is not None:
            self.house.start(place=draft[0], subject=draft[1])
        else:
            self.house.start()

    def _say_bug(self, note: object) -> None:
        from ui.crash import CrashNote

        if isinstance(note, CrashNote) and self.house is not None:
            self.house.frame.say_trouble(Bug(note), everywhere=True)

    def _put_away(self) -> None:
        if self.house is not None:
            self.house.leave_all()

    def close(self) -> None:
        """Finish what was asked for and leave the workspace."""
        self._put_away()
        if self._operations is not None:
            self._operations.close()
        if self.app is not None:
            self.app.close()
            self.app = None


class Bug(OutreachError):
    """What the banner says about a bug: that nothing stored was lost, and where the log is."""

    key = "bug"

    def __init__(self, note: "CrashNote") -> None:
        log, place = str(note.log) if note.log else "-", note.place or note.kind
        super().__init__(
            say("Something went wrong in the program ({place}). What was saved is safe.", place=place),
            say("Go on working; send the office this file: {log}", log=log),
        )


def watch_for_bugs() -> None:
    """Send what nobody expected to the log from now on."""
    from outreach_app import logs
    from ui.crash import install_crash_hook

    install_crash_hook(logs.open_log(paths.log_folder()))


def load_store() -> None:
    """Load the store in the background once the window is painted, so that opening need not wait for it."""
    threading.Thread(target=_import_store, name="load store", daemon=True).start()


def _import_store() -> None:
    import outreach_app.app  # noqa: F401
