"""A commune with so many years of work in it: the same people, year after year, on one laptop's worth of rows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from tests.benchmarks.population import Population
from tests.benchmarks.three_years import History, Home, Row, read_homes, tell_period
from tests.benchmarks.workspaces import NOW, keep_office

HOUSEHOLDS = 10_000
VISITS_A_YEAR = 2
_YEAR = timedelta(days=365)


def keep_decade(years: int) -> Path:
    """The folder of a commune's office after so many years; read only."""
    return keep_office(f"decade-{years}", lambda office: fill(office, years), maker=__file__)


def fill(office: App, years: int) -> None:
    """Write the register once and every year into a transaction of its own, the earliest first."""
    with office.desk.write(bulk=True) as writer:
        population = Population(HOUSEHOLDS)
        population.write_homes(writer, population.write_villages(writer))
        names = ({"name": f"Cán bộ {n}", "role": "canvasser"} for n in range(30))
        staff = writer.create_many("canvasser", names)
    homes, rng = read_homes(office), random.Random(2016)
    for number in range(years, 0, -1):
        year = Year(History(rng, staff), NOW.date() - _YEAR * number, is_first=number == years)
        with office.desk.write(bulk=True) as writer:
            writer.create_many("membership", year.list_memberships(homes))
            signed = list(year.list_sign_ups(homes))
            made = writer.create_many("enrolment", signed)
            writer.create_many("receipt", year.history.list_receipts(made, signed))
            writer.create_many("visit", year.list_visits(homes))


@dataclass(frozen=True, slots=True)
class Year:
    """What one year adds: who has what is the same every year, so covers join and histories grow."""

    history: History
    first: date
    is_first: bool

    def list_memberships(self, homes: Sequence[Home]) -> Iterator[Row]:
        """15 % compulsory, told once; 70 % with a health card, told anew every year."""
        for number, person in _number_people(homes):
            if number % 100 < 15 and self.is_first:
                yield tell_period(person, Scheme.COMPULSORY, self.first, None)
            elif number % 100 >= 30:
                starts = self.first + timedelta(days=number % 365)
                yield tell_period(person, Scheme.HOUSEHOLD_HEALTH, starts, starts + timedelta(days=364))

    def list_sign_ups(self, homes: Sequence[Home]) -> Iterator[Row]:
        """Every twelfth person pays voluntary insurance for the year, to the same canvassers."""
        rng = self.history.rng
        for household, people in homes:
            for person in people:
                if int.from_bytes(person[8:], "big") % 12 == 0:
                    day = self.first + timedelta(days=rng.randrange(365))
                    yield {
                        "person": person, "household": household, "scheme": Scheme.VOLUNTARY.value,
                        "kind": "new" if self.is_first else "continuing", "first_month": f"{day:%Y-%m}", "months": 12,
                        "income": 1_500_000, "category": "other", "contribution": 3_960_000, "state": 792_000,
                        "own": 3_168_000, "confirmed": True, "rule_book": "2026-11-21", "signed_on": day.isoformat(),
                        "canvasser": rng.choice(self.history.staff),
                    }  # fmt: skip

    def list_visits(self, homes: Sequence[Home]) -> Iterator[Row]:
        """Two visits to every household."""
        rng = self.history.rng
        for household, people in homes:
            for _ in range(VISITS_A_YEAR):
                yield self.history.draw_visit(
                    household, people, self.first + timedelta(days=rng.randrange(365))
                )


def _number_people(homes: Sequence[Home]) -> Iterator[tuple[int, bytes]]:
    return enumerate(person for _, people in homes for person in people)
