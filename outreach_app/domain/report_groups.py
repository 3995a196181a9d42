"""By what a report of the doors is split: villages, communes, teams or canvassers, and the whole of it first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.i18n import N_


class Split(StrEnum):
    """By what a report is split."""

    VILLAGE = "village"
    COMMUNE = "commune"
    TEAM = "team"
    CANVASSER = "canvasser"


SPLIT_NAMES: dict[Split, str] = {
    Split.VILLAGE: N_("by village"), Split.COMMUNE: N_("by commune"), Split.TEAM: N_("by team"),
    Split.CANVASSER: N_("by canvasser"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a report: `key` is a commune's code or the id (hex) of a village, team or canvasser.

    The whole has no kind; a part without a key gathers what belongs to none (a visit of nobody who is known).
    """

    kind: Split | None
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Delay:
    """How many days something took in several cases: the shortest, the middle one, the longest."""

    least: int
    middle: int
    most: int
    cases: int

    @classmethod
    def of(cls, days: Sequence[int]) -> "Delay | None":
        """Sum up; None when there is no case. Of an even number the lower of the two in the middle counts."""
        if not days:
            return None
        ordered = sorted(days)
        return cls(ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1], len(ordered))


def count_days(first: date, last: date) -> int:
    """Count the days from one to another, never less than nil (a machine's clock may have been wrong)."""
    return max(0, (last - first).days)
