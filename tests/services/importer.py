"""One of several importers at a hub, as a process of its own: reads files in its own order and settles what comes up.

    python -m tests.services.importer FOLDER KEY SEED FILE...

It says each step before it takes it, so that whoever watches may kill it there, and may be started again at any time.
"""

import random
import sys
from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.conflicts import Settlement
from outreach_app.domain.duplicates import Verdict
from outreach_app.errors import StoreUnavailable
from tests.workspaces import START, Clock, Machine

LATER = {"days": 2}


def open_office(folder: Path, data_key: bytes) -> App:
    """Open the office two days later, as every importer does: the same moment for all."""
    clock = Clock(START)
    clock.pass_by(**LATER)
    return Machine(folder, data_key, clock).open()


def settle_conflicts(app: App) -> None:
    """Settle each difference by a run of its own, for the greatest value."""
    for conflict in app.conflicts.list_all():
        print("conflict", conflict.id, flush=True)
        value = max((each.value for each in conflict.values), key=repr)
        app.conflicts.settle([Settlement(conflict.id, value)])


def settle_duplicates(app: App) -> None:
    """Say of each pair that it is one, by a run of its own."""
    app.duplicates.look()
    for pair in app.duplicates.list_ids():
        print("pair", pair, flush=True)
        app.duplicates.settle({pair: Verdict.SAME})


def work(app: App, files: list[Path]) -> None:
    """Read the files one by one and settle whatever waits after each."""
    for file in files:
        print("file", file.name, flush=True)
        app.syncing.read([file])
        settle_conflicts(app)
        settle_duplicates(app)


def main() -> None:
    """Work through the command line; somebody else writing for too long is waited for."""
    folder, key, seed, *named = sys.argv[1:]
    files = [Path(name) for name in named]
    random.Random(seed).shuffle(files)
    app = open_office(Path(folder), bytes.fromhex(key))
    try:
        for _ in range(20):
            try:
                work(app, files)
                break
            except StoreUnavailable as error:
                if error.key != "store_busy":
                    raise
    finally:
        app.close()
    print("done", flush=True)


if __name__ == "__main__":
    main()
