"""Faults at chosen system calls of a child process, by strace; a small disk and a read-only one, by mount."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.robustness.children import start
from tests.workspaces import Machine

DISK_CALLS = "pwrite64,fsync,fdatasync,ftruncate,rename,unlink"
"""Calls by which the program changes what is on a disk; `write` also carries what a child says."""

KILL_CALLS = f"{DISK_CALLS},write"


def run_under(machine: Machine, action: str, *arguments: str, calls: str, fault: str | None) -> list[str]:
    """Let a child act with a fault injected (`signal=KILL:when=3`); returns what it said before its end."""
    said, _ = _run(machine, action, *arguments, calls=calls, fault=fault)
    return said


def count_calls(machine: Machine, action: str, *arguments: str, calls: str) -> int:
    """Count the calls an action makes when nothing goes wrong."""
    return _run(machine, action, *arguments, calls=calls, fault=None)[1]


def choose_points(count: int, *, most: int) -> list[int]:
    """Calls to hit, numbered from 1: first, last and evenly between, at most so many; all with GOCUA_TORTURE=all."""
    if count <= most or os.environ.get("GOCUA_TORTURE") == "all":
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / (most - 1)) for n in range(most)})


def _run(
    machine: Machine, action: str, *arguments: str, calls: str, fault: str | None
) -> tuple[list[str], int]:
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is not installed; `make test` installs it (tools/system_packages.sh)")
    log = machine.folder.parent / "strace.txt"
    inject = ["-e", f"inject={calls}:{fault}"] if fault else []
    with start(machine, action, *arguments) as child, subprocess.Popen(
        [strace, "-f", "-p", str(child.pid), "-e", f"trace={calls}", *inject, "-o", str(log)],
        stderr=subprocess.PIPE, text=True,
    ) as tracer:  # fmt: skip
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        assert "attached" in attached, attached
        child.go()
        said = child.end()
        tracer.wait(60)
    return said, sum("(" in line for line in log.read_text(errors="replace").splitlines())


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
