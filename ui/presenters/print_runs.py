"""The leaflets of a whole village: which households, how far the run is, stopping it."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach_app.domain.progress import Step
from outreach_app.domain.rows import HouseholdFilter, HouseholdRow
from outreach_app.services.leaflet_runs import LeafletWish, PrintingStopped
from ui.presenters.pages import Printed, make_printed
from ui.presenters.ports import Latest, Paper
from ui.presenters.print_state import PrintBoard, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 150


@dataclass(slots=True)
class _Watched:
    """What the background tells of itself and what it is told."""

    stop: threading.Event
    step: Step | None = None

    def tell(self, step: Step) -> None:
        self.step = step
        if self.stop.is_set():
            raise PrintingStopped


class LeafletRun:
    """Chooses the households of a run and makes their leaflets in memory, to be seen before anything is printed."""

    def __init__(self, board: PrintBoard) -> None:
        self._board, self._plans = board, Latest()
        self._watched: _Watched | None = None

    def choose_village(self, village: bytes | None) -> None:
        """Take another village, or all."""
        self._board.clear()
        self._board.set(whole_village=village, stage=Stage.CHOOSING, printed=None, drawn=None)
        self.plan()

    def choose_unvisited(self, *, only: bool) -> None:
        """Take only households nobody has visited, or all."""
        self._board.clear()
        self._board.set(unvisited=only, stage=Stage.CHOOSING, printed=None, drawn=None)
        self.plan()

    def plan(self) -> None:
        """Look which households these are."""
        runs, wish = self._board.app.leaflet_runs, self._wish()
        self._board.ports.query(lambda: tuple(runs.choose(wish)), done=self._plans.only(self._take))

    def _take(self, homes: tuple[HouseholdRow, ...]) -> None:
        self._board.set(whole=homes)

    def _wish(self) -> LeafletWish:
        state = self._board.state
        return LeafletWish(HouseholdFilter(village=state.whole_village, never_visited=state.unvisited))

    def make(self) -> None:
        """Make all of them."""
        board = self._board
        if board.state.stage is not Stage.CHOOSING or board.state.paper is not Paper.LEAFLETS:
            return
        watched = self._watched = _Watched(threading.Event())
        board.make(self._work(self._wish(), watched))
        self._look(watched)

    def _work(self, wish: LeafletWish, watched: _Watched) -> "Callable[[], Printed]":
        app, words = self._board.app, self._board.ports.words

        def make() -> Printed:
            drawn = app.leaflet_runs.draw(wish, words, watch=watched.tell)
            title = words.plural("{count} leaflet", "{count} leaflets", drawn.leaflets)
            return make_printed(f"to-roi-{app.desk.today:%Y-%m-%d}", title, drawn.pdf)

        return make

    def _look(self, watched: _Watched) -> None:
        if self._watched is watched and self._board.state.stage is Stage.MAKING:
            self._board.set(step=watched.step)
            self._board.ports.later(_LOOK_MS, lambda: self._look(watched))

    def stop(self) -> None:
        """Stop the run that is going on; nothing is kept of it."""
        if self._watched is not None:
            self._watched.stop.set()
