"""Small painted widgets: a state tag, a key cap, a sign with words, a legend of keys."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.paint import (
    Tag,
    cap_size,
    caps_width,
    icon_size,
    paint_cap,
    paint_caps,
    paint_icon_in,
    paint_spans,
    paint_tag,
    paint_text,
    plain_text,
    spans_width,
    tag_size,
    text_width,
)


class TagLabel(QWidget):
    """A tag that stands in a panel."""

    def __init__(self, tag: Tag, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tag = tag
        self.set_tag(tag)

    def set_tag(self, tag: Tag) -> None:
        """Show another state."""
        self._tag = tag
        self.setAccessibleName(tag.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return tag_size(self._tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), self.rect(), tag=self._tag)


class KeyHint(QWidget):
    """Key caps and what they do, such as `Ctrl 1-9  change place`."""

    def __init__(self, keys: tuple[str, ...], text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._text = keys, text
        self.setAccessibleName(f"{' '.join(keys)}: {text}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = text_width(self._text, look().font(look().small))
        return QSize(caps_width(self._keys) + Size.GRID + words, look().px(Size.CAP) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        used = paint_caps(painter, self.rect(), keys=self._keys)
        place = self.rect().adjusted(used + Size.GRID, 0, 0, 0)
        paint_text(
            painter, place, text=self._text, font=look().font(look().small), colour=look().colour("ink_2")
        )


class SignLine(QWidget):
    """A sign with words beside it, such as the check and `saved 19:42`; `**` marks strong words."""

    def __init__(
        self,
        icon: str,
        text: str,
        parent: QWidget | None = None,
        *,
        tone: Tone = Tone.NEUTRAL,
        small: bool = True,
        ink: str = "ink",
        weight: int = 400,
    ) -> None:
        super().__init__(parent)
        self._icon, self._text, self._tone = icon, text, tone
        self._small, self._ink, self._weight = small, ink, weight
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(icon, text, tone=tone)

    def show_state(self, icon: str, text: str, *, tone: Tone = Tone.NEUTRAL) -> None:
        """Show another sign and words; an empty text shows nothing."""
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(plain_text(text))
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown."""
        return plain_text(self._text)

    def _text_size(self) -> int:
        return look().small if self._small else look().text

    def sizeHint(self) -> QSize:
        sign = icon_size(Size.ICON_BUTTON) + Size.GRID if self._icon else 0
        return QSize(sign + spans_width(self._text, self._text_size(), weight=self._weight), look().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, current = QPainter(self), QRect(self.rect()), look()
        if self._icon:
            colour = current.tokens.ink if self._tone is Tone.NEUTRAL else current.tokens.text(self._tone)
            side = icon_size(Size.ICON_BUTTON)
            paint_icon_in(painter, place, name=self._icon, size=side, colour=colour)
            place.setLeft(side + Size.GRID)
        shade, size = current.colour(self._ink), self._text_size()
        paint_spans(painter, place, text=self._text, size=size, colour=shade, weight=self._weight)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One key of a legend: the key, the sign of the state it sets, and the state in words."""

    key: str
    icon: str
    text: str
    tone: Tone = Tone.NEUTRAL


class LegendKey(QWidget):
    """One entry of a legend; `large` has 32 px caps for lists that are read from afar."""

    def __init__(self, entry: LegendEntry, parent: QWidget | None = None, *, large: bool = False) -> None:
        super().__init__(parent)
        self._entry, self._length = entry, Size.LEGEND_CAP if large else Size.CAP
        self.setAccessibleName(f"{entry.key}: {entry.text}")
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = text_width(self._entry.text, look().font(look().text))
        side = icon_size(Size.ICON_BUTTON)
        cap = cap_size(self._entry.key, length=self._length)
        return QSize(cap.width() + side + words + 3 * Size.GRID, cap.height() + Size.GRID)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, current = QPainter(self), QRect(self.rect()), look()
        gap = Size.GRID if self._length == Size.CAP else Size.GRID + Size.HALF
        place.setLeft(paint_cap(painter, place, key=self._entry.key, length=self._length) + gap)
        if self._entry.icon:
            side = icon_size(Size.ICON_BUTTON)
            colour = current.tokens.text(self._entry.tone)
            paint_icon_in(painter, place, name=self._entry.icon, size=side, colour=colour)
            place.setLeft(place.left() + side + gap - Size.HALF)
        font = current.font(current.text)
        paint_text(painter, place, text=self._entry.text, font=font, colour=current.colour("ink"))
