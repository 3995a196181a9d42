"""Months side by side: who joined and went on upwards, who stopped downwards."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.models.chart_values import Column, ColumnChart
from ui.theme import Size, look
from ui.widgets.chart_axes import (
    LINE,
    ChartWidget,
    Fill,
    Scale,
    lay_axis,
    paint_axis,
    paint_below,
    paint_fill,
    paint_legend,
)

_FILLS = (Fill.FULL, Fill.LIGHT, Fill.EMPTY)
_MOST_WIDE = 40


class ColumnChartView(ChartWidget):
    """Columns over a line of nil; what each part is stands above them."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._chart: ColumnChart | None = None

    def show_chart(self, chart: ColumnChart) -> None:
        """Show other months."""
        self._chart = chart
        self.describe(chart.summary)

    def paintEvent(self, event: QPaintEvent) -> None:
        chart = self._chart
        if chart is None or not chart.columns:
            return
        painter, high = QPainter(self), look().px(LINE)
        paint_legend(painter, QRect(0, 0, self.width(), high), list(zip(_FILLS, chart.names, strict=True)))
        room = self.rect().adjusted(0, high + Size.HALF, 0, 0)
        scale = lay_axis(room, chart.marks, right=Size.HALF, below=high + Size.HALF)
        paint_axis(painter, scale, chart.marks)
        share = scale.box.width() / len(chart.columns)
        wide = min(int(share * 0.62), look().px(_MOST_WIDE))
        labels: list[tuple[int, str]] = []
        for place, column in enumerate(chart.columns):
            middle = round(scale.box.left() + share * (place + 0.5))
            self._paint_column(painter, scale, column, left=middle - wide // 2, wide=wide)
            labels.append((middle, column.label))
        paint_below(painter, scale.box, labels)

    @staticmethod
    def _paint_column(painter: QPainter, scale: Scale, column: Column, *, left: int, wide: int) -> None:
        nil, middle = round(scale.y(0)), round(scale.y(column.joined))
        top = round(scale.y(column.joined + column.continuing))
        paint_fill(painter, QRect(left, middle, wide, nil - middle), fill=Fill.FULL)
        paint_fill(painter, QRect(left, top, wide, middle - top), fill=Fill.LIGHT)
        bottom = round(scale.y(-column.lapsed))
        paint_fill(painter, QRect(left, nil + 1, wide, bottom - nil), fill=Fill.EMPTY)
