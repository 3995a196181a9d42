"""docs/robustness.md tells of the rows there are, with the points they promise, and of tests that exist."""

import ast
import re
from pathlib import Path

from tests.robustness.defects import DEFECTS
from tests.robustness.rows import PROMISED, TIMES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
]
TEST = re.compile(r"`([\w/.]+\.py)::(\w+)`")


def count_points(row: str, whole: bool) -> str:
    """How the page spells the sum of a row's points."""
    total = sum(each[whole] for each in PROMISED[row].values()) * TIMES.get(row, (1, 1))[whole]
    return f"{total:,}" if total else "–"


def test_the_page_has_every_row_with_its_points() -> None:
    told = {row[0]: row[2:4] for row in ROWS[1:]}
    assert told == {row: [count_points(row, False), count_points(row, True)] for row in PROMISED}


def test_every_row_names_tests_that_exist_and_a_defect_that_is_caught() -> None:
    for row in ROWS[1:]:
        assert TEST.search(row[-1]), row[0]
        assert TEST.search(row[-2]) or row[-2] == "the same", row[0]
        for file, name in TEST.findall(" ".join(row[-2:])):
            place = ROOT / file if "/" in file else Path(__file__).parent / file
            found = {
                node.name
                for node in ast.parse(place.read_text("utf-8")).body
                if isinstance(node, ast.FunctionDef)
            }
            assert name in found, f"{row[0]}: {file}::{name}"


def test_every_seeded_defect_is_on_the_page() -> None:
    assert [defect for defect in DEFECTS if defect not in PAGE] == []
