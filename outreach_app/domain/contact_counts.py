"""How people were spoken to: visits by channel, whom they reached and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.periods import Period
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.visits import Channel, Outcome


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One channel in one part of a report: visits, those where somebody was spoken to, households, people who joined.

    `outcomes` counts visits by what speaks for the whole door, most first; `joined` counts each person and scheme once.
    """

    group: Group
    channel: Channel
    visits: int
    spoken: int
    households: int
    joined: int
    outcomes: tuple[tuple[Outcome, int], ...]

    def count(self, outcome: Outcome) -> int:
        """How many visits came to one outcome."""
        return dict(self.outcomes).get(outcome, 0)


@dataclass(frozen=True, slots=True)
class ContactReport:
    """Visits of a unit in some days by channel: the whole first, then part by part."""

    office_name: str
    name: str
    period: Period
    on: date
    split: Split
    rows: Sequence[ContactRow]

    @property
    def whole(self) -> list[ContactRow]:
        """The rows of the unit as a whole."""
        return [row for row in self.rows if row.group.kind is None]
