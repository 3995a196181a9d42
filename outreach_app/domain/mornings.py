"""What came from other machines on one day, and what of it waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach_app.errors import Message


@dataclass(frozen=True, slots=True)
class CameFrom:
    """What one machine's files of the day brought; `missing` are numbers before them that never came."""

    device: str
    numbers: tuple[int, ...]
    visits: int
    others: int
    conflicts: int
    refused: int
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A file of the day that was kept for later or could not be read, and why."""

    name: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Morning:
    """A day's files: by machine, those left aside, what waits to be settled now, and machines long silent."""

    day: date
    office_name: str
    machines: tuple[CameFrom, ...]
    aside: tuple[LeftAside, ...]
    differences: int
    pairs: int
    refused: int
    silent: tuple[tuple[str, int], ...]

    @property
    def files(self) -> int:
        """How many files were taken in."""
        return sum(len(each.numbers) for each in self.machines)

    @property
    def visits(self) -> int:
        """How many visits they brought."""
        return sum(each.visits for each in self.machines)

    @property
    def others(self) -> int:
        """How many entries besides visits."""
        return sum(each.others for each in self.machines)


def order_by_need(machines: Iterable[CameFrom]) -> tuple[CameFrom, ...]:
    """Put machines with missing files, refused entries or differences before those with nothing to see to."""
    return tuple(
        sorted(
            machines, key=lambda each: (not each.missing, not each.refused, not each.conflicts, each.device)
        )
    )
