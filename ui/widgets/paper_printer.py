"""Sending drawn pages to a printer through the system's own dialog, one page each turn of the event loop."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS = 300
"""Resolution in dots to the inch; more would only make a page of lines and letters heavier."""


def choose_printer(parent: QWidget, *, title: str, width: float, height: float) -> "QPrinter | None":
    """Ask which printer takes pages of this size in points; None when somebody changed their mind.

    Raises ImportError on a machine without Qt's printing library.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS)
    page = QPageSize(QSizeF(width, height), QPageSize.Unit.Point)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() else None


class PrintRun(QObject):
    """Paints pages onto a printer without holding the window up; `done` is called after the last."""

    def __init__(
        self, parent: QObject, printer: "QPrinter", pages: Sequence[QImage], *, done: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._printer, self._pages, self._done = printer, list(pages), done
        self._painter = QPainter()
        self._first = True

    def start(self) -> bool:
        """Begin; False when the printer takes nothing."""
        if not self._painter.begin(self._printer):
            return False
        QTimer.singleShot(0, self, self._paint_next)
        return True

    def _paint_next(self) -> None:
        if not self._pages:
            self._painter.end()
            self._done()
            self.deleteLater()
            return
        if not self._first:
            self._printer.newPage()
        self._first = False
        place = QRectF(self._printer.paperRect(self._printer.Unit.DevicePixel))
        self._painter.drawImage(QRectF(0, 0, place.width(), place.height()), self._pages.pop(0))
        QTimer.singleShot(0, self, self._paint_next)
