"""Going back to the version before once the workspace was closed for it: asked, waited for, told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app.errors import Message, OutreachError
from outreach_app.i18n import Catalogue
from ui.models.versions import GoingBack
from ui.presenters.ports import Command

if TYPE_CHECKING:
    from outreach_app.services.going_back import WentBack


@dataclass(frozen=True, slots=True)
class GoingBackState:
    """The page: the version gone back to, what came of it (`told`, or `error` when nothing was changed)."""

    version: str
    told: tuple[Message, ...] = ()
    error: OutreachError | None = None

    @property
    def busy(self) -> bool:
        """Whether the version before has not answered yet."""
        return not self.told and self.error is None


class GoingBackPresenter:
    """Asks the version before; then `opened(folder)` starts its window, or `stayed()` goes on with this one."""

    def __init__(
        self,
        wanted: GoingBack,
        *,
        words: Catalogue,
        command: Command,
        show: Callable[[GoingBackState], None],
        opened: Callable[[Path], None],
        stayed: Callable[[], None],
    ) -> None:
        self._wanted, self._words, self._command = wanted, words, command
        self._show, self._opened, self._stayed = show, opened, stayed
        self._state = GoingBackState(wanted.way.version)

    def start(self) -> None:
        """Ask it."""
        self._show(self._state)
        self._command(self._ask, done=lambda back: self._set(told=back.told), failed=self._fail)

    def _ask(self) -> "WentBack":
        from outreach_app.services.version_before import ask_version_before

        wanted = self._wanted
        return ask_version_before(
            wanted.way, wanted.workspace, wanted.passphrase, language=self._words.language
        )

    def _fail(self, error: OutreachError) -> None:
        self._set(error=error)

    def go_on(self) -> None:
        """Open the version that runs now."""
        if self._state.told:
            self._opened(self._wanted.way.folder)
        elif self._state.error is not None:
            self._stayed()

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
