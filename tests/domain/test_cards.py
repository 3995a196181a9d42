"""The card: gaps counted day by day, five consecutive years and what breaks them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.cards import (
    Cover,
    card_valid_from,
    count_five_years,
    count_gap,
    last_day_without_wait,
)
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)


def cover(days: str) -> Cover:
    starts, _, ends = days.partition(" ")
    return Cover(date.fromisoformat(starts), date.fromisoformat(ends) if ends else None)


def test_a_gap_counts_the_days_between_two_cards():
    assert count_gap(date(2026, 1, 1), date(2026, 1, 2)) == 0
    assert count_gap(date(2026, 1, 1), date(2026, 1, 3)) == 1
    assert count_gap(date(2026, 1, 1), date(2025, 12, 1)) == 0
    assert count_gap(date(2025, 12, 31), date(2026, 4, 1)) == 90


@given(st.dates(date(2025, 7, 1), date(2030, 1, 1)))
def test_the_last_day_without_wait_is_the_last(ended):
    last = last_day_without_wait(BOOK, ended, on=NOW)
    assert card_valid_from(BOOK, last, covered_until=ended) == last
    after = last + timedelta(1)
    assert card_valid_from(BOOK, after, covered_until=ended) == after + timedelta(30)


@pytest.mark.parametrize(
    ("covers", "on", "since", "gap", "full_on", "reached", "confirmed"),
    [
        # five years without a break
        (["2021-01-01 2026-12-31"], "2026-01-01", "2021-01-01", 0, "2026-01-01", True, True),
        (["2021-01-01 2026-12-31"], "2025-12-31", "2021-01-01", 0, "2026-01-01", False, True),
        # two cards that meet, and two that overlap
        (["2022-01-01 2024-06-30", "2024-07-01"], "2026-11-21", "2022-01-01", 0, "2027-01-01", False, True),
        (["2022-01-01 2024-06-30", "2024-03-01"], "2026-11-21", "2022-01-01", 0, "2027-01-01", False, True),
        # 89 days without a card are bridged and not counted, 90 start anew
        (["2021-01-01 2025-12-31", "2026-03-31"], "2026-11-21", "2021-01-01", 89, "2026-03-31", True, False),
        (["2021-01-01 2025-12-31", "2026-04-01"], "2026-11-21", "2026-04-01", 0, "2031-04-01", False, False),
        # a card that ended: 89 days later the run still stands, 90 days later no more
        (["2021-01-01 2026-08-23"], "2026-11-21", "2021-01-01", 0, "2026-01-01", True, False),
        (["2021-01-01 2026-08-22"], "2026-11-21", None, 0, None, False, False),
        # the day before, of the future, and nothing at all
        (["2020-02-29"], "2025-07-01", "2020-02-29", 0, "2025-03-01", True, True),
        (["2027-01-01 2027-12-31"], "2026-11-21", None, 0, None, False, True),
        ([], "2026-11-21", None, 0, None, False, True),
    ],
)  # fmt: skip
def test_five_years(covers, on, since, gap, full_on, reached, confirmed):
    told = count_five_years(BOOK, [cover(each) for each in covers], date.fromisoformat(on))
    days = [day.isoformat() if day else None for day in (told.since, told.full_on)]
    assert (days, told.gap_days, told.reached, told.confirmed) == ([since, full_on], gap, reached, confirmed)


@pytest.mark.parametrize(("on", "limit"), [("2026-06-30", 14_040_000), ("2026-07-01", 15_180_000)])
def test_what_five_years_bring(on, limit):
    # 6 x 2,340,000 and 6 x 2,530,000
    told = count_five_years(BOOK, [cover("2020-01-01")], date.fromisoformat(on))
    assert told.limit == limit
    assert [step.rule for step in told.steps] == ["health.five_years", "health.co_payment_multiple"]


@given(
    st.lists(st.tuples(st.integers(0, 2500), st.integers(1, 400)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_cards_does_not_matter(spans, chance):
    first = date(2019, 1, 1)
    covers = [Cover(first + timedelta(start), first + timedelta(start + long)) for start, long in spans]
    mixed = chance.sample(covers, len(covers))
    told, again = count_five_years(BOOK, covers, NOW), count_five_years(BOOK, mixed, NOW)
    assert (told.since, told.full_on, told.gap_days) == (again.since, again.full_on, again.gap_days)
    if told.since is not None:
        assert any(each.starts == told.since for each in covers)
