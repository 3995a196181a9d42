"""Python's search for garbage, kept to the main thread, where the windows live."""

from PySide6.QtCore import QObject, QTimer

from outreach_app import garbage

_EVERY_MS = 300


def collect_on_main(owner: QObject) -> None:
    """Look for garbage on this thread only, from now on and as long as the owner lives; done once for each owner."""
    garbage.collect_by_hand()
    name = "garbage"
    if owner.findChild(QTimer, name) is not None:
        return
    clock = QTimer(owner)
    clock.setObjectName(name)
    clock.setInterval(_EVERY_MS)
    clock.timeout.connect(garbage.collect_some)
    clock.start()
