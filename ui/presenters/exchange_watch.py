"""The watched folder in Exchange: setting it, and what came by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from outreach_app.errors import say
from ui.presenters.exchange_state import Board, Stage
from ui.presenters.ports import ArrivalsPaperAt, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App


class WatchPresenter:
    """Sets the folder that is read by itself, and puts away what was told of it."""

    def __init__(self, app: "App", ports: Ports, board: Board, *, reload: Callable[[], None]) -> None:
        self._app, self._ports, self._board, self._reload = app, ports, board, reload

    def turn(self, folder: str) -> None:
        """Watch this folder from now on; none any more when one is watched."""
        look = self._board.state.look
        if self._board.state.stage is not Stage.READ or look is None:
            return
        wanted = "" if look.watched else folder
        if not wanted and not look.watched:
            self._ports.places.notice(say("Type the folder to be watched, or browse for it; then F7."))
            return
        self._ports.command(
            lambda: self._app.watching.set_folder(wanted), done=lambda done: self._take(wanted, done.value)
        )

    def _take(self, wanted: str, former: str) -> None:
        told = (
            say("What comes into {folder} is read by itself from now on.", folder=wanted)
            if wanted
            else say("No folder is read by itself any more.")
        )
        self._ports.places.notice(told)
        watching = self._app.watching
        self._ports.places.remember(Undo(say("the watched folder"), lambda: watching.set_folder(former)))
        self._reload()

    def put_away(self) -> None:
        """What came by itself has been seen."""
        self._ports.command(self._app.watching.put_away, done=self._look_again)

    def print_day(self) -> None:
        """Show on paper what came today."""
        self._ports.places.go("print", ArrivalsPaperAt(self._app.desk.today))

    def tell_settled(self) -> None:
        """Say that nothing is left to see to."""
        self._ports.places.notice(say("Nothing waits for a person here."))

    def _look_again(self, _nothing: Any) -> None:
        self._reload()
