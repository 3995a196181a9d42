"""What the papers of a month are made from: which paper, which month, which unit, and as what kind of file."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size
from ui.widgets.choices import DropDown
from ui.widgets.fields import LabelledField
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.text import Role, make_label


class MonthShown(Protocol):
    """What was chosen."""

    @property
    def paper(self) -> Hashable:
        """Which paper."""

    @property
    def month(self) -> date | None:
        """The first day of the month."""

    @property
    def unit(self) -> str:
        """The code of the unit."""

    @property
    def kind(self) -> Hashable:
        """The kind of file."""

    @property
    def units(self) -> Hashable:
        """By the units of the `end` or of the `start` of the month."""


Choices = Sequence[tuple[Hashable, str]]


class MonthForm(Panel):
    """Signals: `changed(str, object)` a field of MonthChoice and its value; `finished()`.

    Attributes: paper, month, unit, kind, units.
    """

    changed = Signal(str, object)
    finished = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(name=words.text("Monthly report"), parent=parent)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Size.HALF, 0, Size.GRID, 0)
        column.setSpacing(Size.GRID)
        self.body.addWidget(make_scroll_area(inside), 1)
        self.paper, self.month, self.unit, self.kind = DropDown(), DropDown(), DropDown(), DropDown()
        labelled = (
            (words.text("Which paper"), self.paper, "paper"), (words.context("monthly", "Month"), self.month, "month"),
            (words.text("Unit"), self.unit, "unit"), (words.context("monthly", "As"), self.kind, "kind"),
        )  # fmt: skip
        for label, field, name in labelled:
            column.addWidget(LabelledField(label, field))
            field.chosen.connect(self._teller(name))
        self.units = DropDown()
        self.units.set_choices(
            [
                ("end", words.text("as they are at its end")),
                ("start", words.text("as they were at its start")),
            ]
        )
        self.units.chosen.connect(self._teller("units"))
        self._by = LabelledField(words.text("Villages and communes"), self.units)
        self._by.hide()
        column.addWidget(self._by)
        said = words.text("A PDF is shown first. A text can be edited before it is signed and sent.")
        column.addWidget(make_label(said, Role.NOTE, wrap=True))
        column.addStretch(1)

    def _teller(self, name: str) -> Callable[[object], None]:
        return lambda value: self.changed.emit(name, value)

    def offer(self, papers: Choices, months: Choices, units: Choices) -> None:
        """Offer these papers, months and units."""
        for field, choices in ((self.paper, papers), (self.month, months), (self.unit, units)):
            field.set_choices(list(choices))

    def show_choice(self, choice: MonthShown, kinds: Choices, *, changed: bool) -> None:
        """Show what was chosen, the kinds of file this paper has, and by which units where they `changed`."""
        self._by.setVisible(changed)
        self.kind.set_choices(list(kinds))
        told = (
            (self.paper, choice.paper), (self.month, choice.month), (self.unit, choice.unit), (self.kind, choice.kind),
            (self.units, choice.units),
        )  # fmt: skip
        for field, value in told:
            field.set_value(value)
