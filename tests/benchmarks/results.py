"""What was measured: kept between runs, printed as it is found, and written into docs/benchmarks.md."""

import json
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.rounds import Ratio

_ROOT = Path(__file__).parents[2]
_KEPT = _ROOT / ".benchmarks" / "results.json"
PAGE = _ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: `ours` and `limit` in words with units, `found` is what the goal is about."""

    row: str
    what: str
    ours: str
    limit: str
    found: float
    spread: str
    goal: float | None
    size: str
    rounds: int
    unit: str = "x"
    on: str = ""

    @property
    def verdict(self) -> str:
        """Met, missed, or nothing where no goal was set."""
        if self.goal is None:
            return ""
        return "met" if self.found <= self.goal else "**missed**"

    def cells(self) -> tuple[str, ...]:
        """The line as it stands in the table."""
        goal = "" if self.goal is None else f"{self.goal:g} {self.unit}"
        found = f"{self.found:.3g} {self.unit}"
        return (
            self.what,
            self.size,
            self.ours,
            self.limit,
            found,
            self.spread,
            str(self.rounds),
            goal,
            self.verdict,
        )


def report(
    row: str, what: str, *, ours: str, limit: str, found: Ratio | float, goal: float | None, size: str,
    rounds: int | None = None, unit: str = "x", spread: str = "",
) -> Result:  # fmt: skip
    """Keep one line and print it."""
    if isinstance(found, Ratio):
        spread = f"{found.least:.2f} to {found.most:.2f}"
        rounds, value = found.rounds, found.median
    else:
        value = found
    today = datetime.now(UTC).date().isoformat()
    made = Result(row, what, ours, limit, value, spread, goal, size, rounds or 1, unit, today)
    _keep(made)
    print("\n  " + " | ".join(cell.replace("**", "") for cell in made.cells() if cell), flush=True)
    return made


def _keep(made: Result) -> None:
    known = {(r.row, r.what, r.size): r for r in read_results()}
    known[made.row, made.what, made.size] = made
    _KEPT.parent.mkdir(exist_ok=True)
    _KEPT.write_text(
        json.dumps([asdict(r) for r in known.values()], ensure_ascii=False, indent=1), encoding="utf-8"
    )


def read_results() -> list[Result]:
    """Read every line kept so far."""
    if not _KEPT.exists():
        return []
    return [Result(**each) for each in json.loads(_KEPT.read_text(encoding="utf-8"))]


_HEADER = ("what", "size", "ours", "raw limit", "found", "spread", "rounds", "goal", "")


def write_page(about: Sequence[tuple[str, str, str]], *, goals: Callable[[Sequence[Result]], str]) -> None:
    """Write docs/benchmarks.md; `about` tells rows in order: key, heading, how it is measured."""
    results = read_results()
    parts = [_INTRODUCTION.format(machine=_machine()), goals(results)]
    for row, heading, told in about:
        lines = [r for r in results if r.row == row]
        if lines:
            on, table = max(r.on for r in lines), lay_table(_HEADER, [line.cells() for line in lines])
            parts.append(f"## {heading}\n\n{told.strip()}\n\n{table}\n\nLast measured on {on}.\n")
    missed = [r for r in results if "missed" in r.verdict]
    parts.append(_missed(missed))
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def lay_table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Lines of cells as a table of the page."""
    rows = [header, ("---",) * len(header), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def _missed(missed: Sequence[Result]) -> str:
    if not missed:
        return "## Goals missed\n\nNone.\n"
    lines = [f"- {r.what} ({r.size}): {r.found:.3g} {r.unit}, goal {r.goal:g} {r.unit}." for r in missed]
    return "## Goals missed\n\n" + "\n".join(lines) + "\n"


def _machine() -> str:
    return f"{_processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {platform.system()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.machine()
    names = [
        line.split(":", 1)[1].strip()
        for line in info.read_text().splitlines()
        if line.startswith("model name")
    ]
    return names[0] if names else platform.machine()


_INTRODUCTION = """# Benchmarks

Written by `make bench`; do not edit. Once everything is installed it takes 16 to 40 minutes on two quiet cores, by
machine, needs no network and nobody who watches, and keeps the workspaces it makes in `.benchmarks` (two gigabytes;
`make clean` removes them). Most rows are measured at the size of their goal; duplicates, reports, erasing, the long
population list and offices of a million only by `OUTREACH_BENCH=full make bench`, which takes one to three hours and
five gigabytes. What was measured earlier at another size stays in the tables.

A **ratio** compares processor seconds (user and system) of the program with those of a raw limit that does the same
work without the program, run in turns in the same process; it is the median over the rounds of the ratio of one round,
and the spread is the least and the greatest ratio. Milliseconds are wall-clock time on a machine that others use too.
Nothing is left out for being slow: a goal that was missed says so.

Machine: {machine}.
"""
