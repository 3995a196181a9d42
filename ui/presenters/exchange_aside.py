"""Taking the newest reading back, and what was turned away or kept for later."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from outreach_app.domain.rows import FileReport, FileState, ReadReport
from outreach_app.errors import OutreachError, say
from ui.presenters.exchange_state import Board, Stage
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.imports import UndoReport

FILES = "files"


class TakingBackPresenter:
    """Shows what taking the newest reading back would do, and does it."""

    def __init__(self, app: "App", ports: Ports, board: Board, *, reload: Callable[[], None]) -> None:
        self._app, self._ports, self._board, self._reload = app, ports, board, reload
        self._looks = Latest()

    def start(self) -> None:
        """Show what would go and what stays; nothing is changed yet."""
        if self._board.is_busy():
            return
        self._board.set(stage=Stage.UNDO, undo=None, written=None, report=None)
        # A rehearsal takes the one write transaction, so it stands in line with the commands.
        self._ports.command(self._rehearse, done=self._looks.only(self._take_preview), failed=self._fail)

    def _rehearse(self) -> "UndoReport":
        return self._app.imports.preview_undo(self._app.imports.find_last(FILES))

    def _take_preview(self, report: "UndoReport") -> None:
        if self._board.state.stage is Stage.UNDO:
            self._board.set(undo=report)

    def take_back(self) -> None:
        """Take back what the preview showed; no Ctrl+Z: the same files, read again, bring it back."""
        report = self._board.state.undo
        if self._board.state.stage is not Stage.UNDO or report is None or not report.preview:
            return
        self._board.set(stage=Stage.UNDOING)
        self._ports.command(
            lambda: self._app.imports.undo(report.import_id),
            done=lambda done: self._say_done(done.value),
            failed=self._fail,
        )

    def _say_done(self, report: "UndoReport") -> None:
        self._board.set(stage=Stage.UNDO, undo=report)
        self._reload()

    def _fail(self, error: OutreachError) -> None:
        if self._board.state.stage in (Stage.UNDO, Stage.UNDOING):
            self._board.set(stage=Stage.LEDGER, undo=None)
        self._ports.places.trouble(error)


class AsidePresenter:
    """Lists refused entries and kept files; looks at the kept ones again, or takes one in as a second machine's."""

    def __init__(self, app: "App", ports: Ports, board: Board, *, reload: Callable[[], None]) -> None:
        self._app, self._ports, self._board, self._reload = app, ports, board, reload

    def start(self) -> None:
        """Show what was turned away or kept for later."""
        if not self._board.is_busy():
            self._board.set(stage=Stage.ASIDE, adopting=None, accepting=(), written=None, report=None)
            self._reload()

    def read_again(self) -> None:
        """Look at every kept file once more; what can be read now is taken in."""
        look = self._board.state.look
        if self._board.state.stage is not Stage.ASIDE or look is None or not look.held:
            return
        self._board.set(stage=Stage.READING, step=None)
        self._ports.command(
            self._app.held.read_again, done=lambda done: self._take_result(done.value), failed=self._fail
        )

    def ask(self, id: str) -> None:
        """Say what taking a kept file in as a second machine's means, before it is done."""
        held = self._board.state.look.held if self._board.state.look else ()
        found = next((file for file in held if file.id == id), None)
        if (
            self._board.state.stage is Stage.ASIDE
            and found is not None
            and found.reason_key == "second_machine"
        ):
            self._board.set(adopting=found, accepting=())

    def stop_asking(self) -> bool:
        """Leave the kept file where it is; False when nothing was asked."""
        asked = self._board.state.adopting is not None
        if asked:
            self._board.set(adopting=None)
        return asked

    def adopt(self) -> None:
        """Take the kept file in; its machine gets a name of its own, which it keeps: no Ctrl+Z."""
        held = self._board.state.adopting
        if self._board.state.stage is not Stage.ASIDE or held is None:
            return
        self._board.set(stage=Stage.READING, adopting=None, step=None)
        self._ports.command(
            lambda: self._app.held.adopt(held.id),
            done=lambda done: self._take_adopted(done.value),
            failed=self._fail,
        )

    def _take_adopted(self, file: FileReport) -> None:
        self._ports.places.notice(say("{device} is a machine of its own now.", device=file.device))
        applied = file.state is FileState.APPLIED
        self._take_result(ReadReport((file,), "adopted" if applied else None, preview=False))

    def _take_result(self, report: ReadReport) -> None:
        self._board.set(stage=Stage.RESULT, report=report, missing=())
        self._reload()

    def _fail(self, error: OutreachError) -> None:
        self._board.set(stage=Stage.ASIDE)
        self._ports.places.trouble(error)
