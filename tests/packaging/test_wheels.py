"""Every pin of the program has a wheel for 64-bit Windows, and the program's own wheel is complete."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.project import ROOT, WINDOWS, needed_by, read_pins, requirements_of


def start_resolving(pins: list[str], folder: Path, *, python: str) -> "subprocess.Popen[str]":
    """Let pip find a Windows wheel of each pin, downloading none; the report lands in `folder`."""
    folder.mkdir(exist_ok=True)
    arguments = [
        "install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:", "--retries=1",
        "--platform=win_amd64", f"--python-version={python}", f"--target={folder / 'target'}",
        f"--report={folder / 'report.json'}", *pins,
    ]  # fmt: skip
    quiet = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet)


def can_reach_index(folder: Path, *, python: str) -> bool:
    """Tell whether a package index answers for a pin that surely has a wheel."""
    probe = start_resolving([f"segno=={read_pins()['segno']}"], folder, python=python)
    probe.communicate()
    return probe.returncode == 0


def windows_pins() -> list[str]:
    """List the pins of everything the program needs on Windows."""
    return [f"{name}=={read_pins()[name]}" for name in sorted(needed_by(requirements_of(), **WINDOWS))]


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.torture
def test_every_pin_of_the_program_has_a_windows_wheel(tmp_path: Path) -> None:
    pins = windows_pins()
    assert len(pins) >= 30
    # Side by side: most of the time is spent waiting for the index.
    runs = {python: start_resolving(pins, tmp_path / python, python=python) for python in ("3.11", "3.14")}
    complaints = {python: run.communicate()[1] for python, run in runs.items()}
    for python, run in runs.items():
        if run.returncode != 0 and not can_reach_index(tmp_path / "probe", python=python):
            pytest.skip(
                f"no package index can be reached: 0 of {len(pins)} pins checked for Windows, Python {python}"
            )
        assert run.returncode == 0, complaints[python]
        report = (tmp_path / python / "report.json").read_text(encoding="utf-8")
        files = [item["download_info"]["url"].rsplit("/", 1)[-1] for item in json.loads(report)["install"]]
        print(f"{len(files)} of {len(pins)} pins have a wheel for Windows, Python {python}")
        assert len(files) == len(pins)
        assert all(name.endswith(("-win_amd64.whl", "-none-any.whl")) for name in files)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program's own wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("go_cua-*.whl")
    return built


def test_the_wheel_holds_the_three_packages_and_the_compiled_catalogue(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"outreach_app", "ui", "resources"}
    assert "resources/translations/vi/outreach.mo" in names
    assert not [name for name in names if name.endswith((".po", ".pyc"))]


def test_the_wheel_leaves_out_no_file_that_the_program_ships(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "outreach_app", "ui", "resources"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    shipped = {name for name in listed.stdout.decode().split("\0") if name and not name.endswith(".po")}
    present = {name for name in shipped if (ROOT / name).exists()}
    assert len(present) > 20
    assert present <= set(zipfile.ZipFile(wheel).namelist())


def test_an_unpacked_wheel_speaks_vietnamese_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = (
        "import resources, outreach_app.i18n as i18n; from pathlib import Path; "
        "assert Path(resources.__file__).is_relative_to(Path.cwd()), resources.__file__; "
        "print(len(i18n.open_catalogue('vi').text('')), i18n.open_catalogue('vi').money(1366200))"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout.decode().split() == ["0", "1.366.200", "đ"]
