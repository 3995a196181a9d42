"""Python's search for garbage: when it runs, and on which thread.

By itself it runs on whichever thread happens to make the next object. Where windows are open that must not be: what is
found may be a part of a window, and Qt's objects die on the thread they live on only. Elsewhere such a death waits for
Python while it holds a lock of Qt's, and the main thread may wait for that lock while it holds Python: for ever.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_SHARE = 4
"""All objects are gone through once those that came since are a quarter of them, as CPython does it."""


@dataclass(slots=True)
class _State:
    by_hand: bool = False
    pauses: int = 0
    running: bool = False
    fresh: int = 0
    old: int = 0


_state = _State()
_lock = threading.Lock()


def collect_by_hand() -> None:
    """From now on garbage is looked for where `collect_some` is called, and nowhere else."""
    with _lock:
        _state.by_hand = True
        gc.disable()


def is_by_hand() -> bool:
    """Tell whether only `collect_some` looks for garbage."""
    return _state.by_hand


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage: reading makes none, and the search would double its time.

    Of several pauses, on whichever threads, the last one to end brings the search back.
    """
    with _lock:
        if not _state.pauses:
            _state.running = gc.isenabled()
            gc.disable()
        _state.pauses += 1
    try:
        yield
    finally:
        with _lock:
            _state.pauses -= 1
            if not _state.pauses and _state.running and not _state.by_hand:
                gc.enable()


def collect_some() -> None:
    """Look for garbage among what came since the last time, and among everything once that is worth it."""
    young, _middle, turns = gc.get_count()
    most_young, _, most_turns = gc.get_threshold()
    if _state.pauses or young <= most_young:
        return
    _state.fresh += len(gc.get_objects(generation=0)) + len(gc.get_objects(generation=1))
    if turns <= most_turns or _state.fresh * _SHARE < _state.old:
        gc.collect(1)
        return
    gc.collect()
    _state.fresh, _state.old = 0, len(gc.get_objects(generation=2))
