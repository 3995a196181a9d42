"""Loads the places behind the entrance page, one module at a time, so that no place has to be loaded when it opens."""

import importlib
import threading

from PySide6.QtCore import QObject, QTimer

_MODULES = (
    "ui.wiring.house", "ui.presenters.today", "ui.screens.today", "ui.presenters.visit", "ui.screens.visit",
    "ui.screens.search_popup", "ui.screens.person_popup", "ui.presenters.households", "ui.screens.households",
    "ui.presenters.typeback", "ui.screens.typeback", "ui.presenters.advise", "ui.screens.advise",
    "ui.presenters.sign_up", "ui.screens.sign_up", "ui.presenters.exchange", "ui.screens.exchange",
    "ui.presenters.printing", "ui.screens.printing",
)  # fmt: skip
"""In the order in which a day needs them."""
_REST_MS = 40


def load_places(owner: QObject) -> None:
    """Load them while the owner lives and somebody types the passphrase; a thread would race with what is painted."""
    names, clock = list(_MODULES), QTimer(owner)
    clock.setInterval(_REST_MS)

    def step() -> None:
        # What the store's thread is loading would have to be waited for here.
        if any(thread.name == "load store" for thread in threading.enumerate()):
            return
        if names:
            importlib.import_module(names.pop(0))
        else:
            clock.stop()

    clock.timeout.connect(step)
    clock.start()
