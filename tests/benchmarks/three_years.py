"""A province with three years of work in it: cards and pensions that lists told of, sign-ups, money, a million visits.

The same for the same seed; written through the journal, as any list or file is, in transactions a machine can bear.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.months import add_months
from outreach_app.domain.people import Scheme
from outreach_app.store import engine
from tests.benchmarks.population import HOMES_IN_VILLAGE, Population
from tests.benchmarks.workspaces import is_full, keep_office

HOUSEHOLDS = 250_000 if is_full() else 50_000
VISITS_EACH = 4
FIRST, LAST = date(2023, 11, 20), date(2026, 11, 20)
_DAYS = (LAST - FIRST).days
_AT_ONCE = 25_000
_OUTCOMES = "thinking thinking refused call_back signed_up already_covered continuing".split()
_DOORS = "not_home not_home not_home working_away refused".split()
_WORRIES = "cannot_afford cannot_afford too_long unclear_benefit waits_harvest no_trust".split()
_REACTIONS = "reassured reassured not_yet asks_office".split()

Row = dict[str, object]
Home = tuple[bytes, list[bytes]]


def keep_three_years(households: int = HOUSEHOLDS) -> Path:
    """The folder of the office; read only."""
    return keep_office(f"years-{households}", lambda office: fill(office, households), maker=__file__)


def fill(office: App, households: int) -> None:
    """Write a register and three years of what came of it."""
    population = Population(households)
    with office.desk.write(bulk=True) as writer:
        villages = population.write_villages(writer)
        staff = writer.create_many(
            "canvasser", ({"name": f"Cán bộ {n}", "role": "canvasser"} for n in range(400))
        )
    for some in engine.in_chunks(villages, size=_AT_ONCE // HOMES_IN_VILLAGE):
        with office.desk.write(bulk=True) as writer:
            population.write_homes(writer, some)
    homes = read_homes(office)
    history = History(random.Random(20261121), staff)
    for some in engine.in_chunks(homes, size=_AT_ONCE):
        with office.desk.write(bulk=True) as writer:
            writer.create_many("membership", history.list_memberships(some))
            sign_ups = list(history.list_sign_ups(some))
            made = writer.create_many("enrolment", sign_ups)
            writer.create_many("receipt", history.list_receipts(made, sign_ups))
            writer.create_many("visit", history.list_visits(some))


def read_homes(office: App) -> list[Home]:
    """Every household with its members, in the order they were made."""
    with office.desk.read() as session:
        rows = engine.fetch_rows(session.connection(), "SELECT household, id FROM person ORDER BY number")
    homes: dict[bytes, list[bytes]] = {}
    for household, person in rows:
        homes.setdefault(household, []).append(person)
    return list(homes.items())


@dataclass(slots=True)
class History:
    """Draws what happened: 15 % compulsory, 8 % voluntary, 70 % with a card; every ninth of them signed up with us."""

    rng: random.Random
    staff: Sequence[bytes]

    def list_memberships(self, homes: Sequence[Home]) -> Iterator[Row]:
        """What lists told of everybody."""
        rng = self.rng
        for _, people in homes:
            for person in people:
                drawn = rng.random()
                if drawn < 0.15:
                    yield tell_period(
                        person, Scheme.COMPULSORY, LAST - timedelta(days=rng.randrange(4_000)), None
                    )
                elif drawn < 0.23:
                    ends = FIRST + timedelta(days=rng.randrange(_DAYS + 60))
                    yield tell_period(
                        person, Scheme.VOLUNTARY, ends - timedelta(days=rng.randrange(40, 2_000)), ends
                    )
                if rng.random() < 0.7:
                    ends = FIRST + timedelta(days=rng.randrange(_DAYS + 365))
                    yield tell_period(person, Scheme.HOUSEHOLD_HEALTH, ends - timedelta(days=365), ends)

    def list_sign_ups(self, homes: Sequence[Home]) -> Iterator[Row]:
        """Who signed up, and went on for a year or two or not at all."""
        rng = self.rng
        for household, people in homes:
            for person in people:
                if rng.random() < 0.12:
                    yield from self._sign_up(household, person)

    def _sign_up(self, household: bytes, person: bytes) -> Iterator[Row]:
        rng = self.rng
        scheme = Scheme.VOLUNTARY if rng.random() < 0.35 else Scheme.HOUSEHOLD_HEALTH
        months = 12 if scheme is Scheme.HOUSEHOLD_HEALTH else rng.choice((1, 3, 6, 12))
        day, kind = FIRST + timedelta(days=rng.randrange(_DAYS)), "new"
        while day <= LAST:
            contribution = months * (330_000 if scheme is Scheme.VOLUNTARY else 87_750)
            state = contribution // 5 if scheme is Scheme.VOLUNTARY else 0
            yield {
                "person": person, "household": household, "scheme": scheme.value, "kind": kind,
                "first_month": f"{day:%Y-%m}", "months": months, "income": 1_500_000, "category": "other",
                "contribution": contribution, "state": state, "own": contribution - state, "confirmed": True,
                "rule_book": "2026-11-21", "signed_on": day.isoformat(), "canvasser": rng.choice(self.staff),
            }  # fmt: skip
            if rng.random() < 0.25:
                return
            day, kind = add_months(day, months), "continuing"

    def list_receipts(self, made: Sequence[bytes], sign_ups: Sequence[Row]) -> Iterator[Row]:
        """One receipt for each sign-up."""
        for number, (sign_up, told) in enumerate(zip(made, sign_ups, strict=True)):
            yield {
                "enrolment": sign_up, "amount": told["own"], "receipt_number": f"BL{number:07d}",
                "received_on": told["signed_on"], "canvasser": told["canvasser"], "means": "cash",
            }  # fmt: skip

    def list_visits(self, homes: Sequence[Home]) -> Iterator[Row]:
        """Four visits to every household, day by day in no order; somebody was met at every other one."""
        rng = self.rng
        for household, people in homes:
            for _ in range(VISITS_EACH):
                yield self.draw_visit(household, people, FIRST + timedelta(days=rng.randrange(_DAYS + 1)))

    def draw_visit(self, household: bytes, people: list[bytes], day: date) -> Row:
        """One visit of this day: nobody there at every other door."""
        rng = self.rng
        row: Row = {
            "household": household,
            "visited_on": day.isoformat(),
            "canvasser": rng.choice(self.staff),
        }
        if rng.random() < 0.5:
            return row | {"door_outcome": rng.choice(_DOORS)}
        met = people[: rng.randrange(1, 3)]
        told = [
            (person, rng.choice(("voluntary", "household_health")), rng.choice(_OUTCOMES)) for person in met
        ]
        row |= {"outcomes": told, "met": met}
        if rng.random() < 0.3:
            row |= {"objection": rng.choice(_WORRIES), "reaction": rng.choice(_REACTIONS)}
        return row


def tell_period(person: bytes, scheme: Scheme, starts: date, ends: date | None) -> Row:
    """What a list tells of one period of cover; no end is one that goes on."""
    return {
        "person": person, "scheme": scheme.value, "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None, "source": "list",
    }  # fmt: skip
