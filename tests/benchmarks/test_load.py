"""How time and memory grow: with the years of a commune, with the size of an office, with the files of a morning."""

import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from outreach_app import paths
from outreach_app.store import settings
from outreach_app.sync.secrets import Pins
from tests.benchmarks import decade
from tests.benchmarks.days import Home, Laptop, seal_file
from tests.benchmarks.floor_machine import build_shim, run_on_floor
from tests.benchmarks.lives import ROOT, Figures, command_of, measure_apart, read_figures
from tests.benchmarks.results import report
from tests.benchmarks.test_merge import read_homes
from tests.benchmarks.workspaces import is_full, open_kept, populated_office

YEARS = (1, 3, 10)
SIZES = (10_000, 62_500, 250_000) if is_full() else (10_000, 50_000)
FILES = (25, 50, 100, 200)
VISITS_IN_FILE = 100
REGISTER = 50_000
_GOALS = {"search p95": 50, "card p95": 50, "save p50": 30}
_UNITS = {"memory": "MB", "size": "MB"} | dict.fromkeys((*_GOALS, "history p95"), "ms")


def test_ten_years_of_a_commune(tmp_path: Path) -> None:
    lived = {years: spend_a_day(decade.keep_decade(years), tmp_path / str(years)) for years in YEARS}
    first, last = YEARS[0], YEARS[-1]
    visits = decade.HOUSEHOLDS * decade.VISITS_A_YEAR
    size = f"{decade.HOUSEHOLDS:,} households, {visits * last:,} visits in {last} years"
    tell_growth("a commune of {} years".format(", ".join(map(str, YEARS))), lived, size=size)
    assert lived[last]["size"] > lived[first]["size"]


def test_ten_years_on_an_old_laptop(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(decade.keep_decade(YEARS[-1]), folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = run_on_floor(command_of("day", folder), environment, shim=build_shim(tmp_path))
    found = read_figures(printed)
    size = f"{decade.HOUSEHOLDS:,} households, {YEARS[-1]} years, the floor machine imitated"
    for name, goal in {"save p50": 100, "search p95": None, "card p95": None, "memory": None}.items():
        report("load", f"ten years on the floor machine: {name}", ours="", limit="", found=found[name], goal=goal,
               size=size, unit=_UNITS[name], rounds=1)  # fmt: skip


def test_an_office_that_grows(tmp_path: Path) -> None:
    lived = {homes: spend_a_day(populated_office(homes), tmp_path / str(homes)) for homes in SIZES}
    told = ", ".join(f"{4 * homes:,}" for homes in SIZES)
    tell_growth(f"an office of {told} people", lived, size=f"{4 * SIZES[-1]:,} people at the most")


def spend_a_day(kept: Path, folder: Path) -> Figures:
    """Copy a workspace, work in it for a day, and weigh it."""
    shutil.copytree(kept, folder)
    weight = (folder / paths.DATABASE).stat().st_size / 2**20
    found = measure_apart("day", folder) | {"size": weight}
    shutil.rmtree(folder)
    return found


def tell_growth(what: str, lived: Mapping[int, Figures], *, size: str) -> None:
    """A line for every figure: the curve, and the last against the first."""
    *_, last = lived.values()
    for name in last:
        unit = _UNITS.get(name, "s")
        curve = ", ".join(f"{each[name]:.3g}" for each in lived.values())
        report("load", f"{what}: {name}", ours=f"{curve} {unit}", limit="", found=last[name], goal=_GOALS.get(name),
               size=size, unit=unit, rounds=1)  # fmt: skip


def test_a_morning_of_two_hundred_files(tmp_path: Path) -> None:
    write_stick(tmp_path / "all", max(FILES))
    taken: dict[int, Figures] = {}
    for number in FILES:
        stick, folder = tmp_path / f"stick{number}", tmp_path / f"office{number}"
        stick.mkdir()
        for file in sorted((tmp_path / "all").iterdir())[:number]:
            shutil.copy(file, stick)
        shutil.copytree(populated_office(REGISTER), folder)
        taken[number] = measure_apart("morning", folder, stick)
        assert taken[number]["files"] == number
        assert taken[number]["visits"] == number * VISITS_IN_FILE
        shutil.rmtree(folder)
    tell_morning(taken)


def tell_morning(taken: Mapping[int, Figures]) -> None:
    """Cost of a file in a small and in a large heap of files, and the memory."""
    each = {number: found["read"] / number for number, found in taken.items()}
    curve = ", ".join(f"{1000 * cost:.0f}" for cost in each.values())
    size = f"{', '.join(map(str, taken))} files of {VISITS_IN_FILE} visits into {REGISTER:,} households"
    report("load", "a file of the morning, in the largest heap against the smallest", ours=f"{curve} ms a file",
           limit="", found=each[max(FILES)] / each[min(FILES)], goal=1.25, size=size, rounds=1)  # fmt: skip
    last = taken[max(FILES)]
    report("load", "the whole morning", ours=f"{last['again']:.1f} s once more", limit="", found=last["read"],
           goal=None, size=size, unit="s", rounds=1)  # fmt: skip
    memory = ", ".join(f"{found['memory']:.0f}" for found in taken.values())
    report("load", "memory of the morning", ours=f"{memory} MB, {last['memory before']:.0f} before", limit="",
           found=last["memory"], goal=None, size=size, unit="MB", rounds=1)  # fmt: skip


def write_stick(folder: Path, number: int) -> None:
    """Files of so many laptops, each with visits to its own part of the register."""
    folder.mkdir()
    office = open_kept(populated_office(REGISTER))
    homes = read_homes(office)
    with office.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    office.close()
    villages = sorted(homes)
    for place in range(number):
        own = villages[place::number]
        laptop = Laptop.make(place + 1)
        operations = laptop.write_visits(_walk([home for village in own for home in homes[village]]))
        data = seal_file(laptop, operations, office=pins, office_id=machine.office_id, villages=own)
        (folder / f"{place:03d}.gocua").write_bytes(data)


def _walk(homes: Sequence[Home]) -> list[Home]:
    return list(islice(cycle(homes), VISITS_IN_FILE))
