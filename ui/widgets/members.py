"""The members of a household with their health and social insurance, as a small painted table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from ui.theme import Size, Tone, look
from ui.widgets.paint import Tag, elide, paint_tag, paint_text, tag_size, text_width
from ui.widgets.rows import RowDelegate
from ui.widgets.tables import CONTENT_ROLE, Index

_ROW = 46
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
class MemberLine:
    """One member as a row: name, a second line, two states."""

    name: str
    detail: str
    health: Tag
    social: Tag

    @property
    def text(self) -> str:
        """The member as a screen reader says it."""
        return ", ".join(
            part for part in (self.name, self.detail, self.health.text, self.social.text) if part
        )


def state_widths(lines: Sequence[MemberLine]) -> tuple[int, int]:
    """How wide the two columns of states are."""
    health = max((_state_width(line.health) for line in lines), default=0)
    social = max((_state_width(line.social) for line in lines), default=0)
    return health + Size.GRID, social


def _state_width(tag: Tag) -> int:
    return tag_size(tag).width() if tag.icon else text_width(tag.text, look().font(look().small))


def paint_member(painter: QPainter, rect: QRect, *, line: MemberLine, widths: tuple[int, int]) -> None:
    """Paint name and detail at the left of a rectangle, the states in columns of these widths at its right."""
    current, half = look(), rect.height() // 2
    strong, small = current.font(current.text, 600), current.font(current.small)
    right = rect.right() + 1
    lefts = (right - widths[0] - widths[1], right - widths[1])
    if rect.left() + text_width(line.name, strong) + Size.HALF > lefts[0]:
        _paint_member_stacked(painter, rect, line=line)
        return
    upper = QRect(rect.left(), rect.top() + 2, rect.width(), half)
    lower = QRect(rect.left(), rect.top() + half, rect.width(), half - 2)
    paint_text(painter, upper, text=line.name, font=strong, colour=current.colour("ink"))
    shown = elide(line.detail, small, lefts[0] - rect.left() - Size.GRID)
    paint_text(painter, lower, text=shown, font=small, colour=current.colour("ink_2"))
    for left, tag in zip(lefts, (line.health, line.social), strict=True):
        place = QRect(left, rect.top(), right - left, rect.height())
        if tag.icon:
            paint_tag(painter, place, tag=tag)
        else:
            paint_text(painter, place, text=tag.text, font=small, colour=current.colour("ink_2"))


def _paint_member_stacked(painter: QPainter, rect: QRect, *, line: MemberLine) -> None:
    # Where there is no room beside the name, the states stand below it and the detail goes on after it.
    current, half = look(), rect.height() // 2
    strong, small, muted = (
        current.font(current.text, 600),
        current.font(current.small),
        current.colour("ink_2"),
    )
    upper = QRect(rect.left(), rect.top(), rect.width(), half)
    used = paint_text(painter, upper, text=line.name, font=strong, colour=current.colour("ink")) + Size.GRID
    rest = upper.adjusted(used, 0, 0, 0)
    paint_text(painter, rest, text=elide(line.detail, small, rest.width()), font=small, colour=muted)
    place = QRect(rect.left(), rect.top() + half, rect.width(), half)
    for tag in (line.health, line.social):
        if tag.icon:
            used = paint_tag(painter, place, tag=tag)
        else:
            used = paint_text(painter, place, text=tag.text, font=small, colour=muted)
        place.setLeft(place.left() + used + Size.GRID)


class MemberTable(QWidget):
    """Members that are only read; names are never shortened."""

    def __init__(self, headings: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._lines: tuple[MemberLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_members(self, members: Sequence[MemberShown]) -> None:
        """Show these members."""
        self._lines = tuple(
            MemberLine(m.name, m.detail, make_tag(m.health), make_tag(m.social)) for m in members
        )
        self.setAccessibleName(self._headings[0])
        self.setAccessibleDescription("; ".join(line.text for line in self._lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        strong = current.font(current.text, 600)
        names = max((text_width(line.name, strong) + Size.GAP for line in self._lines), default=0)
        return QSize(names + sum(self._widths()), current.px(_HEAD) + current.px(_ROW) * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def _widths(self) -> tuple[int, int]:
        small, (health, social) = look().font(look().small), state_widths(self._lines)
        heads = (text_width(self._headings[1], small), text_width(self._headings[2], small))
        return max(health, heads[0] + Size.GRID), max(social, heads[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, current, widths = QPainter(self), look(), self._widths()
        small, muted = current.font(current.small), current.colour("ink_2")
        lefts = (0, self.width() - sum(widths), self.width() - widths[1])
        # Where the states stand below the names there are no columns to head.
        narrow = text_width(self._headings[0], small) + Size.GRID > lefts[1]
        for left, heading in zip(lefts[: 1 if narrow else 3], self._headings, strict=False):
            place = QRect(left, Size.HALF, self.width(), current.px(_HEAD) - Size.HALF)
            paint_text(painter, place, text=heading, font=small, colour=muted)
        top = current.px(_HEAD)
        for line in self._lines:
            painter.fillRect(QRect(0, top - 1, self.width(), 1), current.colour("soft_line"))
            paint_member(painter, QRect(0, top, self.width(), current.px(_ROW)), line=line, widths=widths)
            top += current.px(_ROW)


class MemberDelegate(RowDelegate):
    """Paints `MemberLine` in a list that is walked through."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        content = index.data(CONTENT_ROLE)
        if not isinstance(content, MemberLine):
            return
        model = index.model()
        lines = [model.index(row, 0).data(CONTENT_ROLE) for row in range(model.rowCount())]
        widths = state_widths([line for line in lines if isinstance(line, MemberLine)])
        rect = QRect(option.rect).adjusted(Size.GRID, 0, -Size.GRID - Size.SCROLL_BAR, -1)
        painter.save()
        paint_member(painter, rect, line=content, widths=widths)
        painter.restore()
