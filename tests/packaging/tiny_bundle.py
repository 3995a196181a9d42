"""A small frozen folder: the real program of this checkout behind two start scripts, as PyInstaller lays them out."""

import json
import sys
from pathlib import Path

import pytest

from outreach_app.services.releases import describe_program
from outreach_app.versions import COMMANDS, RELEASE, WINDOW
from tests.packaging.project import ROOT

_SCRIPT = """#!{python}
import runpy, sys
sys.dont_write_bytecode = True
sys.path.insert(0, {root!r})
here = {here}
sys.frozen, sys._MEIPASS, sys.executable = True, str(here / "_internal"), str(here / {name!r})
{more}
sys.argv[0] = str(here / {name!r})
runpy.run_path({start!r}, run_name="__main__")
"""
_STARTS = {COMMANDS: "start_outreach.py", WINDOW: "start_window.py"}
_PYTHON = sys.executable
_HERE = "__import__('pathlib').Path(__file__).resolve().parent"


def make_bundle(folder: Path, version: str, *, more: str = "", **described: object) -> Path:
    """Make a folder of a version; `more` is put into both scripts, `described` replaces what it says of itself."""
    internal = folder / "_internal"
    (internal / "resources").mkdir(parents=True)
    told = describe_program() | {"version": version} | described
    (internal / RELEASE).write_text(json.dumps(told), encoding="utf-8")
    (internal / "resources" / "a text [1].txt").write_text(f"of {version}\n" * 2_000, encoding="utf-8")
    (internal / "libone.so.1").write_bytes(bytes(range(256)) * 300)
    (internal / "libone.so").symlink_to("libone.so.1")
    for name, start in _STARTS.items():
        script = _SCRIPT.format(
            python=_PYTHON, root=str(ROOT), here=_HERE, name=name, more=more,
            start=str(ROOT / "packaging" / start),
        )  # fmt: skip
        (folder / name).write_text(script, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def run_from(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have this process be one that was started out of a frozen folder."""
    patch.setattr(sys, "frozen", True, raising=False)
    patch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)
    patch.setattr(sys, "executable", str(folder / COMMANDS))


def be_elsewhere(patch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Give the test a data folder of its own, for child processes too; returns where versions will lie."""
    patch.setenv("XDG_DATA_HOME", str(folder))
    return folder / "go-cua" / "versions"
