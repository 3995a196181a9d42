"""What every row of the battery reports its points to."""

import pytest

from tests.robustness.rows import PROMISED, Tally


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Count the points of a row's part; the sum of a run is printed at its end (tests/conftest.py)."""
    whole = request.node.get_closest_marker("torture") is not None

    def count(row: str, part: str, points: int) -> None:
        promised = PROMISED[row][part][whole]
        assert points >= promised > 0, f"{row}, {part}: {points} points of {promised}"
        request.node.user_properties.append(("battery", (row, part, points)))

    return count
