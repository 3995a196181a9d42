"""What others write at a hub, shown while a window stands open; and whether the hub answers at all."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from outreach_app.errors import OutreachError, say
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App

LOOK_MS = 4_000
"""So long at most a page shows what somebody else has changed since."""


class OthersWatch:
    """Looks from time to time, in the background and at a hub only, whether others wrote.

    `is_over` tells whether the workspace is being left, `tell` shows a problem wherever one is, `spread` tells every
    screen to look again.
    """

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        is_over: Callable[[], bool],
        tell: Callable[[OutreachError], None],
        spread: Callable[[Changes], None],
    ) -> None:
        self._app, self._ports = app, ports
        self._is_over, self._tell, self._spread = is_over, tell, spread
        self._away = False

    def start(self) -> None:
        """Begin, unless this workspace is a file, which its window has alone."""
        from outreach_app.services.others import is_shared

        if is_shared(self._app.desk):
            self._look()

    def _look(self) -> None:
        if not self._is_over():
            self._ports.query(self._find, done=self._take, failed=self._fail, series="others", behind=True)

    def _find(self) -> Changes | None:
        from outreach_app.services.others import find_news

        return find_news(self._app.desk)

    def _take(self, news: Changes | None) -> None:
        if self._away:
            self._away = False
            self._ports.places.notice(say("The hub answers again."))
            self._spread(Changes(everything=True, by_others=True))
        elif news is not None:
            self._spread(news)
        self._ports.later(LOOK_MS, self._look)

    def _fail(self, error: OutreachError) -> None:
        # Told once, not every few seconds: whoever put it away knows.
        if not self._away:
            self._tell(error)
        self._away = True
        self._ports.later(LOOK_MS, self._look)
