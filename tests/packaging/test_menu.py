"""The entry in the menu: made by a script of the frozen folder, with the paths of this very folder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.project import ROOT

PACKAGING = ROOT / "packaging"


@pytest.fixture
def inner(tmp_path: Path) -> Path:
    """The inner folder of a frozen program, below a name with blanks and marks."""
    folder = tmp_path / "Gõ Cửa mới" / "gocua" / "_internal"
    folder.mkdir(parents=True)
    for name in ("gocua.desktop", "add_to_menu.sh"):
        shutil.copyfile(PACKAGING / name, folder / name)
    return folder


def run(inner: Path, data: Path, *words: str) -> str:
    environment = os.environ | {"XDG_DATA_HOME": str(data)}
    done = subprocess.run(
        ["/bin/sh", inner / "add_to_menu.sh", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_entry_leads_to_the_folder_it_was_made_by(inner: Path, tmp_path: Path) -> None:
    data = tmp_path / "account"
    entry = Path(run(inner, data).strip())
    assert entry == data / "applications" / "gocua.desktop"
    lines = entry.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert f'Exec="{inner.parent / "gocua"}"' in lines
    assert f"Icon={inner / 'gocua.png'}" in lines
    assert "Name=Gõ Cửa" in lines
    assert not [line for line in lines if line.startswith("#")]
    assert [path.name for path in entry.parent.iterdir()] == ["gocua.desktop"]
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", entry], check=True)
    run(inner, data, "--remove")
    assert not entry.exists()


def test_the_entry_has_every_key_a_menu_needs() -> None:
    text = (PACKAGING / "gocua.desktop").read_text(encoding="utf-8")
    keys = {line.partition("=")[0] for line in text.splitlines() if "=" in line}
    assert {"Type", "Name", "Exec", "Icon", "Categories", "StartupWMClass", "Comment[vi]"} <= keys
