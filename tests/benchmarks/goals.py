"""The first table of the page: every promise, what was found against its limit, and when."""

from collections.abc import Sequence

from tests.benchmarks.promised import PROMISES, Promise
from tests.benchmarks.results import Result, lay_table

_HEADER = ("promised", "limit", "found", "found / limit", "", "measured at", "on")
_NOT_MEASURED = "**not measured**"


def write_goals(results: Sequence[Result], promises: Sequence[Promise] = PROMISES) -> str:
    """The section of the page: a line for every promise, whatever became of it, and how many were kept."""
    lines = [tell_promise(each, each.find(results)) for each in promises]
    verdicts = [cells[4] for cells in lines]
    told = ", ".join(
        f"{count} {word}"
        for word, count in (
            ("met", verdicts.count("met")),
            ("missed", verdicts.count("**missed**")),
            ("not measured", sum(_NOT_MEASURED in each for each in verdicts)),
        )
    )
    return f"## Every goal\n\n{_ABOUT}\n\n{lay_table(_HEADER, lines)}\n\n{len(lines)} goals: {told}.\n"


def tell_promise(promise: Promise, result: Result | None) -> tuple[str, ...]:
    """The cells of one line."""
    limit = _figure(promise.goal, promise.unit)
    if result is None:
        why = f"{_NOT_MEASURED}: {promise.unmeasured}" if promise.unmeasured else _NOT_MEASURED
        return (promise.told, limit, "", "", why, promise.at, "")
    share = result.found / promise.goal
    verdict = "met" if result.found <= promise.goal else "**missed**"
    size = result.size if promise.at in result.size else f"{result.size} (promised: {promise.at})"
    return (
        promise.told,
        limit,
        _figure(result.found, promise.unit),
        f"{share:.2f}",
        verdict,
        size,
        result.on,
    )


def _figure(value: float, unit: str) -> str:
    # Thousands of milliseconds are not told as powers of ten.
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()


_ABOUT = """
One line for every figure that was promised. *Found / limit* above 1 is a goal missed. A ratio (x) stands for processor
seconds against those of a raw limit, which its own section below names. What nothing has measured here says so.
""".strip()
