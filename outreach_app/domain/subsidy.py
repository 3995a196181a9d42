"""The state's share: the best of several categories, and at most 120 months in a life (Decree 159/2025 Art 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import CATEGORY_NAMES, Category
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import say

_CAP = "voluntary.subsidy_months"


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """Whole months of voluntary insurance somebody has paid for, from the month of a day on."""

    first_month: date
    months: int

    def list_months(self) -> list[date]:
        """The first day of each month."""
        first = first_of_month(self.first_month)
        return [add_months(first, ahead) for ahead in range(self.months)]


@dataclass(frozen=True, slots=True)
class SubsidyUse:
    """Months the state has supported before: known ones by their first day, further ones as a number only."""

    known: frozenset[date] = frozenset()
    further: int = 0

    def count_outside(self, months: Iterable[date]) -> int:
        """How many months are used besides these."""
        return self.further + len(self.known.difference(months))

    def with_months(self, months: Iterable[date]) -> "SubsidyUse":
        """The same with more known months; one that is known already counts once."""
        return SubsidyUse(self.known.union(months), self.further)


NOTHING_USED = SubsidyUse()


def record_use(book: RuleBook, periods: Iterable[PaidPeriod], *, further: int = 0) -> SubsidyUse:
    """Count past periods, overlapping ones once; months before the first day of any subsidy cost the state nothing."""
    began = min(rule.since for rule in book.rules[_CAP])
    months = {month for period in periods for month in period.list_months()}
    return SubsidyUse(frozenset(month for month in months if month >= began), max(further, 0))


def count_left(book: RuleBook, use: SubsidyUse, *, on: date) -> int:
    """How many months the state will still support somebody, by the cap of a day."""
    return max(book.amount(_CAP, on) - use.count_outside(()), 0)


def find_first_unsupported(book: RuleBook, use: SubsidyUse, *, first_month: date, on: date) -> date:
    """The first month without support when somebody pays on without a break from a month.

    QĐ 595 Example 11: joined in June 2018 without a break, no support from June 2028 on.
    """
    cap = book.amount(_CAP, on)
    used, month = set(use.known), first_of_month(first_month)
    while month in used or len(used) + use.further < cap:
        used.add(month)
        month = add_months(month, 1)
    return month


def choose_category(book: RuleBook, categories: Iterable[Category], on: date) -> Category:
    """Of several categories the one with the highest subsidy on a day (Decree 159/2025 Art 5); `other` if none."""
    return max(
        (Category.OTHER, *categories),
        key=lambda category: book.rule(f"voluntary.subsidy.{category}", on).share,
    )


def take_best_category(work: Workings, categories: tuple[Category, ...]) -> tuple[Category, Rule]:
    """The category that brings most on the day and its rule; of equal ones the first named."""
    rules = {category: work.take(f"voluntary.subsidy.{category}") for category in categories}
    best = max(rules, key=lambda category: rules[category].share)
    if len(rules) > 1:
        text = say(
            "Of several categories the highest counts: {category}, {percent}%",
            category=Message(CATEGORY_NAMES[best]), percent=rules[best].value,
        )  # fmt: skip
        work.add(rules[best], text, result=len(rules))
    return best, rules[best]


def count_months(work: Workings, use: SubsidyUse, months: list[date]) -> int:
    """How many of the months of one payment the state supports: the first ones, until the cap is reached."""
    cap, before = work.take(_CAP), use.count_outside(months)
    supported = min(len(months), max(cap.amount - before, 0))
    text = say(
        "Months with state subsidy: {months} (at most {most}, {past} used before)",
        months=supported, most=cap.value, past=before,
    )  # fmt: skip
    work.add(cap, text, result=supported)
    return supported
