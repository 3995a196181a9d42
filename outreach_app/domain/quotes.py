"""What a calculation hands back: đồng for the whole payment, every step with its rule, and until when it holds."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from outreach_app.domain.rules import Mark, Rule, RuleBook, Value
from outreach_app.errors import Message
from outreach_app.i18n import Dong, say


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: its rule, what was done with it, and what came out (đồng, months or a day)."""

    rule: str
    value: Value
    since: date | None
    source: str
    mark: Mark
    text: Message
    result: int | date


@dataclass(frozen=True, slots=True)
class DuePayment:
    """One payment of the next twelve months, by the rules of `day`, the last day of its window."""

    day: date
    first_month: date
    months: int
    income: int
    contribution: int
    state: int
    own: int
    confirmed: bool
    top_up: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class VoluntaryQuote:
    """One payment of voluntary insurance; contribution = state + top_up + other + own.

    `subsidised_months` are this payment's; `valid_until` is the last day on which paying costs this much, `crosses`
    the first known change before the end of the months paid for, `confirmed` false as soon as one rule used is
    unconfirmed. `due` starts with this payment; each later one carries its own `confirmed`. `freeze` says what becomes
    of months paid for that lie behind a change; the amount does not rest on it.
    """

    income: int
    method: str
    months: int
    category: str
    on: date
    first_month: date
    contribution: int
    state: int
    top_up: int
    other: int
    own: int
    subsidised_months: int
    first_due: date
    due: tuple[DuePayment, ...]
    confirmed: bool
    rule_book: str
    valid_until: date | None
    crosses: date | None
    steps: tuple[Step, ...]
    freeze: Step | None = None


@dataclass(frozen=True, slots=True)
class HealthShare:
    """What one person pays; `position` is the place on the household ladder, None outside it (percent is then 100)."""

    position: int | None
    percent: Value
    group: str
    contribution: int
    state: int
    own: int
    top_up: int = 0


@dataclass(frozen=True, slots=True)
class HealthQuote:
    """Health insurance of several members of one household, paid on one day; fields as in VoluntaryQuote.

    `valid_from` is the card's first day, None when nothing was said about earlier cards; `months_after_change` of the
    months begin on or after `crosses`, and `notes` say what is not certain about them.
    """

    members: tuple[HealthShare, ...]
    months: int
    on: date
    total_contribution: int
    total_state: int
    total_own: int
    valid_from: date | None
    confirmed: bool
    rule_book: str
    valid_until: date | None
    crosses: date | None
    steps: tuple[Step, ...]
    months_after_change: int = 0
    notes: tuple[Message, ...] = ()
    total_top_up: int = 0


def nearest(amount: Fraction, unit: int = 1) -> int:
    """The nearest whole multiple of a unit, halves up."""
    return (2 * amount + unit) // (2 * unit) * unit


@dataclass(slots=True)
class Workings:
    """The rules a calculation takes from a book as of one day, and its steps in the order they are made."""

    book: RuleBook
    on: date
    taken: dict[str, Rule] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    changes: list[date] = field(default_factory=list)

    def take(self, key: str) -> Rule:
        """The rule of the day; from now on the result depends on it."""
        rule = self.book.rule(key, self.on)
        self.taken[key] = rule
        return rule

    def add(self, rule: Rule, text: Message, *, result: int | date) -> None:
        """Write down one line of the arithmetic under the rule it rests on."""
        self.steps.append(Step(rule.key, rule.value, rule.since, rule.source, rule.mark, text, result))

    def round_dong(self, amount: Fraction) -> int:
        """A whole đồng, halves up; only an amount that needs rounding depends on the (unconfirmed) rounding rule."""
        if amount.denominator == 1:
            return amount.numerator
        rule = self.take("rounding")
        rounded = nearest(amount, rule.amount)
        self.add(rule, say("Rounded to the whole đồng: {amount}", amount=Dong(rounded)), result=rounded)
        return rounded

    @property
    def confirmed(self) -> bool:
        """Whether no rule taken so far is unconfirmed, nor a step that rests on something outside the book."""
        marks = [rule.mark for rule in self.taken.values()] + [step.mark for step in self.steps]
        return Mark.UNCONFIRMED not in marks

    @property
    def valid_until(self) -> date | None:
        """The last day before one of the rules taken changes; None while no change is known."""
        change = self.change_before(None)
        return None if change is None else change - timedelta(days=1)

    def change_before(self, end: date | None) -> date | None:
        """The first change of a rule taken, if it comes before `end` (None = whenever)."""
        # `changes` are days on which something outside the rules changes the result: a top-up that starts or ends.
        known = (self.book.next_change(self.taken, self.on), *self.changes)
        change = min((day for day in known if day is not None and day > self.on), default=None)
        return change if change is not None and (end is None or change < end) else None
