"""Whom to call on: the renewal list of a commune, and today's doors, of which it is a part."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.store.database import run
from tests.benchmarks.population import Population
from tests.benchmarks.results import report
from tests.benchmarks.rounds import percentile, processor_seconds
from tests.benchmarks.workspaces import NOW, keep_office, open_kept

HOUSEHOLDS = 10_000
ROUNDS = 15
_SIZE = f"{HOUSEHOLDS:,} households of four: 70 % with a card, 8 % voluntary, 15 % compulsory"


@pytest.fixture(scope="module")
def office() -> Iterator[App]:
    opened = open_kept(keep_office(f"renewals-{HOUSEHOLDS}", fill, maker=__file__))
    yield opened
    opened.close()


def fill(office: App) -> None:
    """A register with insurance of every kind, ends spread over two years, and sign-ups of the last year."""
    population = Population(HOUSEHOLDS)
    with office.desk.write() as writer:
        population.write_homes(writer, population.write_villages(writer))
    with office.desk.read() as session:
        people = [tuple(row) for row in run(session, "SELECT id, household FROM person ORDER BY number")]
    rng = random.Random(11)
    with office.desk.write() as writer:
        writer.create_many("membership", (row for person, _ in people for row in _memberships(rng, person)))
        signed = (row for person, home in people if (row := _enrolment(rng, person, home)) is not None)
        writer.create_many("enrolment", signed)


def _memberships(rng: random.Random, person: bytes) -> Iterator[dict[str, object]]:
    today, drawn = NOW.date(), rng.random()
    if drawn < 0.15:
        yield _row(person, Scheme.COMPULSORY, today - timedelta(days=rng.randrange(4_000)), None)
    elif drawn < 0.23:
        ends = today + timedelta(days=rng.randrange(-500, 60))
        yield _row(person, Scheme.VOLUNTARY, ends - timedelta(days=rng.randrange(40, 2_000)), ends)
    if rng.random() < 0.7:
        ends = today + timedelta(days=rng.randrange(-365, 365))
        yield _row(person, Scheme.HOUSEHOLD_HEALTH, ends - timedelta(days=365), ends)


def _row(person: bytes, scheme: Scheme, starts: date, ends: date | None) -> dict[str, object]:
    return {
        "person": person, "scheme": scheme.value, "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None, "source": "list",
    }  # fmt: skip


def _enrolment(rng: random.Random, person: bytes, home: bytes) -> dict[str, object] | None:
    if rng.random() > 0.03:
        return None
    day = NOW.date() - timedelta(days=rng.randrange(300))
    return {
        "person": person, "household": home, "scheme": Scheme.VOLUNTARY.value, "kind": "new",
        "first_month": f"{day:%Y-%m}", "months": rng.choice((1, 3, 6, 12)), "income": 1_500_000, "category": "other",
        "contribution": 330_000, "state": 66_000, "top_up": 0, "other": 0, "own": 264_000, "confirmed": True,
        "rule_book": "2026-11-21", "signed_on": day.isoformat(),
    }  # fmt: skip


def test_the_renewal_list(office: App) -> None:
    found = office.renewals.list_renewals()
    spent = [processor_seconds(office.renewals.list_renewals) for _ in range(ROUNDS)]
    told = f"{found.total:,} reasons, {len(found.items):,} lines shown"
    _report("renewal list, processor time, p50", spent, told, goal=300)


def test_todays_doors(office: App) -> None:
    found = office.work.list_doors()
    spent = [processor_seconds(office.work.list_doors) for _ in range(ROUNDS)]
    _report("today's doors with renewals, processor time, p50", spent, f"{len(found)} doors", goal=100)


def _report(what: str, spent: list[float], told: str, *, goal: float) -> None:
    size, spread = _SIZE, f"{1000 * min(spent):.0f} to {1000 * max(spent):.0f} ms"
    report("desk", what, ours=told, limit="", found=1000 * percentile(spent, 50), unit="ms", goal=goal, size=size,
           rounds=ROUNDS, spread=spread)  # fmt: skip


def test_the_office_is_kept_as_it_was(office: App) -> None:
    assert Path(office.desk.folder).exists()
    with office.desk.read() as session:
        assert run(session, "SELECT count(*) FROM person")[0][0] == 4 * HOUSEHOLDS
