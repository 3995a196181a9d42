"""Which group of the Law on Health Insurance counts, how long its support lasts, and what is cheapest for a family."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.health import HealthMember, quote_health
from outreach_app.domain.health_facts import covered_percent, list_health_facts
from outreach_app.domain.health_groups import (
    MAY_CHOOSE_HOUSEHOLD,
    PAID_REASONS,
    SUPPORT_NAMES,
    SUPPORTED,
    PaidGroup,
    SupportGroup,
    choose_group,
    find_groups,
    highest_support,
    support_period,
    why_no_prospect,
)
from outreach_app.domain.people import Category, PartialDate, Scheme
from outreach_app.domain.rules import NoRule, RuleBook
from outreach_app.errors import BadInput
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)
NEAR_POOR, PUPIL, FARM = SupportGroup.NEAR_POOR, SupportGroup.PUPIL, SupportGroup.FARM_AVERAGE
LEFT, VICTIM = SupportGroup.LEFT_DIFFICULT_AREA, SupportGroup.TRAFFICKING_VICTIM


# ---------------------------------------------------------------------------------------------- Art 13(5): which group
@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], SupportGroup.NONE),
        ([SupportGroup.INDIVIDUAL], SupportGroup.INDIVIDUAL),
        # a: the first in statutory order
        ([PaidGroup.EMPLOYEE, PaidGroup.POOR], PaidGroup.EMPLOYEE),
        ([PaidGroup.POOR, NEAR_POOR, PUPIL], PaidGroup.POOR),
        ([PaidGroup.UNEMPLOYMENT_BENEFIT, PaidGroup.EMPLOYEE], PaidGroup.EMPLOYEE),
        ([PaidGroup.ISLAND, PaidGroup.UNDER_SIX], PaidGroup.UNDER_SIX),
        # c: a commune's part-time officer comes behind the fund, the state and the supported
        ([PaidGroup.COMMUNE_PART_TIMER], PaidGroup.COMMUNE_PART_TIMER),
        ([PaidGroup.COMMUNE_PART_TIMER, PaidGroup.MERIT], PaidGroup.MERIT),
        ([PaidGroup.COMMUNE_PART_TIMER, NEAR_POOR], NEAR_POOR),
        # d: pensioners stay with the fund, even when they work
        ([PaidGroup.EMPLOYEE, PaidGroup.PENSIONER, PaidGroup.POOR], PaidGroup.PENSIONER),
        # đ: old-age allowances are paid by the state, even before point o or an employer
        ([PaidGroup.EMPLOYEE, PaidGroup.SOCIAL_PENSION], PaidGroup.SOCIAL_PENSION),
        ([PaidGroup.POOR, PaidGroup.BRIDGING_ALLOWANCE], PaidGroup.BRIDGING_ALLOWANCE),
        # g: within clause 4 the highest support, the first of equals
        ([PUPIL, NEAR_POOR], NEAR_POOR),
        ([FARM, PUPIL], PUPIL),
        ([LEFT, NEAR_POOR], NEAR_POOR),
        ([NEAR_POOR, SupportGroup.NEAR_POOR_POOR_COMMUNE], SupportGroup.NEAR_POOR_POOR_COMMUNE),
        ([SupportGroup.ARTISAN, SupportGroup.GRASSROOTS_SECURITY], SupportGroup.GRASSROOTS_SECURITY),
    ],
)
def test_which_group_counts(groups, expected):
    assert choose_group(BOOK, groups, NOW) is expected
    assert choose_group(BOOK, reversed(groups), NOW) is expected


def test_before_the_decree_gave_pupils_half_a_farm_household_was_as_good():
    assert highest_support(BOOK, [PUPIL, FARM], date(2025, 8, 14)) is PUPIL  # 30 % each: the first in order
    assert highest_support(BOOK, [VICTIM], date(2025, 8, 14)) is None
    assert choose_group(BOOK, [VICTIM], date(2025, 8, 14)) is VICTIM


def test_everybody_but_pupils_may_choose_the_household():
    assert set(SUPPORTED) - MAY_CHOOSE_HOUSEHOLD == {PUPIL}
    assert len(SUPPORTED) == 10
    assert set(SUPPORT_NAMES) == set(SupportGroup)
    assert set(PAID_REASONS) == set(PaidGroup)


# --------------------------------------------------------------------------------------------------- who is no prospect
@pytest.mark.parametrize("group", list(PaidGroup))
def test_whoever_others_pay_for_is_no_prospect(group):
    told = why_no_prospect(BOOK, [group], NOW)
    assert told is not None
    assert told.key == PAID_REASONS[group]
    assert (
        why_no_prospect(BOOK, [group], date(2025, 6, 30)) is None
    )  # the book's text of the law begins on 1 July


def test_supported_people_and_the_household_stay_prospects():
    assert why_no_prospect(BOOK, [], NOW) is None
    assert why_no_prospect(BOOK, SUPPORTED, NOW) is None
    assert why_no_prospect(BOOK, [PaidGroup.COMMUNE_PART_TIMER, NEAR_POOR], NOW) is None


@pytest.mark.parametrize(
    ("category", "born", "schemes", "expected"),
    [
        (Category.OTHER, PartialDate(1990), [], set()),
        (Category.OTHER, None, [Scheme.VOLUNTARY], set()),
        (Category.NEAR_POOR, PartialDate(1990), [], {NEAR_POOR}),
        (Category.POOR, PartialDate(1990), [Scheme.COMPULSORY], {PaidGroup.POOR, PaidGroup.EMPLOYEE}),
        (Category.ISLAND, None, [], {PaidGroup.ISLAND}),
        (Category.OTHER, PartialDate(2020, 11, 22), [], {PaidGroup.UNDER_SIX}),  # six tomorrow
        (Category.OTHER, PartialDate(2020, 11, 21), [], set()),
    ],
)
def test_groups_a_register_tells(category, born, schemes, expected):
    assert find_groups(category=category, born=born, schemes=schemes, on=NOW) == expected


# ------------------------------------------------------------------------------------------ support that ends (g and i)
@pytest.mark.parametrize(
    ("group", "since", "last", "first_month", "last_month"),
    [
        (LEFT, "2025-07-01", "2028-06-30", "2025-07-01", "2028-06-01"),
        (LEFT, "2023-11-15", "2026-11-14", "2023-11-01", "2026-10-01"),
        (LEFT, "2024-02-29", "2027-02-27", "2024-02-01", "2027-01-01"),
        (VICTIM, "2026-01-31", "2027-01-30", "2026-01-01", "2026-12-01"),
    ],
)
def test_how_long_support_lasts(group, since, last, first_month, last_month):
    period = support_period(BOOK, group, date.fromisoformat(since))
    told = (period.first_day, period.last_day, period.first_month, period.last_month)
    assert [day.isoformat() for day in told] == [since, last, first_month, last_month]


# 113,850 a month: 70 % of 12, 5, 1 and no months is 956,340, 398,475, 79,695, 0.
@pytest.mark.parametrize(
    ("until", "state", "own", "confirmed"),
    [
        (None, 956_340, 409_860, True),
        ("2027-10-21", 956_340, 409_860, True),  # the twelfth month begins on this day
        ("2027-10-20", 876_645, 489_555, False),
        ("2027-03-21", 398_475, 967_725, False),
        ("2026-11-21", 79_695, 1_286_505, False),
        ("2026-11-20", 0, 1_366_200, True),  # run out: the household ladder
    ],
)
def test_a_payment_past_the_end_of_the_support(until, state, own, confirmed):
    member = HealthMember((LEFT,), date.fromisoformat(until) if until else None)
    quote = quote_health(BOOK, members=[member], months=12, on=NOW)
    assert (quote.total_state, quote.total_own, quote.confirmed) == (state, own, confirmed)
    assert (quote.members[0].position is None) == bool(state)


def test_support_without_an_end_ignores_the_day():
    member = HealthMember((NEAR_POOR,), date(2020, 1, 1))
    assert quote_health(BOOK, members=[member], months=3, on=NOW).total_state == 239_085


# --------------------------------------------------------------------------------------------------- the cheapest form
def family(*groups: SupportGroup) -> list[HealthMember]:
    return [HealthMember((group,)) if group is not SupportGroup.NONE else HealthMember() for group in groups]


def test_farmers_of_average_means_take_the_ladder_from_the_third_on():
    # 30 % support leaves 70 % each, three times 210 %; the ladder 100 + 70 + 60 = 230 %.
    three = quote_health(BOOK, members=family(FARM, FARM, FARM), months=12, on=NOW, cheapest=True)
    assert three.total_own == 3 * 956_340
    # Four of them: supported 280 %; on the ladder 100 + 70 + 60 + 50 = 280 %: no gain, so the support stays.
    four = quote_health(BOOK, members=family(*[FARM] * 4), months=12, on=NOW, cheapest=True)
    assert [share.position for share in four.members] == [None] * 4
    # Five: 350 against 320 %, which is 5 x 956,340 - 4,371,840 = 409,860 less.
    five = quote_health(BOOK, members=family(*[FARM] * 5), months=12, on=NOW, cheapest=True)
    assert five.total_own == 1_366_200 + 956_340 + 819_720 + 683_100 + 546_480 == 4_371_840
    step = next(step for step in five.steps if step.rule == "health.household_choice")
    assert step.result == 409_860
    assert dict(step.text.parameters)["count"] == 5


def test_one_who_stands_on_the_ladder_makes_it_cheaper_for_the_supported():
    # Beside one at 100 % the second place costs 70 %, as much as with 30 % support; the third 60 %.
    quote = quote_health(
        BOOK, members=family(SupportGroup.NONE, FARM, FARM), months=12, on=NOW, cheapest=True
    )
    assert [share.own for share in quote.members] == [1_366_200, 956_340, 819_720]
    late = quote_health(BOOK, members=family(FARM), months=12, on=NOW, already=2, cheapest=True)
    assert [share.own for share in late.members] == [819_720]


def test_pupils_cannot_choose_and_without_asking_nobody_does():
    assert (
        quote_health(BOOK, members=family(PUPIL), months=12, on=NOW, already=4, cheapest=True).total_own
        == 683_100
    )
    assert quote_health(BOOK, members=family(FARM), months=12, on=NOW, already=4).total_own == 956_340


def test_the_choice_begins_with_the_law():
    for day, own in ((date(2025, 6, 30), 884_520), (date(2025, 7, 1), 505_440)):
        asked = {"members": family(FARM), "months": 12, "on": day, "already": 4, "cheapest": True}
        assert quote_health(BOOK, **asked).total_own == own


def test_a_group_no_text_knows_on_the_day_is_refused_and_left_out_beside_another():
    day = date(2025, 8, 14)
    with pytest.raises(NoRule):
        quote_health(BOOK, members=family(VICTIM), months=12, on=day)
    both = quote_health(BOOK, members=[HealthMember((VICTIM, NEAR_POOR))], months=12, on=day)
    assert both.total_state == 884_520  # 70 % of 1,263,600


def test_a_book_cannot_raise_the_rate_above_the_law():
    edited = {key: rules for key, rules in BOOK.rules.items() if key != "health.rate"}
    (last,) = (rule for rule in BOOK.rules["health.rate"] if rule.since == date(2025, 7, 1))
    high = replace(last, value=Decimal("6.01"))
    with pytest.raises(BadInput) as caught:
        quote_health(RuleBook("t", edited | {"health.rate": (high,)}), members=1, months=12, on=NOW)
    assert caught.value.key == "bad_rule_book"


# ---------------------------------------------------------------------------------------------- months across a change
@pytest.mark.parametrize(
    ("on", "months", "after"),
    [
        (date(2026, 6, 30), 12, 11),  # the second month begins on 30 July
        (date(2026, 1, 1), 12, 6),
        (date(2026, 1, 2), 12, 6),
        (date(2026, 10, 2), 3, 0),  # the last month began on 2 December
        (date(2026, 11, 21), 12, 10),
        (date(2026, 1, 1), 6, 0),
        (date(2026, 1, 31), 6, 0),  # 30 June begins the sixth month
    ],
)
def test_what_is_not_certain_about_months_after_a_change_is_said(on, months, after):
    quote = quote_health(BOOK, members=1, months=months, on=on)
    assert quote.months_after_change == after
    assert bool(quote.notes) == (quote.crosses is not None)
    if quote.notes:
        assert dict(quote.notes[0].parameters) == {"day": quote.crosses, "after": after, "months": months}


# --------------------------------------------------------------------------------------------- what the card brings
# Art 22(1): 80 %, near-poor 95 % and 100 % from 2026 (Resolution 261/2025), 100 % for those the state pays for.
@pytest.mark.parametrize(
    ("groups", "on", "percent"),
    [
        ((), NOW, 80),
        ((FARM,), NOW, 80),
        ((NEAR_POOR,), date(2025, 12, 31), 95),
        ((NEAR_POOR,), date(2026, 1, 1), 100),
        ((LEFT,), NOW, 95),
        ((PaidGroup.PENSIONER,), NOW, 95),
        ((PaidGroup.SOCIAL_PENSION,), date(2025, 12, 31), 80),
        ((PaidGroup.SOCIAL_PENSION,), date(2026, 1, 1), 100),
        ((PaidGroup.PENSIONER, PaidGroup.MERIT), NOW, 100),
        ((PaidGroup.EMPLOYEE,), NOW, 80),
    ],
)
def test_how_much_of_the_cost_the_card_pays(groups, on, percent):
    assert covered_percent(BOOK, groups, on).value == percent


def test_facts_name_figure_and_law():
    facts = {fact.key: fact for fact in list_health_facts(BOOK, NOW)}
    assert {key: fact.amount for key, fact in facts.items()} == {
        "health.covered.other": 80, "health.covered.near_poor": 100, "health.covered.left_difficult_area": 95,
        "health.covered.pensioner": 95, "health.covered.social_pension": 100, "health.covered.paid_by_state": 100,
        "health.card_issue_days": 5, "health.card_wait_days": 30, "health.card_gap_days": 90,
        "health.five_years": 15_180_000,  # 6 x 2,530,000
    }  # fmt: skip
    assert all(fact.source and fact.confirmed for fact in facts.values())


# ------------------------------------------------------------------------------------------------ in every family
people = st.builds(
    HealthMember,
    st.lists(st.sampled_from(SUPPORTED), max_size=3, unique=True).map(tuple),
    st.none() | st.dates(date(2026, 1, 1), date(2028, 6, 1)),
)
families = st.lists(people, min_size=1, max_size=8)
days = st.dates(date(2025, 8, 15), date(2027, 12, 31))
periods = st.sampled_from([3, 6, 12])


@given(families, days, periods, st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_members_matters_only_by_the_ladder(members, on, months, already, chance):
    asked = {"months": months, "on": on, "already": already, "cheapest": True}
    mixed = chance.sample(members, len(members))
    first, second = (quote_health(BOOK, members=each, **asked) for each in (members, mixed))
    assert first.total_own == second.total_own
    assert sorted(share.own for share in first.members) == sorted(share.own for share in second.members)


@given(families, people, days, periods, st.integers(0, 5), st.booleans())
def test_one_more_member_never_costs_less(members, more, on, months, already, cheapest):
    asked = {"months": months, "on": on, "already": already, "cheapest": cheapest}
    alone = quote_health(BOOK, members=members, **asked).total_own
    assert quote_health(BOOK, members=[*members, more], **asked).total_own >= alone


@given(families, days, periods, st.integers(0, 5))
def test_choosing_never_costs_more_than_not_choosing(members, on, months, already):
    asked = {"members": members, "months": months, "on": on, "already": already}
    assert quote_health(BOOK, **asked, cheapest=True).total_own <= quote_health(BOOK, **asked).total_own


@given(families, days, st.integers(0, 5))
def test_a_year_costs_as_much_as_its_parts_on_one_day(members, on, already):
    members = [HealthMember(member.groups) for member in members]
    whole, half, quarter = (
        quote_health(BOOK, members=members, months=months, on=on, already=already, cheapest=True).total_own
        for months in (12, 6, 3)
    )
    assert whole == 2 * half == 4 * quarter
