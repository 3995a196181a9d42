"""The pins: complete, exact, those that are installed here, and free of what must not be in them."""

import os
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.utils import canonicalize_name

from tests.packaging.project import (
    ROOT,
    WINDOWS,
    needed_by,
    pin_lines,
    read_pins,
    read_project,
    requirements_of,
)

EXTRAS = ("catalogue", "test", "hub", "bench", "dev", "bundle")

# Runs in a process of its own: a Qt that loses references to None aborts the whole interpreter after about 5,500 calls.
COUNT_NONE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
label.setText("Nguyễn Thị Phương Thảo")
before = sys.getrefcount(None)
for _ in range(10_000):
    label.setText("Nguyễn Thị Phương Thảo")
print(sys.getrefcount(None) - before)
"""


def test_every_line_is_an_exact_pin_of_one_package() -> None:
    lines = pin_lines()
    assert len(lines) == len(read_pins()), "a line is not name==version, or a package stands there twice"


@pytest.mark.parametrize("extra", [None, *EXTRAS])
def test_every_requirement_is_pinned_to_a_version_it_allows(extra: str | None) -> None:
    pins = read_pins()
    wrong = [
        str(requirement)
        for requirement in requirements_of(extra)
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert not wrong


def test_what_the_wheel_is_built_with_is_pinned() -> None:
    build = {text.partition(">=")[0] for text in read_project()["build-system"]["requires"]}
    assert build <= read_pins().keys()


def test_everything_pulled_in_is_pinned_on_linux_and_on_windows() -> None:
    roots = [requirement for extra in (None, *EXTRAS) for requirement in requirements_of(extra)]
    missing = (needed_by(roots) | needed_by(roots, **WINDOWS)) - read_pins().keys()
    assert not missing


def test_what_is_installed_here_is_what_is_pinned() -> None:
    pins = read_pins()
    installed = {
        name: metadata.version(name)
        for name in needed_by(requirements_of()) | needed_by(requirements_of("test"))
    }
    assert {name: version for name, version in installed.items() if pins[name] != version} == {}


def test_qt_stays_below_the_release_that_aborts_python_3_11() -> None:
    (qt,) = [requirement for requirement in requirements_of() if requirement.name == "pyside6-essentials"]
    assert qt.marker is None
    assert not qt.specifier.contains("6.12.0")
    assert qt.specifier.contains(read_pins()["pyside6-essentials"])


def test_none_keeps_its_reference_count_over_ten_thousand_calls() -> None:
    run = subprocess.run(
        [sys.executable, "-c", COUNT_NONE], capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert abs(int(run.stdout)) < 100
