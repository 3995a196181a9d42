"""Who is reminded of what and until when, with days counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.methods import Method, MethodKind, parse_method
from outreach_app.domain.months import add_months
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.renewal_reasons import (
    CLASS_NAMES,
    CLASS_OF,
    InsuranceFacts,
    RenewalClass,
    RenewalReason,
)
from outreach_app.domain.renewals import find_renewals, period_of
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()
NOW = date(2026, 11, 21)


def paid(first: str, months: int) -> tuple[PaidPeriod, ...]:
    return (PaidPeriod(date.fromisoformat(f"{first}-01"), months),)


def regular(months: int) -> Method:
    return Method(MethodKind.REGULAR, months)


def told(facts: InsuranceFacts, on: date = NOW) -> list[tuple[str, str, str | None, int]]:
    return [
        (r.reason.value, r.due.isoformat(), r.window_ends and r.window_ends.isoformat(), r.waiting_days)
        for r in find_renewals(BOOK, facts, on=on)
    ]


# Law 41/2024 Art 36(3): within the month, the 3 months, the first 4 of 6, the first 7 of 12.
@pytest.mark.parametrize(
    ("first", "months", "on", "expected"),
    [
        # every month, paid until October: November is open, and closes with it
        ("2026-10", 1, "2026-10-31", [("due_soon", "2026-11-01", "2026-11-30", 0)]),
        ("2026-10", 1, "2026-11-01", [("window_open", "2026-11-01", "2026-11-30", 0)]),
        ("2026-10", 1, "2026-11-14", [("window_open", "2026-11-01", "2026-11-30", 13)]),
        ("2026-10", 1, "2026-11-15", [("window_closing", "2026-11-01", "2026-11-30", 14)]),
        ("2026-10", 1, "2026-11-30", [("window_closing", "2026-11-01", "2026-11-30", 29)]),
        ("2026-10", 1, "2026-12-01", [("stopped", "2026-11-01", "2026-11-30", 30)]),
        # every 3 months until September: October to December
        ("2026-07", 3, "2026-08-31", []),
        ("2026-07", 3, "2026-09-01", [("due_soon", "2026-10-01", "2026-12-31", 0)]),
        ("2026-07", 3, "2026-12-15", [("window_open", "2026-10-01", "2026-12-31", 75)]),
        ("2026-07", 3, "2026-12-16", [("window_closing", "2026-10-01", "2026-12-31", 76)]),
        ("2026-07", 3, "2027-01-01", [("stopped", "2026-10-01", "2026-12-31", 92)]),
        # every 6 months until June: the first 4 months are July to October, the period ends in December
        ("2026-01", 6, "2026-10-31", [("window_closing", "2026-07-01", "2026-10-31", 122)]),
        ("2026-01", 6, "2026-11-01", [("late", "2026-07-01", "2026-10-31", 123)]),
        ("2026-01", 6, "2026-12-31", [("late", "2026-07-01", "2026-10-31", 183)]),
        ("2026-01", 6, "2027-01-01", [("stopped", "2026-07-01", "2026-10-31", 184)]),
        # every 12 months until July 2026: August 2026 to February 2027
        ("2025-08", 12, "2027-02-13", [("window_closing", "2026-08-01", "2027-02-28", 196)]),
        ("2025-08", 12, "2027-02-12", [("window_open", "2026-08-01", "2027-02-28", 195)]),
        ("2025-08", 12, "2027-03-01", [("late", "2026-08-01", "2027-02-28", 212)]),
    ],
)
def test_when_a_payment_is_due(first, months, on, expected):
    facts = InsuranceFacts(paid=paid(first, months), last_method=regular(months))
    assert told(facts, date.fromisoformat(on)) == expected


def test_after_years_ahead_a_month_is_due_and_after_missing_months_nothing():
    period = paid("2023-11", 36)
    ahead = InsuranceFacts(paid=period, last_method=parse_method("ahead-3"))
    assert told(ahead, date(2026, 11, 1)) == [("window_open", "2026-11-01", "2026-11-30", 0)]
    missing = InsuranceFacts(paid=period, last_method=parse_method("missing-36"))
    assert told(missing, date(2026, 11, 1)) == []


def test_months_of_a_list_have_the_shortest_window():
    assert told(InsuranceFacts(paid=paid("2026-01", 10), last_method=None)) == [
        ("window_closing", "2026-11-01", "2026-11-30", 20)
    ]
    assert told(InsuranceFacts(paid=paid("2026-01", 6), open_ended=True)) == []


# Law on Health Insurance Art 16(3)(c): 90 days or more without a card bring the 30-day wait.
@pytest.mark.parametrize(
    ("until", "reason", "due", "ends", "waiting"),
    [
        ("2026-12-22", None, "", "", 0),  # 31 days ahead
        ("2026-12-21", "card_ending", "2026-12-22", "2027-03-21", 0),
        ("2026-11-21", "card_ending", "2026-11-22", "2027-02-19", 0),
        ("2026-11-20", "card_ended", "2026-11-21", "2027-02-18", 0),
        ("2026-09-23", "card_ended", "2026-09-24", "2026-12-22", 58),
        ("2026-09-22", "break_near", "2026-09-23", "2026-12-21", 59),  # 30 days left
        ("2026-08-23", "break_near", "2026-08-24", "2026-11-21", 89),  # the last day
        ("2026-08-22", "card_lapsed", "2026-08-23", "2026-11-20", 90),
        ("2025-11-21", "card_lapsed", "2025-11-22", "2026-02-19", 364),
    ],
)
def test_when_a_card_ends(until, reason, due, ends, waiting):
    expected = [(reason, due, ends, waiting)] if reason else []
    assert told(InsuranceFacts(card_until=date.fromisoformat(until))) == expected


@pytest.mark.parametrize(
    "facts",
    [
        InsuranceFacts(card_until=NOW, category=Category.POOR),
        InsuranceFacts(card_until=NOW, category=Category.ISLAND),
        InsuranceFacts(card_until=NOW, born=PartialDate(2020, 11, 22)),  # six tomorrow
        InsuranceFacts(card_until=NOW, compulsory_now=True),
        InsuranceFacts(paid=paid("2026-01", 1), compulsory_now=True),
    ],
)
def test_nobody_is_asked_whom_others_pay_for(facts):
    assert told(facts) == []


def test_a_near_poor_household_and_a_schoolchild_are_asked():
    assert told(InsuranceFacts(card_until=NOW, category=Category.NEAR_POOR))[0][0] == "card_ending"
    assert told(InsuranceFacts(card_until=NOW, born=PartialDate(2020, 11, 21)))[0][0] == "card_ending"


def test_a_free_card_that_ended_is_said_until_another_card_comes():
    ended = date(2026, 10, 31)
    assert told(InsuranceFacts(free_card_ended=ended)) == [
        ("free_card_ended", "2026-11-01", "2027-01-29", 20)
    ]
    assert told(InsuranceFacts(free_card_ended=ended, card_until=ended))[0][0] == "free_card_ended"
    assert told(InsuranceFacts(free_card_ended=ended, card_until=date(2027, 10, 31))) == []
    assert told(InsuranceFacts(free_card_ended=date(2026, 11, 30))) == []


# Law 41/2024 Art 2(4): from 15 years.
@pytest.mark.parametrize(
    ("born", "on", "due"),
    [
        (PartialDate(2011, 12, 21), NOW, "2026-12-21"),
        (PartialDate(2011, 12, 22), NOW, None),
        (PartialDate(2011, 8, 23), NOW, "2026-08-23"),
        (PartialDate(2011, 8, 22), NOW, None),
        (PartialDate(2012, 2, 29), date(2027, 2, 10), "2027-03-01"),
        (PartialDate(2011, 12), NOW, "2026-12-01"),
        (PartialDate(2011), date(2026, 1, 1), None),  # the year alone says too little
    ],
)
def test_children_who_turn_fifteen(born, on, due):
    expected = [("turns_15", due, None, max((on - date.fromisoformat(due)).days, 0))] if due else []
    assert told(InsuranceFacts(born=born), on) == expected


# Decree 135/2020: who is born on 10 March 1970 reaches 57 years 4 months, the age of 2027, on 10 July 2027.
WOMAN = {"sex": Sex.FEMALE, "born": PartialDate(1970, 3, 10)}


def reasons(facts: InsuranceFacts, on: date = NOW) -> dict[str, str]:
    return {r.reason.value: r.due.isoformat() for r in find_renewals(BOOK, facts, on=on)}


def test_people_near_the_retirement_age_with_few_months_missing():
    # 57 years 4 months on 10 July 2027. Paid 120 months until October 2026; 9 more until July 2027: 51 are missing.
    found = find_renewals(
        BOOK, InsuranceFacts(paid=paid("2016-11", 120), last_method=regular(12), **WOMAN), on=NOW
    )
    told = {r.reason: r for r in found}
    missing = told[RenewalReason.MISSING_MONTHS]
    assert missing.due == date(2027, 6, 1)
    assert dict(missing.text.parameters) == {"day": date(2027, 7, 10), "missing": 51}
    assert RenewalReason.WINDOW_OPEN in told
    # With 110 months 61 would be missing: more than may be paid at once.
    assert "missing_months" not in reasons(InsuranceFacts(paid=paid("2017-09", 110), **WOMAN))
    assert "missing_months" in reasons(InsuranceFacts(paid=paid("2017-08", 111), **WOMAN))


def test_people_who_reach_the_retirement_age():
    full = InsuranceFacts(paid=paid("2011-11", 180), last_method=regular(12), **WOMAN)
    assert reasons(full)["reaches_age"] == "2027-07-10"
    assert "window_open" in reasons(full)
    # Compulsory months count as well, and after that day nothing is to be paid any more.
    mixed = InsuranceFacts(paid=paid("2016-11", 120), compulsory=paid("2010-01", 60), **WOMAN)
    assert set(reasons(mixed)) == {"window_closing", "reaches_age"}
    assert set(reasons(full, date(2027, 7, 10))) == {"reaches_age"}
    assert reasons(full, date(2026, 6, 30)) == {}  # more than a year ahead


# Decree 159/2025 Art 5(2), QĐ 595 Example 11: 120 months.
def test_the_end_of_the_subsidy_is_told_a_year_ahead():
    period = paid("2018-01", 106)  # until October 2026; 14 of 120 are left: until December 2027
    assert "subsidy_ending" not in reasons(
        InsuranceFacts(paid=period, subsidised=period, last_method=regular(1))
    )
    later = paid("2018-01", 108)  # until December 2026, 12 left: none from January 2028
    assert "subsidy_ending" not in reasons(
        InsuranceFacts(paid=later, subsidised=later, last_method=regular(1))
    )
    on = date(2027, 1, 1)
    found = find_renewals(BOOK, InsuranceFacts(paid=later, subsidised=later, last_method=regular(1)), on=on)
    ending = next(r for r in found if r.reason is RenewalReason.SUBSIDY_ENDING)
    assert dict(ending.text.parameters) == {"months": 12, "month": date(2028, 1, 1)}


def test_every_reason_has_a_group_and_every_group_a_name():
    assert set(CLASS_OF) == set(RenewalReason)
    assert set(CLASS_NAMES) == set(RenewalClass)


def test_the_most_urgent_comes_first():
    facts = InsuranceFacts(paid=paid("2026-01", 10), last_method=regular(1), card_until=date(2026, 8, 30))
    assert [r.reason.value for r in find_renewals(BOOK, facts, on=NOW)] == ["break_near", "window_closing"]


def test_periods_of_memberships_are_whole_months():
    assert period_of(date(2026, 1, 15), date(2026, 3, 2)) == PaidPeriod(date(2026, 1, 1), 3)
    assert period_of(date(2026, 3, 2), date(2026, 3, 1)) is None


months = st.integers(0, 60).map(lambda ahead: add_months(date(2023, 1, 1), ahead))


@given(months, st.sampled_from([1, 3, 6, 12]), st.dates(date(2025, 7, 1), date(2028, 6, 30)))
def test_a_payment_has_one_reason_that_fits_its_days(first, length, on):
    facts = InsuranceFacts(paid=(PaidPeriod(first, length),), last_method=regular(length))
    found = find_renewals(BOOK, facts, on=on)
    assert len(found) <= 1
    for renewal in found:
        assert renewal.scheme is Scheme.VOLUNTARY
        assert renewal.due == add_months(first, length)
        left = renewal.days_left(on)
        assert left is not None
        open_now = renewal.due <= on <= renewal.window_ends
        assert (CLASS_OF[renewal.reason] in (RenewalClass.CLOSING, RenewalClass.DUE)) == open_now
        assert (renewal.reason is RenewalReason.WINDOW_CLOSING) == (open_now and left <= 15)
        assert (CLASS_OF[renewal.reason] is RenewalClass.STOPPED) == (left < 0)


@given(st.dates(date(2025, 7, 1), date(2027, 12, 31)), st.integers(-40, 500))
def test_a_cards_window_is_ninety_days_after_its_end(on, ago):
    until = on - timedelta(days=ago)
    found = find_renewals(BOOK, InsuranceFacts(card_until=until), on=on)
    assert bool(found) == (ago >= -30)
    for renewal in found:
        assert renewal.window_ends == until + timedelta(days=90)
        assert (renewal.reason is RenewalReason.CARD_LAPSED) == (ago > 90)
