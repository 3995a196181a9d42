"""A stick is pulled out at any moment: a sentence says so, nothing is half done, and with it plugged in it goes on."""

from pathlib import Path

import pytest

from tests.robustness.children import start
from tests.robustness.defects import seeded
from tests.robustness.faults import choose
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.scenes import Scene, make_scene
from tests.robustness.test_faults import judge_failure
from tests.workspaces import Machine


def pull_everywhere(scene: Scene, folder: Path, *, most: int) -> int:
    """Pull the stick out at so many of the moments at which it is touched, and judge with it plugged in again."""
    (stick,) = scene.places
    touches = touch(scene, scene.set_up(folder), stick, at=0)[1]
    points = choose(range(1, touches + 1), most=most)
    for point in points:
        copy = scene.set_up(folder)
        said, _ = touch(scene, copy, stick, at=point)
        assert not stick.exists()
        scene.plug_in_again()
        try:
            judge_failure(scene, copy, said)
        except Exception as error:
            raise AssertionError(
                f"pulled out at touch {point} of {touches}: said {said}, {error!r}"
            ) from error
    return len(points)


def touch(scene: Scene, copy: Machine, stick: Path, *, at: int) -> tuple[list[str], int]:
    """Let a child act and lose the stick at a touch; returns what it said and how often it touched the stick."""
    with start(copy, "unplugged", str(stick), str(at), scene.action, *scene.arguments) as child:
        child.go()
        said = child.end()
    counts = [words for words in said if words.startswith("touched ")]
    return [words for words in said if words not in counts], int(counts[0].split()[1])


@pytest.mark.parametrize(("action", "whole"), sizes("unplugged stick"))
def test_a_stick_may_be_pulled_out_at_any_moment(
    action: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    scene = make_scene(action, tmp_path / "scene")
    most = PROMISED["unplugged stick"][action][whole]
    tally("unplugged stick", action, pull_everywhere(scene, tmp_path / "copy", most=most))


def test_a_file_that_counts_as_delivered_although_the_stick_is_gone_is_caught(tmp_path: Path) -> None:
    scene = make_scene("sync_write", tmp_path / "scene")
    with seeded("delivered without a stick"), pytest.raises(AssertionError, match="pulled out"):
        pull_everywhere(scene, tmp_path / "copy", most=4)
