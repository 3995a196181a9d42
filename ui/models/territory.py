"""What Settings shows of villages and communes with their days, of decisions on them, and of who waits for a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from outreach_app.domain.local_rules import AreaClass
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory import Unit
from outreach_app.domain.territory_steps import Step

if TYPE_CHECKING:
    from outreach_app.services.territory import TerritoryReport
    from outreach_app.services.territory_placing import Waiting, WaitingGroup


class TerritoryWork(StrEnum):
    """What the page's form does."""

    PLACE = "place"
    PREVIEW = "preview"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class TerritoryState:
    """Who waits, the communes and villages in force with classes and former names, and the steps of all decisions.

    Rows of the page are ('waiting', village), ('unit', code), ('village', id), ('step', id), ('line', number) or
    ('refused', number); `seen` is the preview of a decision that was looked at.
    """

    waiting: "tuple[Waiting, ...]" = ()
    units: tuple[Unit, ...] = ()
    villages: tuple[VillageRow, ...] = ()
    classes: Mapping[bytes, tuple[AreaClass, ...]] | None = None
    former: Mapping[bytes, list[str]] | None = None
    steps: tuple[Step, ...] = ()
    seen: "TerritoryReport | None" = None

    @property
    def works(self) -> tuple[TerritoryWork, ...]:
        """What there is to do here now."""
        first = (TerritoryWork.PLACE,) if self.waiting else ()
        return (*first, TerritoryWork.PREVIEW, TerritoryWork.DECIDE)

    @property
    def households(self) -> int:
        """How many households wait."""
        return sum(each.households for each in self.waiting)

    def find_waiting(self, row: object) -> "Waiting | None":
        """What waits in the village of a row; the only one there is without a row."""
        if isinstance(row, tuple) and row[0] == "waiting":
            return next((each for each in self.waiting if each.village.id == row[1]), None)
        return self.waiting[0] if len(self.waiting) == 1 else None


def find_group(waiting: "Waiting", place: object) -> "WaitingGroup | None":
    """A group by its place in the list of a village; None for all of them."""
    return waiting.groups[place] if isinstance(place, int) and 0 <= place < len(waiting.groups) else None
