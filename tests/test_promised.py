"""Every promised figure has a benchmark that tells it, and the page's first table leaves none out."""

import ast
from pathlib import Path

import pytest

from tests.benchmarks import promised
from tests.benchmarks.about import ABOUT
from tests.benchmarks.goals import write_goals
from tests.benchmarks.promised import PROMISES, Promise
from tests.benchmarks.results import Result

BENCHMARKS = Path(__file__).with_name("benchmarks")
NAMES = {name: each for name, each in vars(promised).items() if isinstance(each, Promise)}


def told_by_benchmarks() -> set[str]:
    """Names of the promises that a benchmark hands to whoever writes the line down."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in BENCHMARKS.glob("test_*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "promised"
    }


def test_every_promise_is_told_by_a_benchmark_or_says_why_not() -> None:
    lines = {(NAMES[name].row, NAMES[name].what) for name in told_by_benchmarks() & NAMES.keys()}
    silent = [name for name, each in NAMES.items() if (each.row, each.what) not in lines]
    assert silent == [name for name, each in NAMES.items() if each.unmeasured]
    assert tuple(NAMES.values()) == PROMISES


def test_every_promised_line_has_its_place_on_the_page() -> None:
    places = {row for row, _, _ in ABOUT}
    assert {each.row for each in PROMISES if not each.unmeasured} <= places


def line(found: float, *, size: str, on: str) -> Result:
    return Result("search", "wait", "", "", found, "", 50, size, 1, "ms", on)


def test_the_table_tells_what_was_met_missed_and_never_measured() -> None:
    wait = Promise("a wait", 50, "ms", "search", "wait", "1,000 people")
    hard = Promise("a harder one", 20, "ms", "search", "wait")
    never = Promise("never tried", 9, "s", "", "", unmeasured="nobody has the time")
    table = write_goals([line(30, size="1,000 people", on="2026-11-20")], [wait, hard, never])
    assert "| a wait | 50 ms | 30 ms | 0.60 | met | 1,000 people | 2026-11-20 |" in table
    assert "| a harder one | 20 ms | 30 ms | 1.50 | **missed** |" in table
    assert "**not measured**: nobody has the time" in table
    assert "3 goals: 1 met, 1 missed, 1 not measured." in table


def test_the_table_prefers_the_promised_size_and_tells_of_another() -> None:
    wait = Promise("a wait", 50, "ms", "search", "wait", "1,000 people")
    small, whole = line(5, size="10 people", on="2026-11-22"), line(70, size="1,000 people", on="2026-11-20")
    assert wait.find([small, whole]) == whole
    assert "10 people (promised: 1,000 people)" in write_goals([small], [wait])


@pytest.mark.parametrize("what", ["Wait", "wait ", ""])
def test_a_line_under_another_name_measures_nothing(what: str) -> None:
    wait = Promise("a wait", 50, "ms", "search", what)
    assert "1 not measured" in write_goals([line(30, size="", on="")], [wait])
