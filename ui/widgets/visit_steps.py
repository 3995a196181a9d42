"""The lower steps of a visit's form: who was met, the family's worry, what happens next and when."""

import itertools
from collections.abc import Callable, Hashable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from outreach_app.domain.people import PartialDate
from outreach_app.domain.visits import NEXT_STEP_NAMES, OBJECTION_NAMES, NextStep
from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.chips import ChipRow
from ui.widgets.choices import DropDown
from ui.widgets.dates import PartialDateField
from ui.widgets.fields import TextField
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolling import fill_scroll_area
from ui.widgets.text import Role, make_label

DATE_WIDTH = 136
_SOMEBODY_ELSE = "others"


class VisitSteps(QScrollArea):
    """Steps 2 to 4; scrolls in a low window. Signals: `changed(object)` a dict of form fields; `field_left()`."""

    changed = Signal(object)
    field_left = Signal()

    def __init__(self, words: Catalogue, *, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._today = words, today
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Size.HALF, 0, Size.HALF, Size.HALF)
        column.setSpacing(Size.HALF)
        column.addLayout(self._make_halves())
        column.addWidget(make_label(words.text("4. Next step"), Role.STRONG))
        column.addWidget(self._make_next())
        column.addStretch(1)
        self.setMinimumHeight(look().px(Size.TITLE + Size.CHIP + Size.GRID))
        fill_scroll_area(self, inside)

    def _make_halves(self) -> QGridLayout:
        halves, words = QGridLayout(), self._words
        halves.setHorizontalSpacing(Size.GAP)
        halves.setVerticalSpacing(Size.HALF)
        halves.addWidget(make_label(words.text("2. Who was met"), Role.STRONG), 0, 0)
        halves.addWidget(make_label(words.text("3. The family's worry"), Role.STRONG), 0, 1)
        halves.addLayout(self._make_met(), 1, 0)
        halves.addLayout(self._make_objection(), 1, 1)
        halves.setColumnStretch(0, 1)
        halves.setColumnStretch(1, 1)
        return halves

    def _make_met(self) -> QVBoxLayout:
        words, column = self._words, QVBoxLayout()
        self._met = ChipRow(words.text("Who was met"), single=False, wrap=True)
        self._met.chosen.connect(self._take_met)
        self._others = TextField(name=words.text("Who else was met"))
        self._others.setPlaceholderText(words.text("Who else?"))
        self._others.textChanged.connect(lambda: self.changed.emit({"met_others": self._others.written()}))
        self._others.editingFinished.connect(self.field_left)
        self._others.hide()
        column.addWidget(self._met)
        column.addWidget(self._others)
        column.addStretch(1)
        return column

    def _make_objection(self) -> QVBoxLayout:
        words, column = self._words, QVBoxLayout()
        self._objection = DropDown(name=words.text("The family's worry"))
        self._objection.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choices: list[tuple[Hashable, str]] = [("", words.text("none heard"))]
        choices += [(key, words.text(name)) for key, name in OBJECTION_NAMES.items()]
        self._objection.set_choices(choices)
        self._objection.chosen.connect(lambda key: self.changed.emit({"objection": key or None}))
        column.addWidget(self._objection)
        column.addStretch(1)
        return column

    def _make_next(self) -> QWidget:
        words, line = self._words, QWidget()
        self._next = ChipRow(words.text("Next step"))
        self._next.set_choices([(step, words.text(name)) for step, name in NEXT_STEP_NAMES.items()])
        self._next.chosen.connect(self._take_step)
        self._next_on = PartialDateField(name=words.text("Day of the next step"), today=self._today)
        self._next_on.setFixedWidth(look().px(DATE_WIDTH))
        self._next_on.value_changed.connect(self._take_day)
        self._next_on.editingFinished.connect(self.field_left)
        self._weekday = make_label("", Role.NOTE)
        dated = QWidget()
        row = QHBoxLayout(dated)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self._next_on)
        row.addWidget(self._weekday)
        flow = FlowLayout(line, line_gap=Size.HALF)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(Size.GAP)
        flow.insertWidget(0, self._next)
        flow.insertWidget(1, dated)
        return line

    def start(self) -> None:
        """Give the focus to the first step here."""
        self._met.focus_first()

    def order_tabs(self, before: QWidget, after: QWidget) -> None:
        """Let Tab go from `before` through the steps to `after`; chips that were made anew would come last."""
        chain = [
            before,
            *self._met.chips(),
            self._others,
            self._objection,
            *self._next.chips(),
            self._next_on,
            after,
        ]
        for first, second in itertools.pairwise(chain):
            QWidget.setTabOrder(first, second)

    def show_people(self, people: Sequence[tuple[Hashable, str]]) -> None:
        """Offer these people (id, short name) as the ones who may have been met."""
        self._met.set_choices([*people, (_SOMEBODY_ELSE, self._words.text("Somebody else"))])
        self._met.set_values(())

    def show_met(self, met: Sequence[Hashable], others: str) -> None:
        """Show who was met; `others` are words about people who are not of the household."""
        typing = bool(others) or (self._others.isVisible() and _SOMEBODY_ELSE in self._met.values())
        self._met.set_values((*met, _SOMEBODY_ELSE) if typing else tuple(met))
        self._others.setVisible(typing)
        if self._others.written() != others:
            self._others.setText(others)

    def show_rest(self, objection: str | None, step: NextStep, next_on: date | None) -> None:
        """Show the worry and what happens next."""
        self._objection.set_value(objection or "")
        self._next.set_values((step,))
        dated = step in (NextStep.RETURN, NextStep.CALL)
        self._next_on.setVisible(dated)
        self._weekday.setText(self._words.weekday(next_on) if dated and next_on else "")
        shown = self._next_on.value()
        typing = self._next_on.hasFocus() and next_on is None
        if (shown.first_day if shown else None) != next_on and not typing:
            self._next_on.set_value(next_on)

    def _take_met(self, values: tuple[Hashable, ...]) -> None:
        others = _SOMEBODY_ELSE in values
        self._others.setVisible(others)
        if others and not self._others.text():
            self._others.setFocus(Qt.FocusReason.OtherFocusReason)
        if not others:
            self._others.clear()
        self.changed.emit({"met": tuple(value for value in values if value != _SOMEBODY_ELSE)})

    def _take_step(self, values: tuple[Hashable, ...]) -> None:
        self.changed.emit({"next_step": values[0] if values else NextStep.NONE})

    def _take_day(self, value: PartialDate | None) -> None:
        self.changed.emit(
            {"next_on": value.first_day if value is not None and value.day is not None else None}
        )
