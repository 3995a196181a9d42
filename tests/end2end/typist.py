"""A process of its own that types at the real window until it is killed: python -m tests.end2end.typist FOLDER PLAN.

It unlocks by OUTREACH_PASSPHRASE, prints what the window shows as one line of JSON, carries out the plan (a JSON list
of steps), prints one more line right after the last key, and goes on showing the window.
"""

import json
import os
import sys
from pathlib import Path

from tests.end2end.sitting import Key, Sitting, pause


def main() -> None:
    folder, plan = Path(sys.argv[1]), json.loads(sys.argv[2])
    sitting = Sitting(folder)
    sitting.unlock(os.environ["OUTREACH_PASSPHRASE"])
    sitting.wait(lambda: sitting.sees("Việc cần làm") or sitting.sees("lượt thăm còn dở"), "a place")
    say(sitting.told())
    for name, *details in plan:
        step(sitting, name, *details)
    say("typed")
    pause(120_000)


def step(sitting: Sitting, name: str, *details: str) -> None:
    match name:
        case "press":
            sitting.press(*(getattr(Key, f"Key_{key}") for key in details))
        case "wait_for":
            sitting.wait_for(*details)
        case "row_of":
            sitting.row_of(details[0])
        case "tab_to":
            sitting.tab_to(details[0])
        case "type" | "telex" | "commit":
            getattr(sitting, name)(details[0])
        case _:
            raise ValueError(name)


def say(told: str) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
