"""One page of a paper on the screen: drawn elsewhere, scrolled and turned by keyboard."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.theme import Size, look

_STEPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_SLACK = 2 * Size.GRID


class PagePaper(QWidget):
    """The paper itself: an image with a thin edge, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        """Show another page."""
        self._image = image
        self.setMinimumSize(self._paper() + QSize(_SLACK, _SLACK) if image is not None else QSize(0, 0))
        self.update()

    def image(self) -> QImage | None:
        """The page shown."""
        return self._image

    def _paper(self) -> QSize:
        assert self._image is not None
        ratio = self._image.devicePixelRatio()
        return QSize(round(self._image.width() / ratio), round(self._image.height() / ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter, size = QPainter(self), self._paper()
        corner = QPoint(
            max(0, (self.width() - size.width()) // 2), max(0, (self.height() - size.height()) // 2)
        )
        painter.drawImage(corner, self._image)
        painter.setPen(look().colour("edge"))
        painter.drawRect(QRect(corner, size).adjusted(0, 0, -1, -1))


class PageView(QScrollArea):
    """Shows a page. Signals: `turned(int)` pages on or back, `magnified(int)` steps larger or smaller,
    `room_changed(int, int)` device pixels there are for a whole page.

    PageDown scrolls a page that is larger than the view first, and turns it at its end.
    """

    turned = Signal(int)
    magnified = Signal(int)
    room_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.paper = PagePaper()
        self.setWidget(self.paper)
        self.viewport().setAutoFillBackground(False)
        self.paper.setAutoFillBackground(False)

    def show_page(self, image: QImage | None, *, spoken: str = "") -> None:
        """Show a page from its top; `spoken` says which."""
        self.paper.show_image(image)
        self.setAccessibleDescription(spoken)
        self.verticalScrollBar().setValue(0)

    def room(self) -> tuple[int, int]:
        """Device pixels for a whole page."""
        ratio = self.devicePixelRatioF()
        edge = _SLACK + 2 * Size.RING
        return round((self.width() - edge) * ratio), round((self.height() - edge) * ratio)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if (step := _STEPS.get(key)) is not None:
            bar = self.verticalScrollBar()
            end = bar.maximum() if step > 0 else bar.minimum()
            if bar.value() == end:
                self.turned.emit(step)
            else:
                bar.setValue(bar.value() + step * bar.pageStep())
            return
        if (zoom := _ZOOMS.get(key)) is not None:
            self.magnified.emit(zoom)
            return
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._tell_room)

    def _tell_room(self) -> None:
        self.room_changed.emit(*self.room())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        done = super().viewportEvent(event)
        if event.type() == QEvent.Type.Paint and self.hasFocus():
            painter, accent = QPainter(self.viewport()), look().colour("accent")
            box, thick = self.viewport().rect(), Size.RING
            for edge in (
                QRect(0, 0, box.width(), thick), QRect(0, box.height() - thick, box.width(), thick),
                QRect(0, 0, thick, box.height()), QRect(box.width() - thick, 0, thick, box.height()),
            ):  # fmt: skip
                painter.fillRect(edge, accent)
        return done


def make_image(
    width: int, height: int, stride: int, pixels: bytes, *, ratio: float, grey: bool = False
) -> QImage:
    """Turn drawn pixels into an image of its own for a screen ratio."""
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    image = QImage(pixels, width, height, stride, form).copy()
    image.setDevicePixelRatio(ratio)
    return image
