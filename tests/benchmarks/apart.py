"""Looks for duplicates in a process of its own, so that its memory is told apart from that of the measuring one.

`python -m tests.benchmarks.apart FOLDER` opens the workspace, looks at whoever waits, and prints what it took as JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).parents[2]


class Look(TypedDict):
    """Pairs found, processor seconds, seconds waited, and megabytes at most."""

    pairs: int
    seconds: float
    waited: float
    megabytes: float


def look_apart(folder: Path) -> Look:
    """Look for duplicates in a workspace that nobody has open."""
    command = [sys.executable, "-m", "tests.benchmarks.apart", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: Look = json.loads(done.stdout)
    return found


def _look(folder: Path) -> Look:
    from outreach_app.store import duplicates
    from tests.benchmarks.workspaces import open_kept

    app = open_kept(folder)
    began, wall = time.process_time(), time.perf_counter()
    with app.desk.database.write_local() as session:
        pairs = duplicates.bring_up_to_date(session)
    spent, waited = time.process_time() - began, time.perf_counter() - wall
    app.close()
    # ru_maxrss would tell of the process that started this one.
    status = Path("/proc/self/status").read_text().split()
    most = int(status[status.index("VmHWM:") + 1]) / 1024
    return Look(pairs=pairs, seconds=spent, waited=waited, megabytes=most)


if __name__ == "__main__":
    print(json.dumps(_look(Path(sys.argv[1]))))
