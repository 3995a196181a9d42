"""Household health insurance against amounts computed by hand (Law on HI Art 13, 15, 16; Decrees 146 and 188)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.health import SupportGroup, card_valid_from, count_places, quote_health
from outreach_app.domain.rules import Mark, NoRule
from outreach_app.errors import BadInput
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)
NONE, PUPIL, FARM = SupportGroup.NONE, SupportGroup.PUPIL, SupportGroup.FARM_AVERAGE


def owns(**asked) -> list[int]:
    return [share.own for share in quote_health(BOOK, **asked).members]


# 4.5 % of 2,340,000 / 2,530,000 a month: 105,300 / 113,850; then 100, 70, 60, 50, 40 %.
@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2024, 7, 1), 12, [1_263_600, 884_520, 758_160, 631_800, 505_440, 505_440]),
        (date(2026, 6, 30), 12, [1_263_600, 884_520, 758_160, 631_800, 505_440, 505_440]),
        (date(2026, 7, 1), 12, [1_366_200, 956_340, 819_720, 683_100, 546_480, 546_480]),
        (date(2026, 12, 31), 12, [1_366_200, 956_340, 819_720, 683_100, 546_480, 546_480]),
        (date(2026, 6, 30), 6, [631_800, 442_260, 379_080, 315_900, 252_720, 252_720]),
        (date(2026, 7, 1), 6, [683_100, 478_170, 409_860, 341_550, 273_240, 273_240]),
        (date(2026, 6, 30), 3, [315_900, 221_130, 189_540, 157_950, 126_360, 126_360]),
        (date(2026, 7, 1), 3, [341_550, 239_085, 204_930, 170_775, 136_620, 136_620]),
        # 5.1 % of 2,530,000 = 129,030 a month, not confirmed
        (date(2027, 1, 1), 12, [1_548_360, 1_083_852, 929_016, 774_180, 619_344, 619_344]),
    ],
)
def test_ladder(on, months, expected):
    assert owns(members=6, months=months, on=on) == expected


def test_total_of_three_members_is_the_sum():
    quote = quote_health(BOOK, members=3, months=12, on=NOW)
    assert quote.total_own == quote.total_contribution == 3_142_260  # 1,366,200 + 956,340 + 819,720
    assert quote.total_state == 0
    assert [(share.position, share.percent) for share in quote.members] == [(1, 100), (2, 70), (3, 60)]
    assert quote.rule_book == "2026-11-21"


def test_places_already_held_this_year_move_the_new_ones_down():
    assert owns(members=2, months=12, on=NOW, already=1) == [956_340, 819_720]
    assert owns(members=1, months=12, on=NOW, already=7) == [546_480]


def test_places_count_within_the_financial_year_only():
    joined = [date(2026, 1, 1), date(2026, 11, 21), date(2026, 11, 22), date(2025, 12, 31)]
    assert count_places(joined, NOW) == 2
    assert count_places(joined, date(2027, 1, 1)) == 0


# Decree 188/2025: the state pays 70, 100, 50, 30, 70 % of the full 1,366,200 (no ladder outside group 5).
@pytest.mark.parametrize(
    ("group", "state", "own"),
    [
        (SupportGroup.NEAR_POOR, 956_340, 409_860),
        (SupportGroup.NEAR_POOR_POOR_COMMUNE, 1_366_200, 0),
        (SupportGroup.PUPIL, 683_100, 683_100),
        (SupportGroup.FARM_AVERAGE, 409_860, 956_340),
        (SupportGroup.LEFT_DIFFICULT_AREA, 956_340, 409_860),
        (SupportGroup.INDIVIDUAL, 0, 1_366_200),
    ],
)
def test_supported_groups_pay_the_single_rate_less_the_support(group, state, own):
    quote = quote_health(BOOK, members=2, months=12, on=NOW, support=group)
    assert [(s.position, s.percent, s.contribution, s.state, s.own) for s in quote.members] == [
        (None, 100, 1_366_200, state, own)
    ] * 2


def test_supported_people_take_no_place_on_the_ladder():
    shares = quote_health(BOOK, members=[NONE, PUPIL, NONE, FARM, NONE], months=12, on=NOW).members
    assert [share.position for share in shares] == [1, None, 2, None, 3]
    assert [share.own for share in shares] == [1_366_200, 683_100, 956_340, 956_340, 819_720]


# Decree 146/2018 Art 8: pupils 30 % until 30 June 2025; contested until 14 August; 50 % from 15 August (Decree 188).
@pytest.mark.parametrize(
    ("on", "own", "confirmed"),
    [
        (date(2025, 6, 30), 884_520, True),
        (date(2025, 7, 1), 884_520, False),
        (date(2025, 8, 14), 884_520, False),
        (date(2025, 8, 15), 631_800, True),
    ],
)
def test_pupils_around_the_new_decree(on, own, confirmed):
    quote = quote_health(BOOK, members=1, months=12, on=on, support=PUPIL)
    assert (quote.total_own, quote.confirmed) == (own, confirmed)


@pytest.mark.parametrize(
    ("on", "confirmed", "valid_until"),
    [
        (date(2026, 6, 30), True, date(2026, 6, 30)),
        (date(2026, 7, 1), True, date(2026, 12, 31)),
        (date(2026, 12, 31), True, date(2026, 12, 31)),
        (date(2027, 1, 1), False, None),
        (date(2024, 6, 30), False, date(2024, 6, 30)),  # Decree 24/2023 recalled only
    ],
)
def test_how_long_and_how_surely_a_quote_holds(on, confirmed, valid_until):
    quote = quote_health(BOOK, members=1, months=3, on=on)
    assert (quote.confirmed, quote.valid_until) == (confirmed, valid_until)


@pytest.mark.parametrize(
    ("on", "months", "crosses"),
    [
        (date(2026, 11, 21), 12, date(2027, 1, 1)),
        (date(2026, 9, 30), 3, None),  # ends 30 December
        (date(2026, 10, 1), 3, None),  # ends with the last day of the year
        (date(2026, 10, 2), 3, date(2027, 1, 1)),
        (date(2026, 1, 1), 6, None),
        (date(2026, 1, 2), 6, date(2026, 7, 1)),
    ],
)
def test_a_change_inside_the_months_paid_for_is_named_and_does_not_change_the_amount(on, months, crosses):
    quote = quote_health(BOOK, members=1, months=months, on=on)
    monthly = 113_850 if on >= date(2026, 7, 1) else 105_300
    assert (quote.crosses, quote.total_own) == (crosses, monthly * months)


# Art 16(3)(c): first card or a gap of 90 days or more: 30 days after payment.
@pytest.mark.parametrize(
    ("paid_on", "covered_until", "starts"),
    [
        (date(2026, 11, 21), None, date(2026, 12, 21)),
        (date(2028, 1, 30), None, date(2028, 2, 29)),
        (date(2027, 1, 30), None, date(2027, 3, 1)),
        (date(2026, 12, 31), None, date(2027, 1, 30)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 4, 1)),  # 89 days without a card
        (date(2026, 4, 2), date(2026, 1, 1), date(2026, 5, 2)),  # 90 days
        (date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 21)),  # the card ended yesterday
        (date(2026, 11, 21), date(2026, 11, 21), date(2026, 11, 22)),  # it still counts today
        (date(2026, 11, 21), date(2026, 12, 2), date(2026, 12, 3)),
    ],
)
def test_first_day_of_the_card(paid_on, covered_until, starts):
    assert card_valid_from(BOOK, paid_on, covered_until=covered_until) == starts


def test_quote_says_the_cards_first_day_only_when_it_can():
    assert quote_health(BOOK, members=1, months=3, on=NOW).valid_from is None
    assert quote_health(BOOK, members=1, months=3, on=NOW, first_time=True).valid_from == date(2026, 12, 21)
    renewed = quote_health(BOOK, members=1, months=3, on=NOW, covered_until=date(2026, 12, 2))
    assert renewed.valid_from == date(2026, 12, 3)
    assert renewed.steps[-1].result == date(2026, 12, 3)


@pytest.mark.parametrize(
    "asked",
    [
        {"members": 0, "months": 3},
        {"members": -1, "months": 3},
        {"members": 101, "months": 3},
        {"members": [], "months": 3},
        {"members": 1, "months": 1},
        {"members": 1, "months": 4},
        {"members": 1, "months": 3, "already": -1},
    ],
)
def test_what_cannot_be_quoted_is_refused(asked):
    with pytest.raises(BadInput) as caught:
        quote_health(BOOK, on=NOW, **asked)
    assert str(caught.value.advice)


def test_before_the_book_begins_there_is_no_amount():
    with pytest.raises(NoRule):
        quote_health(BOOK, members=1, months=3, on=date(2018, 11, 30))


def test_steps_name_rule_source_and_result():
    steps = quote_health(BOOK, members=1, months=12, on=NOW).steps
    assert [(step.rule, step.result) for step in steps] == [
        ("health.period.12", 12),
        ("base_salary", 2_530_000),
        ("health.rate", 113_850),
        ("health.ladder.1", 1_366_200),
    ]
    assert all(step.source and step.mark is not Mark.UNCONFIRMED for step in steps)


days = st.dates(date(2024, 7, 1), date(2030, 12, 31))
periods = st.sampled_from([3, 6, 12])
groups = st.lists(
    st.sampled_from([g for g in SupportGroup if g is not SupportGroup.LEFT_DIFFICULT_AREA]),
    min_size=1,
    max_size=12,
)


@given(groups, periods, st.dates(date(2025, 8, 15), date(2030, 12, 31)), st.integers(0, 8))
def test_parts_make_the_whole(members, months, on, already):
    quote = quote_health(BOOK, members=members, months=months, on=on, already=already)
    assert quote.total_contribution == quote.total_state + quote.total_own
    assert quote.total_own == sum(share.own for share in quote.members)
    for share in quote.members:
        assert share.contribution == share.state + share.own
        assert min(share.contribution, share.state, share.own) >= 0


@given(st.integers(1, 12), periods, days)
def test_a_later_place_never_costs_more(count, months, on):
    paid = owns(members=count, months=months, on=on)
    assert paid == sorted(paid, reverse=True)
    assert len(set(paid)) == min(count, 5)


@given(st.integers(1, 6), st.integers(1, 6), periods, days)
def test_joining_in_two_goes_within_one_year_costs_the_same(first, second, months, on):
    together = owns(members=first + second, months=months, on=on)
    apart = owns(members=first, months=months, on=on) + owns(
        members=second, months=months, on=on, already=first
    )
    assert together == apart


@given(st.permutations([NONE, NONE, NONE, PUPIL, FARM]), periods)
def test_order_matters_only_by_the_ladder(members, months):
    quote = quote_health(BOOK, members=members, months=months, on=NOW)
    assert quote.total_own == quote_health(BOOK, members=sorted(members), months=months, on=NOW).total_own


@given(days, st.integers(0, 400))
def test_a_longer_gap_never_brings_the_card_earlier(paid_on, gap):
    paid_on = max(paid_on, date(2025, 7, 1))
    shorter = card_valid_from(BOOK, paid_on, covered_until=paid_on - timedelta(days=gap))
    longer = card_valid_from(BOOK, paid_on, covered_until=paid_on - timedelta(days=gap + 1))
    assert paid_on <= longer
    if gap:
        assert shorter <= longer <= paid_on + timedelta(days=30)
