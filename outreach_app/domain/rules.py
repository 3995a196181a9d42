"""The law as dated data: each rule has a key, a value, a period, its legal source and how well it is known."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from outreach_app.errors import BadInput, Message
from outreach_app.i18n import N_, say

Value: TypeAlias = int | Decimal | bool
_DAY = timedelta(days=1)


class Mark(StrEnum):
    """How well a rule is known: text of the law, a report about it, or not yet certain."""

    OFFICIAL = "official"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"


MARK_NAMES: dict[Mark, str] = {
    Mark.OFFICIAL: N_("official text"),
    Mark.SECONDARY: N_("reported"),
    Mark.UNCONFIRMED: N_("not confirmed"),
}


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
    """All dated rules of one version, by key and in order of their dates."""

    version: str
    rules: Mapping[str, tuple[Rule, ...]]

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


def read_rule_book(texts: Mapping[str, str]) -> RuleBook:
    """Build a book from TOML texts by file name (`book.toml` holds the version); raises BadRuleBook if unsound."""
    parsed = {name: _parse(name, text) for name, text in sorted(texts.items())}
    version = parsed.get("book.toml", {}).get("version")
    if not isinstance(version, str) or not version:
        raise _bad(say("The rule book has no version in {file}.", file="book.toml"))
    rules = [_read_rule(name, table) for name, file in parsed.items() for table in _tables(name, file)]
    return RuleBook(version, MappingProxyType(_order(rules)))


def _parse(name: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as trouble:
        raise _bad(say("{file} is not sound TOML: {trouble}.", file=name, trouble=str(trouble))) from trouble


def _tables(name: str, file: Mapping[str, object]) -> list[dict[str, object]]:
    unknown = sorted(set(file) - ({"version"} if name == "book.toml" else {"rule"}))
    tables = file.get("rule", [])
    if unknown or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _bad(
            say("{file} holds something that is not a [[rule]]: {what}.", file=name, what=", ".join(unknown))
        )
    return tables


_Kind: TypeAlias = type | tuple[type, ...]
_REQUIRED: dict[str, _Kind] = {
    "key": str,
    "value": (int, Decimal),
    "unit": str,
    "from": date,
    "decree": str,
    "article": str,
    "mark": str,
}
_OPTIONAL: dict[str, _Kind] = {"to": date, "note": str, "note_en": str}


def _read_rule(name: str, table: Mapping[str, object]) -> Rule:
    key = str(table.get("key", "?"))
    for field, kind in (_REQUIRED | _OPTIONAL).items():
        missing = field not in table
        if missing and field in _REQUIRED:
            raise _bad(say("{file}: the rule {key} has no {field}.", file=name, key=key, field=field))
        if not missing and not _is_a(table[field], kind):
            raise _bad(
                say("{file}: the rule {key} has an unusable {field}.", file=name, key=key, field=field)
            )
    unknown = sorted(set(table) - set(_REQUIRED) - set(_OPTIONAL))
    if unknown:
        raise _bad(
            say("{file}: the rule {key} has an unknown {field}.", file=name, key=key, field=unknown[0])
        )
    rule = _make_rule(name, table)
    _check(rule)
    return rule


def _is_a(value: object, kind: _Kind) -> bool:
    if kind is str:
        return isinstance(value, str) and bool(value.strip())
    return type(value) is date if kind is date else isinstance(value, kind)


def _make_rule(name: str, table: Mapping[str, object]) -> Rule:
    key, since, until, value = str(table["key"]), table["from"], table.get("to"), table["value"]
    assert isinstance(since, date)
    assert until is None or isinstance(until, date)
    assert isinstance(value, int | Decimal)
    try:
        unit, mark = Unit(str(table["unit"])), Mark(str(table["mark"]))
    except ValueError as trouble:
        raise _bad(
            say(
                "{file}: the rule {key} has an unknown unit or mark: {trouble}.",
                file=name,
                key=key,
                trouble=str(trouble),
            )
        ) from trouble
    note, note_en = str(table.get("note", "")), str(table.get("note_en", ""))
    decree, article = str(table["decree"]), str(table["article"])
    return Rule(key, value, unit, since, until, decree, article, mark, note, note_en)


def _check(rule: Rule) -> None:
    about = {"key": rule.key, "since": rule.since}
    if rule.until is not None and rule.until < rule.since:
        raise _bad(
            say("The rule {key} from {since} ends on {until}, before it starts.", until=rule.until, **about)
        )
    if not _fits(rule.value, rule.unit):
        raise _bad(
            say(
                "The rule {key} from {since} has a value that its unit {unit} cannot have.",
                unit=rule.unit.value,
                **about,
            )
        )
    if rule.mark is Mark.UNCONFIRMED and not (rule.note and rule.note_en):
        raise _bad(
            say("The rule {key} from {since} is not confirmed and needs a note that says why.", **about)
        )


def _fits(value: Value, unit: Unit) -> bool:
    if unit is Unit.FLAG or isinstance(value, bool):
        return unit is Unit.FLAG and isinstance(value, bool)
    if unit is Unit.PERCENT:
        return Decimal(value).is_finite() and 0 <= value <= 100
    if unit is Unit.FACTOR:
        return Decimal(value).is_finite() and value >= 0
    return isinstance(value, int) and value >= 0


def _order(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    by_key: dict[str, list[Rule]] = {}
    for rule in rules:
        by_key.setdefault(rule.key, []).append(rule)
    ordered = {
        key: tuple(sorted(dated, key=lambda rule: rule.since)) for key, dated in sorted(by_key.items())
    }
    for dated in ordered.values():
        for earlier, later in pairwise(dated):
            _check_seam(earlier, later)
    return ordered


def _check_seam(earlier: Rule, later: Rule) -> None:
    about = {"key": earlier.key, "first": earlier.since, "second": later.since}
    if earlier.unit is not later.unit:
        raise _bad(say("The rules {key} from {first} and from {second} count in different units.", **about))
    if earlier.until is None or earlier.until >= later.since:
        raise _bad(say("The rules {key} from {first} and from {second} overlap.", **about))
    if earlier.until + _DAY != later.since:
        raise _bad(say("The rules {key} from {first} and from {second} leave a gap.", **about))


def _bad(message: Message) -> BadRuleBook:
    return BadRuleBook(
        message, say("Correct the rule book, or go back to the one that came with the program.")
    )
