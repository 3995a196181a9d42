"""Every rule of the shipped book is worth what the law says, on its first and on its last day."""

from datetime import timedelta

import pytest

from outreach_app.domain.rules import Rule
from outreach_app.services.shipped_rules import load_rule_book
from tests.domain.known_values import Pin, Vector, list_pins, list_vectors

BOOK = load_rule_book()
RULES = [rule for dated in BOOK.rules.values() for rule in dated]
PINS = list_pins()


def name_rule(rule: Rule) -> str:
    return f"{rule.key} from {rule.since}"


def test_every_shipped_rule_has_one_value_written_by_hand() -> None:
    by_hand = [f"{pin.key} from {pin.first}" for pin in PINS]
    assert sorted(by_hand) == sorted(name_rule(rule) for rule in RULES)


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: f"{pin.key} {pin.first}")
def test_the_book_says_what_the_law_says(pin: Pin) -> None:
    first, last = pin.days
    for day in (first, last):
        rule = BOOK.rule(pin.key, day)
        assert (rule.value, type(rule.value)) == (pin.amount, type(pin.amount))
        assert (rule.since, rule.until) == (first, last if pin.last else None)
    assert pin.source
    earlier = BOOK.find(pin.key, first - timedelta(days=1))
    assert earlier is None or earlier.until == first - timedelta(days=1)


@pytest.mark.parametrize("vector", list_vectors(), ids=lambda vector: vector.name)
def test_the_program_computes_what_was_worked_out_by_hand(vector: Vector) -> None:
    assert vector.compute(BOOK) == vector.expected, vector.source
