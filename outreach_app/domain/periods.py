"""Stretches of days: of an assignment, and years, halves, months, weeks and drives that targets speak of."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.months import add_months, first_of_month, last_of_month

_DAY = timedelta(days=1)


class Stretch(StrEnum):
    """What a period is called by whoever sets a target for it; a drive has its own first and last day."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DRIVE = "drive"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from the first to the last, both included; ValueError when they are the wrong way round.

    Without a last day (`date.max`) it goes on until somebody ends it.
    """

    first: date
    last: date = date.max

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """How many days it has, at least one."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day is one of its own."""
        return self.first <= day <= self.last

    def covers(self, other: "Period") -> bool:
        """Whether every day of another period is one of its own."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def meet(self, other: "Period") -> "Period | None":
        """Give the days of both; None when they share none."""
        return Period(max(self.first, other.first), min(self.last, other.last)) if self.meets(other) else None

    def subtract(self, other: "Period") -> tuple["Period", ...]:
        """Give what is left without the days of another: nothing, one piece or two, in order."""
        if not self.meets(other):
            return (self,)
        pieces = []
        if self.first < other.first:
            pieces.append(Period(self.first, other.first - _DAY))
        if other.last < self.last:
            pieces.append(Period(other.last + _DAY, self.last))
        return tuple(pieces)

    def until(self, day: date) -> "Period | None":
        """Give the part up to a day (included); None when that is before it begins."""
        return None if day < self.first else Period(self.first, min(self.last, day))

    def after(self, day: date) -> "Period | None":
        """Give the part that is left after a day; None when nothing is."""
        following = max(self.first, day + _DAY)
        return None if following > self.last else Period(following, self.last)

    @property
    def year_before(self) -> "Period":
        """Give the same days of the year before; what ends with a month ends with that month there too."""
        return Period(_year_before(self.first), _end_before(self.last))

    @property
    def to_date(self) -> "Period":
        """Give the stretch from the first day of the year in which it ends to its last day: what is cumulative."""
        return Period(date(self.last.year, 1, 1), self.last)

    @property
    def stretch(self) -> Stretch:
        """Tell which stretch of the calendar it is exactly; anything else is a drive."""
        return next((kind for kind, make in _MAKERS.items() if make(self.first) == self), Stretch.DRIVE)

    @property
    def months(self) -> Iterator["Period"]:
        """List its calendar months, cut to its own days."""
        start = self.first
        while start <= self.last:
            end = min(last_of_month(start), self.last)
            yield Period(start, end)
            start = end + _DAY


def year_of(day: date) -> Period:
    """Give the calendar year of a day."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def half_of(day: date) -> Period:
    """Give the half-year of a day."""
    return _months_of(day, 6)


def quarter_of(day: date) -> Period:
    """Give the quarter of a day."""
    return _months_of(day, 3)


def month_of(day: date) -> Period:
    """Give the calendar month of a day."""
    return Period(first_of_month(day), last_of_month(day))


def week_of(day: date) -> Period:
    """Give the week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def stretch_of(day: date, stretch: Stretch) -> Period:
    """Give the stretch of the calendar in which a day lies; KeyError for a drive, which has days of its own."""
    return _MAKERS[stretch](day)


def drive_month(year: int) -> Period:
    """Give May, the standing national month of drives."""
    return month_of(date(year, 5, 1))


def _months_of(day: date, length: int) -> Period:
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(start, last_of_month(add_months(start, length - 1)))


_MAKERS = {
    Stretch.YEAR: year_of,
    Stretch.HALF: half_of,
    Stretch.QUARTER: quarter_of,
    Stretch.MONTH: month_of,
    Stretch.WEEK: week_of,
}


def _year_before(day: date) -> date:
    return add_months(day, -12)


def _end_before(day: date) -> date:
    # The end of February is the 28th or the 29th: a month that is told whole stays whole.
    earlier = add_months(day, -12)
    ends_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return last_of_month(earlier) if ends_month else earlier
