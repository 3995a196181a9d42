"""The pension projection against amounts worked out by hand, and what must hold for every plan."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.months import add_months
from outreach_app.domain.pension import PaidMonths, PensionProjection, benefit_facts, project_pension
from outreach_app.domain.pension_rate import about, pension_rate
from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import NoRule
from outreach_app.errors import BadInput
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)
F, M = Sex.FEMALE, Sex.MALE


def project(**asked: object) -> PensionProjection:
    """A woman born on 15 March 1988 who pays on 1,500,000 from November 2026 until 60, or what is asked instead."""
    usual: dict[str, object] = {
        "sex": F, "born": PartialDate(1988, 3, 15), "first_month": date(2026, 11, 1), "income": 1_500_000,
        "until": 60, "on": NOW,
    }  # fmt: skip
    return project_pension(BOOK, **(usual | asked))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------ by hand
def test_the_woman_of_the_drawing() -> None:
    # 11/2026 to 2/2048 are 256 months: 2 on 1,500,000 and 254 on the floor of 2027, 2,200,000. 21 years 4 months count
    # 21.5: 45 % + 6.5 x 2 % = 58 % of 561,800,000 / 256 = 1,272,828.
    made = project()
    assert (made.retires_on, made.pension_from) == (date(2048, 3, 15), date(2048, 4, 1))
    assert (made.months_contributed, made.rate_percent, made.rate_at_15) == (256, 58, 45)
    assert (made.average_high, made.monthly_high) == (2_194_531, 1_272_828)
    assert about(made.monthly_high) == 1_273_000
    # 22 % of 561,800,000 = 123,596,000, less 2 x 66,000 + 118 x 96,800: 112,041,600, back after 88.03 months.
    assert (made.paid_by_state, made.paid_by_member) == (11_554_400, 112_041_600)
    assert made.months_to_pay_back == 7 * 12 + 5
    assert (made.subsidised_until, made.fifteen_years_on) == (date(2036, 10, 31), date(2041, 11, 1))
    assert (made.years[0].months, made.years[0].subsidised_months) == (2, 2)
    assert (made.years[10].year, made.years[10].subsidised_months) == (2036, 10)
    assert (made.years[-1].year, made.years[-1].months, made.years[-1].subsidised_months) == (2048, 2, 0)
    assert not made.confirmed  # the floor of 2027
    assert made.valid_until == date(2026, 12, 31)


def test_the_lower_end_keeps_the_same_dong_while_prices_rise() -> None:
    # two months of 2026 and two of 2027 at 3,000,000: (6,000,000 + 6,000,000 / 1.026) / 4
    made = project(income=3_000_000, until=date(2027, 3, 1))
    assert (made.average_low, made.average_high) == (2_961_988, 3_000_000)
    same_year = project(income=3_000_000, until=date(2027, 1, 1))
    assert same_year.average_low == same_year.average_high == 3_000_000


@pytest.mark.parametrize(
    ("sex", "months", "percent"),
    [
        # Law 41/2024 Art 99 and 5(6); 18 years 4 months of a man are 43.5 %.
        (F, 180, 45), (F, 181, 46), (F, 186, 46), (F, 187, 47), (F, 191, 47), (F, 192, 47), (F, 240, 55), (F, 359, 75),
        (F, 360, 75), (F, 600, 75),
        (M, 180, 40), (M, 186, Fraction(81, 2)), (M, 187, 41), (M, 220, Fraction(87, 2)), (M, 239, 45), (M, 240, 45),
        (M, 241, 46), (M, 247, 47), (M, 420, 75), (M, 700, 75),
    ],
)  # fmt: skip
def test_rate_by_months(sex: Sex, months: int, percent: Fraction) -> None:
    assert pension_rate(Workings(BOOK, NOW), sex=sex, months=months) == percent


def test_dated_months_of_the_past_are_revalued() -> None:
    # 2019: 12 x 1,000,000 x 1.20; 2022: 12 x 1,500,000 x 1.11; average 24 months: (14,400,000 + 19,980,000) / 24
    paid = [PaidMonths(date(2019, 1, 1), 12, 1_000_000), PaidMonths(date(2022, 1, 1), 12, 1_500_000)]
    made = project(paid=paid, until=date(2026, 11, 1))
    assert (made.months_contributed, made.average_high) == (24, 1_432_500)
    assert made.paid_before == 12 * 220_000 + 12 * 330_000
    assert not made.confirmed  # the table was not seen


def test_who_pays_on_after_the_age_draws_after_the_last_month() -> None:
    # Art 101(2): age in November 2026 with 200 months; paying until December 2027 starts the pension in January 2028.
    made = project(born=PartialDate(1969, 11, 20), past_months=200, until=date(2028, 1, 5), income=3_000_000)
    assert (made.retires_on, made.pension_from) == (date(2026, 11, 20), date(2028, 1, 1))
    assert project(born=PartialDate(1969, 11, 20), past_months=200, until=None).pension_from == date(
        2026, 12, 1
    )


def test_missing_months_are_told_with_their_price() -> None:
    # Age in November 2026 with 150 months: 30 missing. Art 36(3): payable from October; Art 101(3): pension after it.
    made = project(born=PartialDate(1969, 11, 20), past_months=150, until=None, income=1_500_000)
    assert (made.pension_from, made.monthly_high, made.missing_months) == (None, 0, 30)
    assert made.months_to_pay_back is None
    assert made.missing is not None
    # 330,000 x 1.0031 x (1.0031 ** 30 - 1) / 0.0031 = 10,390,265; 45 % of 1,500,000 from December on.
    assert made.missing.contribution == 10_390_265
    assert made.missing.own + made.missing.state == made.missing.contribution
    assert (made.missing.earliest, made.missing.pension_from) == (NOW, date(2026, 12, 1))
    assert (made.missing.rate_percent, made.missing.monthly) == (45, 675_000)
    early = project(born=PartialDate(1970, 11, 20), past_months=130, until=None)
    assert early.missing is not None
    assert early.missing.earliest == date(2028, 6, 1)  # reached on 20 July 2028
    assert project(born=PartialDate(1969, 11, 20), past_months=100).missing is None  # 80 are more than 60


def test_members_before_2021_stop_at_55() -> None:
    # 214 months until November 2026: 240 are full with December 2028, before her 55th birthday in May 2029.
    joined = date(2009, 1, 1)
    made = project(born=PartialDate(1974, 5, 15), past_months=214, first_joined=joined, until=None)
    assert (made.retires_on, made.pension_from, made.months_contributed) == (
        date(2029, 5, 15), date(2029, 6, 1), 244,
    )  # fmt: skip
    later = project(born=PartialDate(1974, 5, 15), past_months=60, first_joined=joined, until=None)
    assert later.retires_on == date(2033, 9, 15)
    assert "pension.early_member.age.female" in [step.rule for step in made.steps]


# ---------------------------------------------------------------------------------------------------------- one-off
def test_who_joined_before_july_2025_may_leave_and_who_joined_after_it_may_not() -> None:
    before = project(past_months=24, first_joined=date(2024, 3, 1), until=date(2026, 11, 1)).one_off
    assert (before.allowed, before.reason_key, before.possible_from) == (
        True,
        "stopped_before_2025",
        date(2027, 11, 1),
    )
    # 2 years x 2 x 1,500,000, less 8 months x 33,000 and 16 x 66,000 of the state
    assert (before.amount, before.state_part_left_out) == (4_680_000, 1_320_000)
    after = project(past_months=12, first_joined=date(2025, 7, 1), until=date(2026, 11, 1)).one_off
    assert (after.allowed, after.reason_key, after.possible_from) == (
        False,
        "joined_after_2025",
        date(2048, 3, 15),
    )


def test_at_the_age_without_fifteen_years_there_is_a_choice() -> None:
    # Art 102(1)(a) and Art 23
    made = project(born=PartialDate(1969, 11, 20), past_months=100, until=None).one_off
    assert (made.allowed, made.reason_key, made.possible_from) == (
        True,
        "age_without_years",
        date(2026, 11, 20),
    )
    assert made.alternative is not None
    assert made.alternative.parameters == {"amount": 500_000, "age": 75}
    enough = project(born=PartialDate(1969, 11, 20), past_months=180, until=None).one_off
    assert (enough.allowed, enough.reason_key, enough.alternative) == (False, "pension_due", None)


def test_who_reaches_the_age_with_fifteen_years_while_waiting_gets_the_pension() -> None:
    # Stopped in November 2025; twelve months later, on 1 November 2026, she is 57 and has 15 years.
    asked = {
        "past_months": 180,
        "first_month": date(2025, 11, 1),
        "until": date(2025, 11, 1),
        "on": date(2025, 11, 21),
    }
    assert project(born=PartialDate(1969, 11, 1), **asked).one_off.reason_key == "pension_due"
    assert project(born=PartialDate(1969, 11, 2), **asked).one_off.reason_key == "stopped_before_2025"


def test_what_leaving_loses_is_said_in_full() -> None:
    made = project(past_months=60, first_joined=date(2021, 1, 1), until=date(2026, 11, 1)).one_off
    said = " ".join(str(line) for line in made.loses)
    assert "5 years 0 months" in said
    assert "25300000" in said  # 10 x 2,530,000 after 60 months
    assert len(made.exceptions) == 3
    short = project(past_months=59, first_joined=date(2021, 1, 1), until=date(2026, 11, 1)).one_off
    assert "25300000" not in " ".join(str(line) for line in short.loses)


def test_before_the_first_month_there_is_nothing_to_take() -> None:
    made = project(until=date(2026, 11, 1)).one_off
    assert (made.allowed, made.amount, made.reason_key, made.loses) == (False, 0, "nothing_paid", ())


# --------------------------------------------------------------------------------------------------------- benefits
def test_benefits_have_their_figures() -> None:
    facts = {fact.key: fact for fact in benefit_facts(BOOK, NOW)}
    amounts = {key: fact.amount for key, fact in facts.items() if fact.amount is not None}
    assert amounts == {
        "maternity": 2_000_000, "funeral": 25_300_000, "monthly_allowance": 500_000, "social_pension": 500_000,
        "social_pension_poor": 500_000,
    }  # fmt: skip
    assert all(fact.confirmed and fact.source for fact in facts.values())
    # The base salary of the day counts for the funeral grant.
    before = {fact.key: fact.amount for fact in benefit_facts(BOOK, date(2026, 6, 30))}
    assert before["funeral"] == 23_400_000
    later = {fact.key: fact for fact in benefit_facts(BOOK, date(2027, 1, 1))}
    assert not later["social_pension"].confirmed
    with pytest.raises(NoRule):
        benefit_facts(BOOK, date(2025, 6, 30))


# ---------------------------------------------------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"income": 1_499_999}, "income_out_of_range"),
        ({"income": 50_600_001}, "income_out_of_range"),
        ({"first_month": date(2007, 12, 1)}, "bad_months"),
        ({"until": date(2026, 10, 31)}, "bad_months"),
        ({"until": 38}, "bad_months"),
        ({"until": 101}, "bad_months"),
        ({"until": date(2090, 1, 1)}, "bad_months"),
        ({"past_months": -1}, "bad_months"),
        ({"past_months": 1, "past_income": 0}, "bad_months"),
        ({"past_months": 60, "first_joined": date(2022, 1, 1)}, "bad_months"),
        ({"paid": [PaidMonths(date(2020, 1, 1), 13, 10), PaidMonths(date(2021, 1, 1), 1, 10)]}, "bad_months"),
        ({"paid": [PaidMonths(date(2026, 11, 1), 1, 1_500_000)]}, "bad_months"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput) as refusal:
        project(**asked)
    assert refusal.value.key == key


def test_before_the_law_nothing_is_projected() -> None:
    with pytest.raises(NoRule):
        project(on=date(2025, 6, 30), first_month=date(2025, 6, 1))


# -------------------------------------------------------------------------------------------------------- properties
plans = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(Sex),
        "born": st.dates(date(1966, 1, 1), date(2000, 12, 31)).map(
            lambda d: PartialDate(d.year, d.month, d.day)
        ),
        "income": st.integers(30, 1000).map(lambda steps: steps * 50_000),
        "past_months": st.integers(0, 300),
        "category": st.sampled_from(Category),
        "until": st.none() | st.integers(0, 330).map(lambda months: add_months(date(2026, 11, 1), months)),
    }
)


@settings(max_examples=60)
@given(plans)
def test_every_plan_keeps_within_the_law(asked: dict[str, object]) -> None:
    made = project(**asked)
    assert 0 <= made.monthly_low <= made.monthly_high <= made.average_high * 3 // 4 + 1
    assert made.rate_percent == 0 or made.rate_at_15 <= made.rate_percent <= 75
    assert (made.pension_from is None) == (made.rate_percent == 0)
    assert made.pension_from is None or made.pension_from > made.retires_on
    assert sum(row.months for row in made.years) == made.months_contributed - asked["past_months"]
    assert sum(row.subsidised_months for row in made.years) <= 120
    assert made.one_off.amount >= 0
    assert all(step.source for step in made.steps)


@settings(max_examples=40)
@given(plans, st.integers(1, 60))
def test_more_months_never_give_a_lower_rate(asked: dict[str, object], more: int) -> None:
    until = date(2044, 1, 1)
    asked = asked | {"until": until}
    first, second = project(**asked), project(**(asked | {"until": add_months(until, more)}))
    assert first.rate_percent <= second.rate_percent
    assert first.one_off.amount <= second.one_off.amount or asked["income"] < 2_200_000
    assert first.missing_months >= second.missing_months


@settings(max_examples=40)
@given(plans, st.integers(1, 100))
def test_more_income_never_gives_less(asked: dict[str, object], steps: int) -> None:
    higher = min(int(str(asked["income"])) + steps * 50_000, 50_600_000)
    first, second = project(**asked), project(**(asked | {"income": higher}))
    assert first.monthly_low <= second.monthly_low
    assert first.monthly_high <= second.monthly_high
    assert first.paid_by_state == second.paid_by_state
    assert first.lump_sum_extra <= second.lump_sum_extra
