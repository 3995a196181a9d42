"""`outreach export` and `outreach report weekly`: what they write and answer, and what they refuse."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.cli.test_start import loaded_by
from tests.conftest import PASSPHRASE
from tests.workspaces import COMMUNE


def test_an_export_is_written_and_the_weeks_are_read_from_it(office: CommandLine, tmp_path: Path) -> None:
    made = office("export", "--out", tmp_path / "out").data
    assert made["format"] == "parquet"
    assert {each["table"]: each["rows"] for each in made["tables"]}["village"] >= 0
    assert all(Path(each["path"]).is_file() for each in made["tables"])
    assert Path(made["dictionary"]).is_file()
    days = ("--unit", COMMUNE, "--from", "2026-11-01", "--to", "2026-11-30")
    told = office("report", "weekly", *days, "--export", tmp_path / "out").data
    assert (told["road"], told["people_left_out"]) == ("export", 0)
    assert told["rows"] == office("report", "weekly", *days).data["rows"]
    assert "xuất" in office.plain("report", "weekly", *days, "--export", tmp_path / "out", "--lang", "vi").out


def test_what_cannot_be_exported_is_said_and_leaves_nothing(office: CommandLine, tmp_path: Path) -> None:
    refused = office("export", "--out", tmp_path / "out", "--tables", "people", expect=3)
    assert refused.error["key"] == "unknown_table"
    office("export", "--out", tmp_path / "out", "--format", "json", expect=2)
    assert office("export", "--out", tmp_path / "no" / "out", expect=3).error["key"] == "no_folder"
    (tmp_path / "full").mkdir()
    assert office("export", "--out", tmp_path / "full", expect=3).error["key"] == "file_exists"
    days = ("--unit", COMMUNE, "--from", "2026-11-01", "--to", "2026-11-30")
    assert (
        office("report", "weekly", *days, "--export", tmp_path / "full", expect=3).error["key"] == "no_export"
    )
    assert not (tmp_path / "out").exists()


def test_duckdb_is_loaded_by_nothing_but_parquet() -> None:
    loaded = {name.partition(".")[0] for name in loaded_by("export", "--help")}
    assert not {"duckdb", "_duckdb", "numpy"} & loaded


def test_the_passphrase_is_asked_before_anything_is_written(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", f"{PASSPHRASE} không phải")
    office("export", "--out", tmp_path / "out", expect=4)
    assert not (tmp_path / "out").exists()
