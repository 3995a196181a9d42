"""How far each village is: doors, adults, members by scheme, and doors where nobody has been for long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from outreach_app.domain.people import Scheme
from outreach_app.domain.results import take_percent


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village: households known, knocked on, spoken to, not visited for long; adults, members by scheme.

    `anybody` are the members of any scheme, everybody once.
    """

    village: bytes
    name: str
    commune: str
    known: int
    knocked: int
    spoken_to: int
    neglected: int
    adults: int
    members: Mapping[Scheme, int] = field(default_factory=lambda: MappingProxyType({}))
    anybody: int = 0

    @property
    def knocked_percent(self) -> Decimal | None:
        """Doors knocked on in percent of those known."""
        return take_percent(self.knocked, self.known)

    @property
    def coverage(self) -> Decimal | None:
        """Members of voluntary social insurance in percent of the adults on the register."""
        return take_percent(self.members.get(Scheme.VOLUNTARY, 0), self.adults)


@dataclass(frozen=True, slots=True)
class VillageTable:
    """The villages of a unit on a day; `days` is after how many of them without a visit a door counts as neglected."""

    unit: str
    name: str
    on: date
    days: int
    lines: tuple[VillageLine, ...]
    office_name: str = ""

    @property
    def whole(self) -> VillageLine:
        """All villages together."""
        lines = self.lines
        schemes = {scheme for line in lines for scheme in line.members}
        return VillageLine(
            b"", self.name, "", sum(line.known for line in lines), sum(line.knocked for line in lines),
            sum(line.spoken_to for line in lines), sum(line.neglected for line in lines),
            sum(line.adults for line in lines),
            {scheme: sum(line.members.get(scheme, 0) for line in lines) for scheme in schemes},
            sum(line.anybody for line in lines),
        )  # fmt: skip
