"""Files that come into a watched folder: which of them are ours and whole; nothing there is ever changed.

A file is waited for until it stands still, and longer while it is not whole: somebody may still be copying it. What
it is called means nothing, since e-mail and chat rename what they keep.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from outreach_app.errors import EnvironmentTrouble
from outreach_app.files import is_leftover
from outreach_app.sync.envelope import is_whole
from outreach_app.sync.findings import COUNT_LIMIT, DEPTH_LIMIT, Finding, find_dropped

QUIET_S = 3.0
"""A file that grows no more for so long is looked into; times on sticks count in steps of two seconds."""
PATIENCE_S = 120.0
"""So long a file that is not whole, or that somebody holds, is left alone before it is told as it is."""
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 100
"""What one look hands out at most, so that a laptop's memory is enough; the rest comes with the next."""

Stamp = tuple[int, int]
"""Size in bytes, and when it was last written, in nanoseconds as the drive counts them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one look brought: what can be read now, out of which files, and whether more is on its way."""

    findings: tuple[Finding, ...] = ()
    looked: tuple[tuple[Path, Stamp], ...] = ()
    waiting: bool = False


@dataclass(slots=True)
class Arrivals:
    """Remembers of one folder, between looks, which files stand still and which were looked into already.

    Whoever looks only once asks how long ago a file was written, by the wall clock in seconds: `clock`.
    """

    folder: Path
    clock: Callable[[], float] | None = None
    _seen: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    _settled: dict[Path, Stamp] = field(default_factory=dict)

    def look(self, *, now: float) -> Found:
        """Look for what can be read at a moment, in seconds that never run backwards; opens only what is new."""
        there = dict(_list_files(self.folder))
        self._forget_others(there)
        findings, looked, room, waiting = list[Finding](), list[tuple[Path, Stamp]](), MOST_BYTES, False
        for path, stamp in there.items():
            if self._settled.get(path) == stamp:
                continue
            since = self._since(path, stamp, now)
            if now - since < QUIET_S or room <= 0 or len(looked) >= MOST_FILES:
                waiting = True
                continue
            found = list(find_dropped(path))
            if now - since < PATIENCE_S and not all(map(_is_complete, found)):
                waiting = True
            elif found:
                findings += found
                looked.append((path, stamp))
                room -= stamp[0]
            else:
                self._settled[path] = stamp
        return Found(tuple(findings), tuple(looked), waiting)

    def settle(self, found: Found) -> None:
        """What was found has been read or told: it is opened again only when it changes."""
        self._settled.update(found.looked)

    def _since(self, path: Path, stamp: Stamp, now: float) -> float:
        former, since = self._seen.get(path, (None, now))
        if former != stamp:
            age = self.clock() - stamp[1] / 1e9 if self.clock is not None else 0.0
            since = now - max(0.0, age)
        self._seen[path] = (stamp, since)
        return since

    def _forget_others(self, there: dict[Path, Stamp]) -> None:
        # Another stick may lie at the same place: what is gone is looked at anew when it comes back.
        for known in (self._seen, self._settled):
            for path in known.keys() - there.keys():
                del known[path]


def _is_complete(finding: Finding) -> bool:
    if finding.refusal is not None:
        return not isinstance(finding.refusal, EnvironmentTrouble) and finding.refusal.key != "damaged"
    return is_whole(finding.data)


def _list_files(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    waiting, seen = [(folder, 0)], 0
    while waiting:
        current, depth = waiting.pop()
        for entry in _scan(current):
            seen += 1
            if seen > COUNT_LIMIT:
                return
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting += [(Path(entry.path), depth + 1)] if depth < DEPTH_LIMIT else []
                elif entry.is_file(follow_symlinks=False) and not is_leftover(entry.name):
                    told = entry.stat(follow_symlinks=False)
                    yield Path(entry.path), (told.st_size, told.st_mtime_ns)
            except OSError:  # gone between two looks, or a drive that is being pulled out
                continue


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # not there now: a stick that comes back later
        return []
