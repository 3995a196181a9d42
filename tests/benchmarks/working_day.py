"""A day of sixty doors in the real window: python -m tests.benchmarks.working_day FOLDER STICK.

It unlocks by OUTREACH_PASSPHRASE, logs a visit at every door by keys, four a second, and after a third of the doors
takes in the files of STICK behind it; in the end names are looked up letter by letter. A timer beats in the event loop
from the first line on. What was found is printed as one line of JSON. (Another thread that reads the main thread's
frames makes PySide crash: none does here.)
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.desks import Desk, Pulse, pause
from ui.operations import find_changes

DOORS = 60


def main() -> None:
    """Work through the day and print what it took."""
    began = float(os.environ.get("OUTREACH_BEGAN") or time.time())
    folder, stick = Path(sys.argv[1]), Path(sys.argv[2])
    pulse = Pulse()
    desk = Desk(folder, pulse)
    desk.unlock(os.environ["OUTREACH_PASSPHRASE"])
    # What somebody takes to type is not the machine's.
    usable = time.time() - desk.typing
    pause(500)
    saves, taken_in = knock(desk, stick, int(sys.argv[3]) if len(sys.argv) > 3 else DOORS)
    assert desk.program.app is not None
    from tests.benchmarks.searching import (
        draw_names,
        type_names,
    )  # it loads the store, which the start must not see

    searches = type_names(desk, draw_names(desk.program.app))
    status = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line
    )
    ordinary = [each for each in saves if not each.behind]
    print(
        json.dumps(
            {
                "painted": desk.painted - began, "usable": usable - began,
                "saves": [each.kept for each in ordinary], "told": [each.told for each in ordinary],
                "painted_keys": searches.painted, "found_homes": searches.opened,
                "saves_behind": [each.kept for each in saves if each.behind], "taken_in": taken_in,
                "resident": int(status["VmRSS"].split()[0]) / 1024, "most": int(status["VmHWM"].split()[0]) / 1024,
                "gaps": {
                    part: [pulse.longest(part), pulse.longest(part, own=True)] for part in ("start", "doors", "import")
                },
            }
        ),
        flush=True,
    )  # fmt: skip
    desk.program.close()
    # Qt must not be taken apart by whoever comes last.
    os._exit(0)


@dataclass(frozen=True, slots=True)
class Save:
    """Seconds from the last key of a visit until it is on the disk, and until every screen has been told.

    `behind`: whether files were being taken in then.
    """

    kept: float
    told: float
    behind: bool


def knock(desk: Desk, stick: Path, doors: int) -> tuple[list[Save], float]:
    """Knock on every door; each save, and the seconds that taking files in took."""
    operations, app = desk.program.operations, desk.program.app
    assert app is not None
    kept: list[float] = []
    told: list[float] = []

    def note(value: object, moments: list[float]) -> None:
        # What the files bring is told of many households at once.
        news = find_changes(value)
        if news is not None and news.touches("visit") and len(news.households) == 1:
            moments.append(time.perf_counter())

    def noted(work: Callable[[], Any]) -> Callable[[], Any]:
        def do() -> Any:
            value = work()
            note(value, kept)
            return value

        return do

    command = operations.command
    operations.command = lambda owner, work, **rest: command(owner, noted(work), **rest)  # type: ignore[method-assign]
    operations.changed.connect(lambda news: note(news, told))
    took: list[Save] = []
    reading: list[float] = []
    done: list[float] = []
    desk.pulse.part = "doors"
    for door in range(doors):
        if door == doors // 3 and stick.exists():
            desk.pulse.part = "import"
            reading.append(time.perf_counter())
            operations.command(
                desk.program.window,
                lambda: app.syncing.read([stick]),
                done=lambda _done: done.append(time.perf_counter()),
                failed=_give_up,
            )
        behind = bool(reading) and not done
        count = len(told)
        desk.visit(talk=door % 3 == 0)
        desk.wait(lambda seen=count: len(told) > seen)  # type: ignore[misc]
        took.append(Save(kept[count] - desk.pressed, told[count] - desk.pressed, behind))
        if done and desk.pulse.part == "import":
            desk.wait(operations.is_idle)
            desk.pulse.part = "doors"
    return took, (done[0] - reading[0] if done else 0.0)


def _give_up(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
