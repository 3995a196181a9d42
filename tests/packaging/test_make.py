"""The Makefile and its script: what they say when they cannot go on."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.packaging.project import ROOT

SCRIPT = ROOT / "tools" / "system_packages.sh"


def run(*command: str | Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout, optionally with nothing but `path` on the search path."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}
    }
    if path is not None:
        environment["PATH"] = path
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


@pytest.fixture
def poor_path(tmp_path: Path) -> str:
    """Make a search path with only what every Unix has: no apt-get, no sudo, no PDF tools."""
    for name in ("uname", "grep", "id"):
        (tmp_path / name).symlink_to(subprocess.check_output(["which", name], text=True).strip())
    return str(tmp_path)


def test_help_names_every_target_of_the_makefile() -> None:
    said = run("make", "help").stdout
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test", "bench", "check", "catalogue", "bundle", "clean", "help"} <= set(targets)
    assert all(f"make {target} " in said for target in targets)


def test_a_machine_without_apt_is_told_in_one_sentence_what_it_lacks(poor_path: str) -> None:
    done = run("/bin/sh", SCRIPT, "tests", path=poor_path)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "poppler-utils qpdf" in done.stderr


def test_a_machine_that_has_everything_hears_nothing() -> None:
    done = run("/bin/sh", SCRIPT, "offscreen")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_unknown_group_is_a_mistake_of_the_caller() -> None:
    done = run("/bin/sh", SCRIPT, "everything")
    assert done.returncode == 64


def test_an_old_python_is_refused_with_a_sentence_that_helps(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n', encoding="utf-8"
    )
    old.chmod(0o755)
    venv = tmp_path / "venv"
    done = run("make", f"PYTHON={old}", f"VENV={venv}", "catalogue")
    assert done.returncode != 0
    assert "needs Python 3.11 to 3.14" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not venv.exists()


def test_ci_runs_the_tests_strictly() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    assert text.startswith("#!/bin/bash\n")
    assert "set -euo pipefail" in text
    assert "make test" in text
    assert run("bash", "-n", script).returncode == 0
