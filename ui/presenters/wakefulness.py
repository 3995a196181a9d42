"""Whether somebody sits in front of the laptop: when a key or the mouse was last used, and whether it slept since."""

import time
from collections.abc import Callable

SLEPT_S = 20.0
"""A look that comes so much later than the one before was held up by sleep: nothing else stops a window that long."""

Seconds = Callable[[], float]


class Wakefulness:
    """Told of every key by `stir`, asked every second or so.

    On Linux and macOS the steady clock stands still while a laptop sleeps and the clock on the wall does not; on
    Windows both go on. A clock that was set forward looks like sleep, one that was set back like nothing.
    """

    def __init__(self, *, steady: Seconds = time.monotonic, wall: Seconds = time.time) -> None:
        self._steady, self._wall = steady, wall
        self._stirred = self._looked = steady()
        self._looked_wall = wall()

    def stir(self) -> None:
        """Somebody used a key or the mouse."""
        self._stirred = self._steady()

    def idle_s(self) -> float:
        """For how many seconds nobody did."""
        return self._steady() - self._stirred

    def slept(self) -> bool:
        """Look, and tell whether the machine slept since the last look."""
        steady, wall = self._steady(), self._wall()
        gap = max(steady - self._looked, wall - self._looked_wall)
        self._looked, self._looked_wall = steady, wall
        return gap > SLEPT_S
