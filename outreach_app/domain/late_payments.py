"""Making up months let pass: Mđ x (1+r)^t of the old regime (QĐ 595 Art 11(3)), not known under Decree 159/2025."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import BadInput
from outreach_app.i18n import Dong, say


@dataclass(frozen=True, slots=True)
class LatePayment:
    """What makes up months let pass, in đồng; fields as in a quote."""

    amount: int
    confirmed: bool
    rule_book: str
    steps: tuple[Step, ...]


def quote_late_payment(book: RuleBook, *, owed: int, months_late: int, on: date) -> LatePayment:
    """What `owed` đồng, let pass so many months ago, cost when made up on a day.

    Since 1 July 2025 no text at hand allows it: BadInput, key no_late_payment.
    """
    work = Workings(book, on)
    rule = work.take("voluntary.late_makeup")
    if not rule.value:
        raise BadInput(
            say("Whether months let pass may still be made up is not confirmed for {day}.", day=on),
            say("Ask the insurance office; the member can register again from this month."),
            key="no_late_payment",
        )
    growth = work.take("voluntary.monthly_return")
    work.add(
        growth,
        say("Average monthly return of the fund: {percent}%", percent=growth.value),
        result=months_late,
    )
    amount = work.round_dong(owed * (1 + growth.share) ** months_late)
    text = say(
        "Made up after {months} months: {owed} with the return = {amount}",
        months=months_late, owed=Dong(owed), amount=Dong(amount),
    )  # fmt: skip
    work.add(rule, text, result=amount)
    return LatePayment(amount, work.confirmed, book.version, tuple(work.steps))
