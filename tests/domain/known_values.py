"""What every rule of the shipped book is worth, written by hand from the law, and amounts that rest on it.

Two tables for each subject, in the module `known_<subject>.py` beside this one; a new rule needs an entry in both:

* `PINS`: a rule's value on the first and the last day it holds, with its source. Tests: test_known_values.py.
* `VECTORS`: a result of the program (a quote, a date, a list) with the amounts worked out by hand. The mutations of
  test_rule_mutations.py change one rule at a time, and some vector has to notice each; so every rule needs a vector
  that rests on its value, and one on each of its days: on the first day it holds and on the day before.

Who changes the rules of a subject adds the entries in its module: known_voluntary.py, known_health.py, known_pension.py
(with retirement age and benefits), known_book.py (what they share).
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import tests.domain
from outreach_app.domain.rules import RuleBook

Value = int | bool | Decimal


@dataclass(frozen=True, slots=True)
class Pin:
    """A rule's value from the first to the last day (ISO; empty = open), as its source states it."""

    key: str
    first: str
    last: str
    value: int | bool | str
    source: str

    @property
    def amount(self) -> Value:
        """The value as the book holds it; decimals are written as text."""
        return Decimal(self.value) if isinstance(self.value, str) else self.value

    @property
    def days(self) -> tuple[date, date]:
        """The first day, and the last one or a day far ahead."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last or "2099-12-31")


@dataclass(frozen=True, slots=True)
class Vector:
    """A result that was worked out by hand: `compute` gets the book; `source` says where the figures come from.

    `keys` are beginnings of the keys it rests on, so that a mutation runs only the vectors it can move.
    """

    name: str
    keys: tuple[str, ...]
    compute: Callable[[RuleBook], object]
    expected: object
    source: str

    def rests_on(self, key: str) -> bool:
        """Tell whether a rule can move this result."""
        return key.startswith(self.keys)


def told_by(source: str, *rows: tuple[str, str, str, int | bool | str]) -> tuple[Pin, ...]:
    """Pins that one article states: key, first day, last day, value."""
    return tuple(Pin(*row, source) for row in rows)


def list_pins() -> list[Pin]:
    """The pins of every subject."""
    return [pin for subject in _subjects() for pin in subject.PINS]


def list_vectors() -> list[Vector]:
    """The vectors of every subject."""
    return [vector for subject in _subjects() for vector in subject.VECTORS]


def _subjects() -> list:
    names = [each.name for each in pkgutil.iter_modules(tests.domain.__path__)]
    subjects = [name for name in names if name.startswith("known_") and name != "known_values"]
    return [importlib.import_module(f"tests.domain.{name}") for name in subjects]
