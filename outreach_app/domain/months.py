"""Calendar arithmetic by whole months, as the payment windows and projections need it."""

from calendar import monthrange
from datetime import date

_EVERY_MONTH = 28
"""Every month has a day of this number."""


def first_of_month(day: date) -> date:
    """The first day of the month a day lies in."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month a day lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or that month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _EVERY_MONTH:
        return day.replace(year=year, month=month + 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, second: date) -> int:
    """How many month boundaries lie between two days, whatever the days in them."""
    return (second.year - first.year) * 12 + second.month - first.month
