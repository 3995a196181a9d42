"""Whole tasks by a keyboard at four keys a second, on the wall clock: what the keys take and what is waited for."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from tests.benchmarks import promised
from tests.benchmarks.promised import Promise, report_promised
from tests.end2end.sitting import Key, Sitting
from tests.end2end.test_keystrokes import laptop as at_the_doors  # noqa: F401
from tests.end2end.test_keystrokes import (
    test_a_family_on_no_list_with_its_visit_fits_into_45_seconds as add_a_family,
)
from tests.end2end.test_keystrokes import test_a_full_visit_fits_into_25_seconds as visit
from tests.end2end.test_keystrokes import test_a_row_of_a_sheet_takes_one_key as type_rows_back
from tests.end2end.test_keystrokes import test_nobody_at_home_takes_two_keys_from_the_work_list as find_nobody
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
from ui.presenters.tour import TourStep

PACE_MS = 250
WORDS_A_MINUTE = 150
"""How fast somebody reads what a window they have never seen says; most read faster."""

TASKS: list[Any] = [
    pytest.param("at_the_doors", visit, promised.TASK_VISIT, id="visit"),
    pytest.param("before_the_sheet", type_the_sheet_back, promised.TASK_SHEET, id="sheet"),
    pytest.param("at_the_doors", add_a_family, promised.TASK_UNLISTED, id="unlisted"),
    pytest.param("before_the_family", sign_the_family_up, promised.TASK_FAMILY, id="family"),
    pytest.param("team", print_the_team, promised.TASK_TEAM, id="team"),
]
KEYS: list[Any] = [
    pytest.param("at_the_doors", find_nobody, promised.KEYS_NOBODY, 3, id="nobody"),
    pytest.param("at_the_doors", type_rows_back, promised.KEYS_ROW, 3, id="row"),
    pytest.param("team", print_the_team, promised.KEYS_TEAM, 1, id="team"),
]
_PACED = "4 keys a second"


def sit_down(request: pytest.FixtureRequest, place: str) -> tuple[Any, Sitting]:
    """What the story begins with, and who sits there."""
    prepared = request.getfixturevalue(place)
    return prepared, prepared if isinstance(prepared, Sitting) else prepared.seat


@pytest.mark.parametrize(("place", "task", "promise"), TASKS)
def test_a_whole_task(
    request: pytest.FixtureRequest, place: str, task: Callable[[Any], None], promise: Promise
) -> None:
    prepared, sitting = sit_down(request, place)
    sitting.pace = PACE_MS
    began = time.monotonic()
    task(prepared)
    took = time.monotonic() - began
    keys = sitting.strokes
    beside = max(0.0, took - keys * PACE_MS / 1000)
    report_promised(
        promise, ours=f"{keys} keys, {beside:.1f} s beside them", found=took, size=_PACED, rounds=1
    )


@pytest.mark.parametrize(("place", "task", "promise", "times"), KEYS)
def test_keys_of_a_task(
    request: pytest.FixtureRequest, place: str, task: Callable[[Any], None], promise: Promise, times: int
) -> None:
    prepared, sitting = sit_down(request, place)
    task(prepared)  # the stories set their keys to none where the counted ones begin
    keys = sitting.strokes
    report_promised(
        promise, ours=f"{keys} keys", found=keys / times, size=f"done {times} times", rounds=times
    )


def test_the_first_hour_of_somebody_who_has_read_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    began = time.monotonic()
    sitting, words = Sitting(tmp_path / "workspace"), 0
    try:
        sitting.pace = PACE_MS
        for step in STEPS:
            words += step(sitting)
        took = time.monotonic() - began
    finally:
        sitting.close()
    reading = 60 * words / WORDS_A_MINUTE
    report_promised(
        promised.TASK_FIRST, found=took + reading, size=f"{_PACED}, {WORDS_A_MINUTE} words a minute", rounds=1,
        ours=f"{sitting.strokes} keys, {words} words read in {reading:.0f} s, the sample made",
    )  # fmt: skip


def choose_the_sample(sitting: Sitting) -> int:
    """Read the first page, try the program with made-up data, and wait for it."""
    sitting.wait_for("Bắt đầu thế nào?")
    words = count_words(sitting)
    sitting.press(Key.Key_3).wait(lambda: sitting.program._sample is not None, "the sample", seconds=180)
    sitting.wait(lambda: stands_on(sitting, TourStep.FIND), "the tour begins")
    return words


def find_a_family(sitting: Sitting) -> int:
    """Read today's page, and find the family that the tour names."""
    words = count_words(sitting)
    assert sitting.program._sample is not None
    sitting.control(Key.Key_K).type(sitting.program._sample.presenter.state.name).press(Key.Key_Return)
    sitting.wait(lambda: stands_on(sitting, TourStep.NOBODY_HOME), "the family is found")
    return words


def log_a_visit(sitting: Sitting) -> int:
    """Read the form of the visit, and log that nobody is at home at the next door."""
    words = count_words(sitting)
    sitting.control(Key.Key_1).wait_list().press(Key.Key_Return)
    sitting.wait_focus("Kết quả từng người").press(Key.Key_0)
    sitting.wait(lambda: stands_on(sitting, TourStep.VISIT), "the visit is logged")
    return words


STEPS = (choose_the_sample, find_a_family, log_a_visit)


def stands_on(sitting: Sitting, step: TourStep) -> bool:
    """Whether the tour has come to this step."""
    sample = sitting.program._sample
    return sample is not None and sample.presenter.state.step is step


def count_words(sitting: Sitting) -> int:
    """The words of every label and button that stands in the window; of the rows of a list somebody reads a few."""
    labels, buttons = sitting.window.findChildren(QLabel), sitting.window.findChildren(QAbstractButton)
    read = {each.text() for each in labels if each.isVisible()}
    read |= {each.text() for each in buttons if each.isVisible()}
    return sum(len(text.split()) for text in read)
