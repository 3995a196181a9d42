"""A number over some days as lines: what was reached, the pace a plan needs, the year before."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.models.chart_values import ChartLine, LineChart, Stroke
from ui.theme import Size, look
from ui.widgets.chart_axes import LINE, ChartWidget, Scale, lay_axis, paint_axis, paint_below
from ui.widgets.paint import elide, paint_text, text_width

_DASHES = {Stroke.SOLID: (), Stroke.DASHED: (6.0, 4.0), Stroke.DOTTED: (1.5, 3.0)}
_THICK = {Stroke.SOLID: 3.0, Stroke.DASHED: 2.0, Stroke.DOTTED: 2.0}
_INK = {Stroke.SOLID: "accent", Stroke.DASHED: "ink", Stroke.DOTTED: "ink_2"}
_DOT = 4.0
_WIDEST = 0.34
"""How much of the picture words at the ends of the lines may take."""


class LineChartView(ChartWidget):
    """Lines with their words at the right end, in the order of their ends, none on another."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._chart: LineChart | None = None

    def show_chart(self, chart: LineChart) -> None:
        """Show other lines."""
        self._chart = chart
        self.describe(chart.summary)

    def paintEvent(self, event: QPaintEvent) -> None:
        chart = self._chart
        if chart is None:
            return
        painter, current = QPainter(self), look()
        font = current.font(current.small, 600)
        widest = max((text_width(line.label, font) for line in chart.lines), default=0) + Size.GAP
        right = min(widest, int(self.width() * _WIDEST))
        scale = lay_axis(self.rect(), chart.marks, right=right, below=current.px(LINE) + Size.HALF)
        paint_axis(painter, scale, chart.marks)
        ticks = [(round(_x(scale, day, chart.days)), words) for day, words in chart.ticks]
        paint_below(painter, scale.box, ticks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in reversed(chart.lines):
            self._paint_line(painter, scale, line)
        self._paint_labels(painter, scale)

    def _paint_line(self, painter: QPainter, scale: Scale, line: ChartLine) -> None:
        points = self._lay_points(scale, line)
        if not points:
            return
        pen = QPen(look().colour(_INK[line.stroke]), _THICK[line.stroke])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if _DASHES[line.stroke]:
            pen.setDashPattern(list(_DASHES[line.stroke]))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if line.stroke is Stroke.SOLID:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour(_INK[line.stroke]))
            end = points[-1]
            painter.drawEllipse(QRectF(end.x() - _DOT, end.y() - _DOT, 2 * _DOT, 2 * _DOT))

    def _lay_points(self, scale: Scale, line: ChartLine) -> list[QPointF]:
        assert self._chart is not None
        laid: list[QPointF] = []
        for day, people in line.points:
            point = QPointF(_x(scale, day, self._chart.days), scale.y(people))
            if line.stepped and laid:
                laid.append(QPointF(point.x(), laid[-1].y()))
            laid.append(point)
        return laid

    def _paint_labels(self, painter: QPainter, scale: Scale) -> None:
        assert self._chart is not None
        current, high = look(), look().px(LINE)
        lines = enumerate(self._chart.lines)
        ends = sorted((scale.y(line.points[-1][1]), place) for place, line in lines if line.points)
        tops = _spread([y - high / 2 for y, _ in ends], high, room=self.height() - high)
        left = scale.box.right() + Size.GRID
        for top, (_, place) in zip(tops, ends, strict=True):
            line = self._chart.lines[place]
            font = current.font(current.small, 600 if line.stroke is Stroke.SOLID else 400)
            ink = QColor(current.colour(_INK[line.stroke]))
            shown = elide(line.label, font, self.width() - left)
            spot = QRect(left, round(top), self.width() - left, high)
            paint_text(painter, spot, text=shown, font=font, colour=ink)


def _x(scale: Scale, day: int, days: int) -> float:
    return scale.box.left() + day * scale.box.width() / max(1, days - 1)


def _spread(tops: list[float], high: float, *, room: float) -> list[float]:
    """Move words apart that would stand on one another, and back into the room they have."""
    placed: list[float] = []
    for top in tops:
        placed.append(max(top, placed[-1] + high) if placed else max(0.0, top))
    over = placed[-1] - room if placed else 0.0
    if over > 0:
        placed[-1] -= over
        for place in range(len(placed) - 2, -1, -1):
            placed[place] = min(placed[place], placed[place + 1] - high)
    return placed
