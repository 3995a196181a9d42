"""The months somebody has paid and will pay, one by one: incomes in today's money, floor and state subsidy by date."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import Category
from outreach_app.domain.projections import PaidMonths, YearOfPayment
from outreach_app.domain.rules import Rule, RuleBook

SCHEME_STARTED = date(2008, 1, 1)
"""Voluntary social insurance exists since this day."""


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """One month: the income it is paid on in the money of then, what a đồng of it is worth today, the state's part.

    `low` is that worth if prices rise and the amount chosen stays, `high` if it rises with them; `planned` tells the
    months of the plan from those before it.
    """

    day: date
    income: int
    low: Fraction
    high: Fraction
    contribution: Fraction
    state: Fraction
    subsidised: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All months in order of their days, and the dated rules they rest on, each with the number of its months."""

    months: tuple[PaidMonth, ...]
    rules: tuple[tuple[Rule, int], ...]

    @property
    def planned(self) -> list[PaidMonth]:
        """The months of the plan, without those paid before it."""
        return [month for month in self.months if month.planned]

    def average(self, *, low: bool) -> Fraction:
        """Average income in today's money over all months (Law 41/2024 Art 104); 0 when nothing was paid."""
        return self.total(low=low) / len(self.months) if self.months else Fraction(0)

    def total(self, *, low: bool) -> Fraction:
        """All incomes together in today's money."""
        runs = groupby(self.months, key=lambda month: month.low if low else month.high)
        return sum((worth * sum(month.income for month in run) for worth, run in runs), Fraction(0))

    def years(self) -> tuple[YearOfPayment, ...]:
        """The plan by calendar years."""
        counted: dict[int, list[int]] = {}
        for month in self.planned:
            row = counted.setdefault(month.day.year, [0, 0])
            row[0] += 1
            row[1] += month.subsidised
        return tuple(YearOfPayment(year, *row) for year, row in sorted(counted.items()))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is paid: so many months from `first_month` at one income, after months of the past (some without dates).

    `past_income` is in today's money; `subsidised` counts past months with state subsidy, None = all that could be.
    """

    first_month: date
    months: int
    income: int
    category: Category
    past_months: int
    past_income: int
    paid: tuple[PaidMonths, ...]
    subsidised: int | None

    @property
    def past(self) -> int:
        """All months paid before the plan."""
        return self.past_months + sum(row.months for row in self.paid)

    @property
    def total(self) -> int:
        """All months, paid and planned."""
        return self.past + self.months

    @property
    def stops(self) -> date:
        """The first month that is not paid any more."""
        return add_months(self.first_month, self.months)

    @property
    def began(self) -> date:
        """The latest month in which the first payment can have been made, if nothing else is known."""
        dated = min((first_of_month(row.first_month) for row in self.paid), default=self.first_month)
        return add_months(dated, -self.past_months)


@dataclass(slots=True)
class _Ledger:
    """What the building of a timeline remembers: rules met, months with subsidy used up."""

    book: RuleBook
    on: date
    category: Category
    used: int = 0
    latest: dict[str, Rule] = field(default_factory=dict)
    rules: dict[tuple[str, date], tuple[Rule, int]] = field(default_factory=dict)
    factors: dict[int, tuple[Fraction, Fraction]] = field(default_factory=dict)
    contributions: dict[tuple[int, date], Fraction] = field(default_factory=dict)
    supports: dict[tuple[date, date, date], Fraction] = field(default_factory=dict)

    def find(self, key: str) -> Rule | None:
        """The rule of today, remembered as one that the result rests on."""
        rule = self.book.find(key, self.on)
        if rule is not None:
            self.note(rule)
        return rule

    def on_day(self, key: str, day: date) -> Rule | None:
        """The rule of a day; the one found last is tried first, for months come in order."""
        last = self.latest.get(key)
        if last is not None and last.since <= day and (last.until is None or day <= last.until):
            return last
        found = self.book.find(key, day)
        if found is not None:
            self.latest[key] = found
        return found

    def note(self, rule: Rule) -> None:
        """Count one more month that rests on a rule."""
        counted = self.rules.get((rule.key, rule.since), (rule, 0))[1]
        self.rules[(rule.key, rule.since)] = (rule, counted + 1)


def lay_out(book: RuleBook, plan: Plan, *, on: date) -> Timeline:
    """Every month of a plan, with the rules of its own day as far as they are known on `on`."""
    ledger = _Ledger(book, on, plan.category)
    earlier = sorted((*_undated(ledger, plan), *_dated(ledger, plan)), key=lambda month: month.day)
    if plan.subsidised is not None:
        ledger.used = plan.subsidised
    ahead = [
        _planned_month(ledger, add_months(plan.first_month, count), plan.income)
        for count in range(plan.months)
    ]
    return Timeline((*earlier, *ahead), tuple(ledger.rules.values()))


def add_up(amounts: Iterable[Fraction]) -> Fraction:
    """The sum of amounts of which most equal the one before: hundreds of months at a few amounts."""
    return sum((amount * sum(1 for _ in run) for amount, run in groupby(amounts)), Fraction(0))


def average_income(book: RuleBook, paid: Iterable[PaidMonths], *, on: date) -> Fraction:
    """Average of incomes of the past in today's money: each revalued by the table of `on` (Law 41/2024 Art 104)."""
    ledger = _Ledger(book, on, Category.OTHER)
    incomes = [row.income * _weigh(ledger, day.year)[1] for row in paid for day in _days(row)]
    return sum(incomes, Fraction(0)) / len(incomes) if incomes else Fraction(0)


def _days(row: PaidMonths) -> list[date]:
    return [add_months(first_of_month(row.first_month), count) for count in range(row.months)]


def _undated(ledger: _Ledger, plan: Plan) -> list[PaidMonth]:
    """Months of which only the number is known stand without a gap before the first known one, in today's money."""
    days = [add_months(plan.began, count) for count in range(plan.past_months)]
    return [_past_month(ledger, day, plan, income=plan.past_income, factor=Fraction(1)) for day in days]


def _dated(ledger: _Ledger, plan: Plan) -> list[PaidMonth]:
    return [
        _past_month(ledger, day, plan, income=row.income, factor=_weigh(ledger, day.year)[1])
        for row in sorted(plan.paid, key=lambda row: row.first_month)
        for day in _days(row)
    ]


def _past_month(ledger: _Ledger, day: date, plan: Plan, *, income: int, factor: Fraction) -> PaidMonth:
    left = plan.subsidised is None or ledger.used < plan.subsidised
    state = _state(ledger, day) if left else None
    contribution = _contribution(ledger, day, income)
    return PaidMonth(
        day, income, factor, factor, contribution, state or Fraction(0), state is not None, planned=False
    )  # fmt: skip


def _planned_month(ledger: _Ledger, day: date, income: int) -> PaidMonth:
    floor = ledger.on_day("voluntary.income_floor", day)
    if floor is not None and income < floor.amount:
        income = floor.amount
        ledger.note(floor)
    low, high = _weigh(ledger, day.year)
    state = _state(ledger, day)
    contribution = _contribution(ledger, day, income)
    return PaidMonth(
        day, income, low, high, contribution, state or Fraction(0), state is not None, planned=True
    )  # fmt: skip


def _contribution(ledger: _Ledger, day: date, income: int) -> Fraction:
    """What a month costs in all."""
    rate = _rate(ledger, day)
    known = (income, rate.since)
    if known not in ledger.contributions:
        ledger.contributions[known] = income * rate.share
    return ledger.contributions[known]


def _rate(ledger: _Ledger, day: date) -> Rule:
    """The share of the income that is paid; months before the book's first one count by that one."""
    return ledger.on_day("voluntary.rate", day) or ledger.book.rules["voluntary.rate"][0]


def _state(ledger: _Ledger, day: date) -> Fraction | None:
    """The state's part of a month, None when it gives none: before 2018, or the months are used up."""
    cap = ledger.on_day("voluntary.subsidy_months", day)
    if cap is None or ledger.used >= cap.amount:
        return None
    floor = ledger.on_day("voluntary.income_floor", day)
    share = ledger.on_day(f"voluntary.subsidy.{ledger.category}", day)
    if share is None or floor is None:
        return None
    for rule in (cap, floor, share):
        ledger.note(rule)
    ledger.used += 1
    known = (share.since, floor.since, _rate(ledger, day).since)
    if known not in ledger.supports:
        ledger.supports[known] = _contribution(ledger, day, floor.amount) * share.share
    return ledger.supports[known]


def _weigh(ledger: _Ledger, year: int) -> tuple[Fraction, Fraction]:
    """What a đồng of a year is worth today: by the table for the past, 1 for this year, by the assumption ahead."""
    if year not in ledger.factors:
        ledger.factors[year] = _find_weight(ledger, year)
    return ledger.factors[year]


def _find_weight(ledger: _Ledger, year: int) -> tuple[Fraction, Fraction]:
    ahead = year - ledger.on.year
    if ahead < 0:
        known = [ledger.find("revaluation.least"), ledger.find(f"revaluation.{year}")]
        factor = max((rule.factor for rule in known if rule is not None), default=Fraction(1))
        return factor, factor
    rise = ledger.find("pension.price_rise") if ahead else None
    return (Fraction(1) if rise is None else (1 / (1 + rise.share)) ** ahead), Fraction(1)
