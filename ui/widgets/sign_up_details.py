"""What is known of one line of the place Sign-ups: whose it is, a warning, amounts, what happened."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone
from ui.widgets.amounts import AmountShown, AmountTable
from ui.widgets.history import DatedLines
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label


class DetailShown(Protocol):
    """One line's details."""

    @property
    def title(self) -> str:
        """Whose it is."""

    @property
    def place(self) -> str:
        """Where, and what."""

    @property
    def warning(self) -> tuple[str, str]:
        """What is in the way: strong words and plain ones."""

    @property
    def bad(self) -> bool:
        """Whether the warning is bad news."""

    @property
    def amounts(self) -> Sequence[AmountShown]:
        """The money."""

    @property
    def heading(self) -> str:
        """What stands over the dated lines."""

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """Day and what happened, newest first."""


class SignUpDetails(Panel):
    """One sign-up, or the cash of a day; everything but its name scrolls."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=words.text("Details"))
        self._title = make_label("", Role.TITLE, wrap=True, parent=self)
        self._place = make_label("", Role.NOTE, wrap=True, parent=self)
        self.warnings = {tone: Strip(tone, self, stacked=True) for tone in (Tone.BAD, Tone.WAIT)}
        self.amounts = AmountTable(words.text("Amounts"), doubt=words.text("unconfirmed"))
        self._heading = make_label("", Role.STRONG)
        self.lines = DatedLines(words.text("Nothing yet"))
        self.body.setSpacing(Size.HALF)
        self.body.addWidget(self._title)
        self.body.addWidget(self._place)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Size.SCROLL_BAR, 0)
        for strip in self.warnings.values():
            column.addWidget(strip)
        column.addWidget(self.amounts)
        column.addSpacing(Size.GRID)
        column.addWidget(self._heading)
        column.addWidget(self.lines)
        column.addStretch(1)
        self.area = make_scroll_area(inside, self)
        self.body.addWidget(self.area, 1)
        self.show_view(None)

    def show_view(self, view: DetailShown | None) -> None:
        """Show these details, or nothing."""
        for widget in (self._title, self._place, self.area):
            widget.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(view.title)
        self._place.setText(view.place)
        for tone, strip in self.warnings.items():
            shown = bool(view.warning[1]) and (tone is Tone.BAD) == view.bad
            strip.setVisible(shown)
            if shown:
                strip.show_text(*view.warning)
        self.amounts.set_lines(view.amounts)
        self.amounts.setVisible(bool(view.amounts))
        self._heading.setText(view.heading)
        self.lines.show_lines(view.lines)
