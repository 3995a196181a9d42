"""Files to and from other machines: what waits, what is on its way, writing to a stick, reading what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import (
    Draft,
    FileReport,
    FileState,
    Ledger,
    LedgerFile,
    MachineRow,
    ReadFile,
    ReadReport,
    Standing,
    WrittenFile,
)
from outreach_app.errors import NotFound, OutreachError, say
from ui.presenters.drives import Drive, find_drives
from ui.presenters.ports import Latest, Ports, VisitAt

if TYPE_CHECKING:
    from outreach_app.app import App

Gaps = tuple[int, ...]


class Stage(StrEnum):
    """How far somebody is: looking on, writing a file, or reading files."""

    LEDGER = "ledger"
    DRAFTS = "drafts"
    WRITE = "write"
    WRITING = "writing"
    READ = "read"
    LOOKING = "looking"
    PREVIEW = "preview"
    READING = "reading"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class FilesAt:
    """Files or folders that were dropped on the window, to be looked at in the place Exchange."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the workspace and the plugged-in drives brought."""

    standing: Standing
    ledger: Ledger
    machines: tuple[MachineRow, ...]
    history: tuple[ReadFile, ...]
    drives: tuple[Drive, ...]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What the place shows; `again` is an earlier file to be written once more, `written` what was just written."""

    look: Look | None = None
    stage: Stage = Stage.LEDGER
    again: LedgerFile | None = None
    written: tuple[WrittenFile, ...] | None = None
    written_to: str = ""
    report: ReadReport | None = None
    missing: tuple[tuple[str, Gaps], ...] = ()

    @property
    def office(self) -> bool:
        """Whether this machine is the office's."""
        return self.look is not None and self.look.standing.role == "office"

    @property
    def waiting(self) -> int:
        """What a file written now would carry: entries of a laptop, answers of an office."""
        if self.look is None:
            return 0
        return self.look.ledger.answers if self.office else self.look.standing.to_send

    @property
    def next_number(self) -> int:
        """The number the next file of a laptop gets."""
        files = self.look.ledger.files if self.look else ()
        return max((file.number for file in files), default=0) + 1

    @property
    def folder(self) -> str:
        """Where to write unless somebody says otherwise: the first stick, else the folder of the last time."""
        if self.look is None:
            return ""
        if self.look.drives:
            return self.look.drives[0].folder
        return next((file.folder for file in self.look.ledger.files if file.folder), "")

    @property
    def to_apply(self) -> int:
        """How many files of the preview would be taken in."""
        return count_files(self.report, FileState.WAITING)


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
        self._app, self._ports, self._show, self._find_drives = app, ports, show, drives
        self._state = ExchangeState()
        self._looks, self._previews = Latest(), Latest()
        self._sources: tuple[Path, ...] = ()

    def enter(self, subject: object) -> None:
        """Look again; files that were dropped are looked at first."""
        self._reload()
        if isinstance(subject, FilesAt):
            self.look_into(subject.paths)

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._looks.only(lambda look: self._set(look=look)))

    def _read(self) -> Look:
        app = self._app
        return Look(
            app.standing(),
            app.syncing.read_ledger(),
            tuple(app.syncing.list_machines()),
            tuple(app.syncing.list_read()),
            self._find_drives(),
            tuple(app.visits.list_drafts()),
        )

    def leave(self) -> None:
        """Put away what is half chosen and what was said; running work goes on."""
        if self._state.stage not in (Stage.WRITING, Stage.READING):
            self._previews.drop()
            self._set(stage=Stage.LEDGER, written=None, report=None, again=None)

    # ------------------------------------------------------------------------------------------------- writing
    def start_writing(self) -> None:
        """Choose where the file goes; unfinished visits are shown before."""
        if self._is_busy():
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
        if not self._is_busy():
            self._set(stage=Stage.WRITE, again=file, written=None, report=None)

    def write(self, folder: str) -> None:
        """Write into a folder; announced only after it was read back from there."""
        if self._state.stage is not Stage.WRITE:
            return
        target, again = Path(folder.strip()).expanduser(), self._state.again
        self._set(stage=Stage.WRITING, written_to=str(target))
        if again is None:
            self._ports.command(
                lambda: self._app.syncing.write(target),
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
        self._set(stage=Stage.LEDGER, written=files, again=None)
        self._reload()

    def _fail_writing(self, error: OutreachError) -> None:
        self._set(stage=Stage.WRITE)
        self._ports.places.trouble(error)

    # ------------------------------------------------------------------------------------------------- reading
    def start_reading(self) -> None:
        """Choose what to read."""
        if not self._is_busy():
            self._set(stage=Stage.READ, written=None, report=None)
            self._reload()

    def look_into(self, paths: Sequence[str]) -> None:
        """Say what reading these files and folders would do, before anything is read."""
        if not paths or self._is_busy():
            return
        self._sources = tuple(Path(path.strip()).expanduser() for path in paths)
        self._set(stage=Stage.LOOKING, written=None, report=None)
        self._ports.query(
            self._read_preview,
            done=self._previews.only(self._take_preview),
            failed=self._fail_looking,
        )

    def _read_preview(self) -> tuple[ReadReport, list[MachineRow]]:
        return self._app.syncing.preview(self._sources), self._app.syncing.list_machines()

    def _take_preview(self, read: tuple[ReadReport, list[MachineRow]]) -> None:
        report, machines = read
        if not report.files:
            self._fail_looking(_nothing_found(self._sources))
            return
        self._set(stage=Stage.PREVIEW, report=report, missing=find_missing(report, machines))

    def _fail_looking(self, error: OutreachError) -> None:
        if self._state.stage is Stage.LOOKING:
            self._set(stage=Stage.READ)
        self._ports.places.trouble(error)

    def apply(self) -> None:
        """Take in what the preview showed."""
        if self._state.stage is not Stage.PREVIEW or not self._state.to_apply:
            return
        self._set(stage=Stage.READING)
        self._ports.command(
            lambda: self._app.syncing.read(self._sources),
            done=lambda done: self._take_result(done.value),
            failed=self._fail_reading,
        )

    def _take_result(self, report: ReadReport) -> None:
        self._set(stage=Stage.RESULT, report=report)
        self._reload()

    def _fail_reading(self, error: OutreachError) -> None:
        self._set(stage=Stage.PREVIEW)
        self._ports.places.trouble(error)

    def _is_busy(self) -> bool:
        return self._state.stage in (Stage.WRITING, Stage.READING)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def count_files(report: ReadReport | None, *states: FileState) -> int:
    """Count the files of a report in these states."""
    return sum(file.state in states for file in report.files) if report else 0


def count_waiting(app: "App", standing: Standing) -> int:
    """Count what waits to be written, for the rail: entries of a laptop, answers of the office."""
    return app.syncing.read_ledger().answers if standing.role == "office" else standing.to_send


def find_missing(report: ReadReport, machines: Sequence[MachineRow]) -> tuple[tuple[str, Gaps], ...]:
    """Name the file numbers that would still be missing of each machine after these files."""
    known = {machine.device: machine for machine in machines}
    came: dict[str, set[int]] = {}
    for file in report.files:
        if (
            file.kind == "sync"
            and file.number is not None
            and file.state in (FileState.WAITING, FileState.ALREADY)
        ):
            came.setdefault(file.device, set()).add(file.number)
    found = ((device, _gaps_of(known.get(device), numbers)) for device, numbers in came.items())
    return tuple((device, gaps) for device, gaps in found if gaps)


def _gaps_of(machine: MachineRow | None, came: set[int]) -> Gaps:
    last = machine.last_number if machine else 0
    holes = set(machine.missing if machine else ()) | set(range(last + 1, max(came)))
    return tuple(sorted(holes - came))


def missing_of(file: FileReport, missing: Sequence[tuple[str, Gaps]]) -> Gaps:
    """The numbers missing of the machine of a file, below that file."""
    gaps = next((gaps for device, gaps in missing if device == file.device), ())
    return tuple(number for number in gaps if file.number is not None and number < file.number)


def _nothing_found(sources: Sequence[Path]) -> OutreachError:
    where = sources[0].name or str(sources[0])
    return NotFound(
        say("No file of this program was found in “{place}”.", place=where),
        say("Plug in the right stick, or choose another folder."),
        key="no_files",
    )
