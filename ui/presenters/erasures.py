"""The orders to erase people as a machine knows them, and who has confirmed each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach_app.domain.changes import Changes
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.erasing import ErasureRow


@dataclass(frozen=True, slots=True)
class ErasuresState:
    """The orders, newest first; `finished` tells that this machine has gone through its kept files and backups."""

    loading: bool = True
    office: bool = False
    orders: tuple["ErasureRow", ...] = ()
    finished: bool = True


class ErasuresPresenter:
    """Reads the orders whenever something may have changed about them."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[ErasuresState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._reads = Latest()

    def enter(self, _subject: object) -> None:
        """Look again."""
        take: Callable[[ErasuresState], None] = self._reads.only(self._show)
        self._ports.query(self._read, done=take)

    def follow(self, news: object) -> None:
        """Look again after files were read or somebody was erased."""
        if isinstance(news, Changes) and news.touches("erasure"):
            self.enter(None)

    def _read(self) -> ErasuresState:
        erasing = self._app.erasing
        office = self._app.standing().role == "office"
        return ErasuresState(False, office, tuple(erasing.list()), erasing.is_finished())

    def leave(self) -> None:
        """Go back to the exchange."""
        self._ports.places.go("exchange")
