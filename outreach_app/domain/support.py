"""Money on top of the state subsidy: provincial top-ups and gifts, deducted only when they are funded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import Mark
from outreach_app.errors import BadInput
from outreach_app.i18n import Dong, say

_TEXT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%|(\d{1,8})", re.ASCII)


class Funding(StrEnum):
    """Whether promised support has money behind it; only `funded` support is deducted."""

    ADOPTED = "adopted"
    FUNDED = "funded"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class ExtraSupport:
    """Provincial top-up or somebody's gift: `percent` of rate x poverty line, or `monthly` đồng, within its own dates.

    `source` is the resolution or the giver; `mark` says how well it is known.
    """

    source: str
    percent: Decimal = Decimal(0)
    monthly: int = 0
    funding: Funding = Funding.FUNDED
    since: date = date.min
    until: date = date.max
    mark: Mark = Mark.SECONDARY


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
        if support.since <= work.on <= support.until:
            whole = work.round_dong((line * Fraction(support.percent) / 100 + support.monthly) * months)
            amount = min(whole, room - total) if support.funding is Funding.FUNDED else 0
            work.steps.append(_step(support, whole, amount=amount))
            total += amount
    return total


def _step(support: ExtraSupport, whole: int, *, amount: int) -> Step:
    funded = support.funding is Funding.FUNDED
    text = say("Further support: {amount}", amount=Dong(amount))
    if not funded:
        text = say(
            "Further support of {amount} has no money behind it and is not deducted", amount=Dong(whole)
        )
    since = None if support.since == date.min else support.since
    mark = support.mark if funded else Mark.SECONDARY
    return Step(
        "extra_support", support.percent or support.monthly, since, support.source, mark, text, amount
    )
