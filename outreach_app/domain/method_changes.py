"""From when a member may choose another income or method, and from when missing months may be paid.

QĐ 595 Arts 9(3) and 10(7); Law 41/2024 Art 36(3)(e).
"""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import say


@dataclass(frozen=True, slots=True)
class ChangeOfTerms:
    """From which day on another income or method may be chosen, and why not earlier; `allowed` is for the day asked."""

    allowed: bool
    from_day: date
    reason: Message
    reason_key: str
    confirmed: bool
    valid_until: date | None
    steps: tuple[Step, ...]


def find_change(
    book: RuleBook,
    *,
    method: Method,
    first_month: date,
    on: date,
    to: Method | None = None,
    retires_on: date | None = None,
) -> ChangeOfTerms:
    """When somebody in a period paid for by `method` from a month on may change the income, or go over to method `to`.

    `retires_on`, the day of the retirement age, is needed to tell when missing months may be paid.
    """
    work = Workings(book, on)
    if to is not None and to.kind is MethodKind.MISSING and _may_leave_period(work):
        from_day = find_missing_start(work, retires_on) if retires_on else first_of_month(on)
        reason = say("Missing months need not wait for the end of the period paid for.")
        return _answer(work, from_day, reason, "missing_at_once")
    rule = work.take("voluntary.change.after_period")
    over = add_months(first_of_month(first_month), method.months)
    if not rule.value:
        reason = say("Income and method may be changed at any time.")
        work.add(rule, reason, result=first_of_month(on))
        return _answer(work, first_of_month(on), reason, "any_time")
    reason = say("The months paid for run until {day}; change after that.", day=over)
    work.add(rule, reason, result=over)
    return _answer(work, over, reason, "after_period")


def find_missing_start(work: Workings, retires_on: date) -> date:
    """The first day on which missing months may be paid: in the month before the month of the retirement age."""
    rule = work.take("voluntary.missing.months_before_age")
    starts = add_months(first_of_month(retires_on), -rule.amount)
    work.add(rule, say("Missing months may be paid from {day}", day=starts), result=starts)
    return starts


def _may_leave_period(work: Workings) -> bool:
    rule = work.take("voluntary.change.missing_at_once")
    text = say("Going over to missing months need not wait for the end of the period")
    work.add(rule, text, result=int(bool(rule.value)))
    return bool(rule.value)


def _answer(work: Workings, from_day: date, reason: Message, key: str) -> ChangeOfTerms:
    return ChangeOfTerms(
        allowed=work.on >= from_day,
        from_day=from_day,
        reason=reason,
        reason_key=key,
        confirmed=work.confirmed,
        valid_until=work.valid_until,
        steps=tuple(work.steps),
    )
