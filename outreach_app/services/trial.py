"""Trying a new version before it is put in use: it opens a copy of the workspace and has to find everything in it.

The copy has a key file of its own under words drawn for the trial, so that nobody is asked for the passphrase. Only
commands and keys that docs/cli.md promises are used: any later version answers them.
"""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import EnvironmentTrouble, Message, say
from outreach_app.files import write_file
from outreach_app.services.desk import Desk
from outreach_app.sync import slots
from outreach_app.sync.codes import RECOVERY_CODE_LENGTH, make_code
from outreach_app.sync.locks import FLOOR
from outreach_app.versions import COMMANDS, WINDOW, clean_environment, program_name

PREFIX = ".trial-"
_PATIENCE_S = 1_800
"""An office with a million people is checked in minutes; a version that hangs is not waited for longer."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a workspace holds: entries of its history, rows of each table, entries that were not sent."""

    entries: int
    tables: Mapping[str, int]
    waiting: int


def try_version(desk: Desk, folder: Path, backup: Path, expected: Expected) -> None:
    """Have the version in a folder open a copy of a backup, check it and count it, and make its window unseen.

    EnvironmentTrouble `release_trial` with the reason when anything is missing; the workspace itself is not touched.
    """
    with _copy_workspace(desk, backup) as (copy, words):
        version = _Version(folder, copy, words, desk.now.isoformat())
        checked = version.ask("check")
        if not holds_all(checked, expected):
            raise _failed(say("it does not find everything that is stored here"))
        version.make_window()


def holds_all(checked: Mapping[str, object], expected: Expected) -> bool:
    """Tell whether what a version found is all that is there: nothing less, and visits and entries to send exactly."""
    tables, entries = checked.get("tables"), checked.get("journal_entries")
    if checked.get("ok") is not True or not isinstance(tables, dict) or not isinstance(entries, int):
        return False
    found = {name: tables.get(name, -1) for name in expected.tables}
    whole = all(
        isinstance(found[name], int) and found[name] >= count for name, count in expected.tables.items()
    )
    same = found.get("visit") == expected.tables.get("visit") and checked.get("to_send") == expected.waiting
    return whole and same and entries >= expected.entries


@dataclass(frozen=True, slots=True)
class _Version:
    folder: Path
    workspace: Path
    words: str
    at: str

    def ask(self, *command: str) -> dict[str, object]:
        """Carry out a command; what it answers as JSON, empty when that is no answer."""
        # As of a moment that is told: a clock that is wrong is no fault of the version.
        said = self._run(COMMANDS, *command, "--workspace", str(self.workspace), "--at", self.at, "--json")
        with contextlib.suppress(ValueError):
            told = json.loads(said)
            if isinstance(told, dict):
                return told
        raise _failed(say("it does not answer"))

    def make_window(self) -> None:
        """Make the window and leave it at once: the libraries it needs are there."""
        self._run(WINDOW, "--try")

    def _run(self, program: str, *words: str) -> str:
        command = [str(self.folder / program_name(program)), *words]
        environment = clean_environment() | {"OUTREACH_PASSPHRASE": self.words}
        try:
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                timeout=_PATIENCE_S, cwd=self.workspace,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(say("it does not start")) from error
        if done.returncode != 0:
            raise _failed(
                say("it does not start") if not done.stdout else say("it finds damage in a sound copy")
            )
        return done.stdout.decode("utf-8", "replace")


@contextlib.contextmanager
def _copy_workspace(desk: Desk, backup: Path) -> Iterator[tuple[Path, str]]:
    for left in desk.folder.glob(f"{PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=desk.folder))
    try:
        shutil.copyfile(backup, folder / paths.DATABASE)
        _lend_files(desk.folder / paths.OUTBOX, folder / paths.OUTBOX)
        words = secrets.token_urlsafe(32)
        code = make_code(RECOVERY_CODE_LENGTH)
        keys = slots.create_slots(desk.database.data_key, words, recovery_code=code, cost=FLOOR)
        write_file(folder / paths.KEYS, keys, private=True)
        yield folder, words
    except OSError as error:
        raise _failed(say("no copy of the workspace could be made for it")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lend_files(source: Path, target: Path) -> None:
    # The check looks whether kept copies are there; nobody writes into them.
    if not source.is_dir():
        return
    target.mkdir()
    for path in source.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)


def _failed(why: Message) -> EnvironmentTrouble:
    return EnvironmentTrouble(
        say("The new version was tried on a copy and not taken: {why}.", why=why),
        say("Nothing was changed; the present version goes on. Tell the office."),
        key="release_trial",
    )
