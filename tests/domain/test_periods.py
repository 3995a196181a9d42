"""Periods: their lengths, neighbours, and the same days of the year before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.periods import (
    Period,
    Stretch,
    drive_month,
    half_of,
    month_of,
    quarter_of,
    week_of,
    year_of,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(0, 800))))


def test_a_period_the_wrong_way_round_is_none() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 5, 2), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("period", "days", "stretch"),
    [
        (Period(date(2024, 4, 1), date(2024, 5, 31)), 61, Stretch.DRIVE),
        (drive_month(2023), 31, Stretch.MONTH),
        (year_of(date(2024, 2, 29)), 366, Stretch.YEAR),
        (half_of(date(2025, 7, 1)), 184, Stretch.HALF),
        (half_of(date(2025, 6, 30)), 181, Stretch.HALF),
        (quarter_of(date(2026, 3, 31)), 90, Stretch.QUARTER),
        (month_of(date(2025, 2, 28)), 28, Stretch.MONTH),
        (week_of(date(2026, 11, 22)), 7, Stretch.WEEK),
    ],
)
def test_a_period_knows_its_length_and_what_it_is_called(period: Period, days: int, stretch: Stretch) -> None:
    assert (period.days, period.stretch) == (days, stretch)


def test_a_week_is_monday_to_sunday() -> None:
    assert week_of(date(2026, 11, 22)) == Period(date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (month_of(date(2025, 2, 1)), month_of(date(2024, 2, 1))),
        (month_of(date(2024, 2, 1)), month_of(date(2023, 2, 1))),
        (year_of(date(2024, 1, 1)), year_of(date(2023, 1, 1))),
        (Period(date(2024, 4, 1), date(2024, 5, 31)), Period(date(2023, 4, 1), date(2023, 5, 31))),
        (Period(date(2024, 2, 29), date(2024, 3, 10)), Period(date(2023, 2, 28), date(2023, 3, 10))),
        (Period(date(2025, 1, 1), date(2025, 2, 27)), Period(date(2024, 1, 1), date(2024, 2, 27))),
    ],
)
def test_the_year_before_keeps_whole_months_whole(period: Period, before: Period) -> None:
    assert period.year_before == before


@given(periods(), DAYS)
def test_what_is_past_and_what_is_left_make_the_whole(period: Period, day: date) -> None:
    past, rest = period.until(day), period.after(day)
    assert sum(part.days for part in (past, rest) if part) == period.days
    assert all(period.covers(part) for part in (past, rest) if part)
    assert past is None or rest is None or not past.meets(rest)


@given(periods())
def test_months_follow_one_another_without_a_gap(period: Period) -> None:
    months = list(period.months)
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert sum(month.days for month in months) == period.days
    assert all(month.first.month == month.last.month for month in months)


@given(DAYS)
def test_every_stretch_holds_the_day_it_was_made_for(day: date) -> None:
    for make in (year_of, half_of, quarter_of, month_of, week_of):
        assert make(day).holds(day)
