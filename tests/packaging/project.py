"""What the packaging tests read: the project's own description, its pins, and what they mean on another machine."""

import functools
import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
}
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.]*)")


@functools.cache
def read_project() -> dict[str, object]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements_of(extra: str | None = None) -> list[Requirement]:
    """List what the program needs, or one of its extras (without the extras it is made of)."""
    project = read_project()["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(text) for text in texts if not text.startswith("go-cua")]


def pin_lines() -> list[str]:
    """List the lines of constraints.txt that are no comment."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def read_pins() -> dict[str, str]:
    """Map each pinned distribution to its version."""
    matches = [PIN.fullmatch(line) for line in pin_lines()]
    return {canonicalize_name(match["name"]): match["version"] for match in matches if match}


def needed_by(roots: list[Requirement], **environment: str) -> set[str]:
    """Follow installed metadata from some requirements to everything they pull in on a machine described by markers."""
    todo = [(canonicalize_name(root.name), root.extras) for root in roots]
    seen: set[str] = set()
    while todo:
        name, extras = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for requirement in installed_requirements(name):
            if applies(requirement, extras, environment):
                todo.append((canonicalize_name(requirement.name), requirement.extras))
    return seen


def installed_requirements(name: str) -> list[Requirement]:
    """List what an installed distribution needs; one that only other systems install needs nothing known here."""
    try:
        return [Requirement(text) for text in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []


def applies(requirement: Requirement, extras: set[str], environment: dict[str, str]) -> bool:
    """Tell whether a requirement counts on that machine with these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate(environment | {"extra": extra}) for extra in ("", *extras))
