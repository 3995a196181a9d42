"""Joining, windows, changes, freezes and refunds around the days on which the law or the calendar turns."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from outreach_app.domain.eligibility import (
    OCCUPATION_NAMES,
    Circumstances,
    Occupation,
    assess_eligibility,
    reach_age,
)
from outreach_app.domain.method_changes import find_change
from outreach_app.domain.methods import parse_method
from outreach_app.domain.payments import Payment
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.refunds import REFUND_CASE_NAMES, RefundCase, quote_refund
from outreach_app.domain.rules import Mark
from outreach_app.domain.subsidy import SubsidyUse
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.domain.windows import PAYMENT_STATE_NAMES, PaymentState, find_standing, find_window
from outreach_app.errors import BadInput
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)
ADULT = PartialDate(1980, 5, 2)


def day(text: str) -> date:
    return date.fromisoformat(text)


# ------------------------------------------------------------------------------------------------------------- joining
def test_every_obstacle_carries_its_rule() -> None:
    person = Circumstances(
        PartialDate(2015), citizen=False, occupations=(Occupation.VILLAGE_PART_TIMER,), compulsory=True,
        pensioner=True, unemployment_benefit=True,
    )  # fmt: skip
    found = assess_eligibility(BOOK, person, on=NOW)
    assert [(each.key, each.rule.source if each.rule else "") for each in found.obstacles] == [
        ("too_young", "Luật 41/2024/QH15, điểm a khoản 4 Điều 2"),
        ("not_citizen", "Luật 41/2024/QH15, điểm a khoản 4 Điều 2"),
        ("compulsory", "Luật 41/2024/QH15, điểm a khoản 4 Điều 2"),
        ("pensioner", "Luật 41/2024/QH15, điểm a khoản 4 Điều 2"),
        ("unemployment_benefit", "Quyết định 366/QĐ-BHXH, điểm a khoản 1.3.2 Điều 5"),
        ("compulsory_occupation", "Luật 41/2024/QH15, điểm k khoản 1 Điều 2"),
    ]
    assert not found.allowed
    assert found.free_from is None  # age is not the only obstacle


def test_an_unknown_birth_is_an_obstacle_without_a_rule() -> None:
    found = assess_eligibility(BOOK, Circumstances(None), on=NOW)
    assert [(each.key, each.rule) for each in found.obstacles] == [("born_unknown", None)]


@pytest.mark.parametrize(
    ("born", "free_from"),
    [
        ("2012-02-29", "2027-03-01"),
        ("2013-02-28", "2028-02-28"),
        ("2011-11-22", "2026-11-22"),
        ("2012", "2027-01-01"),
    ],
)
def test_the_day_somebody_may_join(born: str, free_from: str) -> None:
    person = Circumstances(PartialDate.parse(born))
    found = assess_eligibility(BOOK, person, on=NOW)
    assert found.free_from == day(free_from)
    assert assess_eligibility(BOOK, person, on=day(free_from)).allowed
    eve = date.fromordinal(day(free_from).toordinal() - 1)
    assert not assess_eligibility(BOOK, person, on=eve).allowed


def test_a_leap_day_is_reached_on_a_leap_day() -> None:
    assert reach_age(day("2012-02-29"), 16) == day("2028-02-29")
    assert reach_age(day("2012-02-29"), 15) == day("2027-03-01")


def test_a_business_owner_is_told_as_reported_and_until_when() -> None:
    person = Circumstances(ADULT, occupations=(Occupation.OTHER_BUSINESS_OWNER,))
    found = assess_eligibility(BOOK, person, on=NOW)
    assert (found.allowed, found.valid_until, found.confirmed) == (True, day("2029-06-30"), True)
    assert found.steps[-1].mark is Mark.SECONDARY
    assert not assess_eligibility(BOOK, person, on=day("2029-07-01")).allowed
    declared = Circumstances(ADULT, occupations=(Occupation.BUSINESS_OWNER,))
    obstacle = assess_eligibility(BOOK, declared, on=NOW).obstacles[0]
    assert obstacle.rule is not None
    assert obstacle.rule.mark is Mark.SECONDARY


def test_what_is_only_recalled_of_the_time_before_is_not_confirmed() -> None:
    person = Circumstances(ADULT, occupations=(Occupation.VILLAGE_PART_TIMER,))
    before = assess_eligibility(BOOK, person, on=day("2025-06-30"))
    assert (before.allowed, before.confirmed, before.valid_until) == (True, False, day("2025-06-30"))
    assert assess_eligibility(BOOK, person, on=day("2025-07-01")).confirmed


def test_every_occupation_has_a_rule_and_words() -> None:
    assert {key for key in BOOK.rules if key.startswith("compulsory.")} - {
        "compulsory.free_at_retirement_age"
    } == {f"compulsory.{occupation}" for occupation in Occupation}
    assert set(OCCUPATION_NAMES) == set(Occupation)
    assert (set(PAYMENT_STATE_NAMES), set(REFUND_CASE_NAMES)) == (set(PaymentState), set(RefundCase))


# ------------------------------------------------------------------------------------------------------------- windows
@pytest.mark.parametrize(
    ("method", "first", "opens", "ends"),
    [
        ("1", "2028-02-17", "2028-02-01", "2028-02-29"),
        ("1", "2027-02-17", "2027-02-01", "2027-02-28"),
        ("3", "2025-05-01", "2025-05-01", "2025-07-31"),
        ("6", "2027-11-01", "2027-11-01", "2028-02-29"),
        ("6", "2026-03-31", "2026-03-01", "2026-06-30"),
        ("12", "2026-06-30", "2026-06-01", "2026-12-31"),
        ("12", "2027-08-01", "2027-08-01", "2028-02-29"),
        ("ahead-2", "2027-01-31", "2027-01-01", "2027-01-31"),
    ],
)
def test_windows_end_on_the_last_day_of_a_month(method: str, first: str, opens: str, ends: str) -> None:
    window = find_window(BOOK, method=parse_method(method), first_month=day(first))
    assert (window.opens, window.ends) == (day(opens), day(ends))


@pytest.mark.parametrize(
    ("method", "on", "state", "lost", "resume"),
    [
        # paid until October 2026
        ("1", "2026-10-31", "paid", 0, "2026-11-01"),
        ("1", "2026-11-01", "due", 0, "2026-11-01"),
        ("1", "2026-11-30", "due", 0, "2026-11-01"),
        ("1", "2026-12-01", "stopped", 1, "2026-12-01"),
        ("3", "2027-01-31", "due", 0, "2026-11-01"),
        ("3", "2027-02-01", "stopped", 3, "2027-02-01"),
        ("6", "2027-02-28", "due", 0, "2026-11-01"),
        ("6", "2027-03-01", "late", 4, "2027-03-01"),
        ("6", "2027-04-30", "late", 5, "2027-04-01"),
        ("6", "2027-05-01", "stopped", 6, "2027-05-01"),
        ("12", "2027-05-31", "due", 0, "2026-11-01"),
        ("12", "2027-06-01", "late", 7, "2027-06-01"),
        ("12", "2027-10-31", "late", 11, "2027-10-01"),
        ("12", "2027-11-01", "stopped", 12, "2027-11-01"),
        ("ahead-2", "2026-11-30", "due", 0, "2026-11-01"),
        ("missing-24", "2030-01-01", "paid", 0, "2026-11-01"),
    ],
)
def test_how_somebody_stands(method: str, on: str, state: str, lost: int, resume: str) -> None:
    found = find_standing(BOOK, last_paid=day("2026-10-09"), method=parse_method(method), on=day(on))
    assert (found.state.value, found.lost_months, found.resume_from) == (state, lost, day(resume))
    assert found.paid_until == day("2026-10-31")
    # that months are lost is known from the old regime only
    assert found.confirmed is (state in ("paid", "due"))


def test_stopping_under_the_old_regime_was_official() -> None:
    found = find_standing(BOOK, last_paid=day("2025-03-01"), method=parse_method("1"), on=day("2025-06-30"))
    assert (found.state, found.confirmed) == (PaymentState.STOPPED, True)
    assert found.steps[-1].source == "Quyết định 595/QĐ-BHXH, khoản 3 Điều 11"


# ------------------------------------------------------------------------------------------------------------- changes
def test_another_income_waits_for_the_end_of_the_period() -> None:
    args = {"method": parse_method("6"), "first_month": day("2026-09-30")}
    early = find_change(BOOK, on=day("2027-02-28"), **args)
    assert (early.allowed, early.from_day, early.reason_key) == (False, day("2027-03-01"), "after_period")
    assert find_change(BOOK, on=day("2027-03-01"), **args).allowed
    assert not early.confirmed  # Decree 159/2025 was not seen
    assert find_change(
        BOOK, on=day("2025-06-30"), method=parse_method("3"), first_month=day("2025-06-01")
    ).confirmed


def test_years_ahead_bind_for_their_years() -> None:
    found = find_change(BOOK, method=parse_method("ahead-5"), first_month=day("2026-02-01"), on=NOW)
    assert found.from_day == day("2031-02-01")


def test_missing_months_start_in_the_month_before_the_age() -> None:
    found = find_change(
        BOOK, method=parse_method("12"), first_month=day("2026-06-01"), on=NOW, to=parse_method("missing-20"),
        retires_on=day("2027-01-31"),
    )  # fmt: skip
    assert (found.from_day, found.allowed, found.reason_key) == (day("2026-12-01"), False, "missing_at_once")

    def pay(on: str) -> int:
        return quote_voluntary(
            BOOK, income=1_500_000, method=parse_method("missing-12"), category=Category.OTHER, on=day(on),
            retires_on=day("2027-01-31"),
        ).contribution  # fmt: skip

    assert pay("2026-12-01") == 4_040_708
    with pytest.raises(BadInput) as caught:
        pay("2026-11-30")
    assert caught.value.key == "too_early"


# -------------------------------------------------------------------------------------------------------------- freeze
@pytest.mark.parametrize(
    ("on", "method", "change", "certain"),
    [
        ("2026-11-21", "12", "2027-01-01", False),
        ("2026-11-21", "3", "2027-01-01", False),
        ("2026-11-21", "1", None, None),
        ("2026-10-01", "3", None, None),
        ("2025-06-30", "12", "2025-07-01", True),
        ("2025-06-30", "1", None, None),
        ("2025-07-01", "12", None, None),
        ("2027-01-01", "12", None, None),
        ("2026-11-21", "ahead-2", "2027-01-01", False),
        ("2026-11-21", "missing-12", None, None),
    ],
)
def test_months_behind_a_change_stay_as_they_were_paid(
    on: str, method: str, change: str | None, certain: bool | None
) -> None:
    made = quote_voluntary(
        BOOK, income=2_200_000, method=parse_method(method), category=Category.OTHER, on=day(on)
    )
    if change is None:
        assert made.freeze is None
        return
    assert made.freeze is not None
    assert (made.freeze.result, made.freeze.mark is not Mark.UNCONFIRMED) == (day(change), certain)
    # The amount due today does not rest on it.
    assert made.confirmed is (method in ("3", "12"))


def test_a_change_on_the_last_day_paid_for_is_still_within() -> None:
    key = "voluntary.income_floor"
    past, now, future = BOOK.rules[key]
    eve, turn = day("2026-11-29"), day("2026-11-30")
    moved = (past, replace(now, until=eve), replace(future, since=turn))
    book = replace(BOOK, rules=MappingProxyType({**BOOK.rules, key: moved}))
    made = quote_voluntary(book, income=2_200_000, method=parse_method("1"), category=Category.OTHER, on=NOW)
    assert made.freeze is not None
    assert made.freeze.result == turn


def test_twelve_months_paid_before_the_line_rises_keep_the_old_line() -> None:
    before, after = (
        quote_voluntary(
            BOOK, income=2_200_000, method=parse_method("12"), category=Category.POOR, on=day(on),
            first_month=day("2026-12-01"),
        )
        for on in ("2026-12-31", "2027-01-01")
    )  # fmt: skip
    assert (before.contribution, before.state) == (5_808_000, 12 * 165_000)
    assert (after.contribution, after.state, after.confirmed) == (5_808_000, 12 * 242_000, False)


# -------------------------------------------------------------------------------------------------- several categories
@pytest.mark.parametrize(
    ("on", "chosen", "state"),
    [
        ("2025-06-30", "near_poor", 82_500),
        ("2025-07-01", "island", 165_000),
        ("2027-01-01", "island", 242_000),
    ],
)
def test_of_several_categories_the_highest_of_the_day_counts(on: str, chosen: str, state: int) -> None:
    made = quote_voluntary(
        BOOK, income=2_200_000, method=parse_method("1"), category=Category.ETHNIC_MINORITY, on=day(on),
        also=[Category.NEAR_POOR, Category.ISLAND],
    )  # fmt: skip
    assert (made.category, made.state) == (chosen, state)


# ------------------------------------------------------------------------------------------------------------- refunds
def pay_back(method: str, leaves: str, paid_on: str = "2026-01-10", **more: object):
    paid = Payment(1_500_000, parse_method(method), (Category.OTHER,), day(paid_on).replace(day=1), **more)  # type: ignore[arg-type]
    return quote_refund(
        BOOK, paid, paid_on=day(paid_on), case=RefundCase.DEATH, leaves=day(leaves), on=day("2026-12-01")
    )


@pytest.mark.parametrize(
    ("method", "leaves", "months", "amount"),
    [
        ("12", "2025-12-31", 12, 12 * 264_000),
        ("12", "2026-01-31", 12, 12 * 264_000),
        ("12", "2026-02-01", 11, 11 * 264_000),
        ("12", "2026-12-31", 1, 264_000),
        ("12", "2027-01-01", 0, 0),
        ("6", "2026-06-30", 1, 264_000),
        ("3", "2026-04-01", 0, 0),
    ],
)
def test_whole_unused_months_come_back(method: str, leaves: str, months: int, amount: int) -> None:
    back = pay_back(method, leaves)
    assert (back.months, back.amount) == (months, amount)
    assert back.contribution == back.state + back.top_up + back.other + back.amount


def test_all_of_years_ahead_comes_back_when_none_was_used() -> None:
    made = quote_voluntary(
        BOOK, income=1_500_000, method=parse_method("ahead-2"), category=Category.OTHER, on=day("2026-01-10")
    )
    assert pay_back("ahead-2", "2026-01-10").amount == made.own


def test_support_that_ended_in_the_period_does_not_go_back_again() -> None:
    # Five supported months, seven unsupported ones: of the last eight one was supported.
    back = pay_back("12", "2026-05-01", used=SubsidyUse(further=115))
    assert (back.state, back.amount) == (66_000, 8 * 330_000 - 66_000)


def test_a_top_up_goes_back_for_the_months_it_was_given_for() -> None:
    # Given with the state's five months only; of the last eight months one is among them. The gift is for all twelve.
    back = pay_back(
        "12", "2026-05-01", used=SubsidyUse(further=115), top_ups=(ExtraSupport("NQ", monthly=20_000),),
        others=(ExtraSupport("Hội", monthly=10_000),),
    )  # fmt: skip
    assert (back.state, back.top_up, back.other) == (66_000, 20_000, 80_000)
    assert back.amount == 2_640_000 - 166_000


def test_top_ups_and_gifts_go_back_to_their_givers_unconfirmed() -> None:
    back = pay_back(
        "12", "2026-05-01", top_ups=(ExtraSupport("NQ", monthly=20_000),),
        others=(ExtraSupport("Hội", monthly=10_000),),
    )  # fmt: skip
    assert (back.top_up, back.other, back.amount) == (160_000, 80_000, 8 * (264_000 - 30_000))
    assert not back.confirmed
    assert pay_back("12", "2026-05-01").confirmed


@pytest.mark.parametrize("method", ["1", "missing-12"])
def test_single_and_missing_months_do_not_come_back(method: str) -> None:
    with pytest.raises(BadInput) as caught:
        pay_back(method, "2026-01-01")
    assert caught.value.key == "no_refund"
