"""What the pension calculator hands back: đồng in today's money, months and days, every step with its rule."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from outreach_app.domain.quotes import Step
from outreach_app.errors import Message


@dataclass(frozen=True, slots=True)
class RetirementAge:
    """The age at which somebody may retire, the day it is reached, the first day of a pension (Law 41/2024 Art 101).

    `months` are those beyond the full `years`; `in_months` is the whole age.
    """

    years: int
    months: int
    day: date
    pension_from: date
    confirmed: bool
    steps: tuple[Step, ...]

    @property
    def in_months(self) -> int:
        """The age in months."""
        return self.years * 12 + self.months


@dataclass(frozen=True, slots=True)
class PaidMonths:
    """Months paid in the past, one after the other from `first_month`, at one monthly income in the money of then."""

    first_month: date
    months: int
    income: int


@dataclass(frozen=True, slots=True)
class YearOfPayment:
    """How many months of a calendar year are paid, and how many of them the state subsidises."""

    year: int
    months: int
    subsidised_months: int


@dataclass(frozen=True, slots=True)
class MissingMonths:
    """Paying the months missing to a pension at once (Law 41/2024 Art 36(2)), as if on the day of the projection.

    Amounts in đồng; `earliest` is the first day on which they may be paid, `pension_from` the first day of the pension
    if they are paid then, `monthly` what it would be.
    """

    months: int
    contribution: int
    state: int
    own: int
    earliest: date
    pension_from: date
    rate_percent: Fraction
    monthly: int
    confirmed: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OneOff:
    """Withdrawing everything at once (Law 41/2024 Art 102) when payment stops at the end of the plan.

    `amount` is what would be paid out even when it is not allowed now (the exceptions of Art 102(1)(b)-(d) stand in
    `exceptions`); `possible_from` is the first day on which it may be asked for, None if it may not; `alternative` is
    the monthly allowance of Art 23 for who reaches the age without enough years.
    """

    allowed: bool
    amount: int
    reason: Message
    reason_key: str
    possible_from: date | None
    state_part_left_out: int
    loses: tuple[Message, ...]
    exceptions: tuple[Message, ...]
    alternative: Message | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PensionProjection:
    """A pension in today's money, as a range that is no promise; `assumptions` say what it rests on.

    `retires_on` is the day the age is reached, `pension_from` the first day of the pension (None without enough years).
    `monthly_low`: the amount chosen stays while prices rise; `monthly_high`: it rises with prices. `paid_*` and `years`
    count from the first month of the plan, `paid_before` is what went in earlier; `subsidised_until` is the
    last day of the last month the state supports, `fifteen_years_on` the first day with enough full years.
    """

    retires_on: date
    pension_from: date | None
    months_contributed: int
    subsidised_until: date | None
    rate_percent: Fraction
    rate_at_15: Fraction
    average_low: int
    average_high: int
    monthly_low: int
    monthly_high: int
    lump_sum_extra: int
    paid_by_member: int
    paid_by_state: int
    paid_before: int
    months_to_pay_back: int | None
    fifteen_years_on: date | None
    years: tuple[YearOfPayment, ...]
    missing_months: int
    missing: MissingMonths | None
    one_off: OneOff
    confirmed: bool
    rule_book: str
    valid_until: date | None
    assumptions: tuple[Message, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class BenefitFact:
    """One benefit with its figure of a day; `amount` in đồng, None when it depends on what was paid."""

    key: str
    text: Message
    amount: int | None
    source: str
    confirmed: bool
