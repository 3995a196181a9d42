"""The page that stands alone in the window before a workspace is open: brand, one panel in the middle."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone, look
from ui.widgets.panels import Panel
from ui.widgets.strips import Strip
from ui.widgets.tags import KeyHint
from ui.widgets.text import Role, make_label

_WIDTH = 560


def make_key_hints(words: Catalogue, *, languages: bool = True) -> QHBoxLayout:
    """The keys that help before anything is open: the handbook, and the other language by its own name."""
    row = QHBoxLayout()
    row.setSpacing(Size.GAP)
    row.addWidget(KeyHint(("F1",), words.text("Handbook")))
    if languages:
        row.addWidget(KeyHint(("F11",), "English" if words.language == "vi" else "Tiếng Việt"))
    row.addStretch(1)
    return row


class EntrancePage(QWidget):
    """Brand and subtitle over a panel; `body` takes the panel's content, `show_error` says what went wrong."""

    def __init__(self, words: Catalogue, *, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._makers: list[Callable[[], QWidget]] = []
        self._pages: list[QWidget | None] = []
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Size.GAP, 0, Size.GAP)
        column.addStretch(1)
        column.addWidget(make_label(brand, Role.BRAND), 0, Qt.AlignmentFlag.AlignHCenter)
        subtitle = make_label(words.text("the door-to-door book of social and health insurance"), Role.NOTE)
        column.addWidget(subtitle, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Size.GAP)
        # Aligned, it would be given the height that its words need over the width of the whole window.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def add_page(self, make: Callable[[], QWidget]) -> None:
        """Name one more page of the panel; it is made when it is first shown."""
        self._makers.append(make)
        self._pages.append(None)

    def show_page(self, number: int) -> None:
        """Show this page and no other; the panel is as high as that one."""
        if self._pages[number] is None:
            page = self._makers[number]()
            self._pages[number] = page
            self.body.addWidget(page)
        for place, page_or_none in enumerate(self._pages):
            if page_or_none is not None:
                page_or_none.setVisible(place == number)

    def take_over(self, former: "EntrancePage") -> None:
        """Take over what was typed on the same page in another language."""
        from ui.widgets.form import Form

        for old in (form for form in former.findChildren(Form) if form.isVisibleTo(former)):
            for new in (form for form in self.findChildren(Form) if form.isVisibleTo(self)):
                if new.values().keys() == old.values().keys():
                    new.take_over(old)

    def show_error(self, error: OutreachError | None) -> None:
        """Say what went wrong and what to do next, above the fields."""
        self._error.setVisible(error is not None)
        if error is not None:
            self._error.show_text(self.words.render(error.message), self.words.render(error.advice))
