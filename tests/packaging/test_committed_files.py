"""What is committed names no package registry and no folder of the machine it was written on."""

import re
import subprocess
from pathlib import Path

from tests.packaging.project import ROOT

# Written in pieces, so that this file does not accuse itself.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "registry." + "npmjs",
    "deb." + "debian",
    "index" + "-url",
    "find" + "-links",
)
REGISTRY = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
MACHINE = re.compile(
    r"(?<![\w.:/])(?:/ro" + r"ot/|/wo" + r"rk/|/ho" + r"me/\w|/Use" + r"rs/\w)|[A-Z]:\\Use" + r"rs\\\w"
)


def list_files() -> list[Path]:
    """List what is committed or would be by the next commit."""
    run = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [path for name in run.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def find_lines(pattern: re.Pattern[str]) -> tuple[int, list[str]]:
    """Search every text file; return how many were searched, and each hit as file:line."""
    searched, hits = 0, []
    for path in list_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        searched += 1
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                hits.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return searched, hits


def test_no_file_names_a_package_registry() -> None:
    searched, hits = find_lines(REGISTRY)
    assert searched > 20
    assert not hits, "\n".join(hits)


def test_no_file_names_a_folder_of_a_developers_machine() -> None:
    searched, hits = find_lines(MACHINE)
    assert searched > 20
    assert not hits, "\n".join(hits)


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRY.search("--INDEX" + "-URL=x")
    assert MACHINE.search("open('/ho" + "me/lan/x')")
    assert MACHINE.search("C:" + r"\Users" + r"\lan\x")
    assert not MACHINE.search("docs/ho" + "me/page")
