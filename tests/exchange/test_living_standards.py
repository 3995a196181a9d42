"""The register made of the survey's real households comes in whole."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from outreach_app.exchange.register import read_register
from tests.data_makers.living_standards import make_register

TODAY = date(2026, 11, 21)


def _check(path: Path, households: int | None) -> None:
    facts = make_register(path, households=households)
    register = read_register(path, today=TODAY)
    people = [member for home in register.households for member in home.members]
    villages = Counter(home.village for home in register.households for _ in home.members)
    assert (register.rows, register.refused, register.warnings, register.notes) == (facts.people, (), (), ())
    assert (len(register.households), len(people), dict(villages)) == (
        facts.households, facts.people, facts.people_by_village,
    )  # fmt: skip
    assert sum(1 for person in people if person.citizen_number) == facts.with_citizen_number
    assert sum(1 for person in people if person.insurance_number) == facts.with_insurance_number
    assert sum(1 for person in people if person.health_until) == facts.insured
    assert all(sum(member.relation == "head" for member in home.members) == 1 for home in register.households)
    assert all(person.born and person.sex for person in people)


def test_some_real_households_come_in_whole(tmp_path: Path) -> None:
    _check(tmp_path / "some.xlsx", 300)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_all_real_households_come_in_whole(tmp_path: Path) -> None:
    _check(tmp_path / "all.xlsx", None)


def test_the_same_seed_makes_the_same_people(tmp_path: Path) -> None:
    first, second = (make_register(tmp_path / f"{n}.xlsx", households=40) for n in (1, 2))
    assert (
        read_register(first.path, today=TODAY).households
        == read_register(second.path, today=TODAY).households
    )
