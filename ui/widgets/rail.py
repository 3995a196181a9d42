"""The left rail: brand and commune, the places with their counts, two key hints."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Size, look
from ui.widgets.buttons import name_button
from ui.widgets.paint import icon_size, paint_icon_in, paint_text, text_width
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIGN_ROOM = 14
_SIGN_SIZE = 13


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the rail; `new_part` draws a line above it, `sign` is the key that opens it together with Ctrl."""

    key: str
    text: str
    icon: str
    new_part: bool = False
    sign: str = ""


class PlaceButton(QAbstractButton):
    """One place: its key, icon, text, count; the chosen one has a bar and accent words."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._count = ""
        name_button(self, place.text)
        if place.sign:
            self.setAccessibleDescription(f"Ctrl+{place.sign}")
        self.setCheckable(True)
        self.setProperty("own_ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: str) -> None:
        """Show how many wait there; an empty text shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self.place.text} {count}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(Size.RAIL), look().px(Size.PLACE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, chosen = QPainter(self), look(), self.isChecked()
        white_on_accent = chosen and current.tokens.hatched
        ink = "panel" if white_on_accent else "accent" if chosen else "ink"
        if chosen:
            painter.fillRect(self.rect(), current.colour("accent" if white_on_accent else "paper"))
            painter.fillRect(QRect(0, 0, Size.ROW_BAR, self.height()), current.colour("accent"))
        sign = self.rect().adjusted(Size.ROW_BAR + 2, 0, -Size.GAP, 0)
        inner = sign.adjusted(_SIGN_ROOM, 0, 0, 0)
        side, shade = icon_size(Size.ICON_RAIL), current.colour(ink)
        quiet = shade if chosen else current.colour("ink_2")
        paint_icon_in(painter, inner, name=self.place.icon, size=side, colour=shade.name())
        words = inner.adjusted(side + Size.GRID + 2, 0, 0, 0)
        font = current.font(current.text, 600 if chosen else 400)
        used = paint_text(painter, words, text=self.place.text, font=font, colour=shade)
        if self.place.sign:
            # The margin has one width at every type size, so the sign has one too; F1 tells it in the reader's size.
            paint_text(painter, sign, text=self.place.sign, font=current.font(_SIGN_SIZE), colour=quiet)
        if self._count:
            self._paint_count(painter, words, used=used, shade=quiet)
        if self.hasFocus():
            self._paint_focus(painter, on_accent=white_on_accent)

    def _paint_count(self, painter: QPainter, words: QRect, *, used: int, shade: QColor) -> None:
        strong = look().font(look().small, 600)
        # In large type beside a scroll bar the count moves out into the margin rather than touch the words.
        tight = used + Size.GRID + text_width(self._count, strong) > words.width()
        room = words.adjusted(0, 0, Size.GRID + Size.HALF if tight else 0, 0)
        paint_text(painter, room, text=self._count, font=strong, colour=shade, right=True)

    def _paint_focus(self, painter: QPainter, *, on_accent: bool) -> None:
        colour = look().colour("panel" if on_accent else "accent")
        box, thick = self.rect().adjusted(Size.HALF // 2, 2, -Size.HALF // 2, -2), Size.RING
        for edge in (
            QRect(box.left(), box.top(), box.width(), thick),
            QRect(box.left(), box.bottom() + 1 - thick, box.width(), thick),
            QRect(box.left(), box.top(), thick, box.height()),
            QRect(box.right() + 1 - thick, box.top(), thick, box.height()),
        ):
            painter.fillRect(edge, colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        # Up and Down belong to the rail, which walks on.
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
            return
        super().keyPressEvent(event)


class Rail(QFrame):
    """The places of this machine. Signal `place_chosen(str)`: the key of a place a person went to."""

    place_chosen = Signal(str)

    def __init__(
        self,
        places: Sequence[Place],
        hints: Sequence[KeyHint] = (),
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "rail")
        self.setAccessibleName(name)
        self._brand = make_label("", Role.BRAND, parent=self)
        self._commune = make_label("", Role.HINT, parent=self)
        self._brand_box = self._make_brand()
        self._group = QButtonGroup(self)
        self._buttons = {place.key: PlaceButton(place) for place in places}
        self._lay_out(hints)
        self._group.buttonClicked.connect(self._tell)
        self._keep_size()

    def _lay_out(self, hints: Sequence[KeyHint]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Size.GAP)
        column.setSpacing(0)
        column.addWidget(self._brand_box)
        self._area = self._make_places()
        column.addWidget(self._area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Size.GAP, Size.GRID, Size.GRID, 0)
        foot.setSpacing(Size.HALF + 2)
        for hint in hints:
            foot.addWidget(hint)
        column.addLayout(foot)

    def _make_brand(self) -> QWidget:
        box = QWidget(self)
        head = QVBoxLayout(box)
        head.setContentsMargins(Size.GAP, 0, Size.GRID, 0)
        head.setSpacing(0)
        head.addWidget(self._brand)
        head.addWidget(self._commune)
        head.addStretch(1)
        return box

    def _make_places(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for button in self._buttons.values():
            if button.place.new_part:
                column.addWidget(_Divider(inside))
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A scroll area fills what it is given, which would paint paper over the rail.
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def set_title(self, brand: str, commune: str) -> None:
        """Show the program's name and where this machine works."""
        self._brand.setText(brand)
        self._commune.setText(commune)

    def set_counts(self, counts: dict[str, str]) -> None:
        """Show how many wait in each place; places left out show nothing."""
        for key, button in self._buttons.items():
            button.set_count(counts.get(key, ""))

    def choose(self, key: str) -> None:
        """Mark a place as the one shown, without a signal, and bring it into sight."""
        self._buttons[key].setChecked(True)
        self._area.ensureWidgetVisible(self._buttons[key], 0, 0)

    def button(self, key: str) -> PlaceButton:
        """The button of a place."""
        return self._buttons[key]

    def _tell(self, button: QAbstractButton) -> None:
        assert isinstance(button, PlaceButton)
        self.place_chosen.emit(button.place.key)

    def _keep_size(self) -> None:
        self.setFixedWidth((Size.RAIL + look().px(Size.RAIL)) // 2)
        self._brand_box.setFixedHeight(look().px(Size.HEADER))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_brand_box"):
            self._keep_size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        here = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if not step or here is None:
            super().keyPressEvent(event)
            return
        button = buttons[(here + step) % len(buttons)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(button, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        chosen = self._group.checkedButton()
        if chosen is not None:
            self._area.ensureWidgetVisible(chosen, 0, 0)


class _Divider(QWidget):
    """The line between two parts of the rail."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(Size.GAP + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = QRect(Size.GAP, self.height() // 2, self.width() - 2 * Size.GAP, 1)
        QPainter(self).fillRect(line, look().colour("line"))
