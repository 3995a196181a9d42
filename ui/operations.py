"""Background work: readers side by side, one writer, answers on the main thread, none for what is closed.

A presenter starts a query or a command and goes on. The work runs on a pool thread; its answer comes back as a
queued signal, is dropped when its owner is gone or a later request of the same series was made, and otherwise goes
to `done`, or to `failed` if the work raised an `OutreachError`. Any other exception is raised again on the main
thread, where the crash hook takes it; `failed` hears of a `BrokenOff`.

A pool thread is never the last to let go of what was asked: the work may lead to a screen, and Qt's objects must die on
the main thread (`outreach_app.garbage` tells what happens otherwise).

What nobody looks at just now (the counts of the rail, a list that is hidden) is read behind: on a thread of its own,
so that the next door never stands in line after it, and, once it is known to be long, only when the desk is calm.
"""

import itertools
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from outreach_app.domain.changes import Changes
from outreach_app.errors import OutreachError, say

Answer = TypeVar("Answer")

READERS = 2
LONG_S = 0.05
"""Reading behind that took longer than this the last time waits until the desk is calm."""
CALM_MS = 700
"""So long nothing was asked for: a person who types back doors asks for something with every other key."""
_LET_GO_MS = 20
"""By then a thread that has sent its answer holds nothing of its job any more."""


@dataclass(frozen=True, slots=True)
class _Request:
    """One piece of work on its way; `number` grows, and only the last of a series is answered."""

    number: int
    owner: "weakref.ref[QObject]"
    series: str
    done: Callable[[Any], None]
    failed: Callable[[OutreachError], None]


@dataclass(frozen=True, slots=True)
class _Answered:
    """What a pool thread sends home: a value, or the exception the work raised; `seconds` it took if it was done."""

    request: _Request
    value: object = None
    trouble: BaseException | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be done: by the next free thread, or once the desk is calm."""

    request: _Request
    work: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Turn:
    """Something of the main thread that has its turn among the commands."""

    owner: "weakref.ref[QObject]"
    action: Callable[[], None]


def find_changes(value: object) -> Changes | None:
    """The changes that a command's answer carries: itself, its `changes`, or one part of a tuple."""
    if isinstance(value, Changes):
        return value
    if isinstance(value, tuple):
        return next((part for part in value if isinstance(part, Changes)), None)
    carried = getattr(value, "changes", None)
    return carried if isinstance(carried, Changes) else None


def _is_there(owner: "weakref.ref[QObject]") -> bool:
    found = owner()
    return found is not None and shiboken6.isValid(found)


class BrokenOff(OutreachError):
    """What a presenter hears when its work met a bug, so that its screen does not wait for ever."""

    key = "broken_off"

    def __init__(self) -> None:
        super().__init__(
            say("The program broke off what it was doing. What was saved before is safe."),
            say("Try it once more; if it happens again, send the office the log."),
        )


class Operations(QObject):
    """The read pool and the one-thread write pool of the windows; lives on the main thread.

    Signal `changed(object)`: the `Changes` of a command that was committed, once, before its own `done`; sent even
    when the command's owner has closed since. Signal `busy(bool)`: whether any command is running or waiting.
    """

    changed = Signal(object)
    busy = Signal(bool)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None, *, readers: int = READERS) -> None:
        super().__init__(parent)
        self._read_pool = ThreadPoolExecutor(readers, thread_name_prefix="read")
        self._behind_pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._write_pool = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._numbers = itertools.count(1)
        self._latest: weakref.WeakKeyDictionary[QObject, dict[str, int]] = weakref.WeakKeyDictionary()
        self._commands: set[int] = set()
        self._line: deque[_Job | _Turn] = deque()
        self._moving_up = False
        self._on_their_way: set[int] = set()
        self._outrun: set[int] = set()
        self._closed = False
        self._behind: set[int] = set()
        self._long: weakref.WeakKeyDictionary[QObject, set[str]] = weakref.WeakKeyDictionary()
        self._waiting: list[_Job] = []
        self._jobs: dict[int, _Job] = {}
        self._begun: dict[int, Future[None]] = {}
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._read_what_waits)
        self._answered.connect(self._take_home, Qt.ConnectionType.QueuedConnection)

    def query(
        self,
        owner: QObject,
        work: Callable[[], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Callable[[OutreachError], None],
        series: str = "",
        behind: bool = False,
    ) -> None:
        """Read in the background; within a named series of one owner only the latest request is answered.

        An earlier one that has not begun yet is never begun. `behind`: nobody waits for it.
        """
        request = self._number(owner, series=series, done=done, failed=failed)
        self._drop_outrun()
        if not behind:
            self._stir()
            self._submit(self._read_pool, _Job(request, work))
            return
        self._behind.add(request.number)
        if series in self._long.get(owner, ()):
            self._waiting.append(_Job(request, work))
            self._calm.start()
        else:
            self._submit(self._behind_pool, _Job(request, work))

    def command(
        self,
        owner: QObject,
        work: Callable[[], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Callable[[OutreachError], None],
    ) -> None:
        """Write in the background, one command after the other in the order asked; every command runs to its end."""
        job = _Job(self._number(owner, series="", done=done, failed=failed), work)
        if self._line and not self._moving_up:
            self._line.append(job)
        else:
            self._write(job)

    def in_turn(self, owner: QObject, action: Callable[[], None]) -> None:
        """Call something here once every command asked for so far has been answered.

        Commands asked for after it wait until it was called, and for those that it asks for itself: so what it finds
        and what it does has its place among them, as if it were one.
        """
        self._line.append(_Turn(weakref.ref(owner), action))
        self._move_up()

    def is_idle(self) -> bool:
        """Whether every answer asked for has come home."""
        return not self._on_their_way

    def is_free(self) -> bool:
        """Whether nobody waits for an answer; for what is read behind nobody does."""
        return self._on_their_way <= self._behind

    def is_closed(self) -> bool:
        """Whether nothing can be asked for any more."""
        return self._closed

    def broadcast(self, changes: Changes) -> None:
        """Tell every screen about changes that came from elsewhere, such as an undo or a restore."""
        self.changed.emit(changes)

    def forget(self, owner: QObject) -> None:
        """Drop every answer still on its way to an owner that is closed but not deleted; its commands still run."""
        self._latest[owner] = {"": next(self._numbers)}

    def close(self) -> None:
        """Finish every command already asked for, drop waiting queries, and stop the threads."""
        self._closed = True
        self._calm.stop()
        self._waiting.clear()
        self._behind_pool.shutdown(wait=True, cancel_futures=True)
        self._read_pool.shutdown(wait=True, cancel_futures=True)
        for each in self._line:
            if isinstance(each, _Job):
                self._submit(self._write_pool, each)
        self._line.clear()
        self._write_pool.shutdown(wait=True)

    def _write(self, job: _Job) -> None:
        if not self._commands:
            self.busy.emit(True)
        self._commands.add(job.request.number)
        self._stir()
        self._submit(self._write_pool, job)

    def _move_up(self) -> None:
        """Go on with what waits for its turn, as far as no command is on its way before it."""
        if self._moving_up:
            return
        self._moving_up = True
        try:
            with self._behind_bugs():
                while self._line and (isinstance(self._line[0], _Job) or not self._commands):
                    first = self._line.popleft()
                    if isinstance(first, _Job):
                        self._write(first)
                    elif _is_there(first.owner):
                        first.action()
        finally:
            self._moving_up = False

    @contextmanager
    def _behind_bugs(self) -> Iterator[None]:
        """Let a bug out to the crash hook, and whoever stands behind it still have a turn."""
        try:
            yield
        except BaseException:
            QTimer.singleShot(0, self, self._move_up)
            raise

    def _stir(self) -> None:
        """Somebody asks for something: what waits for calm waits on."""
        if self._waiting:
            self._calm.start()

    def _drop_outrun(self) -> None:
        for former in [each for each in self._waiting if each.request.number in self._outrun]:
            self._waiting.remove(former)
            self._strike_off(former.request.number)

    def _strike_off(self, number: int) -> None:
        for numbers in (self._on_their_way, self._outrun, self._behind):
            numbers.discard(number)

    def _read_what_waits(self) -> None:
        self._calm.stop()
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            self._submit(self._behind_pool, each)

    def _submit(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        number = job.request.number
        self._jobs[number] = job
        self._begun[number] = pool.submit(self._run, number)

    def _let_go(self) -> None:
        """Forget the jobs that no thread holds any more."""
        for number in [number for number, begun in self._begun.items() if begun.done()]:
            del self._begun[number], self._jobs[number]

    def _number(
        self,
        owner: QObject,
        *,
        series: str,
        done: Callable[[Any], None],
        failed: Callable[[OutreachError], None],
    ) -> _Request:
        number = next(self._numbers)
        if series:
            known = self._latest.setdefault(owner, {})
            # What still waits for a thread is not even begun: a burst of saves reads once or twice, not once each.
            if (former := known.get(series, 0)) in self._on_their_way:
                self._outrun.add(former)
            known[series] = number
        self._on_their_way.add(number)
        return _Request(number, weakref.ref(owner), series, done, failed)

    def _run(self, number: int) -> None:
        # What this holds it lets go of when it returns, which is before its future is done.
        request, work = self._jobs[number].request, self._jobs[number].work
        if request.number in self._outrun:
            answered = _Answered(request)
        else:
            began = time.perf_counter()
            try:
                value = work()
                answered = _Answered(request, value, seconds=time.perf_counter() - began)
            except BaseException as trouble:
                answered = _Answered(request, trouble=trouble)
        if shiboken6.isValid(self):
            self._answered.emit(answered)

    def _take_home(self, answered: _Answered) -> None:
        request = answered.request
        QTimer.singleShot(_LET_GO_MS, self, self._let_go)
        if request.number in self._behind and answered.seconds is not None:
            self._note_length(request, answered.seconds)
        self._strike_off(request.number)
        if request.number in self._commands:
            self._settle_command(answered)
        with self._behind_bugs():
            self._hand_over(answered)
        self._move_up()

    def _hand_over(self, answered: _Answered) -> None:
        request, trouble, awaited = answered.request, answered.trouble, self._is_awaited(answered.request)
        if trouble is not None and not isinstance(trouble, OutreachError):
            if awaited:
                request.failed(BrokenOff())
            raise trouble
        if not awaited:
            return
        if trouble is not None:
            request.failed(trouble)
        else:
            request.done(answered.value)

    def _note_length(self, request: _Request, seconds: float) -> None:
        if (owner := request.owner()) is not None:
            long = self._long.setdefault(owner, set())
            (long.add if seconds > LONG_S else long.discard)(request.series)

    def _settle_command(self, answered: _Answered) -> None:
        self._commands.discard(answered.request.number)
        if not self._commands:
            self.busy.emit(False)
        changes = find_changes(answered.value)
        if changes is not None:
            self.changed.emit(changes)

    def _is_awaited(self, request: _Request) -> bool:
        owner = request.owner()
        if owner is None or not shiboken6.isValid(owner):
            return False
        latest = self._latest.get(owner, {})
        forgotten = request.number < latest.get("", 0)
        return not forgotten and request.number >= latest.get(request.series, 0)
