"""What a command touched, so that each screen can decide whether it is stale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Tables and rows that one committed command wrote; broadcast once on the main thread.

    `tables` are table names; `households` the ids of households whose card may look different;
    `everything` is set by imports and restores, where naming rows would be longer than looking again.
    """

    tables: frozenset[str] = frozenset()
    households: frozenset[bytes] = frozenset()
    everything: bool = False

    def touches(self, *tables: str) -> bool:
        """Tell whether any of these tables may have changed."""
        return self.everything or not self.tables.isdisjoint(tables)
