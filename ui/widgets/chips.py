"""Chips: short answers to choose from, one or several, with a check sign when chosen."""

import itertools
from collections.abc import Hashable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Size, look
from ui.widgets.buttons import PaintedButton
from ui.widgets.flow import FlowLayout
from ui.widgets.paint import icon_size, paint_icon_in, paint_text, text_width

_PAD = 7


class Chip(PaintedButton):
    """One answer; chosen it has a 2 px accent edge, a tint and a check sign, and nothing moves but the sign."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.toggled.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The row walks along its chips; Qt's buttons would hand the focus on by the order of Tab.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _font(self) -> QFont:
        return look().font(look().text, 600 if self.isChecked() else 400)

    def sizeHint(self) -> QSize:
        sign = icon_size(Size.ICON_TAG) + Size.GRID if self.isChecked() else 0
        return QSize(text_width(self._words, self._font()) + sign + 2 * _PAD + 2, look().px(Size.CHIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = self.paint_ground()
        chosen = self.isChecked()
        ink = look().colour("accent" if chosen else "ink" if self.isEnabled() else "ink_2")
        inner = self.rect().adjusted(_PAD + 1, 0, -_PAD, 0)
        if chosen:
            side = icon_size(Size.ICON_TAG)
            paint_icon_in(painter, inner, name="check", size=side, colour=ink.name())
            inner.setLeft(inner.left() + side + Size.GRID)
        paint_text(painter, inner, text=self._words, font=self._font(), colour=ink)


class ChipRow(QWidget):
    """A row of chips for one question; Tab stops at it once, arrows move along it, Space chooses.

    Signal `chosen(object)`: the tuple of values chosen now, after a person changed it. With `single` at most one
    is chosen; choosing it again changes nothing, and where an answer is `optional` Del takes it back. With `wrap`
    chips that do not fit go to the next line; `whole` never gives a line up, for a row in an area that scrolls.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        *,
        single: bool = True,
        optional: bool = False,
        wrap: bool = False,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._single, self._optional, self._whole = single, optional, wrap and whole
        self._chips: dict[Hashable, Chip] = {}
        self.setAccessibleName(name)
        self._line: FlowLayout | QHBoxLayout = FlowLayout(self) if wrap else QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Size.GRID)
        if isinstance(self._line, QHBoxLayout):
            self._line.addStretch(1)

    def set_choices(self, choices: Sequence[tuple[Hashable, str]]) -> None:
        """Offer these (value, text) pairs; what was chosen and is still offered stays chosen."""
        kept = set(self.values())
        for chip in self._chips.values():
            # A widget that waits to be shown by its layout would else come up as a window of its own.
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = {}
        for value, text in choices:
            self._add(value, text)
        self._order_tabs()
        self.set_values(tuple(value for value in self._chips if value in kept))
        self._keep_lines()

    def _keep_lines(self) -> None:
        if self._whole:
            self.setMinimumHeight(self._line.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_lines()

    def _order_tabs(self) -> None:
        """New widgets come last in the order of Tab; chips belong where their row stands."""
        before: QWidget | None = self.previousInFocusChain()
        while before is not None and before is not self and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        for first, second in itertools.pairwise((before or self, *self._chips.values())):
            QWidget.setTabOrder(first, second)

    def _add(self, value: Hashable, text: str) -> None:
        chip = Chip(text, parent=self)
        if self._chips:
            # Tab stops once at a row; the arrows walk along it.
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.clicked.connect(lambda _on=False, value=value: self._answer(value))
        self._line.insertWidget(len(self._chips), chip)
        # A layout shows what it is given only once the event loop turns; Tab must find it before that.
        chip.show()
        self._chips[value] = chip

    def values(self) -> tuple[Hashable, ...]:
        """The values chosen, in the order offered."""
        return tuple(value for value, chip in self._chips.items() if chip.isChecked())

    def set_values(self, values: Sequence[Hashable]) -> None:
        """Choose these and no others, without a signal."""
        for value, chip in self._chips.items():
            chip.setChecked(value in values)

    def chip(self, value: Hashable) -> Chip:
        """The chip of a value."""
        return self._chips[value]

    def chips(self) -> tuple[Chip, ...]:
        """The chips in the order offered."""
        return tuple(self._chips.values())

    def focus_first(self) -> None:
        """Give the focus to the first chip."""
        for chip in self._chips.values():
            chip.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def _answer(self, value: Hashable) -> None:
        if self._single:
            self.set_values((value,))
        self.chosen.emit(self.values())

    def _take_back(self) -> None:
        self.set_values(())
        self.chosen.emit(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._optional and self.values():
            self._take_back()
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        chips = list(self._chips.values())
        here = next((n for n, chip in enumerate(chips) if chip.hasFocus()), None)
        if not step or here is None:
            super().keyPressEvent(event)
            return
        chips[(here + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
