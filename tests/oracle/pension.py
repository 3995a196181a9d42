"""A second pension calculator, written from the articles with figures of its own; it shares no code with the program.

Law 41/2024/QH15 (articles in brackets), Decree 135/2020 Art 4, Decree 134/2015 Art 14, Decree 159/2025 Art 5, poverty
lines of QĐ 59/2015, Decrees 07/2021 and 351/2025. Months are counted as one number: year * 12 + month - 1.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache

FACTORS = dict(
    zip(
        range(2008, 2027),
        "2.29 2.14 1.96 1.65 1.51 1.42 1.36 1.36 1.32 1.28 1.23 1.20 1.16 1.14 1.11 1.07 1.03 1 1".split(),
        strict=True,
    )
)
SHARE = {  # until June 2025, from July 2025
    "poor": (30, 50), "island": (10, 50), "near_poor": (25, 40), "ethnic_minority": (10, 30), "other": (10, 20),
}  # fmt: skip


@dataclass
class Case:
    """What the second calculator is asked; days as dates, `until` a day or nothing."""

    woman: bool
    born: date
    first: date
    income: int
    on: date
    until: date | None = None
    past: int = 0
    past_income: int | None = None
    joined: date | None = None
    category: str = "other"
    subsidised: int | None = None
    paid: list[tuple[date, int, int]] = field(default_factory=list)


def number(day: date) -> int:
    """The month of a day as one number."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month given as one number."""
    return date(month // 12, month % 12 + 1, 1)


def at_age(born: date, months: int) -> date:
    """The day that many months after birth, the month's last if it has no such day."""
    month = number(born) + months
    length = monthrange(month // 12, month % 12 + 1)[1]
    return first_day(month).replace(day=min(born.day, length))


def age_in_months(woman: bool, born: date) -> int:
    """Try the years one after the other: who reaches the age of that year in it or before, retires with it."""
    age = 55 * 12 if woman else 60 * 12
    year, goal, step = 2020, (60 * 12 if woman else 62 * 12), (4 if woman else 3)
    while age < goal and at_age(born, age).year > year:
        year += 1
        age = min((55 * 12 + 4 if woman else 60 * 12 + 3) + step * (year - 2021), goal)
    return age


def floor(month: int) -> int:
    """Lowest income of a month: the rural poverty line."""
    if month < 2016 * 12:
        return 0
    if month < 2022 * 12:
        return 700_000
    return 1_500_000 if month < 2027 * 12 else 2_200_000


@cache
def support(category: str, month: int) -> Fraction:
    """The state's part of a month (nothing before 2018)."""
    if month < 2018 * 12:
        return Fraction(0)
    old, new = SHARE[category]
    return Fraction(22 * (old if month < 2025 * 12 + 6 else new) * floor(month), 10_000)


def half_years(months: int) -> int:
    """Twice the years for an amount: 1 to 6 odd months are a half, 7 to 11 a whole year (5(6))."""
    return months // 12 * 2 + (0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2)[months % 12]


def percent(woman: bool, months: int) -> Fraction:
    """Art 99, from half years."""
    halves = half_years(months)
    if not woman and halves < 40:
        return Fraction(40) + Fraction(halves - 30, 2)
    return min(Fraction(45) + (halves - (30 if woman else 40)), Fraction(75))


def nearest(value: Fraction) -> int:
    """Whole đồng, halves up."""
    return int((value + Fraction(1, 2)).__floor__())


def project(case: Case) -> dict[str, object]:  # noqa: C901 - one reading of the law from top to bottom
    """Everything that the program tells about the same case."""
    begin = number(case.first)
    earliest = min([number(day) for day, _, _ in case.paid], default=begin) - case.past
    joined = number(case.joined) if case.joined else earliest
    past_total = case.past + sum(count for _, count, _ in case.paid)
    age = age_in_months(case.woman, case.born)
    age_day = at_age(case.born, age)
    early_day = at_age(case.born, 55 * 12 if case.woman else 60 * 12)
    member_before_2021 = 2008 * 12 <= joined < 2021 * 12
    if case.until is not None:
        end = number(case.until)
    else:
        end = number(age_day)
        if member_before_2021:
            end = min(end, max(number(early_day), begin + max(240 - past_total, 0)))
        end = max(end, begin)

    rows = []  # month, income, what a đồng of it is worth at the low and at the high end, planned
    for place in range(case.past):
        own = case.income if case.past_income is None else case.past_income
        rows.append((earliest + place, own, Fraction(1), Fraction(1), False))
    for day, count, own in case.paid:
        for month in range(number(day), number(day) + count):
            worth = weight(month, case.on)[1]
            rows.append((month, own, worth, worth, False))
    rows.sort(key=lambda row: row[0])
    for month in range(begin, end):
        own = max(case.income, floor(month))
        low, high = weight(month, case.on)
        rows.append((month, own, low, high, True))

    helped = []  # months with state money, each with what it gave
    used = 0
    for month, _, _, _, planned in rows:
        if planned and case.subsidised is not None and not any(flag for _, _, flag in helped):
            used = case.subsidised
        most = 120 if planned or case.subsidised is None else min(case.subsidised, 120)
        given = support(case.category, month)
        if given and used < most:
            used += 1
            helped.append((month, given, planned))

    total = len(rows)
    high = add_up([(row[1], row[3]) for row in rows]) / total if total else Fraction(0)
    low = add_up([(row[1], row[2]) for row in rows]) / total if total else Fraction(0)
    early = member_before_2021 and total >= 240 and early_day < age_day
    day = early_day if early else age_day
    starts = number(day) + 1
    if end > begin:
        starts = max(starts, end)
    if not early and total < 180:
        start_day = None
    elif (
        not early
        and total < 240
        and max(day, first_day(starts) if starts > number(day) + 1 else day) <= date(2025, 6, 30)
    ):
        start_day = date(2025, 8, 1)
    else:
        start_day = first_day(starts)
    rate = percent(case.woman, total) if start_day else Fraction(0)
    limit = 60 if case.woman else 70
    after = sum(row[0] > number(age_day) for row in rows)
    above = max(half_years(total) - limit, 0)
    before = max(half_years(total - after) - limit, 0)
    lump = high * (Fraction(before, 4) + (above - before)) if start_day else Fraction(0)
    planned_state = sum((given for _, given, planned in helped if planned), Fraction(0))
    planned_paid = Fraction(22 * sum(row[1] for row in rows if row[4]), 100)
    paid_before = Fraction(22 * sum(row[1] for row in rows if not row[4]), 100)
    monthly = nearest(rate * high / 100)
    back = planned_paid - planned_state + paid_before
    last = [month for month, _, planned in helped if planned]
    due = max(180 - past_total, 0)
    return {
        "retires_on": day,
        "pension_from": start_day,
        "months_contributed": total,
        "rate_percent": rate,
        "monthly_low": nearest(rate * low / 100),
        "monthly_high": monthly,
        "lump_sum_extra": nearest(lump),
        "paid_by_member": nearest(planned_paid - planned_state),
        "paid_by_state": nearest(planned_state),
        "paid_before": nearest(paid_before),
        "months_to_pay_back": -((-back / monthly).__floor__()) if monthly else None,
        "subsidised_until": first_day(last[-1]).replace(day=monthrange(last[-1] // 12, last[-1] % 12 + 1)[1])
        if last
        else None,
        "fifteen_years_on": first_day(begin + due) if begin + due <= end else None,
        "missing_months": max(180 - past_total - max(min(end, number(age_day)) - begin, 0), 0),
        "years": by_year(rows, helped),
        "one_off_amount": one_off(rows, helped, high),
        "one_off_key": one_off_key(
            case, total, joined, begin=begin, end=end, day=day, pension=start_day is not None
        ),
    }


def add_up(incomes: list[tuple[int, Fraction]]) -> Fraction:
    """Incomes in today's money; those of equal worth in a row are added first, which is only quicker."""
    total, run, held = Fraction(0), Fraction(0), 0
    for income, worth in incomes:
        if worth is not run:
            total, run, held = total + run * held, worth, 0
        held += income
    return total + run * held


@cache
def weight_of_year(ahead: int) -> Fraction:
    """Prices 2.6 % up each year."""
    return Fraction(1000, 1026) ** ahead


def weight(month: int, on: date) -> tuple[Fraction, Fraction]:
    """What a đồng of a month is worth today: by the table, or at prices 2.6 % up each year, or unchanged."""
    ahead = month // 12 - on.year
    if ahead < 0:
        factor = max(Fraction(FACTORS.get(month // 12, "0")), Fraction(1))
        return factor, factor
    return weight_of_year(ahead), Fraction(1)


def by_year(rows: list, helped: list) -> dict[int, tuple[int, int]]:
    """Months of the plan by calendar year, and how many of them with state money."""
    found: dict[int, tuple[int, int]] = {}
    for month, _, _, _, planned in rows:
        if planned:
            count, with_state = found.get(month // 12, (0, 0))
            found[month // 12] = (count + 1, with_state)
    for month, _, planned in helped:
        if planned:
            count, with_state = found[month // 12]
            found[month // 12] = (count, with_state + 1)
    return found


def one_off(rows: list, helped: list, average: Fraction) -> int:
    """Art 102(2), (3)."""
    if len(rows) < 12:
        whole = min(sum((Fraction(22 * row[1], 100) for row in rows), Fraction(0)), 2 * average)
    else:
        early = sum(row[0] < 2014 * 12 for row in rows)
        late = len(rows) - early
        if early and late:
            early, late = early - early % 12, late + early % 12
        whole = average * (Fraction(3, 4) * half_years(early) + half_years(late))
    return nearest(max(whole - sum((given for _, given, _ in helped), Fraction(0)), Fraction(0)))


def one_off_key(
    case: Case, total: int, joined: int, *, begin: int, end: int, day: date, pension: bool
) -> str:
    """Art 102(1)(a), (đ): the key of the reason, first of those that may, then of those that may not."""
    stop = max(end, begin)
    if total == 0:
        return "nothing_paid"
    if number(day) <= stop or day <= case.on:
        return "pension_due" if pension else "age_without_years"
    if joined >= 2025 * 12 + 6:
        return "joined_after_2025"
    if total >= 240:
        return "twenty_years"
    return "pension_due" if pension and first_day(stop + 12) >= day else "stopped_before_2025"
