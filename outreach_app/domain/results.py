"""What was reached: new, continuing, stopped, net; against a plan, against other days, and how fast it must go on.

Percentages have at most two decimals, halves up, as they are printed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from outreach_app.domain.pension_rate import round_half_up, to_decimal
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import Aim, Target
from outreach_app.errors import Message, say

LEAST_DAYS, LEAST_PEOPLE = 7, 5
"""A forecast rests on a week at least (of fewer than two weeks: on half of them) and on so many people."""


def take_percent(part: int, whole: int) -> Decimal | None:
    """Say what percent of a whole a part is; None of nothing."""
    return to_decimal(Fraction(part * 100, whole)) if whole else None


@dataclass(frozen=True, slots=True)
class Tally:
    """People who signed up or stopped within some days; `won_back` had stopped before and came again."""

    new: int = 0
    won_back: int = 0
    continuing: int = 0
    lapsed: int = 0

    @property
    def joined(self) -> int:
        """Who was not a member and is one: for the first time or again."""
        return self.new + self.won_back

    @property
    def total(self) -> int:
        """Everybody who signed up, as the offices' tables add it: new and continuing."""
        return self.joined + self.continuing

    @property
    def net(self) -> int:
        """Growth: who joined less who stopped."""
        return self.joined - self.lapsed

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.new + other.new, self.won_back + other.won_back, self.continuing + other.continuing,
            self.lapsed + other.lapsed,
        )  # fmt: skip

    def count(self, aim: Aim, *, stock: int = 0) -> int:
        """Count what a target counts; `stock` is the number of members on the last day."""
        return {
            Aim.JOINED: self.joined, Aim.CONTINUING: self.continuing, Aim.TOTAL: self.total, Aim.NET: self.net,
            Aim.STOCK: stock,
        }[aim]  # fmt: skip


NOTHING = Tally()
"""Where nobody signed up and nobody stopped."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the last day shows if each day left brings what a day brought so far: `counted` within `days` of `of_days`.

    Once all days are over it is what there is.
    """

    people: int
    counted: int
    days: int
    of_days: int

    @property
    def per_day(self) -> Decimal:
        """What a day brought so far."""
        return to_decimal(Fraction(self.counted, self.days))


def find_forecast(done: int, period: Period, on: date, *, began: int = 0) -> Forecast | None:
    """Go on from what a day brought up to `on`; None when too few days have passed or too few people were counted.

    `began` is what there was before the first day: a number of members grows from there.
    """
    past = period.until(on)
    if past is None:
        return None
    counted = done - began
    if past.days < period.days and not _carries(counted, past.days, of_days=period.days):
        return None
    people = began + round_half_up(Fraction(counted * period.days, past.days))
    return Forecast(people, counted, past.days, period.days)


def _carries(counted: int, days: int, *, of_days: int) -> bool:
    return days >= min(LEAST_DAYS, (of_days + 1) // 2) and abs(counted) >= LEAST_PEOPLE


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target has come on a day; `began` is what there was before its first day (nil but for a stock)."""

    target: Target
    done: int
    on: date
    began: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Done in percent of the plan."""
        return take_percent(self.done, self.target.people)

    @property
    def over_percent(self) -> Decimal | None:
        """How far above the plan it is, in percent of the plan; negative below it."""
        return take_percent(self.done - self.target.people, self.target.people)

    @property
    def left(self) -> int:
        """How many are missing; nil once it is reached."""
        return max(0, self.target.people - self.done)

    @property
    def is_reached(self) -> bool:
        """Whether the plan is reached."""
        return self.target.is_reached_by(self.done)

    @property
    def days_left(self) -> int:
        """Days after this one that still belong to the target."""
        rest = self.target.period.after(self.on)
        return rest.days if rest else 0

    @property
    def needed_per_day(self) -> Decimal | None:
        """What every day left must bring; None when no day is left and something is missing."""
        if not self.left:
            return Decimal(0)
        return to_decimal(Fraction(self.left, self.days_left)) if self.days_left else None

    @property
    def forecast(self) -> Forecast | None:
        """What the last day will show if it goes on as so far; None where the days do not carry it."""
        return find_forecast(self.done, self.target.period, self.on, began=self.began)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number beside an earlier one, each with the days it counts."""

    people: int
    period: Period
    before: int
    period_before: Period

    @property
    def difference(self) -> int:
        """How many more; negative for fewer."""
        return self.people - self.before

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the earlier number."""
        return take_percent(self.difference, self.before)

    @property
    def unequal(self) -> bool:
        """Whether the two have different lengths, so that only a day's average compares them.

        A February that is a day longer is no different length.
        """
        return abs(self.period.days - self.period_before.days) > 1

    @property
    def per_day(self) -> Decimal:
        """The average of a day."""
        return to_decimal(Fraction(self.people, self.period.days))

    @property
    def per_day_before(self) -> Decimal:
        """The average of a day of the earlier number."""
        return to_decimal(Fraction(self.before, self.period_before.days))

    def warn(self) -> Message | None:
        """Say that the lengths differ, and what a day brought in each; None when they do not."""
        if not self.unequal:
            return None
        return say(
            "Different lengths: {days} days against {days_before}. A day brought {per_day}, before {per_day_before}.",
            days=self.period.days, days_before=self.period_before.days, per_day=self.per_day,
            per_day_before=self.per_day_before,
        )  # fmt: skip
