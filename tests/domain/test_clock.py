"""The hybrid clock: never backwards, never into the far future, back and forth in Vietnamese time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.clock import HybridClock, moment_of, stamp_of

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@given(st.lists(st.integers(-315_360_000, 315_360_000), max_size=40))
def test_stamps_rise_whatever_the_wall_clock_does(seconds: list[int]) -> None:
    clock = HybridClock()
    stamps = [clock.next(NOW + timedelta(seconds=s)) for s in seconds]
    assert all(a < b for a, b in pairwise(stamps))


def test_a_stamp_within_a_day_is_followed() -> None:
    clock = HybridClock()
    ahead = stamp_of(NOW + timedelta(hours=23))
    clock.follow_all([ahead], NOW)
    assert clock.next(NOW) == ahead + 1


def test_a_stamp_more_than_a_day_ahead_is_not_followed() -> None:
    clock = HybridClock()
    clock.follow_all([stamp_of(NOW + timedelta(hours=25))], NOW)
    assert clock.next(NOW) == stamp_of(NOW)


def test_a_stamp_turns_back_into_vietnamese_time() -> None:
    assert moment_of(stamp_of(NOW)).isoformat() == "2026-11-21T19:00:00+07:00"
