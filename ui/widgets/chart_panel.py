"""The panel beside a list of places: one chart at a time, the same numbers as a table, or the words about them."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.models.chart_values import BarChart, Chart, ColumnChart, LineChart
from ui.theme import Size, look
from ui.widgets.buttons import LinkButton
from ui.widgets.chart_table import NumbersTable
from ui.widgets.chips import ChipRow
from ui.widgets.column_chart import ColumnChartView
from ui.widgets.line_chart import LineChartView
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.ranking_chart import RankingChart
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import ElidedLabel, Role, make_label

_ROOM_FOR_WORDS = 264


class ChartPanel(Panel):
    """Signals: `view_chosen(object)` the value of a chip; `table_wanted()` numbers instead of the chart or back."""

    view_chosen = Signal(object)
    table_wanted = Signal()

    def __init__(
        self, words: Catalogue, views: Sequence[tuple[Hashable, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, name=words.text("Charts"))
        self._words = words
        self.title = ElidedLabel(Role.STRONG)
        self._turn = LinkButton(words.text("as a table"), ("T",), small=True)
        self._turn.clicked.connect(self.table_wanted)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self._turn)
        self.views = ChipRow(words.text("What is shown"), wrap=True)
        self.views.set_choices(views)
        self.views.chosen.connect(lambda values: self.view_chosen.emit(values[0]) if values else None)
        self.body.addLayout(head)
        self.body.addWidget(self.views)
        self._make_pages()
        self.summary = make_label("", Role.HINT, wrap=True)
        self.body.addWidget(self.summary)

    def _make_pages(self) -> None:
        words = self._words
        self.lines = LineChartView(name=words.text("The way to the plan"))
        self.columns = ColumnChartView(name=words.text("New, continuing and stopped by month"))
        self.bars = RankingChart(name=words.text("Ranking"))
        self.table = NumbersTable(name=words.text("The numbers of the chart"))
        self.nothing = EmptyState(words.text("Counting the results"), icon="hourglass")
        self._pages = PageStack()
        for page in (self.nothing, self.lines, self.columns, self.bars, self.table, self._make_words()):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)

    def _make_words(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GRID)
        self.notes, self.published = (make_label("", Role.LINE, wrap=True, parent=inside) for _ in range(2))
        column.addWidget(self.notes)
        column.addWidget(make_label(self._words.text("Official figures"), Role.STRONG, parent=inside))
        column.addWidget(self.published)
        column.addStretch(1)
        self._words_page = make_scroll_area(inside, self)
        return self._words_page

    def show_waiting(self, title: str, text: str) -> None:
        """Say why there is no chart yet."""
        self.nothing.show_text(title, text)
        self._show(self.nothing, summary="", turns=False)

    def show_words(self) -> None:
        """Show the words about the line; they are set from outside."""
        self._show(self._words_page, summary="", turns=False)

    def show_chart(self, chart: Chart, *, as_table: bool) -> None:
        """Show a chart, or its numbers as a table."""
        self.table.show_table(chart.table)
        self._turn.set_words(
            self._words.text("as a chart") if as_table else self._words.text("as a table"), ("T",)
        )
        page = self._find_page(chart)
        empty = isinstance(chart, BarChart) and not chart.bars
        if empty:
            self.nothing.show_text(chart.summary)
            self._show(self.nothing, summary="", turns=False)
        else:
            self._show(self.table if as_table else page, summary=chart.summary, turns=True)

    def _find_page(self, chart: Chart) -> QWidget:
        if isinstance(chart, LineChart):
            self.lines.show_chart(chart)
            return self.lines
        if isinstance(chart, ColumnChart):
            self.columns.show_chart(chart)
            return self.columns
        self.bars.show_chart(chart)
        return self.bars

    def _show(self, page: QWidget, *, summary: str, turns: bool) -> None:
        if self.table.hasFocus() and page is not self.table:
            self.views.focus_first()
        self._pages.setCurrentWidget(page)
        self._turn.setVisible(turns)
        self.summary.setText(summary)
        self._fit_summary()

    def _fit_summary(self) -> None:
        """In a low window the picture keeps the room: the sentence stays its description, and stands in the words."""
        self.summary.setVisible(bool(self.summary.text()) and self.height() >= look().px(_ROOM_FOR_WORDS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_summary()

    def walk_table(self) -> None:
        """Stand in the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
