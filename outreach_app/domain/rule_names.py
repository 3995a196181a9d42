"""Rules, their values, area classes and top-ups in words."""

from datetime import date
from decimal import Decimal

from outreach_app.domain.health_groups import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.local_rules import (
    ANY_CATEGORY,
    AREA_NAMES,
    FUNDING_NAMES,
    AreaRule,
    TopUp,
)
from outreach_app.domain.people import CATEGORY_NAMES, Category, Scheme
from outreach_app.domain.rules import Rule, Unit
from outreach_app.i18n import N_, Catalogue, Dong

_NAMES: dict[str, str] = {
    "base_salary": N_("Base salary (reference level)"),
    "rounding": N_("Rounding of amounts"),
    "voluntary.income_floor": N_("Lowest income (rural poverty line)"),
    "voluntary.ceiling_multiple": N_("Highest income, in reference levels"),
    "voluntary.income_step": N_("Step between incomes"),
    "voluntary.rate": N_("Rate of voluntary insurance"),
    "voluntary.min_age": N_("Youngest age for voluntary insurance"),
    "voluntary.subsidy.": N_("State subsidy: {who}"),
    "voluntary.subsidy_months": N_("Longest state subsidy"),
    "voluntary.due.": N_("Last month to pay for {tail} months"),
    "voluntary.ahead.": N_("Paying years ahead"),
    "voluntary.missing.": N_("Paying missing months"),
    "voluntary.monthly_return": N_("Monthly return of the fund"),
    "voluntary.refund.": N_("Paying back what was paid ahead"),
    "voluntary.": N_("Voluntary social insurance"),
    "voluntary.barred.": N_("Who cannot join voluntary insurance"),
    "voluntary.change.": N_("Changing income or method"),
    "compulsory.": N_("Who belongs to compulsory insurance"),
    "health.rate": N_("Rate of household health insurance"),
    "health.ladder.": N_("Member {tail} on the household's ladder"),
    "health.period.": N_("Paying for {tail} months"),
    "health.support.": N_("State support: {who}"),
    "health.support_months.": N_("How long support lasts: {who}"),
    "health.card": N_("When the card counts"),
    "health.covered.": N_("Share of treatment that is covered"),
    "health.paid.": N_("Others pay the health card"),
    "health.": N_("Household health insurance"),
    "retirement.age.male": N_("Retirement age of men"),
    "retirement.age.female": N_("Retirement age of women"),
    "pension.": N_("Pension"),
    "revaluation.": N_("Factor for incomes: {tail}"),
    "one_off.": N_("One-off withdrawal"),
    "survivors.": N_("Survivors' benefits"),
    "maternity.": N_("Maternity allowance"),
    "monthly_allowance.": N_("Monthly allowance before the social pension"),
    "social_pension.": N_("Social pension"),
}
"""What rules are called, by their key or the longest beginning of it."""


def name_rule(words: Catalogue, key: str) -> str:
    """What a rule is about; a key nobody named is told as it is."""
    start = max((each for each in _NAMES if _belongs(key, each)), key=len, default="")
    tail = key.removeprefix(start)
    return words.text(_NAMES[start], tail=tail, who=_name_group(words, tail)) if start else key


def _belongs(key: str, start: str) -> bool:
    return key == start or (start.endswith((".", "card")) and key.startswith(start))


def _name_group(words: Catalogue, tail: str) -> str:
    if tail in set(Category):
        return words.text(CATEGORY_NAMES[Category(tail)])
    return words.text(SUPPORT_NAMES[SupportGroup(tail)]) if tail in set(SupportGroup) else tail


def tell_value(words: Catalogue, rule: Rule | None) -> str:
    """A rule's value with its unit; a dash when there is no rule."""
    if rule is None:
        return "–"
    if rule.unit is Unit.FLAG:
        return words.text(N_("yes")) if rule.value else words.text(N_("no"))
    number = words.decimal(Decimal(rule.value))
    if rule.key.startswith("retirement.age."):
        years, months = divmod(rule.amount, 12)
        if not months:
            return words.text("{years} years of age", years=years)
        return words.text("{years} years {months} months", years=years, months=months)
    match rule.unit:
        case Unit.PERCENT:
            return f"{number}%"
        case Unit.TIMES | Unit.FACTOR:
            return f"× {number}"
        case Unit.DONG:
            return words.money(rule.amount)
        case Unit.DONG_PER_MONTH:
            return words.text("{amount} a month", amount=Dong(rule.amount))
    counted = {
        Unit.DAYS: N_("{number} days"),
        Unit.MONTHS: N_("{number} months"),
        Unit.YEARS: N_("{number} years"),
    }
    return words.text(counted[rule.unit], number=number)


def tell_step(words: Catalogue, before: Rule | None, after: Rule | None) -> str:
    """Old and new value; đồng a month are named once, and a value that stays is told once."""
    was, now = tell_value(words, before), tell_value(words, after)
    if was == now:
        return now
    if before and after and before.unit is after.unit is Unit.DONG_PER_MONTH:
        was = words.number(before.amount)
    return f"{was} → {now}"


def tell_period(words: Catalogue, since: date, until: date | None) -> str:
    """From when to when something holds."""
    if until is None:
        return words.text("from {since}", since=since)
    return words.text("{since} to {until}", since=since, until=until)


def tell_local(words: Catalogue, each: AreaRule | TopUp) -> str:
    """An area class or a top-up in one line; places are told by their codes."""
    period = tell_period(words, each.since, each.until)
    if isinstance(each, AreaRule):
        place = " ".join(part for part in (each.commune, each.village) if part)
        return " · ".join((place, words.text(AREA_NAMES[each.area_class]), period))
    amount = f"{words.decimal(each.percent)}%" if each.percent else words.money(each.monthly)
    return " · ".join(
        (
            each.province or each.commune, _name_category(words, each),
            words.text("{amount} on top", amount=amount), period, words.text(FUNDING_NAMES[each.state]),
        )
    )  # fmt: skip


def _name_category(words: Catalogue, top_up: TopUp) -> str:
    if top_up.category == ANY_CATEGORY:
        return words.text("everybody")
    if top_up.scheme is Scheme.VOLUNTARY:
        return words.text(CATEGORY_NAMES[Category(top_up.category)])
    return words.text(SUPPORT_NAMES[SupportGroup(top_up.category)])
