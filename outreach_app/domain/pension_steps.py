"""The steps and assumptions of a projection in words: which rule, what it does here, what comes out."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from outreach_app.domain.paid_months import Plan, Timeline
from outreach_app.domain.pension_rate import round_half_up, to_decimal
from outreach_app.domain.projections import RetirementAge
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Rule
from outreach_app.errors import Message, say
from outreach_app.i18n import Dong

_YEAR = 12


def tell_age(work: Workings, ordinary: RetirementAge, early: tuple[Rule, Rule] | None, day: date) -> None:
    """The ordinary retirement age, and the earlier one of members before 2021 if it counts."""
    work.steps.extend(ordinary.steps)
    if early is None:
        return
    age, years = early
    text = say(
        "Voluntary insurance before 2021 and {years} years of it: pension at {age} years",
        years=years.value,
        age=age.value,
    )
    work.add(age, text, result=day)


def tell_months(work: Workings, line: Timeline) -> None:
    """Every dated rule that the months rest on, in the order in which they meet it."""
    for rule, count in line.rules:
        result = rule.amount if rule.key == "voluntary.income_floor" else count
        work.add(rule, _tell_rule(rule, count), result=result)


def _tell_rule(rule: Rule, count: int) -> Message:
    key = rule.key
    if key == "voluntary.income_floor":
        return say("Lowest income from {day}: {amount}", day=rule.since, amount=Dong(rule.amount))
    if key == "voluntary.subsidy_months":
        return say("The state helps for at most {most} months; here: {months}", most=rule.value, months=count)
    if key.startswith("voluntary.subsidy."):
        return say("State subsidy of {percent}% in {months} months", percent=rule.value, months=count)
    if key == "revaluation.least":
        return say("No income is revalued below itself")
    if key.startswith("revaluation."):
        return say(
            "Incomes of {year} count {factor} times in today's money", year=key[-4:], factor=rule.value
        )
    return say("Lower figure: prices are taken to rise {percent}% a year", percent=rule.value)


def tell_amount(
    work: Workings, rate: Fraction, average: tuple[Fraction, Fraction], monthly: tuple[int, int]
) -> None:
    """The range a month: percent of the average income, low and high."""
    rule = work.taken["pension.rate.most"]
    low, high = (Dong(round_half_up(each)) for each in average)
    for amount, each in zip(monthly, (low, high), strict=True):
        text = say(
            "{percent}% of the average income of {average} = {amount}",
            percent=to_decimal(rate), average=each, amount=Dong(amount),
        )  # fmt: skip
        work.add(rule, text, result=amount)


def list_assumptions(work: Workings, plan: Plan, line: Timeline) -> Iterator[Message]:
    """What the range rests on, first that it is no promise."""
    yield say("An estimate in today's money, not a promise: laws, prices and incomes change.")
    yield say("Higher figure: the income chosen is raised as prices rise. More growth is not counted.")
    rise = work.book.find("pension.price_rise", work.on)
    if rise is not None and any(month.low != month.high for month in line.months):
        yield say(
            "Lower figure: the same đồng are paid all the years while prices rise {percent}% a year, as they did"
            " on average since 2014.",
            percent=rise.value,
        )  # fmt: skip
    yield from _tell_floors(plan, line)
    if plan.past_months:
        yield say(
            "{months} months of the past are taken as paid without a gap before {month}, at {income} in today's money.",
            months=plan.past_months, month=plan.first_month, income=Dong(plan.past_income),
        )  # fmt: skip
    if plan.past and plan.subsidised is None:
        yield say("Months of the past since 2018 are taken to have had state subsidy.")
    yield say("The month in which payment ends is not paid. Later increases of pensions are not counted.")


def _tell_floors(plan: Plan, line: Timeline) -> Iterator[Message]:
    told = set()
    for month in line.planned:
        if month.income > plan.income and month.income not in told:
            told.add(month.income)
            yield say(
                "From {day} at least {floor} has to be chosen; it is counted from then on.",
                day=month.day, floor=Dong(month.income),
            )  # fmt: skip
