"""What was written since something was read, so that what is kept of it can be brought up to date.

A state is how often rows of each table were written, which the database itself counts: whatever another program wrote
shows in it, and a step that this process did not take leaves a gap.
"""

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlmodel import Session

from outreach_app.store.journal import Writer, read_guard

KEPT = "kept"
"""Under this name a session for reading leads to what its database keeps."""

TABLES = ("household", "person", "membership", "enrolment", "visit", "one_off_request")
"""What facts of people rest on."""

_MOST_STEPS = 5_000
_MOST_ROWS = 20_000
"""Edited rows that one step names at most; where more were written everything is read anew."""

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction: the states before and after it, the last row number before the first row made, rows edited.

    Both are by table; `homes` are households that lists show otherwise than before, `left` villages that households
    were taken out of. An unknown step does not tell what it wrote.
    """

    before: State
    after: State
    made: Mapping[str, int] = field(default_factory=dict)
    edited: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    homes: frozenset[bytes] = frozenset()
    left: frozenset[bytes] = frozenset()
    unknown: bool = False


class Trail:
    """The steps this process took, the newest last."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=_MOST_STEPS)

    @contextmanager
    def note(self, step: Step) -> Iterator[None]:
        """Note a step whose transaction is committed inside: nobody may see what it wrote and miss it here."""
        if step.before == step.after:
            yield
            return
        self._steps.append(step)
        try:
            yield
        except BaseException:
            self._steps.remove(step)
            raise

    def follow(self, start: State, end: State) -> list[Step] | None:
        """List the steps from one state to another; None where they are not all known."""
        found: list[Step] = []
        for step in tuple(self._steps):
            if step.before == (found[-1].after if found else start):
                found.append(step)
                if step.after == end:
                    return None if any(each.unknown for each in found) else found
        return None


@dataclass(slots=True)
class Kept:
    """What a database keeps of what was read: the newest state and what was made of it, one reader at a time."""

    trail: Trail = field(default_factory=Trail)
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    state: State | None = None
    value: object = None

    def forget(self) -> None:
        """Keep nothing: rows were put right beside the journal."""
        with self.one_at_a_time:
            self.state, self.value = None, None


@dataclass(slots=True)
class Others:
    """Whether somebody else wrote rows: another program, or another machine at a hub."""

    _known: dict[str, int] | None = None
    _wrote: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note_own(self, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """Note a transaction of this process that is committed, by the counts of written rows before and after it."""
        with self._lock:
            self._wrote |= self._known is not None and before != self._known
            self._known = dict(after)

    def look(self, now: Mapping[str, int]) -> bool:
        """Tell whether others wrote since the last look, by the counts that stand in the database now."""
        with self._lock:
            known, wrote = self._known, self._wrote
            # Read a moment before this process wrote itself, it says nothing new: counts only grow.
            news = known is not None and any(count > known.get(table, 0) for table, count in now.items())
            if known is None or news:
                self._known = dict(now)
            self._wrote = False
            return wrote or news


def read_state(session: Session) -> State:
    """How often rows of these tables were written up to what a session sees."""
    return _order(read_guard(session))


def take_step(writer: Writer) -> Step:
    """Tell what a transaction wrote, right before it is committed."""
    touched = writer.touched
    before, after = _order(writer.writes_before), _order(writer.writes_after)
    edited = {table: frozenset(touched.edited[table]) for table in TABLES if table in touched.edited}
    homes = frozenset(touched.homes | touched.moved)
    if touched.unknown or sum(map(len, edited.values())) + len(homes) > _MOST_ROWS:
        return Step(before, after, unknown=True)
    made = {table: touched.made[table] for table in TABLES if table in touched.made}
    return Step(before, after, made, edited, homes, frozenset(touched.left))


def _order(guard: Mapping[str, int]) -> State:
    return tuple(guard.get(table, 0) for table in TABLES)
