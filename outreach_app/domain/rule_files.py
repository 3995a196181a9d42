"""Reading a rule book from its TOML files, and refusing one that contradicts itself with the place of the mistake."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from outreach_app.domain.local_rule_tables import make_area, make_top_up
from outreach_app.domain.rule_tables import Field, Table, bad, read_fields, read_note
from outreach_app.domain.rules import Mark, Rule, RuleBook, Unit, Value
from outreach_app.i18n import say

BOOK_FILE = "book.toml"
_DAY = timedelta(days=1)
_KINDS = ("rule", "area", "top_up")


def read_rule_book(texts: Mapping[str, str]) -> RuleBook:
    """Build a book from TOML texts by file name (`book.toml` holds the version); raises BadRuleBook if unsound."""
    parsed = {name: _parse(name, text) for name, text in sorted(texts.items())}
    version = parsed.get(BOOK_FILE, {}).get("version")
    if not isinstance(version, str) or not version:
        raise bad(say("The rule book has no version in {file}.", file=BOOK_FILE))
    tables = {
        kind: [t for name, file in parsed.items() for t in _tables(name, file, kind)] for kind in _KINDS
    }
    rules = _order(_read_rule(table) for table in tables["rule"])
    areas = sorted((make_area(table) for table in tables["area"]), key=lambda area: (area.key, area.since))
    top_ups = sorted(
        (make_top_up(table) for table in tables["top_up"]), key=lambda each: (each.key, each.since)
    )
    _check_overlaps(areas)
    for at, each in enumerate(top_ups):
        for later in top_ups[at + 1 :]:
            if each.meets(later):
                _check_overlaps((each, later))
    return RuleBook(version, MappingProxyType(rules), tuple(areas), tuple(top_ups))


def _parse(name: str, text: str) -> dict[str, object]:
    try:
        found = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as trouble:  # numbers without end, lists in lists
        raise bad(say("{file} is not sound TOML: {trouble}.", file=name, trouble=str(trouble))) from trouble
    unknown = sorted(set(found) - set(_KINDS) - ({"version"} if name == BOOK_FILE else set()))
    if unknown:
        raise _no_table(name, ", ".join(unknown))
    return found


def _tables(name: str, file: Mapping[str, object], kind: str) -> list[Table]:
    tables = file.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _no_table(name, kind)
    return [Table(name, kind, table) for table in tables]


def _no_table(name: str, what: str) -> Exception:
    return bad(
        say(
            "{file} holds something that is not a [[rule]], [[area]] or [[top_up]]: {what}.",
            file=name,
            what=what,
        )
    )


_FIELDS: dict[str, Field] = {
    "key": Field(str), "value": Field((int, Decimal)), "unit": Field(str), "from": Field(date),
    "to": Field(date, needed=False), "decree": Field(str), "article": Field(str), "mark": Field(str),
    "note": Field(str, needed=False), "note_en": Field(str, needed=False),
}  # fmt: skip


def _read_rule(table: Table) -> Rule:
    read_fields(table, _FIELDS)
    value, since, until = table.fields["value"], table.fields["from"], table.fields.get("to")
    assert isinstance(since, date)
    assert until is None or isinstance(until, date)
    assert isinstance(value, int | Decimal)
    try:
        unit, mark = Unit(table.read_text("unit")), Mark(table.read_text("mark"))
    except ValueError as trouble:
        raise bad(
            say(
                "{file}: the rule {key} has an unknown unit or mark: {trouble}.",
                file=table.file, key=table.name, trouble=str(trouble),
            )
        ) from trouble  # fmt: skip
    note, note_en = read_note(table)
    rule = Rule(
        table.name,
        value,
        unit,
        since,
        until,
        table.read_text("decree"),
        table.read_text("article"),
        mark,
        note,
        note_en,
    )
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    about = {"key": rule.key, "since": rule.since}
    if rule.until is not None and rule.until < rule.since:
        raise bad(
            say("The rule {key} from {since} ends on {until}, before it starts.", until=rule.until, **about)
        )
    if not _fits(rule.value, rule.unit):
        raise bad(
            say(
                "The rule {key} from {since} has a value that its unit {unit} cannot have.",
                unit=rule.unit.value,
                **about,
            )
        )
    if rule.mark is Mark.UNCONFIRMED and not (rule.note and rule.note_en):
        raise bad(
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
        raise bad(say("The rules {key} from {first} and from {second} count in different units.", **about))
    if earlier.until is None or earlier.until >= later.since:
        raise bad(say("The rules {key} from {first} and from {second} overlap.", **about))
    if earlier.until + _DAY != later.since:
        raise bad(say("The rules {key} from {first} and from {second} leave a gap.", **about))


class _Dated(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


def _check_overlaps(dated: Iterable[_Dated]) -> None:
    """Refuse two that hold on one day for one place; they stand in the order of their places and first days."""
    for earlier, later in pairwise(dated):
        if earlier.key == later.key and (earlier.until is None or earlier.until >= later.since):
            about = {"key": earlier.key, "first": earlier.since, "second": later.since}
            raise bad(say("The rules {key} from {first} and from {second} overlap.", **about))
