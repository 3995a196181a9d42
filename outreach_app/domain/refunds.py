"""Money back for months paid for and not used: QĐ 595 Art 10(6), Decree 159/2025 Art 8."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from outreach_app.domain.methods import MethodKind
from outreach_app.domain.months import first_of_month, months_between
from outreach_app.domain.payments import Parts, Payment, split_payment, weigh_months, weigh_support
from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import BadInput
from outreach_app.i18n import N_, Dong, say


class RefundCase(StrEnum):
    """Why somebody leaves before the months paid for are over; a rule `voluntary.refund.<case>` each."""

    COMPULSORY = "compulsory"
    ONE_OFF = "one_off"
    DEATH = "death"
    PENSION = "pension"


REFUND_CASE_NAMES: dict[RefundCase, str] = {
    RefundCase.COMPULSORY: N_("goes over to compulsory insurance"),
    RefundCase.ONE_OFF: N_("withdraws once and for all"),
    RefundCase.DEATH: N_("has died"),
    RefundCase.PENSION: N_("asks for the pension"),
}


@dataclass(frozen=True, slots=True)
class Refund:
    """What comes back for the unused months of one payment, in đồng.

    `contribution` is what was paid for them in all; `state`, `top_up` and `other` of it go back to their givers and
    `amount` to the member or the heirs. `months` are whole months.
    """

    case: RefundCase
    on: date
    months: int
    contribution: int
    state: int
    top_up: int
    other: int
    amount: int
    confirmed: bool
    rule_book: str
    steps: tuple[Step, ...]


def quote_refund(
    book: RuleBook, paid: Payment, *, paid_on: date, case: RefundCase, leaves: date, on: date
) -> Refund:
    """What comes back for a payment made on `paid_on`, when the month of `leaves` is the first one not used.

    The amounts follow the rules of the payment day, the right to them those of the day `on` of asking. Nothing comes
    back for single months and missing months: BadInput, key no_refund.
    """
    asked = Workings(book, on)
    _check_case(asked, paid, case)
    work = Workings(book, paid_on)
    parts = split_payment(work, paid)
    months = count_unused(paid, leaves)
    whole = _unused_contribution(work, paid, months)
    state = _unused_state(asked, work, paid, parts, months=months)
    top_up, other = _unused_extra(asked, paid, parts, months=months)
    amount = max(whole - state - top_up - other, 0)
    steps = (*asked.steps, *work.steps, _sum_up(asked, case, amount))
    return Refund(
        case=case,
        on=on,
        months=months,
        contribution=whole,
        state=state,
        top_up=top_up,
        other=other,
        amount=amount,
        confirmed=asked.confirmed and work.confirmed,
        rule_book=book.version,
        steps=steps,
    )


def count_unused(paid: Payment, leaves: date) -> int:
    """How many whole months of a payment are left from the month of a day on."""
    gone = max(months_between(paid.first_month, first_of_month(leaves)), 0)
    return max(paid.method.months - gone, 0)


def _check_case(asked: Workings, paid: Payment, case: RefundCase) -> None:
    method = paid.method
    if method.kind is MethodKind.MISSING or (method.kind is MethodKind.REGULAR and method.count == 1):
        raise BadInput(
            say("Nothing comes back for months paid one by one or afterwards."),
            say("Only periods of 3, 6 or 12 months and years ahead are refunded."),
            key="no_refund",
        )
    rule = asked.take(f"voluntary.refund.{case}")
    if not rule.value:
        raise BadInput(
            say("On {day} nothing came back in this case.", day=asked.on),
            say("Ask the insurance office."),
            key="no_refund",
        )
    asked.add(rule, say("Unused months are refunded in this case"), result=1)


def _unused_contribution(work: Workings, paid: Payment, months: int) -> int:
    rate = work.take("voluntary.rate")
    total = paid.method.months
    weight = weigh_months(paid.method.kind, _growth(work, paid), total - months, total)
    whole = work.round_dong(paid.income * rate.share * weight)
    text = say(
        "Paid for the last {months} of {total} months: {amount}",
        months=months, total=total, amount=Dong(whole),
    )  # fmt: skip
    work.add(rate, text, result=whole)
    return whole


def _unused_state(asked: Workings, work: Workings, paid: Payment, parts: Parts, *, months: int) -> int:
    """The state's share of the unused months: those of the supported first months that lie among the last ones."""
    rule = asked.take("voluntary.refund.state_returns")
    if not rule.value or parts.state == 0:
        return 0
    share = work.take(f"voluntary.subsidy.{parts.category}").share
    line = work.take("voluntary.income_floor").amount * work.take("voluntary.rate").share
    first = paid.method.months - months
    weight = weigh_support(
        work, paid.method, _growth(work, paid), (min(first, parts.subsidised), parts.subsidised)
    )
    state = min(work.round_dong(line * share * weight), parts.state)
    asked.add(
        rule,
        say("State subsidy of these months, back to the budget: {amount}", amount=Dong(state)),
        result=state,
    )
    return state


def _unused_extra(asked: Workings, paid: Payment, parts: Parts, *, months: int) -> tuple[int, int]:
    """Top-ups and gifts of the unused months, by equal parts of the months they were given for."""
    if parts.top_up + parts.other == 0:
        return 0, 0
    rule = asked.take("voluntary.refund.extra_returns")
    if not rule.value:
        return 0, 0
    first = paid.method.months - months
    supported = max(parts.subsidised - first, 0)
    top_up = asked.round_dong(Fraction(parts.top_up * supported, max(parts.subsidised, 1)))
    other = asked.round_dong(Fraction(parts.other * months, paid.method.months))
    text = say("Further support of these months, back to its givers: {amount}", amount=Dong(top_up + other))
    asked.add(rule, text, result=top_up + other)
    return top_up, other


def _growth(work: Workings, paid: Payment) -> Fraction:
    if paid.method.kind is MethodKind.REGULAR:
        return Fraction(1)
    return 1 + work.take("voluntary.monthly_return").share


def _sum_up(asked: Workings, case: RefundCase, amount: int) -> Step:
    rule = asked.taken[f"voluntary.refund.{case}"]
    text = say("Comes back: {amount}", amount=Dong(amount))
    return Step(rule.key, rule.value, rule.since, rule.source, rule.mark, text, amount)
