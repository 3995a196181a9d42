"""Which version of the program runs: the folder that was installed first, or a newer one that a stick brought.

Newer versions lie beside each other in one folder of this account and are never written over. A small file names the
one in use; whichever is started reads it and hands over, so that an icon on the desktop goes on leading to it.
Little is imported here: this runs before anything else is loaded.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import OutreachError
from outreach_app.files import need_folders, write_file

WINDOW, COMMANDS = "gocua", "outreach"
"""The two programs of a folder: the window, and the command line."""

RELEASE = "release.json"
"""What a frozen folder says of itself, in `_internal`."""

MOST_STARTS = 3
"""So often a new version's window may be started without opening a workspace; then the version before runs again."""

_IN_USE = "in_use.json"
_HANDED_OVER = "GOCUA_HANDED_OVER"
_SIZE_LIMIT = 16 * 1024
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}", re.ASCII)
_BACK = ("update", "back")


@dataclass(frozen=True, slots=True)
class OwnRelease:
    """The frozen folder this process runs from: what it says of itself."""

    version: str
    platform: str
    folder: Path


@dataclass(frozen=True, slots=True)
class InUse:
    """Which version runs and which ran before it, both empty for the folder that was installed first, `home`.

    `starts` counts how often the window was started since; None once it opened a workspace. `failed` is a version
    that was left because it never did.
    """

    version: str
    before: str
    home: str
    starts: int | None = None
    failed: str = ""


def is_version(text: str) -> bool:
    """Tell whether a text is a version: two to four numbers with points between, as 0.2.0."""
    return _VERSION.fullmatch(text) is not None


def spell_version(text: str) -> tuple[int, ...]:
    """What versions are compared by; an empty or odd one is the oldest."""
    return tuple(int(part) for part in text.split(".")) if is_version(text) else ()


def program_name(name: str, platform: str = sys.platform) -> str:
    """How a program's file is called on a system."""
    return f"{name}.exe" if platform.startswith("win") else name


def read_own() -> OwnRelease | None:
    """Read what this frozen folder says of itself; None when the program runs out of a Python of its own."""
    if not getattr(sys, "frozen", False):
        return None
    told = _read_map(Path(getattr(sys, "_MEIPASS", "")) / RELEASE)
    version, platform = told.get("version"), told.get("platform")
    if not isinstance(version, str) or not isinstance(platform, str) or not is_version(version):
        return None
    return OwnRelease(version, platform, Path(sys.executable).resolve().parent)


def read_version_in(folder: Path) -> str:
    """Read the version that a folder of programs says it is; empty when it says none."""
    version = _read_map(folder / "_internal" / RELEASE).get("version")
    return version if isinstance(version, str) and is_version(version) else ""


def read_in_use(folder: Path | None = None) -> InUse | None:
    """Read which version is in use here; None when no stick ever brought one, or the file is spoilt."""
    told = _read_map((folder or paths.versions_folder()) / _IN_USE)
    version, before, home, failed = (told.get(name) for name in ("version", "before", "home", "failed"))
    starts = told.get("starts")
    if not (isinstance(version, str) and isinstance(before, str) and isinstance(home, str)):
        return None
    if not all(not each or is_version(each) for each in (version, before)):
        return None
    return InUse(
        version,
        before,
        home,
        starts if isinstance(starts, int) else None,
        failed if isinstance(failed, str) else "",
    )


def write_in_use(in_use: InUse, folder: Path | None = None) -> None:
    """Put another version in use, in one step; raises EnvironmentTrouble."""
    place = folder or paths.versions_folder()
    need_folders(place)
    write_file(place / _IN_USE, json.dumps(asdict(in_use)).encode(), overwrite=True)


def find_folder(in_use: InUse, version: str) -> Path | None:
    """Where a version lies, by its programs; None when it is not there."""
    folder = paths.versions_folder() / version if version else Path(in_use.home)
    whole = all((folder / program_name(each)).is_file() for each in (WINDOW, COMMANDS))
    return folder if whole else None


def go_back_to(in_use: InUse) -> InUse:
    """What is in use once the newest version was left for the one before."""
    return replace(in_use, version=in_use.before, before="", starts=None, failed=in_use.version)


def hand_over_to(folder: Path, workspace: Path) -> int:
    """Start the window of another version over a workspace in the place of this process; OSError when it cannot."""
    return _run([str(folder / program_name(WINDOW)), "--workspace", str(workspace)])


def confirm_start() -> None:
    """Remember that the version in use has opened a workspace; the one before is no longer gone back to by itself."""
    own, told = read_own(), read_in_use()
    if own is not None and told is not None and told.version == own.version and told.starts is not None:
        with contextlib.suppress(OutreachError):  # said again at the next start
            write_in_use(replace(told, starts=None))


def start_newest(program: str, words: Sequence[str]) -> int | None:
    """Hand over to the version in use; returns its exit code, or None when this process is the one to go on.

    `outreach update back` goes to the version before: only that one knows what its database looked like.
    """
    own = read_own()
    told = read_in_use() if own is not None and _HANDED_OVER not in os.environ else None
    if own is None or told is None:
        return None
    if program == WINDOW and told.starts is not None:
        told = _count_start(told)
    backwards = _is_going_back(words)
    wanted = told.before if backwards else told.version
    target = find_folder(told, wanted)
    if target is None or target.resolve() == own.folder:
        return None
    if not backwards and spell_version(wanted) <= spell_version(own.version):
        return None  # a newer folder was copied here by hand since
    try:
        return _run([str(target / program_name(program)), *words])
    except OSError:
        with contextlib.suppress(OutreachError):
            write_in_use(go_back_to(told))
        return None


def _count_start(told: InUse) -> InUse:
    starts = (told.starts or 0) + 1
    fresh = go_back_to(told) if starts > MOST_STARTS else replace(told, starts=starts)
    with contextlib.suppress(OutreachError):
        write_in_use(fresh)
    return fresh


def _is_going_back(words: Sequence[str]) -> bool:
    return any(tuple(words[place : place + 2]) == _BACK for place in range(len(words)))


def _run(command: Sequence[str]) -> int:
    environment = clean_environment()
    if sys.platform == "win32":  # there a process cannot become another one
        return subprocess.call(command, env=environment)
    os.execve(command[0], list(command), environment)  # noqa: S606 - no shell is wanted
    raise AssertionError("a process that became another one goes on")


def clean_environment() -> dict[str, str]:
    """The environment for another frozen folder, which does not hand over itself.

    What this one's starter put in for its own libraries is left out.
    """
    told = dict(os.environ)
    kept = {name: value for name, value in told.items() if not name.startswith(("_PYI_", "_MEIPASS"))}
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        former = kept.pop(f"{name}_ORIG", None)
        if former is not None:
            kept[name] = former
        elif getattr(sys, "frozen", False):
            kept.pop(name, None)
    return kept | {"PYINSTALLER_RESET_ENVIRONMENT": "1", _HANDED_OVER: "1"}


def _read_map(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_SIZE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
