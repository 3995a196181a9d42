"""Voluntary insurance against worked examples (QĐ 595), the tables of Decree 159/2025, and amounts computed by hand."""

import gettext
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.eligibility import check_eligibility
from outreach_app.domain.methods import Method, MethodKind, describe_method, parse_method
from outreach_app.domain.months import add_months, first_of_month, last_of_month, months_between
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.rules import NoRule
from outreach_app.domain.support import ExtraSupport, Funding, parse_support
from outreach_app.domain.voluntary import choose_category, income_range, quote_voluntary
from outreach_app.errors import BadInput
from outreach_app.i18n import NBSP, Catalogue
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)
OTHER = Category.OTHER


def quote(income=1_500_000, method="1", category="other", on=NOW, **more):
    return quote_voluntary(
        BOOK, income=income, method=parse_method(method), category=Category(category), on=on, **more
    )


# ------------------------------------------------------------------------------------------------- worked examples
def test_examples_4_and_5_of_qd_595():
    # QĐ 595 Examples 4 and 5: 4,000,000 x 22 % = 880,000 a month, 5,280,000 for 6 months (before support)
    assert quote(4_000_000, "1", on=date(2018, 6, 1)).contribution == 880_000
    assert quote(4_000_000, "6", on=date(2018, 6, 1)).contribution == 5_280_000


def test_example_11_of_qd_595():
    # 800,000 at a poverty line of 700,000, near-poor: 12 months cost 1,650,000; later as "other" 160,600 a month
    year = quote(800_000, "12", "near_poor", on=date(2018, 6, 15))
    assert (year.contribution, year.state, year.own) == (2_112_000, 462_000, 1_650_000)
    assert year.confirmed is False  # the floor of that time is recalled only
    month = quote(800_000, "1", "other", on=date(2019, 6, 15))
    assert (month.state, month.own) == (15_400, 160_600)


def test_example_11_goes_on_until_120_months():
    # joined in June 2018 without a break: no support from June 2028 on (QĐ 595 Example 11)
    assert quote(2_200_000, on=date(2028, 5, 15), subsidised_months=119).state == 96_800
    assert quote(2_200_000, on=date(2028, 6, 15), subsidised_months=120).state == 0


# Decree 134/2015 Art 14 until 30 June 2025; Decree 159/2025 Art 5 after it; line 1,500,000, from 2027 2,200,000.
@pytest.mark.parametrize(
    ("category", "on", "income", "state", "own"),
    [
        ("poor", "2025-06-30", 1_500_000, 99_000, 231_000),
        ("near_poor", "2025-06-30", 1_500_000, 82_500, 247_500),
        ("ethnic_minority", "2025-06-30", 1_500_000, 33_000, 297_000),
        ("island", "2025-06-30", 1_500_000, 33_000, 297_000),
        ("other", "2025-06-30", 1_500_000, 33_000, 297_000),
        ("poor", "2025-07-01", 1_500_000, 165_000, 165_000),
        ("island", "2025-07-01", 1_500_000, 165_000, 165_000),
        ("near_poor", "2025-07-01", 1_500_000, 132_000, 198_000),
        ("ethnic_minority", "2025-07-01", 1_500_000, 99_000, 231_000),
        ("other", "2025-07-01", 1_500_000, 66_000, 264_000),
        ("poor", "2026-12-31", 1_500_000, 165_000, 165_000),
        ("other", "2026-12-31", 1_500_000, 66_000, 264_000),
        ("poor", "2027-01-01", 2_200_000, 242_000, 242_000),
        ("island", "2027-01-01", 2_200_000, 242_000, 242_000),
        ("near_poor", "2027-01-01", 2_200_000, 193_600, 290_400),
        ("ethnic_minority", "2027-01-01", 2_200_000, 145_200, 338_800),
        ("other", "2027-01-01", 2_200_000, 96_800, 387_200),
    ],
)
def test_subsidy_by_category_and_date(category, on, income, state, own):
    made = quote(income, "1", category, on=date.fromisoformat(on))
    assert (made.state, made.own) == (state, own)
    assert made.contribution == state + own


# Sums of TN x 22 % discounted or compounded at 0.31 % a month, TN 1,500,000, before support.
@pytest.mark.parametrize(
    ("method", "contribution"),
    [
        ("ahead-2", 7_644_801),
        ("ahead-3", 11_259_443),
        ("ahead-4", 14_742_290),
        ("ahead-5", 18_098_148),
        ("missing-12", 4_040_708),
        ("missing-36", 12_586_622),
        ("missing-60", 21_791_542),
        ("1", 330_000),
        ("3", 990_000),
        ("6", 1_980_000),
        ("12", 3_960_000),
    ],
)
def test_contribution_by_method(method, contribution):
    assert quote(method=method).contribution == contribution


def test_support_of_years_ahead_is_not_discounted_and_of_missing_months_is_compounded():
    ahead = quote(method="ahead-2")
    assert (ahead.state, ahead.months) == (24 * 66_000, 24)
    assert quote(method="missing-12").state == 808_142  # a fifth of 4,040,708.2...
    assert not ahead.confirmed  # neither the support formula nor the rounding is confirmed
    assert ahead.first_due == NOW
    assert [(payment.day, payment.own) for payment in ahead.due] == [(NOW, ahead.own)]


@pytest.mark.parametrize(
    ("method", "on", "allowed"),
    [
        ("ahead-1", NOW, False),
        ("ahead-2", NOW, True),
        ("ahead-5", NOW, True),
        ("ahead-6", NOW, False),
        ("missing-1", NOW, True),
        ("missing-60", NOW, True),
        ("missing-61", NOW, False),
        ("missing-120", date(2025, 6, 30), True),  # Q595 Art 9(1.6): 120 until 30 June 2025
        ("missing-121", date(2025, 6, 30), False),
        ("missing-120", date(2025, 7, 1), False),
    ],
)
def test_limits_of_the_special_methods(method, on, allowed):
    if allowed:
        assert quote(method=method, on=on).own > 0
        return
    with pytest.raises(BadInput) as caught:
        quote(method=method, on=on)
    assert caught.value.key == "bad_method"


def test_the_return_of_2027_is_not_published_yet():
    with pytest.raises(NoRule):
        quote(2_200_000, "ahead-2", on=date(2027, 1, 2))


# ------------------------------------------------------------------------------------------------------------ income
@pytest.mark.parametrize(
    ("on", "floor", "ceiling"),
    [
        (date(2023, 6, 30), 1_500_000, 29_800_000),
        (date(2023, 7, 1), 1_500_000, 36_000_000),
        (date(2024, 6, 30), 1_500_000, 36_000_000),
        (date(2024, 7, 1), 1_500_000, 46_800_000),
        (date(2026, 6, 30), 1_500_000, 46_800_000),
        (date(2026, 7, 1), 1_500_000, 50_600_000),
        (date(2026, 12, 31), 1_500_000, 50_600_000),
        (date(2027, 1, 1), 2_200_000, 50_600_000),
    ],
)
def test_income_between_floor_and_ceiling(on, floor, ceiling):
    found = income_range(BOOK, on)
    assert (found.floor, found.ceiling, found.step) == (floor, ceiling, 50_000)
    for income in (floor, ceiling):
        assert quote(income, on=on).contribution == income * 22 // 100
    for income in (floor - 1, ceiling + 1, 0, -floor):
        with pytest.raises(BadInput) as caught:
            quote(income, on=on)
        assert caught.value.key == "income_out_of_range"
        assert dict(caught.value.advice.parameters) == {"floor": floor, "ceiling": ceiling}


def test_income_need_not_follow_a_step_and_halves_round_up():
    made = quote(1_500_025)  # 330,005.5
    assert (made.contribution, made.own) == (330_006, 264_006)
    assert not made.confirmed
    assert quote(1_500_050).confirmed  # 330,011 exactly


# ----------------------------------------------------------------------------------------------------------- windows
# Law 41/2024 Art 36(3)
@pytest.mark.parametrize(
    ("method", "on", "first_due"),
    [
        ("1", "2026-11-21", "2026-11-30"),
        ("1", "2026-11-30", "2026-11-30"),
        ("3", "2026-11-01", "2027-01-31"),
        ("6", "2026-11-21", "2027-02-28"),
        ("6", "2027-11-21", "2028-02-29"),
        ("12", "2026-11-21", "2027-05-31"),
        ("12", "2026-06-30", "2026-12-31"),
        ("1", "2028-02-01", "2028-02-29"),
        ("3", "2025-12-31", "2026-02-28"),
        ("12", "2025-07-01", "2026-01-31"),
    ],
)
def test_last_day_of_the_window(method, on, first_due):
    made = quote(2_500_000, method, on=date.fromisoformat(on))
    assert made.first_due == date.fromisoformat(first_due)
    assert made.due[0].day == made.first_due
    assert made.due[0].own == made.own


def test_a_period_begun_earlier_can_be_paid_until_its_window_closes():
    started = date(2026, 8, 19)
    assert quote(method="6", on=date(2026, 11, 30), first_month=started).first_due == date(2026, 11, 30)
    with pytest.raises(BadInput) as caught:
        quote(method="6", on=date(2026, 12, 1), first_month=started)
    assert caught.value.key == "window_closed"
    assert quote(first_month=date(2026, 12, 31)).first_due == date(2026, 12, 31)


def test_payments_of_the_next_year_follow_the_rules_of_their_dates():
    # from 2027 the income rises to 2,200,000: 484,000 - 96,800 = 387,200 a month; 3 x (484,000 - 145,200) = 1,016,400
    month = quote().due
    assert len(month) == 12
    assert [(p.day, p.own, p.confirmed) for p in month[:3]] == [
        (date(2026, 11, 30), 264_000, True),
        (date(2026, 12, 31), 264_000, True),
        (date(2027, 1, 31), 387_200, False),
    ]
    assert month[-1].day == date(2027, 10, 31)
    quarter = quote(method="3", category="ethnic_minority").due
    assert [(p.day, p.own, p.income) for p in quarter] == [
        (date(2027, 1, 31), 693_000, 1_500_000),
        (date(2027, 4, 30), 1_016_400, 2_200_000),
        (date(2027, 7, 31), 1_016_400, 2_200_000),
        (date(2027, 10, 31), 1_016_400, 2_200_000),
    ]
    half = quote(method="6", category="ethnic_minority").due
    assert [(p.day, p.own) for p in half] == [(date(2027, 2, 28), 1_386_000), (date(2027, 8, 31), 2_032_800)]
    assert len(quote(method="12").due) == 1


@pytest.mark.parametrize(
    ("on", "confirmed", "valid_until"),
    [
        (date(2025, 6, 30), True, date(2025, 6, 30)),
        (date(2025, 7, 1), True, date(2026, 6, 30)),
        (date(2026, 6, 30), True, date(2026, 6, 30)),
        (date(2026, 7, 1), True, date(2026, 12, 31)),
        (date(2026, 12, 31), True, date(2026, 12, 31)),
        (date(2027, 1, 1), False, None),
    ],
)
def test_how_long_and_how_surely_a_quote_holds(on, confirmed, valid_until):
    made = quote(2_500_000, on=on)
    assert (made.confirmed, made.valid_until, made.rule_book) == (confirmed, valid_until, "2026-11-21")


def test_a_change_inside_the_months_paid_for_is_named():
    year = quote(method="12")
    assert (year.own, year.confirmed, year.crosses) == (12 * 264_000, True, date(2027, 1, 1))
    assert quote(on=date(2026, 12, 31)).crosses is None
    assert quote(method="3", on=date(2026, 10, 1)).crosses is None
    assert quote(method="3", on=date(2026, 11, 1)).crosses == date(2027, 1, 1)


# ---------------------------------------------------------------------------------------------------------- 120 months
@pytest.mark.parametrize(
    ("used", "months", "state"),
    [(0, 12, 792_000), (108, 12, 792_000), (109, 11, 726_000), (119, 1, 66_000), (120, 0, 0), (500, 0, 0)],
)
def test_the_state_pays_for_120_months_in_all(used, months, state):
    made = quote(method="12", subsidised_months=used)
    assert (made.subsidised_months, made.state, made.own) == (months, state, 3_960_000 - state)


def test_later_payments_count_the_months_used_by_the_earlier_ones():
    due = quote(method="3", subsidised_months=115, on=date(2025, 7, 15)).due
    assert [payment.state for payment in due] == [198_000, 132_000, 0, 0]  # 3 + 2 months x 66,000


# ------------------------------------------------------------------------------------------------------- further money
def test_top_up_in_percent_and_in_dong():
    # Hà Nội's calculator of July 2026: 20 % of 330,000 = 66,000 a month
    made = quote(top_ups=[parse_support("20%", source="Nghị quyết HĐND")])
    assert (made.state, made.top_up, made.other, made.own) == (66_000, 66_000, 0, 198_000)
    made = quote(method="3", others=[parse_support("50000", source="Hội phụ nữ")])
    assert (made.top_up, made.other, made.own) == (0, 150_000, 642_000)
    assert made.steps[-2].source == "Hội phụ nữ"


@pytest.mark.parametrize("funding", [Funding.ADOPTED, Funding.EXHAUSTED])
def test_support_without_money_is_shown_and_not_deducted(funding):
    made = quote(top_ups=[ExtraSupport("NQ", percent=Decimal(20), funding=funding)])
    assert (made.top_up, made.own) == (0, 264_000)
    shown = next(step for step in made.steps if step.rule == "extra_support")
    assert shown.text.parameters["amount"] == 66_000
    assert shown.result == 0


def test_support_counts_only_within_its_dates():
    support = ExtraSupport("NQ", monthly=10_000, since=date(2026, 11, 1), until=date(2026, 11, 30))
    for on, expected in (
        (date(2026, 10, 31), 0),
        (date(2026, 11, 1), 10_000),
        (date(2026, 11, 30), 10_000),
        (date(2026, 12, 1), 0),
    ):
        assert quote(on=on, top_ups=[support]).top_up == expected


def test_support_never_exceeds_what_is_left_to_pay():
    gifts = [parse_support("100%", source="a"), parse_support("999999", source="b")]
    made = quote(category="poor", top_ups=gifts, others=gifts)
    assert (made.state, made.top_up, made.other, made.own) == (165_000, 165_000, 0, 0)


@pytest.mark.parametrize("text", ["", "x", "-5", "101%", "1.234%", "12,5", "5 %%", "١٢%", "123456789"])
def test_what_is_no_support_is_refused(text):
    with pytest.raises(BadInput):
        parse_support(text, source="a")


def test_support_reads_a_decimal_comma():
    assert parse_support(" 12,5 % ", source="a").percent == Decimal("12.5")


# ------------------------------------------------------------------------------------------------------------ methods
@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [("1", "regular", 1), ("12", "regular", 12), ("ahead-5", "ahead", 60), ("missing-7", "missing", 7)],
)
def test_methods_read_and_write_their_key(text, kind, months):
    method = parse_method(f" {text} ")
    assert (method.kind, method.months, str(method)) == (MethodKind(kind), months, text)


@pytest.mark.parametrize(
    "text", ["", "0", "2", "13", "ahead", "ahead-0", "ahead--2", "years-2", "-3", "missing-1000", "1.0", "١٢"]
)
def test_unknown_methods_are_refused(text):
    with pytest.raises(BadInput) as caught:
        parse_method(text)
    assert caught.value.key == "bad_method"


def test_an_impossible_period_built_by_hand_has_no_window():
    with pytest.raises(NoRule):
        quote_voluntary(BOOK, income=1_500_000, method=Method(MethodKind.REGULAR, 5), category=OTHER, on=NOW)


# -------------------------------------------------------------------------------------------------------- eligibility
@pytest.mark.parametrize(
    ("born", "on", "free"),
    [
        ("2011-11-21", NOW, True),
        ("2011-11-22", NOW, False),
        ("2012-02-29", date(2027, 2, 28), False),
        ("2012-02-29", date(2027, 3, 1), True),
        ("2011", date(2026, 1, 1), True),  # year only counts as 1 January
        ("2012", date(2026, 12, 31), False),
        ("1940", NOW, True),
    ],
)
def test_age_15_on_the_day(born, on, free):
    assert (check_eligibility(BOOK, born=PartialDate.parse(born), on=on) == ()) is free


def test_every_obstacle_is_named():
    found = check_eligibility(
        BOOK, born=None, on=NOW, compulsory=True, pensioner=True, unemployment_benefit=True
    )
    assert [message.key for message in found] == [
        "The year of birth is not known.",
        "Belongs to compulsory social insurance.",
        "Receives a pension or a monthly social-insurance allowance.",
        "Receives unemployment benefit.",
    ]


def test_of_several_categories_the_highest_counts():
    both = [Category.ETHNIC_MINORITY, Category.NEAR_POOR]
    assert choose_category(BOOK, both, NOW) is Category.NEAR_POOR
    assert choose_category(BOOK, [Category.ETHNIC_MINORITY, OTHER], NOW) is Category.ETHNIC_MINORITY
    assert choose_category(BOOK, [], NOW) is OTHER
    # before 1 July 2025 ethnic minorities had no share of their own
    assert (
        BOOK.rule(
            f"voluntary.subsidy.{choose_category(BOOK, both, date(2025, 6, 30))}", date(2025, 6, 30)
        ).value
        == 25
    )


# -------------------------------------------------------------------------------------------------------- steps, words
def test_steps_name_rule_source_and_result():
    steps = quote(method="6", category="near_poor").steps
    assert [(step.rule, step.result) for step in steps] == [
        ("voluntary.income_floor", 1_500_000),
        ("base_salary", 2_530_000),
        ("voluntary.ceiling_multiple", 50_600_000),
        ("voluntary.rate", 1_980_000),
        ("voluntary.subsidy_months", 6),
        ("voluntary.subsidy.near_poor", 792_000),
        ("voluntary.due.6", date(2027, 2, 28)),
    ]
    assert steps[5].source == "Nghị định 159/2025/NĐ-CP, Điều 5"
    assert steps[5].since == date(2025, 7, 1)


def open_part() -> Catalogue:
    path = Path(__file__).parents[2] / "resources/translations/vi/rules.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale="vi"))
    return Catalogue("vi", gettext.GNUTranslations(io.BytesIO(compiled.getvalue())))


def test_steps_read_naturally_in_vietnamese():
    words = open_part()
    rendered = [words.render(step.text).replace(NBSP, " ") for step in quote(category="near_poor").steps]
    assert rendered[3:] == [
        "Tiền đóng 1 tháng: mỗi tháng 1.500.000 đ × 22%, tất cả = 330.000 đ",
        "Số tháng được NSNN hỗ trợ: 1 (tối đa 120 tháng, trước đây đã hưởng 0)",
        "NSNN hỗ trợ: mỗi tháng 40% của 330.000 đ, 1 tháng = 132.000 đ",
        "Hạn đóng: 30/11/2026",
    ]
    assert words.render(describe_method(parse_method("ahead-3"))) == "đóng trước 3 năm"
    assert words.render(describe_method(parse_method("3"))) == "3 tháng một lần"
    assert words.decimal(Decimal("4.50")) == "4,5"


# --------------------------------------------------------------------------------------------------------- properties
days = st.dates(date(2022, 1, 1), date(2030, 12, 31))
methods = st.sampled_from(["1", "3", "6", "12"])
categories = st.sampled_from(sorted(Category))
incomes = st.integers(2_200_000, 29_800_000)
extras = st.lists(st.builds(ExtraSupport, st.just("NQ"), monthly=st.integers(0, 400_000)), max_size=3)


@given(incomes, methods, categories, days, st.integers(0, 130), extras, extras)
def test_parts_make_the_whole(income, method, category, on, used, top_ups, others):
    made = quote(income, method, category, on, subsidised_months=used, top_ups=top_ups, others=others)
    assert made.contribution == made.state + made.top_up + made.other + made.own
    assert min(made.state, made.top_up, made.other, made.own) >= 0
    assert abs(made.contribution * 100 - income * 22 * made.months) <= 50
    assert made.subsidised_months + used <= 120 or made.subsidised_months == 0


@given(incomes, st.integers(1, 1_000_000), methods, categories, days)
def test_more_income_never_costs_less_and_the_subsidy_stays(income, more, method, category, on):
    less, greater = (
        quote(income, method, category, on),
        quote(min(income + more, 29_800_000), method, category, on),
    )
    assert less.own <= greater.own
    assert less.state == greater.state


@given(incomes.map(lambda income: income // 50_000 * 50_000), categories, days, st.integers(0, 130))
def test_twelve_months_cost_twelve_times_a_month_on_the_same_day(income, category, on, used):
    year = quote(income, "12", category, on, subsidised_months=used)
    singles = [quote(income, "1", category, on, subsidised_months=used + month) for month in range(12)]
    assert year.own == sum(single.own for single in singles)


@given(methods, days, st.integers(0, 130))
def test_due_payments_cover_one_year_without_gap(method, on, used):
    made = quote(2_500_000, method, "other", on, subsidised_months=used)
    starts = first_of_month(on)
    for payment in made.due:
        assert payment.first_month == starts
        assert payment.day == last_of_month(payment.day) >= on
        starts = add_months(starts, payment.months)
    assert months_between(first_of_month(on), starts) == 12


@given(days, methods)
def test_a_quote_stays_the_same_until_it_ends(on, method):
    made = quote(2_500_000, method, on=on)
    last = min(made.valid_until or last_of_month(on), last_of_month(on))
    assert quote(2_500_000, method, on=last).own == made.own
    if made.valid_until is not None:
        after = quote(2_500_000, method, on=made.valid_until + timedelta(days=1))
        assert [(step.value, step.mark) for step in after.steps] != [
            (step.value, step.mark) for step in made.steps
        ]


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(-600, 600))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day, months):
    moved = add_months(day, months)
    assert months_between(day, moved) == months
    assert moved.day == min(day.day, last_of_month(moved).day)
