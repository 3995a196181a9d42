"""The page that stands alone in the window before a workspace is open: brand, one panel in the middle."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone, look
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label

_WIDTH = 560


class EntrancePage(QWidget):
    """Brand and subtitle over a panel; `body` takes the panel's content, `show_error` says what went wrong."""

    def __init__(self, words: Catalogue, *, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._pages: list[QWidget] = []
        self._panel = Panel()
        self.body = QVBoxLayout()
        self.body.setSpacing(Size.GRID + Size.HALF)
        self._error = Strip(Tone.BAD, self._panel, stacked=True)
        self._error.hide()
        self._panel.body.setContentsMargins(Size.MARGIN, Size.GAP, Size.MARGIN, Size.MARGIN)
        self._panel.body.addWidget(self._error)
        self._panel.body.addLayout(self.body)
        self._panel.setFixedWidth(look().px(_WIDTH))
        self._panel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, Size.GAP, 0, Size.GAP)
        column.addStretch(1)
        column.addWidget(make_label(brand, Role.BRAND), 0, Qt.AlignmentFlag.AlignHCenter)
        subtitle = make_label(words.text("the door-to-door book of social and health insurance"), Role.NOTE)
        column.addWidget(subtitle, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Size.GAP)
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(make_scroll_area(inside))

    def add_page(self, page: QWidget) -> None:
        """Put one more page into the panel; only one is shown at a time, and the panel is as high as that one."""
        page.setVisible(not self._pages)
        self._pages.append(page)
        self.body.addWidget(page)

    def show_page(self, number: int) -> None:
        """Show this page and no other."""
        for place, page in enumerate(self._pages):
            page.setVisible(place == number)

    def show_error(self, error: OutreachError | None) -> None:
        """Say what went wrong and what to do next, above the fields."""
        self._error.setVisible(error is not None)
        if error is not None:
            self._error.show_text(self.words.render(error.message), self.words.render(error.advice))
