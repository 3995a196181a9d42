"""What the place Exchange shows, and the board on which its presenters write it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.lost_days import LostDays
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.rows import (
    CanvasserRow,
    Draft,
    FileReport,
    FileState,
    HeldFile,
    Ledger,
    LedgerFile,
    MachineRow,
    ReadFile,
    ReadReport,
    RefusedEntry,
    Standing,
    WrittenFile,
)
from outreach_app.services.silences import DAYS
from ui.models.exchange import Act
from ui.presenters.drives import Drive

if TYPE_CHECKING:
    from outreach_app.services.handovers import Doors, HandedOver
    from outreach_app.services.imports import UndoReport
    from outreach_app.services.watching import Arrived, Unreadable
    from outreach_app.services.workspace import MadeKit

Gaps = tuple[int, ...]


class Stage(StrEnum):
    """How far somebody is: looking on, writing a file, reading files, taking them back, or seeing to a machine."""

    LEDGER = "ledger"
    DRAFTS = "drafts"
    WRITE = "write"
    WRITING = "writing"
    WRITTEN = "written"
    READ = "read"
    LOOKING = "looking"
    PREVIEW = "preview"
    READING = "reading"
    RESULT = "result"
    UNDO = "undo"
    UNDOING = "undoing"
    ASIDE = "aside"
    ACCEPTING = "accepting"
    MACHINE = "machine"
    HANDOVER = "handover"


BUSY = frozenset({Stage.WRITING, Stage.READING, Stage.UNDOING, Stage.ACCEPTING})


@dataclass(frozen=True, slots=True)
class FilesAt:
    """Files or folders that were dropped on the window, to be looked at in the place Exchange."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the workspace and the plugged-in drives brought.

    `undoable`: a reading can be taken back; `erasures`: orders to erase people; `watched`: the folder that is read by
    itself, `arrived` what came out of it last and `unreadable` what of it was refused.
    """

    standing: Standing
    ledger: Ledger
    machines: tuple[MachineRow, ...]
    history: tuple[ReadFile, ...]
    drives: tuple[Drive, ...]
    drafts: tuple[Draft, ...]
    today: date
    refused: tuple[RefusedEntry, ...] = ()
    held: tuple[HeldFile, ...] = ()
    undoable: bool = False
    silent_after: int = DAYS
    erasures: int = 0
    watched: str = ""
    arrived: "Arrived | None" = None
    unreadable: "tuple[Unreadable, ...]" = ()


@dataclass(frozen=True, slots=True)
class MachineState:
    """The machine stood on; `kit` is the set-up file just made for its successor, with the code shown once.

    `lost` tells with it which days of the machine that is gone never came.
    """

    device: str
    act: Act = Act.LOOK
    kit: "MadeKit | None" = None
    lost: LostDays | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class HandoverState:
    """Who has doors, who may take them, and what was handed over last."""

    doors: tuple["Doors", ...] = ()
    people: tuple[CanvasserRow, ...] = ()
    done: "HandedOver | None" = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What the place shows; `again` is an earlier file to be written once more, `written` what was just written.

    `step` is how far writing or reading has come, `adopting` the kept file about to be taken in as a second machine's,
    `accepting` the refused entries about to be let in; `newer` a version of the program on a stick that
    this machine takes.
    """

    look: Look | None = None
    stage: Stage = Stage.LEDGER
    again: LedgerFile | None = None
    written: tuple[WrittenFile, ...] | None = None
    written_to: str = ""
    report: ReadReport | None = None
    missing: tuple[tuple[str, Gaps], ...] = ()
    step: Step | None = None
    undo: "UndoReport | None" = None
    adopting: HeldFile | None = None
    accepting: tuple[RefusedEntry, ...] = ()
    machine: MachineState = field(default_factory=lambda: MachineState(""))
    handover: HandoverState = field(default_factory=HandoverState)
    newer: str = ""

    @property
    def office(self) -> bool:
        """Whether this machine is the office's."""
        return self.look is not None and self.look.standing.role == "office"

    @property
    def waiting(self) -> int:
        """What waits to be written: entries of a laptop and receipts of a lead, answers of an office."""
        if self.look is None:
            return 0
        return self.look.ledger.answers + (0 if self.office else self.look.standing.to_send)

    @property
    def aside(self) -> int:
        """How much was turned away or kept for later."""
        look = self.look
        return len(look.refused) + len(look.held) + len(look.unreadable) if look else 0

    @property
    def arrived(self) -> "Arrived | None":
        """What came by itself and is told before the ledger until somebody puts it away."""
        return (
            self.look.arrived if self.look and self.stage is Stage.LEDGER and self.written is None else None
        )

    def missing_after(self, device: str) -> str:
        """The next machine by name of which files are missing; empty behind the last one."""
        machines = self.look.machines if self.look else ()
        names = (each.device for each in machines if each.missing and not each.revoked)
        return min((name for name in names if name > device), default="")

    @property
    def came_today(self) -> bool:
        """Whether a file was read today."""
        newest = self.look.history[0].read_at if self.look and self.look.history else None
        return (
            newest is not None
            and self.look is not None
            and newest.astimezone(VIETNAM).date() == self.look.today
        )

    @property
    def acceptable(self) -> bool:
        """Whether anything that was refused can be let in here."""
        return self.look is not None and any(entry.acceptable for entry in self.look.refused)

    @property
    def wish_aside(self) -> str:
        """What the step among what was turned away does."""
        return "accept" if self.accepting else "adopt" if self.adopting else "read_held"

    @property
    def next_number(self) -> int:
        """The number the next file of a laptop gets."""
        files = self.look.ledger.files if self.look else ()
        return max((file.number for file in files if not file.device), default=0) + 1

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

    def clock_of(self, device: str) -> int:
        """How many seconds a machine's clock is known to run ahead."""
        machines = self.look.machines if self.look else ()
        return next((each.clock_offset_s for each in machines if each.device == device), 0)

    @property
    def machine_row(self) -> MachineRow | None:
        """The machine stood on, as it stands now."""
        machines = self.look.machines if self.look else ()
        return next((each for each in machines if each.device == self.machine.device), None)


class Board:
    """Holds the state of the place for the presenters that share it, and shows every change."""

    def __init__(self, show: Callable[[ExchangeState], None]) -> None:
        self.state = ExchangeState()
        self._show = show

    def set(self, **changes: Any) -> None:
        """Change some of it and show it."""
        self.state = replace(self.state, **changes)
        self._show(self.state)

    def is_busy(self) -> bool:
        """Whether something is being written that has to end first."""
        return self.state.stage in BUSY or self.state.machine.busy or self.state.handover.busy


class Progress:
    """How far background work has come, as the main thread asks for it; `stop` lets its next step be the last."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self.stopped = False

    def __call__(self, step: Step) -> None:
        if self.stopped:
            raise Stopped
        self.step = step

    def stop(self) -> None:
        """Take back, at the next step, everything since the beginning."""
        self.stopped = True


def count_files(report: ReadReport | None, *states: FileState) -> int:
    """Count the files of a report in these states."""
    return sum(file.state in states for file in report.files) if report else 0


_FIRST = (FileState.WAITING, FileState.APPLIED, FileState.HELD, FileState.REFUSED, FileState.ALREADY)


def put_new_first(report: ReadReport) -> ReadReport:
    """What a report brings stands before what it does not; files alike keep their order."""
    return replace(report, files=tuple(sorted(report.files, key=lambda file: _FIRST.index(file.state))))


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
