"""Measuring two or more ways of doing the same in turns, so that a busy machine is busy for all of them."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Way = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Median of the ratios of single rounds, with the least and the greatest of them."""

    median: float
    least: float
    most: float
    rounds: int


def run_in_turns(ways: Mapping[str, Way], *, rounds: int) -> dict[str, list[float]]:
    """Run every way once a round, the order turned round each time; processor seconds of each run."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
            spent[name].append(processor_seconds(ways[name]))
    return spent


def processor_seconds(way: Way) -> float:
    """Processor seconds (user and system) that one run takes in this process."""
    gc.collect()
    began = time.process_time()
    way()
    return time.process_time() - began


def ratio_of(ours: Sequence[float], limit: Sequence[float]) -> Ratio:
    """Compare two series of rounds, round by round."""
    each = [mine / other for mine, other in zip(ours, limit, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each), len(each))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
