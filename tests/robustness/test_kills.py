"""SIGKILL at calls that touch the disk, and at any moment: nothing acknowledged is lost, nothing is half done."""

import random
from pathlib import Path

import pytest

from tests.robustness.children import start
from tests.robustness.defects import seeded
from tests.robustness.faults import choose, kill_at, list_calls
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.scenes import Scene, again, long_list, look, make_scene
from tests.workspaces import Machine, copy_machine

SIZES = [pytest.param(False, id="quick"), pytest.param(True, id="whole", marks=pytest.mark.torture)]


def kill_everywhere(scene: Scene, folder: Path, *, most: int) -> int:
    """Kill the action at so many of its calls, the scene set up anew each time; returns how often somebody died."""
    calls = list_calls(scene.set_up(folder), scene.action, *scene.arguments)
    points = choose(calls, most=most)
    for call in points:
        copy = scene.set_up(folder)
        said = kill_at(copy, scene.action, *scene.arguments, call=call)
        try:
            scene.judge(copy, said)
        except Exception as error:
            raise AssertionError(f"killed at {call}: {error!r}") from error
    return len(points)


@pytest.mark.parametrize(("action", "whole"), sizes("kill"))
def test_whatever_is_killed_at_any_call_is_done_or_not_begun(
    action: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    scene = make_scene(action, tmp_path / "scene")
    points = kill_everywhere(scene, tmp_path / "copy", most=PROMISED["kill"][action][whole])
    tally("kill", action, points)


@pytest.mark.parametrize(
    ("action", "defect"),
    [
        ("rekey", "files written in place"),
        pytest.param("backup", "backup in place", marks=pytest.mark.torture),
        pytest.param("restore", "restore in place", marks=pytest.mark.torture),
        pytest.param("upgrade", "upgrade without backup", marks=pytest.mark.torture),
        pytest.param("erase", "erased in the database only", marks=pytest.mark.torture),
    ],
)
def test_a_program_that_works_on_the_file_itself_is_caught(action: str, defect: str, tmp_path: Path) -> None:
    scene = make_scene(action, tmp_path / "scene")
    with seeded(defect), pytest.raises(AssertionError, match="killed at"):
        kill_everywhere(scene, tmp_path / "copy", most=12)


def test_a_list_written_piecemeal_is_caught(tmp_path: Path) -> None:
    machine = copy_machine(tmp_path, "office")
    before, _ = look(machine)
    calls = list_calls(again(machine, tmp_path / "copy"), "piecemeal", "")
    copy = again(machine, tmp_path / "copy")
    kill_at(copy, "piecemeal", "", call=calls[len(calls) // 2])
    tables, _ = look(copy)
    assert 0 < tables["household"] - before["household"] < 40


# -------------------------------------------------------------------------------------------------- at any moment
def find_lost(machine: Machine, action: str, *, kills: int, chance: random.Random) -> tuple[int, set[bytes]]:
    """Kill a child that logs visits, again and again; returns how many were announced and which of them are gone."""
    announced: set[bytes] = set()
    for _ in range(kills):
        with start(machine, action) as child:
            child.go()
            for _ in range(chance.randint(1, 6)):
                announced.add(bytes.fromhex(child.hear() or ""))
            if chance.random() < 0.7:
                child.line.poll(chance.random() * 0.02)  # somewhere inside the next visit
            child.kill()
            announced |= {bytes.fromhex(words) for words in child.end()}
    _, found = look(machine)
    assert len(found) == len(set(found))
    return len(announced), announced - set(found)


@pytest.mark.parametrize("whole", SIZES)
def test_kills_while_visits_are_logged_lose_none_that_was_announced(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    machine, kills = copy_machine(tmp_path, "one"), PROMISED["kill under load"]["visits"][whole]
    announced, lost = find_lost(machine, "visits", kills=kills, chance=random.Random(7))
    assert lost == set()
    assert announced >= kills
    tally("kill under load", "visits", kills)


def test_a_program_that_announces_too_early_is_caught(tmp_path: Path) -> None:
    for action in ("visits", "hasty_visits"):
        machine = again(copy_machine(tmp_path / action, "one"), tmp_path / action / "copy")
        call = next(
            call
            for call in list_calls(again(machine, tmp_path / action / "counted"), action, "1")
            if call.name == "pwrite64"
        )
        said = kill_at(machine, action, "1", call=call)
        _, found = look(machine)
        lost = len({bytes.fromhex(words) for words in said} - set(found))
        assert lost == (action == "hasty_visits")


@pytest.mark.parametrize("whole", SIZES)
def test_a_list_that_is_killed_at_any_moment_leaves_all_or_nothing(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    machine, chance = copy_machine(tmp_path, "office"), random.Random(11)
    path = long_list(tmp_path / "long.csv", households=400)
    before, _ = look(machine)
    kills = PROMISED["kill under load"]["a long list"][whole]
    for point in range(kills):
        copy = again(machine, tmp_path / "copy")
        with start(copy, "import", str(path)) as child:
            child.go()
            child.line.poll(chance.random() * 0.6)
            child.kill()
        tables, _ = look(copy)
        assert tables["household"] - before["household"] in (0, 400), point
        assert tables["person"] - before["person"] == tables["household"] - before["household"]
    tally("kill under load", "a long list", kills)
