"""Tables of painted cells: type-back rows, ledgers, files, previews."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Size, Tone, look
from ui.widgets.paint import Tag, elide, fit_font, paint_row_frame, paint_tag, paint_text, wrap_lines
from ui.widgets.rows import GroupLine, RowDelegate
from ui.widgets.tables import CONTENT_ROLE, Index, RowTable


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words or a tag; `right` for amounts and numbers, which then have digits of one width.

    `name` marks a person's name, which is never shortened; `muted` is for the second voice; `waiting` shows the
    thin line where an answer is still to come; `detail` is a second, smaller line.
    """

    text: str = ""
    detail: str = ""
    tag: Tag | None = None
    tone: Tone | None = None
    strong: bool = False
    muted: bool = False
    right: bool = False
    name: bool = False
    waiting: bool = False

    @property
    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return ", ".join(
            part for part in (self.text or (self.tag.text if self.tag else ""), self.detail) if part
        )


class CellDelegate(QStyledItemDelegate):
    """Paints `Cell` found under `Qt.UserRole`, the rule below each row, and one frame around the chosen row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content, rect = index.data(CONTENT_ROLE), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        if isinstance(content, GroupLine):
            RowDelegate(None).paint_group(painter, rect, content=content)
        else:
            self._paint_ground(painter, rect, chosen=chosen)
            if isinstance(content, Cell):
                self.paint_cell(painter, rect.adjusted(Size.GRID, 0, -Size.GRID, -1), content=content)
        if chosen:
            last = index.model().columnCount() - 1
            focused = option.widget.hasFocus() or look().tokens.hatched
            paint_row_frame(
                painter, rect, first=index.column() == 0, last=index.column() == last, focused=focused
            )
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, look().colour("accent_tint"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look().colour("soft_line"))

    def paint_cell(self, painter: QPainter, rect: QRect, *, content: Cell) -> None:
        """Paint one cell inside its padding."""
        if content.tag is not None:
            paint_tag(painter, rect, tag=content.tag)
        elif content.waiting:
            line = QRect(rect.left(), rect.bottom() - Size.GRID - 2, rect.width(), 1)
            painter.fillRect(line, look().colour("edge"))
        elif content.detail:
            half = rect.height() // 2
            upper = QRect(rect.left(), rect.top() + Size.HALF // 2, rect.width(), half)
            self._paint_words(painter, upper, content=content)
            self._paint_detail(
                painter, QRect(rect.left(), upper.bottom(), rect.width(), half), content=content
            )
        else:
            self._paint_words(painter, rect, content=content)

    @staticmethod
    def _paint_words(painter: QPainter, rect: QRect, *, content: Cell) -> None:
        current = look()
        weight = 600 if content.strong else 500 if content.name else 400
        font = fit_font(content.text, rect.width(), weight=weight)
        if content.right:
            font = current.font(current.text, weight, digits=True)
        ink = current.colour("ink_2" if content.muted else "ink")
        if content.tone is not None:
            ink = QColor(current.tokens.text(content.tone))
        if content.name or content.right:
            paint_text(painter, rect, text=content.text, font=font, colour=ink, right=content.right)
            return
        # What is too long for the small size too goes on below it, where the row has room for two lines.
        most = min(2, max(1, rect.height() // (current.small + 3)))
        lines = wrap_lines(content.text, font, rect.width(), most=most)
        for place, words in enumerate(lines):
            high = rect.height() // len(lines)
            line = QRect(rect.left(), rect.top() + place * high, rect.width(), high)
            paint_text(painter, line, text=words, font=font, colour=ink)

    @staticmethod
    def _paint_detail(painter: QPainter, rect: QRect, *, content: Cell) -> None:
        current = look()
        font = current.font(current.small, digits=content.right)
        shown = elide(content.detail, font, rect.width())
        paint_text(painter, rect, text=shown, font=font, colour=current.colour("ink_2"), right=content.right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, look().px(Size.ROW_TABLE))


class CellTable(RowTable):
    """A table of cells with a head; see `RowTable` for its signals and keys."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str = "",
        row_height: int = Size.ROW_TABLE,
        bare: bool = False,
        keys: Callable[[QKeyEvent], bool] | None = None,
    ) -> None:
        super().__init__(parent, name=name, row_height=row_height, bare=bare, keys=keys)
        self.setItemDelegate(CellDelegate(self))
