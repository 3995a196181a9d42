"""The members of a household with their health and social insurance, as a small painted table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.paint import Tag, elide, paint_tag, paint_text, tag_size, text_width

_ROW = 44
_HEAD = 26


class StateShown(Protocol):
    """A state to show: words, the name of its sign (none: plain words), and its tone's name."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def sign(self) -> str:
        """The icon."""

    @property
    def sense(self) -> str:
        """The tone."""


class MemberShown(Protocol):
    """A member to show."""

    @property
    def name(self) -> str:
        """The whole name."""

    @property
    def detail(self) -> str:
        """The second line."""

    @property
    def health(self) -> StateShown:
        """Health insurance."""

    @property
    def social(self) -> StateShown:
        """Social insurance."""


def make_tag(state: StateShown) -> Tag:
    """Make the tag of a state."""
    return Tag(state.text, state.sign, Tone(state.sense))


@dataclass(frozen=True, slots=True)
class _MemberLine:
    name: str
    detail: str
    health: Tag
    social: Tag

    @property
    def text(self) -> str:
        return ", ".join(part for part in (self.name, self.detail, self.health.text, self.social.text) if part)


class MemberTable(QWidget):
    """Name and detail at the left, two columns of states at the right; names are never shortened."""

    def __init__(self, headings: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._lines: tuple[_MemberLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_members(self, members: Sequence[MemberShown]) -> None:
        """Show these members."""
        self._lines = tuple(_MemberLine(m.name, m.detail, make_tag(m.health), make_tag(m.social)) for m in members)
        self.setAccessibleName(self._headings[0])
        self.setAccessibleDescription("; ".join(line.text for line in self._lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        names = max((self._name_width(line) for line in self._lines), default=0)
        return QSize(names + sum(self._widths()), current.px(_HEAD) + current.px(_ROW) * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @staticmethod
    def _name_width(line: _MemberLine) -> int:
        current = look()
        name = text_width(line.name, current.font(current.text, 600))
        return name + Size.GAP

    def _widths(self) -> tuple[int, int]:
        small = look().font(look().small)
        health = max((self._state_width(line.health) for line in self._lines), default=0)
        social = max((self._state_width(line.social) for line in self._lines), default=0)
        heads = (text_width(self._headings[1], small), text_width(self._headings[2], small))
        return max(health, heads[0]) + Size.GRID, max(social, heads[1])

    @staticmethod
    def _state_width(tag: Tag) -> int:
        if tag.icon:
            return tag_size(tag).width()
        return text_width(tag.text, look().font(look().small))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current = QPainter(self), look()
        first, second = self._widths()
        lefts = (0, self.width() - first - second, self.width() - second)
        small, muted = current.font(current.small), current.colour("ink_2")
        for left, heading in zip(lefts, self._headings, strict=True):
            place = QRect(left, Size.HALF, self.width(), current.px(_HEAD) - Size.HALF)
            paint_text(painter, place, text=heading, font=small, colour=muted)
        top = current.px(_HEAD)
        for line in self._lines:
            painter.fillRect(QRect(0, top - 1, self.width(), 1), current.colour("soft_line"))
            self._paint_member(painter, QRect(0, top, self.width(), current.px(_ROW)), line=line, lefts=lefts)
            top += current.px(_ROW)

    def _paint_member(self, painter: QPainter, rect: QRect, *, line: _MemberLine, lefts: tuple[int, int, int]) -> None:
        current, half = look(), rect.height() // 2
        strong, small = current.font(current.text, 600), current.font(current.small)
        upper = QRect(0, rect.top() + 2, rect.width(), half)
        lower = QRect(0, rect.top() + half, rect.width(), half - 2)
        paint_text(painter, upper, text=line.name, font=strong, colour=current.colour("ink"))
        shown = elide(line.detail, small, lefts[1] - Size.GRID)
        paint_text(painter, lower, text=shown, font=small, colour=current.colour("ink_2"))
        for left, tag in zip(lefts[1:], (line.health, line.social), strict=True):
            place = QRect(left, rect.top(), rect.width() - left, rect.height())
            if tag.icon:
                paint_tag(painter, place, tag=tag)
            else:
                paint_text(painter, place, text=tag.text, font=small, colour=current.colour("ink_2"))


