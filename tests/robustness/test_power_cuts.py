"""The power goes: whatever was announced is on the disk, whatever was not is whole or not there."""

from pathlib import Path

import pytest

from tests.robustness.defects import seeded
from tests.robustness.faults import choose
from tests.robustness.power_cuts import Cut, record
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.scenes import Scene, make_scene


def cut_everywhere(scene: Scene, folder: Path, *, most: int) -> int:
    """Record the action once, then let the power go at so many points, in each of the three ways by turns."""
    copy = scene.set_up(folder)
    recorded = record(copy, scene.action, *scene.arguments, places=scene.places)
    ways = list(Cut)
    points = choose(
        [(place, cut) for cut in ways for place in recorded.announcements()], most=(most + 1) // 2
    )
    if most > len(points):
        between = choose(recorded.points(), most=most - len(points))
        points += [(place, ways[number % len(ways)]) for number, place in enumerate(between)]
    for number, (place, cut) in enumerate(points):
        said = recorded.cut(place, cut, seed=number)
        try:
            scene.judge(copy, said)
        except Exception as error:
            step = recorded.steps[place - 1]
            raise AssertionError(f"{cut.value} after step {place} ({step.name}): {error!r}") from error
    return len(points)


@pytest.mark.parametrize(("action", "whole"), sizes("power cut"))
def test_what_was_announced_outlives_a_power_cut(
    action: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    scene = make_scene(action, tmp_path / "scene")
    points = cut_everywhere(scene, tmp_path / "copy", most=PROMISED["power cut"][action][whole])
    tally("power cut", action, points)


@pytest.mark.parametrize(
    ("action", "defect"),
    [
        ("visits", "commit without fsync"),
        pytest.param("rekey", "files without fsync", marks=pytest.mark.torture),
        pytest.param("sync_write", "names without fsync", marks=pytest.mark.torture),
    ],
)
def test_a_missing_fsync_is_caught(action: str, defect: str, tmp_path: Path) -> None:
    scene = make_scene(action, tmp_path / "scene")
    with seeded(defect), pytest.raises(AssertionError, match="after step"):
        cut_everywhere(scene, tmp_path / "copy", most=9)
