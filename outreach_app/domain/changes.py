"""What a command touched, so that each screen can decide whether it is stale."""

from dataclasses import dataclass
from typing import NamedTuple


class Written(NamedTuple):
    """The operations of one command in this machine's own journal: `low` to `high` of an incarnation."""

    incarnation: bytes
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Tables and rows that one committed command wrote; broadcast once on the main thread.

    `tables` are table names; `households` the ids of households whose card may look different;
    `everything` is set by imports and restores, where naming rows would be longer than looking again; `written` names
    what was journalled, so that the command can be taken back; `by_others` that somebody else wrote it at the hub.
    """

    tables: frozenset[str] = frozenset()
    households: frozenset[bytes] = frozenset()
    everything: bool = False
    written: Written | None = None
    by_others: bool = False

    def touches(self, *tables: str) -> bool:
        """Tell whether any of these tables may have changed."""
        return self.everything or not self.tables.isdisjoint(tables)
