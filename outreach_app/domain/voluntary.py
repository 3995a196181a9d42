"""Voluntary social insurance: what is to be paid, what others add, and by when (Law 41/2024, Decree 159/2025).

The rules of the payment day count for all months of a payment (Law 41/2024 Art 31(2), "at the time of payment").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outreach_app.domain.eligibility import check_eligibility
from outreach_app.domain.method_changes import find_missing_start
from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.payments import Parts, Payment, check_income, check_method, split_payment
from outreach_app.domain.people import Category
from outreach_app.domain.quotes import DuePayment, Step, VoluntaryQuote, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.subsidy import PaidPeriod, choose_category, record_use
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.windows import Window, find_window
from outreach_app.errors import BadInput
from outreach_app.i18n import say

__all__ = ["IncomeRange", "check_eligibility", "choose_category", "income_range", "quote_voluntary"]

_YEAR = 12


@dataclass(frozen=True, slots=True)
class IncomeRange:
    """Lowest and highest income that may be chosen on a day, and a handy step for a slider (no rule), in đồng."""

    floor: int
    ceiling: int
    step: int


def quote_voluntary(
    book: RuleBook,
    *,
    income: int,
    method: Method,
    category: Category,
    on: date,
    first_month: date | None = None,
    subsidised_months: int = 0,
    top_ups: Sequence[ExtraSupport] = (),
    others: Sequence[ExtraSupport] = (),
    also: Sequence[Category] = (),
    past: Sequence[PaidPeriod] = (),
    retires_on: date | None = None,
) -> VoluntaryQuote:
    """What one payment made on a day costs and what follows in the next twelve months.

    `first_month` is any day of the first month paid for (default: the month of `on`); `also` names further categories
    (the highest counts); the state's months are capped over `past` periods, of which a month counts once, and
    `subsidised_months` further ones. With `retires_on` missing months are refused before their time.
    """
    paid = Payment(
        income=income,
        method=method,
        categories=tuple(dict.fromkeys((category, *also))),
        first_month=first_of_month(first_month or on),
        used=record_use(book, past, further=subsidised_months),
        top_ups=tuple(top_ups),
        others=tuple(others),
    )
    work = Workings(book, on)
    check_income(work, income)
    check_method(work, method)
    _check_time(work, method, retires_on)
    parts = split_payment(work, paid)
    return _hand_over(work, paid, parts, window=_take_window(work, paid))


def income_range(book: RuleBook, on: date) -> IncomeRange:
    """Between which incomes a person may choose on a day, in đồng a month."""
    ceiling = book.amount("voluntary.ceiling_multiple", on) * book.amount("base_salary", on)
    return IncomeRange(
        book.amount("voluntary.income_floor", on), ceiling, book.amount("voluntary.income_step", on)
    )


def _hand_over(work: Workings, paid: Payment, parts: Parts, *, window: Window | None) -> VoluntaryQuote:
    first_due = window.ends if window else work.on
    first = _due(first_due, paid, parts, confirmed=work.confirmed)
    return VoluntaryQuote(
        income=paid.income,
        method=str(paid.method),
        months=paid.method.months,
        category=parts.category.value,
        on=work.on,
        first_month=paid.first_month,
        contribution=parts.contribution,
        state=parts.state,
        top_up=parts.top_up,
        other=parts.other,
        own=parts.own,
        subsidised_months=parts.subsidised,
        first_due=first_due,
        due=(first, *_later_payments(work.book, paid, parts)),
        confirmed=work.confirmed,
        rule_book=work.book.version,
        valid_until=work.valid_until,
        crosses=work.change_before(add_months(paid.first_month, paid.method.months)),
        steps=tuple(work.steps),
        freeze=_find_freeze(work, paid, parts.category),
    )


def _check_time(work: Workings, method: Method, retires_on: date | None) -> None:
    """Refuse missing months before the month that comes before the retirement age (Law 41/2024 Art 36(3)(e))."""
    if method.kind is not MethodKind.MISSING or retires_on is None:
        return
    starts = find_missing_start(work, retires_on)
    if work.on < starts:
        raise BadInput(
            say("Missing months cannot be paid before {day}.", day=starts),
            say("Pay by another method until then."),
            key="too_early",
        )


def _take_window(work: Workings, paid: Payment) -> Window | None:
    """The period's window, or None for what is paid on the day it is registered (Law 41/2024 Art 36(3)(đ), (e))."""
    if paid.method.kind is not MethodKind.REGULAR:
        return None
    window = find_window(work.book, method=paid.method, first_month=paid.first_month)
    work.taken[window.rule.key] = window.rule
    work.add(window.rule, say("To be paid by {day}", day=window.ends), result=window.ends)
    if window.ends < work.on:
        raise BadInput(
            say(
                "The time to pay for the period from {month} ended on {day}.",
                month=paid.first_month,
                day=window.ends,
            ),
            say("Start with a later month."),
            key="window_closed",
        )
    return window


def _find_freeze(work: Workings, paid: Payment, category: Category) -> Step | None:
    """What becomes of months paid for that lie behind a change of the poverty line or the subsidy; None without one.

    No part of the amount due today, so an unconfirmed answer leaves the quote confirmed.
    """
    keys = ("voluntary.income_floor", f"voluntary.subsidy.{category}")
    change = work.book.next_change(keys, work.on)
    last = add_months(paid.first_month, paid.method.months) - timedelta(days=1)
    if change is None or change > last or paid.method.kind is MethodKind.MISSING:
        return None
    rule = work.book.rule("voluntary.prepaid_frozen", work.on)
    yes = say("The months from {day} on are paid for: nothing is charged or given again", day=change)
    no = say("The months from {day} on may be charged again", day=change)
    return Step(rule.key, rule.value, rule.since, rule.source, rule.mark, yes if rule.value else no, change)


def _due(day: date, paid: Payment, parts: Parts, *, confirmed: bool) -> DuePayment:
    return DuePayment(
        day=day,
        first_month=paid.first_month,
        months=paid.method.months,
        income=paid.income,
        contribution=parts.contribution,
        state=parts.state,
        own=parts.own,
        confirmed=confirmed,
        top_up=parts.top_up,
        other=parts.other,
    )


def _later_payments(book: RuleBook, paid: Payment, parts: Parts) -> Iterable[DuePayment]:
    """The following payments of one year, by the rules of their windows' last days, income raised to the floor."""
    if paid.method.kind is not MethodKind.REGULAR:
        return
    used = paid.used.with_months(paid.months[: parts.subsidised])
    for ahead in range(paid.method.months, _YEAR, paid.method.months):
        starts = add_months(paid.first_month, ahead)
        day = find_window(book, method=paid.method, first_month=starts).ends
        income = max(paid.income, book.amount("voluntary.income_floor", day))
        later = replace(paid, first_month=starts, income=income, used=used)
        work = Workings(book, day)
        check_income(work, income)
        next_parts = split_payment(work, later)
        used = used.with_months(later.months[: next_parts.subsidised])
        yield _due(day, later, next_parts, confirmed=work.confirmed)
