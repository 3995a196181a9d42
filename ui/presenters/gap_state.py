"""What the page of a difference from an official number shows: the numbers, and the people who may explain it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from outreach_app.domain.official_figures import Gap
from outreach_app.domain.people import Scheme
from outreach_app.domain.report_rows import GapReport, PersonCause
from outreach_app.domain.targets import Subject
from ui.presenters.table_saving import OpenSaving


@dataclass(frozen=True, slots=True)
class GapAt:
    """A unit whose official numbers of members up to a day are compared with ours; `scheme` the one looked at first."""

    unit: Subject
    until: date
    scheme: Scheme | None = None


class Missing(StrEnum):
    """Why there is nothing to compare."""

    FIGURE = "no_figure"
    VILLAGE = "no_village"


@dataclass(frozen=True, slots=True)
class GapState:
    """The differences of a unit, and the one looked at with the people named; `villages` names theirs.

    `office` tells whether official figures are entered on this machine.
    """

    loading: bool = True
    office: bool = False
    at: GapAt | None = None
    gaps: tuple[Gap, ...] = ()
    report: GapReport | None = None
    villages: Mapping[bytes, str] = field(default_factory=lambda: MappingProxyType({}))
    missing: Missing | None = None
    stood_on: Hashable = None
    saving: OpenSaving | None = None

    @property
    def scheme(self) -> Scheme | None:
        """What the number looked at counts; None for people in any scheme."""
        return self.report.gap.official.scheme if self.report else None

    @property
    def person(self) -> PersonCause | None:
        """Who is stood on, else the first."""
        people = self.report.people if self.report else ()
        return next(
            (each for each in people if each.person.person == self.stood_on), next(iter(people), None)
        )
