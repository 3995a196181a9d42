"""How dear a try at the passphrase is made: as dear as this machine bears, measured when a passphrase is set.

The price stands in the slot, so the same key file opens on any machine; what an edited slot may say is bounded by
`locks`.
"""

import os
import sys
import time
from functools import cache

from outreach_app.sync.locks import FLOOR, MIB, SALT_BYTES, STANDARD, Cost, derive_key

LONGEST_S = 1.0
"""Processor time that opening a workspace may take on a slow machine, in seconds."""

SMALL_BYTES = 2560 * MIB
"""A machine with no more memory is a small one: what a try takes is missing elsewhere, whatever its speed."""

_STEP = 16 * MIB


@cache
def choose_cost() -> Cost:
    """Measure this machine, once, and give what a try shall cost here: between FLOOR and STANDARD."""
    started = time.process_time()
    derive_key(b"", bytes(SALT_BYTES), cost=FLOOR)
    return judge_machine(read_memory(), time.process_time() - started)


def judge_machine(memory: int | None, floor_s: float) -> Cost:
    """Tell what a try shall cost on a machine of so many bytes that takes so many seconds for one at FLOOR.

    The work grows with the memory it goes over. None for a machine that does not tell its memory.
    """
    if memory is not None and memory <= SMALL_BYTES:
        return FLOOR
    bearable = int(FLOOR.memory * LONGEST_S / max(floor_s, 0.001)) // _STEP * _STEP
    return Cost(min(STANDARD.memory, max(FLOOR.memory, bearable)), STANDARD.passes)


if sys.platform == "win32":

    def read_memory() -> int | None:
        """Read how many bytes of memory this machine has."""
        import ctypes

        kib = ctypes.c_ulonglong()
        told = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kib))
        return kib.value * 1024 if told else None

else:

    def read_memory() -> int | None:
        """Read how many bytes of memory this machine has; None where it does not tell."""
        try:
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        except (ValueError, OSError):
            return None
