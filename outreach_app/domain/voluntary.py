"""Voluntary social insurance: what is to be paid, what others add, and by when (Law 41/2024, Decree 159/2025).

The rules of the payment day count for all months of a payment (Law 41/2024 Art 31(2), "at the time of payment").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from outreach_app.domain.methods import Method, MethodKind
from outreach_app.domain.months import add_months, first_of_month, last_of_month
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.quotes import DuePayment, VoluntaryQuote, Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.domain.support import ExtraSupport, deduct_support
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import Dong, say

_YEAR = 12


@dataclass(frozen=True, slots=True)
class IncomeRange:
    """Lowest and highest income that may be chosen on a day, and a handy step for a slider (no rule), in đồng."""

    floor: int
    ceiling: int
    step: int


@dataclass(frozen=True, slots=True)
class _Request:
    income: int
    method: Method
    category: Category
    first_month: date
    subsidised: int
    top_ups: tuple[ExtraSupport, ...]
    others: tuple[ExtraSupport, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    contribution: int
    state: int
    top_up: int
    other: int
    subsidised: int

    @property
    def own(self) -> int:
        return self.contribution - self.state - self.top_up - self.other


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
) -> VoluntaryQuote:
    """What one payment made on a day costs and what follows in the next twelve months.

    `first_month` is any day of the first month paid for (default: the month of `on`); `subsidised_months` counts the
    months the state has already supported, in all past periods together (the cap is 120).
    """
    starts = first_of_month(first_month or on)
    asked = _Request(
        income, method, category, starts, max(subsidised_months, 0), tuple(top_ups), tuple(others)
    )
    work = Workings(book, on)
    _check_income(work, income)
    _check_method(work, method)
    parts = _split(work, asked)
    return _hand_over(work, asked, parts, first_due=_window_end(work, asked))


def _hand_over(work: Workings, asked: _Request, parts: _Parts, *, first_due: date) -> VoluntaryQuote:
    first = _due(first_due, asked, parts, confirmed=work.confirmed)
    return VoluntaryQuote(
        income=asked.income,
        method=str(asked.method),
        months=asked.method.months,
        category=asked.category.value,
        on=work.on,
        first_month=asked.first_month,
        contribution=parts.contribution,
        state=parts.state,
        top_up=parts.top_up,
        other=parts.other,
        own=parts.own,
        subsidised_months=parts.subsidised,
        first_due=first_due,
        due=(first, *_later_payments(work.book, asked, parts)),
        confirmed=work.confirmed,
        rule_book=work.book.version,
        valid_until=work.valid_until,
        crosses=work.change_before(add_months(asked.first_month, asked.method.months)),
        steps=tuple(work.steps),
    )


def income_range(book: RuleBook, on: date) -> IncomeRange:
    """Between which incomes a person may choose on a day, in đồng a month."""
    ceiling = book.amount("voluntary.ceiling_multiple", on) * book.amount("base_salary", on)
    return IncomeRange(
        book.amount("voluntary.income_floor", on), ceiling, book.amount("voluntary.income_step", on)
    )


def choose_category(book: RuleBook, categories: Iterable[Category], on: date) -> Category:
    """Of several categories the one with the highest subsidy on a day (Decree 159/2025 Art 5); `other` if none."""
    return max(
        (Category.OTHER, *categories),
        key=lambda category: book.rule(f"voluntary.subsidy.{category}", on).share,
    )


def check_eligibility(
    book: RuleBook,
    *,
    born: PartialDate | None,
    on: date,
    compulsory: bool = False,
    pensioner: bool = False,
    unemployment_benefit: bool = False,
) -> tuple[Message, ...]:
    """Why somebody cannot join on a day; empty when free to (Law 41/2024 Art 2(4); QĐ 366 Art 5(1.3.2)).

    Somebody born on 29 February reaches an age on 1 March of an ordinary year.
    """
    least = book.amount("voluntary.min_age", on)
    found = []
    if born is None:
        found.append(say("The year of birth is not known."))
    elif born.age_on(on) < least:
        found.append(say("Younger than {age} on {day}.", age=least, day=on))
    if compulsory:
        found.append(say("Belongs to compulsory social insurance."))
    if pensioner:
        found.append(say("Receives a pension or a monthly social-insurance allowance."))
    if unemployment_benefit:
        found.append(say("Receives unemployment benefit."))
    return tuple(found)


def _check_income(work: Workings, income: int) -> None:
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


def _check_method(work: Workings, method: Method) -> None:
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


def _split(work: Workings, asked: _Request) -> _Parts:
    factors = _factors(work, asked.method)
    rate = work.take("voluntary.rate")
    contribution = work.round_dong(asked.income * rate.share * sum(factors))
    text = say(
        "Contribution for {months} months: {income} × {rate}% a month = {amount}",
        months=asked.method.months, income=Dong(asked.income), rate=rate.value, amount=Dong(contribution),
    )  # fmt: skip
    work.add(rate, text, result=contribution)
    line = work.taken["voluntary.income_floor"].amount * rate.share
    state, subsidised = _state_part(work, asked, line=line, factors=factors)
    room = contribution - state
    top_up = deduct_support(work, asked.top_ups, room=room, line=line, months=subsidised)
    other = deduct_support(work, asked.others, room=room - top_up, line=line, months=asked.method.months)
    return _Parts(contribution, state, top_up, other, subsidised)


def _factors(work: Workings, method: Method) -> list[Fraction]:
    """What each month counts: 1; discounted by (1+r)^(i-1) when ahead; compounded by (1+r)^i when missing."""
    if method.kind is MethodKind.REGULAR:
        return [Fraction(1)] * method.months
    rule = work.take("voluntary.monthly_return")
    work.add(
        rule, say("Average monthly return of the fund: {percent}%", percent=rule.value), result=method.months
    )
    growth = 1 + rule.share
    if method.kind is MethodKind.AHEAD:
        return [1 / growth**month for month in range(method.months)]
    return [growth**month for month in range(1, method.months + 1)]


def _state_part(
    work: Workings, asked: _Request, *, line: Fraction, factors: list[Fraction]
) -> tuple[int, int]:
    cap, rule = work.take("voluntary.subsidy_months"), work.take(f"voluntary.subsidy.{asked.category}")
    months = min(asked.method.months, max(cap.amount - asked.subsidised, 0))
    text = say(
        "Months with state subsidy: {months} (at most {most}, {past} used before)",
        months=months, most=cap.value, past=asked.subsidised,
    )  # fmt: skip
    work.add(cap, text, result=months)
    weight = sum(factors[:months]) if _support_follows(work, asked.method) else Fraction(months)
    state = work.round_dong(line * rule.share * weight)
    text = say(
        "State subsidy: {percent}% of {line} a month, {months} months = {amount}",
        percent=rule.value, line=Dong(work.round_dong(line)), months=months, amount=Dong(state),
    )  # fmt: skip
    work.add(rule, text, result=state)
    return state, months


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


def _window_end(work: Workings, asked: _Request) -> date:
    if asked.method.kind is not MethodKind.REGULAR:
        return work.on
    rule = work.take(f"voluntary.due.{asked.method.count}")
    due = _last_day(asked.first_month, rule)
    work.add(rule, say("To be paid by {day}", day=due), result=due)
    if due < work.on:
        raise BadInput(
            say(
                "The time to pay for the period from {month} ended on {day}.",
                month=asked.first_month,
                day=due,
            ),
            say("Start with a later month."),
            key="window_closed",
        )
    return due


def _last_day(first_month: date, rule: Rule) -> date:
    return last_of_month(add_months(first_month, rule.amount - 1))


def _due(day: date, asked: _Request, parts: _Parts, *, confirmed: bool) -> DuePayment:
    return DuePayment(
        day, asked.first_month, asked.method.months, asked.income, parts.contribution, parts.state, parts.own, confirmed
    )  # fmt: skip


def _later_payments(book: RuleBook, asked: _Request, parts: _Parts) -> Iterable[DuePayment]:
    """The following payments of one year, by the rules of their windows' last days, income raised to the floor."""
    if asked.method.kind is not MethodKind.REGULAR:
        return
    used = asked.subsidised + parts.subsidised
    for ahead in range(asked.method.months, _YEAR, asked.method.months):
        starts = add_months(asked.first_month, ahead)
        day = _last_day(starts, book.rule(f"voluntary.due.{asked.method.count}", starts))
        income = max(asked.income, book.amount("voluntary.income_floor", day))
        later = replace(asked, first_month=starts, income=income, subsidised=used)
        work = Workings(book, day)
        _check_income(work, income)
        next_parts = _split(work, later)
        used += next_parts.subsidised
        yield _due(day, later, next_parts, confirmed=work.confirmed)
