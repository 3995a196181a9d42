"""A second process that looks into a workspace by the command line while a window works in it.

`Inspector()` starts it once; every call opens the workspace anew, runs one command with --json, and closes it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


class Inspector:
    """Asks `outreach ... --json` of a workspace from outside this process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end2end.inspector"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def ask(self, folder: Path, *words: str | Path, passphrase: str, code: int = 0) -> dict[str, Any]:
        """Run one command; the answer is its JSON object."""
        asked = {"secret": passphrase, "words": ["--workspace", str(folder), *map(str, words), "--json"]}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert answer["code"] == code, (words, answer)
        return dict(json.loads(answer["out"]))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()


def main() -> None:
    from nacl.pwhash import argon2id

    from tests.cli.command_line import run_here

    # Every command opens a workspace anew: the key of one passphrase and salt is worked out once.
    argon2id.kdf = cache(argon2id.kdf)
    for line in sys.stdin:
        asked: Mapping[str, Any] = json.loads(line)
        os.environ["OUTREACH_PASSPHRASE"] = asked["secret"]
        said = run_here(*asked["words"])
        sys.stdout.write(json.dumps({"code": said.code, "out": said.out, "err": said.err}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
