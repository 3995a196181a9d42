"""Whole tasks by a keyboard at four keys a second, on the wall clock: what the keys take and what is waited for."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.benchmarks.results import report
from tests.end2end.sitting import Sitting
from tests.end2end.test_keystrokes import laptop as at_the_doors  # noqa: F401
from tests.end2end.test_keystrokes import (
    test_a_family_on_no_list_with_its_visit_fits_into_45_seconds as add_a_family,
)
from tests.end2end.test_keystrokes import test_a_full_visit_fits_into_25_seconds as visit
from tests.end2end.test_team_summary import team  # noqa: F401
from tests.end2end.test_team_summary import (
    test_three_laptops_files_become_one_printed_summary_in_ten_keys as print_the_team,
)
from tests.end2end.test_whole_tasks import family as before_the_family  # noqa: F401
from tests.end2end.test_whole_tasks import laptop as before_the_sheet  # noqa: F401
from tests.end2end.test_whole_tasks import (
    test_a_family_of_four_is_signed_up_within_four_minutes as sign_the_family_up,
)
from tests.end2end.test_whole_tasks import (
    test_twenty_doors_are_typed_back_within_three_minutes as type_the_sheet_back,
)

PACE_MS = 250
TASKS: list[Any] = [
    pytest.param("at_the_doors", visit, "a full visit", 25, id="visit"),
    pytest.param("before_the_sheet", type_the_sheet_back, "20 doors typed back", 180, id="sheet"),
    pytest.param("at_the_doors", add_a_family, "a family on no list with its first visit", 45, id="unlisted"),
    pytest.param("before_the_family", sign_the_family_up, "a family of four signed up", 240, id="family"),
    pytest.param("team", print_the_team, "three laptops' files to one printed summary", 180, id="team"),
]


@pytest.mark.parametrize(("place", "task", "what", "goal"), TASKS)
def test_a_whole_task(
    request: pytest.FixtureRequest, place: str, task: Callable[[Any], None], what: str, goal: int
) -> None:
    prepared = request.getfixturevalue(place)
    sitting = prepared if isinstance(prepared, Sitting) else prepared.seat
    sitting.pace = PACE_MS
    began = time.monotonic()
    task(prepared)
    took = time.monotonic() - began
    keys = sitting.strokes
    report("tasks", what, ours=f"{keys} keys, {took - keys * PACE_MS / 1000:.1f} s beside them", limit="", found=took,
           unit="s", goal=goal, size="4 keys a second", rounds=1)  # fmt: skip
