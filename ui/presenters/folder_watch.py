"""The watched folder while a window stands open: looked into when something stirs there, and slowly all the while."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import ReadReport
from outreach_app.errors import OutreachError, say
from outreach_app.services.watching import tell_news
from outreach_app.sync.arrivals import QUIET_S, Arrivals, Found
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App

FIRST_LOOK_MS = 5_000
"""The window stands and shows its first list by then."""
SWEEP_MS = 60_000
"""Not every drive tells of what is written to it; so often somebody looks by himself."""
STIR_MS = 500
BUSY_MS = 3_000


class FolderWatch:
    """Reads what comes into the folder that is set, in the background, one look at a time.

    `is_over` tells whether the workspace is being left, `is_idle` whether nobody waits for an answer; `guard` is told
    which folder to listen to (None: none), `tell` shows a problem wherever one is.
    """

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        is_over: Callable[[], bool],
        is_idle: Callable[[], bool],
        tell: Callable[[OutreachError], None],
        guard: Callable[[Path | None], None],
    ) -> None:
        self._app, self._ports = app, ports
        self._is_over, self._is_idle, self._tell, self._guard = is_over, is_idle, tell, guard
        self._arrivals: Arrivals | None = None
        self._turn, self._looking, self._stirred, self._trouble = 0, False, False, ""

    def start(self) -> None:
        """Begin once the window has stood for a moment."""
        self._plan(FIRST_LOOK_MS)

    def follow(self, news: object) -> None:
        """Look at once into a folder that somebody has just set, or leave the former one alone."""
        if isinstance(news, Changes) and "watch_folder" in news.tables:
            self.stir()

    def stir(self) -> None:
        """Something was written to the folder."""
        if self._looking:
            self._stirred = True
        else:
            self._plan(STIR_MS)

    def _plan(self, milliseconds: int) -> None:
        # Only the look that was planned last takes place: a thousand stirs are one.
        self._turn += 1
        turn = self._turn
        self._ports.later(milliseconds, lambda: self._look(turn))

    def _look(self, turn: int) -> None:
        if turn != self._turn or self._is_over() or self._looking:
            return
        self._looking = True
        self._ports.query(
            self._search, done=self._take_found, failed=self._fail, series="folder", behind=True
        )

    def _search(self) -> tuple[Arrivals | None, Found]:
        # Disks are read here, beside the work; whoever set another folder meanwhile stirs.
        folder = self._app.watching.read_folder()
        if not folder:
            return None, Found()
        known = self._arrivals
        arrivals = known if known is not None and known.folder == Path(folder) else Arrivals(Path(folder))
        return arrivals, arrivals.look(now=time.monotonic())

    def _take_found(self, searched: tuple[Arrivals | None, Found]) -> None:
        self._arrivals, found = searched
        self._guard(self._arrivals.folder if self._arrivals is not None else None)
        if self._arrivals is None:
            self._looking = False
        elif not found.findings:
            self._rest(found)
        elif not self._is_idle():
            self._looking = False
            self._plan(BUSY_MS)
        else:
            self._ports.command(
                lambda: self._app.watching.take(found.findings),
                done=lambda done: self._take_report(found, done.value),
                failed=self._fail,
            )

    def _take_report(self, found: Found, report: ReadReport) -> None:
        if self._arrivals is not None:
            self._arrivals.settle(found)
        read = len(report.files) - len(tell_news(report))
        if read:
            self._ports.places.notice(
                say("Read by itself: {count} files. Exchange tells what came.", count=read)
            )
        elif report.files:
            self._ports.places.notice(say("A file that came could not be read. Exchange says why."))
        self._trouble = ""
        self._rest(found)

    def _rest(self, found: Found) -> None:
        self._looking = False
        soon = self._stirred or found.waiting
        self._stirred = False
        self._plan(round(QUIET_S * 1000) if soon else SWEEP_MS)

    def _fail(self, error: OutreachError) -> None:
        # The same trouble is told once, not every minute.
        if error.key != self._trouble:
            self._tell(error)
        self._trouble = error.key
        self._rest(Found())
