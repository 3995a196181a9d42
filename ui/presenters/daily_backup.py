"""The backup of the day: made behind the work once nobody waits for anything, tried again when it fails."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from outreach_app.errors import OutreachError
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.backups import Backup

FIRST_LOOK_MS = 20_000
"""The window stands and somebody types by then; the copy is made beside that, never before it."""

NEXT_LOOK_MS = 15 * 60_000
"""A window may stay open for days, and what stood in the way of a backup may have gone."""

BUSY_MS = 3_000


class DailyBackup:
    """Looks from time to time whether a backup is due.

    `is_over` tells whether the workspace is being left, `is_idle` whether nobody waits for an answer; `tell` shows a
    problem wherever one is, `spread` tells every screen of the new backup.
    """

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        is_over: Callable[[], bool],
        is_idle: Callable[[], bool],
        tell: Callable[[OutreachError], None],
        spread: Callable[[Changes], None],
    ) -> None:
        self._app, self._ports = app, ports
        self._is_over, self._is_idle, self._tell, self._spread = is_over, is_idle, tell, spread
        self._told_neglect = False

    def start(self) -> None:
        """Look once the window has stood for a while, then every quarter of an hour."""
        self._ports.later(FIRST_LOOK_MS, self.look)

    def look(self) -> None:
        """Make the backup if it is due; while an answer is awaited, look again a little later."""
        if self._is_over():
            return
        if not self._is_idle():
            self._ports.later(BUSY_MS, self.look)
            return
        # As a reader, not as a command: whoever stores a visit meanwhile does not wait for it.
        self._ports.query(self._back_up, done=self._take, failed=self._fail, series="backup", behind=True)

    def _back_up(self) -> "tuple[Backup | None, OutreachError | None]":
        from outreach_app.services.copied_machines import find_copy_trouble
        from outreach_app.services.second_copies import SecondCopies

        made, second = self._app.upkeep.make_due_backup(), SecondCopies(self._app.desk)
        second.copy_newest()
        return made, find_copy_trouble(self._app.desk) or second.find_neglect()

    def _take(self, done: "tuple[Backup | None, OutreachError | None]") -> None:
        made, neglect = done
        if made is not None:
            self._spread(Changes(frozenset({"backup"})))
        if neglect is not None and not self._told_neglect:
            self._told_neglect = True  # once while the window stands: whoever put it away knows
            self._tell(neglect)
        self._ports.later(NEXT_LOOK_MS, self.look)

    def _fail(self, error: OutreachError) -> None:
        self._tell(error)
        self._ports.later(NEXT_LOOK_MS, self.look)
