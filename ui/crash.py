"""What happens to a bug: it is written to the log without names or numbers, said in the window, and work goes on."""

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

_LOG = logging.getLogger("ui.crash")
_OURS = ("ui", "outreach_app", "resources")


@dataclass(frozen=True, slots=True)
class CrashNote:
    """What a window may say about a bug: its kind, where in the program it was, and the log that tells more."""

    kind: str
    place: str
    log: Path | None


class CrashDesk(QObject):
    """Where bugs arrive, from any thread. Signal `reported(object)`: a `CrashNote`, always on the main thread."""

    reported = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log: Path | None = None
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def take(self, bug: BaseException) -> None:
        """Log a bug and tell the windows."""
        _LOG.critical("%s", describe_bug(bug))
        self._arrived.emit(CrashNote(type(bug).__name__, find_place(bug), self.log))

    def _pass_on(self, note: object) -> None:
        self.reported.emit(note)


_desk: list[CrashDesk] = []


def crash_desk() -> CrashDesk:
    """The one desk of this program; made on the thread that asks first, which has to be the main thread."""
    if not _desk:
        _desk.append(CrashDesk())
    return _desk[0]


def report(bug: BaseException) -> None:
    """Hand in a bug that was caught; it is not raised again."""
    crash_desk().take(bug)


def describe_bug(bug: BaseException) -> str:
    """Kind and lines of code of a bug and of what caused it; never its text, which may hold a name or a number."""
    parts: list[str] = []
    seen: BaseException | None = bug
    while seen is not None and len(parts) < 5:
        frames = traceback.extract_tb(seen.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(seen).__module__}.{type(seen).__qualname__}", *lines]))
        seen = seen.__cause__ or seen.__context__
    return "\n caused by ".join(parts)


def find_place(bug: BaseException) -> str:
    """The innermost line of our own code, as `module:line`; empty when there is none."""
    for frame, line in reversed(list(traceback.walk_tb(bug.__traceback__))):
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in _OURS:
            return f"{module}:{line}"
    return ""


def install_crash_hook(log: Path | None) -> CrashDesk:
    """Send every uncaught exception of every thread to the desk; the program keeps running. Main thread only."""
    desk = crash_desk()
    desk.log = log
    sys.excepthook = _take_uncaught
    threading.excepthook = _take_from_thread
    return desk


def _take_uncaught(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        sys.__excepthook__(kind, bug, trace)
        return
    report(bug.with_traceback(trace))


def _take_from_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        report(args.exc_value)
