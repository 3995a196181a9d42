"""Places from the best to the last as bars with their words; as many as there is room for."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.models.chart_values import Bar, BarChart
from ui.theme import Size, look
from ui.widgets.chart_axes import ChartWidget, Fill, paint_fill
from ui.widgets.paint import fit_font, icon_size, paint_icon_in, paint_text, text_width

_ROW, _BAR = 26, 14
_NAME_SHARE = 0.36


class RankingChart(ChartWidget):
    """A row for each place: its place and name, its bar, what it reached; a check sign where the plan is reached."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._chart: BarChart | None = None

    def show_chart(self, chart: BarChart) -> None:
        """Show another ranking."""
        self._chart = chart
        self.describe(chart.summary)

    def paintEvent(self, event: QPaintEvent) -> None:
        chart = self._chart
        if chart is None:
            return
        painter, row = QPainter(self), look().px(_ROW)
        room = max(1, self.height() // row)
        shown = list(chart.bars[:room])
        chosen = next((bar for bar in chart.bars if bar.chosen), None)
        if chosen is not None and chosen not in shown:
            shown[-1] = chosen
        longest = max((bar.length for bar in chart.bars), default=0)
        font = look().font(look().small)
        told = max((text_width(bar.told, font) for bar in shown), default=0) + Size.GRID
        for place, bar in enumerate(shown):
            box = QRect(0, place * row, self.width(), row)
            self._paint_bar(painter, box, bar, longest=longest, told=told)

    @staticmethod
    def _paint_bar(painter: QPainter, box: QRect, bar: Bar, *, longest: int, told: int) -> None:
        current = look()
        if bar.chosen:
            painter.fillRect(box, current.colour("accent_tint"))
            painter.fillRect(
                QRect(box.left(), box.top(), Size.ROW_BAR, box.height()), current.colour("accent")
            )
        names = int(box.width() * _NAME_SHARE)
        font = fit_font(bar.name, names - Size.GAP, weight=600 if bar.chosen else 400)
        place = box.adjusted(Size.GRID, 0, 0, 0)
        place.setWidth(names - Size.GAP)
        painter.save()
        painter.setClipRect(place.adjusted(0, -Size.HALF, 0, Size.HALF))
        paint_text(painter, place, text=bar.name, font=font, colour=current.colour("ink"))
        painter.restore()
        side = icon_size(Size.ICON_TAG) + Size.HALF
        room = box.width() - names - told - side - Size.GRID
        wide = round(max(0, room) * bar.length / longest) if longest else 0
        high = current.px(_BAR)
        top = box.top() + (box.height() - high) // 2
        paint_fill(painter, QRect(names, top, wide, high), fill=Fill.FULL if bar.reached else Fill.LIGHT)
        words = QRect(names + wide + Size.GRID, box.top(), box.width(), box.height())
        if bar.reached:
            paint_icon_in(
                painter, words, name="check", size=icon_size(Size.ICON_TAG), colour=current.tokens.good
            )
            words.setLeft(words.left() + side)
        small = current.font(current.small, 600 if bar.reached else 400)
        paint_text(painter, words, text=bar.told, font=small, colour=current.colour("ink"))
