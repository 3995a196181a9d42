"""Sticks and other removable drives that are plugged in, as folders with a name a person knows them by."""

import os
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DRIVE_REMOVABLE = 2
"""What Windows' GetDriveTypeW answers for a stick."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A removable drive: its label, and the folder it is mounted at."""

    name: str
    folder: str


def find_drives(roots: Sequence[Path] | None = None) -> tuple[Drive, ...]:
    """List the drives plugged in now; looks into `roots` instead of where this system mounts media when given."""
    if roots is None and sys.platform == "win32":
        return tuple(_find_letters())
    places = _media_folders() if roots is None else roots
    found = [folder for place in places for folder in _list_mounted(place)]
    return tuple(Drive(folder.name, str(folder)) for folder in sorted(found, key=lambda f: f.name.casefold()))


def name_of_place(folder: str, drives: Sequence[Drive]) -> str:
    """What to call a folder: the drive it lies on, else its own last name."""
    for drive in drives:
        if Path(folder).is_relative_to(drive.folder):
            return drive.name
    return Path(folder).name or folder


def _media_folders() -> list[Path]:
    if sys.platform == "darwin":
        return [Path("/Volumes")]
    user = os.environ.get("USER") or os.environ.get("LOGNAME") or ""
    return [Path("/run/media") / user, Path("/media") / user] if user else []


def _list_mounted(place: Path) -> list[Path]:
    """The mount points directly in a media folder; on a Mac the system's own volume is a link and left out."""
    try:
        with os.scandir(place) as entries:
            found = [Path(each.path) for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [folder for folder in found if os.access(folder, os.R_OK)]


def _find_letters() -> Iterator[Drive]:
    kernel = _kernel()
    letters = kernel.GetLogicalDrives()
    for place, letter in enumerate(string.ascii_uppercase):
        root = f"{letter}:\\"
        if letters >> place & 1 and kernel.GetDriveTypeW(root) == _DRIVE_REMOVABLE:
            yield Drive(_read_label(kernel, root) or f"{letter}:", root)


def _read_label(kernel: Any, root: str) -> str:
    import ctypes

    label = ctypes.create_unicode_buffer(64)
    kernel.GetVolumeInformationW(root, label, 64, None, None, None, None, 0)
    return label.value


def _kernel() -> Any:
    """Windows' own library; asked for by name, since other systems do not even have the attribute."""
    import ctypes

    return getattr(ctypes, "windll").kernel32  # noqa: B009
