"""Official figures as published, and what follows from them: Bắc Giang, Lai Châu, Thanh Hóa, Lạng Sơn."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.official_figures import (
    Growth,
    Measure,
    OfficialFigure,
    Sense,
    check_distinct,
    find_passing,
    find_whole,
)
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target

BAC_GIANG = Subject(SubjectKind.UNIT, "24", "2024")
VOLUNTARY = Scheme.VOLUNTARY


def stock(
    people: int, on: date, *, scheme: Scheme | None = VOLUNTARY, sense: Sense = Sense.EXACT
) -> OfficialFigure:
    return OfficialFigure(b"", BAC_GIANG, scheme, Measure.STOCK, on, people, sense=sense)


def share(digits: int, decimals: int, *, measure: Measure = Measure.PERCENT_OF_PLAN) -> OfficialFigure:
    return OfficialFigure(b"", BAC_GIANG, VOLUNTARY, measure, date(2020, 10, 31), digits, decimals=decimals)


BASE = stock(21_233, date(2021, 7, 1))
YEARS = [stock(41_098, date(2022, 12, 31)), stock(51_241, date(2023, 12, 31)),
         stock(54_000, date(2024, 12, 31), sense=Sense.ABOUT)]  # fmt: skip


def test_growth_on_the_base_before_the_directive() -> None:
    assert [Growth(now, BASE).people for now in YEARS] == [19_865, 30_008, 32_767]
    assert Growth(YEARS[0], BASE).percent == Decimal("93.56")


def target(people: int, *, aim: Aim = Aim.STOCK) -> Target:
    return Target(b"t", BAC_GIANG, VOLUNTARY, aim, Period(date(2021, 7, 2), date(2025, 12, 31)), people)


def test_the_target_for_2025_was_passed_in_2023() -> None:
    passing = find_passing(target(51_100), [BASE, *YEARS])
    assert passing is not None
    assert (passing.figure.on, passing.figure.value, passing.is_early) == (date(2023, 12, 31), 51_241, True)


@pytest.mark.parametrize("people", [54_001, 10**6])
def test_a_target_that_no_number_reaches_was_not_passed(people: int) -> None:
    assert find_passing(target(people), [BASE, *YEARS]) is None


def test_a_target_of_new_members_is_not_passed_by_a_number_of_members() -> None:
    assert find_passing(target(100, aim=Aim.JOINED), YEARS) is None


def test_a_number_before_the_targets_first_day_or_of_another_scheme_passes_nothing() -> None:
    assert find_passing(target(20_000), [BASE]) is None
    assert find_passing(target(20_000), [stock(30_000, date(2022, 1, 1), scheme=Scheme.HEALTH)]) is None
    assert find_passing(target(20_000), [stock(30_000, date(2022, 1, 1), sense=Sense.UNDER)]) is None


@pytest.mark.parametrize(
    ("people", "digits", "decimals", "least", "most"),
    [
        (29_024, 93, 0, 31_042, 31_377),
        (2_983, 54, 0, 5_474, 5_575),
        (109_203, 8882, 2, 122_942, 122_955),
        (2_580, 72, 0, 3_559, 3_608),
    ],
)
def test_a_plan_known_only_by_its_percentage_is_a_range(
    people: int, digits: int, decimals: int, least: int, most: int
) -> None:
    whole = find_whole(stock(people, date(2020, 10, 31)), share(digits, decimals))
    assert whole is not None
    assert (whole.measure, whole.least, whole.most) == (Measure.PLAN, least, most)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_the_range_holds_the_true_whole_and_only_what_rounds_alike(
    part: int, whole: int, decimals: int
) -> None:
    scaled = part * 100 * 10**decimals
    digits = (2 * scaled + whole) // (2 * whole)
    found = find_whole(stock(part, date(2020, 1, 1)), share(digits, decimals))
    if digits == 0:
        assert found is None
        return
    assert found is not None
    assert found.least <= whole <= found.most
    for edge in (found.least, found.most):
        assert (2 * scaled + edge) // (2 * edge) == digits
    assert (2 * scaled + found.most + 1) // (2 * (found.most + 1)) != digits


def test_distinct_members_are_not_the_sum_of_the_schemes() -> None:
    day = date(2020, 10, 31)
    told = check_distinct(
        [
            stock(329_057, day, scheme=None), stock(109_203, day, scheme=Scheme.COMPULSORY),
            stock(326_723, day, scheme=Scheme.HEALTH), stock(2_580, day),
            stock(104_015, day, scheme=Scheme.UNEMPLOYMENT),
        ]
    )  # fmt: skip
    assert told is not None
    assert (told.distinct, told.total, told.counted_twice) == (329_057, 438_506, 109_449)


def test_without_a_number_of_distinct_members_nothing_is_compared() -> None:
    assert check_distinct([stock(5, date(2020, 1, 1))]) is None
