"""Signs: every shipped icon can be drawn, arcs end where they should."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app import assets
from outreach_app.documents.day_charts import OUTCOME_SIGNS
from outreach_app.documents.signs import GRID, load_sign, path_steps
from outreach_app.domain.visits import Outcome

NAMES = [
    name.removesuffix(".svg")
    for name in assets.list_names("icons", ending=".svg")
    if 'viewBox="0 0 24 24"' in assets.read_text(f"icons/{name}")
]


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_stays_inside_its_square(name: str) -> None:
    steps = load_sign(name)
    assert steps[0][0] == "M"
    assert all(-1 <= number <= GRID + 1 for _, numbers in steps for number in numbers)


def test_every_outcome_has_a_sign_that_is_shipped() -> None:
    assert set(OUTCOME_SIGNS) == set(Outcome)
    assert set(OUTCOME_SIGNS.values()) <= set(NAMES)


def test_flags_of_an_arc_may_stand_without_spaces() -> None:
    assert list(path_steps("M21 5a2 2 0 00-2-2")) == list(path_steps("M 21 5 a 2 2 0 0 0 -2 -2"))


def test_relative_and_absolute_commands_say_the_same() -> None:
    relative = list(path_steps("m4 4h6v-2l3 1q1 1 2 0s3 3 4 4z"))
    assert relative == list(path_steps("M4 4H10V2L13 3Q14 4 15 3S18 6 19 7Z"))


def test_more_points_after_a_move_are_lines() -> None:
    assert [step for step, _ in path_steps("M1 1 2 2 3 1m1 1 1 1")] == ["M", "L", "L", "M", "L"]


coordinates = st.floats(min_value=-50, max_value=50)


@given(
    coordinates,
    coordinates,
    st.floats(min_value=1, max_value=40),
    st.sampled_from(["0 0", "0 1", "1 0", "1 1"]),
)
def test_an_arc_ends_at_its_end_and_keeps_its_radius(x: float, y: float, radius: float, flags: str) -> None:
    distance = math.hypot(x, y)
    steps = list(path_steps(f"M0 0A{radius} {radius} 0 {flags} {x} {y}"))
    end = steps[-1][1][-2:]
    assert math.isclose(end[0], x, abs_tol=1e-6)
    assert math.isclose(end[1], y, abs_tol=1e-6)
    if distance > 1e-3:
        # Any two joints of the arc lie on one circle of the radius (or of half the distance if that is larger).
        reach = max(radius, distance / 2)
        joints = [(0.0, 0.0), *(numbers[-2:] for command, numbers in steps if command == "C")]
        assert all(math.dist(a, b) <= 2 * reach * (1 + 1e-6) for a in joints for b in joints)


def test_a_half_circle_bends_to_the_side_the_sweep_says() -> None:
    down = list(path_steps("M0 0A5 5 0 0 0 10 0"))
    up = list(path_steps("M0 0A5 5 0 0 1 10 0"))
    assert math.isclose(down[1][1][-1], 5, abs_tol=1e-9)
    assert math.isclose(up[1][1][-1], -5, abs_tol=1e-9)
