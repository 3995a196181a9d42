"""`outreach update`: signed at the office, looked at and taken at a laptop, and what a checkout is told."""

import shutil
from pathlib import Path

import pytest

from outreach_app.versions import InUse, read_in_use, write_in_use
from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE
from tests.packaging.tiny_bundle import be_elsewhere, make_bundle, run_from

NEXT = "0.9.0"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty stick; the passphrase is in the environment, versions lie in a folder of the test."""
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    be_elsewhere(monkeypatch, tmp_path / "account")
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_the_office_signs_and_a_checkout_says_how_it_is_updated(
    stick: Path, tmp_path: Path, office_folder: Path, laptop_folder: Path
) -> None:
    bundle = make_bundle(tmp_path / "gocua", NEXT)
    made = CommandLine(office_folder)("update", "make", bundle, "--out", stick).data
    assert (made["version"], made["files"]) == (NEXT, 6)
    assert Path(made["path"]).parent == stick
    again = CommandLine(office_folder)("update", "make", bundle, "--out", stick).data
    assert again["path"] == made["path"]
    assert [path.name for path in stick.iterdir()] == [Path(made["path"]).name]
    laptop = CommandLine(laptop_folder)
    assert laptop("update", "make", bundle, "--out", stick, expect=3).error["key"] == "office_only"
    (offer,) = laptop("update", "look", stick, expect=1).data["releases"]
    assert (offer["version"], offer["fits"], offer["reason_key"]) == (NEXT, False, "not_a_bundle")
    said = laptop("update", "take", stick, expect=3).error
    assert said["key"] == "not_a_bundle"
    assert "make run" in said["advice"]
    shown = laptop("update", "show").data
    assert (shown["bundle"], shown["in_use"], shown["before"]) == (False, None, None)
    assert laptop("update", "back", expect=3).error["key"] == "not_a_bundle"
    assert laptop("sync", "read", made["path"], expect=3).data["files"][0]["reason_key"] == "is_release"


def test_a_laptop_with_a_folder_looks_before_it_takes(
    stick: Path, tmp_path: Path, office_folder: Path, laptop_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = CommandLine(laptop_folder)
    run_from(monkeypatch, make_bundle(tmp_path / "installed", "0.1.0"))
    assert laptop("update", "look", stick).data == {"releases": []}
    assert laptop("update", "take", stick, expect=3).error["key"] == "no_release"
    bundle = make_bundle(tmp_path / "gocua", NEXT)
    made = CommandLine(office_folder)("update", "make", bundle, "--out", stick).data
    (stick / "more").mkdir()
    shutil.move(made["path"], stick / "more" / "renamed (2)")
    (offer,) = laptop("update", "look", stick).data["releases"]
    assert (offer["version"], offer["fits"], offer["reason"]) == (NEXT, True, None)
    assert laptop("update", "back", expect=3).error["key"] == "no_version_before"
    shown = laptop("update", "show").data
    assert (shown["bundle"], shown["version"]) == (True, "0.1.0")


def test_going_back_without_a_newer_database_only_changes_what_starts(
    stick: Path, tmp_path: Path, laptop_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_bundle(tmp_path / "installed", "0.1.0")
    make_bundle(tmp_path / "account" / "go-cua" / "versions" / NEXT, NEXT)
    run_from(monkeypatch, home)
    write_in_use(InUse(NEXT, "", str(home)))
    before = (laptop_folder / "gocua.db").read_bytes()
    back = CommandLine(laptop_folder)("update", "back").data
    assert back == {"version": "0.1.0", "left": NEXT, "backup": None, "kept": None, "entries": 0}
    assert (laptop_folder / "gocua.db").read_bytes() == before
    assert read_in_use() == InUse("", "", str(home), None, NEXT)
