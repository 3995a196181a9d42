"""The law as dated data: each rule has a key, a value, a period, its legal source and how well it is known."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from outreach_app.domain.local_rules import (
    AreaClass,
    AreaRule,
    ExtraSupport,
    Place,
    TopUp,
    class_on,
    is_on_border,
    left_list_on,
)
from outreach_app.domain.marks import MARK_NAMES, Mark
from outreach_app.domain.people import Scheme
from outreach_app.errors import BadInput
from outreach_app.i18n import say

__all__ = ["MARK_NAMES", "BadRuleBook", "Mark", "NoRule", "Rule", "RuleBook", "Unit", "Value"]

Value: TypeAlias = int | Decimal | bool
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a rule's value counts; percent and factor may carry decimals, a flag is yes or no, the rest are whole."""

    DONG = "dong"
    DONG_PER_MONTH = "dong_per_month"
    PERCENT = "percent"
    TIMES = "times"
    FACTOR = "factor"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    FLAG = "flag"


class BadRuleBook(BadInput):
    """A rule book contradicts itself or cannot be read; the sentence names the key and the dates."""

    key = "bad_rule_book"


class NoRule(BadInput):
    """The rule book says nothing about this key on this day."""

    key = "no_rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One value from `since` to `until` (both included; None = open); notes say why a value is uncertain."""

    key: str
    value: Value
    unit: Unit
    since: date
    until: date | None
    decree: str
    article: str
    mark: Mark
    note: str = ""
    note_en: str = ""

    @property
    def source(self) -> str:
        """The law and the article, as the law is cited in Vietnamese."""
        return f"{self.decree}, {self.article}"

    @property
    def amount(self) -> int:
        """The whole number a value in đồng, months, days, years or times is."""
        assert isinstance(self.value, int), f"{self.key} is not a whole number"
        return self.value

    @property
    def share(self) -> Fraction:
        """The exact fraction that a percent value means: 4.5 % is 9/200."""
        return Fraction(self.value) / 100

    @property
    def factor(self) -> Fraction:
        """The exact number to multiply by: 1.36 is 34/25."""
        return Fraction(self.value)

    def note_in(self, language: str) -> str:
        """The note in 'vi' or 'en', or empty."""
        return self.note if language == "vi" else self.note_en


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All dated rules of one version, by key and in order of their dates, and what holds in some places only."""

    version: str
    rules: Mapping[str, tuple[Rule, ...]]
    areas: tuple[AreaRule, ...] = ()
    local: tuple[TopUp, ...] = ()

    def find(self, key: str, on: date) -> Rule | None:
        """The rule in force on a day, or None outside its dates."""
        dated = self.rules.get(key, ())
        at = bisect_right(dated, on, key=lambda rule: rule.since) - 1
        if at < 0:
            return None
        found = dated[at]
        return found if found.until is None or on <= found.until else None

    def rule(self, key: str, on: date) -> Rule:
        """The rule in force on a day; raises NoRule when the book has none."""
        found = self.find(key, on)
        if found is None:
            raise NoRule(
                say("The rule book says nothing about {key} on {day}.", key=key, day=on),
                say("Choose a day that the rule book covers, or let the office add the rule."),
            )
        return found

    def value(self, key: str, on: date) -> Value:
        """The value in force on a day, in the rule's own unit."""
        return self.rule(key, on).value

    def amount(self, key: str, on: date) -> int:
        """The whole number in force on a day (đồng, months, days, years, times)."""
        return self.rule(key, on).amount

    def area_class(self, place: Place, on: date) -> AreaClass | None:
        """How a village, or else its commune, is classed on a day; None when the book does not say."""
        found = class_on(self.areas, place, on)
        return found.area_class if found else None

    def area_classes(self, place: Place, on: date) -> tuple[AreaClass, ...]:
        """Every class of a place on a day: its own one first, then the border."""
        found = self.area_class(place, on)
        border = (AreaClass.BORDER,) if is_on_border(self.areas, place, on) else ()
        return (found, *border) if found is not None else border

    def left_difficult_list(self, place: Place, on: date) -> date | None:
        """Since when a place no longer stands on the list of difficult areas; None if it does, or never did."""
        return left_list_on(self.areas, place, on)

    def top_ups(self, scheme: Scheme, category: str, *, place: Place, on: date) -> tuple[ExtraSupport, ...]:
        """What province and commune add for a category, now or from a later day on, whether there is money or not."""
        return tuple(
            each.as_support()
            for each in self.local
            if each.is_for(scheme, category, place=place) and (each.until is None or each.until >= on)
        )

    def next_change(self, keys: Iterable[str], after: date) -> date | None:
        """The first day after `after` on which a key gets another value or mark, or ends; None if none is known."""
        days = (self._change(key, after) for key in keys)
        return min((day for day in days if day is not None), default=None)

    def _change(self, key: str, after: date) -> date | None:
        current = self.find(key, after)
        for rule in self.rules.get(key, ()):
            if rule.since <= after:
                continue
            if current is None or (rule.value, rule.mark) != (current.value, current.mark):
                return rule.since
            current = rule
        return None if current is None or current.until is None else current.until + _DAY
