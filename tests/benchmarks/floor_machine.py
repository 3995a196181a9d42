"""An old laptop, imitated: half of one core, two gigabytes of address space, 25 ms more for every fsync."""

import contextlib
import os
import resource
import signal
import subprocess
import threading
import time
from pathlib import Path

_ADDRESS_SPACE = 2 << 30
_HALF_MS = 5
_SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void rest(void) { struct timespec t = {0, 25000000}; nanosleep(&t, 0); }
int fsync(int f) { static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, "fsync"); rest(); return real(f); }
int fdatasync(int f) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    rest();
    return real(f);
}
"""


def build_shim(folder: Path) -> Path:
    """Compile what makes every fsync slower; a C compiler has to be installed (apt-get install gcc libc6-dev)."""
    source, library = folder / "slow_fsync.c", folder / "slow_fsync.so"
    source.write_text(_SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


def run_on_floor(command: list[str], environment: dict[str, str], *, shim: Path) -> str:
    """Run a command to its end as an old laptop would; returns what it printed."""
    whole = {**environment, "LD_PRELOAD": str(shim)}
    # Nothing else runs in this process yet, so what is said of threads does not hold here.
    process = subprocess.Popen(command, env=whole, stdout=subprocess.PIPE, text=True, preexec_fn=_be_small)  # noqa: PLW1509
    over = threading.Event()
    brake = threading.Thread(target=_halve, args=(process.pid, over), daemon=True)
    brake.start()
    try:
        printed, _ = process.communicate(timeout=1_800)
    finally:
        over.set()
        brake.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return printed


def _be_small() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _halve(pid: int, over: threading.Event) -> None:
    # Half of the time it stands still, in slices so short that they hide in a beat.
    while not over.is_set():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            time.sleep(_HALF_MS / 1000)
            os.kill(pid, signal.SIGCONT)
        time.sleep(_HALF_MS / 1000)
