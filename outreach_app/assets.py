"""The only door to the files shipped in `resources/`."""

from importlib.resources import files
from importlib.resources.abc import Traversable

import resources


def locate(name: str) -> Traversable:
    """Find a shipped file by its path inside `resources/`, such as `fonts/BeVietnamPro-Regular.ttf`."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        raise ValueError(f"not a shipped file: {name}")
    return files(resources).joinpath(*parts)


def read_bytes(name: str) -> bytes:
    """Read a shipped file whole."""
    return locate(name).read_bytes()


def read_text(name: str) -> str:
    """Read a shipped UTF-8 text whole."""
    return locate(name).read_text(encoding="utf-8")


def list_names(folder: str, *, ending: str = "") -> list[str]:
    """List the shipped files of a folder by name, sorted, optionally only those with an ending."""
    return sorted(e.name for e in locate(folder).iterdir() if e.is_file() and e.name.endswith(ending))


def has_file(name: str) -> bool:
    """Tell whether a shipped file exists."""
    return locate(name).is_file()
