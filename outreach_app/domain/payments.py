"""The arithmetic of one payment: contribution, state subsidy, top-up, other support, and what is left to pay.

QĐ 595 Arts 10 and 12 until 30 June 2025; Law 41/2024 Arts 32 and 36 and Decree 159/2025 Arts 5-7 since then.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months
from outreach_app.domain.people import Category
from outreach_app.domain.quotes import Workings
from outreach_app.domain.subsidy import NOTHING_USED, SubsidyUse, count_months, take_best_category
from outreach_app.domain.support import ExtraSupport, deduct_support
from outreach_app.errors import BadInput
from outreach_app.i18n import Dong, say


@dataclass(frozen=True, slots=True)
class Payment:
    """What is to be paid at once; `first_month` is the first day of a month, `used` what the state gave before."""

    income: int
    method: Method
    categories: tuple[Category, ...]
    first_month: date
    used: SubsidyUse = NOTHING_USED
    top_ups: tuple[ExtraSupport, ...] = ()
    others: tuple[ExtraSupport, ...] = ()

    @property
    def months(self) -> list[date]:
        """The first day of each month paid for."""
        return [add_months(self.first_month, ahead) for ahead in range(self.method.months)]


@dataclass(frozen=True, slots=True)
class Parts:
    """Who pays what of a contribution, in đồng; `subsidised` counts the months the state supports."""

    contribution: int
    state: int
    top_up: int
    other: int
    subsidised: int
    category: Category

    @property
    def own(self) -> int:
        """What the member pays."""
        return self.contribution - self.state - self.top_up - self.other


def check_income(work: Workings, income: int) -> None:
    """Refuse an income below the poverty line or above 20 reference levels of the payment day (Art 31(2))."""
    floor, base, multiple = (
        work.take(key) for key in ("voluntary.income_floor", "base_salary", "voluntary.ceiling_multiple")
    )
    ceiling = base.amount * multiple.amount
    work.add(floor, say("Lowest income: {amount}", amount=Dong(floor.amount)), result=floor.amount)
    work.add(
        base, say("Base salary on the payment day: {amount}", amount=Dong(base.amount)), result=base.amount
    )
    text = say(
        "Highest income: {times} × {base} = {amount}",
        times=multiple.value, base=Dong(base.amount), amount=Dong(ceiling),
    )  # fmt: skip
    work.add(multiple, text, result=ceiling)
    if not floor.amount <= income <= ceiling:
        raise BadInput(
            say("An income of {income} cannot be chosen on {day}.", income=Dong(income), day=work.on),
            say("Choose between {floor} and {ceiling}.", floor=Dong(floor.amount), ceiling=Dong(ceiling)),
            key="income_out_of_range",
        )


def check_method(work: Workings, method: Method) -> None:
    """Refuse more years ahead or missing months than the day's rules allow."""
    if method.kind is MethodKind.REGULAR:
        return
    if method.kind is MethodKind.AHEAD:
        least, most = work.take("voluntary.ahead.min_years"), work.take("voluntary.ahead.max_years")
        work.add(least, say("Fewest years ahead: {years}", years=least.value), result=least.amount)
        work.add(most, say("Most years ahead: {years}", years=most.value), result=most.amount)
        allowed = least.amount <= method.count <= most.amount
        advice = say("Choose from {least} to {most} years.", least=least.value, most=most.value)
    else:
        most = work.take("voluntary.missing.max_months")
        work.add(most, say("Most missing months: {months}", months=most.value), result=most.amount)
        allowed = method.count <= most.amount
        advice = say("Choose at most {most} months.", most=most.value)
    if not allowed:
        raise BadInput(say("That many months cannot be paid at once."), advice, key="bad_method")


def split_payment(work: Workings, paid: Payment) -> Parts:
    """Work out a payment by the rules of the payment day, which count for all its months."""
    growth = _take_growth(work, paid.method)
    rate = work.take("voluntary.rate")
    weight = weigh_months(paid.method.kind, growth, 0, paid.method.months)
    contribution = work.round_dong(paid.income * rate.share * weight)
    text = say(
        "Contribution for {months} months: {income} × {rate}% a month = {amount}",
        months=paid.method.months, income=Dong(paid.income), rate=rate.value, amount=Dong(contribution),
    )  # fmt: skip
    work.add(rate, text, result=contribution)
    line = work.take("voluntary.income_floor").amount * rate.share
    category, state, months = _take_state_part(work, paid, line=line, growth=growth)
    state = min(state, contribution)
    room = contribution - state
    top_up = deduct_support(work, paid.top_ups, room=room, line=line, months=months)
    other = deduct_support(work, paid.others, room=room - top_up, line=line, months=paid.method.months)
    return Parts(contribution, state, top_up, other, months, category)


@lru_cache(maxsize=4096)
def weigh_months(kind: MethodKind, growth: Fraction, first: int, end: int) -> Fraction:
    """What months `first` to `end` - 1 of a payment weigh together, the first month being 0; `growth` is 1 + r.

    1 each; discounted by (1+r)^(i-1) when ahead; compounded by (1+r)^i when missing.
    """
    if end <= first:
        return Fraction(0)
    if kind is MethodKind.REGULAR or growth == 1:
        return Fraction(end - first)
    # A geometric series; its closed form keeps five years of exact fractions quick.
    if kind is MethodKind.AHEAD:
        return (growth ** (1 - first) - growth ** (1 - end)) / (growth - 1)
    return (growth ** (end + 1) - growth ** (first + 1)) / (growth - 1)


def weigh_support(work: Workings, method: Method, growth: Fraction, part: tuple[int, int]) -> Fraction:
    """What the supported months from `part[0]` to `part[1]` - 1 weigh for the state's share."""
    kind = method.kind if _support_follows(work, method) else MethodKind.REGULAR
    return weigh_months(kind, growth, *part)


def _take_growth(work: Workings, method: Method) -> Fraction:
    if method.kind is MethodKind.REGULAR:
        return Fraction(1)
    rule = work.take("voluntary.monthly_return")
    work.add(
        rule, say("Average monthly return of the fund: {percent}%", percent=rule.value), result=method.months
    )
    return 1 + rule.share


def _take_state_part(
    work: Workings, paid: Payment, *, line: Fraction, growth: Fraction
) -> tuple[Category, int, int]:
    months = count_months(work, paid.used, paid.months)
    category, rule = take_best_category(work, paid.categories)
    weight = weigh_support(work, paid.method, growth, (0, months))
    state = work.round_dong(line * rule.share * weight)
    text = say(
        "State subsidy: {percent}% of {line} a month, {months} months = {amount}",
        percent=rule.value, line=Dong(work.round_dong(line)), months=months, amount=Dong(state),
    )  # fmt: skip
    work.add(rule, text, result=state)
    return category, state, months


def _support_follows(work: Workings, method: Method) -> bool:
    """Whether the subsidy of a month is discounted or compounded like its contribution."""
    keys = {
        MethodKind.AHEAD: "voluntary.ahead.support_discounted",
        MethodKind.MISSING: "voluntary.missing.support_compounded",
    }
    if method.kind not in keys:
        return False
    rule = work.take(keys[method.kind])
    yes, no = say("The subsidy carries the return too"), say("The subsidy is counted without the return")
    work.add(rule, yes if rule.value else no, result=int(rule.value))
    return bool(rule.value)
