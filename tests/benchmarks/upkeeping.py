"""Keys, check, backup, restore and a lost laptop's successor, each in a process of its own on a copy of a workspace.

`python -m tests.benchmarks.upkeeping WAY FOLDER` works there and prints what it took as JSON: seconds of processor
unless the name says otherwise.
"""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from outreach_app import app as composition
from outreach_app.app import App
from outreach_app.i18n import open_catalogue
from outreach_app.services.opening import open_desk
from outreach_app.services.workspace import open_data_key
from outreach_app.store.database import run
from outreach_app.sync.locks import FLOOR, SALT_BYTES, STANDARD, Cost, derive_key
from tests.benchmarks.lives import ROOT, Figures, _most_memory, _time
from tests.benchmarks.workspaces import NOW, PASSPHRASE, open_kept

_OPENED = 20
_DOORS = 30
_UNTIL = date(2027, 12, 31)


def measure_upkeep(way: str, folder: Path) -> Figures:
    """Run one of the ways in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.upkeeping", way, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    found: Figures = json.loads(done.stdout)
    return found


def open_up(folder: Path) -> Figures:
    """Derive the key at both costs, and open the database by its raw key; milliseconds waited, megabytes at most."""
    found: Figures = {}
    for name, cost in (
        ("floor", FLOOR),
        ("standard", STANDARD),
    ):  # the smaller first: memory is told at its highest
        before = _most_memory()
        found[f"{name} wait"] = _derive(cost)
        found[f"{name} memory"] = _most_memory() - before
    key = open_data_key(folder, PASSPHRASE, clock=lambda: NOW)
    waits = []
    for _ in range(_OPENED):
        began = time.perf_counter()
        desk = open_desk(folder, key, lambda: NOW)
        with desk.read() as session:
            run(session, "SELECT count(*) FROM village")
        waits.append(1000 * (time.perf_counter() - began))
        desk.database.close()
    found["raw key"] = sorted(waits)[_OPENED // 2]
    return found


def _derive(cost: Cost) -> float:
    began = time.perf_counter()
    derive_key(PASSPHRASE.encode(), secrets.token_bytes(SALT_BYTES), cost=cost)
    return 1000 * (time.perf_counter() - began)


def care(folder: Path) -> Figures:
    """Make a backup, check the workspace, put the backup back; and print a village's visit list."""
    found: Figures = {}
    app = open_kept(folder)
    app.office.say_who_works("Lò Thị Thảo")
    began = time.perf_counter()
    backup = _time("backup", found, app.upkeep.make_backup)
    found["backup waited"] = time.perf_counter() - began
    found["backup size"] = backup.bytes / 2**20
    found["visit list"] = _print_visit_list(app)
    before = _most_memory()
    report = _time("check", found, app.upkeep.check)
    assert report.ok, report
    found["check memory"], found["memory before"] = _most_memory(), before
    app.close()
    began = time.perf_counter()
    _time("restore", found, lambda: composition.restore_workspace(folder, backup.path, PASSPHRASE))
    found["restore waited"] = time.perf_counter() - began
    return found


def _print_visit_list(app: App) -> float:
    """Milliseconds of processor for a list of thirty doors on paper, fonts loaded before."""
    village, words = app.households.list_villages()[0].id, open_catalogue("vi")
    code = app.sheets.make(village, app.sheets.plan(village, doors=_DOORS)).value.code
    sheet = app.sheets.open(code).id
    app.printing.visit_list(sheet, words)
    began = time.process_time()
    app.printing.visit_list(sheet, words)
    return 1000 * (time.process_time() - began)


def rebuild(folder: Path) -> Figures:
    """Lose a laptop of a whole commune, and set up another one until it has everything that the office has."""
    found: Figures = {}
    office = open_kept(folder)
    office.office.say_who_works("Lò Thị Thảo")
    villages = [village.id for village in office.households.list_villages()]
    kit = folder / "lost.gocuakit"
    office.make_kit(kit, device="Máy 1", role="canvasser", villages=villages, until=_UNTIL)
    began = time.perf_counter()
    new = folder / "new.gocuakit"
    made = _time("kit", found, lambda: office.replacements.replace("Máy 1", new, why="mất"))
    laptop = _time(
        "opened", found,
        lambda: composition.open_kit_file(folder / "laptop", new, made.code, PASSPHRASE, clock=lambda: NOW),
    )  # fmt: skip
    laptop.office.say_who_works("Lò Thị Thảo")
    stick = folder / "stick"
    stick.mkdir()
    _time("told", found, lambda: _carry(laptop, office, stick))
    _time("answered", found, lambda: _carry(office, laptop, stick))
    found["waited"] = time.perf_counter() - began
    found["visits"], found["all visits"] = _count_visits(laptop), _count_visits(office)
    for app in (laptop, office):
        app.close()
    return found


def _carry(giver: App, taker: App, stick: Path) -> None:
    giver.syncing.write(stick)
    taker.syncing.read([stick])


def _count_visits(app: App) -> float:
    with app.desk.read() as session:
        return float(run(session, "SELECT count(*) FROM visit_fact WHERE current")[0][0])


if __name__ == "__main__":
    ways: dict[str, Callable[[Path], Figures]] = {"open": open_up, "care": care, "rebuild": rebuild}
    print(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]))))
