"""Until when a period may be paid for, and how somebody stands on a day who has paid until a month.

Law 41/2024 Art 36(3), QĐ 595 Art 11: within the month, the 3 months, the first 4 of 6, the first 7 of 12.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month, last_of_month, months_between
from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.i18n import N_, say

_MONTHLY = Method(MethodKind.REGULAR, 1)


class PaymentState(StrEnum):
    """How somebody stands; late and stopped are both "tạm dừng đóng" (QĐ 595 Art 11(3)).

    Paid: the months paid for are not over. Due: the next period runs and may still be paid whole. Late: its window is
    closed, the period itself not over. Stopped: a whole period went by unpaid.
    """

    PAID = "paid"
    DUE = "due"
    LATE = "late"
    STOPPED = "stopped"


PAYMENT_STATE_NAMES: dict[PaymentState, str] = {
    PaymentState.PAID: N_("paid"),
    PaymentState.DUE: N_("to be paid now"),
    PaymentState.LATE: N_("late"),
    PaymentState.STOPPED: N_("stopped"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which one period may be paid for; `opens` and `ends` are both included."""

    first_month: date
    months: int
    opens: date
    ends: date
    rule: Rule

    @property
    def last_month(self) -> date:
        """The first day of the last month of the period."""
        return add_months(self.first_month, self.months - 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands on a day.

    `paid_until` is the last day paid for, `window` the next period (None after missing months: nothing follows),
    `lost_months` the months gone by that can no longer be paid, `resume_from` the first month that still can.
    """

    state: PaymentState
    on: date
    paid_until: date
    window: Window | None
    lost_months: int
    resume_from: date
    confirmed: bool
    steps: tuple[Step, ...]


def find_window(book: RuleBook, *, method: Method, first_month: date) -> Window:
    """The window of the period that starts in the month of a day, by that month's rules.

    After years ahead the member chooses anew; until then the shortest window counts, that of a month.
    """
    regular = method if method.kind is MethodKind.REGULAR else _MONTHLY
    starts = first_of_month(first_month)
    rule = book.rule(f"voluntary.due.{regular.count}", starts)
    return Window(starts, regular.months, starts, last_of_month(add_months(starts, rule.amount - 1)), rule)


def find_standing(book: RuleBook, *, last_paid: date, method: Method, on: date) -> Standing:
    """How somebody stands on a day whose last paid month is the month of `last_paid`, paying by a method."""
    paid_until = last_of_month(last_paid)
    if method.kind is MethodKind.MISSING:
        # The years for a pension are complete then; no further month is due.
        return Standing(
            PaymentState.PAID, on, paid_until, None, 0, add_months(first_of_month(last_paid), 1), True, ()
        )
    window = find_window(book, method=method, first_month=add_months(first_of_month(last_paid), 1))
    work = Workings(book, on)
    work.taken[window.rule.key] = window.rule
    work.add(window.rule, say("To be paid by {day}", day=window.ends), result=window.ends)
    state = _judge(window, on)
    gone = on > window.ends and _counts_as_stopped(work, window)
    missed = months_between(window.first_month, on) if gone else 0
    return Standing(
        state=state if gone or on <= window.ends else PaymentState.LATE,
        on=on,
        paid_until=paid_until,
        window=window,
        lost_months=missed,
        resume_from=add_months(window.first_month, missed),
        confirmed=work.confirmed,
        steps=tuple(work.steps),
    )


def _judge(window: Window, on: date) -> PaymentState:
    if on < window.opens:
        return PaymentState.PAID
    if on <= window.ends:
        return PaymentState.DUE
    return PaymentState.LATE if on <= last_of_month(window.last_month) else PaymentState.STOPPED


def _counts_as_stopped(work: Workings, window: Window) -> bool:
    """Whether months unpaid at the end of their window are lost; otherwise they may still be paid."""
    rule = work.take("voluntary.stopped_after_window")
    stopped = say("Not paid by {day}: payment counts as stopped, the member registers again", day=window.ends)
    open_still = say("Not paid by {day}: the months may still be paid", day=window.ends)
    work.add(rule, stopped if rule.value else open_still, result=window.ends)
    return bool(rule.value)
