"""What voluntary insurance gives beside the pension, and what the state gives without it, with the figures of a day."""

from collections.abc import Callable
from datetime import date

from outreach_app.domain.projections import BenefitFact
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.errors import Message, say
from outreach_app.i18n import Dong


def benefit_facts(book: RuleBook, on: date) -> tuple[BenefitFact, ...]:
    """Maternity, survivors, one-off withdrawal, health cards and social pension; raises NoRule before 1 July 2025."""
    facts = []
    for key, tell in _FACTS.items():
        work = Workings(book, on)
        found = tell(work)
        if found is not None:
            text, amount, rule = found
            facts.append(BenefitFact(key, text, amount, rule.source, work.confirmed))
    return tuple(facts)


_Fact = tuple[Message, int | None, Rule]


def _maternity(work: Workings) -> _Fact:
    amount, least, within, claim = _take(
        work, "maternity.amount", "maternity.months", "maternity.within_months", "maternity.claim_days"
    )
    text = say(
        "Maternity: {amount} for each child, to mother or father who paid {months} of the {within} months before the"
        " birth; hand in the papers within {days} days.",
        amount=Dong(amount.amount), months=least.value, within=within.value, days=claim.value,
    )  # fmt: skip
    return text, amount.amount, amount


def _funeral(work: Workings) -> _Fact:
    times, least, base, claim = _take(
        work, "survivors.funeral", "survivors.funeral_months", "base_salary", "survivors.claim_days"
    )
    amount = times.amount * base.amount
    text = say(
        "Funeral grant: {amount} for who paid {months} months or drew the pension; claim within {days} days.",
        amount=Dong(amount), months=least.value, days=claim.value,
    )  # fmt: skip
    return text, amount, times


def _survivors(work: Workings) -> _Fact:
    short = work.take("survivors.short_months")
    early, late = work.book.rules["one_off.factor"][0], work.take("one_off.factor")
    text = say(
        "Survivors of a member: {late} times the average income for each year paid ({early} for years before 2014);"
        " with less than {months} months what was paid.",
        late=late.value, early=early.value, months=short.value,
    )  # fmt: skip
    return text, None, short


def _survivors_of_pensioner(work: Workings) -> _Fact:
    times, step, least = _take(
        work, "survivors.pensioner", "survivors.pensioner_step", "survivors.pensioner_least"
    )
    text = say(
        "Survivors of a pensioner: {times} months of pension in the first two months, then {step} less for each month"
        " drawn, never below {least}.",
        times=times.value, step=step.value, least=least.value,
    )  # fmt: skip
    return text, None, times


def _leaving_before(work: Workings) -> _Fact:
    wait, most = _take(work, "one_off.stop_months", "one_off.stop_max_years")
    before = work.book.rules["one_off.by_stopping"][-1].since
    text = say(
        "Who paid before {day} as well may withdraw {months} months after stopping, with less than {years} years.",
        day=before, months=wait.value, years=most.value,
    )  # fmt: skip
    return text, None, wait


def _leaving_after(work: Workings) -> _Fact:
    least = work.take("pension.min_years")
    rule = work.book.rules["one_off.by_stopping"][-1]
    text = say(
        "Who pays only since {day} cannot withdraw by stopping: only at the retirement age with less than {years}"
        " years, when settling abroad, or when gravely ill or disabled.",
        day=rule.since, years=least.value,
    )  # fmt: skip
    return text, None, rule


def _health_card(work: Workings) -> _Fact | None:
    rule = work.take("pension.health_card")
    if not rule.value:
        return None
    return say("Pensioners have a health card that the insurance fund pays for."), None, rule


def _allowance(work: Workings) -> _Fact:
    card, least, age, years = _take(
        work,
        "monthly_allowance.health_card",
        "social_pension.amount",
        "social_pension.age",
        "pension.min_years",
    )
    if not card.value:
        text = say(
            "At the retirement age with less than {years} years and without withdrawing: a monthly allowance from one's"
            " own payments, at least {amount}, until {age} years of age.",
            years=years.value, amount=Dong(least.amount), age=age.value,
        )  # fmt: skip
        return text, least.amount, card
    text = say(
        "At the retirement age with less than {years} years and without withdrawing: a monthly allowance from one's own"
        " payments, at least {amount}, until {age} years of age, with a health card from the state.",
        years=years.value, amount=Dong(least.amount), age=age.value,
    )  # fmt: skip
    return text, least.amount, card


def _social_pension(work: Workings) -> _Fact:
    amount, age = _take(work, "social_pension.amount", "social_pension.age")
    text = say(
        "Social pension from {age} years for who has no pension: {amount} a month; a province may add.",
        age=age.value, amount=Dong(amount.amount),
    )  # fmt: skip
    return text, amount.amount, amount


def _social_pension_of_the_poor(work: Workings) -> _Fact:
    amount, age = _take(work, "social_pension.amount", "social_pension.age_poor")
    text = say(
        "Poor and near-poor households: social pension from {age} years, {amount} a month.",
        age=age.value, amount=Dong(amount.amount),
    )  # fmt: skip
    return text, amount.amount, age


def _take(work: Workings, *keys: str) -> list[Rule]:
    return [work.take(key) for key in keys]


_FACTS: dict[str, Callable[[Workings], _Fact | None]] = {
    "maternity": _maternity,
    "funeral": _funeral,
    "survivors": _survivors,
    "survivors_of_pensioner": _survivors_of_pensioner,
    "one_off_before": _leaving_before,
    "one_off_after": _leaving_after,
    "health_card": _health_card,
    "monthly_allowance": _allowance,
    "social_pension": _social_pension,
    "social_pension_poor": _social_pension_of_the_poor,
}
"""Every benefit by its stable key, in the order in which it is told."""
