"""A household at a glance: what to do next, who lives there and how they are insured, the last visits."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Size, Tone
from ui.widgets.history import DatedLines
from ui.widgets.members import MemberShown, MemberTable
from ui.widgets.panels import Panel
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.strips import Strip
from ui.widgets.text import Role, make_label


class VisitShown(Protocol):
    """A visit to show in a line."""

    @property
    def day(self) -> str:
        """The day."""

    @property
    def text(self) -> str:
        """What happened."""


class CardShown(Protocol):
    """A household to show."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def place(self) -> str:
        """Where it is."""

    @property
    def members(self) -> Sequence[MemberShown]:
        """Who lives there."""

    @property
    def visits(self) -> Sequence[VisitShown]:
        """The visits, newest first."""


class HouseholdPreview(Panel):
    """One household in a panel; everything but its name scrolls.

    `headings` are the three column heads of the members, `visits_heading` stands over the last `most` visits,
    `no_visits` is said when there are none.
    """

    def __init__(
        self,
        headings: tuple[str, str, str],
        *,
        visits_heading: str,
        no_visits: str,
        most: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._most = most
        self._title = make_label("", Role.TITLE, wrap=True, parent=self)
        self._code = make_label("", Role.HINT, parent=self)
        self._place = make_label("", Role.NOTE, wrap=True, parent=self)
        self._todo = Strip(Tone.ACCENT, self, stacked=True, sign=False)
        self._members = MemberTable(headings)
        self._visits_heading = make_label(visits_heading, Role.STRONG)
        self._visits = DatedLines(no_visits)
        self._lay_out()
        self.show_card(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(Size.HALF)
        self.body.addLayout(head)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(self._place)
        column.addSpacing(Size.GRID)
        column.addWidget(self._todo)
        column.addWidget(self._members)
        column.addSpacing(Size.GRID)
        column.addWidget(self._visits_heading)
        column.addWidget(self._visits)
        column.addStretch(1)
        self.area = make_scroll_area(inside, self)
        self.body.addWidget(self.area, 1)

    def show_card(self, card: CardShown | None, *, todo: tuple[str, str] = ("", "")) -> None:
        """Show a household, or nothing; `todo` is the strong line and the plain one of what to do next."""
        for widget in (self._title, self._code, self._place, self.area):
            widget.setVisible(card is not None)
        self._todo.setVisible(card is not None and bool(todo[0]))
        if card is None:
            return
        self._title.setText(card.title)
        self._code.setText(card.code)
        self._place.setText(card.place)
        self._todo.show_text(*todo)
        self._members.set_members(card.members)
        self._visits.show_lines([(visit.day, visit.text) for visit in card.visits[: self._most]])
