"""Charts of the reports as drawings: bars a photocopier keeps apart, every number written beside its bar."""

from collections.abc import Callable
from typing import Any

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color

from outreach_app.documents.fonts import (
    ACCENT,
    ACCENT_MID,
    EDGE,
    INK,
    INK_2,
    LINE,
    Style,
    measure,
    printable,
    register_fonts,
)
from outreach_app.domain.official_paper import Chart
from outreach_app.i18n import Catalogue

LABEL = Style("Regular", 8.5)
VALUE = Style("SemiBold", 8)
KEY = Style("Regular", 8.5, INK_2)
_FILLS: tuple[Color, ...] = (ACCENT, ACCENT_MID)
"""Dark and light: on a grey page they stay two."""
_KEY_HEIGHT = 18.0
_LYING_ROW, _LYING_SHARE = 12.0, 0.34
_STANDING_HEIGHT = 120.0
_GAP = 5.0
_HEADROOM = 1.12  # for the number beyond the longest bar


def draw_chart(chart: Chart, words: Catalogue, *, width: float) -> Drawing:
    """Draw a chart `width` points wide; lying bars make it as high as they need."""
    register_fonts()
    height = _measure_height(chart)
    drawing = Drawing(width, height, initialFontName=LABEL.font)
    plot = _make_lying(chart, width) if chart.lying else _make_standing(chart, width)
    _dress(plot, chart, words.number)
    drawing.add(plot)
    _draw_key(drawing, chart, height - 9)
    return drawing


def _measure_height(chart: Chart) -> float:
    key = _KEY_HEIGHT if len(chart.series) > 1 else 4.0
    if not chart.lying:
        return _STANDING_HEIGHT + 20 + key
    return len(chart.labels) * (_LYING_ROW * len(chart.series) + _GAP) + 4 + key


def _make_lying(chart: Chart, width: float) -> Any:
    plot = HorizontalBarChart()
    left = width * _LYING_SHARE
    plot.x, plot.y, plot.width = left, 2, width - left - 34
    plot.height = _measure_height(chart) - (_KEY_HEIGHT if len(chart.series) > 1 else 4) - 2
    plot.categoryAxis.labels.boxAnchor = "e"
    plot.categoryAxis.labels.dx = -5
    plot.barLabels.boxAnchor = "w"
    plot.barLabels.dx = 4
    names = [_shorten(label, width=left - 10) for label in chart.labels]
    plot.categoryAxis.categoryNames = names[::-1]  # it counts from below
    return plot


def _make_standing(chart: Chart, width: float) -> Any:
    plot = VerticalBarChart()
    plot.x, plot.y, plot.width, plot.height = 4, 16, width - 8, _STANDING_HEIGHT
    plot.categoryAxis.labels.boxAnchor = "n"
    plot.categoryAxis.labels.dy = -3
    plot.barLabels.boxAnchor = "s"
    plot.barLabels.dy = 2
    plot.categoryAxis.categoryNames = [printable(label, LABEL) for label in chart.labels]
    return plot


def _shorten(label: str, *, width: float) -> str:
    """A label on one line; what does not fit ends in an ellipsis, the table beside the chart has it whole."""
    shown = printable(label, LABEL)
    while len(shown) > 1 and measure(shown, LABEL) > width:
        shown = shown[:-2].rstrip() + "…"
    return shown


def _dress(plot: Any, chart: Chart, number: Callable[[int], str]) -> None:
    """Bars in our colours and letters, no axis with figures: each bar tells its own."""
    order = -1 if chart.lying else 1
    plot.data = [tuple(each.values)[::order] for each in chart.series][::order]
    plot.valueAxis.valueMin, plot.valueAxis.valueMax = 0, max(chart.most, 1) * _HEADROOM
    plot.valueAxis.visible = 0
    plot.valueAxis.visibleGrid = 0
    plot.categoryAxis.visibleTicks = 0
    plot.categoryAxis.strokeColor, plot.categoryAxis.strokeWidth = LINE, 0.8
    plot.groupSpacing, plot.barSpacing, plot.barWidth = _GAP, 0.6, 10
    plot.barLabelFormat = lambda value: number(round(value))
    for place, fill in enumerate(_FILLS[: len(chart.series)][::order]):
        bars = plot.bars[place]
        bars.fillColor, bars.strokeColor, bars.strokeWidth = fill, EDGE, 0.5
    for letters, style in ((plot.categoryAxis.labels, LABEL), (plot.barLabels, VALUE)):
        letters.fontName, letters.fontSize, letters.fillColor = style.font, style.size, INK


def _draw_key(drawing: Drawing, chart: Chart, y: float) -> None:
    if len(chart.series) < 2:
        return
    x = 0.0
    for each, fill in zip(chart.series, _FILLS, strict=False):
        drawing.add(Rect(x, y, 8, 8, fillColor=fill, strokeColor=EDGE, strokeWidth=0.5))
        shown = printable(each.name, KEY)
        drawing.add(String(x + 12, y + 1, shown, fontName=KEY.font, fontSize=KEY.size, fillColor=KEY.colour))
        x += 12 + measure(shown, KEY) + 16
