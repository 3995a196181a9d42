"""What is different between two rule books, and which changes one book already knows of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.local_rules import AreaRule, TopUp
from outreach_app.domain.rules import Rule, RuleBook

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One key from one day to another (both included, None = open): the rule before and after; None = no rule."""

    key: str
    since: date
    until: date | None
    before: Rule | None
    after: Rule | None


@dataclass(frozen=True, slots=True)
class LocalChange:
    """An area class or a top-up that came or went; a changed one has gone and come."""

    gone: AreaRule | TopUp | None
    come: AreaRule | TopUp | None


def compare_books(before: RuleBook, after: RuleBook) -> tuple[RuleChange, ...]:
    """Every stretch of days in which a key has another value, mark or source in one book than in the other."""
    keys = sorted({*before.rules, *after.rules})
    return tuple(change for key in keys for change in _compare_key(before, after, key))


def compare_local(before: RuleBook, after: RuleBook) -> tuple[LocalChange, ...]:
    """The area classes and top-ups that stand in one book only."""
    old: tuple[AreaRule | TopUp, ...] = (*before.areas, *before.local)
    new: tuple[AreaRule | TopUp, ...] = (*after.areas, *after.local)
    gone = [LocalChange(each, None) for each in old if each not in new]
    return (*gone, *(LocalChange(None, each) for each in new if each not in old))


def list_next_changes(book: RuleBook, after: date) -> tuple[RuleChange, ...]:
    """What the book knows to change after a day, by day: another value or mark, or a rule that ends or begins."""
    found = [change for key in book.rules for change in _next_of(book, key, after)]
    return tuple(sorted(found, key=lambda change: (change.since, change.key)))


def _next_of(book: RuleBook, key: str, after: date) -> Iterable[RuleChange]:
    days = [day for day in _boundaries(book, key) if day > after]
    for day in days:
        former, fresh = book.find(key, day - _DAY), book.find(key, day)
        if _told(former)[:2] != _told(fresh)[:2]:
            yield RuleChange(key, day, fresh.until if fresh else None, former, fresh)


def _compare_key(before: RuleBook, after: RuleBook, key: str) -> Iterable[RuleChange]:
    days = sorted({*_boundaries(before, key), *_boundaries(after, key)})
    open_change: RuleChange | None = None
    for day in days:
        old, new = before.find(key, day), after.find(key, day)
        if open_change is not None and (open_change.before, open_change.after) == (old, new):
            continue
        if open_change is not None:
            yield RuleChange(key, open_change.since, day - _DAY, open_change.before, open_change.after)
        open_change = RuleChange(key, day, None, old, new) if _told(old) != _told(new) else None
    if open_change is not None:
        yield open_change


def _boundaries(book: RuleBook, key: str) -> list[date]:
    """The days on which a key's rules begin, and the day after the last one ends."""
    dated = book.rules.get(key, ())
    ends = [rule.until + _DAY for rule in dated if rule.until is not None]
    return sorted({*(rule.since for rule in dated), *ends})


def _told(rule: Rule | None) -> tuple[object, ...]:
    # A period that was only cut in two says the same as before.
    return () if rule is None else (rule.value, rule.mark, rule.source, rule.unit, rule.note, rule.note_en)
