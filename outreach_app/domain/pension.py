"""The pension of voluntary insurance: from which day, how much in today's money, what cashing out loses.

Everything is counted by the rules of one day, with the later floors that are known then (the law of the day the pension
starts will decide, Law 41/2024 Art 5(7)). Early retirement does not exist in voluntary insurance (Art 98).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from outreach_app.domain.benefits import benefit_facts
from outreach_app.domain.missing_months import quote_missing
from outreach_app.domain.months import add_months, first_of_month, last_of_month, months_between
from outreach_app.domain.one_off import Leaving, quote_one_off
from outreach_app.domain.paid_months import Plan, Timeline, add_up, average_income, lay_out
from outreach_app.domain.pension_plan import check_income, check_plan, find_end
from outreach_app.domain.pension_rate import extra_lump_sum, pension_rate, round_half_up
from outreach_app.domain.pension_steps import list_assumptions, tell_age, tell_amount, tell_months
from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.domain.projections import (
    BenefitFact,
    MissingMonths,
    OneOff,
    PaidMonths,
    PensionProjection,
    RetirementAge,
    YearOfPayment,
)
from outreach_app.domain.quotes import Workings
from outreach_app.domain.retirement import early_member_day, next_month, retirement_day
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.errors import say

__all__ = [
    "BenefitFact",
    "MissingMonths",
    "OneOff",
    "PaidMonths",
    "PensionProjection",
    "RetirementAge",
    "YearOfPayment",
    "average_income",
    "benefit_facts",
    "project_pension",
    "retirement_day",
]

_YEAR = 12
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Ages:
    """The day of the age that counts for a plan, the ordinary age, the rules of members before 2021 if they count."""

    day: date
    ordinary: RetirementAge
    early: tuple[Rule, Rule] | None


@dataclass(frozen=True, slots=True)
class _Pension:
    """What comes out: percent, average income and đồng a month (low, high), the lump sum; 0 without a pension."""

    starts: date | None
    rate: Fraction = Fraction(0)
    average: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    monthly: tuple[int, int] = (0, 0)
    lump_sum: int = 0


def project_pension(
    book: RuleBook,
    *,
    sex: Sex,
    born: PartialDate,
    first_month: date,
    income: int,
    until: date | int | None,
    on: date,
    past_months: int = 0,
    past_income: int | None = None,
    first_joined: date | None = None,
    category: Category = Category.OTHER,
    subsidised_months: int | None = None,
    paid: Sequence[PaidMonths] = (),
) -> PensionProjection:
    """What paying from a month on would bring, as a range in today's money and no promise.

    `until` is a day (its month is no longer paid), an age in whole years, or None for the retirement age. Months of the
    past come as a number (`past_months`, at `past_income` in today's money or at `income`) or dated (`paid`, in the
    money of then); `subsidised_months` of them had state subsidy, None = as many as could have. Raises BadInput for an
    income or months that cannot be, NoRule before 1 July 2025.
    """
    past = income if past_income is None else past_income
    plan = Plan(
        first_of_month(first_month), 0, income, category, past_months, past, tuple(paid), subsidised_months
    )
    joined = first_of_month(first_joined) if first_joined else plan.began
    check_plan(plan, joined)
    work = Workings(book, on)
    check_income(work, plan)
    end = find_end(book, plan, sex=sex, born=born, joined=joined, until=until)
    plan = replace(plan, months=max(months_between(plan.first_month, end), 0))
    return _project(
        work, plan, _choose_age(book, plan, sex=sex, born=born, joined=joined), sex=sex, joined=joined
    )


def _project(work: Workings, plan: Plan, ages: _Ages, *, sex: Sex, joined: date) -> PensionProjection:
    tell_age(work, ages.ordinary, ages.early, ages.day)
    line = lay_out(work.book, plan, on=work.on)
    tell_months(work, line)
    pension = _count_pension(work, plan, line, ages, sex=sex)
    leaving = Leaving(plan.stops, joined, ages.day, pension.starts, pension.monthly)
    one_off = quote_one_off(work, line, leaving)
    planned = line.planned
    state = add_up(month.state for month in planned)
    own = add_up(month.contribution for month in planned) - state
    before = add_up(month.contribution for month in line.months if not month.planned)
    short = _missing_at_age(work, plan, ages)
    return PensionProjection(
        retires_on=ages.day,
        pension_from=pension.starts,
        months_contributed=plan.total,
        subsidised_until=_last_subsidised(line),
        rate_percent=pension.rate,
        rate_at_15=_rate_at_least(work, sex),
        average_low=round_half_up(pension.average[0]),
        average_high=round_half_up(pension.average[1]),
        monthly_low=pension.monthly[0],
        monthly_high=pension.monthly[1],
        lump_sum_extra=pension.lump_sum,
        paid_by_member=round_half_up(own),
        paid_by_state=round_half_up(state),
        paid_before=round_half_up(before),
        months_to_pay_back=_months_to_pay_back(own + before, pension.monthly[1]),
        fifteen_years_on=_enough_on(work, plan),
        years=line.years(),
        missing_months=short,
        missing=quote_missing(
            work.book, plan, line, sex=sex, months=short, age_day=ages.ordinary.day, on=work.on
        ),
        one_off=one_off,
        confirmed=work.confirmed,
        rule_book=work.book.version,
        valid_until=work.valid_until,
        assumptions=tuple(list_assumptions(work, plan, line)),
        steps=(*work.steps, *one_off.steps),
    )


def _count_pension(work: Workings, plan: Plan, line: Timeline, ages: _Ages, *, sex: Sex) -> _Pension:
    average = line.average(low=True), line.average(low=False)
    starts = _find_start(work, plan, ages)
    if starts is None:
        return _Pension(None, average=average)
    rate = pension_rate(work, sex=sex, months=plan.total)
    monthly = round_half_up(rate / 100 * average[0]), round_half_up(rate / 100 * average[1])
    tell_amount(work, rate, average, monthly)
    after_age = sum(month.day >= ages.ordinary.pension_from for month in line.months)
    lump = extra_lump_sum(work, sex=sex, average=average[1], months=plan.total, after_age=after_age)
    return _Pension(starts, rate, average, monthly, round_half_up(lump))


def _choose_age(book: RuleBook, plan: Plan, *, sex: Sex, born: PartialDate, joined: date) -> _Ages:
    """The age of 60 or 55 for who paid voluntary insurance before 2021 and ends with twenty years (Art 141(9))."""
    ordinary = retirement_day(book, sex=sex, born=born)
    found = early_member_day(book, sex=sex, born=born, joined=joined)
    if found is not None and found[0] < ordinary.day and plan.total >= found[2].amount * _YEAR:
        return _Ages(found[0], ordinary, (found[1], found[2]))
    return _Ages(ordinary.day, ordinary, None)


def _find_start(work: Workings, plan: Plan, ages: _Ages) -> date | None:
    """The first day of the pension: after the month of the age, or of the last payment if that is later (Art 101)."""
    after_age = next_month(ages.day)
    starts = max(after_age, plan.stops) if plan.months else after_age
    if ages.early is not None:
        return starts
    ready = max(ages.day, starts - _DAY) if starts > after_age else ages.day
    for rule in work.book.rules["pension.min_years"]:
        if (rule.until is None or ready <= rule.until) and plan.total >= rule.amount * _YEAR:
            text = say(
                "Years needed for a pension: {years}; months paid: {months}",
                years=rule.value,
                months=plan.total,
            )
            work.add(rule, text, result=plan.total)
            return starts if rule.since <= ready else max(starts, next_month(rule.since))
    least = work.take("pension.min_years")
    text = say(
        "Months paid: {months}; without {years} full years there is no pension",
        months=plan.total,
        years=least.value,
    )
    work.add(least, text, result=plan.total)
    return None


def _missing_at_age(work: Workings, plan: Plan, ages: _Ages) -> int:
    """Months that fail to the years needed when the ordinary age is reached."""
    ahead = max(months_between(plan.first_month, ages.ordinary.day), 0)
    paid = plan.past + min(plan.months, ahead)
    return max(work.book.amount("pension.min_years", work.on) * _YEAR - paid, 0)


def _enough_on(work: Workings, plan: Plan) -> date | None:
    """The first day with enough full years: after the last of their months; None if the plan ends before."""
    ahead = max(work.book.amount("pension.min_years", work.on) * _YEAR - plan.past, 0)
    return add_months(plan.first_month, ahead) if ahead <= plan.months else None


def _last_subsidised(line: Timeline) -> date | None:
    days = [month.day for month in line.planned if month.subsidised]
    return last_of_month(days[-1]) if days else None


def _rate_at_least(work: Workings, sex: Sex) -> Fraction:
    """The percent of who has just enough years."""
    aside = Workings(work.book, work.on)
    return pension_rate(aside, sex=sex, months=aside.book.amount("pension.min_years", work.on) * _YEAR)


def _months_to_pay_back(paid: Fraction, monthly: int) -> int | None:
    """Months of pension until what was paid has come back, the last one counting whole; None without a pension."""
    return -(-paid.numerator // (paid.denominator * monthly)) if monthly else None
