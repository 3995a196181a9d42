"""The version that ran before, asked by the one in use to go back: it alone knows what its database looked like."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import EnvironmentTrouble, OutreachError, say
from outreach_app.services.going_back import WentBack, need_way_back
from outreach_app.versions import (
    COMMANDS,
    clean_environment,
    find_folder,
    program_name,
    read_in_use,
    read_own,
    read_version_in,
)

_PATIENCE_S = 3_600
"""The history of an office with a million people is read strictly and put in again."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """The version that ran before the one in use, and the folder it lies in."""

    version: str
    folder: Path


def find_way_back(workspace: Path) -> WayBack | None:
    """Find the version that ran before this one; None where there is none, it is gone, or the workspace is at a hub."""
    own, told = read_own(), read_in_use()
    if own is None or told is None or not told.version or told.version != own.version:
        return None
    folder = find_folder(told, told.before)
    if folder is None or folder.resolve() == own.folder or paths.read_hub(workspace) is not None:
        return None
    version = told.before or read_version_in(folder)
    return WayBack(version, folder) if version else None


def name_way_here(workspace: Path) -> str:
    """Name this version when it is the one to go back to for a workspace that a newer one upgraded; empty when not."""
    try:
        own, _ = need_way_back()
    except OutreachError:
        return ""
    return "" if paths.read_hub(workspace) is not None else own.version


def ask_version_before(way: WayBack, workspace: Path, passphrase: str, *, language: str) -> WentBack:
    """Have the version before go back to itself; the workspace has to be closed.

    Its refusal is told in its own words; EnvironmentTrouble `version_silent` when it does not answer.
    """
    command = [
        str(way.folder / program_name(COMMANDS)), "update", "back", "--workspace", str(workspace), "--json",
        "--lang", language,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, env=clean_environment() | {"OUTREACH_PASSPHRASE": passphrase}, stdin=subprocess.DEVNULL,
            capture_output=True, check=False, timeout=_PATIENCE_S,
        )  # fmt: skip
        told = json.loads(done.stdout)
        answer = _read_answer(told) if done.returncode == 0 else _read_refusal(told["error"])
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise EnvironmentTrouble(
            say("Version {version} does not answer.", version=way.version),
            say("Go on with the version that runs, and tell the office."),
            key="version_silent",
        ) from error
    if isinstance(answer, OutreachError):
        raise answer
    return answer


def _read_refusal(told: Mapping[str, object]) -> OutreachError:
    message, advice = (say("{told}", told=str(told[part])) for part in ("message", "advice"))
    return EnvironmentTrouble(message, advice, key=str(told["key"]))


def _read_answer(told: Mapping[str, object]) -> WentBack:
    kept, backup = (Path(str(told[name])) if told[name] else None for name in ("kept", "backup"))
    entries = told["entries"]
    if not isinstance(entries, int):
        raise TypeError(entries)
    return WentBack(str(told["version"]), str(told["left"]), kept, backup, entries)
