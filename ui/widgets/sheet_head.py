"""The head of a sheet that is typed back: its code in large letters, where it belongs, and how far it is."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.theme import Size, look, repolish
from ui.widgets.fields import TextField
from ui.widgets.paint import icon_size, paint_icon_in, paint_text, text_width
from ui.widgets.panels import Panel
from ui.widgets.text import Role, make_label

_CODE_WIDTH = 312
_BAR_WIDTH = 104
_BAR = 8
_HEIGHT = 78
_FRAME = 4


class CodeField(TextField):
    """A code in large letters with a check sign once it is known. Signals: `accepted()` Enter, `left()` Escape."""

    accepted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        self._known = False
        super().__init__(parent, name=name)
        self.setMaxLength(40)
        self._dress()

    def set_known(self, known: bool) -> None:
        """Show or hide the check sign."""
        self._known = known
        self.update()

    def set_wrong(self, problem: str) -> None:
        """Mark the field as wrong, with the words that say why; an empty text takes the mark away."""
        self.setProperty("wrong", bool(problem))
        self.setAccessibleDescription(problem)
        repolish(self)

    def _dress(self) -> None:
        self.setFont(look().font(look().large, 600))
        self.setFixedWidth(look().px(_CODE_WIDTH))

    def _keep_room(self) -> None:
        self.setTextMargins(0, 0, icon_size(Size.ICON_RAIL) + Size.GRID, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def event(self, event: QEvent) -> bool:
        # With nothing typed to undo here, Ctrl+Z takes the last command back as everywhere.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._known:
            side = icon_size(Size.ICON_RAIL)
            place = QRect(self.width() - side - Size.GRID - 2, 0, side, self.height())
            good = look().tokens.good
            paint_icon_in(QPainter(self), place, name="circle-check", size=side, colour=good)


class ProgressMark(QWidget):
    """How many of how many, in words over a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._whole, self._number, self._rest = 0, 0, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_progress(self, done: int, whole: int, *, number: str, rest: str) -> None:
        """Show `number` large and `rest` beside it: `8` and `of 13 rows`."""
        self._done, self._whole, self._number, self._rest = done, whole, number, rest
        self.setAccessibleName(f"{number} {rest}")
        self.setVisible(whole > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        number = text_width(self._number, current.font(current.large, 600))
        words = text_width(self._rest, current.font(current.text))
        return QSize(max(current.px(_BAR_WIDTH), number + Size.HALF + words), current.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current = QPainter(self), look()
        upper = QRect(0, 0, self.width(), self.height() - _BAR - Size.GRID)
        large = current.font(current.large, 600)
        used = paint_text(painter, upper, text=self._number, font=large, colour=current.colour("ink"))
        upper.setLeft(used + Size.HALF)
        plain = current.font(current.text)
        paint_text(painter, upper, text=self._rest, font=plain, colour=current.colour("ink_2"))
        self._paint_bar(painter, QRect(0, self.height() - _BAR - Size.HALF, self.width(), _BAR))

    def _paint_bar(self, painter: QPainter, box: QRect) -> None:
        painter.fillRect(box, look().colour("edge"))
        inner = box.adjusted(1, 1, -1, -1)
        painter.fillRect(inner, look().colour("panel"))
        if self._whole:
            inner.setWidth(inner.width() * self._done // self._whole)
            painter.fillRect(inner, look().colour("accent"))


class _Words(QStackedWidget):
    """The two pages of words; tells when they get another width."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()


class SheetHead(Panel):
    """Code field, what the sheet is or what is wrong with its code, progress.

    Attribute: code (`CodeField`).
    """

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(Size.GAP, Size.HALF, Size.GAP, Size.GRID)
        self.code = CodeField(self, name=label)
        caption = make_label(label, Role.HINT, parent=self)
        caption.setBuddy(self.code)
        field = QVBoxLayout()
        field.setSpacing(2)
        field.addWidget(caption)
        field.addWidget(self.code)
        self.progress = ProgressMark(self)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addLayout(field)
        row.addWidget(self._make_words(), 1)
        row.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self._keep_height()

    def _make_words(self) -> QStackedWidget:
        self._place = make_label("", Role.STRONG, wrap=True)
        self._walk = make_label("", Role.HINT, wrap=True)
        self._problem = make_label("", Role.ERROR, wrap=True)
        self._advice = make_label("", Role.HINT, wrap=True)
        self._words = _Words()
        self._words.resized.connect(self._keep_height)
        for pair in ((self._place, self._walk), (self._problem, self._advice)):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addStretch(1)
            for label in pair:
                column.addWidget(label)
            column.addStretch(1)
            self._words.addWidget(page)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return self._words

    def _keep_height(self) -> None:
        # What the sheet is may take four lines in large type.
        shown = (
            (self._place, self._walk) if self._words.currentIndex() == 0 else (self._problem, self._advice)
        )
        words = sum(label.heightForWidth(self._words.width()) for label in shown)
        edges = self.body.contentsMargins()
        self.setFixedHeight(max(look().px(_HEIGHT), words + edges.top() + edges.bottom() + _FRAME))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_words"):
            self._keep_height()

    def show_sheet(self, place: str, walk: str, *, known: bool) -> None:
        """Say what the sheet is; with `known` the code stands as it is printed."""
        self._place.setText(place)
        self._walk.setText(walk)
        self._words.setCurrentIndex(0)
        self._keep_height()
        self.code.set_known(known)
        if self.code.property("wrong"):
            self.code.set_wrong("")

    def show_problem(self, message: str, advice: str) -> None:
        """Say beside the field what is wrong with the code and what to do."""
        if self._words.currentIndex() == 1 and self.problem() == f"{message} {advice}":
            return
        self._problem.setText(message)
        self._advice.setText(advice)
        self._words.setCurrentIndex(1)
        self._keep_height()
        self.code.set_known(False)
        self.code.set_wrong(f"{message} {advice}")
        QAccessible.updateAccessibility(QAccessibleEvent(self._problem, QAccessible.Event.Alert))

    def problem(self) -> str:
        """What is said to be wrong, or nothing."""
        return f"{self._problem.text()} {self._advice.text()}" if self._words.currentIndex() == 1 else ""
