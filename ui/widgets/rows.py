"""Two-line rows and group rows of the work lists, painted by one delegate, and the list that shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Size, Tone, look
from ui.widgets.paint import (
    Tag,
    elide,
    fit_font,
    icon_size,
    paint_icon_in,
    paint_row_frame,
    paint_tag,
    paint_text,
    tag_size,
    text_width,
)
from ui.widgets.tables import CONTENT_ROLE, Index, RowTable


@dataclass(frozen=True, slots=True)
class RowLine:
    """A two-line row: name with an optional tag, the reason below; a middle column and a wait at the right."""

    title: str
    detail: str = ""
    middle: str = ""
    right: str = ""
    tag: Tag | None = None
    right_tone: Tone | None = None

    @property
    def text(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.title, self.tag.text if self.tag else "", self.detail, self.middle, self.right)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group row: sign, class of reasons, and how many stand below it; it cannot be chosen."""

    title: str
    count: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL

    @property
    def text(self) -> str:
        """The row as a screen reader says it."""
        return f"{self.title}, {self.count}" if self.count else self.title


class RowDelegate(QStyledItemDelegate):
    """Paints `RowLine` and `GroupLine` found under `Qt.UserRole`; anything else is a row still on its way.

    `middle_width` and `right_width` are pixels at normal type; the name has the rest.
    """

    def __init__(
        self, parent: QWidget | None = None, *, middle_width: int = 118, right_width: int = 98
    ) -> None:
        super().__init__(parent)
        self._middle, self._right = middle_width, right_width

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content, rect = index.data(CONTENT_ROLE), QRect(option.rect)
        painter.save()
        painter.setClipRect(rect)
        if isinstance(content, GroupLine):
            self.paint_group(painter, rect, content=content)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, rect, chosen=chosen)
            if isinstance(content, RowLine):
                self.paint_row(painter, self._inner(rect, option.widget), content=content)
            if chosen:
                focused = bool(option.state & QStyle.StateFlag.State_Active) and option.widget.hasFocus()
                paint_row_frame(painter, rect.adjusted(0, 0, 0, -1), focused=focused or look().tokens.hatched)
        painter.restore()

    @staticmethod
    def _inner(rect: QRect, view: QWidget) -> QRect:
        bar = view.verticalScrollBar() if isinstance(view, QAbstractItemView) else None
        clear = Size.GRID if bar is not None and bar.isVisible() else Size.GRID + Size.SCROLL_BAR
        return rect.adjusted(Size.GAP, 0, -clear, -1)

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect, *, chosen: bool) -> None:
        current = look()
        if chosen:
            painter.fillRect(rect, current.colour("accent_tint"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("soft_line"))

    def paint_group(self, painter: QPainter, rect: QRect, *, content: GroupLine) -> None:
        """Paint a group row over its whole width."""
        current = look()
        painter.fillRect(rect, current.colour("band"))
        rule = current.colour("line")
        if current.tokens.hatched and rect.top() > 0:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), Size.RING), rule)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), rule)
        place = rect.adjusted(Size.GAP, 0, -Size.GAP, 0)
        if content.icon:
            side = icon_size(Size.ICON_BUTTON)
            colour = current.tokens.text(content.tone)
            paint_icon_in(painter, place, name=content.icon, size=side, colour=colour)
            place.setLeft(place.left() + side + Size.GRID)
        strong, small = current.font(current.text, 600), current.font(current.small)
        used = paint_text(painter, place, text=content.title, font=strong, colour=current.colour("ink"))
        place.setLeft(place.left() + used + Size.GRID)
        paint_text(painter, place, text=content.count, font=small, colour=current.colour("ink_2"))

    def paint_row(self, painter: QPainter, rect: QRect, *, content: RowLine) -> None:
        """Paint name, tag and reason at the left, the middle column and the wait at the right."""
        right, middle = self.paint_sides(painter, rect, content=content)
        words = rect.adjusted(0, 0, -right - middle, 0)
        current, high = look(), rect.height()
        title = QRect(words.left(), words.top() + Size.HALF, words.width(), high // 2)
        detail = QRect(words.left(), words.top() + high // 2 + 2, words.width(), high // 2 - Size.HALF)
        if not content.detail:
            title = QRect(words.left(), words.top(), words.width(), high)
        used = self._paint_title(painter, title, content=content)
        if content.tag is not None and used + tag_size(content.tag).width() <= words.width():
            paint_tag(painter, title.adjusted(used, 0, 0, 0), tag=content.tag)
        font = current.font(current.small)
        shown = elide(content.detail, font, detail.width() - Size.GRID)
        paint_text(painter, detail, text=shown, font=font, colour=current.colour("ink_2"))

    @staticmethod
    def _paint_title(painter: QPainter, rect: QRect, *, content: RowLine) -> int:
        font = fit_font(content.title, rect.width(), weight=600)
        return (
            paint_text(painter, rect, text=content.title, font=font, colour=look().colour("ink")) + Size.GRID
        )

    def paint_sides(self, painter: QPainter, rect: QRect, *, content: RowLine) -> tuple[int, int]:
        """Paint the two columns at the right; returns their widths."""
        current = look()
        tone = content.right_tone
        font = current.font(current.text, 400 if tone is None else 600)
        ink = current.colour("ink") if tone is None else QColor(current.tokens.text(tone))
        paint_text(painter, rect, text=content.right, font=font, colour=ink, right=True)
        used = text_width(content.right, font) + Size.GRID if content.right else 0
        right, middle = current.px(self._right), current.px(self._middle) if content.middle else 0
        room = middle - max(0, used - right)
        place = QRect(rect.right() + 1 - right - middle, rect.top(), room - Size.HALF, rect.height())
        plain = current.font(current.text)
        shown = elide(content.middle, plain, place.width())
        paint_text(painter, place, text=shown, font=plain, colour=current.colour("ink"))
        return right if content.right or middle else 0, middle

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        group = isinstance(index.data(CONTENT_ROLE), GroupLine)
        return QSize(0, look().px(Size.ROW_GROUP if group else Size.ROW_TWO_LINES))


@runtime_checkable
class _Grouped(Protocol):
    """A model that knows which of its rows are group rows."""

    def group_rows(self) -> Sequence[int]: ...


class RowList(RowTable):
    """A list of painted two-line rows and lower group rows; see `RowTable` for its signals and keys.

    A model with `group_rows()` says itself which rows are groups; of any other, the rows are looked at. `alike`
    promises that there are none.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        alike: bool = False,
        bare: bool = False,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:
        super().__init__(parent, name=name, row_height=Size.ROW_TWO_LINES, bare=bare, keys=keys)
        self._alike = alike
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(RowDelegate(self))

    def keep_sizes(self) -> None:
        super().keep_sizes()
        rows, groups = self.verticalHeader(), list(self._find_groups())
        # Qt keeps the height a row was given when another kind of row comes to stand there.
        for row in set(getattr(self, "_low", ())) - set(groups):
            if row < rows.count():
                rows.resizeSection(row, rows.defaultSectionSize())
        for row in groups:
            rows.resizeSection(row, look().px(Size.ROW_GROUP))
        self._low = groups

    def _find_groups(self) -> Sequence[int]:
        # Qt has no model before the first one is set, whatever the hints say.
        model: QAbstractItemModel | None = self.model()
        if model is None or getattr(self, "_alike", True):
            return ()
        if isinstance(model, _Grouped):
            return model.group_rows()
        lines = ((row, model.index(row, 0).data(CONTENT_ROLE)) for row in range(model.rowCount()))
        return [row for row, line in lines if isinstance(line, GroupLine)]

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        if model is not None:
            for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
                signal.connect(self.keep_sizes)
            self.keep_sizes()
