"""How the cells of an advice are painted: labels, amounts, sliders, choices side by side, and the head."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.theme import Size, look
from ui.widgets.advise_cells import CellShown, LineShown
from ui.widgets.paint import elide, icon_size, paint_icon_in, paint_text, text_width, wrap_lines

KNOB = 8
TRACK = 4
PAD = 16
DOUBT_ICON = "circle-question-mark"


def slider_track(rect: QRect) -> QRect:
    """Where the slider of a cell runs."""
    middle = rect.top() + rect.height() - look().px(PAD)
    left, right = rect.left() + look().px(PAD) + KNOB, rect.right() - look().px(PAD) + 1
    return QRect(left, middle - TRACK // 2, max(1, right - left), TRACK)


def value_at(rect: QRect, x: int, slider: tuple[int, int, int]) -> int:
    """The value under a point of the track; few people choose far above the lowest, so the left half goes slower."""
    track, (_, low, high) = slider_track(rect), slider
    share = min(1.0, max(0.0, (x - track.left()) / track.width()))
    return low + round((high - low) * share * share)


def place_of(rect: QRect, slider: tuple[int, int, int]) -> int:
    """Where the knob of a slider stands; see value_at."""
    track, (value, low, high) = slider_track(rect), slider
    share = ((value - low) / (high - low)) ** 0.5 if high > low else 0.0
    return track.left() + round(track.width() * share)


def choice_boxes(rect: QRect, count: int) -> list[QRect]:
    """The boxes of choices side by side."""
    box = rect.adjusted(Size.HALF + 2, Size.HALF + 1, -Size.GAP, -Size.HALF - 2)
    wide = box.width() // count if count else 0
    return [QRect(box.left() + place * wide, box.top(), wide + 1, box.height()) for place in range(count)]


def paint_label(painter: QPainter, rect: QRect, line: LineShown) -> None:
    """Paint the name of a row and the line under it."""
    current = look()
    inner = rect.adjusted(look().px(PAD), 0, -Size.HALF, 0)
    weight = 600 if line.strong else 400
    font = current.font(current.text, weight)
    if text_width(line.label, font) > inner.width():
        font = current.font(current.small, weight)
    if not line.detail or rect.height() < current.px(Size.BUTTON):
        _paint_label_alone(painter, inner, line.label, font=font)
        return
    upper, lower = _halves(inner)
    paint_text(
        painter, upper, text=elide(line.label, font, inner.width()), font=font, colour=current.colour("ink")
    )
    tone = "wait" if line.sign == "hourglass" else "ink_2"
    if line.sign:
        side = icon_size(Size.ICON_TAG)
        paint_icon_in(painter, lower, name=line.sign, size=side, colour=current.colour(tone).name())
        lower.setLeft(lower.left() + side + Size.HALF)
    small = current.font(current.small)
    paint_text(
        painter, lower, text=elide(line.detail, small, lower.width()), font=small, colour=current.colour(tone)
    )


def _paint_label_alone(painter: QPainter, rect: QRect, label: str, *, font: QFont) -> None:
    lines = wrap_lines(label, font, rect.width(), most=2)
    for place, words in enumerate(lines):
        high = rect.height() // len(lines)
        row = QRect(rect.left(), rect.top() + place * high, rect.width(), high)
        paint_text(painter, row, text=words, font=font, colour=look().colour("ink"))


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    half = rect.height() // 2
    return (
        QRect(rect.left(), rect.top() + 3, rect.width(), half),
        QRect(rect.left(), rect.top() + half, rect.width(), half - 2),
    )


def paint_group(painter: QPainter, rect: QRect, line: LineShown) -> QRect:
    """Paint a group row over the whole width; returns where its link is."""
    current = look()
    painter.fillRect(rect, current.colour("band"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), current.colour("line"))
    inner = rect.adjusted(look().px(PAD), 0, -look().px(PAD), 0)
    strong, small = current.font(current.text, 600), current.font(current.small)
    wide = text_width(line.link, small)
    link = QRect(inner.right() - wide, inner.top(), wide + 1, inner.height())
    used = paint_text(painter, inner, text=line.label, font=strong, colour=current.colour("ink"))
    room = link.left() - inner.left() - used - 2 * Size.GRID
    after = inner.adjusted(used + Size.GRID, 0, 0, 0)
    if room > current.px(60):
        paint_text(
            painter, after, text=elide(line.detail, small, room), font=small, colour=current.colour("ink_2")
        )
    if line.link:
        accent = current.colour("accent")
        paint_text(painter, link, text=line.link, font=small, colour=accent)
        foot = inner.top() + inner.height() // 2 + current.small // 2 + 1
        painter.fillRect(QRect(link.left(), foot, wide, 1), accent)
    return link


def paint_cell(painter: QPainter, rect: QRect, cell: CellShown, *, strong: bool) -> None:
    """Paint one amount, with its slider or its choices."""
    current = look()
    if cell.choices:
        _paint_choices(painter, rect, cell.choices)
        return
    inner = rect.adjusted(Size.HALF, 0, -look().px(PAD), 0)
    ink = current.colour("ink_2" if cell.muted else "ink")
    font = current.font(current.text, 600 if strong else 400, digits=not cell.muted)
    if cell.slider is not None:
        top = QRect(inner.left(), inner.top() + 2, inner.width(), inner.height() - current.px(24))
        paint_text(
            painter, top, text=cell.text, font=_fitting(cell.text, font, top.width()), colour=ink, right=True
        )
        _paint_slider(painter, rect, cell.slider)
        return
    if cell.doubt:
        side = icon_size(Size.ICON_TAG)
        sign = QRect(inner.right() - side + 1, inner.top(), side, inner.height())
        paint_icon_in(painter, sign, name=DOUBT_ICON, size=side, colour=current.colour("wait").name())
        inner.setRight(inner.right() - side - Size.HALF)
    if cell.detail and rect.height() >= current.px(Size.BUTTON):
        upper, lower = _halves(inner)
        paint_text(
            painter,
            upper,
            text=cell.text,
            font=_fitting(cell.text, font, inner.width()),
            colour=ink,
            right=True,
        )
        small = current.font(current.small)
        paint_text(painter, lower, text=cell.detail, font=small, colour=current.colour("ink_2"), right=True)
        return
    paint_text(
        painter, inner, text=cell.text, font=_fitting(cell.text, font, inner.width()), colour=ink, right=True
    )


def _fitting(text: str, font: QFont, width: int) -> QFont:
    if text_width(text, font) <= width:
        return font
    current = look()
    return current.font(current.small, font.weight(), digits=True)


def _paint_slider(painter: QPainter, rect: QRect, slider: tuple[int, int, int]) -> None:
    current, track = look(), slider_track(rect)
    at = place_of(rect, slider)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current.colour("edge"))
    painter.drawRoundedRect(QRectF(track), TRACK / 2, TRACK / 2)
    painter.setBrush(current.colour("accent"))
    painter.drawEllipse(QPointF(at, track.center().y() + 0.5), KNOB, KNOB)
    painter.restore()


def paint_knob_ring(painter: QPainter, rect: QRect, slider: tuple[int, int, int]) -> None:
    """Paint the focus ring around a slider's knob."""
    current, track = look(), slider_track(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current.colour("accent"), Size.RING))
    reach = KNOB + 3
    painter.drawEllipse(QPointF(place_of(rect, slider), track.center().y() + 0.5), reach, reach)
    painter.restore()


def _paint_choices(painter: QPainter, rect: QRect, choices: Sequence[tuple[str, bool]]) -> None:
    current = look()
    for box, (text, taken) in zip(choice_boxes(rect, len(choices)), choices, strict=True):
        painter.fillRect(box, current.colour("accent" if taken else "panel"))
        painter.setPen(QPen(current.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        font = current.font(current.small, 600)
        wide = text_width(text, font)
        place = QRect(box.left() + (box.width() - wide) // 2, box.top(), wide, box.height())
        colour = QColor(Qt.GlobalColor.white) if taken else current.colour("ink")
        paint_text(painter, place, text=text, font=font, colour=colour)


def short_name(name: str, font: QFont, width: int) -> str:
    """As many of the last words of a name as fit: `Phương Thảo` of Nguyễn Thị Phương Thảo."""
    words = name.split()
    for first in range(len(words)):
        shown = " ".join(words[first:])
        if text_width(shown, font) <= width:
            return shown
    return words[-1] if words else ""
