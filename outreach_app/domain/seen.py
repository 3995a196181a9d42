"""Which operations of each machine are known: a contiguous watermark and exact ranges beyond gaps."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """Sequence numbers known of one machine: all up to `watermark`, and the inclusive ranges `beyond` it."""

    watermark: int = 0
    beyond: tuple[tuple[int, int], ...] = ()

    def __contains__(self, seq: int) -> bool:
        return 0 < seq <= self.watermark or any(low <= seq <= high for low, high in self.beyond)

    def add(self, seqs: Iterable[int]) -> "Seen":
        """Learn of more sequence numbers; ranges that touch the watermark or each other close up."""
        ranges = sorted([*self.beyond, *_as_ranges(seqs)])
        watermark, beyond = self.watermark, list[tuple[int, int]]()
        for low, high in ranges:
            if low <= watermark + 1:
                watermark = max(watermark, high)
            elif beyond and low <= beyond[-1][1] + 1:
                beyond[-1] = (beyond[-1][0], max(beyond[-1][1], high))
            else:
                beyond.append((low, high))
        return Seen(watermark, tuple(beyond))

    def count(self) -> int:
        """How many are known."""
        return self.watermark + sum(high - low + 1 for low, high in self.beyond)

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Inclusive ranges that are missing below the highest number known."""
        found, expected = [], self.watermark + 1
        for low, high in self.beyond:
            found.append((expected, low - 1))
            expected = high + 1
        return tuple(found)

    @property
    def highest(self) -> int:
        """The highest number known, gaps or not."""
        return self.beyond[-1][1] if self.beyond else self.watermark


def _as_ranges(seqs: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for seq in sorted(seqs):
        if ranges and seq <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(seq, ranges[-1][1]))
        else:
            ranges.append((seq, seq))
    return ranges
