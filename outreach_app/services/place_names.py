"""What places are called on the day a paper bears: a village's own name, its commune, and until 2025 its district."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.rows import Coverage, VillageRow
from outreach_app.domain.territory_steps import DatedUnits, PlaceNames, Step, village_on
from outreach_app.services.territory_data import load_territory
from outreach_app.store import territory


@dataclass(frozen=True, slots=True)
class NamesOfDay:
    """Names as they are valid on one day."""

    units: DatedUnits
    steps: tuple[Step, ...]
    on: date

    @classmethod
    def read(cls, session: Session, on: date) -> "NamesOfDay":
        """Read what the office entered about names."""
        steps = territory.list_steps(session)
        return cls(DatedUnits(load_territory(), steps), steps, on)

    def village(self, row: VillageRow) -> VillageRow:
        """A village under its name and in its commune of the day."""
        return village_on(row, self.steps, self.on)

    def place(self, row: VillageRow) -> PlaceNames:
        """The commune of a village and what stood above it on the day."""
        then = self.village(row)
        return self.units.names_on(then.commune_code, then.commune_vintage, self.on)

    def label(self, rows: Iterable[VillageRow]) -> str:
        """Name the communes of some villages, with their districts while there were any, each once."""
        labels = {self.place(row).label or row.commune_code: None for row in rows}
        return (
            "; ".join(sorted(labels)) if any("," in label for label in labels) else ", ".join(sorted(labels))
        )

    def coverage(self, rows: Iterable[Coverage]) -> tuple[Coverage, ...]:
        """Villages with their counts under the names of the day."""
        return tuple(replace(row, village=self.village(row.village)) for row in rows)
