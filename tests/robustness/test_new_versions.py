"""A new version from a stick: damaged, killed, cut off from power; the visits stay, and a program starts."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.progress import unwatched
from outreach_app.errors import OutreachError
from outreach_app.services import releases, updating
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from
from tests.robustness.defects import DEFECTS, seeded
from tests.robustness.faults import DISK_CALLS, Call, choose, kill_at, trace
from tests.robustness.new_versions import make_update_scene, take_again
from tests.robustness.rows import PROMISED, Tally
from tests.robustness.scenes import Scene
from tests.robustness.test_power_cuts import cut_everywhere
from tests.workspaces import Machine

ROW = PROMISED["new version"]


def spoil_everywhere(scene: Scene, folder: Path, *, most: int) -> int:
    """Flip a bit or cut the file short at so many places; each time it is refused before anything bears its name."""
    file = Path(scene.arguments[2])
    whole, chance = file.read_bytes(), random.Random(most)
    app = scene.machine.open()
    for point in range(most):
        # Half of them in the list, which is a small part of the file.
        place = chance.randrange(1_000 if point % 2 else len(whole))
        file.write_bytes(whole[:place] if point % 5 == 0 else _flip(whole, place, chance.randrange(8)))
        with pytest.raises(OutreachError):
            _open_up(app, file, folder)
        assert list(folder.iterdir()) == []
    assert app.upkeep.check().ok
    app.close()
    return most


def _open_up(app: App, file: Path, folder: Path) -> None:
    offer = releases.look_at_release(app.desk, file)
    if offer.refusal is not None or offer.release is None:
        raise offer.refusal or AssertionError("neither taken nor refused")
    updating._unpack(offer, offer.release, folder, watch=unwatched)


def _flip(whole: bytes, place: int, bit: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where versions lie for a program of this process that runs out of a frozen folder."""
    run_from(monkeypatch, make_bundle(tmp_path / "own", "0.1.0"))
    folder = be_elsewhere(monkeypatch, tmp_path / "own account")
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.torture)])
def test_a_damaged_version_never_comes_into_use(
    whole: bool, tmp_path: Path, versions: Path, tally: Tally
) -> None:
    scene = make_update_scene(tmp_path / "scene")
    points = spoil_everywhere(scene, versions, most=ROW["damaged file"][whole])
    tally("new version", "damaged file", points)


def test_a_program_that_believes_any_signature_is_caught(
    tmp_path: Path, versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_update_scene(tmp_path / "scene")
    DEFECTS["any signature believed"](monkeypatch)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        spoil_everywhere(scene, versions, most=400)


@pytest.mark.torture
def test_a_power_cut_leaves_a_program_that_starts_and_every_visit(tmp_path: Path, tally: Tally) -> None:
    scene = make_update_scene(tmp_path / "scene")
    points = cut_everywhere(scene, tmp_path / "copy", most=ROW["power cut"][True])
    tally("new version", "power cut", points)


@pytest.mark.torture
def test_a_version_that_was_never_synced_is_caught(tmp_path: Path) -> None:
    scene = make_update_scene(tmp_path / "scene")
    with seeded("a version unpacked without fsync"), pytest.raises(AssertionError, match="after step"):
        cut_everywhere(scene, tmp_path / "copy", most=9)


def list_own_calls(machine: Machine, scene: Scene) -> list[Call]:
    """List the calls of the child itself that change the disk; the version it tries has calls of its own."""
    _, log = trace(machine, scene.action, *scene.arguments, rules=[f"trace={DISK_CALLS}"])
    lines = [found for line in log.splitlines() if (found := re.match(r"(\d+)\s+(\w+)\((.*)", line))]
    counts, own = Counter[str](), list[Call]()
    for line in lines:
        if line[1] == lines[0][1]:
            counts[line[2]] += 1
            own.append(Call(line[2], counts[line[2]], line[3]))
    return own


@pytest.mark.torture
def test_a_kill_leaves_a_program_that_starts_and_every_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    scene = make_update_scene(tmp_path / "scene")
    copy = scene.set_up(tmp_path / "copy")
    points = choose(list_own_calls(copy, scene), most=ROW["kill"][True])
    for call in points:
        copy = scene.set_up(tmp_path / "copy")
        scene.judge(copy, kill_at(copy, scene.action, *scene.arguments, call=call))
    with monkeypatch.context() as patch:
        take_again(copy, scene, patch)
    tally("new version", "kill", len(points))
