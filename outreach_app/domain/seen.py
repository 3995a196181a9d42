"""Which operations of each machine are known: a contiguous watermark and exact ranges beyond gaps."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from outreach_app.domain.operations import Dot


@dataclass(frozen=True, slots=True)
class Seen:
    """Sequence numbers known of one machine: all up to `watermark`, and the inclusive ranges `beyond` it."""

    watermark: int = 0
    beyond: tuple[tuple[int, int], ...] = ()

    def __contains__(self, seq: int) -> bool:
        if seq <= self.watermark:
            return seq > 0
        place = bisect_right(self.beyond, seq, key=itemgetter(0)) - 1
        return place >= 0 and seq <= self.beyond[place][1]

    def add(self, seqs: Iterable[int]) -> "Seen":
        """Learn of more sequence numbers; ranges that touch the watermark or each other close up."""
        return self.join(Seen(0, tuple(_as_ranges(seqs))))

    def join(self, other: "Seen") -> "Seen":
        """What is known of either."""
        ranges = sorted([*self.ranges, *other.ranges])
        watermark, beyond = 0, list[tuple[int, int]]()
        for low, high in ranges:
            if low <= watermark + 1:
                watermark = max(watermark, high)
            elif beyond and low <= beyond[-1][1] + 1:
                beyond[-1] = (beyond[-1][0], max(beyond[-1][1], high))
            else:
                beyond.append((low, high))
        return Seen(watermark, tuple(beyond))

    def without(self, seqs: Collection[int]) -> "Seen":
        """What is left when some numbers are forgotten; what they stood between stays known."""
        kept: list[tuple[int, int]] = []
        gone = sorted(seqs)
        for low, high in self.ranges:
            for seq in gone[bisect_left(gone, low) : bisect_right(gone, high)]:
                if seq > low:
                    kept.append((low, seq - 1))
                low = seq + 1
            if low <= high:
                kept.append((low, high))
        return Seen().join(Seen(0, tuple(kept)))

    def holds(self, other: "Seen") -> bool:
        """Tell whether everything known of the other is known here."""
        return self.join(other) == self

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Everything known as inclusive ranges in order."""
        return ((1, self.watermark), *self.beyond) if self.watermark else self.beyond

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


Streams = Mapping[bytes, Seen]
"""What is known of several machines (or of the files of several), by incarnation."""


def holds_all(there: Streams, wanted: Streams) -> bool:
    """Tell whether everything wanted is there."""
    return all(there.get(incarnation, Seen()).holds(seen) for incarnation, seen in wanted.items())


def streams_of(dots: Iterable[Dot]) -> dict[bytes, Seen]:
    """Gather names of operations by machine."""
    seqs: dict[bytes, list[int]] = defaultdict(list)
    for incarnation, seq in dots:
        seqs[incarnation].append(seq)
    return {incarnation: Seen().add(numbers) for incarnation, numbers in seqs.items()}


def dots_of(streams: Streams) -> set[Dot]:
    """Name every single operation again."""
    return {
        (incarnation, seq)
        for incarnation, seen in streams.items()
        for low, high in seen.ranges
        for seq in range(low, high + 1)
    }
