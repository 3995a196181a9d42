"""Withdrawing everything at once: who may, how much it is, and what is lost with it (Law 41/2024 Art 102, Art 5(3))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.paid_months import PaidMonth, Timeline, add_up
from outreach_app.domain.pension_rate import about, count_years, round_half_up, to_decimal
from outreach_app.domain.projections import OneOff
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Rule
from outreach_app.errors import Message, say
from outreach_app.i18n import Dong

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Leaving:
    """The end of a plan: `stops` is the first month not paid any more, `joined` the first month ever paid.

    `pension_from` is the first day of the pension given up, None without enough years; `monthly` its low and high.
    """

    stops: date
    joined: date
    retires_on: date
    pension_from: date | None
    monthly: tuple[int, int]

    @property
    def enough(self) -> bool:
        """Whether a pension is given up."""
        return self.pension_from is not None


@dataclass(frozen=True, slots=True)
class _Verdict:
    allowed: bool
    possible: date | None
    reason: Message
    key: str


def quote_one_off(work: Workings, line: Timeline, leaving: Leaving) -> OneOff:
    """What withdrawing after the last month of a plan would come to, and what it would take away."""
    mine = Workings(work.book, work.on)
    amount, left_out = _count_amount(mine, line)
    found = _judge(mine, len(line.months), leaving)
    work.taken.update(mine.taken)
    return OneOff(
        allowed=found.allowed,
        amount=amount,
        reason=found.reason,
        reason_key=found.key,
        possible_from=found.possible,
        state_part_left_out=left_out,
        loses=tuple(_list_losses(mine, len(line.months), leaving)),
        exceptions=EXCEPTIONS,
        alternative=_alternative(mine, leaving, len(line.months)),
        steps=tuple(mine.steps),
    )


EXCEPTIONS = (
    say("who settles abroad"),
    say("who has cancer, polio, liver cirrhosis out of balance, severe tuberculosis or AIDS"),
    say("who has lost 81% or more of the ability to work, or is very severely disabled"),
)
"""Who may withdraw at any time (Art 102(1)(b)-(d)); the amount then includes the state's part for the last two."""


def _count_amount(work: Workings, line: Timeline) -> tuple[int, int]:
    """Đồng that would be paid out, and the state's part that stays out of them."""
    average = line.average(low=False)
    short = work.take("one_off.short_months")
    if len(line.months) < short.amount:
        whole = _count_short(work, line, average, short)
    else:
        whole = sum(
            (_count_period(work, *period, average) for period in _periods(work, line.months)), Fraction(0)
        )
    without = work.take("one_off.without_state_part")
    state = add_up(month.state for month in line.months) if without.value else Fraction(0)
    left_out = min(state, whole)
    amount = round_half_up(whole - left_out)
    text = say(
        "The state's part of {state} stays out: {amount}",
        state=Dong(round_half_up(left_out)),
        amount=Dong(amount),
    )
    work.add(without, text, result=amount)
    return amount, round_half_up(left_out)


def _count_short(work: Workings, line: Timeline, average: Fraction, short: Rule) -> Fraction:
    """Less than a year: what was paid, at most twice the average (Art 102(2)(c))."""
    paid = add_up(month.contribution for month in line.months)
    most = work.take("one_off.short_most")
    amount = min(paid, most.factor * average)
    text = say(
        "Less than {months} months: what was paid, at most {times} times the average income: {amount}",
        months=short.value, times=most.value, amount=Dong(round_half_up(amount)),
    )  # fmt: skip
    work.add(short, text, result=round_half_up(amount))
    return amount


def _periods(work: Workings, months: Sequence[PaidMonth]) -> list[tuple[Rule, int]]:
    """How many months count by which factor; odd ones before 2014 move on to the later months, if there are any."""
    counted: dict[date, tuple[Rule, int]] = {}
    for month in months:
        rule = _dated(work, "one_off.factor", month.day)
        counted[rule.since] = (rule, counted.get(rule.since, (rule, 0))[1] + 1)
    periods = [counted[since] for since in sorted(counted)]
    if len(periods) == 2:
        (early, before), (late, after) = periods
        odd = before % _YEAR
        periods = [(early, before - odd), (late, after + odd)]
    return periods


def _count_period(work: Workings, rule: Rule, months: int, average: Fraction) -> Fraction:
    years = count_years(work, months)
    amount = years * rule.factor * average
    text = say(
        "One-off: {years} years × {times} × average income = {amount}",
        years=to_decimal(years), times=rule.value, amount=Dong(round_half_up(amount)),
    )  # fmt: skip
    work.add(rule, text, result=round_half_up(amount))
    return amount


def _dated(work: Workings, key: str, day: date) -> Rule:
    """The rule of a month paid; months before voluntary insurance began (2008) count by the first one."""
    return work.book.find(key, day) or work.book.rules[key][0]


def _judge(work: Workings, months: int, leaving: Leaving) -> _Verdict:
    """Whether it may be asked for once payment stops, from which day, why, and the stable key of the reason."""
    if months == 0:
        return _Verdict(False, None, say("Nothing has been paid yet."), "nothing_paid")
    if _is_at_age(work, leaving):
        return _judge_at_age(leaving)
    at_age = None if leaving.enough else leaving.retires_on
    rule = _dated(work, "one_off.by_stopping", leaving.joined)
    work.add(rule, say("First month paid: {month}", month=leaving.joined), result=leaving.joined)
    if not rule.value:
        text = say(
            "Paid only since {day}: stopping gives no right to withdraw before the retirement age.", day=rule.since
        )  # fmt: skip
        return _Verdict(False, at_age, text, "joined_after_2025")
    return _judge_stopping(work, months, leaving, at_age=at_age, before=_day_after(work, rule))


def _judge_stopping(
    work: Workings, months: int, leaving: Leaving, *, at_age: date | None, before: date
) -> _Verdict:
    """Who paid before 1 July 2025 as well: twelve months after stopping, with less than twenty years (point đ)."""
    most, wait = work.take("one_off.stop_max_years"), work.take("one_off.stop_months")
    if months >= most.amount * _YEAR:
        text = say("{years} years or more are paid: no withdrawal by stopping.", years=most.value)
        return _Verdict(False, at_age, text, "twenty_years")
    possible = add_months(leaving.stops, wait.amount)
    if leaving.enough and possible >= leaving.retires_on:
        return _judge_at_age(leaving)
    text = say(
        "Paid before {day} as well and less than {years} years: possible {months} months after stopping,"
        " from {possible}.",
        day=before, years=most.value, months=wait.value, possible=possible,
    )  # fmt: skip
    work.add(wait, text, result=possible)
    return _Verdict(True, min(possible, at_age or possible), text, "stopped_before_2025")


def _judge_at_age(leaving: Leaving) -> _Verdict:
    if leaving.enough:
        text = say(
            "The years suffice for a pension at the retirement age: the pension is paid, no withdrawal."
        )
        return _Verdict(False, None, text, "pension_due")
    text = say("The age is reached without enough years for a pension, and payment does not go on.")
    return _Verdict(True, max(leaving.retires_on, leaving.stops), text, "age_without_years")


def _is_at_age(work: Workings, leaving: Leaving) -> bool:
    return first_of_month(leaving.retires_on) <= leaving.stops or leaving.retires_on <= work.on


def _day_after(work: Workings, rule: Rule) -> date:
    """The first day that a rule no longer holds; today for one without an end."""
    return work.on if rule.until is None else date.fromordinal(rule.until.toordinal() + 1)


def _list_losses(work: Workings, months: int, leaving: Leaving) -> list[Message]:
    """What a person gives up, in sentences that may be read aloud."""
    if months == 0:
        return []
    years, odd = divmod(months, _YEAR)
    lost = [say("{years} years {months} months that were paid never count again.", years=years, months=odd)]
    if leaving.enough and leaving.pension_from is not None:
        low, high = (about(amount) for amount in leaving.monthly)
        lost.append(
            say(
                "A pension of about {low} to {high} a month for life, from {day}.",
                low=low,
                high=high,
                day=leaving.pension_from,
            )
        )
    else:
        lost.append(say("The way to a pension: somebody who begins again begins at nothing."))
    if work.take("pension.health_card").value:
        lost.append(say("The health card that the insurance fund pays for pensioners."))
    least, times, base = (
        work.take(key) for key in ("survivors.funeral_months", "survivors.funeral", "base_salary")
    )
    if months >= least.amount:
        grant = Dong(times.amount * base.amount)
        lost.append(
            say("For the family: the funeral grant of {amount} and the lump sum of survivors.", amount=grant)
        )
    else:
        lost.append(say("For the family: the lump sum of survivors."))
    return lost


def _alternative(work: Workings, leaving: Leaving, months: int) -> Message | None:
    """The monthly allowance for who reaches the age without enough years (Art 23)."""
    if not _is_at_age(work, leaving) or leaving.enough or months == 0:
        return None
    least, age = work.take("social_pension.amount"), work.take("social_pension.age")
    return say(
        "Instead: a monthly allowance from one's own payments, at least {amount}, until {age} years of age,"
        " with a health card.",
        amount=Dong(least.amount), age=age.value,
    )  # fmt: skip
