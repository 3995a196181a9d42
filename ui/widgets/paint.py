"""Painting shared by list rows and small widgets, so that a tag in a list and a tag in a panel are the same tag."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.theme import Size, Tone, are_fonts_loaded, icon_pixmap, look

KEY_ICONS = {
    "Enter": "corner-down-left",
    "Up": "arrow-up",
    "Down": "arrow-down",
    "Left": "arrow-left",
    "Right": "arrow-right",
}
_CAP_PAD = 6
_TAG_PAD = 6
_TAG_GAP = 4
_WHITE = Qt.GlobalColor.white


_WIDTHS_KEPT = 4096
_widths: dict[tuple[str, str, int, int], int] = {}


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words with its sign; `dashed` stands for what nobody has confirmed."""

    text: str
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    dashed: bool = False


def split_spans(text: str) -> list[tuple[str, bool]]:
    """Split `found **71** of 142` into pieces that are plain or strong, in turn."""
    return [(piece, bool(place % 2)) for place, piece in enumerate(text.split("**")) if piece]


def plain_text(text: str) -> str:
    """The words of a text with strong pieces, as a screen reader should say them."""
    return text.replace("**", "")


def text_width(text: str, font: QFont) -> int:
    """Width in pixels of one line, rounded up; layouts ask for the same words again and again, so it is kept."""
    key = (text, font.family(), font.pixelSize(), font.weight())
    width = _widths.get(key) if are_fonts_loaded() else None
    if width is None:
        width = int(QFontMetricsF(font).horizontalAdvance(text) + 0.999)
        if len(_widths) >= _WIDTHS_KEPT:
            _widths.clear()
        if are_fonts_loaded():
            _widths[key] = width
    return width


def elide(text: str, font: QFont, width: float) -> str:
    """Shorten a reason to a width; names are never shortened."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def fit_font(text: str, width: float, *, weight: int = 400) -> QFont:
    """The font of the text size where a line fits into a width, otherwise that of the small size."""
    current = look()
    font = current.font(current.text, weight)
    return font if text_width(text, font) <= width else current.font(current.small, weight)


def wrap_lines(text: str, font: QFont, width: float, *, most: int) -> list[str]:
    """Break a text between words into as many lines as it needs; what `most` lines do not hold is shortened."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        taken = 1
        while taken < len(rest) and text_width(" ".join(rest[: taken + 1]), font) <= width:
            taken += 1
        lines.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    return [*lines, elide(" ".join(rest), font, width)] if rest else lines


def paint_text(
    painter: QPainter, rect: QRect, *, text: str, font: QFont, colour: QColor, right: bool = False
) -> int:
    """Paint one line in the vertical middle of a rectangle without clipping its marks; returns the width used."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text)
    baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(rect.right() + 1 - width if right else rect.left(), round(baseline)), text)
    return int(width + 0.999)


def spans_width(text: str, size: int, *, weight: int = 400) -> int:
    """Width of a line with strong pieces at one of the three type sizes."""
    return sum(text_width(piece, look().font(size, 600 if s else weight)) for piece, s in split_spans(text))


def paint_spans(
    painter: QPainter,
    rect: QRect,
    *,
    text: str,
    size: int,
    colour: QColor,
    right: bool = False,
    weight: int = 400,
) -> None:
    """Paint one line whose `**strong**` pieces are in ink and 600."""
    left = rect.right() + 1 - spans_width(text, size, weight=weight) if right else rect.left()
    for piece, strong in split_spans(text):
        font = look().font(size, 600 if strong else weight)
        place = QRect(left, rect.top(), rect.width(), rect.height())
        shade = look().colour("ink") if strong else colour
        left += paint_text(painter, place, text=piece, font=font, colour=shade)


def paint_icon(painter: QPainter, place: QPointF, *, name: str, size: int, colour: str) -> None:
    """Paint an icon with its top left corner at a point, tinted."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(place, icon_pixmap(name, size, colour=colour, ratio=ratio))


def paint_icon_in(painter: QPainter, rect: QRect, *, name: str, size: int, colour: str) -> None:
    """Paint an icon at the left edge of a rectangle, in its vertical middle."""
    top = rect.top() + (rect.height() - size) // 2
    paint_icon(painter, QPointF(rect.left(), top), name=name, size=size, colour=colour)


def icon_size(size: int) -> int:
    """An icon's side at the type setting in force, even so that it stays centred."""
    return look().px(size) // 2 * 2


def tag_size(tag: Tag) -> QSize:
    """How large a tag is."""
    current = look()
    sign = icon_size(Size.ICON_TAG) + _TAG_GAP if tag.icon else 0
    width = text_width(tag.text, current.font(current.small, 500)) + sign + 2 * _TAG_PAD + 1
    return QSize(width, current.px(Size.TAG))


def paint_tag(painter: QPainter, rect: QRect, *, tag: Tag) -> int:
    """Paint a tag at the left of a rectangle, in its vertical middle; returns its width."""
    current, size = look(), tag_size(tag)
    box = QRect(rect.left(), rect.top() + (rect.height() - size.height()) // 2, size.width(), size.height())
    colour = current.tokens.text(tag.tone)
    paint_tag_box(painter, box, tag=tag)
    inner = box.adjusted(_TAG_PAD, 0, -_TAG_PAD, 0)
    if tag.icon:
        side = icon_size(Size.ICON_TAG)
        paint_icon_in(painter, inner, name=tag.icon, size=side, colour=colour)
        inner.setLeft(inner.left() + side + _TAG_GAP)
    font = current.font(current.small, 500)
    paint_text(painter, inner, text=tag.text, font=font, colour=QColor(colour))
    return size.width()


def paint_tag_box(painter: QPainter, box: QRect, *, tag: Tag) -> None:
    """Paint the ground of a tag: a tint, in high contrast an edge, for the unconfirmed a dashed edge."""
    tokens = look().tokens
    if tag.dashed:
        paint_dashed_frame(painter, box, tone=tag.tone)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(tokens.tint(tag.tone)))
    painter.setPen(QPen(QColor(tokens.text(tag.tone)), 1) if tokens.hatched else Qt.PenStyle.NoPen)
    inset = 0.5 if tokens.hatched else 0.0
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), Size.RADIUS, Size.RADIUS)
    painter.restore()


def paint_dashed_frame(painter: QPainter, box: QRect, *, tone: Tone = Tone.WAIT) -> None:
    """Paint the frame that marks something unconfirmed: 1 px, dash 4, gap 3."""
    pen = QPen(QColor(look().tokens.text(tone)), 1)
    pen.setDashPattern([4, 3])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(look().colour("panel"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
    painter.restore()


def cap_size(key: str, *, length: int = Size.CAP) -> QSize:
    """How large a key cap is; `length` is its height at normal type."""
    current = look()
    side = current.px(length)
    if key in KEY_ICONS:
        return QSize(side + _CAP_PAD - 2, side)
    needed = text_width(key, _cap_font(length)) + 2 * _CAP_PAD
    return QSize(max(side, needed), side)


def caps_width(keys: tuple[str, ...]) -> int:
    """Width of several caps side by side."""
    return sum(cap_size(key).width() for key in keys) + Size.GRID * max(0, len(keys) - 1)


def paint_cap(
    painter: QPainter, rect: QRect, *, key: str, length: int = Size.CAP, on_accent: bool = False
) -> int:
    """Paint a key cap at the left of a rectangle, in its vertical middle; returns its width."""
    tokens, size = look().tokens, cap_size(key, length=length)
    box = QRect(rect.left(), rect.top() + (rect.height() - size.height()) // 2, size.width(), size.height())
    edge, ink = (QColor(_WHITE), QColor(_WHITE)) if on_accent else (QColor(tokens.edge), QColor(tokens.ink))
    _paint_cap_box(painter, box, edge=edge, fill=QColor(tokens.accent if on_accent else tokens.panel))
    face = box.adjusted(0, 0, 0, -1)
    if key in KEY_ICONS:
        side = icon_size(Size.ICON_TAG)
        place = QPointF(box.left() + (box.width() - side) / 2, face.top() + (face.height() - side) / 2)
        paint_icon(painter, place, name=KEY_ICONS[key], size=side, colour=ink.name())
    else:
        font = _cap_font(length)
        face.setLeft(face.left() + (face.width() - text_width(key, font)) // 2)
        paint_text(painter, face, text=key, font=font, colour=ink)
    return size.width()


def paint_caps(painter: QPainter, rect: QRect, *, keys: tuple[str, ...], on_accent: bool = False) -> int:
    """Paint several caps from the left of a rectangle; returns the width they take together."""
    place = QRect(rect)
    for key in keys:
        place.setLeft(place.left() + paint_cap(painter, place, key=key, on_accent=on_accent) + Size.GRID)
    return caps_width(keys)


def _cap_font(length: int) -> QFont:
    current = look()
    return current.font(current.text if length > Size.CAP else current.small, 600)


def _paint_cap_box(painter: QPainter, box: QRect, *, edge: QColor, fill: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawRoundedRect(QRectF(box), Size.RADIUS, Size.RADIUS)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -2), Size.RADIUS - 1, Size.RADIUS - 1)
    painter.restore()


def paint_ring(painter: QPainter, rect: QRect, *, radius: int = Size.RADIUS) -> None:
    """Paint the focus ring just inside a rectangle that is already 3 px larger than the control."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look().colour("accent"), Size.RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = radius + Size.RING
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), reach, reach)
    painter.restore()


def paint_row_frame(
    painter: QPainter, rect: QRect, *, first: bool = True, last: bool = True, focused: bool = True
) -> None:
    """Paint the frame of the row one stands on: 2 px inside (3 in high contrast) and a 4 px bar at its left."""
    accent, thick = look().colour("accent"), Size.RING + (1 if look().tokens.hatched else 0)
    if focused:
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thick), accent)
        painter.fillRect(QRect(rect.left(), rect.bottom() - thick + 1, rect.width(), thick), accent)
        if last:
            painter.fillRect(QRect(rect.right() - thick + 1, rect.top(), thick, rect.height()), accent)
    if first:
        painter.fillRect(QRect(rect.left(), rect.top(), Size.ROW_BAR, rect.height()), accent)


def paint_coverage_bar(painter: QPainter, rect: QRect, *, spoken_to: int, knocked: int, known: int) -> None:
    """Paint how far a village is: doors spoken to and knocked on, out of those known, inside an edge line."""
    tokens = look().tokens
    inner = rect.adjusted(1, 1, -1, -1)
    painter.save()
    painter.fillRect(rect, QColor(tokens.edge))
    painter.fillRect(inner, QColor(tokens.panel))
    knocked_px = _share(inner.width(), knocked, known)
    spoken_px = min(_share(inner.width(), spoken_to, known), knocked_px or inner.width())
    _paint_knocked(painter, QRect(inner.left(), inner.top(), knocked_px, inner.height()))
    painter.fillRect(QRect(inner.left(), inner.top(), spoken_px, inner.height()), QColor(tokens.accent))
    painter.restore()


def paint_knocked_swatch(painter: QPainter, rect: QRect) -> None:
    """Paint the legend's square for doors that were knocked on."""
    painter.save()
    _paint_knocked(painter, rect)
    painter.restore()


def _share(width: int, part: int, whole: int) -> int:
    return min(width, round(width * part / whole)) if whole > 0 else 0


def _paint_knocked(painter: QPainter, rect: QRect) -> None:
    tokens = look().tokens
    painter.fillRect(rect, QColor(tokens.accent_mid))
    if not tokens.hatched:
        return
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent), 2))
    for left in range(rect.left() - rect.height(), rect.right() + rect.height(), Size.GRID):
        painter.drawLine(left, rect.bottom() + 1, left + rect.height(), rect.top())
    painter.setClipping(False)
