"""The pension calculator against the second one of tests/oracle/pension.py, on people drawn at random."""

import random
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from outreach_app.domain.months import add_months
from outreach_app.domain.pension import PaidMonths, project_pension, retirement_day
from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.services.shipped_rules import load_rule_book
from tests.oracle.pension import Case, age_in_months, at_age, project

BOOK = load_rule_book()
COUNT = 500


def draw(seed: int) -> Case:
    """One person and one plan; the years around every date of the law come up often."""
    dice = random.Random(seed)
    on = date(dice.choice([2025, 2026, 2026, 2027, 2029]), dice.randint(7, 12), dice.randint(1, 28))
    born = date(dice.randint(1955, 1992), dice.randint(1, 12), dice.choice([1, 15, 28]))
    first = add_months(on.replace(day=1), dice.choice([0, 0, 0, 1, 3, -6, -30, -100]))
    case = Case(
        woman=dice.random() < 0.5, born=born, first=first, on=on,
        income=dice.choice([2_200_000, 2_250_000, 3_000_000, 7_350_000, 20_000_000]),
        category=dice.choice(list(Category)).value,
    )  # fmt: skip
    if dice.random() < 0.5:
        case.until = add_months(first, dice.choice([0, 3, 11, 12, 60, 179, 180, 187, 239, 240, 300, 425]))
        if case.until > at_age(born, 1200):
            case.until = None
    if dice.random() < 0.5:
        case.past = dice.choice([1, 11, 24, 100, 145, 179, 180, 200, 239, 241])
        case.past_income = dice.choice([None, 1_000_000, 4_321_000])
    if dice.random() < 0.25:
        years = dice.sample(range(2008, 2018), k=2)
        case.paid = [
            (date(year, 1, 1), dice.randint(1, 12), 50_000 * dice.randint(10, 90)) for year in sorted(years)
        ]
        case.past = 0
    if dice.random() < 0.3:
        case.joined = (
            date(2008, 1, 1) if case.paid else add_months(first, -case.past - dice.choice([0, 1, 60]))
        )
    if dice.random() < 0.3:
        case.subsidised = dice.choice([0, 1, 60, 119, 120, 130])
    return case


@cache
def answer(seed: int) -> dict[str, object]:
    """The second calculator's answer."""
    return project(draw(seed))


def ask(case: Case) -> dict[str, object]:
    """The program's answer in the words of the second calculator."""
    found = project_pension(
        BOOK,
        sex=Sex.FEMALE if case.woman else Sex.MALE,
        born=PartialDate(case.born.year, case.born.month, case.born.day),
        first_month=case.first,
        income=case.income,
        until=case.until,
        on=case.on,
        past_months=case.past,
        past_income=case.past_income,
        first_joined=case.joined,
        category=Category(case.category),
        subsidised_months=case.subsidised,
        paid=[PaidMonths(*row) for row in case.paid],
    )
    names = (
        "retires_on pension_from months_contributed rate_percent monthly_low monthly_high lump_sum_extra paid_by_member"
        " paid_by_state paid_before months_to_pay_back subsidised_until fifteen_years_on missing_months"
    )
    told: dict[str, object] = {name: getattr(found, name) for name in names.split()}
    years = {row.year: (row.months, row.subsidised_months) for row in found.years}
    return told | {
        "years": years,
        "one_off_amount": found.one_off.amount,
        "one_off_key": found.one_off.reason_key,
    }


@pytest.mark.parametrize("block", range(0, COUNT, 100))
def test_both_calculators_agree_on_random_people(block: int) -> None:
    for seed in range(block, block + 100):
        case = draw(seed)
        assert ask(case) == answer(seed), (seed, case)


def test_the_people_drawn_meet_every_answer() -> None:
    answers = [answer(seed) for seed in range(COUNT)]
    keys = {answer["one_off_key"] for answer in answers}
    assert keys == {
        "nothing_paid", "pension_due", "age_without_years", "joined_after_2025", "twenty_years", "stopped_before_2025",
    }  # fmt: skip
    rates = {answer["rate_percent"] for answer in answers}
    assert {Fraction(0), Fraction(75)} <= rates
    assert any(answer["lump_sum_extra"] for answer in answers)
    assert any(answer["subsidised_until"] is None for answer in answers)


@pytest.mark.parametrize("sex", list(Sex))
def test_both_agree_on_every_birth_month_from_1950_to_1985(sex: Sex) -> None:
    for year in range(1950, 1986):
        for month in range(1, 13):
            for day in (1, 28 if month == 2 else 30):
                born = date(year, month, day)
                age = age_in_months(sex is Sex.FEMALE, born)
                found = retirement_day(BOOK, sex=sex, born=PartialDate(year, month, day))
                assert (found.in_months, found.day) == (age, at_age(born, age)), born
