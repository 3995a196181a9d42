"""A second calculator of household health insurance, written from the articles with tables of its own.

It shares nothing with the program: figures stand here as the articles state them, families choose by trying every
combination, dates are counted day by day. Law on Health Insurance as amended by Law 51/2024/QH15; Decrees 146/2018 and
188/2025; base salary by Decrees 73/2024 and 161/2026.
"""

import calendar
import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

# Art 13(6): the first pays the whole rate, the next 70, 60, 50, everybody after them 40 per cent of it.
TENTHS = {1: 10, 2: 7, 3: 6, 4: 5}
# Art 12(4), by point. "a+" is point a in a commune on the list of poor communes (Decree 188/2025).
POINTS = {
    "near_poor": "a", "near_poor_poor_commune": "a+", "pupil": "b", "grassroots_security": "c", "farm_average": "d",
    "village_health_worker": "đ", "hamlet_part_timer": "e", "left_difficult_area": "g", "artisan": "h",
    "trafficking_victim": "i",
}  # fmt: skip
DECREE_188 = date(2025, 8, 15)
BY_188 = {"a": 70, "a+": 100, "b": 50, "c": 50, "d": 30, "đ": 50, "e": 50, "g": 70, "h": 50, "i": 50}
BY_146 = {"a": 70, "b": 30, "d": 30}
# Art 13(5)(e) counts up a, c, d, đ, e, g, h and i: pupils and students (b) are left out.
FREE_TO_CHOOSE = {"a", "a+", "c", "d", "đ", "e", "g", "h", "i"}
NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Person:
    """Somebody by the points that fit; `alone` pays outside the household; `until` ends support under g and i."""

    points: tuple[str, ...] = ()
    alone: bool = False
    until: date | None = None


@dataclass(frozen=True)
class Gift:
    """What a province adds: a percentage of each one's contribution, đồng a month; `paid` has the money behind it.

    `to` is everybody ("all", but nobody outside the household), those on the "ladder", or a point of Art 12(4).
    """

    percent: int = 0
    monthly: int = 0
    since: date = date.min
    until: date = NEVER
    paid: bool = True
    to: str = "all"

    def meets(self, way: object) -> bool:
        """Whether somebody who pays this way gets it."""
        mine = way[3] if isinstance(way, tuple) else way
        return mine != "alone" and self.to in ("all", mine)


@dataclass(frozen=True)
class Bill:
    """What the family pays: đồng each in order, whether every figure is certain, and the days that matter.

    `holds` is the last day on which paying costs this, None while no other day is known.
    """

    own: tuple[int, ...]
    state: int
    given: int
    certain: bool
    next_change: date | None
    months_after_change: int
    holds: date | None


def monthly_rate(day: date) -> int:
    """4.5 % of the base salary; in 2027 perhaps 5.1 % (recalled, so never certain)."""
    salary = 2_530_000 if day >= date(2026, 7, 1) else 2_340_000
    return salary * 51 // 1000 if day.year >= 2027 else salary * 45 // 1000


def percent(point: str, day: date) -> int | None:
    """The share the state pays, None where no text gives one."""
    return BY_188[point] if day >= DECREE_188 else BY_146.get(point)


def months_on(day: date, count: int) -> date:
    """The same day some months later, or the month's last."""
    for _ in range(count):
        year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
        day = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return day


def begin_days(start: date, count: int) -> list[date]:
    """The day each of so many months begins, each counted from the first day itself."""
    return [months_on(start, 0)] + [_same_day(start, ahead) for ahead in range(1, count)]


def _same_day(start: date, ahead: int) -> date:
    whole = start.year * 12 + start.month - 1 + ahead
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def work_out(
    family: list[Person], *, months: int, day: date, held: int, cheapest: bool, gifts: tuple[Gift, ...] = ()
) -> Bill | None:
    """The bill of a family on a day; None where somebody's only support is known to no text of that day."""
    ways = [_ways(person, months, day, cheapest=cheapest) for person in family]
    if any(not way for way in ways):
        return None
    here = [gift for gift in gifts if gift.paid and gift.since <= day <= gift.until]
    bills = [
        (sum(rest for _, _, rest in _each(choice, months, day, held, here)), choice)
        for choice in itertools.product(*ways)
    ]
    least = min(total for total, _ in bills)
    # Of equal sums the one in which fewest leave their support.
    _, choice = min(
        ((total, choice) for total, choice in bills if total == least),
        key=lambda bill: bill[1].count("ladder"),
    )
    change = _next_change(family, [g for g in gifts if any(map(g.meets, choice))], day)
    ends = _same_day(day, months)
    after = sum(begin >= change for begin in begin_days(day, months)) if change and change < ends else 0
    parts = _each(choice, months, day, held, here)
    met = [
        _given(gross, state, months, [gift for gift in here if gift.meets(way)])
        for way, (gross, state, _) in zip(choice, parts, strict=True)
    ]
    own = tuple(gross - state - added for (gross, state, _), (added, _) in zip(parts, met, strict=True))
    broken = any(rounded for _, rounded in met)
    certain = day.year < 2027 and not _contested(family, day) and not _runs_out(family, choice, months)
    given = sum(gross - state for gross, state, _ in parts) - sum(own)
    last = _shrinks(family, choice, months, day)
    ends = [change - timedelta(1)] if change else []
    return Bill(
        own,
        sum(state for _, state, _ in parts),
        given,
        certain and not broken,
        change,
        after,
        min([*ends, *([last] if last else [])], default=None),
    )


def _ways(person: Person, months: int, day: date, *, cheapest: bool) -> list[object]:
    """What somebody may pay as: ("support", percent, months) or "ladder" or "alone"."""
    if person.alone:
        return ["alone"]
    if not person.points:
        return ["ladder"]
    known = [(point, percent(point, day)) for point in person.points if percent(point, day) is not None]
    if not known:
        return []
    running = [(point, share, _helped(point, person, months, day)) for point, share in known]
    running = [each for each in running if each[2]]
    if not running:
        return ["ladder"]
    # Art 13(5)(g): the highest support, of equals the first in the law's order.
    order = list(POINTS.values())
    point, share, helped = max(running, key=lambda each: (each[1] * each[2], -order.index(each[0])))
    ways: list[object] = [("support", share, helped, point)]
    # The choice of Art 13(5)(e) is new in Law 51/2024, in force from 1 July 2025.
    if cheapest and day >= date(2025, 7, 1) and any(point in FREE_TO_CHOOSE for point, _, _ in running):
        ways.append("ladder")
    return ways


def _helped(point: str, person: Person, months: int, day: date) -> int:
    if point not in "gi" or person.until is None:
        return months
    return sum(begin <= person.until for begin in begin_days(day, months))


def _places(choice: tuple[object, ...], held: int) -> list[tuple[object, int]]:
    place, found = held, []
    for way in choice:
        place += way == "ladder"
        found.append((way, place))
    return found


def _gross(way: object, place: int, months: int, day: date) -> int:
    rate = monthly_rate(day) * months
    return rate * TENTHS.get(place, 4) // 10 if way == "ladder" else rate


def _each(
    choice: tuple[object, ...], months: int, day: date, held: int, gifts: list[Gift]
) -> list[tuple[int, int, Fraction]]:
    """Contribution, the state's part, and what is left of it to the last fraction of a đồng."""
    found = []
    for way, place in _places(choice, held):
        gross = _gross(way, place, months, day)
        state = monthly_rate(day) * way[2] * way[1] // 100 if isinstance(way, tuple) else 0
        left = Fraction(gross - state)
        for gift in gifts:
            if not gift.meets(way):
                continue
            left -= min(left, Fraction(gross * gift.percent, 100) + gift.monthly * months)
        found.append((gross, state, left))
    return found


def _given(gross: int, state: int, months: int, gifts: list[Gift]) -> tuple[int, bool]:
    """What is given in whole đồng, and whether one gift had to be rounded for it."""
    left, broken = gross - state, False
    for gift in gifts:
        hundredths = gross * gift.percent + gift.monthly * months * 100
        broken |= hundredths % 100 != 0
        left -= min(left, (hundredths + 50) // 100)
    return gross - state - left, broken


def _shrinks(family: list[Person], choice: tuple[object, ...], months: int, day: date) -> date | None:
    """The last day of payment before support under g or i begins to cover fewer months."""
    found = []
    for person, way in zip(family, choice, strict=True):
        if isinstance(way, tuple) and way[3] in "gi" and person.until is not None:
            later = day
            while _helped(way[3], person, months, later + timedelta(1)) == way[2]:
                later += timedelta(1)
            found.append(later)
    return min(found, default=None)


def _contested(family: list[Person], day: date) -> bool:
    # Decree 188 is in force from 15 August 2025; a notice applies its 50 % for pupils from 1 July.
    return date(2025, 7, 1) <= day < DECREE_188 and any("b" in person.points for person in family)


def _runs_out(family: list[Person], choice: tuple[object, ...], months: int) -> bool:
    return any(isinstance(way, tuple) and way[2] < months for way in choice)


def _next_change(family: list[Person], gifts: list[Gift], day: date) -> date | None:
    days = [date(2026, 7, 1), date(2027, 1, 1)]
    for gift in gifts:
        if gift.paid and gift.since > day:
            days.append(gift.since)
        elif gift.paid and day <= gift.until < NEVER:
            days.append(gift.until + timedelta(1))
    if any(
        percent(point, day) is not None for person in family for point in person.points if not person.alone
    ):
        days.append(DECREE_188)
    return min((change for change in days if change > day), default=None)


def first_day(paid: date, covered_until: date | None) -> date:
    """Art 16(3)(c): after 30 days for the first time or after 90 days or more without a card, else without a break."""
    if covered_until is not None and covered_until >= paid:
        return covered_until + timedelta(1)
    bare = 0
    if covered_until is not None:
        day = covered_until + timedelta(1)
        while day < paid:
            bare, day = bare + 1, day + timedelta(1)
    waits = covered_until is None or bare >= 90
    return paid + timedelta(30) if waits else paid
