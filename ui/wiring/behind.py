"""What is got ready behind the page that is shown, in short pieces, so that no place has to be loaded when it opens."""

import gc
import importlib
import pkgutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from ui.wiring.house import House

_PARTS = ("ui.widgets", "ui.models", "ui.presenters", "ui.screens", "ui.wiring")
"""In the order in which they lean on each other: each module is short work once those before it are there."""
_REST_MS = 30
_PIECE_S = 0.012
_PAUSE_MS = 300


def load_places(owner: QObject) -> None:
    """Load them while the owner lives and somebody types the passphrase; a thread would race with what is painted."""
    steps = _list_steps()
    clock = QTimer(owner)
    clock.setInterval(_REST_MS)

    def work() -> None:
        # What the store's thread is loading would have to be waited for here.
        if any(thread.name == "load store" for thread in threading.enumerate()):
            return
        end = time.perf_counter() + _PIECE_S
        for step in steps:
            step()
            if time.perf_counter() > end:
                return
        clock.stop()
        # All of this stays, and a search for garbage that went through it would stop the window.
        gc.freeze()

    clock.timeout.connect(work)
    clock.start()


def _list_steps() -> Iterator[Callable[[], object]]:
    # The first table makes Qt's Python side look through all its classes once.
    yield lambda: QTableView().viewport()
    for part in _PARTS:
        for module in pkgutil.iter_modules(importlib.import_module(part).__path__, f"{part}."):
            yield partial(importlib.import_module, module.name)


def prepare_visit(house: "House") -> None:
    """Make the form of a visit as soon as nothing is read any more: the first door opens as quickly as the others."""
    pieces = house.prepare("visit")

    def look() -> None:
        if house.operations.is_closed():
            return
        if house.operations.is_idle() and next(pieces, pieces) is pieces:
            return
        QTimer.singleShot(_PAUSE_MS, house, look)

    QTimer.singleShot(_PAUSE_MS, house, look)
