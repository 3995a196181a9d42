"""The steps of a sign-up: who, which scheme, how it is paid, what was taken, which book or card."""

from collections.abc import Hashable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from outreach_app.domain.forms import RESULT_NAMES, ResultForm
from outreach_app.domain.health import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.people import OFFERED_SCHEMES, SCHEME_NAMES, Scheme
from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.chips import ChipRow
from ui.widgets.choices import DropDown
from ui.widgets.fields import LabelledField, TextField
from ui.widgets.money import MoneyField
from ui.widgets.scrolling import fill_scroll_area
from ui.widgets.text import Role, make_label

_MONEY_WIDTH = 176
_RECEIPT_WIDTH = 176


class IncomeField(MoneyField):
    """A monthly income; Up and Down go by the step inside the range."""

    def __init__(self, parent: QWidget | None = None, *, separator: str = ".") -> None:
        super().__init__(parent, separator=separator)
        self._floor = self._ceiling = self._step = 0

    def set_range(self, floor: int, ceiling: int, *, step: int) -> None:
        """Say between which incomes Up and Down go."""
        self._floor, self._ceiling, self._step = floor, ceiling, step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if not way or not self._step:
            super().keyPressEvent(event)
            return
        moved = (self.amount() or self._floor) + way * self._step
        amount = min(max(moved, self._floor), self._ceiling)
        if amount != self.amount():
            self.set_amount(amount)
            self.amount_changed.emit(amount)


class OneOf(ChipRow):
    """Chips of which always one is chosen. Signal `taken(object)`: its value, after a person chose another."""

    taken = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, wrap=True, parent=parent)
        self._offered: tuple[tuple[Hashable, str], ...] = ()
        self._standing: Hashable = None
        self.chosen.connect(self._take)

    def offer(self, choices: Sequence[tuple[Hashable, str]], chosen: Hashable) -> None:
        """Offer these (value, text) pairs with one chosen; the same ones keep their chips and the focus."""
        choices = tuple(choices)
        here = QApplication.focusWidget()
        stood_here = here is not None and self.isAncestorOf(here)
        changed, self._offered, self._standing = choices != self._offered, choices, chosen
        if changed:
            self.set_choices(choices)
        self.set_values((chosen,))
        if changed and stood_here:
            self.focus_chosen()

    def _take(self, values: tuple[Hashable, ...]) -> None:
        if values:
            self.taken.emit(values[0])
        else:
            self.set_values((self._standing,))

    def focus_chosen(self) -> None:
        """Give the focus to the chip that is chosen."""
        self.chip(self._standing).setFocus(Qt.FocusReason.TabFocusReason)


class SignUpSteps(QScrollArea):
    """Five steps in one column; they scroll in a low window. Signal `changed(object)`: a dict of form fields."""

    changed = Signal(object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(Size.HALF, 0, Size.SCROLL_BAR + Size.HALF, Size.HALF)
        self._column.setSpacing(Size.HALF)
        self._make_who()
        self._make_payment()
        self._make_money()
        self._make_card()
        self._column.addStretch(1)
        fill_scroll_area(self, inside)

    # ----------------------------------------------------------------------------------------------------- building
    def _add_heading(self, text: str) -> None:
        if self._column.count():
            self._column.addSpacing(Size.GRID)
        self._column.addWidget(make_label(text, Role.STRONG))

    def _make_who(self) -> None:
        words = self._words
        self._add_heading(words.text("1. Who"))
        self.people = OneOf(words.text("Who signs up"))
        self.people.taken.connect(lambda value: self.changed.emit({"person": value}))
        self._left_out = make_label("", Role.HINT, wrap=True)
        self._column.addWidget(self.people)
        self._column.addWidget(self._left_out)
        self._add_heading(words.text("2. Which insurance"))
        self.schemes = OneOf(words.text("Which insurance"))
        self.schemes.taken.connect(lambda value: self.changed.emit({"scheme": value}))
        self._closed = make_label("", Role.HINT, wrap=True)
        self._column.addWidget(self.schemes)
        self._column.addWidget(self._closed)

    def _make_payment(self) -> None:
        words = self._words
        self._add_heading(words.text("3. How it is paid"))
        self.income = IncomeField(separator=words.number(1000)[1])
        self.income.setFixedWidth(look().px(_MONEY_WIDTH))
        self.income.amount_changed.connect(lambda amount: self.changed.emit({"income": amount}))
        self._income = LabelledField(words.text("Monthly income chosen"), self.income)
        self.months = OneOf(words.text("Months paid for at once"))
        self.months.taken.connect(lambda value: self.changed.emit({"months": value}))
        self.first_month = OneOf(words.text("First month"))
        self.first_month.taken.connect(lambda value: self.changed.emit({"first_month": value}))
        self.support = DropDown(name=words.text("Who pays a part"))
        self.support.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.support.set_choices([(group, words.text(name)) for group, name in SUPPORT_NAMES.items()])
        self.support.chosen.connect(lambda group: self.changed.emit({"support": group}))
        self._support = LabelledField(words.text("Who pays a part"), self.support)
        self._first = self._label_chips(words.text("First month"), self.first_month)
        periods = QHBoxLayout()
        periods.setSpacing(Size.MARGIN)
        periods.addWidget(self._label_chips(words.text("Months paid for at once"), self.months), 5)
        periods.addWidget(self._first, 3)
        self._column.addWidget(self._income)
        self._column.addLayout(periods)
        self._column.addWidget(self._support)

    @staticmethod
    def _label_chips(text: str, chips: OneOf) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(make_label(text, Role.HINT))
        column.addWidget(chips)
        return part

    def _make_money(self) -> None:
        words = self._words
        self._add_heading(words.text("4. Money taken at the door"))
        self.money = MoneyField(separator=words.number(1000)[1])
        self.money.setFixedWidth(look().px(_MONEY_WIDTH))
        self.money.amount_changed.connect(lambda amount: self.changed.emit({"money": amount}))
        self.receipt = TextField()
        self.receipt.setFixedWidth(look().px(_RECEIPT_WIDTH))
        self.receipt.textChanged.connect(lambda _text: self.changed.emit({"receipt": self.receipt.written()}))
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(LabelledField(words.text("Money taken"), self.money))
        row.addWidget(LabelledField(words.text("Receipt number"), self.receipt))
        row.addStretch(1)
        self._column.addLayout(row)

    def _make_card(self) -> None:
        words = self._words
        self._add_heading(words.text("5. Book or card"))
        self.card = OneOf(words.text("How the book or card is wanted"))
        self.card.taken.connect(lambda value: self.changed.emit({"card": value}))
        self.hospital = TextField()
        self.hospital.textChanged.connect(lambda _: self.changed.emit({"hospital": self.hospital.written()}))
        self._hospital = LabelledField(words.text("Where health care begins (code or name)"), self.hospital)
        self._column.addWidget(self.card)
        self._column.addWidget(self._hospital)

    # ------------------------------------------------------------------------------------------------------ showing
    def show_people(self, people: Sequence[tuple[Hashable, str]], chosen: Hashable, *, left_out: str) -> None:
        """Offer these people; `left_out` says who cannot be asked and why."""
        self.people.offer(people, chosen)
        self._left_out.setText(left_out)
        self._left_out.setVisible(bool(left_out))

    def show_scheme(self, scheme: Scheme, open_schemes: Sequence[Scheme], *, closed: str) -> None:
        """Choose a scheme among those this person can join; `closed` says why not the others."""
        self.schemes.offer([(each, self._words.text(SCHEME_NAMES[each])) for each in OFFERED_SCHEMES], scheme)
        for each in OFFERED_SCHEMES:
            self.schemes.chip(each).setEnabled(each in open_schemes)
        self._closed.setText(closed)
        self._closed.setVisible(bool(closed))
        voluntary = scheme is Scheme.VOLUNTARY
        for part in (self._income, self._first):
            part.setVisible(voluntary)
        for part in (self._support, self._hospital):
            part.setVisible(not voluntary)

    def show_payment(
        self,
        periods: Sequence[int],
        chosen: int,
        *,
        first_months: Sequence[date],
        first_month: date,
        support: SupportGroup,
    ) -> None:
        """Show for how many months and from which on."""
        words = self._words
        self.months.offer([(n, words.plural("{count} month", "{count} months", n)) for n in periods], chosen)
        self.first_month.offer([(day, f"{day:%m/%Y}") for day in first_months], first_month)
        self.support.set_value(support)

    def show_incomes(self, floor: int, ceiling: int, *, step: int, hint: str) -> None:
        """Say between which incomes one chooses."""
        self.income.set_range(floor, ceiling, step=step)
        self._income.set_hint(hint)

    def show_income(self, amount: int | None, *, error: str) -> None:
        """Show the income; an error stands beside the field."""
        if self.income.amount() != amount:
            self.income.set_amount(amount)
        if self._income.error() != error:
            self._income.set_error(error)

    def show_money(self, money: int | None, receipt: str) -> None:
        """Show what was taken."""
        if self.money.amount() != money:
            self.money.set_amount(money)
        if self.receipt.written() != receipt:
            self.receipt.setText(receipt)

    def show_card(self, card: ResultForm | None, hospital: str) -> None:
        """Show how the book or card is wanted; nobody is asked twice and nothing is ticked for them."""
        words = self._words
        named = [(each, words.text(RESULT_NAMES[each])) for each in ResultForm]
        self.card.offer([(None, words.text("not asked yet")), *named], card)
        if self.hospital.written() != hospital:
            self.hospital.setText(hospital)

    def take_focus(self) -> None:
        """Stand on the person who is chosen."""
        self.people.focus_chosen()
