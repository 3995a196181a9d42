"""A second calculator of voluntary insurance, written from the articles with dates and tables of its own.

It shares nothing with the program but the calendar: months are counted from year 0, amounts are summed month by month.
Law 41/2024 Arts 2, 31, 32, 36; Decree 134/2015 Art 14; Decree 159/2025 Arts 5-8; QĐ 595 Arts 9-12; QĐ 366 Art 5.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

LAW = date(2025, 7, 1)
"""Law 41/2024 and Decree 159/2025 are in force since this day."""

# Rural poverty line; it is in doubt what it was before 2022 and whether the new one is the lowest income in 2027.
LINES = (
    (date(2016, 1, 1), 700_000, True),
    (date(2022, 1, 1), 1_500_000, False),
    (date(2027, 1, 1), 2_200_000, True),
)
# Base salary, which stands for the reference level; recalled before July 2024.
SALARIES = (
    (date(2017, 7, 1), 1_300_000, True),
    (date(2018, 7, 1), 1_390_000, True),
    (date(2019, 7, 1), 1_490_000, True),
    (date(2023, 7, 1), 1_800_000, True),
    (date(2024, 7, 1), 2_340_000, False),
    (date(2026, 7, 1), 2_530_000, False),
)
OLD_SHARES = {"poor": 30, "near_poor": 25}  # everybody else 10
NEW_SHARES = {"poor": 50, "island": 50, "near_poor": 40, "ethnic_minority": 30}  # everybody else 20
# Average monthly return of the year before, in hundred-thousandths; in doubt for 2025.
RETURNS = {2025: (363, True), 2026: (310, False)}
LAST_MONTH_TO_PAY = {1: 1, 3: 3, 6: 4, 12: 7}
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Extra:
    """Somebody's help: percent of 22 % of the line, and đồng, a month."""

    percent: int = 0
    dong: int = 0


@dataclass(frozen=True)
class Bill:
    """One payment in đồng; `last_day` ends its window, `sure` is false when something in doubt was used."""

    contribution: int
    state: int
    top_up: int
    other: int
    supported: int
    last_day: date
    sure: bool

    @property
    def own(self) -> int:
        return self.contribution - self.state - self.top_up - self.other


class Refused(Exception):
    """What the law does not allow; the text is the program's key for it."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to pay; months count from year 0, `months_had` are supported months of the past."""

    income: int
    method: str
    kinds: tuple[str, ...]
    first: int
    months_had: frozenset[int] = frozenset()
    more_had: int = 0
    top_ups: tuple[Extra, ...] = ()
    gifts: tuple[Extra, ...] = ()

    @property
    def length(self) -> int:
        word, _, number = self.method.rpartition("-")
        return int(number) * (12 if word == "ahead" else 1)

    @property
    def way(self) -> str:
        return self.method.rpartition("-")[0]


def month_of(day: date) -> int:
    return 12 * day.year + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return date.fromordinal(first_day(month + 1).toordinal() - 1)


def at(table: tuple[tuple[date, int, bool], ...], day: date) -> tuple[int, bool]:
    found = [(value, doubt) for since, value, doubt in table if since <= day]
    if not found:
        raise Refused("no_rule")
    return found[-1]


def share_of(kind: str, day: date) -> int:
    """Percent of 22 % of the poverty line that the state pays."""
    if day < date(2018, 1, 1):
        raise Refused("no_rule")
    return OLD_SHARES.get(kind, 10) if day < LAW else NEW_SHARES.get(kind, 20)


def bill(wish: Wish, day: date) -> Bill:
    """What is to be paid on a day."""
    line, doubt_line = at(LINES, day)
    salary, doubt_salary = at(SALARIES, day)
    if wish.income < line or wish.income > 20 * salary:
        raise Refused("income_out_of_range")
    check_length(wish, day)
    rate, doubt_rate = monthly_return(wish, day)
    amounts = Rounder()
    whole = amounts.up(weigh(wish.way, rate, 0, wish.length) * wish.income * 22 / 100)
    had = wish.more_had + len(wish.months_had - set(range(wish.first, wish.first + wish.length)))
    supported = max(min(wish.length, 120 - had), 0)
    # Until June 2025 the state's part for years ahead was not discounted, for missing months compounded; kept since.
    carried = weigh("missing" if wish.way == "missing" else "", rate, 0, supported)
    best = max(share_of(kind, day) for kind in wish.kinds)
    monthly = Fraction(line * 22, 100)
    state = min(amounts.up(monthly * best / 100 * carried), whole)
    top_up = help_of(wish.top_ups, monthly, supported, whole - state, amounts)
    other = help_of(wish.gifts, monthly, wish.length, whole - state - top_up, amounts)
    closes = last_day(wish.first + LAST_MONTH_TO_PAY[wish.length] - 1) if not wish.way else day
    if closes < day:
        raise Refused("window_closed")
    doubt_formula = bool(wish.way) and day >= LAW
    sure = not (doubt_line or doubt_salary or doubt_rate or doubt_formula or amounts.rounded)
    return Bill(whole, state, top_up, other, supported, closes, sure)


def plan(wish: Wish, day: date) -> list[Bill]:
    """Today's payment and the later ones within twelve months, each by the rules of its window's last day."""
    bills = [bill(wish, day)]
    while not wish.way and wish.length * len(bills) < 12:
        had = wish.months_had | set(range(wish.first, wish.first + bills[-1].supported))
        first = wish.first + wish.length
        closes = last_day(first + LAST_MONTH_TO_PAY[wish.length] - 1)
        income = max(wish.income, at(LINES, closes)[0])
        wish = Wish(
            income, wish.method, wish.kinds, first, frozenset(had), wish.more_had, wish.top_ups, wish.gifts
        )
        bills.append(bill(wish, closes))
    return bills


def check_length(wish: Wish, day: date) -> None:
    """Two to five years ahead; at most 60 missing months, 120 until 30 June 2025."""
    if wish.way == "ahead" and not 24 <= wish.length <= 60:
        raise Refused("bad_method")
    if wish.way == "missing" and wish.length > (120 if day < LAW else 60):
        raise Refused("bad_method")


def monthly_return(wish: Wish, day: date) -> tuple[int, bool]:
    if not wish.way:
        return 0, False
    if day.year not in RETURNS:
        raise Refused("no_rule")
    return RETURNS[day.year]


@cache
def weigh(way: str, rate: int, first: int, end: int) -> Fraction:
    """The sum over months: 1, or 1/(1+r)^(i-1) ahead, or (1+r)^i for missing ones, i counted from 1."""
    total, growth = Fraction(0), 1 + Fraction(rate, 100_000)
    for i in range(first + 1, end + 1):
        if way == "ahead":
            total += 1 / growth ** (i - 1)
        elif way == "missing":
            total += growth**i
        else:
            total += 1
    return total


class Rounder:
    """Rounds to the đồng, a half upwards, and remembers whether it had to."""

    def __init__(self) -> None:
        self.rounded = False

    def up(self, amount: Fraction) -> int:
        self.rounded |= amount.denominator > 1
        return (amount + HALF).__floor__()


def help_of(extras: tuple[Extra, ...], monthly: Fraction, months: int, room: int, amounts: Rounder) -> int:
    left = room
    for extra in extras:
        promised = amounts.up((monthly * extra.percent / 100 + extra.dong) * months)
        left -= min(promised, left)
    return room - left


def refund(wish: Wish, paid_on: date, unused: int) -> tuple[int, int, int]:
    """What was paid for the last months, what of it goes back to the state, and what the member gets (Art 8)."""
    rate, _ = monthly_return(wish, paid_on)
    rounder, start = Rounder(), wish.length - unused
    whole = rounder.up(weigh(wish.way, rate, start, wish.length) * wish.income * 22 / 100)
    supported = bill(wish, paid_on).supported
    months = len([month for month in range(wish.length) if start <= month < supported])
    line, _ = at(LINES, paid_on)
    best = max(share_of(kind, paid_on) for kind in wish.kinds)
    state = rounder.up(Fraction(line * 22 * best * months, 10_000))
    return whole, state, whole - state


def standing(last_paid: date, length: int, day: date) -> tuple[str, int]:
    """How somebody stands who has paid until a month, and how many months are lost."""
    paid, now = month_of(last_paid), month_of(day)
    if now <= paid:
        return "paid", 0
    if now <= paid + LAST_MONTH_TO_PAY[length]:
        return "due", 0
    return ("late" if now <= paid + length else "stopped"), now - paid - 1


ALWAYS = {"employee", "official", "armed_forces", "overseas_worker", "paid_manager", "commune_part_timer"}
SINCE_LAW = {
    "part_time_employee", "standing_militia", "mission_spouse", "unpaid_manager", "village_part_timer",
    "business_owner",
}  # fmt: skip
OWNERS = {"unpaid_manager", "business_owner", "other_business_owner"}


def may_join(
    born: date, day: date, works: tuple[str, ...] = (), retires: date | None = None, barred: bool = False
) -> bool:
    """Fifteen, in no compulsory group, nothing that bars: no pension, benefit or registration elsewhere."""
    birthdays = day.year - born.year - (1 if (day.month, day.day) < (born.month, born.day) else 0)
    return birthdays >= 15 and not barred and not any(is_compulsory(work, day, retires) for work in works)


def is_compulsory(work: str, day: date, retires: date | None) -> bool:
    if work in OWNERS and day >= LAW and retires is not None and retires <= day:
        return False
    if work == "other_business_owner":
        return day >= date(2029, 7, 1)
    return work in ALWAYS or (work in SINCE_LAW and day >= LAW)
