"""Sixty doors through the real window: how long a save takes, when the window cannot answer, start and memory."""

import json
import os
import shutil
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from outreach_app.app import App
from outreach_app.store import settings
from outreach_app.sync.secrets import Pins
from tests.benchmarks import promised
from tests.benchmarks.days import Laptop, seal_file
from tests.benchmarks.floor_machine import build_shim, run_on_floor
from tests.benchmarks.promised import Promise, report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import percentile
from tests.benchmarks.test_erasure import read_homes
from tests.benchmarks.working_day import DOORS
from tests.benchmarks.workspaces import PASSPHRASE, looked_through_office, open_kept

LAPTOPS, VISITS = 20, 2_000
_LARGE, _COMMUNE = 250_000, 10_000


def write_files(app: App, stick: Path) -> None:
    """The files of twenty laptops on one stick."""
    homes, villages = read_homes(app)
    with app.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    stick.mkdir()
    for number in range(1, LAPTOPS + 1):
        laptop = Laptop.make(number)
        operations = laptop.write_visits(list(islice(cycle(homes[number::LAPTOPS]), VISITS // LAPTOPS)))
        sealed = seal_file(laptop, operations, office=pins, office_id=machine.office_id, villages=villages)
        (stick / f"{number:02d}.gocua").write_bytes(sealed)


def prepare(households: int, folder: Path) -> None:
    """A copy of an office where somebody works, whose people were looked at for duplicates, and a stick."""
    shutil.copytree(looked_through_office(households), folder / "office")
    app = open_kept(folder / "office")
    app.office.say_who_works("Lò Thị Thảo")
    write_files(app, folder / "stick")
    app.close()


def environment_of(folder: Path) -> dict[str, str]:
    places = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {
        **os.environ, **places, "QT_QPA_PLATFORM": "offscreen", "OUTREACH_PASSPHRASE": PASSPHRASE,
        "OUTREACH_BEGAN": repr(time.time()),
    }  # fmt: skip


@pytest.fixture(params=[_COMMUNE, _LARGE])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, bool, dict[str, Any]]:
    """Households, whether on the floor machine, and what the day told."""
    households, floor = request.param, request.param == _COMMUNE
    prepare(households, tmp_path)
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.working_day",
        str(tmp_path / "office"),
        str(tmp_path / "stick"),
    ]
    if floor:
        told = run_on_floor(command, environment_of(tmp_path), shim=build_shim(tmp_path))
    else:
        told = subprocess.run(
            command, env=environment_of(tmp_path), capture_output=True, text=True, check=True
        ).stdout
    return households, floor, json.loads(told)


def test_a_day_of_sixty_doors(day: tuple[int, bool, dict[str, Any]]) -> None:
    households, floor, told = day
    where = "half a core, 2 GB, 25 ms more per fsync" if floor else "this machine"
    size = f"{households:,} households, {DOORS} doors, {where}"
    tell_waits(promised.FLOOR_SAVE if floor else promised.SAVE_BY_KEY, told["saves"], size)
    shown = [1000 * each for each in told["told"]]
    report("day", "from the last key until every screen knows of the visit, p95", limit="", unit="ms", goal=100,
           ours=f"p50 {percentile(shown, 50):.0f} ms", found=percentile(shown, 95), size=size, rounds=len(shown),
           spread=f"longest {max(shown):.0f} ms")  # fmt: skip
    for part, stall in (
        ("start", promised.STALL_START),
        ("doors", promised.STALL_DOORS),
        ("import", promised.STALL_IMPORT),
    ):
        waited, own = told["gaps"][part]
        report_promised(stall, ours=f"own processor time {own:.0f} ms", found=waited, size=size)
    for wait, name in ((promised.FIND_PAINTED, "painted_keys"), (promised.FIND_HOME, "found_homes")):
        tell_waits(wait, told[name], size)
    if floor:
        report_promised(promised.FLOOR_START, ours=f"first paint {told['painted']:.1f} s", found=told["usable"],
                        size=size)  # fmt: skip
        report_promised(promised.FLOOR_MEMORY, ours=f"at most {told['most']:.0f} MB", found=told["resident"],
                        size=size)  # fmt: skip


def tell_waits(promise: Promise, seconds: list[float], size: str) -> None:
    """The 95th percentile of so many waits."""
    took = [1000 * each for each in seconds]
    report_promised(promise, ours=f"p50 {percentile(took, 50):.0f} ms", found=percentile(took, 95), size=size,
                    rounds=len(took), spread=f"longest {max(took):.0f} ms")  # fmt: skip
