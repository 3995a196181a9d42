"""Money on top of the state subsidy: provincial top-ups and gifts, deducted only when they are funded."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from outreach_app.domain.local_rules import ExtraSupport, Funding
from outreach_app.domain.marks import Mark
from outreach_app.domain.quotes import Step, Workings, nearest
from outreach_app.errors import BadInput
from outreach_app.i18n import Dong, say

__all__ = ["ExtraSupport", "Funding", "count_support", "deduct_support", "parse_support"]

_TEXT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%|(\d{1,8})", re.ASCII)


def parse_support(text: str, *, source: str) -> ExtraSupport:
    """Read `20%` (of rate x poverty line) or `66000` (đồng a month); anything else is BadInput."""
    found = _TEXT.fullmatch(text.strip())
    percent = Decimal(found[1].replace(",", ".")) if found and found[1] else Decimal(0)
    if found is None or percent > 100:
        raise BadInput(
            say("{text} is no amount of support.", text=text),
            say("Write a percentage like 20% or đồng a month."),
        )
    return ExtraSupport(source, percent=percent, monthly=int(found[2] or 0))


def deduct_support(
    work: Workings, supports: Iterable[ExtraSupport], *, room: int, line: Fraction, months: int
) -> int:
    """What funded supports add for so many months, at most `room` đồng; `line` is rate x poverty line."""
    total = 0
    for support in supports:
        _note_changes(work, support)
        if support.since <= work.on <= support.until:
            exact = share_of(support, line * months, months=months)
            # What is not deducted does not make the amount uncertain.
            whole = work.round_dong(exact) if support.counts else nearest(exact)
            amount = min(whole, room - total) if support.counts else 0
            work.steps.append(_step(support, whole, amount=amount))
            total += amount
    return total


def share_of(support: ExtraSupport, contribution: Fraction, *, months: int) -> Fraction:
    """What one support comes to, in đồng, before anybody asks whether so much is left to pay."""
    return contribution * Fraction(support.percent) / 100 + support.monthly * months


def count_support(
    supports: Iterable[ExtraSupport], contribution: Fraction, *, months: int, on: date
) -> Fraction:
    """What is deducted on a day for so many months, in đồng and without a limit."""
    running = (each for each in supports if each.counts and each.since <= on <= each.until)
    return sum((share_of(each, contribution, months=months) for each in running), Fraction(0))


def _note_changes(work: Workings, support: ExtraSupport) -> None:
    """What is deducted today may end, and what is not deducted yet may begin: until then the amount holds."""
    if support.counts and support.since > work.on:
        work.changes.append(support.since)
    elif support.counts and support.since <= work.on <= support.until < date.max:
        work.changes.append(support.until + timedelta(days=1))


def _step(support: ExtraSupport, whole: int, *, amount: int) -> Step:
    text = say("Further support: {amount}", amount=Dong(amount))
    if support.funding is not Funding.FUNDED:
        text = say(
            "Further support of {amount} has no money behind it and is not deducted", amount=Dong(whole)
        )
    elif not support.counts:
        text = say("Further support of {amount} is not confirmed and is not deducted", amount=Dong(whole))
    since = None if support.since == date.min else support.since
    # What is not deducted does not make the amount uncertain.
    mark = support.mark if support.counts else Mark.SECONDARY
    return Step(
        "extra_support", support.percent or support.monthly, since, support.source, mark, text, amount
    )
