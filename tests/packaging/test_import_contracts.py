"""Who may import whom (docs/architecture.md): the contracts of pyproject.toml, and what they cannot say."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.packaging.project import ROOT

PLAIN = ("outreach_app.domain", "outreach_app.sync.merge")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Read every import of the program, third-party ones included."""
    return grimp.build_graph(
        "ui", "outreach_app", "resources", include_external_packages=True, cache_dir=None
    )


def test_every_contract_is_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]
    assert " 0 broken" in run.stdout


@pytest.mark.parametrize("package", PLAIN)
def test_plain_python_imports_only_the_standard_library(graph: grimp.ImportGraph, package: str) -> None:
    own = {module for module in graph.modules if module == package or module.startswith(f"{package}.")}
    foreign = {
        f"{module} imports {imported}"
        for module in own
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.partition(".")[0] not in sys.stdlib_module_names | {"outreach_app"}
    }
    assert own, f"{package} is gone: take it out of this list and out of pyproject.toml"
    assert not foreign
