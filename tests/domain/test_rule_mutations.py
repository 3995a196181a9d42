"""One rule changed at a time, in its value or a day: some result that was worked out by hand has to notice.

An ordinary run changes every value once; `make torture` also moves the days, by one day and by a month.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

import pytest

from outreach_app.domain.months import add_months
from outreach_app.domain.rules import Rule, RuleBook, Unit
from outreach_app.errors import OutreachError
from outreach_app.services.shipped_rules import load_rule_book
from tests.domain.known_values import Vector, list_vectors

BOOK = load_rule_book()
VECTORS = list_vectors()
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A book in which one thing is wrong."""

    name: str
    key: str
    book: RuleBook


def with_rules(key: str, rules: tuple[Rule, ...]) -> RuleBook:
    return replace(BOOK, rules=MappingProxyType({**BOOK.rules, key: rules}))


def another_value(rule: Rule) -> bool | int | Decimal:
    if isinstance(rule.value, bool):
        return not rule.value
    if rule.unit is Unit.PERCENT and rule.value >= 100:
        return rule.value - 1
    if isinstance(rule.value, Decimal):
        return rule.value + Decimal("0.1")
    # Amounts move by more than a slider's step could hide.
    return rule.value + (1000 if rule.unit is Unit.DONG_PER_MONTH else 1)


def value_mutants() -> Iterator[Mutant]:
    for key, dated in BOOK.rules.items():
        for at, rule in enumerate(dated):
            wrong = replace(rule, value=another_value(rule))
            yield Mutant(
                f"{key} from {rule.since}: {rule.value} read as {wrong.value}",
                key,
                with_rules(key, (*dated[:at], wrong, *dated[at + 1 :])),
            )


def seam_mutants() -> Iterator[Mutant]:
    """Every day on which a value changes, moved by one day and by one month, both ways."""
    for key, dated in BOOK.rules.items():
        for at, (earlier, later) in enumerate(pairwise(dated)):
            if earlier.value != later.value:
                for day in moved_days(later.since):
                    pair = (replace(earlier, until=day - DAY), replace(later, since=day))
                    yield Mutant(
                        f"{key}: change of {later.since} read as {day}",
                        key,
                        with_rules(key, (*dated[:at], *pair, *dated[at + 2 :])),
                    )


def moved_days(day: date) -> tuple[date, ...]:
    return day - DAY, day + DAY, add_months(day, -1), add_months(day, 1)


def notices(mutant: Mutant) -> bool:
    return any(
        result(vector, mutant.book) != vector.expected for vector in VECTORS if vector.rests_on(mutant.key)
    )


def survivors(mutants: Iterable[Mutant]) -> list[str]:
    return [each.name for each in mutants if not notices(each)]


def result(vector: Vector, book: RuleBook) -> object:
    try:
        return vector.compute(book)
    except OutreachError as refusal:
        return refusal.key


def test_every_wrong_value_is_noticed() -> None:
    assert survivors(value_mutants()) == []


@pytest.mark.parametrize("on", [date(2025, 7, 1), date(2026, 7, 1), date(2027, 1, 1)])
def test_the_great_changes_are_noticed_a_day_off(on: date) -> None:
    mutants = [each for each in seam_mutants() if f"change of {on} " in each.name]
    assert mutants
    assert survivors(mutants) == []


@pytest.mark.torture
def test_every_change_that_is_read_a_day_or_a_month_off_is_noticed() -> None:
    assert survivors(seam_mutants()) == []
