"""Works in a workspace as a day does, in a process of its own, so that its memory is told apart from the measuring one.

`python -m tests.benchmarks.lives day FOLDER` opens a copy, works, and prints what it took as JSON;
`python -m tests.benchmarks.lives morning FOLDER STICK` takes the files of a stick in.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.i18n import open_catalogue
from outreach_app.services.visits import NewVisit
from outreach_app.store.database import run
from tests.benchmarks.rounds import percentile
from tests.benchmarks.workspaces import NOW, open_kept

ROOT = Path(__file__).parents[2]
_CARDS, _SAVES, _NAMES = 100, 60, 40

Figures = dict[str, float]
T = TypeVar("T")


def command_of(way: str, *arguments: Path) -> list[str]:
    """What to run in a fresh process for one of the ways."""
    return [sys.executable, "-m", "tests.benchmarks.lives", way, *map(str, arguments)]


def measure_apart(way: str, *arguments: Path) -> Figures:
    """Run one of the ways in a fresh process; seconds of processor, milliseconds of waiting, megabytes."""
    command = command_of(way, *arguments)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    return read_figures(done.stdout)


def read_figures(printed: str) -> Figures:
    """What a process of its own printed."""
    found: Figures = json.loads(printed)
    return found


def live_a_day(folder: Path) -> Figures:
    """What a day asks of a workspace: open, doors, names, households, visits, renewals, the day's summary, a check."""
    found: Figures = {}
    app = _time("open", found, lambda: open_kept(folder))
    app.office.say_who_works("Lò Thị Thảo")
    _time("doors", found, app.work.list_doors)
    _time("doors again", found, app.work.list_doors)
    _time("renewals", found, app.renewals.list_renewals)
    homes, names = _draw(app)
    found["search p95"] = _wait(names, app.households.find)
    found["card p95"] = _wait(homes[:_CARDS], app.households.read_card)
    found["history p95"] = _wait(homes[:_CARDS], app.histories.of_household)
    found["save p50"] = _wait([_visit(app, home) for home in homes[:_SAVES]], app.visits.log, at=50)
    words = open_catalogue("vi")
    _time("summary", found, lambda: app.printing.daily_summary(words))
    _time("backup", found, app.upkeep.make_backup)
    found["memory"] = _most_memory()
    _time("check", found, lambda: _check(app))
    app.close()
    return found


def take_in(folder: Path, stick: Path) -> Figures:
    """Read every file of a stick at once."""
    app, found = open_kept(folder), Figures()
    app.upkeep.make_backup()  # else reading makes one, and that is not what is timed
    before = _most_memory()
    files = _time("read", found, lambda: app.syncing.read([stick])).value.files
    found["files"] = sum(file.new > 0 for file in files)
    found["visits"] = sum(file.new for file in files)
    found["memory"], found["memory before"] = _most_memory(), before
    _time("again", found, lambda: app.syncing.read([stick]))
    app.close()
    return found


def _time(name: str, found: Figures, way: Callable[[], T]) -> T:
    began = time.process_time()
    value = way()
    found[name] = time.process_time() - began
    return value


def _wait(each: list[T], way: Callable[[T], object], *, at: float = 95) -> float:
    took = []
    for one in each:
        began = time.perf_counter()
        way(one)
        took.append(1000 * (time.perf_counter() - began))
    return percentile(took, at)


def _draw(app: App) -> tuple[list[bytes], list[str]]:
    rng = random.Random(9)
    with app.desk.read() as session:
        homes = [row[0] for row in run(session, "SELECT id FROM household ORDER BY number")]
        names = [row[0] for row in run(session, "SELECT name FROM person WHERE number % 97 = 5 LIMIT 400")]
    return rng.sample(homes, k=max(_CARDS, _SAVES)), rng.sample(names, k=_NAMES)


def _visit(app: App, home: bytes) -> NewVisit:
    first = app.households.read_card(home).members[0].id
    told = PersonOutcome(first, Scheme.HOUSEHOLD_HEALTH, Outcome.THINKING)
    return NewVisit(home, NOW.date(), outcomes=(told,), met=(first,))


def _check(app: App) -> None:
    report = app.upkeep.check()
    assert report.ok, report


def _most_memory() -> float:
    # ru_maxrss would tell of the process that started this one.
    status = Path("/proc/self/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) / 1024


if __name__ == "__main__":
    ways = {"day": live_a_day, "morning": take_in}
    print(json.dumps(ways[sys.argv[1]](*map(Path, sys.argv[2:]))))  # type: ignore[operator]
