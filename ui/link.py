"""The only thing that listens to signals which outlive a screen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, SignalInstance


class Link(QObject):
    """A child of a screen that passes a broadcast on to the screen's presenter and dies with the screen.

    Long-lived signals connect to `receive`, a bound slot of a QObject, so Qt cuts the connection itself when the
    screen is deleted; a lambda or a presenter would be kept alive by the signal and called for ever.
    """

    def __init__(self, screen: QObject, answer: Callable[[object], None]) -> None:
        super().__init__(screen)
        self._answer = answer

    def follow(self, signal: SignalInstance) -> None:
        """Listen to one more broadcast that carries one object."""
        signal.connect(self.receive, Qt.ConnectionType.UniqueConnection)

    def receive(self, news: object) -> None:
        """Pass one broadcast on."""
        self._answer(news)
