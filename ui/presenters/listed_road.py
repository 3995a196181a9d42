"""The road of a list of people to be asked: read, stopped at any time, brought in; rows settled by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.domain.listed_lines import ListedReport
from outreach_app.domain.progress import Stopped
from outreach_app.errors import OutreachError, say
from outreach_app.exchange.table_writer import TableKind
from ui.presenters.exchange_state import Progress
from ui.presenters.list_choices import choose_columns
from ui.presenters.listed_words import can_bring_in
from ui.presenters.lists_state import ListsState, Stage
from ui.presenters.pages import write_beside
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.listed_lines import DoubtRow, ListedLine
    from outreach_app.exchange.column_choices import ColumnChoice
    from outreach_app.services.desk import Done

_LOOK_MS = 150


class ListedRoad:
    """What a presenter of lists does with lists of people to be asked; `change` sets fields of its state."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        state: Callable[[], ListsState],
        change: Callable[..., None],
        again: Callable[[], None],
    ) -> None:
        self._app, self._ports, self._state, self._change, self._again = app, ports, state, change, again
        self._previews, self._queue = Latest(), Latest()
        self._progress = Progress()

    def drop(self) -> None:
        """Stop what is going on; nothing of it is kept."""
        self._progress.stop()
        self._previews.drop()

    def preview(self, choice: "ColumnChoice | None", *, failed: Callable[[OutreachError], None]) -> None:
        """Say what bringing in the list would do."""
        state, progress = self._state(), self._start()
        path, lists = Path(state.path), self._app.prospect_lists
        self._ports.query(
            lambda: lists.preview(path, state.layout, columns=choice, enter=state.entering, watch=progress),
            done=self._previews.only(self._take),
            failed=lambda error: None if isinstance(error, Stopped) else failed(error),
        )

    def _take(self, report: ListedReport) -> None:
        recognised = self._state().recognised or report.listed
        self._change(stage=Stage.PREVIEW, listed=report, recognised=recognised, step=None)

    def bring_in(self, choice: "ColumnChoice | None") -> None:
        """Bring in the list whole, or nothing of it."""
        state = self._state()
        if state.stage is not Stage.PREVIEW or not can_bring_in(state.listed):
            return
        self._change(stage=Stage.BRINGING)
        path, lists, progress = Path(state.path), self._app.prospect_lists, self._start()
        self._ports.command(
            lambda: lists.bring_in(path, state.layout, columns=choice, enter=state.entering, watch=progress),
            done=lambda done: self._take_result(path.name, done.value),
            failed=self._fail,
        )

    def _take_result(self, name: str, report: ListedReport) -> None:
        if (import_id := report.import_id) is not None:
            imports = self._app.imports
            self._ports.places.remember(
                Undo(say("the list {name}", name=name), lambda: imports.undo(import_id))
            )
        self._change(stage=Stage.RESULT, listed=report, step=None)
        self._again()

    def _fail(self, error: OutreachError) -> None:
        self._change(stage=Stage.PREVIEW, step=None)
        if isinstance(error, Stopped):
            self._ports.places.notice(say("Bringing in the list was stopped. Nothing was taken in."))
        else:
            self._ports.places.trouble(error)

    def keep_rest(self) -> None:
        """Keep the rows that lack something beside the list, for somebody to complete them."""
        state, lists, words = self._state(), self._app.prospect_lists, self._ports.words
        report, choice = state.listed, choose_columns(state)
        if report is None or not state.can_keep_rest:
            return
        path = Path(state.path)

        def write() -> Path:
            data = lists.write_incomplete(path, report, TableKind.XLSX, words, columns=choice)
            return write_beside(path.parent, f"{path.stem}-con-thieu", data, ending=".xlsx")

        self._ports.query(
            write,
            done=lambda kept: self._ports.places.notice(say("Kept as {path}.", path=str(kept))),
            failed=self._ports.places.trouble,
        )

    def stop(self) -> None:
        """Stop bringing the list in; nothing of it is kept."""
        self._progress.stop()

    # ------------------------------------------------------------------------------------------ how far it is
    def _start(self) -> Progress:
        self._progress.stop()
        progress = self._progress = Progress()
        self._look(progress)
        return progress

    def _look(self, progress: Progress) -> None:
        if self._progress is progress and self._state().stage in (Stage.LOOKING, Stage.BRINGING):
            if progress.step is not None and progress.step != self._state().step:
                self._change(step=progress.step)
            self._ports.later(_LOOK_MS, lambda: self._look(progress))

    # ---------------------------------------------------------------------------------------- rows that wait
    def open_queue(self) -> None:
        """Show the rows of which somebody has to say who is meant."""
        doubts = self._app.listed_doubts
        self._ports.query(
            lambda: tuple(doubts.list_all()),
            done=self._queue.only(lambda rows: self._change(stage=Stage.SETTLING, doubts=rows)),
        )

    def settle(self, row: "DoubtRow", person: bytes | None) -> None:
        """Say who is meant in a row, or None for nobody of here."""
        doubts, what = self._app.listed_doubts, say("the row of {name}", name=row.name)

        def settled(done: "Done[ListedLine | None]") -> None:
            written = done.changes.written
            self._ports.places.remember(Undo(what, lambda: doubts.reopen(row.id, written)))
            if done.value is not None and done.value.reason is not None:
                self._ports.places.notice(done.value.reason)
            self.open_queue()

        self._ports.command(
            lambda: doubts.settle(row.id, person), done=settled, failed=self._ports.places.trouble
        )
