"""Writes docs/benchmarks.md at the end of a run, from what this and earlier runs measured."""

import pytest

from tests.benchmarks.about import ABOUT
from tests.benchmarks.goals import write_goals
from tests.benchmarks.results import write_page


def pytest_sessionfinish(session: pytest.Session) -> None:
    write_page(ABOUT, goals=write_goals)
