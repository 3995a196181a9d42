"""Results against plans and earlier days; the numbers are those that newspapers printed of Bắc Giang in 2024."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period, drive_month, week_of
from outreach_app.domain.results import Comparison, Forecast, Progress, Tally, take_percent
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target, add_up_parts, share_out
from outreach_app.i18n import open_catalogue

BAC_GIANG = Subject(SubjectKind.UNIT, "24", "2024")
DRIVE = Period(date(2024, 4, 1), date(2024, 5, 31))
COUNTS = st.integers(0, 10**6)


def make_target(
    people: int, *, row: bytes = b"whole", aim: Aim = Aim.JOINED, period: Period = DRIVE, at_least: bool = False,
    parent: bytes | None = None,
) -> Target:  # fmt: skip
    return Target(row, BAC_GIANG, Scheme.VOLUNTARY, aim, period, people, at_least=at_least, parent=parent)


def test_the_drive_of_two_months_went_beyond_its_plan() -> None:
    tally = Tally(new=7_555, lapsed=918)
    progress = Progress(make_target(5_800), tally.joined, date(2024, 5, 31))
    assert (progress.over_percent, progress.percent) == (Decimal("30.26"), Decimal("130.26"))
    assert (tally.net, progress.is_reached, progress.left) == (6_637, True, 0)


def test_a_drive_of_two_months_beside_one_month_says_so_and_compares_days() -> None:
    told = Comparison(7_555, DRIVE, 5_200, drive_month(2023))
    assert (told.difference, told.unequal) == (2_355, True)
    assert (told.per_day, told.per_day_before) == (Decimal("123.85"), Decimal("167.74"))
    words = open_catalogue("en").render(told.warn())  # type: ignore[arg-type]
    assert "61" in words
    assert "31" in words
    assert "123.85" in words


def test_a_february_a_day_longer_is_no_different_length() -> None:
    month, before = Period(date(2024, 2, 1), date(2024, 2, 29)), Period(date(2023, 2, 1), date(2023, 2, 28))
    assert Comparison(10, month, 9, before).warn() is None


def test_a_plan_half_way_needs_more_a_day_than_it_had() -> None:
    half = Progress(make_target(6_100), 1_500, date(2024, 4, 30))
    assert (half.days_left, half.needed_per_day) == (31, Decimal("148.39"))
    assert half.forecast == Forecast(3_050, 1_500, 30, 61)
    assert half.forecast.per_day == 50


def test_the_day_before_a_drive_has_no_forecast_and_the_last_day_no_pace() -> None:
    before = Progress(make_target(100), 0, date(2024, 3, 31))
    assert (before.forecast, before.days_left, before.needed_per_day) == (None, 61, Decimal("1.64"))
    last = Progress(make_target(100), 99, date(2024, 5, 31))
    assert (last.days_left, last.needed_per_day, last.forecast) == (0, None, Forecast(99, 99, 61, 61))
    assert Progress(make_target(100), 100, date(2024, 5, 31)).needed_per_day == 0


def test_the_forecast_of_a_stock_goes_on_from_what_there_was() -> None:
    told = Progress(make_target(3_000, aim=Aim.STOCK), 2_610, date(2024, 4, 30), began=2_000)
    assert told.forecast is not None
    assert told.forecast.people == 2_000 + 610 * 61 // 30


@pytest.mark.parametrize(
    ("period", "on", "people", "carries"),
    [
        (DRIVE, date(2024, 4, 6), 900, False),
        (DRIVE, date(2024, 4, 7), 900, True),
        (DRIVE, date(2024, 4, 30), 4, False),
        (DRIVE, date(2024, 5, 31), 0, True),
        (week_of(date(2024, 4, 1)), date(2024, 4, 3), 40, False),
        (week_of(date(2024, 4, 1)), date(2024, 4, 4), 40, True),
    ],
)
def test_a_forecast_is_only_given_where_the_days_carry_it(
    period: Period, on: date, people: int, carries: bool
) -> None:
    found = Progress(make_target(5_800, period=period), people, on).forecast
    assert (found is not None) is carries


def test_parts_that_do_not_add_up_are_told_and_never_refused() -> None:
    whole = make_target(5_800)
    parts = [make_target(people, row=bytes([people % 256]), parent=b"whole") for people in (1_374, 988, 985)]
    other = make_target(9_999, row=b"x", aim=Aim.CONTINUING, parent=b"whole")
    told = add_up_parts(whole, [*parts, other, whole])
    assert (told.given, told.count, told.missing) == (3_347, 3, 2_453)
    assert told.tell() is not None
    assert add_up_parts(make_target(3_347), parts).tell() is None
    assert add_up_parts(make_target(3_000), parts).tell() is not None
    assert add_up_parts(make_target(3_000, at_least=True), parts).tell() is None


def test_nothing_in_percent_of_nothing_is_no_number() -> None:
    assert take_percent(3, 0) is None
    assert take_percent(9_937, 21_233) == Decimal("46.80")
    assert take_percent(8_475, 17_000) == Decimal("49.85")
    assert take_percent(1, 800) == Decimal("0.13"), "halves go up"


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**5), min_size=1, max_size=40))
def test_shares_are_whole_and_add_up(people: int, weights: list[int]) -> None:
    shares = share_out(people, weights)
    assert sum(shares) == people
    total = sum(weights)
    if total:
        assert all(
            abs(share * total - people * weight) < total
            for share, weight in zip(shares, weights, strict=True)
        )


@given(*[st.builds(Tally, COUNTS, COUNTS, COUNTS, COUNTS)] * 2)
def test_tallies_of_two_places_add_up(one: Tally, other: Tally) -> None:
    both = one + other
    for aim in Aim:
        assert both.count(aim, stock=7) == (
            7 if aim is Aim.STOCK else one.count(aim, stock=0) + other.count(aim, stock=0)
        )
