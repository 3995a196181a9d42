"""Driving the command line the way a script does: words in, exit code, standard output and standard error out."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach_app.cli.main import main

AT = "2026-11-21T19:42"


@dataclass(frozen=True, slots=True)
class Said:
    """What a call answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on standard output; anything beside it fails."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert self.out.count("\n") == 1
        return found

    @property
    def error(self) -> dict[str, str]:
        """The error object; its sentences are there."""
        error = self.data["error"]
        assert error["key"]
        assert error["message"]
        return dict(error)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs commands inside this process under a workspace, a passphrase and a standing clock."""

    workspace: Path
    at: str = AT
    lang: str = "en"

    def __call__(self, *words: str | Path, expect: int = 0, at: str | None = None) -> Said:
        """Run a command with --json and check its exit code."""
        return self.plain(*words, "--json", "--lang", self.lang, "--at", at or self.at, expect=expect)

    def plain(self, *words: str | Path, expect: int = 0) -> Said:
        """Run a command exactly as given (with the workspace) and check its exit code."""
        said = run_here("--workspace", self.workspace, *words)
        assert said.code == expect, f"{' '.join(map(str, words))}\n{said.out}\n{said.err}"
        return said

    def on(self, workspace: Path) -> "CommandLine":
        """The same on another workspace."""
        return CommandLine(workspace, self.at, self.lang)


def run_here(*words: str | Path) -> Said:
    """Run a command line inside this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Said(code, out.getvalue(), err.getvalue())


def run_apart(*words: str | Path, environment: Mapping[str, str] | None = None, **more: Any) -> Said:
    """Run a command line as a process of its own, as a script would."""
    done = subprocess.run(
        [sys.executable, "-m", "outreach_app", *map(str, words)],
        capture_output=True, check=False, encoding="utf-8", timeout=120, stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})}, **more,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)
