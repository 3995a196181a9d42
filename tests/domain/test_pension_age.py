"""Retirement ages against the table of Decree 135/2020 Art 4(2), by sex and month of birth."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.retirement import early_member_day, retirement_day
from outreach_app.domain.rules import RuleBook
from outreach_app.services.shipped_rules import load_rule_book

BOOK: RuleBook = load_rule_book()
F, M = Sex.FEMALE, Sex.MALE


def age(sex: Sex, born: str) -> tuple[int, int, str]:
    found = retirement_day(BOOK, sex=sex, born=PartialDate.parse(born))
    return found.years, found.months, found.day.isoformat()


# Decree 135/2020 Art 4(2): the year in which the age is reached decides; first and last birth month of each year's age.
@pytest.mark.parametrize(
    ("sex", "first", "last", "years", "months"),
    [
        (M, "1961-01", "1961-09", 60, 3),
        (M, "1961-10", "1962-06", 60, 6),
        (M, "1962-07", "1963-03", 60, 9),
        (M, "1963-04", "1963-12", 61, 0),
        (M, "1964-01", "1964-09", 61, 3),  # September 1964 fits 61y6m in 2026 as well: the first counts
        (M, "1964-10", "1965-06", 61, 6),
        (M, "1965-07", "1966-03", 61, 9),
        (M, "1966-04", "1975-12", 62, 0),
        (F, "1966-01", "1966-08", 55, 4),
        (F, "1966-09", "1967-04", 55, 8),
        (F, "1967-05", "1967-12", 56, 0),
        (F, "1968-01", "1968-08", 56, 4),
        (F, "1968-09", "1969-04", 56, 8),
        (F, "1969-05", "1969-12", 57, 0),
        (F, "1970-01", "1970-08", 57, 4),
        (F, "1970-09", "1971-04", 57, 8),
        (F, "1971-05", "1971-12", 58, 0),
        (F, "1972-01", "1972-08", 58, 4),
        (F, "1972-09", "1973-04", 58, 8),
        (F, "1973-05", "1973-12", 59, 0),
        (F, "1974-01", "1974-08", 59, 4),
        (F, "1974-09", "1975-04", 59, 8),
        (F, "1975-05", "1975-12", 60, 0),
        # Law 58/2014 Art 73: 60 and 55 before 2021.
        (M, "1953-01", "1960-12", 60, 0),
        (F, "1953-01", "1965-12", 55, 0),
    ],
)
def test_whole_table_by_month_of_birth(sex: Sex, first: str, last: str, years: int, months: int) -> None:
    month, end = PartialDate.parse(first).first_day, PartialDate.parse(last).first_day
    while month <= end:
        for day in (month, month.replace(day=15), last_of_month(month)):
            found = retirement_day(BOOK, sex=sex, born=PartialDate(day.year, day.month, day.day))
            assert (found.years, found.months) == (years, months), day
            assert found.pension_from == add_months(month, years * 12 + months + 1)
        month = add_months(month, 1)


@pytest.mark.parametrize(
    ("sex", "born", "expected"),
    [
        (F, "1988-03-15", (60, 0, "2048-03-15")),
        (M, "1970-05-02", (62, 0, "2032-05-02")),
        (M, "1964-09-30", (61, 3, "2025-12-30")),
        (F, "1966-08-31", (55, 4, "2021-12-31")),
        # A month without that day: its last day; the month stays the one of the decree's table.
        (F, "1968-10-31", (56, 8, "2025-06-30")),
        (M, "1968-02-29", (62, 0, "2030-02-28")),
        (F, "1980-02-29", (60, 0, "2040-02-29")),
        # Circular 11/2025/TT-BNV Art 5(7): only the year known counts as 1 January.
        (F, "1970", (57, 4, "2027-05-01")),
        (M, "1965", (61, 6, "2026-07-01")),
        # Older than the table.
        (M, "1940-06-01", (60, 0, "2000-06-01")),
        (F, "1930", (55, 0, "1985-01-01")),
    ],
)
def test_day_the_age_is_reached(sex: Sex, born: str, expected: tuple[int, int, str]) -> None:
    assert age(sex, born) == expected


def test_pension_starts_on_the_first_day_of_the_next_month() -> None:
    # Law 41/2024 Art 101(1), even for an age reached on the first or last day of a month.
    for born in ("1988-03-01", "1988-03-15", "1988-03-31"):
        found = retirement_day(BOOK, sex=F, born=PartialDate.parse(born))
        assert found.pension_from == date(2048, 4, 1)


def test_every_age_names_its_rule_and_how_well_it_is_known() -> None:
    found = retirement_day(BOOK, sex=F, born=PartialDate(1988, 3, 15))
    (step,) = found.steps
    assert (step.rule, step.value, step.result) == ("retirement.age.female", 720, date(2048, 3, 15))
    assert step.source == "Nghị định 135/2020/NĐ-CP, khoản 2 Điều 4"
    assert found.confirmed
    assert not retirement_day(BOOK, sex=F, born=PartialDate(1960)).confirmed
    assert found.in_months == 720


def test_members_before_2021_may_draw_at_60_and_55() -> None:
    # Law 41/2024 Art 141(9): voluntary insurance before 1 January 2021, 20 years of it.
    woman = early_member_day(BOOK, sex=F, born=PartialDate(1975, 6, 20), joined=date(2020, 12, 31))
    assert woman is not None
    assert (woman[0], woman[1].amount, woman[2].amount) == (date(2030, 6, 20), 55, 20)
    man = early_member_day(BOOK, sex=M, born=PartialDate(1975, 6, 20), joined=date(2008, 1, 1))
    assert man is not None
    assert man[0] == date(2035, 6, 20)
    assert early_member_day(BOOK, sex=F, born=PartialDate(1975, 6, 20), joined=date(2021, 1, 1)) is None
    assert early_member_day(BOOK, sex=F, born=PartialDate(1975, 6, 20), joined=None) is None


days = st.dates(date(1930, 1, 1), date(2015, 12, 31))


@given(sex=st.sampled_from(Sex), first=days, second=days)
def test_who_is_born_later_never_retires_earlier(sex: Sex, first: date, second: date) -> None:
    earlier, later = sorted((first, second))
    found = [
        retirement_day(BOOK, sex=sex, born=PartialDate(d.year, d.month, d.day)) for d in (earlier, later)
    ]
    assert found[0].day <= found[1].day
    assert found[0].in_months <= found[1].in_months


@given(born=days)
def test_women_never_retire_after_men_of_the_same_age(born: date) -> None:
    whole = PartialDate(born.year, born.month, born.day)
    assert retirement_day(BOOK, sex=F, born=whole).day <= retirement_day(BOOK, sex=M, born=whole).day
