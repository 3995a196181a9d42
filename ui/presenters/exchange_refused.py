"""Letting refused entries in at the office: the one stood on at once, all alike after asking."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from outreach_app.domain.rows import AcceptReport, RefusedEntry
from outreach_app.errors import OutreachError, say
from ui.presenters.exchange_state import Board, Stage
from ui.presenters.ports import Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App


class RefusedPresenter:
    """Lets in what was turned away; on a laptop nothing can be let in."""

    def __init__(self, app: "App", ports: Ports, board: Board, *, reload: Callable[[], None]) -> None:
        self._app, self._ports, self._board, self._reload = app, ports, board, reload

    def let_in(self, id: str, alike: bool) -> None:
        """Let one entry in, with what it hangs on; all of the same machine and reason are shown first.

        The first one that can be let in is meant when none such is stood on.
        """
        entry = self._find(id)
        if entry is None:
            return
        if alike:
            kind = (entry.device, entry.reason_key)
            there = tuple(each for each in self._acceptable() if (each.device, each.reason_key) == kind)
            self._board.set(accepting=there, adopting=None)
        else:
            self._let_in([entry])

    def stop_asking(self) -> bool:
        """Leave the entries refused; False when nothing was asked."""
        asked = bool(self._board.state.accepting)
        if asked:
            self._board.set(accepting=())
        return asked

    def accept_asked(self) -> None:
        """Let in the entries that were shown."""
        if self._board.state.stage is Stage.ASIDE and self._board.state.accepting:
            self._let_in(self._board.state.accepting)

    def _find(self, id: str) -> RefusedEntry | None:
        if self._board.state.stage is not Stage.ASIDE:
            return None
        there = self._acceptable()
        return next((each for each in there if each.id == id), there[0] if there else None)

    def _acceptable(self) -> list[RefusedEntry]:
        look = self._board.state.look
        return [each for each in look.refused if each.acceptable] if look else []

    def _let_in(self, entries: Sequence[RefusedEntry]) -> None:
        self._board.set(stage=Stage.ACCEPTING, accepting=(), adopting=None)
        self._ports.command(
            lambda: self._app.refusals.accept(each.id for each in entries),
            done=lambda done: self._say_done(done.value),
            failed=self._fail,
        )

    def _say_done(self, report: AcceptReport) -> None:
        self._board.set(stage=Stage.ASIDE)
        count = report.accepted + report.along
        if report.conflicts or report.duplicates:
            told = say("{count} entries were let in; some of them wait to be settled.", count=count)
        else:
            told = say("{count} entries were let in.", count=count)
        if report.run and count:
            refusals, run = self._app.refusals, report.run
            self._ports.places.remember(Undo(say("letting entries in"), lambda: refusals.take_back(run)))
        self._ports.places.notice(told)
        self._reload()

    def _fail(self, error: OutreachError) -> None:
        self._board.set(stage=Stage.ASIDE)
        self._ports.places.trouble(error)
