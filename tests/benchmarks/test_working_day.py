"""Sixty doors through the real window: how long a save takes, when the window cannot answer, start and memory."""

import json
import os
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
from tests.benchmarks.days import Laptop, seal_file
from tests.benchmarks.floor_machine import build_shim, run_on_floor
from tests.benchmarks.results import report
from tests.benchmarks.rounds import percentile
from tests.benchmarks.test_erasure import read_homes
from tests.benchmarks.working_day import DOORS
from tests.benchmarks.workspaces import PASSPHRASE, copy_office

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
    """An office where somebody works, whose people were looked at for duplicates, and a stick."""
    app = copy_office(households, folder / "office")
    app.office.say_who_works("Lò Thị Thảo")
    app.duplicates.look()
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
    for name, what, goal in (
        ("saves", "from the last key to a visit on the disk, p95", 100 if floor else 30),
        ("told", "from the last key until every screen knows of the visit, p95", 100),
    ):
        took = [1000 * each for each in told[name]]
        p50, p95 = percentile(took, 50), percentile(took, 95)
        report("day", what, ours=f"p50 {p50:.0f} ms", limit="", found=p95, unit="ms", goal=goal, size=size,
               rounds=len(took), spread=f"longest {max(took):.0f} ms")  # fmt: skip
    for part, what in (
        ("start", "longest time without an answer, start to first screen"),
        ("doors", "longest time without an answer, from door to door"),
        ("import", f"longest time without an answer, {LAPTOPS} files coming in behind"),
    ):
        waited, own = told["gaps"][part]
        report("day", what, ours=f"own processor time {own:.0f} ms", limit="", found=waited, unit="ms", goal=50,
               size=size)  # fmt: skip
    if floor:
        report("day", "start to the work list", ours=f"first paint {told['painted']:.1f} s", limit="",
               found=told["usable"], unit="s", goal=6, size=size)  # fmt: skip
        report("day", "resident memory", ours=f"at most {told['most']:.0f} MB", limit="", found=told["resident"],
               unit="MB", goal=300, size=size)  # fmt: skip
