"""SIGKILL while somebody is erased: both states are met, the person there as before and the person gone."""

from pathlib import Path

import pytest

from tests.robustness.faults import choose, kill_at, list_calls
from tests.robustness.scenes import GONE, make_scene
from tests.workspaces import cards


@pytest.mark.torture
def test_an_erasure_killed_early_leaves_the_old_state_and_late_the_new(tmp_path: Path) -> None:
    scene, copy = make_scene("erase", tmp_path / "scene"), tmp_path / "copy"
    calls = list_calls(scene.set_up(copy), scene.action, *scene.arguments)
    assert len(calls) > 20
    found = []
    for call in choose(calls, most=2):
        machine = scene.set_up(copy)
        scene.judge(machine, kill_at(machine, scene.action, *scene.arguments, call=call))
        app = machine.open()
        found.append(GONE in {person.name for card in cards(app) for person in card.members})
        app.close()
    assert found == [True, False]
