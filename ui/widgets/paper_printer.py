"""Sending drawn pages to a printer chosen in the system's own dialog; one page at a time is in memory."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS = 300
"""Resolution in dots to the inch; more would only make a page of lines and letters heavier."""


class NoPrinter(LookupError):
    """This machine knows no printer."""


def make_printer(width: float, height: float) -> "QPrinter":
    """A printer for pages of this size in points; raises ImportError without Qt's printing library."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS)
    # A page across is the same sheet turned: a printer knows A4, not A4 lying on its side.
    page = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
    across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(page, across, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    # On both sides two families' papers would share a sheet.
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    return printer


def choose_printer(
    parent: QWidget, *, title: str, width: float, height: float, pages: int
) -> "QPrinter | None":
    """Ask for printer, pages, copies and grey; None when somebody changed their mind.

    Raises NoPrinter on a machine without one, ImportError without Qt's printing library.
    """
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise NoPrinter
    printer = make_printer(width, height)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, pages)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() else None


def list_pages(printer: "QPrinter", pages: int) -> tuple[int, ...]:
    """The pages that were chosen, from 0, as often as they must be sent: a printer without copies gets them again."""
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    chosen = tuple(range(max(1, first) - 1, min(last, pages)))
    return chosen * (1 if printer.supportsMultipleCopies() else max(1, printer.copyCount()))


def wants_grey(printer: "QPrinter") -> bool:
    """Whether grey was chosen, or is all there is."""
    return printer.colorMode() == type(printer).ColorMode.GrayScale


class PagePainter:
    """Paints pages onto a printer as they come."""

    def __init__(self, printer: "QPrinter") -> None:
        self._printer, self._painter = printer, QPainter()
        self._first = True

    def begin(self) -> bool:
        """Open the printer; False when it takes nothing."""
        return self._painter.begin(self._printer)

    def paint(self, page: QImage) -> None:
        """Paint one page over the whole paper."""
        if not self._first:
            self._printer.newPage()
        self._first = False
        place = QRectF(self._printer.paperRect(self._printer.Unit.DevicePixel))
        self._painter.drawImage(QRectF(0, 0, place.width(), place.height()), page)

    def finish(self) -> None:
        """Hand everything to the printer."""
        if self._painter.isActive():
            self._painter.end()

    def abort(self) -> None:
        """Break off; what was not sent yet is thrown away."""
        self._printer.abort()
        self.finish()


class PrinterDesk(QObject):
    """Asks for a printer and hands it one page after the other. Signals: `wanted(object, int, bool)` the pages from 0,
    dots an inch, whether grey; `page_gone()`; `left()` somebody broke it off; `missing()` nothing takes pages.
    """

    wanted = Signal(object, int, bool)
    page_gone = Signal()
    left = Signal()
    missing = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._painter: PagePainter | None = None

    def is_open(self) -> bool:
        """Whether a printer is being sent pages."""
        return self._painter is not None

    def ask(self, *, title: str, width: float, height: float, pages: int) -> None:
        """Ask which printer takes pages of this size in points, and begin with what was chosen."""
        try:
            printer = choose_printer(self._window, title=title, width=width, height=height, pages=pages)
        except (ImportError, NoPrinter):
            self.missing.emit()
            return
        if printer is None:
            return
        painter = PagePainter(printer)
        if not painter.begin():
            self.missing.emit()
            return
        self._painter = painter
        self.wanted.emit(list_pages(printer, pages), DOTS, wants_grey(printer))

    def send(self, page: QImage) -> None:
        """Send one page in a later turn of the event loop, so that the window answers between them."""
        QTimer.singleShot(0, self, partial(self._paint, page))

    def _paint(self, page: QImage) -> None:
        if self._painter is not None:
            self._painter.paint(page)
            self.page_gone.emit()

    def finish(self) -> None:
        """All pages were sent."""
        if self._painter is not None:
            self._painter.finish()
            self._painter = None

    def abort(self) -> None:
        """Break off."""
        if self._painter is not None:
            self._painter.abort()
            self._painter = None
            self.left.emit()
