"""The program's voluntary quotes beside a second calculator written from the articles (tests/oracle/voluntary.py)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from outreach_app.domain.eligibility import Circumstances, Occupation, assess_eligibility
from outreach_app.domain.methods import parse_method
from outreach_app.domain.payments import Payment
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.quotes import VoluntaryQuote
from outreach_app.domain.refunds import RefundCase, quote_refund
from outreach_app.domain.subsidy import PaidPeriod, record_use
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.domain.windows import find_standing
from outreach_app.errors import OutreachError
from outreach_app.services.shipped_rules import load_rule_book
from tests.oracle import voluntary as oracle

BOOK = load_rule_book()
FIRST, DAYS = date(2025, 7, 1), 730  # 1 July 2025 to 30 June 2027
METHODS = (
    "1", "3", "6", "12", "ahead-2", "ahead-3", "ahead-4", "ahead-5", "missing-1", "missing-24", "missing-60",
)  # fmt: skip
CATEGORIES = tuple(category.value for category in Category)
Row = tuple[int, int, int, int, int, date, bool]


def ours(wish: oracle.Wish, day: date, past: list[PaidPeriod]) -> list[Row] | str:
    """Every payment of the program's quote as the oracle tells it, or the key of the refusal."""
    best, *also = (Category(kind) for kind in wish.kinds)
    try:
        quote = quote_voluntary(
            BOOK, income=wish.income, method=parse_method(wish.method), category=best, also=also, on=day,
            first_month=oracle.first_day(wish.first), past=past, subsidised_months=wish.more_had,
            top_ups=extras(wish.top_ups), others=extras(wish.gifts),
        )  # fmt: skip
    except OutreachError as refusal:
        return refusal.key
    check_sums(quote)
    return [
        (due.contribution, due.state, due.top_up, due.other, due.own, due.day, due.confirmed)
        for due in quote.due
    ]


def check_sums(quote: VoluntaryQuote) -> None:
    first = quote.due[0]
    assert (quote.contribution, quote.own, quote.first_due) == (first.contribution, first.own, first.day)
    for due in quote.due:
        assert due.state + due.top_up + due.other + due.own == due.contribution
        assert min(due.state, due.top_up, due.other, due.own) >= 0


def theirs(wish: oracle.Wish, day: date) -> list[Row] | str:
    try:
        return [
            (one.contribution, one.state, one.top_up, one.other, one.own, one.last_day, one.sure)
            for one in oracle.plan(wish, day)
        ]
    except oracle.Refused as refusal:
        return str(refusal)


def extras(given: tuple[oracle.Extra, ...]) -> list[ExtraSupport]:
    return [ExtraSupport("NQ", percent=Decimal(one.percent), monthly=one.dong) for one in given]


def compare_days(days: Iterator[date] | list[date]) -> int:
    count = 0
    for day in days:
        for method in METHODS:
            for kind in CATEGORIES:
                wish = oracle.Wish(2_500_000, method, (kind,), oracle.month_of(day))
                assert ours(wish, day, []) == theirs(wish, day), (day, wish)
                count += 1
    return count


def test_every_way_of_paying_on_days_of_two_years() -> None:
    # Every 17th day, and those around the changes of the law; torture takes every day.
    edges = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 28)]
    days = [*(FIRST + timedelta(days=at) for at in range(0, DAYS, 17)), *edges]
    assert compare_days(days) >= 2600


@pytest.mark.torture
def test_every_way_of_paying_on_every_day_of_two_years() -> None:
    assert compare_days([FIRST + timedelta(days=at) for at in range(DAYS)]) == 730 * 11 * 5


def draw_extras(chance: random.Random) -> tuple[oracle.Extra, ...]:
    kinds = [
        oracle.Extra(20),
        oracle.Extra(7),
        oracle.Extra(0, 66_000),
        oracle.Extra(0, 400_001),
        oracle.Extra(5, 999),
    ]
    return tuple(chance.sample(kinds, chance.choice([0, 0, 1, 2, 3])))


def draw_past(chance: random.Random, day: date) -> list[PaidPeriod]:
    found = []
    for _ in range(chance.choice([0, 0, 1, 2, 4])):
        starts = oracle.first_day(chance.randint(oracle.month_of(date(2016, 1, 1)), oracle.month_of(day) + 6))
        found.append(PaidPeriod(starts, chance.choice([1, 3, 12, 36, 60])))
    return found


def draw_wish(chance: random.Random, day: date, past: list[PaidPeriod]) -> oracle.Wish:
    had = {oracle.month_of(period.first_month) + ahead for period in past for ahead in range(period.months)}
    return oracle.Wish(
        income=chance.choice(
            [1_500_000, 2_200_000, chance.randint(1_400_000, 51_000_000), 50_600_000, 1_500_025]
        ),
        method=chance.choice([*METHODS, "ahead-1", "missing-61", "missing-120"]),
        kinds=tuple(chance.sample(CATEGORIES, chance.choice([1, 1, 2, 3, 5]))),
        first=oracle.month_of(day) + chance.choice([0, 0, 0, -8, -3, -1, 1, 5]),
        months_had=frozenset(month for month in had if month >= oracle.month_of(date(2018, 1, 1))),
        more_had=chance.choice([0, 0, 5, 100, 119, 120, 130]),
        top_ups=draw_extras(chance),
        gifts=draw_extras(chance),
    )


def draw_day(chance: random.Random) -> date:
    edges = [
        date(2018, 1, 1), date(2021, 12, 31), date(2022, 1, 1), date(2025, 6, 30), FIRST, date(2026, 6, 30),
        date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2029, 6, 30),
    ]  # fmt: skip
    if chance.random() < 0.3:
        return chance.choice(edges)
    return date(2018, 1, 1) + timedelta(days=chance.randrange(4700))


@pytest.mark.parametrize("seed", range(4))
def test_people_at_random(seed: int) -> None:
    chance = random.Random(20261122 + seed)
    refused = 0
    for _ in range(250):
        day = draw_day(chance)
        past = draw_past(chance, day)
        wish = draw_wish(chance, day, past)
        expected = theirs(wish, day)
        assert ours(wish, day, past) == expected, (day, wish)
        refused += isinstance(expected, str)
    assert 10 < refused < 200  # both answers are met


def test_refunds_at_random() -> None:
    chance = random.Random(7)
    for _ in range(300):
        paid_on = chance.choice([FIRST, date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 21)])
        past = draw_past(chance, paid_on)
        drawn = draw_wish(chance, paid_on, past)
        wish = oracle.Wish(
            2_000_000, chance.choice(["3", "6", "12", "ahead-2", "ahead-5"]), drawn.kinds, oracle.month_of(paid_on),
            drawn.months_had, drawn.more_had,
        )  # fmt: skip
        gone = chance.randint(0, wish.length + 2)
        paid = Payment(
            wish.income, parse_method(wish.method), tuple(map(Category, wish.kinds)), oracle.first_day(wish.first),
            used=record_use(BOOK, past, further=wish.more_had),
        )  # fmt: skip
        back = quote_refund(
            BOOK, paid, paid_on=paid_on, case=RefundCase.COMPULSORY, leaves=oracle.first_day(wish.first + gone),
            on=date(2026, 12, 1),
        )  # fmt: skip
        unused = max(wish.length - gone, 0)
        assert back.months == unused
        assert (back.contribution, back.state, back.amount) == oracle.refund(wish, paid_on, unused)


def test_how_people_stand_on_every_day_around_their_windows() -> None:
    for length in (1, 3, 6, 12):
        method = parse_method(str(length))
        for month in range(oracle.month_of(date(2025, 4, 1)), oracle.month_of(date(2028, 3, 1))):
            paid = oracle.first_day(month)
            for ahead in range(-40, 460, 9 if length == 12 else 5):
                day = oracle.last_day(month) + timedelta(days=ahead)
                found = find_standing(BOOK, last_paid=paid, method=method, on=day)
                assert (found.state.value, found.lost_months) == oracle.standing(paid, length, day), (
                    paid,
                    day,
                )
                assert oracle.month_of(found.resume_from) == month + 1 + found.lost_months


def test_who_may_join_at_random() -> None:
    chance = random.Random(11)
    answers = []
    for _ in range(1500):
        day = draw_day(chance)
        born = day - timedelta(days=chance.choice([15, 15, 15, 40, 60]) * 365 + chance.randint(-10, 20))
        works = tuple(chance.sample([work.value for work in Occupation], chance.choice([0, 1, 1, 2])))
        retires = day + timedelta(days=chance.choice([-1, 0, 1])) if chance.random() < 0.3 else None
        barred = chance.choice([None, None, None, None, "pensioner", "unemployment_benefit", "compulsory"])
        person = Circumstances(
            PartialDate(born.year, born.month, born.day), occupations=tuple(map(Occupation, works)), retires_on=retires,
            **({barred: True} if barred else {}),
        )  # fmt: skip
        found = assess_eligibility(BOOK, person, on=day)
        expected = oracle.may_join(born, day, works, retires, barred is not None)
        assert found.allowed is expected, (day, person)
        answers.append(expected)
    assert 200 < sum(answers) < 1300
