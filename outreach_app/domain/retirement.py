"""The retirement age by sex and month of birth (Labour Code Art 169(2), Decree 135/2020 Art 4)."""

from datetime import date

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.projections import RetirementAge
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Mark, NoRule, Rule, RuleBook
from outreach_app.errors import say

_KEYS = {Sex.FEMALE: "retirement.age.female", Sex.MALE: "retirement.age.male"}
_EARLY_KEYS = {Sex.FEMALE: "pension.early_member.age.female", Sex.MALE: "pension.early_member.age.male"}


def retirement_day(book: RuleBook, *, sex: Sex, born: PartialDate) -> RetirementAge:
    """When somebody reaches the retirement age and from which day a pension may start.

    Only the year of birth known counts as 1 January (Circular 11/2025/TT-BNV Art 5(7)). A month without the day of
    birth is reached on its last day, also in the whole years of somebody born on 29 February: the decree's table goes
    by months.
    """
    rule, day = _find_age(book, sex=sex, born=born.first_day)
    years, months = divmod(rule.amount, 12)
    work = Workings(book, day)
    told = say("Retirement age: {years} years {months} months", years=years, months=months)
    work.add(rule, told if months else say("Retirement age: {years} years", years=years), result=day)
    return RetirementAge(
        years, months, day, next_month(day), rule.mark is not Mark.UNCONFIRMED, tuple(work.steps)
    )  # fmt: skip


def find_retirement_day(book: RuleBook, *, sex: Sex, born: PartialDate) -> date:
    """The day the retirement age is reached, as retirement_day tells it, without the steps."""
    return _find_age(book, sex=sex, born=born.first_day)[1]


def next_month(day: date) -> date:
    """The first day of the month after a day's month."""
    return add_months(first_of_month(day), 1)


def early_member_day(
    book: RuleBook, *, sex: Sex, born: PartialDate, joined: date | None
) -> tuple[date, Rule, Rule] | None:
    """For voluntary members before 2021: the day of 60 or 55 years, its rule, and the rule of the years needed.

    Law 41/2024 Art 141(9); None for everybody who joined later or at an unknown time.
    """
    age = None if joined is None else book.find(_EARLY_KEYS[sex], joined)
    if joined is None or age is None:
        return None
    years = book.rule("pension.early_member.years", joined)
    return add_months(born.first_day, age.amount * 12), age, years


def _find_age(book: RuleBook, *, sex: Sex, born: date) -> tuple[Rule, date]:
    """The first rule whose own period is not yet over when its age is reached, and the day it is reached on.

    Who is older than the table reached the age of its first rule before it begins.
    """
    for rule in book.rules.get(_KEYS[sex], ()):
        day = add_months(born, rule.amount)
        if rule.until is None or day <= rule.until:
            return rule, day
    raise NoRule(
        say("The rule book has no retirement age for somebody born on {day}.", day=born),
        say("Choose a day that the rule book covers, or let the office add the rule."),
    )
