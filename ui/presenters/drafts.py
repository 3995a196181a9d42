"""Keeping a draft on disk while it is typed."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from outreach_app.errors import OutreachError
from ui.presenters.ports import Ports

if TYPE_CHECKING:
    from outreach_app.app import App

WAIT_MS = 120
"""How long a change may wait before it is written; a power cut costs no more than that and one write."""

AGAIN_MS = 5_000
"""A draft that could not be written is tried again: a hub that went away comes back, a disk gets free."""


class DraftKeeper:
    """Writes the newest content soon after each change; `saved(moment)` tells when it is on disk."""

    def __init__(self, app: "App", ports: Ports, *, saved: Callable[[datetime], None]) -> None:
        self._app, self._ports, self._saved = app, ports, saved
        self._draft: str | None = None
        self._household: bytes | None = None
        self._content: dict[str, object] = {}
        self._dirty = self._waiting = self._writing = self._untold = self._troubled = False

    @property
    def draft(self) -> str | None:
        """The name of the draft, once there is one."""
        return self._draft

    def take_up(self, draft: str | None, household: bytes) -> None:
        """Begin with a draft that is on disk already, or with none."""
        self._draft, self._household, self._dirty = draft, household, False

    def put(self, content: dict[str, object]) -> None:
        """Take the form's new content; it is written soon."""
        self._content, self._dirty, self._untold = content, True, True
        if self._draft is None:
            self._draft = self._app.visits.new_draft_id()
        if not self._waiting:
            self._waiting = True
            self._ports.later(WAIT_MS, self._time_is_up)

    def _time_is_up(self) -> None:
        self._waiting = False
        if not self._writing:
            self.save_now()

    def save_now(self) -> None:
        """Write what has changed without waiting: a field or the form is being left."""
        if not self._dirty or self._draft is None:
            return
        self._dirty, self._writing = False, True
        draft, household, content = self._draft, self._household, self._content
        self._ports.command(
            lambda: self._write(draft, content, household=household),
            done=lambda moment: self._written(draft, moment),
            failed=self._failed,
        )

    def _write(self, draft: str, content: dict[str, object], *, household: bytes | None) -> datetime:
        self._app.visits.save_draft(draft, content, household=household)
        return self._app.desk.now

    def _written(self, draft: str, moment: datetime) -> None:
        self._writing = self._troubled = False
        if draft == self._draft:
            self._saved(moment)
            if not self._waiting:
                self.save_now()

    def _failed(self, error: OutreachError) -> None:
        self._writing, self._dirty = False, True
        if not self._troubled:  # told once; what was typed stands in the form meanwhile
            self._ports.places.trouble(error)
        self._troubled = True
        if not self._waiting:
            self._waiting = True
            self._ports.later(AGAIN_MS, self._time_is_up)

    def put_away(self) -> None:
        """Write what has changed because the form is out of sight; lists of drafts look again once it is on disk."""
        self.save_now()
        if self._untold:
            self._untold = False
            kept = Changes(tables=frozenset({"draft"}))
            self._ports.command(lambda: kept, done=lambda _kept: None)

    def let_go(self) -> str | None:
        """End with this draft, which somebody else stores or discards; returns its name."""
        draft, self._draft, self._dirty = self._draft, None, False
        return draft
