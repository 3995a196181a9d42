"""Files to and from other machines: what waits, what is on its way, writing to a stick, reading what came."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.progress import Stopped
from outreach_app.domain.rows import LedgerFile, MachineRow, ReadReport, Standing, WrittenFile
from outreach_app.errors import NotFound, OutreachError, say
from outreach_app.paths import read_typed
from ui.presenters.drives import Drive, find_drives
from ui.presenters.exchange_state import (
    Board,
    ExchangeState,
    FilesAt,
    HandoverState,
    Look,
    MachineState,
    Progress,
    Stage,
    find_missing,
    put_new_first,
)
from ui.presenters.ports import Latest, Ports, VisitAt
from ui.presenters.stick_versions import StickVersions

if TYPE_CHECKING:
    from outreach_app.app import App

_LOOK_AGAIN_MS = 100
"""How often the screen asks how far writing or reading has come."""
_LONG = (Stage.WRITING, Stage.LOOKING, Stage.READING)


class ExchangePresenter:
    """Shows the ledger, writes files and reads them, always with a preview first."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[ExchangeState], None],
        drives: Callable[[], tuple[Drive, ...]] = find_drives,
    ) -> None:
        self._app, self._ports, self._find_drives = app, ports, drives
        self.board = Board(show)
        self._progress = Progress()
        self._looks, self._previews = Latest(), Latest()
        self._versions = StickVersions(app, ports, self.board)
        self._sources: tuple[Path, ...] = ()

    def enter(self, subject: object) -> None:
        """Look again; files that were dropped are looked at first."""
        self.reload()
        if isinstance(subject, FilesAt):
            self.look_into(subject.paths)

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes):
            self.reload()

    @property
    def _state(self) -> ExchangeState:
        return self.board.state

    def reload(self) -> None:
        """Look at the workspace and the drives again."""
        self._ports.query(self._read, done=self._looks.only(self._take_look))

    def _take_look(self, look: Look) -> None:
        self._set(look=look)
        self._versions.look(look.drives)

    def _read(self) -> Look:
        app = self._app
        return Look(
            app.standing(),
            app.syncing.read_ledger(),
            tuple(app.syncing.list_machines()),
            tuple(app.syncing.list_read()),
            self._find_drives(),
            tuple(app.visits.list_drafts()),
            app.desk.today,
            tuple(app.syncing.list_refused()),
            tuple(app.held.list()),
            silent_after=app.silences.read(),
            undoable=any(not each.undone for each in app.imports.list_readings()),
            erasures=app.erasing.count(),
            watched=app.watching.read_folder(),
            arrived=app.watching.read_newest(),
            unreadable=tuple(app.watching.list_unreadable()),
        )

    def leave(self) -> None:
        """Put away what is half chosen and what was said; reading is stopped before its next file, writing goes on."""
        if self._state.stage in (Stage.LOOKING, Stage.READING):
            self._progress.stop()
        if not self.board.is_busy():
            self._previews.drop()
            self._set(
                stage=Stage.LEDGER, written=None, report=None, again=None, undo=None, adopting=None,
                accepting=(), machine=MachineState(""), handover=HandoverState(),
            )  # fmt: skip

    # ------------------------------------------------------------------------------------------------- writing
    def start_writing(self) -> None:
        """Choose where the file goes; unfinished visits are shown before."""
        if self.board.is_busy():
            return
        self._set(again=None, written=None, report=None)
        self._ports.query(self._read, done=self._looks.only(self._offer_writing))

    def _offer_writing(self, look: Look) -> None:
        unfinished = look.drafts and look.standing.role != "office"
        self._set(look=look, stage=Stage.DRAFTS if unfinished else Stage.WRITE)

    def go_on(self) -> None:
        """Write although visits are unfinished; they stay here and go with a later file."""
        if self._state.stage is Stage.DRAFTS:
            self._set(stage=Stage.WRITE)

    def open_draft(self, draft: str) -> None:
        """Finish a visit before anything is written."""
        look = self._state.look
        found = next((each for each in look.drafts if each.id == draft), None) if look else None
        if found is not None and found.household is not None:
            self.leave()
            self._ports.places.go("visit", VisitAt(found.household, draft=found.id, back="exchange"))

    def start_again(self, file: LedgerFile) -> None:
        """Choose where an earlier file goes once more."""
        if not self.board.is_busy():
            self._set(stage=Stage.WRITE, again=file, written=None, report=None)

    def write(self, folder: str) -> None:
        """Write into a folder; announced only after it was read back from there."""
        if self._state.stage is not Stage.WRITE:
            return
        target, again = read_typed(folder), self._state.again
        self._set(stage=Stage.WRITING, written_to=str(target), step=None)
        if again is None:
            progress = self._start_progress()
            self._ports.command(
                lambda: self._app.syncing.write(target, watch=progress),
                done=lambda done: self._say_written(tuple(done.value)),
                failed=self._fail_writing,
            )
        else:
            self._ports.command(
                lambda: self._app.syncing.write_again(again.number, target, name=again.name),
                done=lambda file: self._say_written((file,)),
                failed=self._fail_writing,
            )

    def _say_written(self, files: tuple[WrittenFile, ...]) -> None:
        self._set(stage=Stage.WRITTEN if len(files) > 1 else Stage.LEDGER, written=files, again=None)
        self.reload()

    def _fail_writing(self, error: OutreachError) -> None:
        self._set(stage=Stage.WRITE)
        self._ports.places.trouble(error)

    # ------------------------------------------------------------------------------------------------- reading
    def start_reading(self) -> None:
        """Choose what to read."""
        if not self.board.is_busy():
            self._set(stage=Stage.READ, written=None, report=None)
            self.reload()

    def look_into(self, paths: Sequence[str]) -> None:
        """Say what reading these files and folders would do, before anything is read."""
        if not paths or self.board.is_busy():
            return
        self._sources = tuple(read_typed(path) for path in paths)
        self._set(stage=Stage.LOOKING, written=None, report=None)
        progress = self._start_progress()
        self._ports.query(
            lambda: self._read_preview(progress),
            done=self._previews.only(self._take_preview),
            failed=self._fail_looking,
        )

    def _read_preview(self, progress: Progress) -> tuple[ReadReport, list[MachineRow]]:
        report = self._app.syncing.preview(self._sources, watch=progress)
        return report, self._app.syncing.list_machines()

    def _take_preview(self, read: tuple[ReadReport, list[MachineRow]]) -> None:
        report, machines = read
        if not report.files:
            self._fail_looking(_nothing_found(self._sources))
            return
        self._set(stage=Stage.PREVIEW, report=put_new_first(report), missing=find_missing(report, machines))

    def _fail_looking(self, error: OutreachError) -> None:
        if isinstance(error, Stopped):
            return
        if self._state.stage is Stage.LOOKING:
            self._set(stage=Stage.READ)
        self._ports.places.trouble(error)

    def apply(self) -> None:
        """Take in what the preview showed; no Ctrl+Z: taking files back has a page that says first what goes."""
        if self._state.stage is not Stage.PREVIEW or not self._state.to_apply:
            return
        self._set(stage=Stage.READING)
        progress = self._start_progress()
        # The backup before it as a reader: whoever stores a visit meanwhile does not wait for that as well.
        self._ports.query(
            self._app.syncing.secure, done=lambda _made: self._take_in(progress), failed=self._fail_reading
        )

    def _take_in(self, progress: Progress) -> None:
        self._ports.command(
            lambda: self._app.syncing.read(self._sources, watch=progress),
            done=lambda done: self._take_result(done.value),
            failed=self._fail_reading,
        )

    def _take_result(self, report: ReadReport) -> None:
        self._set(stage=Stage.RESULT, report=put_new_first(report))
        self.reload()

    def _fail_reading(self, error: OutreachError) -> None:
        self._set(stage=Stage.PREVIEW)
        if isinstance(error, Stopped):
            self._ports.places.notice(error.message)
        else:
            self._ports.places.trouble(error)

    # ------------------------------------------------------------------------------------------------ how far it is
    def _start_progress(self) -> Progress:
        self._versions.give_way()
        self._progress = progress = Progress()
        self._set(step=None)
        self._ports.later(_LOOK_AGAIN_MS, lambda: self._follow_progress(progress))
        return progress

    def _follow_progress(self, progress: Progress) -> None:
        # Asked for instead of told: a stick of a thousand small files would else flood the main thread.
        if progress is not self._progress or self._state.stage not in _LONG:
            return
        if progress.step is not None and progress.step != self._state.step:
            self._set(step=progress.step)
        self._ports.later(_LOOK_AGAIN_MS, lambda: self._follow_progress(progress))

    def _set(self, **changes: Any) -> None:
        self.board.set(**changes)


def count_waiting(app: "App", standing: Standing) -> int:
    """Count what waits to be written, for the rail: entries of a laptop, answers of the office, receipts of a lead."""
    answers = app.syncing.read_ledger().answers if standing.role in ("office", "lead") else 0
    return answers + (0 if standing.role == "office" else standing.to_send)


def _nothing_found(sources: Sequence[Path]) -> OutreachError:
    where = sources[0].name or str(sources[0])
    return NotFound(
        say("No file of this program was found in “{place}”.", place=where),
        say("Plug in the right stick, or choose another folder."),
        key="no_files",
    )
