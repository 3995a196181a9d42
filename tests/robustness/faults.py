"""Faults at chosen system calls of a child process, by strace; a small disk and a read-only one, by mount."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.robustness.children import start
from tests.workspaces import Machine

DISK_CALLS = "pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir,link,write"
"""Calls by which the program changes what is on a disk."""

READ_CALLS = "openat,read,pread64,getdents64"
"""Calls by which it looks at what is there."""

_CALL = re.compile(r"^\d+\s+(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call of an action: which one, the how-manieth of its name, and what the trace tells of it."""

    name: str
    nth: int
    told: str

    def touches(self, *roots: Path) -> bool:
        """Whether it is about something below one of these folders."""
        return any(str(root) in self.told for root in roots)


def list_calls(machine: Machine, action: str, *arguments: str, calls: str = DISK_CALLS) -> list[Call]:
    """List the calls an action makes when nothing goes wrong, in their order."""
    _, log = trace(machine, action, *arguments, rules=[f"trace={calls}"])
    found, counts = [], Counter[str]()
    for line in log.splitlines():
        if (call := _CALL.match(line)) is not None:
            counts[call[1]] += 1
            found.append(Call(call[1], counts[call[1]], call[2]))
    return found


def kill_at(machine: Machine, action: str, *arguments: str, call: Call) -> list[str]:
    """Kill a child at a call; returns what it said before. A point at which nobody died is none."""
    rules = [f"trace={call.name}", f"inject={call.name}:signal=KILL:when={call.nth}"]
    said, log = trace(machine, action, *arguments, rules=rules)
    assert "killed by SIGKILL" in log, f"{action} never came to {call}"
    return said


def fail_at(machine: Machine, action: str, *arguments: str, call: Call, error: str) -> list[str]:
    """Have one call fail and every other one work; returns what the child said."""
    rules = [f"trace={call.name}", f"inject={call.name}:error={error}:when={call.nth}"]
    said, log = trace(machine, action, *arguments, rules=rules)
    assert "INJECTED" in log, f"{action} never came to {call}"
    return said


def fail_from(
    machine: Machine, action: str, *arguments: str, calls: list[Call], first: int, error: str
) -> list[str]:
    """Have a call and everything after it fail, as on a disk that is full or gone; `write` also carries what is said.

    strace counts each name by itself: so each begins to fail where it stood when the first one did.
    """
    before = Counter(call.name for call in calls[:first])
    names = {call.name for call in calls} - {"write"}
    rules = [f"inject={name}:error={error}:when={before[name] + 1}+" for name in sorted(names)]
    said, _ = trace(machine, action, *arguments, rules=[f"trace={','.join(sorted(names))}", *rules])
    return said


Item = TypeVar("Item")


def choose(items: Sequence[Item], *, most: int) -> list[Item]:
    """Choose what to hit: first, last and evenly between, at most so many; the last when it is to be one."""
    if len(items) <= most or most < 2:
        return list(items[-most:])
    return [items[place] for place in sorted({round(n * (len(items) - 1) / (most - 1)) for n in range(most)})]


def trace(
    machine: Machine,
    action: str,
    *arguments: str,
    rules: list[str],
    options: Sequence[str] = (),
    first: Callable[[], object] = bool,
) -> tuple[list[str], str]:
    """Let a child act under strace, by rules such as `trace=fsync`; returns what it said and the log.

    `first` is done when the child has opened the workspace and waits.
    """
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is not installed; `make test` installs it (tools/system_packages.sh)")
    log = machine.folder.parent / "strace.txt"
    told = [word for rule in rules for word in ("-e", rule)]
    with start(machine, action, *arguments) as child, subprocess.Popen(
        [strace, "-f", "-y", *options, "-p", str(child.pid), *told, "-o", str(log)],
        stderr=subprocess.PIPE, text=True,
    ) as tracer:  # fmt: skip
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        assert "attached" in attached, attached
        first()
        child.go()
        said = child.end()
        tracer.wait(60)
    return said, log.read_text(errors="replace")


@contextmanager
def small_disk(place: Path, *, kib: int) -> Iterator[Path]:
    """Mount a disk of so many KiB at a place; only root may, and for anybody else the test is skipped."""
    if os.geteuid() != 0:
        pytest.skip("a small disk needs root: chmod and quotas are no substitute")
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "gocua-test", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Make a mounted disk read-only for a while, as a stick with its slider set."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


def fill_up(place: Path, *, leave: int = 0) -> Path:
    """Fill a disk until only so many bytes are left; returns the file to remove again."""
    filler = place / "filler"
    size = max(0, shutil.disk_usage(place).free - leave)
    with filler.open("wb") as file, suppress(OSError):
        file.write(bytes(size))
        file.flush()
    return filler
