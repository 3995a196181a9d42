"""Difficulties that laptops report to the office: what stands in the way, how far it is, and what was done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.periods import Period
from outreach_app.i18n import N_


class Handling(StrEnum):
    """How far the office is with a difficulty."""

    OPEN = "open"
    PASSED_ON = "passed_on"
    SETTLED = "settled"
    CANNOT = "cannot"


HANDLING_NAMES: dict[Handling, str] = {
    Handling.OPEN: N_("open"), Handling.PASSED_ON: N_("passed on to those above"), Handling.SETTLED: N_("settled"),
    Handling.CANNOT: N_("cannot be settled here"),
}  # fmt: skip

CLOSED = frozenset({Handling.SETTLED, Handling.CANNOT})
"""What nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty as it stands: of a village, or (no village) of the whole area; `done` is what the office did."""

    id: bytes
    village: bytes | None
    village_name: str
    text: str
    reported_on: date
    reporter: str
    handling: Handling = Handling.OPEN
    done: str = ""
    done_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.handling not in CLOSED

    def was_open(self, day: date) -> bool:
        """Whether it had been reported and nobody had closed it by the end of a day."""
        closed = self.done_on is not None and not self.is_open and self.done_on <= day
        return self.reported_on <= day and not closed

    def waited(self, today: date) -> int:
        """How many days it has waited, or had waited when it was closed."""
        end = self.done_on if not self.is_open and self.done_on else today
        return max(0, (end - self.reported_on).days)


def find_reported(known: Iterable[Difficulty], period: Period, on: date) -> list[Difficulty]:
    """Find what was open at the end of a day, or was closed within a period; in the order given."""
    return [
        each
        for each in known
        if each.was_open(on)
        or (each.reported_on <= on and each.done_on is not None and period.holds(each.done_on))
    ]
