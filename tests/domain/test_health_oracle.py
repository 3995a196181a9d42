"""The program's health quotes beside a second calculator written from the articles (tests/oracle/health.py)."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from outreach_app.domain.health import HealthMember, SupportGroup, card_valid_from, quote_health
from outreach_app.domain.local_rules import ExtraSupport, Funding
from outreach_app.domain.marks import Mark
from outreach_app.domain.rules import NoRule
from outreach_app.services.shipped_rules import load_rule_book
from tests.oracle import health as oracle

BOOK = load_rule_book()
FIRST, LAST = date(2025, 7, 1), date(2027, 12, 31)
GROUPS = {point: SupportGroup(key) for key, point in oracle.POINTS.items()}
EDGES = [
    date(2025, 7, 1), date(2025, 8, 14), date(2025, 8, 15), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31),
    date(2027, 1, 1), date(2026, 8, 31), date(2027, 2, 28),
]  # fmt: skip


def draw_person(chance: random.Random, day: date) -> oracle.Person:
    kind = chance.random()
    if kind < 0.4:
        return oracle.Person()
    if kind < 0.45:
        return oracle.Person(alone=True)
    points = tuple(chance.sample(sorted(GROUPS), chance.choice([1, 1, 1, 2, 3])))
    until = day + timedelta(days=chance.randint(-40, 400)) if chance.random() < 0.5 else None
    return oracle.Person(points, until=until)


def ask(person: oracle.Person) -> HealthMember:
    groups = (SupportGroup.INDIVIDUAL,) if person.alone else tuple(GROUPS[point] for point in person.points)
    return HealthMember(groups, person.until)


def draw_gift(chance: random.Random, day: date) -> oracle.Gift:
    percent, monthly = chance.choice([(10, 0), (25, 0), (0, 20_000), (30, 5_000), (100, 0)])
    since = day + timedelta(chance.randint(-300, 60))
    until = since + timedelta(chance.randint(0, 700)) if chance.random() < 0.6 else oracle.NEVER
    to = chance.choice(["all", "all", "ladder", "ladder", *GROUPS])
    return oracle.Gift(percent, monthly, since, until, chance.random() < 0.7, to)


def by_group(gifts: Sequence[oracle.Gift], chance: random.Random) -> dict[SupportGroup, list[ExtraSupport]]:
    found: dict[SupportGroup, list[ExtraSupport]] = {}
    for gift in gifts:
        for point, group in {"ladder": SupportGroup.NONE, **GROUPS}.items():
            if gift.to in ("all", point):
                found.setdefault(group, []).append(as_support(gift, chance))
    return found


def as_support(gift: oracle.Gift, chance: random.Random) -> ExtraSupport:
    funding, mark = Funding.FUNDED, Mark.SECONDARY
    if not gift.paid:
        funding, mark = chance.choice(
            [(Funding.ADOPTED, mark), (Funding.EXHAUSTED, mark), (funding, Mark.UNCONFIRMED)]
        )
    until = gift.until if gift.until < oracle.NEVER else date.max
    return ExtraSupport("Nghị quyết", Decimal(gift.percent), gift.monthly, funding, gift.since, until, mark)


def compare(chance: random.Random) -> None:
    day = (
        chance.choice(EDGES)
        if chance.random() < 0.3
        else FIRST + timedelta(chance.randint(0, (LAST - FIRST).days))
    )
    family = [draw_person(chance, day) for _ in range(chance.randint(1, 8))]
    asked = {"months": chance.choice([3, 6, 12]), "cheapest": chance.random() < 0.5}
    held = chance.choice([0, 0, 1, 2, 4, 6])
    gifts = tuple(draw_gift(chance, day) for _ in range(chance.choice([0, 0, 1, 2])))
    expected = oracle.work_out(family, day=day, held=held, gifts=gifts, **asked)
    members = [ask(person) for person in family]
    asked["top_ups"] = by_group(gifts, chance)
    if expected is None:
        with pytest.raises(NoRule):
            quote_health(BOOK, members=members, on=day, already=held, **asked)
        return
    quote = quote_health(BOOK, members=members, on=day, already=held, **asked)
    told = (
        quote.total_own,
        quote.total_state,
        quote.total_top_up,
        quote.confirmed,
        quote.months_after_change,
    )
    assert told == (
        sum(expected.own), expected.state, expected.given, expected.certain, expected.months_after_change
    ), (day, family, gifts)  # fmt: skip
    assert sorted(share.own for share in quote.members) == sorted(expected.own), (day, family)
    assert quote.valid_until == expected.holds, (day, family, gifts)


def test_the_second_calculator_agrees_on_700_household_dates():
    chance = random.Random(20260701)
    for _ in range(700):
        compare(chance)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(20))
def test_the_second_calculator_agrees_on_many_more(seed):
    chance = random.Random(seed)
    for _ in range(2_000):
        compare(chance)


def test_the_second_calculator_agrees_on_the_first_day_of_the_card():
    chance = random.Random(90)
    for _ in range(400):
        paid = date(2025, 7, 1) + timedelta(chance.randint(0, 900))
        until = paid + timedelta(chance.randint(-130, 40)) if chance.random() < 0.9 else None
        assert card_valid_from(BOOK, paid, covered_until=until) == oracle.first_day(paid, until)
